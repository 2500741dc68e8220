"""The recorder: takes the exchanges of a crawl, has them on disk, and only then lets their responses go on."""

import logging
from collections.abc import Callable, Sequence
from typing import Any, Protocol, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request
from scrapy.utils.defer import deferred_from_coro, maybe_deferred_to_future
from scrapy.utils.misc import build_from_crawler, load_object
from twisted.internet.defer import Deferred
from twisted.internet.threads import deferToThreadPool
from twisted.python.failure import Failure
from twisted.python.threadpool import ThreadPool

from archive.errors import ArchiveError
from archive.jobs import Job, lock_site
from archive.layout import Archive, check_site_name
from archive.model.capture import CatalogueEntry
from archive.warc import Exchange, WarcWriter, recover_site
from crawler.capture.warcinfo import warcinfo_fields

logger = logging.getLogger(__name__)

Captured = tuple[Exchange, CatalogueEntry]


class Sink(Protocol):
    """What follows capture. All methods but ``begin`` run in the recorder's thread."""

    def begin(self, site: str) -> None:
        """Called once, before anything is fetched, with what stopped crawls left behind mended in the WARC files."""

    def find_original(self, payload_digest: str) -> CatalogueEntry | None:
        """The response record that holds a payload already, or None."""

    def receive(self, captured: Sequence[Captured]) -> list[dict[str, Any]]:
        """Called with captures that are on disk, in their order; gives what to add to each request's meta."""

    def close(self) -> None:
        """Called once, after the last capture."""


class NoSink:
    """Capture alone: nothing follows it, and only payloads of the same job are known."""

    def begin(self, site: str) -> None:
        pass

    def find_original(self, payload_digest: str) -> CatalogueEntry | None:
        return None

    def receive(self, captured: Sequence[Captured]) -> list[dict[str, Any]]:
        return [{} for _ in captured]

    def close(self) -> None:
        pass


class Recorder:
    """Writes exchanges in a thread of its own, in the order in which they ended, as many to an fsync as came.

    Settings: ARCHIVE_DIR; CAPTURE_SINK, the class of what follows. The WARC files bear the spider's ``site``, or
    its name where it has none.

    Raises ArchiveError when built, before anything is fetched, where the archive cannot be used.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._archive = Archive.at(crawler.settings.get("ARCHIVE_DIR")).create()
        spider: Any = crawler.spider
        site = check_site_name(getattr(spider, "site", None) or spider.name)
        self._lock = lock_site(self._archive, site)
        for recovery in recover_site(self._archive.warc_dir, site):
            logger.info("a crawl that was stopped left %s: %d whole records", recovery.warc, recovery.records)
        self._sink: Sink = _sink(crawler)
        self._sink.begin(site)
        self._job = Job.begin(self._archive, site, {"spider": spider.name, **getattr(spider, "asked", {})})
        info = warcinfo_fields(crawler, site, self._job.job)
        self._writer = WarcWriter(self._archive.warc_dir, site, self._job.job, info, self._sink.find_original)
        self._waiting: list[tuple[list[Exchange], Deferred[list[dict[str, Any]]]]] = []
        self._busy = False
        self._failure: ArchiveError | None = None
        self._pool = ThreadPool(1, 1, "recorder")
        self._pool.start()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        recorder = cls(crawler)
        crawler.signals.connect(recorder.close, signals.spider_closed)
        return recorder

    @staticmethod
    def of(crawler: Crawler) -> "Recorder":
        """The recorder of a crawl.

        Raises NotConfigured when the add-on has not set one up.
        """
        recorder = crawler.get_extension(Recorder)
        if recorder is None:
            raise NotConfigured("the capture add-on is off: set ADDONS = {'crawler.capture.CaptureAddon': 0}")
        return recorder

    async def store(self, exchanges: list[Exchange], request: Request) -> None:
        """Returns when the exchanges are on disk; the request's meta then has what came of the last one.

        Raises ArchiveError when they could not be stored; the crawl is then ended.
        """
        if self._failure:
            raise self._failure
        if exchanges:
            stored: Deferred[list[dict[str, Any]]] = Deferred()
            self._waiting.append((exchanges, stored))
            self._work()
            request.meta.update((await maybe_deferred_to_future(stored))[-1])

    async def close(self, spider: Any, reason: str) -> None:
        """Finishes the files and writes down the job's end."""
        counts = {key: value for key, value in self._stats().items() if isinstance(value, int)}
        try:
            await maybe_deferred_to_future(self._in_thread(self._finish, reason, counts))
        except ArchiveError as error:
            self._report(error)
        finally:
            self._pool.stop()
            self._lock.close()

    def _stats(self) -> dict[str, Any]:
        return self._crawler.stats.get_stats() if self._crawler.stats else {}

    def _work(self) -> None:
        """Hands all that waits to the thread, unless it is at work: then they wait for its next turn."""
        if self._busy or not self._waiting:
            return
        self._busy = True
        batch, self._waiting = self._waiting, []
        exchanges = [exchange for group, _ in batch for exchange in group]
        self._in_thread(self._write, exchanges).addBoth(self._done, batch)

    def _in_thread(self, work: Callable[..., Any], *arguments: Any) -> Deferred[Any]:
        from twisted.internet import reactor  # installed by Scrapy before this runs

        return deferToThreadPool(reactor, self._pool, work, *arguments)

    def _write(self, exchanges: list[Exchange]) -> list[dict[str, Any]]:
        captured = [(exchange, self._writer.append(exchange)) for exchange in exchanges]
        self._writer.sync()
        added = self._sink.receive(captured)
        return [{"capture": entry, **more} for (_, entry), more in zip(captured, added, strict=True)]

    def _done(self, result: Any, batch: list[tuple[list[Exchange], Deferred[list[dict[str, Any]]]]]) -> None:
        self._busy = False
        if isinstance(result, Failure):
            self._fail(result)
        for exchanges, stored in batch:
            if isinstance(result, Failure):
                stored.errback(result)
            else:
                self._count(exchanges)
                stored.callback(result[: len(exchanges)])
                result = result[len(exchanges) :]
        self._work()

    def _count(self, exchanges: list[Exchange]) -> None:
        if stats := self._crawler.stats:
            stats.inc_value("archive/captures", len(exchanges))
            stats.inc_value("archive/bytes", sum(exchange.response.seek(0, 2) for exchange in exchanges))

    def _fail(self, failure: Failure) -> None:
        """Ends the crawl: what cannot be stored must not be followed."""
        error = failure.value
        if not isinstance(error, ArchiveError):
            logger.error("storing a capture failed", exc_info=error)
            error = ArchiveError(f"storing a capture failed: {error!r}")
        self._failure = error
        self._report(error)

    def _report(self, error: ArchiveError) -> None:
        if stats := self._crawler.stats:
            stats.set_value("archive/error", str(error))
        if self._crawler.engine and self._crawler.engine.running:
            deferred_from_coro(self._crawler.engine.close_spider_async(reason="archive_failed"))

    def _finish(self, reason: str, counts: dict[str, int]) -> None:
        self._writer.close()
        self._sink.close()
        if self._failure is None:
            self._job.end(self._archive, reason, counts)


def _sink(crawler: Crawler) -> Sink:
    path = crawler.settings.get("CAPTURE_SINK")
    sink: Sink = build_from_crawler(load_object(path), crawler) if path else NoSink()
    return sink
