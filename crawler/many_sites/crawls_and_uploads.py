"""The crawls of many sites in one process, a limited number at a time, and uploads of finished WARC files in the
background.

A failure of one crawl does not affect the others. Uploads go to ARCHIVE_STORE in a thread, beside one crawl or many.
"""

import asyncio
import logging
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.resources import files
from queue import SimpleQueue
from typing import Any

from scrapy.crawler import Crawler
from scrapy.utils.ossignal import install_shutdown_handlers

from archive.bitext.chinese_words import is_chinese_word
from archive.errors import ArchiveError, StoreUnusable
from archive.index import update_index
from archive.jobs_and_locks import OVERTIME, TAKEN, lock_site, unextracted
from archive.keeping.object_storage_and_uploads import Storage
from archive.layout import Archive, summary_file
from archive.model.capture import Capture
from archive.model.page_headers_content_and_charset_names import Page
from archive.model.times import format_time, utc_now
from archive.query.terminal_output_columns_json_and_csv import clean, report_line
from archive.warc.open_warc_file_and_recovery import recover_site
from crawler.extraction import extract
from crawler.many_sites.redis_site_queue_and_host_slots import QueuedSites
from crawler.many_sites.site_list import ListedSites, Site, sites_by_last_crawl
from crawler.many_sites.site_statistics_and_run_summary import (
    RUN_NAME,
    SHARED_ERRORS,
    SiteResult,
    SiteStatistics,
    run_summary,
    run_values,
)
from crawler.progress.crawl_result_and_summary import CrawlResult, error_of_crawl, store_summary, store_values
from crawler.progress.progress_line import ProgressLine
from crawler.reextract.reextraction_of_files_and_worker_processes import reextract_missing
from crawler.spiders.agency import AgencySpider

_GRACE = 300.0
"""Seconds that a crawl has to end after it was asked to, in addition to DOWNLOAD_TIMEOUT."""

_THREADS = 4
_POLL = 0.2  # seconds

logger = logging.getLogger(__name__)


class ManyCrawls:
    """Crawls many sites in one of Scrapy's processes, which is run to its end.

    If SITES_QUEUE names a Redis, this process is one of several workers that crawl them, otherwise the only one.
    Each site has a spider, recorder, job and files of its own, as in a crawl of one. ``arguments`` apply to each.
    """

    def __init__(self, process: Any, sites: list[Site], arguments: Mapping[str, str]) -> None:
        self._process, self._sites, self._arguments = process, sites, arguments
        self._settings = process.settings
        self._archive = Archive.at(self._settings.get("ARCHIVE_DIR"))
        self._threads = ThreadPoolExecutor(_THREADS, "sites")
        self._stop: str | None = None
        self._fault: ArchiveError | None = None
        self._is_interrupted = False
        self._is_queued = bool(self._settings.get("SITES_QUEUE"))
        self._statistics = SiteStatistics(None if self._is_queued else len(sites))
        self._leaving: dict[Site, asyncio.Task[None]] = {}
        self._progress = ProgressLine(self._settings, self._statistics.line)
        self._uploads = BackgroundUploads(self._archive, self._settings.get("ARCHIVE_STORE"), _warn)

    def run(self) -> int:
        """Crawl all sites of the run, print the summary, and return the exit code: 0 if a site was crawled, 4 if none
        could be.

        Raises ArchiveError if the archive or the queue cannot be used.
        """
        self._archive.create(report=report_line)
        update_index(self._archive)
        _load_extraction_tables()
        source = self._site_source()
        task = asyncio.get_event_loop().create_task(self._crawl_all(source))
        install_shutdown_handlers(self._interrupt)
        self._process.start(stop_after_crawl=False, install_signal_handlers=False)
        self._progress.end()
        self._threads.shutdown(wait=False, cancel_futures=True)
        if task.done() and not task.cancelled() and (fault := task.exception()):
            raise fault
        return self._conclude(source.left)

    def _site_source(self) -> ListedSites | QueuedSites:
        if self._is_queued:
            return QueuedSites.begin(self._settings, self._sites, self._archive, self)
        return ListedSites(sites_by_last_crawl(self._archive, self._sites))

    def _conclude(self, left: int) -> int:
        run = self._statistics.conclude(self._stop, self._fault, left)
        print(run_summary(run, self._archive), flush=True)
        own = summary_file(self._archive, RUN_NAME)
        store_values(run_values(run), own, self._settings.get("SUMMARY_FILE"), run.error)
        if run.error:
            print(f"error: {clean(str(run.error))}", file=sys.stderr)
        failed = self._uploads.end()
        return run.exit_code or failed

    async def _crawl_all(self, source: ListedSites | QueuedSites) -> None:
        """Crawl waiting sites until none is left, or the run is stopped; then stop the reactor."""
        self._source = source
        self._progress.begin()
        try:
            source.start()
            await asyncio.gather(*(self._crawl_waiting_sites(source) for _ in range(self._at_once)))
            await source.close()
        finally:
            self._process._stop_reactor()

    @property
    def _at_once(self) -> int:
        most: int = self._settings.getint("SITES_AT_ONCE")
        return max(1, min(most, len(self._sites)))

    async def _crawl_waiting_sites(self, source: ListedSites | QueuedSites) -> None:
        while site := await source.take():
            crawler = Crawler(_spider_for(site), self._site_settings())
            self._statistics.begin(site, crawler)
            error = await self._make_pending(site)
            if self._stop is not None and error is None:
                self._statistics.drop(site)
                source.end(site, None)
            else:
                result = await self._crawl_site(site, crawler, error)
                self._statistics.end(site, result)
                source.end(site, result)
                self._uploads.begin(site.name)

    async def _make_pending(self, site: Site) -> ArchiveError | None:
        """Make a site's pending documents; return the error that keeps it from being crawled, or None."""
        try:
            await self._in_thread(_make_pending_documents, self._archive, site.name)
        except ArchiveError as error:
            return error
        except Exception as fault:
            logger.exception("%s: the pending documents of a killed crawl could not be made", site.start_url)
            return ArchiveError(f"the pending documents of a killed crawl could not be made: {fault!r}")
        return None

    async def _crawl_site(self, site: Site, crawler: Crawler, error: ArchiveError | None) -> SiteResult:
        """Crawl one site to its end, unless there is an error already; return the result."""
        try:
            if error is None:
                error = await self._run_to_end(site, crawler)
            crawl = replace(
                await self._in_thread(CrawlResult.of_crawler, crawler, error or error_of_crawl(crawler)),
                site=site.name,
            )
            if isinstance(crawl.error, SHARED_ERRORS):
                self.stop(crawl.reason or "archive_failed")
            await self._in_thread(store_summary, crawl)
            return SiteResult.of_crawl(site, crawl)
        except Exception as fault:
            logger.exception("%s: the result of the crawl could not be stored", site.start_url)
            return SiteResult.of_failure(site, fault)

    async def _run_to_end(self, site: Site, crawler: Crawler) -> ArchiveError | None:
        """Run a crawl until it ends, within the time limit of a site; return the error that it failed with."""
        task = self._process.crawl(crawler, start_url=site.start_url, **self._arguments)
        if not await _ends_within(task, self._settings.getfloat("SITE_MAX_SECONDS") or None):
            await _close(crawler, OVERTIME)
            if not await _ends_within(task, _GRACE + self._settings.getfloat("DOWNLOAD_TIMEOUT")):
                return ArchiveError(f"the crawl of {site.start_url} does not end; it was abandoned")
        try:
            task.result()
        except ArchiveError as error:
            return error
        except Exception as fault:  # whatever it is, it concerns this site alone
            logger.exception("%s: the crawl failed", site.start_url)
            return ArchiveError(f"the crawl of {site.start_url} failed: {fault!r}")
        return None

    def stop(self, reason: str, error: ArchiveError | None = None) -> None:
        """Stop the run: begin no other site, and end the running crawls in good order; ``error`` is the cause, if
        any.
        """
        if self._stop is None:
            self._stop, self._fault = reason, error
            self._source.stop()
            self._stopping = asyncio.get_event_loop().create_task(self._stop_all())

    async def _stop_all(self) -> None:
        """Stop each running crawl once it has started: one that is just starting cannot be stopped yet."""
        while crawlers := self._statistics.crawlers():
            for crawler in crawlers:
                if _is_running(crawler):
                    asyncio.ensure_future(crawler.stop_async())  # noqa: RUF006 # its crawl is waited for
            await asyncio.sleep(_POLL)

    def leave(self, site: Site) -> None:
        """End the crawl of a site that this worker no longer holds, in good order."""
        if site not in self._leaving:
            self._leaving[site] = asyncio.ensure_future(self._leave(site))

    async def _leave(self, site: Site) -> None:
        """End the crawl of a site once it is running."""
        while crawler := self._statistics.crawler_of(site):
            if _is_running(crawler):
                await _close(crawler, TAKEN)
            await asyncio.sleep(_POLL)
        del self._leaving[site]

    def _interrupt(self, number: int, _: Any) -> None:
        """Close all crawls at the first Ctrl-C; the second stops everything at once."""
        from twisted.internet import reactor  # installed by Scrapy before this runs

        running: Any = reactor
        if not self._is_interrupted:
            self._is_interrupted = True
            running.callFromThread(self.stop, "shutdown")
        else:
            install_shutdown_handlers(signal.SIG_IGN)
            self._uploads.abandon()
            running.callFromThread(self._process._stop_reactor)

    async def _in_thread(self, work: Any, *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)

    def _site_settings(self) -> Any:
        """The settings of one crawl: it shows no progress of its own, and appends to the common log."""
        settings = self._settings.copy()
        settings.setdict({"PROGRESS_INTERVAL": 0, "LOG_FILE_APPEND": True}, priority="cmdline")
        return settings


def _load_extraction_tables() -> None:
    """Load the tables and the dictionary of extraction, by extracting a sample page.

    Otherwise threads that start together would each load a copy of their own, tens of megabytes a thread.
    """
    now = format_time(utc_now())
    capture = Capture("http://localhost/", None, None, None, None, now, 200, payload_digest=None)
    is_chinese_word("翻译")
    sample = files("crawler.many_sites").joinpath("sample_page.html").read_bytes()
    extract(Page("localhost", capture, (("Content-Type", "text/html; charset=utf-8"),), sample))


def _make_pending_documents(archive: Archive, site: str) -> None:
    """Make the documents that a killed crawl of the site left pending, which can take as long as its extraction.

    Call it in a thread, so that other crawls do not wait. The crawl itself does the same when it begins, and then
    finds nothing left to do. Raises ArchiveLocked if another crawl of the site is running, and errors of an unusable
    archive.
    """
    with lock_site(archive, site):
        recover_site(archive, site)
        if unextracted(archive, site):
            update_index(archive, site=site)
            for _ in reextract_missing(archive, site):
                pass


def _warn(error: ArchiveError) -> None:
    logger.warning("%s", clean(str(error)))


def _is_running(crawler: Crawler) -> bool:
    return bool(crawler.crawling and crawler._engine and crawler.engine.running)


def _spider_for(site: Site) -> type[AgencySpider]:
    return type("SiteSpider", (AgencySpider,), {"profile": site.profile})


async def _ends_within(task: "asyncio.Task[None]", seconds: float | None) -> bool:
    done, _ = await asyncio.wait([task], timeout=seconds)
    return bool(done)


async def _close(crawler: Crawler, reason: str) -> None:
    if crawler._engine and crawler.engine.spider:
        closing = crawler.engine.close_spider_async(reason=reason)
        await asyncio.wait([asyncio.ensure_future(closing)], timeout=0)


class BackgroundUploads:
    """Uploads the finished WARC files of crawled sites to object storage one after the other, earlier ones included.

    ``report`` is called with each error; with that of a store only once, until the store works again. Raises
    UsageError for an address of no known storage; without an address, nothing is uploaded.
    """

    def __init__(self, archive: Archive, url: str | None, report: Callable[[ArchiveError], None]) -> None:
        self._archive, self._store, self._report = archive, Storage(url) if url else None, report
        self._waiting: SimpleQueue[str | None] = SimpleQueue()
        self._begun = self._ended = 0
        self._is_over = threading.Event()
        self._failed: dict[str, ArchiveError] = {}  # by WARC file, or store
        # A daemon: the process need not wait for it, since an upload is complete in the store, or not there.
        threading.Thread(target=self._work, name="uploads", daemon=True).start()

    def begin(self, site: str) -> None:
        """Upload the WARC files of a site whose crawl has ended, after those of earlier calls."""
        self._begun += 1
        self._waiting.put(site)

    def end(self) -> int:
        """Wait until all WARC files are uploaded, or for Ctrl-C; return the exit code of a failed upload, or 0."""
        self._waiting.put(None)
        install_shutdown_handlers(lambda *_: self.abandon())
        self._is_over.wait()
        if self._store and self._ended < self._begun:
            said = "not all was uploaded; the next crawl, or 'archive store', goes on"
            self._fail(self._store.url, StoreUnusable(f"{self._store.url}: {said}"))
        return next((fault.exit_code for fault in self._failed.values()), 0)

    def abandon(self) -> None:
        """Stop waiting for uploads, or do not begin to wait."""
        self._is_over.set()

    def _work(self) -> None:
        try:
            while site := self._waiting.get():
                if self._store:
                    self._upload(site, self._store)
                self._ended += 1
        finally:
            self._is_over.set()

    def _upload(self, site: str, store: Storage) -> None:
        from archive.keeping.object_storage_and_uploads import upload  # large, and seldom needed

        try:
            for each in upload(self._archive, store, site):
                if each.fault:
                    self._fail(each.entry.warc, each.fault)
            self._failed.pop(store.url, None)
        except ArchiveError as error:
            self._fail(store.url, error)
        except OSError as error:
            fault = ArchiveError(f"{error.filename or self._archive.root}: {error.strerror}; not uploaded")
            self._fail(store.url, fault)

    def _fail(self, what: str, fault: ArchiveError) -> None:
        if what not in self._failed:
            self._report(fault)
        self._failed[what] = fault
