"""Records that revisits point to, taken out of files that a package leaves out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from archive.index import Index
from archive.layout import Archive, Stem
from archive.model.capture import Capture, CatalogueEntry

ORIGINALS = "originals.warc.gz"
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Wanted:
    """The response records that revisits point to and that lie elsewhere, and the revisits whose payload is lost."""

    records: tuple[CatalogueEntry, ...]
    lost: tuple[Capture, ...]


def wanted_originals(
    index: Index,
    entries: Iterable[CatalogueEntry],
    packed: frozenset[str],
    is_withdrawn: Callable[[CatalogueEntry], bool],
) -> Wanted:
    """What the revisits among the entries point to outside the files ``packed``, each once, in order.

    What is withdrawn is as if it were not there.
    """
    found: dict[tuple[str | None, int | None], CatalogueEntry] = {}
    lost: list[Capture] = []
    for entry in entries:
        original = index.original(entry) if entry.record_type == "revisit" else entry
        if original is None or is_withdrawn(original):
            lost.append(entry.capture)
        elif original.capture.warc not in packed:
            found.setdefault((original.capture.warc, original.capture.offset), original)
    return Wanted(tuple(found.values()), tuple(lost))


def copy_originals(archive: Archive, records: Iterable[CatalogueEntry], target: BinaryIO) -> Iterator[CatalogueEntry]:
    """Writes the records one after the other, byte for byte, and gives each with its new place."""
    offset = 0
    for entry in records:
        capture = entry.capture
        length = capture.length or 0
        with archive.warc_file(Stem.parse(capture.warc or "")).open("rb") as source:
            source.seek(capture.offset or 0)
            copy_bytes(source, target, length)
        yield replace(entry, capture=replace(capture, warc=ORIGINALS, offset=offset))
        offset += length


def copy_bytes(source: BinaryIO, target: BinaryIO, length: int) -> None:
    """Copies so many bytes, or up to the source's end."""
    while length and (piece := source.read(min(length, _PIECE))):
        target.write(piece)
        length -= len(piece)
