"""Uploads to ARCHIVE_STORE of what crawls have finished, one after the other, in a thread beside the crawls."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from archive.errors import ArchiveError, StoreUnusable
from archive.layout import Archive
from archive.storage import Storage


class Uploads:
    """Uploads the finished WARC files of sites. ``tell`` gets what fails: of a store that fails the first time only,
    until it can be used again. What could not be uploaded is, with the site's next crawl.

    Raises UsageError for an address of no known storage; with none, nothing is uploaded.
    """

    def __init__(self, archive: Archive, url: str | None, tell: Callable[[ArchiveError], None]) -> None:
        self._archive, self._store, self._tell = archive, Storage(url) if url else None, tell
        self._thread = ThreadPoolExecutor(1, "uploads")
        self._failed: dict[str, ArchiveError] = {}
        self._is_usable = True

    def begin(self, site: str) -> None:
        """Uploads, when its turn has come, the files of a site whose crawl has ended."""
        if self._store:
            self._thread.submit(self._upload, site, self._store)

    def end(self) -> int:
        """Waits for what is under way; the exit code of a site's upload that failed, or 0."""
        self._thread.shutdown()
        return next((fault.exit_code for fault in self._failed.values()), 0)

    def _upload(self, site: str, store: Storage) -> None:
        from archive.keeping import upload  # large, and seldom needed

        self._failed.pop(site, None)
        try:
            for each in upload(self._archive, store, site):
                if each.fault:
                    self._fail(site, each.fault)
            self._is_usable = True
        except ArchiveError as error:
            self._fail(site, error)
        except OSError as error:
            self._fail(site, ArchiveError(f"{error.filename or self._archive.root}: {error.strerror}; not uploaded"))

    def _fail(self, site: str, fault: ArchiveError) -> None:
        self._failed[site] = fault
        if self._is_usable or not isinstance(fault, StoreUnusable):
            self._tell(fault)
        self._is_usable = not isinstance(fault, StoreUnusable)
