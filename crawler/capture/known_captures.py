"""Captures that a crawl need not make again: conditional requests, resumed crawls, and pages of earlier crawls.

The archive tells which pages are unchanged, what an interrupted crawl has captured, and which URLs led to articles.
"""

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cache, partial
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes

from archive.errors import ArchiveDamaged, ArchiveError, ArchiveMissing
from archive.index import Index
from archive.jobs_and_locks import Job, jobs_of_site
from archive.layout import Archive, WarcName, is_warc_name
from archive.model.capture import CatalogueEntry
from archive.model.document import document_id
from archive.model.page_headers_content_and_charset_names import Page
from archive.model.url import canonical
from archive.warc.captures_and_pages import read_record
from archive.warc.http_exchange_and_conditional_requests import NOT_MODIFIED, Validators
from crawler.capture.recorder_and_capture_sink import Recorder
from crawler.discovery.link_selection import EarlierCrawls
from crawler.documents_of_captures import ArchivedPage, read_archived_page
from crawler.template_files_and_learning import newest_template

_INCONCLUSIVE = frozenset({0, 408, 425, 429})
"""Statuses that say nothing about the page, as all from 500."""


@dataclass(frozen=True, slots=True)
class InterruptedCapture:
    """The last capture of a URL by an interrupted crawl, and how many times that crawl requested it."""

    entry: CatalogueEntry
    times: int

    @property
    def is_final(self) -> bool:
        """Return whether an interrupted crawl's answer is final, so that it is not requested again; a server error is
        not.
        """
        status = self.entry.capture.status
        return status < 500 and status not in _INCONCLUSIVE


@dataclass(frozen=True, slots=True)
class ValidatedCapture:
    """A capture that a conditional request may refer to, and its validators (ETag, Last-Modified)."""

    entry: CatalogueEntry
    validators: Validators


class ArchivedPages:
    """The captured pages of an archive, for a resumed or later crawl of one site. No method raises for damaged
    files.
    """

    def __init__(self, archive: Archive, index: Index) -> None:
        self._archive, self._index = archive, index

    def validated(self, uri: str) -> ValidatedCapture | None:
        """Look up the newest capture of exactly this URL for a conditional request, if it is of a page and has
        validators.
        """
        captures = [entry for entry in self._index.captures(uri) if entry.capture.uri == uri]
        newest = captures[-1] if captures else None
        if newest is None or newest.capture.status not in (200, NOT_MODIFIED):
            return None
        # The revisit record of a 304 has no head of the page.
        holder = newest if newest.capture.status == 200 else self._index.original(newest)
        validators = self._validators(holder) if holder else None
        return ValidatedCapture(newest, validators) if validators and validators.are_any else None

    def captured_by(self, jobs: Iterable[Job]) -> dict[str, InterruptedCapture]:
        """Look up the captures of interrupted crawl jobs, by URL."""
        written = [(job.job, stem) for job in jobs for stem in self._archive.warc_names_of(job.site)]
        stems = [stem for job, stem in written if stem.job == job]
        entries = [entry for stem in stems for entry in self._index.entries_in(stem.warc)]
        entries.sort(key=lambda entry: entry.capture.date)
        times = Counter(entry.capture.uri for entry in entries)
        return {entry.capture.uri: InterruptedCapture(entry, times[entry.capture.uri]) for entry in entries}

    def _validators(self, entry: CatalogueEntry) -> Validators | None:
        try:
            return next(
                (Validators.of_response(record.block) for record in read_record(self._archive, entry.capture)), None
            )
        except (ArchiveMissing, ArchiveDamaged):
            return None


_CONDITIONS = ("If-None-Match", "If-Modified-Since")


class KnownCapturesMiddleware:
    """Downloader middleware that requests archived pages conditionally, and not at all what an interrupted crawl
    captured.

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
        self._pages = ArchivedPages(archive, self._index)
        template = newest_template(archive, recorder.site, recorder.job.job)
        self._read_page = partial(read_archived_page, archive, self._index, template)
        self._most_retries = crawler.settings.getint("RETRY_TIMES")
        self._captured = self._pages.captured_by(recorder.interrupted)
        crawler.signals.connect(self.close, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request, spider: Spider | None = None) -> Response | None:
        """Answer a request with the page that an interrupted crawl captured, once; otherwise add conditions if
        possible.
        """
        if request.method != "GET" or "recalled" in request.meta:
            return None
        response = self._captured_before(request)
        if response is None and not any(request.headers.get(name) for name in _CONDITIONS):
            self._ask_conditionally(request)
        return response

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Return the page in the archive in place of a 304 answer."""
        known: ValidatedCapture | None = request.meta.get("recalled")
        if known is None or response.status != NOT_MODIFIED:
            return response
        recalled = self._read_page(known.entry)
        if recalled is None:
            return _unconditional(request)
        self._count("unchanged")
        return _response(request, recalled)

    def close(self) -> None:
        """Close the archive's index, when the crawl has ended."""
        self._index.close()

    def _captured_before(self, request: Request) -> Response | None:
        """Return the answer that an interrupted crawl captured; requests of answers that are not final count as
        retries.
        """
        captured = self._captured.pop(request.url, None)
        if captured is None:
            return None
        if not captured.is_final and captured.times <= request.meta.get("max_retry_times", self._most_retries):
            request.meta["retry_times"] = captured.times
            return None
        recalled = self._read_page(captured.entry)
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
    """Repeat a request without conditions, since the capture that they refer to cannot be read."""
    again = request.replace(dont_filter=True)
    for name in _CONDITIONS:
        again.headers.pop(name, None)
    again.meta["recalled"] = None
    return again


def _response(request: Request, recalled: ArchivedPage) -> Response:
    """Make the response to a request from the archived page, with its document in the request's meta."""
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


def find_earlier_crawls(crawler: Crawler, site: str, start_url: str) -> EarlierCrawls | None:
    """Look up what crawls of the site before this one found; None if no crawl was completed.

    Only crawls from the same start page count. The index is asked for each URL when it is needed.
    """
    recorder = crawler.get_extension(Recorder)
    if recorder is None:
        return None
    archive = Archive.at(crawler.settings.get("ARCHIVE_DIR"))
    own = {recorder.job.job, *(job.job for job in recorder.interrupted)}
    jobs = [job for job in jobs_of_site(archive, site) if job.job not in own]
    if not any(job.is_complete and job.asked.get("start_url") == start_url for job in jobs):
        return None
    index = Index(archive)
    crawler.signals.connect(index.close, signals.spider_closed)

    @cache
    def was_captured(url: str) -> bool:
        shown = any(_is_of_earlier_crawl(entry, site, own) for entry in index.captures(url))
        return shown or index.withdrawn_capture(url) is not None

    @cache
    def is_article(url: str) -> bool:
        return was_captured(url) and bool(index.versions(document_id(site, url)))

    return EarlierCrawls(is_article, was_captured)


def _is_of_earlier_crawl(entry: CatalogueEntry, site: str, own: Set[str]) -> bool:
    """Return whether a crawl of the site other than these jobs got an answer, and no server error."""
    warc = entry.capture.warc or ""
    is_earlier = is_warc_name(warc) and WarcName.parse(warc).site == site and WarcName.parse(warc).job not in own
    return is_earlier and entry.capture.status < 500


def archived_article_urls(crawler: Crawler, site: str) -> list[str]:
    """List the URLs of all articles of a site that the archive holds, for another crawl, sorted."""
    archive = Archive.at(crawler.settings.get("ARCHIVE_DIR"))
    captured: set[str] = set()
    articles: set[str] = set()
    try:
        with Index(archive) as index:
            for stem in archive.warc_names_of(site):
                entries = index.entries_in(stem.warc)
                captured.update(canonical(entry.capture.uri) for entry in entries if entry.capture.status < 500)
                articles.update(id_ for id_, *_ in index.versions_in(stem.warc))
    except ArchiveError:
        return []
    return sorted(url for url in captured if document_id(site, url) in articles)
