"""Crawl many sites in one process, so many at once; what becomes of one does no harm to the others."""

import asyncio
import logging
import signal
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from scrapy.crawler import Crawler
from scrapy.utils.ossignal import install_shutdown_handlers

from archive.errors import ArchiveError
from archive.index import update_index
from archive.jobs import OVERTIME, TAKEN
from archive.layout import Archive
from archive.query.terminal_and_csv import clean, report_line
from archive.warc import catalogue_whole
from crawler.many.order import ListedSites, longest_ago_first
from crawler.many.outcome import COMMON_FAULTS, SiteOutcome
from crawler.many.preparing import conclude, load_tables, prepare
from crawler.many.queued import QueuedSites
from crawler.many.sites import Site
from crawler.many.summary import NAME, whole_summary, whole_values
from crawler.many.tally import Tally
from crawler.many.uploads import Uploads
from crawler.progress.ended import Ended
from crawler.progress.fault import fault_of
from crawler.progress.line import ProgressLine
from crawler.progress.record import keep_values, summary_file
from crawler.spiders.agency import AgencySpider

_GRACE = 300.0
"""Seconds that a crawl has to come to its end when it was told to, beyond DOWNLOAD_TIMEOUT."""

_THREADS = 4
_POLL = 0.2  # seconds

logger = logging.getLogger(__name__)


class ManyCrawls:
    """The crawls of the sites in one of Scrapy's processes, which is run to its end.

    Where SITES_QUEUE names a Redis, this process is one of the workers that crawl them, else the only one.
    Each site has a spider, recorder, job and files of its own, as in a crawl of one. ``arguments`` hold for each.
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
        self._tally = Tally(None if self._is_queued else len(sites))
        self._leaving: dict[Site, asyncio.Task[None]] = {}
        self._progress = ProgressLine(self._settings, self._tally.line)
        self._uploads = Uploads(self._archive, self._settings.get("ARCHIVE_STORE"), _warn)

    def run(self) -> int:
        """Crawl all sites, tells how it went, and gives the exit code.

        0 where a site was crawled, 4 where none could be. Raises ArchiveError where the archive or the queue cannot
        be used.
        """
        self._archive.create(report=report_line)
        update_index(self._archive, catalogue_whole)
        load_tables()
        turns = self._turns()
        task = asyncio.get_event_loop().create_task(self._crawl_all(turns))
        install_shutdown_handlers(self._interrupt)
        self._process.start(stop_after_crawl=False, install_signal_handlers=False)
        self._progress.end()
        self._threads.shutdown(wait=False, cancel_futures=True)
        if task.done() and not task.cancelled() and (fault := task.exception()):
            raise fault
        return self._conclude(turns.left)

    def _turns(self) -> ListedSites | QueuedSites:
        if self._is_queued:
            return QueuedSites.begin(self._settings, self._sites, self._archive, self)
        return ListedSites(longest_ago_first(self._archive, self._sites))

    def _conclude(self, left: int) -> int:
        whole = self._tally.conclude(self._stop, self._fault, left)
        print(whole_summary(whole, self._archive), flush=True)
        own = summary_file(self._archive, NAME)
        keep_values(whole_values(whole), own, self._settings.get("SUMMARY_FILE"), whole.error)
        if whole.error:
            print(f"error: {clean(str(whole.error))}", file=sys.stderr)
        failed = self._uploads.end()
        return whole.exit_code or failed

    async def _crawl_all(self, turns: ListedSites | QueuedSites) -> None:
        """Crawl the sites that wait until none is left, or the run is stopped; then ends the process."""
        self._given = turns
        self._progress.begin()
        try:
            turns.start()
            await asyncio.gather(*(self._crawl_in_turn(turns) for _ in range(self._at_once)))
            await turns.close()
        finally:
            self._process._stop_reactor()

    @property
    def _at_once(self) -> int:
        most: int = self._settings.getint("SITES_AT_ONCE")
        return max(1, min(most, len(self._sites)))

    async def _crawl_in_turn(self, turns: ListedSites | QueuedSites) -> None:
        while site := await turns.take():
            crawler = Crawler(_spider_for(site), self._site_settings())
            self._tally.begin(site, crawler)
            error = await self._prepared(site)
            if self._stop is not None and error is None:
                self._tally.drop(site)
                turns.end(site, None)
            else:
                outcome = await self._outcome(site, crawler, error)
                self._tally.end(site, outcome)
                turns.end(site, outcome)
                self._uploads.begin(site.name)

    async def _prepared(self, site: Site) -> ArchiveError | None:
        """What keeps a site from being crawled, when what a killed crawl of it left is mended."""
        try:
            await self._in_thread(prepare, self._archive, site.name)
        except ArchiveError as error:
            return error
        except Exception as fault:
            logger.exception("%s: what a killed crawl left could not be mended", site.start_url)
            return ArchiveError(f"what a killed crawl left could not be mended: {fault!r}")
        return None

    async def _outcome(self, site: Site, crawler: Crawler, error: ArchiveError | None) -> SiteOutcome:
        """Crawl one site to its end, whatever that is, unless there is an error already; what came of it."""
        try:
            if error is None:
                error = await self._run_to_end(site, crawler)
            ended = replace(await self._in_thread(Ended.of, crawler, error or fault_of(crawler)), site=site.name)
            if isinstance(ended.error, COMMON_FAULTS):
                self.stop(ended.reason or "archive_failed")
            await self._in_thread(conclude, ended)
            return SiteOutcome.of(site, ended)
        except Exception as fault:
            logger.exception("%s: what the crawl came to could not be written down", site.start_url)
            return SiteOutcome.lost(site, fault)

    async def _run_to_end(self, site: Site, crawler: Crawler) -> ArchiveError | None:
        """Run a crawl until it ends, for as long as a site may take; what kept it from starting or from ending."""
        task = self._process.crawl(crawler, start_url=site.start_url, **self._arguments)
        if not await _ends_within(task, self._settings.getfloat("SITE_MAX_SECONDS") or None):
            await _close(crawler, OVERTIME)
            if not await _ends_within(task, _GRACE + self._settings.getfloat("DOWNLOAD_TIMEOUT")):
                return ArchiveError(f"the crawl of {site.start_url} does not come to an end; it was left behind")
        try:
            task.result()
        except ArchiveError as error:
            return error
        except Exception as fault:  # of whatever sort, it is this site's alone
            logger.exception("%s: the crawl failed", site.start_url)
            return ArchiveError(f"the crawl of {site.start_url} failed: {fault!r}")
        return None

    def stop(self, reason: str, error: ArchiveError | None = None) -> None:
        """Let no other site begin, and ends in good order those that are under way; ``error`` is why, if one is."""
        if self._stop is None:
            self._stop, self._fault = reason, error
            self._given.stop()
            self._stopping = asyncio.get_event_loop().create_task(self._stop_all())

    async def _stop_all(self) -> None:
        """Stop each crawl once it is running: one that is just beginning cannot be stopped yet."""
        while crawlers := self._tally.crawlers():
            for crawler in crawlers:
                if _is_running(crawler):
                    asyncio.ensure_future(crawler.stop_async())  # noqa: RUF006 # its crawl is waited for
            await asyncio.sleep(_POLL)

    def leave(self, site: Site) -> None:
        """End the crawl of a site in good order, which is not this worker's any more."""
        if site not in self._leaving:
            self._leaving[site] = asyncio.ensure_future(self._leave(site))

    async def _leave(self, site: Site) -> None:
        """End the crawl of a site once it is running."""
        while crawler := self._tally.crawler_of(site):
            if _is_running(crawler):
                await _close(crawler, TAKEN)
            await asyncio.sleep(_POLL)
        del self._leaving[site]

    def _interrupt(self, number: int, _: Any) -> None:
        """Called by the system at the first Ctrl-C: all crawls close. At the second all stops where it is."""
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
        """The settings of one crawl: it shows no progress of its own, and adds to a log that all write."""
        settings = self._settings.copy()
        settings.setdict({"PROGRESS_INTERVAL": 0, "LOG_FILE_APPEND": True}, priority="cmdline")
        return settings


def _warn(error: ArchiveError) -> None:
    logger.warning("%s", clean(str(error)))


def _is_running(crawler: Crawler) -> bool:
    return bool(crawler.crawling and crawler._engine and crawler.engine.running)


def _spider_for(site: Site) -> type[AgencySpider]:
    return type("SiteSpider", (AgencySpider,), {"profile": site.profile}) if site.profile else AgencySpider


async def _ends_within(task: "asyncio.Task[None]", seconds: float | None) -> bool:
    done, _ = await asyncio.wait([task], timeout=seconds)
    return bool(done)


async def _close(crawler: Crawler, reason: str) -> None:
    if crawler._engine and crawler.engine.spider:
        closing = crawler.engine.close_spider_async(reason=reason)
        await asyncio.wait([asyncio.ensure_future(closing)], timeout=0)
