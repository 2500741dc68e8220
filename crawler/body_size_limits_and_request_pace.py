"""Limits of a crawl: bytes from the wire, decoded bodies, bodies in memory, and the pace of requests to a host.

The capture on disk has all of a body, whatever is kept in memory. The pace holds across the crawls of one process, or
of several: one request to a host at a time, its delay apart.
"""

import asyncio
import ipaddress
import time
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Self
from urllib.parse import urlsplit

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest, NotConfigured, StopDownload
from scrapy.http import Request, Response
from scrapy.utils.defer import deferred_from_coro
from twisted.web.http_headers import Headers as TxHeaders

from archive.model.page_headers_content_and_charset_names import MAX_READ

REASON = "max_bytes"
"""The reason for which a crawl at its limit ends."""


class ByteLimit:
    """Scrapy extension that ends the crawl when its responses reach CRAWL_MAX_BYTES bytes (0, the default: no limit).

    Bytes are counted on the wire: bodies without their transfer coding, heads when their response has ended. A body
    that is being received then is truncated.
    """

    def __init__(self, crawler: Crawler, most: int) -> None:
        self._crawler = crawler
        self._left = most

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        most = crawler.settings.getint("CRAWL_MAX_BYTES")
        if most <= 0:
            raise NotConfigured
        limit = cls(crawler, most)
        crawler.signals.connect(limit.receive, signals.bytes_received)
        return limit

    def receive(self, data: bytes) -> None:
        """Count a received piece of a response body against the crawl's byte limit.

        Raises StopDownload beyond the limit.
        """
        self.count(len(data))
        if self._left < 0:
            raise StopDownload(fail=True)

    def count(self, size: int) -> None:
        """Count received bytes, and end the crawl when they reach its byte limit."""
        if 0 < self._left <= size:
            deferred_from_coro(self._crawler.engine.close_spider_async(reason=REASON))
        self._left -= size


class DecodingMiddleware(HttpCompressionMiddleware):
    """Middleware that decodes response bodies: a page up to what is read, a sitemap or feed up to DOWNLOAD_MAXSIZE.

    The error for a larger body is raised again, since an error keeps its frames, and with them the decoded body, in
    memory.
    """

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        most = self._max_size
        if not _is_whole(request, response.headers.getlist("Content-Type")):
            self._max_size = min(most or MAX_READ, MAX_READ)
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            reason = str(error)
        finally:
            self._max_size = most
        raise IgnoreRequest(reason.replace("DOWNLOAD_MAXSIZE", "what is read"))


def _is_whole(request: Request, types: Iterable[bytes]) -> bool:
    """Whether a response is read completely: it is a sitemap or feed, or may be one by its Content-Type."""
    is_xml = any(kind.partition(b";")[0].strip().lower().endswith(b"xml") for kind in types)
    return is_xml or request.meta.get("found_as") in ("sitemap", "feed")


_LARGE = 256 * 1024
_LONGEST_WAIT = 60.0  # seconds
_LEASE = "large_body_turn"


class BodyBuffer:
    """The buffer that Scrapy writes a response body to. It keeps the first ``MAX_READ`` bytes of a page.

    It keeps all of a sitemap or feed, up to its limit: on disk until it is complete, so that endless bodies from many
    sites at once take no memory. ``is_large``: the body is still on disk when the reader is done.
    """

    def __init__(self, whole: bool) -> None:
        self.is_whole, self._left = whole, MAX_READ
        # A SpooledTemporaryFile that nobody closes warns of it, which takes longer than all else.
        self._stream: IO[bytes] = SpooledTemporaryFile(MAX_READ) if whole else BytesIO()  # noqa: SIM115 - lives as its response

    @classmethod
    def for_response(cls, request: Request, headers: TxHeaders) -> "BodyBuffer":
        """Make the buffer for a response body, by the purpose of its request and its Content-Type."""
        return cls(_is_whole(request, headers.getRawHeaders(b"content-type") or []))

    @property
    def is_large(self) -> bool:
        return self.is_whole and self._stream.tell() > _LARGE

    def write(self, data: bytes) -> None:
        if not self.is_whole:
            data = data[: self._left]
            self._left -= len(data)
        self._stream.write(data)

    def truncate(self, size: int) -> None:
        self._stream.seek(self._stream.truncate(size))

    def getvalue(self) -> bytes:
        """Return the response body; b"" for a large one, which ``LargeBodies.fill`` puts into its response."""
        return b"" if self.is_large else self.read()

    def read(self) -> bytes:
        """Return all bytes of a response body in the buffer."""
        end = self._stream.tell()
        self._stream.seek(0)
        return self._stream.read(end)


class LargeBodies:
    """Loads large sitemaps and feeds into memory one at a time in a process, each for the lifetime of its request.

    That includes small ones with a content coding, which may be large when decoded.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Semaphore()

    async def fill(self, request: Request, response: Response, held: BodyBuffer | None) -> Response:
        """Load a large body into its response, once no other large one is in memory, or after a minute at most."""
        if held is None or not (held.is_large or (held.is_whole and "Content-Encoding" in response.headers)):
            return response
        with suppress(TimeoutError):
            await asyncio.wait_for(self._lock.acquire(), _LONGEST_WAIT)
            request.meta[_LEASE] = _Lease()
            weakref.finalize(request.meta[_LEASE], self._release, asyncio.get_running_loop())
        return response.replace(body=held.read()) if held.is_large else response

    def _release(self, loop: asyncio.AbstractEventLoop) -> None:
        """Release the lock, from any thread; does nothing if the event loop is closed."""
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(self._lock.release)


class _Lease:
    """Lives as long as the large body that the lock was acquired for."""


LARGE_BODIES = LargeBodies()


_MOST_HOSTS = 1_000

WaitForHost = Callable[[str, float], Awaitable[Callable[[], object]]]
"""Waits until a host (name, delay in seconds) is free among processes; the function returned starts the delay."""


@dataclass(slots=True)
class _Host:
    """The state of a host's slot, held while a request is about to be sent; ``free`` is the monotonic time of the
    next request.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free: float = 0.0

    @property
    def is_idle(self) -> bool:
        return not self.lock.locked() and self.free < time.monotonic()


class HostSlot:
    """A host slot: the right to send a request to a host. The delay begins when it is sent, however long connecting
    took.
    """

    def __init__(self, host: _Host, delay: float) -> None:
        self._host, self._delay, self._is_mine = host, delay, True
        self.start_delay: Callable[[], object] | None = None

    def start_delay_now(self) -> None:
        """Start the host's delay when the request is sent, and release the slot."""
        self._host.free = max(self._host.free, time.monotonic() + self._delay)
        self.release()

    def release(self) -> None:
        """Release the host's slot to the next request, unless it is released already."""
        if self._is_mine:
            self._is_mine = False
            if self.start_delay:
                self.start_delay()
            self._host.lock.release()


class Pace:
    """The pace of requests to each host, by any crawl of this process or of several.

    Scrapy keeps a delay only between the requests of one crawl; a host with the images of several sites would get
    requests from all of their crawls.
    """

    def __init__(self) -> None:
        self._hosts: dict[str, _Host] = {}
        self.take_among_processes: WaitForHost | None = None

    @asynccontextmanager
    async def slot(self, name: str, delay: float) -> AsyncIterator[HostSlot | None]:
        """Wait for the slot of a host, when a request may be sent; None if there is no delay to keep."""
        if delay <= 0:
            yield None
            return
        host = self._host(name)
        await host.lock.acquire()
        slot = HostSlot(host, delay)
        try:
            await asyncio.sleep(max(0.0, host.free - time.monotonic()))
            if self.take_among_processes:
                slot.start_delay = await self.take_among_processes(name, delay)
            yield slot
        finally:
            slot.release()

    def _host(self, name: str) -> _Host:
        if len(self._hosts) > _MOST_HOSTS:
            self._hosts = {known: host for known, host in self._hosts.items() if not host.is_idle}
        return self._hosts.setdefault(name, _Host())


PACE = Pace()
"""The process's only Pace."""


def is_loopback(url: str) -> bool:
    """Return whether the start URL is on this machine, where a crawl disturbs nobody else.

    >>> is_loopback("http://127.0.0.1:8600/"), is_loopback("http://localhost/"), is_loopback("http://example.com/")
    (True, True, False)
    """
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
