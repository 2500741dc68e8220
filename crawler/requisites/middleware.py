"""The spider middleware that asks for what articles need."""

import logging
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
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
from archive.model.url import canonical_url, without_credentials
from crawler.discovery.excluded_urls import changes_site
from crawler.extraction.charsets import UTF_8, decode_as
from crawler.extraction.decode import decode
from crawler.requisites.line import Limits, Line
from crawler.requisites.page import requisites_of_page, requisites_of_script
from crawler.requisites.requisite import EMBEDDED, Kind, Requisite, address_of
from crawler.requisites.script import addresses_asked_in, modules_imported_in
from crawler.requisites.sheet import requisites_of_sheet

DEEPEST = 5
"""Style sheets, frames, scripts and redirects between an article and the last of what is asked for on its behalf."""

# Pages have 0: they come first wherever both wait.
_PRIORITY = -10
_RETRIES = 1
_IN_ALL = 16  # requests under way at once, where the setting says without limit
_ACCEPTED: dict[Kind, str] = {
    "style": "text/css,*/*;q=0.1",
    "script": "*/*",
    "image": "image/avif,image/webp,image/*,*/*;q=0.8",
    "font": "*/*",
    "empty": "*/*",
    "iframe": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "object": "*/*",
    "attachment": "*/*",
}
_NO_DESTINATION = EMBEDDED | {"attachment"}
# What a host that is dead gives; all else (robots.txt, a body beyond the limit) says nothing of the host.
_FRAMESET = re.compile(rb"<frameset[\s>]", re.IGNORECASE)
_MARKUP = re.compile(r"html|svg|\A\Z", re.IGNORECASE)
_UNANSWERED = (CannotResolveHostError, DownloadConnectionRefusedError, DownloadFailedError, DownloadTimeoutError)
# They warn of each body beyond its limit; those of requisites are counted, those of pages named in the summary.
_WARNING = ("scrapy.core.downloader.handlers.http11", "scrapy.downloadermiddlewares.httpcompression")


class RequisitesMiddleware:
    """Asks for the requisites of each article that a spider gives, and of framesets (a spider middleware, at 800).

    Each is asked for once, by a request whose ``meta["requisite"]`` is the Requisite; it comes neither to the
    spider nor, when it is HTML, is it read, except for what a frame needs itself. At most half of what may be under
    way at once are requisites, so that pages need not wait for them, nor they for the last page. robots.txt is
    obeyed.

    Settings: REQUISITES (switches it off), REQUISITES_MAX_SIZE (bytes of one, decoded or not), REQUISITES_MAX_PAGE
    (those of one page or style sheet), REQUISITES_MAX (those of the crawl, attachments among them); for the files
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
        self._line = Line(_limits_in(settings))
        for name in _WARNING:
            logging.getLogger(name).setLevel(logging.ERROR)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("REQUISITES", True):
            raise NotConfigured
        middleware = cls(crawler)
        crawler.signals.connect(middleware.note_asked, signals.request_scheduled)
        crawler.signals.connect(middleware.go_on_when_idle, signals.spider_idle)
        return middleware

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Gives what the spider gives, and after it what its article needs."""
        captured: Document | None = response.meta.get("document")
        self._take_in_page(response, captured)
        async for given in result:
            if isinstance(given, Document) and captured is None:
                self._take_in_page(response, given)
            yield given
        for request in self._requests():
            yield request

    def receive(self, response: Response) -> Iterator[Request]:
        """Takes down that a requisite was answered, takes in what it needs itself, and goes on."""
        requisite: Requisite = response.meta["requisite"]
        self._count(f"status/{response.status}")
        self._count("left_out", self._line.settle(requisite, answered=True))
        if requisite.depth < DEEPEST:
            self._take_in(_needed_by(response, requisite), self._most_named)
        yield from self._requests()

    def fail(self, failure: Failure) -> Iterator[Request]:
        """Takes down that a requisite was not had, and goes on."""
        requisite: Requisite = failure.request.meta["requisite"]  # type: ignore[attr-defined] # Scrapy sets it
        self._count(f"failed/{type(failure.value).__name__}")
        answered = not isinstance(failure.value, _UNANSWERED)
        self._count("left_out", self._line.settle(requisite, answered))
        yield from self._requests()

    def note_asked(self, request: Request) -> None:
        """Takes down what is asked for as a page, so that it is not asked for again."""
        try:
            self._line.know(canonical_url(request.url))
        except ValueError:
            self._line.know(request.url)

    def go_on_when_idle(self) -> None:
        """Goes on when nothing is under way any more."""
        self._line.forget_open()
        requests = list(self._requests())
        for request in requests:
            self._crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def _take_in_page(self, response: Response, article: Document | None) -> None:
        """Takes in what a page needs that is an article or a frameset, once."""
        is_wanted = (article is not None and article.is_article) or _is_frameset(response)
        if is_wanted and "requisite" not in response.meta:
            self._take_in(_requisites_of(response, article), self._most_named)
            self._take_in(_attachments_of(response, article), self._most_offered)

    def _take_in(self, requisites: list[Requisite], most: int) -> None:
        requisites = [requisite for requisite in requisites if not changes_site(requisite.url)]
        self._count("left_out", self._line.add(requisites[:most]))
        self._count("left_out", max(0, len(requisites) - most))

    def _requests(self) -> Iterator[Request]:
        """Requests for those whose turn it is; none when the site has closed itself to the crawl."""
        report = getattr(self._crawler.spider, "report", None)
        while not getattr(report, "is_over", False) and (requisite := self._line.take()):
            self._count("asked")
            yield self._request(requisite)

    def _request(self, requisite: Requisite) -> Request:
        return Request(
            requisite.url,
            callback=self.receive,
            errback=self.fail,
            headers=_headers(requisite),
            priority=_PRIORITY,
            # The line has each once; the spider's filter is left to pages, so that none is lost to a requisite.
            dont_filter=True,
            meta={
                "requisite": requisite,
                "via": requisite.source,
                "hops": "E" * (requisite.depth + 1),
                "found_as": requisite.kind,
                "download_maxsize": self._most_attached if requisite.kind == "attachment" else self._most_size,
                "max_retry_times": _RETRIES,
                "dont_redirect": True,  # where it leads to is a requisite of its own
            },
        )

    def _count(self, name: str, number: int = 1) -> None:
        if number and self._crawler.stats:
            self._crawler.stats.inc_value(f"requisites/{name}", number)


def _limits_in(settings: BaseSettings) -> Limits:
    """The limits of a crawl's line: at most half of what may be under way at once are requisites."""
    return Limits(
        settings.getint("REQUISITES_MAX", 20_000),
        max(1, (settings.getint("CONCURRENT_REQUESTS") or _IN_ALL) // 2),
        max(1, settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") // 2),
    )


def _is_frameset(response: Response) -> bool:
    """Whether a page has its articles in frames, and so is no article itself."""
    return response.status == 200 and bool(_FRAMESET.search(response.body, 0, 65_536))


def _requisites_of(response: Response, article: Document | None) -> list[Requisite]:
    charset = article.capture.charset if article else decode(response.body, _declared(response)).charset
    charset = charset or UTF_8
    return requisites_of_page(decode_as(response.body, charset), without_credentials(response.url), charset)


def _attachments_of(response: Response, article: Document | None) -> list[Requisite]:
    """The files that an article offers, on the web."""
    source = without_credentials(response.url)
    urls = [address_of(each.url, source) for each in article.attachments] if article else []
    return [Requisite(url, "attachment", source) for url in dict.fromkeys(urls) if url]


def _needed_by(response: Response, requisite: Requisite) -> list[Requisite]:
    """What the answer to a requisite leads to: where it redirects, what it needs as a sheet or asks as a script."""
    if 300 <= response.status < 400:
        location = (response.headers.get("Location") or b"").decode("utf-8", "replace")
        target = address_of(location, requisite.url)
        return [Requisite(target, requisite.kind, requisite.source, requisite.depth + 1)] if target else []
    if requisite.kind == "script" and response.status == 200:
        return _asked_by(response, requisite)
    declared = _declared(response) or ""
    if requisite.kind in EMBEDDED and response.status == 200 and _MARKUP.search(declared):
        return _embedded_by(response, declared, requisite)
    if requisite.kind == "empty" and response.status == 200 and "html" in declared.lower():
        return _inserted_by(response, declared, requisite)
    is_sheet = requisite.kind == "style" and response.status == 200 and "html" not in declared.lower()
    return requisites_of_sheet(response.body, declared or None, requisite) if is_sheet else []


def _declared(response: Response) -> str | None:
    return (response.headers.get("Content-Type") or b"").decode("latin-1") or None


def _embedded_by(response: Response, declared: str, embedded: Requisite) -> list[Requisite]:
    """What a document in a page needs."""
    decoded = decode(response.body, declared or None)
    found = requisites_of_page(decoded.text, embedded.url, decoded.charset)
    return [replace(each, depth=embedded.depth + 1) for each in found]


def _inserted_by(response: Response, declared: str, fetched: Requisite) -> list[Requisite]:
    """What markup needs that a script fetches to put it into its page."""
    decoded = decode(response.body, declared)
    found = requisites_of_page(decoded.text, fetched.source, decoded.charset)
    return [replace(each, depth=fetched.depth + 1) for each in found]


def _asked_by(response: Response, script: Requisite) -> list[Requisite]:
    """What a script asks for and writes, relative to the page that it runs in, and imports, relative to itself."""
    text = decode_as(response.body, UTF_8)
    asked: list[tuple[str | None, Kind]] = [
        *((address_of(each, script.source), "empty") for each in addresses_asked_in(text)),
        *((address_of(each, script.url), "script") for each in modules_imported_in(text)),
    ]
    written = [replace(each, depth=script.depth + 1) for each in requisites_of_script(text, script.source)]
    named = [Requisite(url, kind, script.source, script.depth + 1) for url, kind in dict.fromkeys(asked) if url]
    return [*named, *written]


def _headers(requisite: Requisite) -> dict[str, str]:
    """What a browser sends with it; by ``Sec-Fetch-Dest`` the record of the request says that it is no page.

    A frame is no page either for those who read documents out of the archive: as such the spider asks for it.
    """
    destination = "empty" if requisite.kind in _NO_DESTINATION else requisite.kind
    return {"Accept": _ACCEPTED[requisite.kind], "Sec-Fetch-Dest": destination, **_referer(requisite)}


def _referer(requisite: Requisite) -> dict[str, str]:
    """The Referer header as browsers send it: to another origin the origin alone, to a less safe one nothing."""
    source, target = urlsplit(requisite.source), urlsplit(requisite.url)
    if source.scheme == "https" and target.scheme == "http":
        return {}
    same_origin = (source.scheme, source.netloc) == (target.scheme, target.netloc)
    return {"Referer": requisite.source if same_origin else f"{source.scheme}://{source.netloc}/"}
