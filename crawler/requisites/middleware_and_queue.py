"""The spider middleware that requests page requisites, and their queue: each file once, hosts in turn."""

import logging
import re
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DontCloseSpider,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotConfigured,
)
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from archive.model.document import Document
from archive.model.url import canonical, without_credentials
from crawler.discovery.urls_and_crawl_scope import changes_site
from crawler.extraction.decoding.charset_detection import UTF_8, decode, decode_as
from crawler.requisites.page import requisites_of_page, requisites_of_script
from crawler.requisites.scripts_and_style_sheets import (
    EMBEDDED,
    Kind,
    Requisite,
    modules_imported_in,
    requisites_of_sheet,
    resolve_reference,
    urls_requested_in,
)

MOST_DEAD = 3
"""A host that leaves N requests in a row unanswered gets no more."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on page requisites: how many a crawl requests, and how many at once, in all and to one host."""

    most: int
    open_in_all: int
    open_at_host: int


class RequisiteQueue:
    """The queue of page requisites that a crawl has not requested yet.

    >>> queue = RequisiteQueue(Limits(most=10, open_in_all=2, open_at_host=1))
    >>> asked = [Requisite(f"http://{host}.example/{n}", "image", "") for host in "ab" for n in (1, 2)]
    >>> queue.add([*asked, asked[0]])
    0
    >>> queue.take().url, queue.take().url, queue.take()
    ('http://a.example/1', 'http://b.example/1', None)
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._known: set[str] = set()
        self._taken_in = 0
        self._waiting: OrderedDict[str, deque[Requisite]] = OrderedDict()
        self._open: Counter[str] = Counter()
        self._dead: Counter[str] = Counter()

    def mark_requested(self, url: str) -> None:
        """Record a canonical URL that was requested already as a page, so that it is no requisite to request."""
        self._known.add(url)

    def add(self, requisites: Iterable[Requisite]) -> int:
        """Add page requisites to the queue; return how many were left out, because of the limit or a dead host."""
        left_out = 0
        for requisite in requisites:
            key = _key(requisite)
            if key in self._known:
                continue
            self._known.add(key)
            if self._taken_in >= self._limits.most or self._is_dead(_host(requisite)):
                left_out += 1
            else:
                self._taken_in += 1
                self._waiting.setdefault(_host(requisite), deque()).append(requisite)
        return left_out

    def take(self) -> Requisite | None:
        """Take the page requisite to request next; None if there is none, or none until a request is settled."""
        host = self._next_host()
        if host is None:
            return None
        requisite = self._waiting[host].popleft()
        self._waiting.move_to_end(host)
        if not self._waiting[host]:
            del self._waiting[host]
        self._open[host] += 1
        return requisite

    def settle(self, requisite: Requisite, answered: bool) -> int:
        """Record that a requisite's request is over; return how many requisites are given up because their host is
        dead.
        """
        host = _host(requisite)
        self._close(host)
        if answered:
            del self._dead[host]
        else:
            self._dead[host] += 1
        return len(self._waiting.pop(host, ())) if self._is_dead(host) else 0

    def clear_open(self) -> None:
        """Count all open requests of requisites as over: an idle crawl has none."""
        self._open.clear()

    def _next_host(self) -> str | None:
        if self._open.total() >= self._limits.open_in_all:
            return None
        return next((host for host in self._waiting if self._open[host] < self._limits.open_at_host), None)

    def _close(self, host: str) -> None:
        self._open[host] -= 1
        if self._open[host] <= 0:
            del self._open[host]

    def _is_dead(self, host: str) -> bool:
        return self._dead[host] >= MOST_DEAD


def _key(requisite: Requisite) -> str:
    """Return the key under which a requisite is requested once. A URL as a frame and as a page are two keys."""
    return f"embedded {requisite.url}" if requisite.kind in EMBEDDED else requisite.url


def _host(requisite: Requisite) -> str:
    return urlsplit(requisite.url).netloc


DEEPEST = 5
"""The most style sheets, frames, scripts and redirects between an article and a file requested for it."""

# Pages have 0, so they go first.
_PRIORITY = -10
_RETRIES = 1
_CONCURRENT = 16  # requests at once, if the setting is 0 (no limit)
_ACCEPTED: dict[Kind, str] = {
    "style": "text/css,*/*;q=0.1",
    "image": "image/avif,image/webp,image/*,*/*;q=0.8",
    "iframe": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
}
"""The Accept headers of browsers by the kind of file; for other kinds it is ``*/*``."""
_NO_DESTINATION = EMBEDDED | {"attachment"}
_FRAMESET = re.compile(rb"<frameset[\s>]", re.IGNORECASE)
_MARKUP = re.compile(r"html|svg|\A\Z", re.IGNORECASE)
# Errors of a dead host; others (robots.txt, a body beyond the limit) do not count against the host.
_UNANSWERED = (CannotResolveHostError, DownloadConnectionRefusedError, DownloadFailedError, DownloadTimeoutError)
# They warn of each body beyond its limit; we count those of requisites, and the summary names those of pages.
_WARNING = ("scrapy.core.downloader.handlers.http11", "scrapy.downloadermiddlewares.httpcompression")


class RequisitesMiddleware:
    """Spider middleware (at 800) that requests the page requisites of each article that a spider yields, and of
    framesets.

    Each is requested once, with the Requisite in ``meta["requisite"]``. The answer does not reach the spider; HTML is
    read only for the requisites of a frame. Requisites take at most half of the concurrent requests, so that pages
    need not wait for them, nor they for the last page. robots.txt is obeyed.

    Settings: REQUISITES (switches it off), REQUISITES_MAX_SIZE (bytes of one, decoded or not), REQUISITES_MAX_PAGE
    (those of one page or style sheet), REQUISITES_MAX (those of the crawl, attachments included); for the files
    that an article offers ATTACHMENTS, ATTACHMENTS_MAX_SIZE and ATTACHMENTS_MAX_PAGE. Stats: ``requisites/asked``,
    ``requisites/status/NNN``, ``requisites/failed/ERROR``, ``requisites/left_out``.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._most_size = settings.getint("REQUISITES_MAX_SIZE", 16 * 1024 * 1024)
        self._most_attached = settings.getint("ATTACHMENTS_MAX_SIZE", 16 * 1024 * 1024)
        has_attachments = settings.getbool("ATTACHMENTS", True)
        self._most_offered = settings.getint("ATTACHMENTS_MAX_PAGE", 50) if has_attachments else 0
        self._most_named = settings.getint("REQUISITES_MAX_PAGE", 200)
        self._queue = RequisiteQueue(_limits_in(settings))
        for name in _WARNING:
            logging.getLogger(name).setLevel(logging.ERROR)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("REQUISITES", True):
            raise NotConfigured
        middleware = cls(crawler)
        crawler.signals.connect(middleware.note_requested, signals.request_scheduled)
        crawler.signals.connect(middleware.continue_when_idle, signals.spider_idle)
        return middleware

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Yield the spider's output, then the requests for the requisites of its article."""
        captured: Document | None = response.meta.get("document")
        self._enqueue_page(response, captured)
        async for given in result:
            if isinstance(given, Document) and captured is None:
                self._enqueue_page(response, given)
            yield given
        for request in self._requests():
            yield request

    def receive(self, response: Response) -> Iterator[Request]:
        """Record an answered page requisite, queue what it needs itself, and yield the next requests."""
        requisite: Requisite = response.meta["requisite"]
        self._count(f"status/{response.status}")
        self._count("left_out", self._queue.settle(requisite, answered=True))
        if requisite.depth < DEEPEST:
            self._enqueue(_needed_by(response, requisite), self._most_named)
        yield from self._requests()

    def fail(self, failure: Failure) -> Iterator[Request]:
        """Record a failed page requisite, and yield the next requests."""
        requisite: Requisite = failure.request.meta["requisite"]  # type: ignore[attr-defined] # Scrapy sets it
        self._count(f"failed/{type(failure.value).__name__}")
        answered = not isinstance(failure.value, _UNANSWERED)
        self._count("left_out", self._queue.settle(requisite, answered))
        yield from self._requests()

    def note_requested(self, request: Request) -> None:
        """Record a URL requested as a page, so that it is not requested again as a requisite."""
        self._queue.mark_requested(canonical(request.url))

    def continue_when_idle(self) -> None:
        """Request further page requisites when no request is open any more."""
        self._queue.clear_open()
        requests = list(self._requests())
        for request in requests:
            self._crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def _enqueue_page(self, response: Response, article: Document | None) -> None:
        """Queue the requisites of an article or a frameset."""
        is_wanted = (article is not None and article.is_article) or _is_frameset(response)
        if is_wanted and "requisite" not in response.meta:
            self._enqueue(_requisites_of(response, article), self._most_named)
            self._enqueue(_attachments_of(response, article), self._most_offered)

    def _enqueue(self, requisites: list[Requisite], most: int) -> None:
        requisites = [requisite for requisite in requisites if not changes_site(requisite.url)]
        self._count("left_out", self._queue.add(requisites[:most]))
        self._count("left_out", max(0, len(requisites) - most))

    def _requests(self) -> Iterator[Request]:
        """Yield the next requests for requisites; none if the site refuses the crawl."""
        report = getattr(self._crawler.spider, "report", None)
        while not getattr(report, "is_over", False) and (requisite := self._queue.take()):
            self._count("asked")
            yield self._request(requisite)

    def _request(self, requisite: Requisite) -> Request:
        return Request(
            requisite.url,
            callback=self.receive,
            errback=self.fail,
            headers=_headers(requisite),
            priority=_PRIORITY,
            # The queue has each once; the filter is for pages alone, so that none is dropped because of a requisite.
            dont_filter=True,
            meta={
                "requisite": requisite,
                "via": requisite.source,
                "hops": "E" * (requisite.depth + 1),
                "found_as": requisite.kind,
                "download_maxsize": self._most_attached if requisite.kind == "attachment" else self._most_size,
                "max_retry_times": _RETRIES,
                "dont_redirect": True,  # the target is a requisite of its own
            },
        )

    def _count(self, name: str, number: int = 1) -> None:
        if number and self._crawler.stats:
            self._crawler.stats.inc_value(f"requisites/{name}", number)


def _limits_in(settings: BaseSettings) -> Limits:
    """The limits of a crawl's queue: requisites take at most half of the concurrent requests."""
    return Limits(
        settings.getint("REQUISITES_MAX", 20_000),
        max(1, (settings.getint("CONCURRENT_REQUESTS") or _CONCURRENT) // 2),
        max(1, settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") // 2),
    )


def _is_frameset(response: Response) -> bool:
    """Return whether a page has its content in frames, so that it is no article itself."""
    return response.status == 200 and bool(_FRAMESET.search(response.body, 0, 65_536))


def _requisites_of(response: Response, article: Document | None) -> list[Requisite]:
    charset = article.capture.charset if article else decode(response.body, _declared(response)).charset
    charset = charset or UTF_8
    return requisites_of_page(decode_as(response.body, charset), without_credentials(response.url), charset)


def _attachments_of(response: Response, article: Document | None) -> list[Requisite]:
    """Return the attachments on the web that an article offers, as requisites."""
    source = without_credentials(response.url)
    urls = [resolve_reference(each.url, source) for each in article.attachments] if article else []
    return [Requisite(url, "attachment", source) for url in dict.fromkeys(urls) if url]


def _needed_by(response: Response, requisite: Requisite) -> list[Requisite]:
    """Return the requisites that an answer names: a redirect's target, the files of a style sheet, a script or a
    document.
    """
    if 300 <= response.status < 400:
        location = (response.headers.get("Location") or b"").decode("utf-8", "replace")
        target = resolve_reference(location, requisite.url)
        return [Requisite(target, requisite.kind, requisite.source, requisite.depth + 1)] if target else []
    if requisite.kind == "script" and response.status == 200:
        return _needed_by_script(response, requisite)
    declared = _declared(response) or ""
    if requisite.kind in EMBEDDED and response.status == 200 and _MARKUP.search(declared):
        return _needed_by_document(response, declared, requisite, requisite.url)
    if requisite.kind == "empty" and response.status == 200 and "html" in declared.lower():
        # a script inserts it into its page
        return _needed_by_document(response, declared, requisite, requisite.source)
    is_sheet = requisite.kind == "style" and response.status == 200 and "html" not in declared.lower()
    return requisites_of_sheet(response.body, declared or None, requisite) if is_sheet else []


def _declared(response: Response) -> str | None:
    return (response.headers.get("Content-Type") or b"").decode("latin-1") or None


def _needed_by_document(response: Response, declared: str, document: Requisite, base: str) -> list[Requisite]:
    """The files that an HTML answer needs, whose URLs are relative to ``base``."""
    decoded = decode(response.body, declared or None)
    found = requisites_of_page(decoded.text, base, decoded.charset)
    return [replace(each, depth=document.depth + 1) for each in found]


def _needed_by_script(response: Response, script: Requisite) -> list[Requisite]:
    """The files that a script requests and writes, relative to its page, and those it imports, relative to itself."""
    text = decode_as(response.body, UTF_8)
    asked: list[tuple[str | None, Kind]] = [
        *((resolve_reference(each, script.source), "empty") for each in urls_requested_in(text)),
        *((resolve_reference(each, script.url), "script") for each in modules_imported_in(text)),
    ]
    written = [replace(each, depth=script.depth + 1) for each in requisites_of_script(text, script.source)]
    named = [Requisite(url, kind, script.source, script.depth + 1) for url, kind in dict.fromkeys(asked) if url]
    return [*named, *written]


def _headers(requisite: Requisite) -> dict[str, str]:
    """Return the headers that a browser sends for a requisite; ``Sec-Fetch-Dest`` marks the record of the request as
    no page.

    That holds for a frame too: as a page, the spider requests it.
    """
    destination = "empty" if requisite.kind in _NO_DESTINATION else requisite.kind
    return {"Accept": _ACCEPTED.get(requisite.kind, "*/*"), "Sec-Fetch-Dest": destination, **_referer(requisite)}


def _referer(requisite: Requisite) -> dict[str, str]:
    """The Referer header as browsers send it: to another origin only the origin, from https to http nothing."""
    source, target = urlsplit(requisite.source), urlsplit(requisite.url)
    if source.scheme == "https" and target.scheme == "http":
        return {}
    same_origin = (source.scheme, source.netloc) == (target.scheme, target.netloc)
    return {"Referer": requisite.source if same_origin else f"{source.scheme}://{source.netloc}/"}
