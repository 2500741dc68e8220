"""The recorder of a crawl: writes exchanges to disk, hands them to the capture sink, then releases the responses.

The capture sink is the class that gets a crawl's captures once they are on disk (setting CAPTURE_SINK).
"""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from os import SEEK_END
from typing import Any, Self, cast

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from scrapy.utils.defer import deferred_from_coro, maybe_deferred_to_future
from scrapy.utils.misc import build_from_crawler, load_object
from twisted.internet.defer import Deferred
from twisted.internet.threads import deferToThreadPool
from twisted.python.failure import Failure
from twisted.python.threadpool import ThreadPool

from archive import __version__
from archive.errors import ArchiveError
from archive.jobs_and_locks import (
    Job,
    captured_until,
    interrupted,
    lock_job,
    lock_site,
    release_job,
    remove_dead_locks,
)
from archive.layout import Archive, check_site_name
from archive.model.capture import Capture, CatalogueEntry
from archive.query.terminal_output_columns_json_and_csv import report_line
from archive.warc.http_exchange_and_conditional_requests import Conditions, Exchange, Validators
from archive.warc.open_warc_file_and_recovery import recover_site
from archive.warc.warc_writer import WarcWriter

Captured = tuple[Exchange, CatalogueEntry]


class CaptureSink:
    """The sink that gets the captures of a crawl. All methods but ``begin`` run in the recorder's thread.

    This class is for capture alone: it makes nothing of the captures, and knows only payloads of the same job.
    Others derive from it. ``rules`` names the rules by which documents are made; None if no documents are made.
    """

    rules: str | None = None

    def __init__(self) -> None:
        self._validated: dict[str, tuple[Validators, CatalogueEntry]] = {}

    def begin(self, site: str) -> None:
        """Prepare the capture sink; called before anything is fetched, after the WARC files of stopped crawls are
        repaired.
        """

    def find_original(self, payload_digest: str) -> CatalogueEntry | None:
        """Look up the response record that already holds the payload, for a revisit record; or None."""
        return None

    def find_unmodified(self, uri: str, conditions: Conditions) -> CatalogueEntry | None:
        """Look up the response record with the payload that a conditional request refers to (304), or None."""
        stored = self._validated.get(uri)
        return stored[1] if stored and conditions.match(stored[0]) else None

    def receive(self, captured: Sequence[Captured]) -> list[dict[str, Any]]:
        """Take captures that are on disk, in order; returns what to add to each request's meta."""
        for exchange, entry in captured:
            if entry.record_type == "response" and entry.capture.status == 200:
                validators = Validators.of_head(exchange.head)
                if validators.are_any:
                    self._validated[entry.capture.uri] = validators, entry
        return [{} for _ in captured]

    def conclude(self) -> None:
        """Finish after the last capture of the crawl."""

    def close(self) -> None:
        """Close the capture sink; called once, last."""


_LONGEST_WAIT = 0.01
"""Seconds for which an exchange waits for those of other downloads to share its fsync."""

links_found = object()
"""Scrapy signal that a spider sends with ``response`` and ``urls``, the absolute URLs of a page's links."""

_STANDARD = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_SETTINGS = ("CONCURRENT_REQUESTS_PER_DOMAIN", "DOWNLOAD_DELAY", "AUTOTHROTTLE_ENABLED", "DOWNLOAD_MAXSIZE")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Batch:
    """The exchanges of one download; ``stored`` is called back with the request's meta when they are on disk."""

    exchanges: list[Exchange]
    stored: Deferred[dict[str, Any]] = field(default_factory=Deferred)


class Recorder:
    """The recorder: writes exchanges in a thread of its own, in the order in which they ended; all that wait share an
    fsync.

    Settings: ARCHIVE_DIR; CAPTURE_SINK, the class that gets the captures. The WARC files are named for the spider's
    ``site``, or else its name. ``interrupted`` are the unfinished jobs with the same arguments, ``job`` is this
    crawl's as it began, ``failure`` the error that ended it.

    Raises ArchiveError when constructed, before anything is fetched, if the archive cannot be used.
    """

    def __init__(self, crawler: Crawler) -> None:
        from twisted.internet import reactor  # installed by Scrapy before this runs

        self._crawler = crawler
        self._archive = Archive.at(crawler.settings.get("ARCHIVE_DIR")).create(report=report_line)
        spider: Any = crawler.spider
        site = check_site_name(getattr(spider, "site", None) or spider.name)
        self.site = site
        self._lock = lock_site(self._archive, site)
        self._sink: CaptureSink = _sink(crawler)
        arguments = {"spider": spider.name, **getattr(spider, "asked", {})}
        self._repair()
        self.interrupted = tuple(interrupted(self._archive, site, arguments))
        after = captured_until(self._archive, site)
        self.job = Job.begin(self._archive, site, arguments)
        self._alive = lock_job(self._archive, self.job.job)
        info = _warcinfo_fields(crawler, site, self.job.job)
        find = (self._sink.find_original, self._sink.find_unmodified)
        self._writer = WarcWriter(self._archive, site, self.job.job, info, *find)
        self._writer.follow(after)
        if self._writer.clock_behind and crawler.stats:
            crawler.stats.set_value("archive/clock_behind", self._writer.clock_behind)
        self._waiting: list[_Batch] = []
        self._stored: deque[tuple[_Batch, dict[str, Any]]] = deque()
        self._links: list[tuple[Capture, list[str]]] = []
        self._at_work: Deferred[None] | None = None
        self._under_way = 0
        self._due: Any = None  # the delayed call that ends the wait for others
        self._failure: ArchiveError | None = None
        self.failure: ArchiveError | None = None
        self._pool = ThreadPool(0, 1, "recorder")  # its thread begins with the first work
        self._pool.start()
        # A second Ctrl-C ends the reactor without the spider being closed.
        self._at_shutdown = cast(Any, reactor).addSystemEventTrigger("during", "shutdown", self._stop)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        recorder = cls(crawler)
        crawler.signals.connect(recorder.close, signals.spider_closed)
        crawler.signals.connect(recorder.note_links, links_found)
        return recorder

    @staticmethod
    def of_crawler(crawler: Crawler) -> "Recorder":
        """Return the recorder of a crawl.

        Raises NotConfigured if the capture add-on is off.
        """
        recorder = crawler.get_extension(Recorder)
        if recorder is None:
            raise NotConfigured("the capture add-on is off: set ADDONS = {'crawler.capture.CaptureAddon': 0}")
        return recorder

    @contextmanager
    def download(self) -> Iterator[None]:
        """Count a download that ends with ``store``: the exchanges that wait then know for whom."""
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            self._work_when_due()

    async def store(self, exchanges: list[Exchange], request: Request) -> None:
        """Store the exchanges of a request: return when they are on disk; the request's meta then has the last
        capture.

        Raises ArchiveError if they could not be stored; the crawl then ends.
        """
        if self._failure:
            raise self._failure
        if exchanges:
            batch = _Batch(exchanges)
            self._waiting.append(batch)
            self._work_when_due()
            meta: dict[str, Any] = await maybe_deferred_to_future(batch.stored)
            request.meta.update(meta)

    def note_links(self, response: Response, urls: list[str]) -> None:
        """Record the links of a captured page for a WARC metadata record; they are written with the next captures."""
        entry: CatalogueEntry | None = response.meta.get("capture")
        if entry is not None and urls:
            self._links.append((entry.capture, urls))

    async def close(self, spider: Any, reason: str) -> None:
        """Finish the WARC files and record the job's end, once all exchanges are written; does nothing the second
        time.
        """
        if self._pool.joined:
            return
        self._work()
        while self._at_work is not None:
            await maybe_deferred_to_future(self._at_work)
            self._work()
        while self._stored:
            self._hand_on()
        failed, self._failure = self._failure, self._failure or ArchiveError("the crawl has ended: nothing is stored")
        counts = {key: value for key, value in self._stats().items() if isinstance(value, int)}
        try:
            await maybe_deferred_to_future(self._in_thread(self._finish, reason, counts, failed is None))
        except ArchiveError as error:
            self._report(failed or error)
        finally:
            self._stop()
            release_job(self._archive, self.job.job, self._alive)
            self._lock.close()
            self._remove_shutdown_trigger()

    def _remove_shutdown_trigger(self) -> None:
        """Drop the reactor's reference to the recorder, which would keep it until the process ends."""
        from twisted.internet import reactor  # installed by Scrapy before this runs

        with suppress(KeyError, ValueError):  # the reactor is shutting down
            cast(Any, reactor).removeSystemEventTrigger(self._at_shutdown)

    def _stop(self) -> None:
        """End the recorder's thread, which would keep the process alive."""
        if not self._pool.joined:
            self._pool.stop()

    def _stats(self) -> dict[str, Any]:
        return self._crawler.stats.get_stats() if self._crawler.stats else {}

    def _work_when_due(self) -> None:
        """Write what waits once every download under way waits for it, or the first has waited ``_LONGEST_WAIT``."""
        from twisted.internet import reactor  # installed by Scrapy before this runs

        if len(self._waiting) >= self._under_way:
            self._work()
        elif self._waiting and self._due is None:
            self._due = cast(Any, reactor).callLater(_LONGEST_WAIT, self._work_now)

    def _work_now(self) -> None:
        self._due = None
        self._work()

    def _work(self) -> None:
        """Hand all waiting exchanges to the recorder's thread, unless it is busy: then they wait until it is done."""
        if self._at_work is None and self._waiting:
            self._at_work = Deferred()
            batches, self._waiting = self._waiting, []
            links, self._links = self._links, []
            self._in_thread(self._write, batches, links).addBoth(self._done, batches)

    def _in_thread(self, work: Callable[..., Any], *arguments: Any) -> Deferred[Any]:
        from twisted.internet import reactor  # installed by Scrapy before this runs

        return deferToThreadPool(reactor, self._pool, work, *arguments)

    def _write(self, batches: list[_Batch], links: list[tuple[Capture, list[str]]]) -> list[dict[str, Any]]:
        """Write the exchanges of downloads; return what to add to the meta of each request."""
        self._write_links(links)
        captured: list[Captured] = []
        for exchange in (exchange for batch in batches for exchange in batch.exchanges):
            if exchange.is_answered:
                captured.append((exchange, self._writer.append(exchange)))
            else:
                self._writer.append_unanswered(exchange)
        self._writer.sync()
        received = zip(captured, self._sink.receive(captured), strict=True)
        metas = {id(exchange): {"capture": entry, **more} for (exchange, entry), more in received}
        return [metas.get(id(batch.exchanges[-1]), {}) for batch in batches]

    def _write_links(self, links: list[tuple[Capture, list[str]]]) -> None:
        for capture, urls in links:
            self._writer.append_outlinks(capture, urls)

    def _done(self, result: Any, batches: list[_Batch]) -> None:
        at_work, self._at_work = self._at_work, None
        if isinstance(result, Failure):
            error = self._fail(result)
            for batch in batches + self._waiting:
                batch.stored.errback(error)
            self._waiting = []
        else:
            self._close_responses([exchange for batch in batches for exchange in batch.exchanges])
            is_idle = not self._stored
            self._stored.extend(zip(batches, result, strict=True))
            if is_idle:
                self._hand_on()
            self._work_when_due()
        if at_work is not None:
            at_work.callback(None)

    def _hand_on(self) -> None:
        """Release the downloads that are on disk, one in each turn of the reactor.

        What Scrapy makes for each response, 100 tasks by default, would otherwise live for all of them at once, which
        the garbage collector takes for growth.
        """
        from twisted.internet import reactor  # installed by Scrapy before this runs

        if self._stored:
            batch, meta = self._stored.popleft()
            batch.stored.callback(meta)
        if self._stored:
            cast(Any, reactor).callLater(0, self._hand_on)

    def _close_responses(self, exchanges: list[Exchange]) -> None:
        """Count exchanges that are on disk, and close their responses, which nobody reads again."""
        if stats := self._crawler.stats:
            stats.inc_value("archive/captures", sum(exchange.is_answered for exchange in exchanges))
            stats.inc_value("archive/bytes", sum(exchange.response.seek(0, SEEK_END) for exchange in exchanges))
        for exchange in exchanges:
            exchange.response.close()

    def _fail(self, failure: Failure) -> ArchiveError:
        """End the crawl since captures cannot be stored: links of a page that is not stored must not be followed."""
        error = failure.value
        if not isinstance(error, ArchiveError):
            logger.error("storing a capture failed", exc_info=error)
            error = ArchiveError(f"storing a capture failed: {error!r}")
        self._failure = error
        self._report(error)
        return error

    def _report(self, error: ArchiveError) -> None:
        self.failure = error
        if stats := self._crawler.stats:
            stats.set_value("archive/error", str(error))
        if self._crawler.engine and self._crawler.engine.running:
            deferred_from_coro(self._crawler.engine.close_spider_async(reason="archive_failed"))

    def _repair(self) -> None:
        remove_dead_locks(self._archive, self.site)
        for recovery in recover_site(self._archive, self.site):
            logger.info("a crawl that was stopped left %s: %d whole records", recovery.warc, recovery.records)
        self._sink.begin(self.site)

    def _finish(self, reason: str, counts: dict[str, int], whole: bool) -> None:
        """Close all WARC files. A job that could not store everything gets no end, so that the next crawl
        resumes it.
        """
        try:
            self._write_links(self._links)
            self._writer.close()
            self._sink.conclude()
        finally:
            self._sink.close()
        if whole:
            self.job.end(self._archive, reason, counts, self._sink.rules)


def _sink(crawler: Crawler) -> CaptureSink:
    path = crawler.settings.get("CAPTURE_SINK")
    sink: CaptureSink = build_from_crawler(load_object(path), crawler) if path else CaptureSink()
    return sink


def _warcinfo_fields(crawler: Crawler, site: str, job: str) -> dict[str, str]:
    """The fields of the ``warcinfo`` record (WARC/1.1, 6.2): software, format, robots policy, user agent, site."""
    settings = crawler.settings
    robots = "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore"
    chosen = ", ".join(f"{name}={settings.get(name)}" for name in _SETTINGS)
    return {
        "software": f"agency-archive/{__version__} Scrapy/{scrapy.__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": _STANDARD,
        "robots": robots,
        "http-header-user-agent": settings.get("USER_AGENT") or "",
        "isPartOf": site,
        "job": job,
        "description": f"crawl of {site}; {chosen}",
    }
