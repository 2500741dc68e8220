"""The catalogue of captures as CDXJ, the index of pywb and of WACZ packages (IIPC, "CDXJ: OpenWayback", 1.0)."""

import json
from collections.abc import Iterable, Iterator

from archive.export.sorting import sorted_lines
from archive.export.surt import surt
from archive.index import Index
from archive.layout import Stem
from archive.model.capture import CatalogueEntry
from archive.model.times import format_stamp, parse_time

_REVISIT = "warc/revisit"


def cdxj_lines(entries: Iterable[CatalogueEntry]) -> Iterator[str]:
    """A line for each capture, sorted as readers look them up; in ASCII, ended by a line feed.

    A line is the address's key (``surt``), 14 digits of the capture's time in UTC, and a JSON object: ``url``,
    ``mime``, ``status``, ``digest``, ``length``, ``offset``, ``filename``. A revisit's ``mime`` is ``warc/revisit``.
    """
    return sorted_lines(map(cdxj_line, entries))


def cdxj_line(entry: CatalogueEntry) -> str:
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


def entries_of(index: Index, stems: Iterable[Stem]) -> Iterator[CatalogueEntry]:
    """The captures in the WARC files of the stems, file after file."""
    for stem in stems:
        yield from index.shown_in(stem.warc)
