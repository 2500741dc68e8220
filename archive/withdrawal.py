"""Withdrawals: what was taken out of all that the archive shows, when, why and by whom (``withdrawn/NAME.json``).

They are files of the archive that must be kept, beside ``warc/`` and what is known of sites. The WARC files are not
touched; documents and units stay in their files, from which nothing withdrawn is read into the index or an export.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from archive.disk import replace_file
from archive.errors import ArchiveDamaged
from archive.layout import Archive, WarcName, is_warc_name
from archive.model.capture import CatalogueEntry
from archive.model.document import Document
from archive.model.times import format_time, utc_now
from archive.model.url import canonical


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Captures taken out: of some addresses, in their canonical form, or of a whole ``site``.

    Only those from ``since`` on and before ``until``, times in the archive's form, where these are given. ``ids`` are
    the documents that the addresses had. ``restored`` is when it was taken back, None while it holds; ``erased`` when
    the records were erased from the WARC files.
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
        """What it is called: by what it was and when, not by what became of it."""
        told = json.dumps([self.reason, self.date, self.urls, self.site, self.since, self.until])
        return f"{self.date[:10]}-{sha256(told.encode()).hexdigest()[:8]}"

    @property
    def holds_now(self) -> bool:
        """Return whether it stands, and takes in what would be captured now."""
        return self.restored is None and (self.until is None or self.until > format_time(utc_now()))

    def covers(self, url: str, site: str, date: str) -> bool:
        """Return whether what was captured at a canonical address, in crawls of a site, at a time, is withdrawn."""
        if self.restored is not None or not (site == self.site or url in self.urls):
            return False
        return (self.since is None or date >= self.since) and (self.until is None or date < self.until)

    @classmethod
    def now(cls, reason: str, urls: Iterable[str], site: str | None, ids: Iterable[str]) -> "Withdrawal":
        """One of this moment; addresses in any form."""
        return cls(reason, format_time(utc_now()), tuple(sorted(set(map(canonical, urls)))), site, tuple(sorted(ids)))


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """The withdrawals of an archive, those that were taken back too, the earliest first."""

    all: tuple[Withdrawal, ...] = ()
    standing: tuple[Withdrawal, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "standing", tuple(each for each in self.all if each.restored is None))

    @classmethod
    def of_archive(cls, archive: Archive) -> "Withdrawals":
        """Those of an archive.

        Raises ArchiveDamaged at a file that is not what was written: nothing is shown that might be withdrawn.
        """
        found = [_read(path) for path in sorted(archive.withdrawn_dir.glob("*.json"))]
        return cls(tuple(sorted(found, key=lambda each: each.date)))

    def covering(self, url: str, site: str, date: str) -> Withdrawal | None:
        """The withdrawal by which a capture is taken out, None where none is."""
        return next((each for each in self.standing if each.covers(url, site, date)), None)

    def covers(self, url: str, site: str, date: str) -> bool:
        """Return whether a capture at a canonical address is taken out."""
        return bool(self.standing) and self.covering(url, site, date) is not None

    def covers_document(self, document: Document) -> bool:
        """Return whether a version of a document is taken out."""
        return self.covers(document.url, document.site, document.version)

    def covers_capture(self, entry: CatalogueEntry) -> bool:
        """Return whether a capture of the catalogue is taken out."""
        capture = entry.capture
        return bool(self.standing) and self.covers(canonical(capture.uri), site_of_warc(capture.warc), capture.date)

    def blocks(self, url: str, site: str) -> bool:
        """Return whether an address must not be captured now."""
        url = canonical(url) if self.standing else url
        return any(each.holds_now and (url in each.urls or site == each.site) for each in self.standing)

    def of_document(self, id_: str) -> Withdrawal | None:
        """The withdrawal that names a document, or all of its site."""
        return next((each for each in self.standing if id_ in each.ids or id_.rpartition("-")[0] == each.site), None)

    def of_address(self, url: str) -> Withdrawal | None:
        """The withdrawal that names an address."""
        url = canonical(url) if self.standing else url
        return next((each for each in self.standing if url in each.urls), None)


class CurrentWithdrawals:
    """The withdrawals of an archive as they are at each moment, for who works with it for long."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._read: tuple[int, Withdrawals] | None = None

    def now(self) -> Withdrawals:
        """Those that there are now. Raises ArchiveDamaged as ``Withdrawals.of_archive`` does."""
        try:
            changed = self._archive.withdrawn_dir.stat().st_mtime_ns
        except FileNotFoundError:
            changed = 0
        if self._read is None or self._read[0] != changed:
            self._read = changed, Withdrawals.of_archive(self._archive)
        return self._read[1]


def store_withdrawal(archive: Archive, withdrawal: Withdrawal) -> None:
    """Write a withdrawal down, in place of what stood there of it."""
    archive.withdrawn_dir.mkdir(exist_ok=True)
    replace_file(_file(archive, withdrawal), [_encode(asdict(withdrawal))])


def mark_restored(archive: Archive, withdrawals: Iterable[Withdrawal]) -> list[Withdrawal]:
    """Write down that withdrawals were taken back now."""
    taken_back = [replace(each, restored=format_time(utc_now())) for each in withdrawals]
    for each in taken_back:
        store_withdrawal(archive, each)
    return taken_back


def damaged_files(archive: Archive) -> Iterator[Path]:
    """The files of withdrawals that are not what was written."""
    for path in sorted(archive.withdrawn_dir.glob("*.json")):
        try:
            _read(path)
        except ArchiveDamaged:
            yield path


def site_of_warc(warc: str | None) -> str:
    """The site whose crawl wrote a WARC file, by its name; empty where that tells none."""
    return WarcName.parse(warc).site if warc and is_warc_name(warc) else ""


def _file(archive: Archive, withdrawal: Withdrawal) -> Path:
    return archive.withdrawn_dir / f"{withdrawal.name}.json"


def _encode(values: dict[str, Any]) -> bytes:
    digest = sha256(json.dumps(values, ensure_ascii=False, indent=1).encode()).hexdigest()
    return json.dumps({**values, "sha256": digest}, ensure_ascii=False, indent=1).encode()


def _read(path: Path) -> Withdrawal:
    try:
        content = path.read_bytes()
        values = json.loads(content)
        values.pop("sha256")
        if _encode(values) != content:
            raise ValueError("it is not what was written")
        return Withdrawal(**{**values, "urls": tuple(values["urls"]), "ids": tuple(values["ids"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveDamaged(
            f"withdrawn/{path.name}: no withdrawal ({error}); put a good copy in its place"
        ) from error
