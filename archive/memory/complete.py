"""Makes the translation units that documents files still owe.

``bitext/X.jsonl`` holds the units of the documents in ``documents/X.jsonl``, in their order. A document is in its
file before its units are, so what is missing after a crash is at the end: a file of units stands up to the last of
its documents whose units all say what the blocks say, and from that document on everything is made again, for its own
units may have been cut short. What follows an odd line, a document whose units are not where they should be, or
units of a document that is not there or has other text, is stale, and made again too. A re-extraction takes the units
away before it replaces the documents, so none outlives the pairs that it was made from. Where nothing is owed, no
file is touched.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from archive.bitext.units import Side, TranslationUnit, text_of, units
from archive.disk import disk_errors, sync_directory
from archive.documents import StoredDocument, read_documents
from archive.errors import ArchiveDamaged, ArchiveLocked
from archive.fixity import forget_seal
from archive.jobs import lock_site
from archive.layout import Archive, Stem
from archive.memory.reader import StoredUnit, read_stored
from archive.memory.writer import UnitsWriter, line_of
from archive.model.document import Document

Tell = Callable[[str, float], None]
"""Is told, while units are made, of which file and how much of it is done, from 0 to 1."""

logger = logging.getLogger(__name__)


def tell_nobody(file: str, done: float) -> None:
    """Takes the news of progress where nobody asks for it."""


def made_units(document: Document) -> list[TranslationUnit]:
    """The document's units; none, and a line in the log, where finding them failed."""
    try:
        return list(units(document))
    except Exception:  # a fault of ours on one page must not end a crawl; a re-extraction makes them again
        logger.exception(
            "%s: its translation units were not found; 'scrapy reextract --all' tries again", document.url
        )
        return []


def forget(archive: Archive, stem: Stem) -> None:
    """Removes the units of a documents file, for good when it returns; before its documents change."""
    path = archive.bitext_file(stem)
    forget_seal(path)
    with disk_errors(path):
        if path.exists():
            path.unlink()
            sync_directory(path.parent)


class Completion(NamedTuple):
    """What was done to a file of units: how many were made, and how many bytes were cut that were stale or torn."""

    made: int = 0
    cut: int = 0


def complete(archive: Archive, stem: Stem, tell: Tell = tell_nobody) -> Completion:
    """Makes the units that one documents file owes, and takes away what is stale. The caller holds the site's lock.

    Raises ArchiveDamaged at a line of the documents file that is no document.
    """
    path = archive.documents_file(stem)
    if not path.exists():
        forget(archive, stem)
        return Completion()
    standing = _standing(path, archive.bitext_file(stem))
    size = path.stat().st_size
    made = cut = 0
    with UnitsWriter(archive.bitext_file(stem)) as writer:
        cut += writer.cut
        at = standing.units
        for stored in read_documents(path, standing.documents):
            lines = b"".join(map(line_of, made_units(stored.document)))
            if not _has(writer.path, at, lines):
                cut += writer.truncate(at)
                writer.append_lines(lines)
                made += lines.count(b"\n")
            at += len(lines)
            tell(path.name, (stored.offset + stored.length) / size)
        cut += writer.truncate(at)
    return Completion(made, cut)


def complete_all(archive: Archive, stems: Iterable[Stem], tell: Tell = tell_nobody) -> int:
    """Makes the units that the documents files of these stems owe; how many.

    Sites that are being crawled are left out, for their crawl makes them, and documents files that are damaged.
    """
    made = 0
    for site, group in groupby(sorted(stems, key=str), key=lambda stem: stem.site):
        with suppress(ArchiveLocked), lock_site(archive, site):
            for stem in group:
                with suppress(ArchiveDamaged):  # 'archive check' tells of it
                    made += complete(archive, stem, tell).made
    return made


class _Standing(NamedTuple):
    """How far two files go together: offsets in bytes of the last document that has units, and of its units."""

    documents: int
    units: int


def _standing(documents: Path, bitext: Path) -> _Standing:
    found = _Standing(0, 0)
    groups = _groups(bitext)
    group = next(groups, None)
    for stored in read_documents(documents):
        if group is None:
            break
        if _key(group[0].unit) == (stored.document.id, stored.document.version):
            if not all(_is_right(each.unit, stored) for each in group):
                break
            found = _Standing(stored.offset, group[0].offset)
            group = next(groups, None)
        elif stored.document.pairs and made_units(stored.document):
            break
    return found


def _groups(bitext: Path) -> Iterator[list[StoredUnit]]:
    """The units of a file, those of a document together, up to the first line that is none."""
    with suppress(ArchiveDamaged):
        for _, group in groupby(read_stored(bitext), key=lambda stored: _key(stored.unit)):
            yield list(group)


def _key(unit: TranslationUnit) -> tuple[str, str]:
    return unit.document, unit.version


def _is_right(unit: TranslationUnit, stored: StoredDocument) -> bool:
    return not unit.is_across and not side_faults(unit.source, stored.document) + side_faults(
        unit.target, stored.document
    )


def side_faults(side: Side, document: Document) -> list[str]:
    """What does not fit between half of a unit and its document, a line each."""
    faults = []
    if (side.origin.url, side.origin.capture) != (document.url, document.capture):
        faults.append("its address or capture is not the document's")
    try:
        text = text_of({block.n: block for block in document.blocks}, side.places)
    except KeyError as error:
        return [*faults, f"there is no block {error} in the document"]
    if text != side.text:
        faults.append(f"its text is not what stands at {list(map(tuple, side.places))}")
    return faults


def _has(path: Path, offset: int, lines: bytes) -> bool:
    with path.open("rb") as stream:
        stream.seek(offset)
        return stream.read(len(lines)) == lines
