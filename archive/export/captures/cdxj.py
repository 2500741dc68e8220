"""The catalogue of captures as CDXJ, the index of pywb and of WACZ packages, as text and in compressed blocks.

The lines are those of IIPC's "CDXJ: OpenWayback" 1.0. Cut into compressed blocks with an index of the blocks (the
"ZipNum" form of pywb and WACZ), a reader fetches only the blocks that it looks up: ``index.cdx.gz`` holds a gzip
member for each block of lines, and ``index.idx`` a line for each block.
"""

import gzip
import hashlib
import heapq
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from tempfile import TemporaryFile
from typing import BinaryIO

from archive.errors import ArchiveMissing
from archive.export.captures.surt import surt
from archive.index import Index
from archive.layout import Archive, WarcName
from archive.model.capture import CatalogueEntry
from archive.model.times import format_stamp, parse_time

LINES_IN_BLOCK = 3000
"""As readers expect."""

_REVISIT = "warc/revisit"
_LINES_IN_MEMORY = 200_000
"""Lines that are sorted at once: some 100 MB of them."""


def export_cdxj(archive: Archive, site: str | None) -> Iterator[bytes]:
    """The catalogue of the archive, or of one site, line by line.

    Raises ArchiveMissing, before the first line is read, where there is no WARC file.
    """
    stems = archive.require().stems_of(site) if site else archive.require().stems()
    if not stems:
        raise ArchiveMissing(f"the archive at {archive.root} holds no WARC file of that; see 'archive stats'")
    return _export_lines(archive, stems)


def _export_lines(archive: Archive, stems: list[WarcName]) -> Iterator[bytes]:
    with Index(archive) as index:
        yield from (line.encode() for line in cdxj_lines(captures_in(index, stems)))


def captures_in(index: Index, stems: Iterable[WarcName]) -> Iterator[CatalogueEntry]:
    """The captures in the WARC files of these stems that are not withdrawn, file after file."""
    for stem in stems:
        yield from index.shown_in(stem.warc)


def cdxj_lines(entries: Iterable[CatalogueEntry]) -> Iterator[str]:
    """A line for each capture, sorted as readers look them up, in ASCII, with its line feed.

    A line has the key of the URL (``surt``), the capture's time in UTC as 14 digits, and a JSON object: ``url``,
    ``mime``, ``status``, ``digest``, ``length``, ``offset``, ``filename``. A revisit's ``mime`` is ``warc/revisit``.
    """
    return sort_lines(map(_cdxj_line, entries))


def _cdxj_line(entry: CatalogueEntry) -> str:
    """The line of one capture, which has a record."""
    capture = entry.capture
    values = {
        "url": capture.uri,
        "mime": _REVISIT if entry.record_type == "revisit" else entry.mime or "unk",
        "status": str(capture.status),
        "digest": capture.payload_digest,
        "length": str(capture.length),
        "offset": str(capture.offset),
        "filename": capture.warc,
    }
    known = {name: value for name, value in values.items() if value is not None}
    return f"{surt(capture.uri)} {format_stamp(parse_time(capture.date))} {json.dumps(known)}\n"


def sort_lines(lines: Iterable[str], in_memory: int = _LINES_IN_MEMORY) -> Iterator[str]:
    """The lines, each with its line feed, by code points; beyond ``in_memory`` lines they are sorted in files.

    >>> list(sort_lines(["b\\n", "a\\n", "c\\n"], in_memory=2))
    ['a\\n', 'b\\n', 'c\\n']
    """
    source = iter(lines)
    with ExitStack() as files:
        runs: list[Iterable[str]] = []
        while run := sorted(islice(source, in_memory)):
            if len(run) == in_memory:
                stored = files.enter_context(TemporaryFile("w+", encoding="utf-8", newline="\n"))
                stored.writelines(run)
                stored.seek(0)
                runs.append(stored)
            else:
                runs.append(run)
        yield from heapq.merge(*runs)


@dataclass(frozen=True, slots=True)
class CompressedBlock:
    """A block of lines: key and time of the first, offset and length in bytes, SHA-256 in hexadecimal digits."""

    key: str
    offset: int
    length: int
    digest: str

    def index_line(self, name: str) -> str:
        """The block's line in the index of blocks; ``name`` is the file of blocks."""
        values = {
            "offset": self.offset,
            "length": self.length,
            "digest": f"sha256:{self.digest}",
            "filename": name,
        }
        return f"{self.key} {json.dumps(values)}\n"


def write_compressed_blocks(lines: Iterable[str], target: BinaryIO) -> list[CompressedBlock]:
    """Write sorted lines to the stream as compressed blocks; returns the blocks in order."""
    source, offset, blocks = iter(lines), 0, []
    while block := list(islice(source, LINES_IN_BLOCK)):
        member = gzip.compress("".join(block).encode(), mtime=0)
        target.write(member)
        digest = hashlib.sha256(member).hexdigest()
        blocks.append(CompressedBlock(block[0].partition(" {")[0], offset, len(member), digest))
        offset += len(member)
    return blocks


def index_of_blocks(blocks: Iterable[CompressedBlock], name: str) -> str:
    """The text of the index of the blocks in the file ``name``."""
    head = f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': name})}\n"
    return head + "".join(block.index_line(name) for block in blocks)
