"""CDXJ indexes: the WARC files that they name, with the offsets of their records."""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from archive.errors import ArchiveDamaged, UsageError
from archive.intake.candidates import ImportPackage, candidate_at, readable

_LINE = re.compile(rb"\S+ \d{14} (\{.*\})\s*")
_META = b"!meta "
_LONGEST = 256 * 1024
_PLACES = (".", "warc", "archive")
"""Directories of the files that an index names, relative to its own."""


def is_cdxj(path: Path) -> bool:
    """Whether the file begins like an index; False for an unreadable file."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            first = stream.readline(_LONGEST)
    except OSError:
        return False
    return first.startswith(_META) or _LINE.fullmatch(first) is not None


def open_cdxj(path: Path) -> ImportPackage:
    """The files that an index names, with the offsets of their records.

    They are beside it, or in ``warc/`` or ``archive/`` there.

    Raises ArchiveDamaged at a line that is no CDXJ, UsageError when it names a missing file or none.
    """
    offsets: defaultdict[str, set[int]] = defaultdict(set)
    with readable(path), path.open("rb") as stream:
        for number, line in enumerate(iter(lambda: stream.readline(_LONGEST), b""), 1):
            if not line.startswith(_META):
                name, offset = _place(line, f"{path}: line {number}")
                offsets[name].add(offset)
    if not offsets:
        raise UsageError(f"{path}: names no WARC file; nothing was taken")
    warcs = tuple(candidate_at(_file(path, name)) for name in sorted(offsets))
    return ImportPackage(warcs, begins={Path(name).name: frozenset(found) for name, found in offsets.items()})


def _place(line: bytes, where: str) -> tuple[str, int]:
    found = _LINE.fullmatch(line)
    try:
        values: Any = json.loads(found[1]) if found else None
        return str(values["filename"]), int(values["offset"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ArchiveDamaged(f"{where}: no CDXJ line with a filename and an offset; nothing was taken") from error


def _file(index: Path, name: str) -> Path:
    """The file of that name; only the last part of the name is used, so that it cannot leave the directory."""
    tried = [index.parent / place / Path(name).name for place in _PLACES]
    for path in tried:
        if path.is_file():
            return path
    raise UsageError(f"{index}: names {name}, which does not lie beside it or in warc/ or archive/ there")
