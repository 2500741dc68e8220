"""The forms of ``archive export`` that hold captures: WACZ, CDXJ and BagIt."""

import sys
from collections.abc import Iterator
from pathlib import Path

from archive.errors import ArchiveMissing, UsageError
from archive.export.cdxj import cdxj_lines, entries_of
from archive.export.signature import Signer
from archive.export.wacz import write_wacz
from archive.index import Index
from archive.keeping import write_bag
from archive.layout import Archive, Stem
from archive.query.terminal import clean


def export_wacz(archive: Archive, output: Path | None, site: str | None, key: Path | None) -> None:
    """Writes a package of the archive, or of one site; what is left out of it is told on standard error.

    Raises UsageError without a file to write to, or when the key is none.
    """
    if output is None:
        raise UsageError("a WACZ is a file for other programs; name it with --output FILE")
    packed = write_wacz(archive, output, site, Signer.read(key) if key else None)
    for line in packed.left_out:
        print(f"left out: {clean(line)}", file=sys.stderr)


def export_bag(archive: Archive, output: Path | None, site: str | None) -> None:
    """Writes a bag of the archive, or of one site.

    Raises UsageError without a directory to write to, or where something is in it.
    """
    if output is None:
        raise UsageError("a bag is a directory; name a new one with --output DIR")
    bag = write_bag(archive, output, site)
    print(f"{output}: {len(bag.digests)} files, {bag.size} bytes", file=sys.stderr)


def captures_cdxj(archive: Archive, site: str | None) -> Iterator[bytes]:
    """The catalogue of the archive, or of one site, line by line.

    Raises ArchiveMissing, before the first line is asked for, where there is no such WARC file.
    """
    stems = archive.require().stems_of(site) if site else archive.require().stems()
    if not stems:
        raise ArchiveMissing(f"the archive at {archive.root} holds no WARC file of that; see 'archive stats'")
    return _lines(archive, stems)


def _lines(archive: Archive, stems: list[Stem]) -> Iterator[bytes]:
    with Index(archive) as index:
        yield from (line.encode() for line in cdxj_lines(entries_of(index, stems)))
