"""Copies of WARC records for export packages, and bags of an archive (BagIt 1.0, RFC 8493).

Files are copied without withdrawn captures; records that revisits refer to come along.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from archive import __version__
from archive.disk import digest_of_file, read_pieces, replacing_folder
from archive.errors import ArchiveMissing, UsageError
from archive.index import Index
from archive.layout import OPEN_SUFFIX, Archive, WarcName
from archive.model.capture import Capture, CatalogueEntry
from archive.model.times import utc_now
from archive.warc.warc_records_and_digests import Record, belongs_to, salvage_records
from archive.withdrawal import Withdrawals

ORIGINALS = "originals.warc.gz"


def copy_without_withdrawn(path: Path, withdrawn: Iterable[CatalogueEntry], target: BinaryIO) -> dict[int, int]:
    """Copy a WARC file for an export without the records of withdrawn captures; returns each record's new offset by
    its old.

    The requests and metadata of a withdrawn capture are left out too, and damaged records.
    """
    left_out = {entry.capture.record_id for entry in withdrawn}
    moved: dict[int, int] = {}
    offset = 0
    with path.open("rb") as source:
        for record in salvage_records(path):
            if not isinstance(record, Record) or belongs_to(record, left_out):
                continue
            source.seek(record.offset)
            copy_bytes(source, target, record.length)
            moved[record.offset] = offset
            offset += record.length
    return moved


@dataclass(frozen=True, slots=True)
class ReferredRecords:
    """The response records that an export's revisits refer to in other files, and the revisits whose payload is
    missing.
    """

    records: tuple[CatalogueEntry, ...]
    missing: tuple[Capture, ...]


def find_referred_records(
    index: Index,
    entries: Iterable[CatalogueEntry],
    packed: frozenset[str],
    is_withdrawn: Callable[[CatalogueEntry], bool],
) -> ReferredRecords:
    """Find the records outside the exported files ``packed`` that revisits among the captures refer to, each once, in
    order.

    A withdrawn record counts as missing.
    """
    found: dict[tuple[str | None, int | None], CatalogueEntry] = {}
    missing: list[Capture] = []
    for entry in entries:
        original = index.original(entry) if entry.record_type == "revisit" else entry
        if original is None or is_withdrawn(original):
            missing.append(entry.capture)
        elif original.capture.warc not in packed:
            found.setdefault((original.capture.warc, original.capture.offset), original)
    return ReferredRecords(tuple(found.values()), tuple(missing))


def copy_records(archive: Archive, records: Iterable[CatalogueEntry], target: BinaryIO) -> Iterator[CatalogueEntry]:
    """Copy WARC records one after the other, byte for byte; yields each capture with its new place."""
    offset = 0
    for entry in records:
        capture = entry.capture
        length = capture.length or 0
        with archive.warc_file(WarcName.parse(capture.warc or "")).open("rb") as source:
            source.seek(capture.offset or 0)
            copy_bytes(source, target, length)
        yield replace(entry, capture=replace(capture, warc=ORIGINALS, offset=offset))
        offset += length


def copy_bytes(source: BinaryIO, target: BinaryIO, length: int) -> None:
    """Copy ``length`` bytes of a WARC file, or fewer where it ends."""
    for piece in read_pieces(source, length):
        target.write(piece)


_KEPT = ("withdrawn/*.json", "sites/*.toml", "jobs/*.json")
"""Files that a bag holds beside WARC files, since a new archive cannot make them again."""


@dataclass(slots=True)
class Bag:
    """A bag (BagIt) that is being filled: the digest of each payload file by path, and their size in bytes."""

    root: Path
    digests: dict[str, str] = field(default_factory=dict)
    size: int = 0

    def add(self, path: Path) -> None:
        """Add a payload file to the bag, where it is in place already."""
        self.digests[path.relative_to(self.root).as_posix()] = digest_of_file(path)
        self.size += path.stat().st_size

    def close(self) -> None:
        """Write the bag's tag files: the manifest of the payload, the description of the bag, and the manifest of
        these.
        """
        day = utc_now().strftime("%Y-%m-%d")
        info = (
            f"Bag-Software-Agent: agency-archive/{__version__}\nBagging-Date: {day}\n"
            f"Payload-Oxum: {self.size}.{len(self.digests)}\n"
        )
        tags = {
            "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            "bag-info.txt": info,
            "manifest-sha256.txt": _manifest_lines(self.digests),
        }
        tags["tagmanifest-sha256.txt"] = _manifest_lines(
            {name: hashlib.sha256(text.encode()).hexdigest() for name, text in tags.items()}
        )
        for name, text in tags.items():
            (self.root / name).write_text(text, encoding="utf-8", newline="\n")


def export_bag(archive: Archive, output: Path | None, site: str | None, report: Callable[[str], None]) -> None:
    """Export the archive, or one site, as a bag (BagIt), and report its size.

    Raises UsageError without a directory to write to, or where it is not empty.
    """
    if output is None:
        raise UsageError("a bag is a directory; name a new one with --output DIR")
    bag = write_bag(archive, output, site)
    report(f"{output}: {len(bag.digests)} files, {bag.size} bytes")


def write_bag(archive: Archive, target: Path, site: str | None = None) -> Bag:
    """Write a bag (BagIt) of an archive, or of one site, as a new directory, without what is withdrawn.

    The directory gets its name when the bag is complete.

    Raises UsageError where the target is not an empty directory, ArchiveMissing where there is no finished WARC file.
    """
    paths = [path for path in archive.require().warc_paths() if not path.name.endswith(OPEN_SUFFIX)]
    paths = [path for path in paths if site in (None, WarcName.parse(path.name).site)]
    if not paths:
        raise ArchiveMissing(f"the archive at {archive.root} holds no finished WARC file to export")
    with replacing_folder(target) as folder:
        bag = Bag(folder)
        _add_warc_files(archive, paths, bag)
        for path in _other_files(archive, {WarcName.parse(path.name) for path in paths}):
            place = folder / "data" / path.relative_to(archive.root)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
            bag.add(place)
        bag.close()
    return bag


def _add_warc_files(archive: Archive, paths: list[Path], bag: Bag) -> None:
    withdrawals = Withdrawals.of_archive(archive)
    with Index(archive) as index:
        for path in paths:
            place = bag.root / "data" / path.relative_to(archive.root)
            place.parent.mkdir(parents=True, exist_ok=True)
            withdrawn = [entry for entry in index.entries_in(path.name) if withdrawals.covers_capture(entry)]
            with place.open("wb") as stream:
                if withdrawn:
                    copy_without_withdrawn(path, withdrawn, stream)
                else:
                    with path.open("rb") as source:
                        shutil.copyfileobj(source, stream)
            bag.add(place)


def _other_files(archive: Archive, stems: set[WarcName]) -> Iterator[Path]:
    jobs, sites = {stem.job for stem in stems}, {stem.site for stem in stems}
    for pattern in _KEPT:
        for path in sorted(archive.root.glob(pattern)):
            is_job = path.parent.name == "jobs"
            is_of_site = (
                path.parent.name == "withdrawn" or path.stem.rpartition("-")[0] in sites or path.stem in sites
            )
            if path.stem in jobs if is_job else is_of_site:
                yield path


def _manifest_lines(digests: dict[str, str]) -> str:
    """Return the lines of a bag's manifest; in names, '%' and line ends are percent-encoded (RFC 8493, 2.1.3)."""
    return "".join(f"{digest}  {quote(name, safe='/.-_~:')}\n" for name, digest in sorted(digests.items()))
