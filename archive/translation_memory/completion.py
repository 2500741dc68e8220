"""Completes files of translation units: makes the units of documents that do not have theirs yet.

``bitext/X.jsonl`` holds the units of the documents in ``documents/X.jsonl.gz``, in their order. A document is written
before its units, so what is missing after a crash is at the end. A file of units is right up to the last of its
documents whose units all say what the blocks say; from that document on all units are made again, since its own may
have been cut short. What follows a damaged line, a document whose units are not in their place, or units of a
document that is missing or has other text, is out of date and is made again too. A re-extraction removes the units
before it replaces the documents, so no units outlive their pairs. Where nothing is missing, no file is changed.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from archive.bitext.units import Side, TranslationUnit, text_at_places, units_of_document
from archive.documents import read_documents
from archive.errors import ArchiveDamaged, ArchiveLocked
from archive.fixity import remove_sealed
from archive.jobs import lock_site
from archive.layout import Archive, WarcName
from archive.model.document import Document
from archive.translation_memory.unit_files import (
    UNIT_LINES,
    StoredUnit,
    UnitsWriter,
    document_of_unit,
    read_units_by_document,
)

ReportProgress = Callable[[str, float], None]
"""Called while units are made, with the file and the share of it that is done, from 0 to 1."""

logger = logging.getLogger(__name__)


def report_nothing(file: str, done: float) -> None:
    """Ignore reports of progress."""


def make_units(document: Document) -> list[TranslationUnit]:
    """The document's units; none, with a line in the log, where making them failed."""
    try:
        return list(units_of_document(document))
    except Exception:  # a fault of ours on one page must not end a crawl; a re-extraction makes them again
        logger.exception(
            "%s: its translation units were not found; 'archive reextract --all' tries again", document.url
        )
        return []


def remove_units(archive: Archive, stem: WarcName) -> None:
    """Remove the units of a documents file, durably; call it before the documents change."""
    remove_sealed(archive.bitext_file(stem))


class Completion(NamedTuple):
    """The number of units that were made in a file, and of bytes that were cut as out of date or torn."""

    made: int = 0
    cut: int = 0


def complete_units(archive: Archive, stem: WarcName, report: ReportProgress = report_nothing) -> Completion:
    """Make the missing units of one documents file and remove those out of date. The caller holds the site's lock.

    Raises ArchiveDamaged at a line of the documents file that is no document.
    """
    path = archive.documents_file(stem)
    if not path.exists():
        remove_units(archive, stem)
        return Completion()
    right = _right_part(path, archive.bitext_file(stem))
    size = path.stat().st_size
    made = cut = 0
    with UnitsWriter(archive.bitext_file(stem)) as writer:
        cut += writer.cut
        at = right.units
        for stored in read_documents(path, right.documents):
            lines = b"".join(map(UNIT_LINES.line, make_units(stored.document)))
            if not _holds(writer.path, at, lines):
                cut += writer.truncate(at)
                writer.append_lines(lines)
                made += lines.count(b"\n")
            at += len(lines)
            report(path.name, (stored.offset + stored.length) / size)
        cut += writer.truncate(at)
    return Completion(made, cut)


def complete_all_units(archive: Archive, stems: Iterable[WarcName], report: ReportProgress = report_nothing) -> int:
    """Make the missing units of the documents files of these stems; returns how many were made.

    Sites that are being crawled are left out, since their crawl makes them, and so are damaged documents files.
    """
    made = 0
    for site, group in groupby(sorted(stems, key=str), key=lambda stem: stem.site):
        with suppress(ArchiveLocked), lock_site(archive, site):
            for stem in group:
                with suppress(ArchiveDamaged):  # 'archive check' reports it
                    made += complete_units(archive, stem, report).made
    return made


class _RightPart(NamedTuple):
    """The part of two files that is right: offsets in bytes of the last document with units, and of its units."""

    documents: int
    units: int


def _right_part(documents: Path, bitext: Path) -> _RightPart:
    found = _RightPart(0, 0)
    groups = _right_groups(bitext)
    group = next(groups, None)
    for stored in read_documents(documents):
        if group is None:
            break
        if document_of_unit(group[0].value) == (stored.document.id, stored.document.version):
            if not all(_is_right(each.value, stored.document) for each in group):
                break
            found = _RightPart(stored.offset, group[0].offset)
            group = next(groups, None)
        elif make_units(stored.document):
            break
    return found


def _right_groups(bitext: Path) -> Iterator[list[StoredUnit]]:
    """The units of a file, grouped by document, up to the first damaged line."""
    with suppress(ArchiveDamaged):
        yield from read_units_by_document(bitext)


def _is_right(unit: TranslationUnit, document: Document) -> bool:
    return not (unit.is_cross_page or side_faults(unit.source, document) or side_faults(unit.target, document))


def side_faults(side: Side, document: Document) -> list[str]:
    """The faults of one side of a unit, compared with its document, a line each."""
    faults = []
    if (side.origin.url, side.origin.capture) != (document.url, document.capture):
        faults.append("its address or capture is not the document's")
    if not side.places:
        is_title = side.text in (document.title, document.subtitle)
        return faults if is_title else [*faults, "its text is not the document's title or subtitle"]
    try:
        text = text_at_places({block.n: block for block in document.blocks}, side.places)
    except KeyError as error:
        return [*faults, f"there is no block {error} in the document"]
    if text != side.text:
        faults.append(f"its text is not what stands at {list(map(tuple, side.places))}")
    return faults


def _holds(path: Path, offset: int, lines: bytes) -> bool:
    with path.open("rb") as stream:
        stream.seek(offset)
        return stream.read(len(lines)) == lines
