"""Scrapy's HTTP/1.1 download handler with capture: a response is handed on once it is on disk, with its provenance.

The provenance of a request says how the crawl came to the URL; it becomes the fields of the ``metadata`` record.
"""

from functools import cached_property

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    StopDownload,
)
from scrapy.http import Request, Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from archive.warc.http_exchange_and_conditional_requests import Truncation
from crawler.body_size_limits_and_request_pace import LARGE_BODIES, PACE, BodyBuffer, ByteLimit
from crawler.capture.recorder_and_capture_sink import Recorder
from crawler.capture.tap import HeadTooLarge, Tap, TappedAgent, TappedFactory
from crawler.guard import GuardMiddleware

_ROBOTS = "P"  # a prerequisite of what follows
_REDIRECT = "R"


def provenance_of(request: Request) -> tuple[tuple[str, str], ...]:
    """Return the provenance of a request for its capture: ``via``, ``hopsFromSeed`` and ``foundAs``, as far as known.

    A spider gives them in the request's meta as ``via``, ``hops`` (a letter a step: L link, E embedded, R redirect,
    M sitemap or feed, P prerequisite, as in crawl logs of Heritrix) and ``found_as``. Redirects are added to
    ``hops``; without ``via`` in the meta, the Referer header is used.

    >>> provenance_of(Request("http://example.com/b", meta={"via": "http://example.com/", "hops": "L"}))
    (('via', 'http://example.com/'), ('hopsFromSeed', 'L'))
    """
    redirects: list[str] = request.meta.get("redirect_urls", [])
    via = redirects[-1] if redirects else request.meta.get("via") or _referer(request)
    hops = request.meta.get("hops")
    if hops is None and request.meta.get("dont_obey_robotstxt") and request.url.endswith("/robots.txt"):
        hops = _ROBOTS
    fields = (
        ("via", via),
        ("hopsFromSeed", None if hops is None and not redirects else (hops or "") + _REDIRECT * len(redirects)),
        ("foundAs", request.meta.get("found_as")),
    )
    return tuple((name, value) for name, value in fields if value)


def _referer(request: Request) -> str | None:
    value = request.headers.get("Referer")
    return value.decode("latin-1") if value else None


_HEAD_LIMIT = 256 * 1024


class CapturingDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's download handler with capture: every exchange goes to the crawl's recorder before the response is
    handed on.

    The request's meta then has ``capture``, the catalogue entry of the response's exchange, and what the capture sink
    adds. Setting: HEAD_MAXSIZE, the most bytes of an answer before its body.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = TappedFactory
        self._recorder = Recorder.of_crawler(crawler)
        self._head_limit = crawler.settings.getint("HEAD_MAXSIZE", _HEAD_LIMIT)

    @cached_property
    def _guard(self) -> GuardMiddleware | None:
        return self._crawler.get_downloader_middleware(GuardMiddleware)

    @cached_property
    def _limit(self) -> ByteLimit | None:
        return self._crawler.get_extension(ByteLimit)

    async def download_request(self, request: Request) -> Response:
        async with PACE.slot(urlparse_cached(request).hostname or "", self._delay(request)) as slot:
            asked = slot.start_delay_now if slot else None
            with self._recorder.download():
                return await self._capture(request, Tap(request.url, provenance_of(request), asked, self._head_limit))

    async def _capture(self, request: Request, tap: Tap) -> Response:
        try:
            response, held = await self._download(request, tap)
        except Exception as error:
            await self._recorder.store(tap.close(_reason(error)), request)
            raise
        finally:
            if self._limit:
                self._limit.count(tap.head_size)
        await self._recorder.store(tap.close("unspecified"), request)
        return await LARGE_BODIES.fill(request, response, held)

    def _delay(self, request: Request) -> float:
        """Seconds between two requests to the host, as set by AutoThrottle and robots.txt."""
        slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        return slot.delay if slot else 0.0

    async def _download(self, request: Request, tap: Tap) -> tuple[Response, BodyBuffer | None]:
        """Download a response through a tap: without its body if that is large, and the buffer with its body."""
        agent = TappedAgent(
            tap,
            self._guard.guarded if self._guard else lambda endpoint: endpoint,
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        try:
            with wrap_twisted_exceptions():
                return await maybe_deferred_to_future(agent.download_request(request)), agent.held
        except DownloadFailedError as error:
            if too_large := _too_large(error):
                raise DownloadCancelledError(str(too_large)) from error
            raise


def _too_large(error: DownloadFailedError) -> BaseException | None:
    """The HeadTooLarge error that a download failed with, which a retry would not help; None for other causes."""
    reasons: list[Failure] = getattr(error.__cause__, "reasons", [])
    return next((reason.value for reason in reasons if isinstance(reason.value, HeadTooLarge)), None)


def _reason(error: Exception) -> Truncation:
    """Return the reason, as WARC-Truncated has it, for which a failed download has no complete response."""
    if isinstance(error, DownloadTimeoutError):
        return "time"
    if isinstance(error, DownloadCancelledError | StopDownload):
        return "length"
    return "disconnect" if isinstance(error, ResponseDataLossError) else "unspecified"
