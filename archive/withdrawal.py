"""Withdrawals: captures that the archive no longer shows, with date and reason (``withdrawn/NAME.json``).

These files must be kept, like ``warc/`` and ``sites/``. A withdrawal does not change the WARC files; documents and
units stay in their files, but are left out of the index and of exports.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from archive.disk import replace_file
from archive.errors import ArchiveDamaged, ArchiveMissing
from archive.layout import Archive, site_of_warc
from archive.manifest_and_seals import decode_with_digest, encode_with_digest
from archive.model.capture import CatalogueEntry
from archive.model.document import Document
from archive.model.times import format_time, utc_now
from archive.model.url import canonical


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A withdrawal of captures: of some URLs, in their canonical form, or of a whole ``site``.

    If ``since`` and ``until`` are given, times in the archive's form, only captures from the one on and before the
    other. ``ids`` are the documents that the URLs had. ``restored`` is the time when the withdrawal was revoked, None
    while it is in force; ``erased`` the time when the records were erased from the WARC files.
    """

    reason: str
    date: str
    urls: tuple[str, ...] = ()
    site: str | None = None
    ids: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    restored: str | None = None
    erased: str | None = None

    @property
    def name(self) -> str:
        """Return the name of the withdrawal's file, from its content and date; later changes do not affect it."""
        content = json.dumps([self.reason, self.date, self.urls, self.site, self.since, self.until])
        return f"{self.date[:10]}-{sha256(content.encode()).hexdigest()[:8]}"

    @property
    def holds_now(self) -> bool:
        """Return whether the withdrawal is in force, and covers captures made now."""
        return self.restored is None and (self.until is None or self.until > format_time(utc_now()))

    def covers(self, url: str, site: str, date: str) -> bool:
        """Return whether this withdrawal covers a capture of a canonical URL, by a crawl of a site, at a time."""
        if self.restored is not None or not (site == self.site or url in self.urls):
            return False
        return (self.since is None or date >= self.since) and (self.until is None or date < self.until)

    @classmethod
    def now(cls, reason: str, urls: Iterable[str], site: str | None, ids: Iterable[str]) -> "Withdrawal":
        """Make a withdrawal dated now; the URLs may be in any form."""
        return cls(reason, format_time(utc_now()), tuple(sorted(set(map(canonical, urls)))), site, tuple(sorted(ids)))


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """The withdrawals of an archive, earliest first: ``all``, and those ``standing``, which are not revoked."""

    all: tuple[Withdrawal, ...] = ()
    standing: tuple[Withdrawal, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "standing", tuple(each for each in self.all if each.restored is None))

    @classmethod
    def of_archive(cls, archive: Archive) -> "Withdrawals":
        """Read the withdrawals of an archive from ``withdrawn/``.

        Raises ArchiveDamaged at a file that was changed: nothing may be shown that might be withdrawn.
        """
        found = [_read(path) for path in sorted(archive.withdrawn_dir.glob("*.json"))]
        return cls(tuple(sorted(found, key=lambda each: each.date)))

    def covering(self, url: str, site: str, date: str) -> Withdrawal | None:
        """Return the withdrawal that covers a capture of a canonical URL, or None."""
        return next((each for each in self.standing if each.covers(url, site, date)), None)

    def covers(self, url: str, site: str, date: str) -> bool:
        """Return whether a capture of a canonical URL, by a crawl of a site, at a time, is withdrawn."""
        return bool(self.standing) and self.covering(url, site, date) is not None

    def covers_document(self, document: Document) -> bool:
        """Return whether a version of a document is withdrawn."""
        return self.covers(document.url, document.site, document.version)

    def covers_capture(self, entry: CatalogueEntry) -> bool:
        """Return whether a capture in the catalogue is withdrawn."""
        capture = entry.capture
        return bool(self.standing) and self.covers(canonical(capture.uri), site_of_warc(capture.warc), capture.date)

    def blocks(self, url: str, site: str) -> bool:
        """Return whether a URL is withdrawn, so that a crawl must not capture it now."""
        url = canonical(url) if self.standing else url
        return any(each.holds_now and (url in each.urls or site == each.site) for each in self.standing)

    def of_document(self, id_: str) -> Withdrawal | None:
        """Return the withdrawal that names a document, or all of its site."""
        return next((each for each in self.standing if id_ in each.ids or id_.rpartition("-")[0] == each.site), None)

    def of_address(self, url: str) -> Withdrawal | None:
        """Return the withdrawal that names a URL."""
        url = canonical(url) if self.standing else url
        return next((each for each in self.standing if url in each.urls), None)


class CurrentWithdrawals:
    """The current withdrawals of an archive, read again after each change, for processes that run for long."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._read: tuple[int, Withdrawals] | None = None

    def now(self) -> Withdrawals:
        """Return the archive's withdrawals as of now. Raises ArchiveDamaged as ``Withdrawals.of_archive`` does."""
        try:
            changed = self._archive.withdrawn_dir.stat().st_mtime_ns
        except FileNotFoundError:
            changed = 0
        if self._read is None or self._read[0] != changed:
            self._read = changed, Withdrawals.of_archive(self._archive)
        return self._read[1]


def store_withdrawal(archive: Archive, withdrawal: Withdrawal) -> None:
    """Write a withdrawal to its file, replacing its former state."""
    archive.withdrawn_dir.mkdir(exist_ok=True)
    replace_file(_file(archive, withdrawal), [encode_with_digest(asdict(withdrawal))])


def mark_restored(archive: Archive, withdrawals: Iterable[Withdrawal]) -> list[Withdrawal]:
    """Store that withdrawals are revoked (restored) as of now, and return them."""
    taken_back = [replace(each, restored=format_time(utc_now())) for each in withdrawals]
    for each in taken_back:
        store_withdrawal(archive, each)
    return taken_back


def damaged_files(archive: Archive) -> Iterator[Path]:
    """List the files of withdrawals that were changed after they were written."""
    for path in sorted(archive.withdrawn_dir.glob("*.json")):
        try:
            _read(path)
        except ArchiveDamaged:
            yield path


def _file(archive: Archive, withdrawal: Withdrawal) -> Path:
    return archive.withdrawn_dir / f"{withdrawal.name}.json"


def _read(path: Path) -> Withdrawal:
    try:
        content = path.read_bytes()
        values = decode_with_digest(content)
        if encode_with_digest(values) != content:  # a file without digest was not written by this program
            raise ValueError("it is not what was written")
        return Withdrawal(**{**values, "urls": tuple(values["urls"]), "ids": tuple(values["ids"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveDamaged(
            f"withdrawn/{path.name}: not a withdrawal ({error}); put a good copy in its place"
        ) from error


class Withdrawn(ArchiveMissing):
    """Raised if what was requested is withdrawn from the archive; the message has date and reason."""

    @classmethod
    def since(cls, name: str, date: str, reason: str) -> "Withdrawn":
        """Return the error for a document or a URL that was withdrawn on a date, in the archive's form."""
        return cls(f"{name}: withdrawn on {date[:10]}: {reason}")
