"""The downloader middleware that asks only for what is new."""

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
from crawler.recall.stored import Known, Recalled, Stored
from crawler.reextract import newest_template

_CONDITIONS = ("If-None-Match", "If-Modified-Since")


class RecallMiddleware:
    """Asks conditionally for what the archive holds, and not at all for what a stopped crawl has just captured.

    It stands behind what unpacks bodies, since payloads come from the archive as they were sent. A page that the
    server says to be unchanged, and one that a crawl which did not end captured, is given to the spider as it was
    captured. Stats: ``recall/asked`` (conditional requests), ``recall/unchanged`` (answered with 304),
    ``recall/captured`` (not asked for).
    """

    def __init__(self, crawler: Crawler) -> None:
        recorder = Recorder.of(crawler)
        archive = Archive.at(crawler.settings.get("ARCHIVE_DIR"))
        try:
            self._index = Index(archive)
        except ArchiveError as error:  # capture without the index: nothing is known of what was captured
            raise NotConfigured(str(error)) from error
        self._stats = crawler.stats
        self._stored = Stored(archive, self._index, newest_template(archive, recorder.site, recorder.job.job))
        self._most_retries = crawler.settings.getint("RETRY_TIMES")
        self._captured = self._stored.captured_by(recorder.interrupted)
        crawler.signals.connect(self.close, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request, spider: Spider | None = None) -> Response | None:
        """The page that a stopped crawl captured, once; else the request goes on, with conditions where it can."""
        if request.method != "GET" or "recalled" in request.meta:
            return None
        response = self._captured_before(request)
        if response is None and not any(request.headers.get(name) for name in _CONDITIONS):
            self._ask_conditionally(request)
        return response

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The page that the archive holds, in place of the answer that it is unchanged."""
        known: Known | None = request.meta.get("recalled")
        if known is None or response.status != NOT_MODIFIED:
            return response
        recalled = self._stored.recall(known.entry)
        if recalled is None:
            return _unconditional(request)
        self._count("unchanged")
        return _response(request, recalled)

    def close(self) -> None:
        """Called when the crawl has ended."""
        self._index.close()

    def _captured_before(self, request: Request) -> Response | None:
        """What a stopped crawl was answered; of a fault only its last try, and the tries before count as made."""
        captured = self._captured.pop(request.url, None)
        if captured is None:
            return None
        if not captured.stands and captured.times <= request.meta.get("max_retry_times", self._most_retries):
            request.meta["retry_times"] = captured.times
            return None
        recalled = self._stored.recall(captured.entry)
        if recalled is None:
            return None
        request.meta["dont_retry"] = True
        self._count("captured")
        return _response(request, recalled)

    def _ask_conditionally(self, request: Request) -> None:
        known = self._stored.known(request.url)
        if known:
            request.meta["recalled"] = known
            _name(request, known.validators)
            self._count("asked")

    def _count(self, name: str) -> None:
        if self._stats:
            self._stats.inc_value(f"recall/{name}")


def _name(request: Request, validators: Validators) -> None:
    """Says in the request what is known: its entity tags, and its time of change (RFC 9110, 13.1)."""
    if validators.etags:
        request.headers["If-None-Match"] = ", ".join(validators.etags)
    if validators.modified:
        request.headers["If-Modified-Since"] = validators.modified[0]


def _unconditional(request: Request) -> Request:
    """The request once more, without conditions: what they name cannot be read any more."""
    again = request.replace(dont_filter=True)
    for name in _CONDITIONS:
        again.headers.pop(name, None)
    again.meta["recalled"] = None
    return again


def _response(request: Request, recalled: Recalled) -> Response:
    """The captured page as the response to a request, which gets its document."""
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
        if name.lower() != "transfer-encoding":  # which the payload is without
            headers.appendlist(name, value)
    return headers
