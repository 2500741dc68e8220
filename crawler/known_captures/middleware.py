"""The downloader middleware that requests only what is new: conditional requests, and resumed crawls."""

from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes

from archive.errors import ArchiveError
from archive.index import Index
from archive.layout import Archive
from archive.model.page import Page
from archive.warc import NOT_MODIFIED, Validators
from crawler.capture.recorder import Recorder
from crawler.known_captures.archived_pages import ArchivedPage, ArchivedPages, ValidatedCapture
from crawler.site_templates import newest_template

_CONDITIONS = ("If-None-Match", "If-Modified-Since")


class KnownCapturesMiddleware:
    """Requests conditionally what the archive holds, and not at all what an interrupted crawl has captured.

    The spider then gets the page as it was captured. The middleware stands after the one that decodes bodies, since
    the archive has payloads as they were sent. Stats: ``recall/asked`` (conditional requests), ``recall/unchanged``
    (answered with 304), ``recall/captured`` (not requested).
    """

    def __init__(self, crawler: Crawler) -> None:
        recorder = Recorder.of_crawler(crawler)
        archive = Archive.at(crawler.settings.get("ARCHIVE_DIR"))
        try:
            self._index = Index(archive)
        except ArchiveError as error:  # capture without an index: captures are not known
            raise NotConfigured(str(error)) from error
        self._stats = crawler.stats
        self._pages = ArchivedPages(archive, self._index, newest_template(archive, recorder.site, recorder.job.job))
        self._most_retries = crawler.settings.getint("RETRY_TIMES")
        self._captured = self._pages.captured_by(recorder.interrupted)
        crawler.signals.connect(self.close, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request, spider: Spider | None = None) -> Response | None:
        """The page that an interrupted crawl captured, once; otherwise add conditions to the request if possible."""
        if request.method != "GET" or "recalled" in request.meta:
            return None
        response = self._captured_before(request)
        if response is None and not any(request.headers.get(name) for name in _CONDITIONS):
            self._ask_conditionally(request)
        return response

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The page in the archive, in place of a 304 answer."""
        known: ValidatedCapture | None = request.meta.get("recalled")
        if known is None or response.status != NOT_MODIFIED:
            return response
        recalled = self._pages.read(known.entry)
        if recalled is None:
            return _unconditional(request)
        self._count("unchanged")
        return _response(request, recalled)

    def close(self) -> None:
        """Close the index, when the crawl has ended."""
        self._index.close()

    def _captured_before(self, request: Request) -> Response | None:
        """The answer that an interrupted crawl captured; not final ones, whose requests count as retries."""
        captured = self._captured.pop(request.url, None)
        if captured is None:
            return None
        if not captured.is_final and captured.times <= request.meta.get("max_retry_times", self._most_retries):
            request.meta["retry_times"] = captured.times
            return None
        recalled = self._pages.read(captured.entry)
        if recalled is None:
            return None
        request.meta["dont_retry"] = True
        self._count("captured")
        return _response(request, recalled)

    def _ask_conditionally(self, request: Request) -> None:
        known = self._pages.validated(request.url)
        if known:
            request.meta["recalled"] = known
            _add_conditions(request, known.validators)
            self._count("asked")

    def _count(self, name: str) -> None:
        if self._stats:
            self._stats.inc_value(f"recall/{name}")


def _add_conditions(request: Request, validators: Validators) -> None:
    """Add the conditions to a request: entity tags and time of change (RFC 9110, 13.1)."""
    if validators.etags:
        request.headers["If-None-Match"] = ", ".join(validators.etags)
    if validators.modified:
        request.headers["If-Modified-Since"] = validators.modified[0]


def _unconditional(request: Request) -> Request:
    """The request again without conditions, since the capture that they refer to cannot be read."""
    again = request.replace(dont_filter=True)
    for name in _CONDITIONS:
        again.headers.pop(name, None)
    again.meta["recalled"] = None
    return again


def _response(request: Request, recalled: ArchivedPage) -> Response:
    """The captured page as the response to a request, with its document in the request's meta."""
    request.meta.pop("capture", None)
    request.meta["document"] = recalled.document
    page = recalled.page
    headers = _headers(page)
    kind = responsetypes.from_args(headers=headers, url=request.url, body=page.payload)
    return kind(
        request.url, status=page.status, headers=headers, body=page.payload, flags=["archived"], request=request
    )


def _headers(page: Page) -> Headers:
    headers = Headers()
    for name, value in page.headers:
        if name.lower() != "transfer-encoding":  # the payload has none
            headers.appendlist(name, value)
    return headers
