"""Upload finished WARC files to ARCHIVE_STORE in a background thread, beside one crawl or many."""

import threading
from collections.abc import Callable
from queue import SimpleQueue

from scrapy.utils.ossignal import install_shutdown_handlers

from archive.errors import ArchiveError, StoreUnusable
from archive.keeping.storage import Storage
from archive.layout import Archive


class BackgroundUploads:
    """Uploads the finished WARC files of sites one after the other, those left from earlier crawls included.

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
        """Upload the files of a site whose crawl has ended, after those of earlier calls."""
        self._begun += 1
        self._waiting.put(site)

    def end(self) -> int:
        """Wait until all files are uploaded, or for Ctrl-C; return the exit code of a failed upload, or 0."""
        self._waiting.put(None)
        install_shutdown_handlers(lambda *_: self.abandon())
        self._is_over.wait()
        if self._store and self._ended < self._begun:
            said = "not all was uploaded; the next crawl, or 'archive store', goes on"
            self._fail(self._store.url, StoreUnusable(f"{self._store.url}: {said}"))
        return next((fault.exit_code for fault in self._failed.values()), 0)

    def abandon(self) -> None:
        """Stop waiting, or do not begin to wait."""
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
        from archive.keeping import upload  # large, and seldom needed

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
