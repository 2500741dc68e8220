"""Re-extraction, one WARC file at a time: those records that have no document yet, or all again."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from difflib import unified_diff
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from archive.disk import replacing
from archive.documents import DOCUMENT_LINES, DocumentsWriter, read_documents
from archive.errors import ArchiveDamaged
from archive.fixity import remove_seal, seal_fault, write_seal
from archive.index import Index
from archive.jobs import job_of, outdated, unextracted
from archive.layout import Archive, WarcName
from archive.model.document import Document, to_json
from archive.translation_memory.completion import complete_units, make_units, remove_units
from archive.translation_memory.cross_page_units import remove_cross_page_units
from archive.translation_memory.unit_files import UNIT_LINES
from archive.warc import FindOriginal
from archive.withdrawal import Withdrawals
from crawler.extraction.body.site_template import Template
from crawler.reextract.documents import Part, documents_of
from crawler.reextract.templates import template_of
from crawler.reextract.workers import each_file
from crawler.rules import rules_revision


@dataclass(frozen=True, slots=True)
class Remade:
    """How many documents one WARC file gave."""

    stem: WarcName
    documents: int


def reextract_missing(
    archive: Archive, site: str, workers: int = 1, *, verify: bool = False, renew: bool = False
) -> Iterator[Remade]:
    """Make the documents that crawls of a site which did not end still owe, file by file as they are done.

    With ``verify`` documents files that are missing, or not what was written, are made again too; with ``renew``
    those that were made by other rules than today's.

    Documents stand in the order of their records, so those that are missing follow the last one. Translation units
    that are missing are made too. The caller holds the site's lock. ``workers`` are processes.
    """
    stems = archive.stems_of(site)
    owing = [stem for stem in unextracted(archive) if stem in stems]
    for stem in stems:
        if stem not in owing and not archive.bitext_file(stem).exists():
            with suppress(ArchiveDamaged):  # with ``verify`` its documents are made again, and their units
                complete_units(archive, stem)
    older = set(outdated(archive, rules_revision())) if renew else set()
    done = [stem for stem in stems if stem not in owing]
    lost = [stem for stem in done if stem in older or (verify and _is_lost(archive, stem))]
    if lost:
        remove_cross_page_units(archive, site)  # the index joins the site's pages anew
    return chain(
        _marked(archive, each_file(remake_file, archive, lost, workers)),
        _marked(archive, each_file(continue_file, archive, owing, workers)),
    )


def _is_lost(archive: Archive, stem: WarcName) -> bool:
    """Return whether the documents of a file that was extracted from are missing or not what was written."""
    path = archive.documents_file(stem)
    return seal_fault(path) is not None or not path.exists()


def _marked(archive: Archive, made: Iterator[tuple[WarcName, int]]) -> Iterator[Remade]:
    for stem, documents in made:
        job_of(archive, stem).mark_extracted(archive, stem, rules_revision())
        yield Remade(stem, documents)


@dataclass(frozen=True, slots=True)
class Lines:
    """Documents and their translation units as lines of the files that they belong in; how many documents."""

    documents: bytes
    units: bytes
    number: int


@dataclass(slots=True)
class NewFiles:
    """The documents file and the file of units of one WARC file, while they are made anew beside the old ones."""

    documents: BinaryIO
    units: BinaryIO
    number: int = 0

    def append(self, lines: Lines) -> None:
        """Add documents and their units; they come in the order of their records."""
        self.documents.write(lines.documents)
        self.units.write(lines.units)
        self.number += lines.number


@contextmanager
def made_anew(archive: Archive, stem: WarcName) -> Iterator[NewFiles]:
    """Files that take the place of the old ones, each in one step, when all inside has gone well.

    Units are taken away before the documents that they were made from.
    """
    bitext, path = archive.bitext_file(stem), archive.documents_file(stem)
    with replacing(bitext) as units, replacing(path) as documents:
        yield NewFiles(documents, units)
        remove_units(archive, stem)
        remove_seal(path)
    write_seal(path)
    write_seal(bitext)


def remake_file(
    archive: Archive, stem: WarcName, find_original: FindOriginal, template: Template | None = None
) -> int:
    """Make all documents of one WARC file again, and their translation units; how many documents there are.

    ``template`` is that of its crawl, the stored one unless given.

    What was extracted from a record that is damaged since is kept.
    """
    template = template or template_of(archive, stem)
    with made_anew(archive, stem) as new:
        for document in documents_of(archive, archive.warc_file(stem), find_original, template):
            new.append(_lines_of([document]))
    return new.number


def remake_part(archive: Archive, stem: WarcName, part: Part) -> Lines:
    """The documents of a part of a WARC file, and their translation units; the index finds payloads of revisits."""
    with Index(archive) as index:
        path, template = archive.warc_file(stem), template_of(archive, stem)
        return _lines_of(documents_of(archive, path, index.capture_with_digest, template, part))


def _lines_of(documents: Iterable[Document]) -> Lines:
    made = [
        (DOCUMENT_LINES.line(document), b"".join(map(UNIT_LINES.line, make_units(document))))
        for document in documents
    ]
    return Lines(b"".join(line for line, _ in made), b"".join(units for _, units in made), len(made))


def continue_file(archive: Archive, stem: WarcName, find_original: FindOriginal) -> int:
    """Make the documents and units that one WARC file still owes; how many documents there are.

    Where the documents that are there cannot be read, all are made again.
    """
    path = archive.documents_file(stem)
    try:
        start = _next_offset(path) if path.exists() else 0
    except ArchiveDamaged:
        return remake_file(archive, stem, find_original)
    made = 0
    with DocumentsWriter(path) as writer:
        template = template_of(archive, stem)
        for document in documents_of(archive, archive.warc_file(stem), find_original, template, Part(start)):
            writer.append([document])
            made += 1
    complete_units(archive, stem)
    return made


def _next_offset(path: Path) -> int:
    """The offset in the WARC file behind the record of the last document."""
    end = 0
    for stored in read_documents(path):
        capture = stored.document.capture
        end = (capture.offset or 0) + (capture.length or 0)
    return end


def changes(archive: Archive, stem: WarcName, find_original: FindOriginal, template: Template) -> Iterator[str]:
    """What re-extraction of one WARC file would change, as lines of a unified diff of the documents' JSON.

    Nothing is said of withdrawn documents.
    """
    before = {line.document.capture.offset: line.document for line in read_documents(archive.documents_file(stem))}
    is_withdrawn = Withdrawals.of_archive(archive).covers_document
    made_again = documents_of(archive, archive.warc_file(stem), find_original, template)
    after = {made.capture.offset: made for made in made_again}
    for offset in sorted({*before, *after}, key=lambda offset: offset or 0):
        old, new = before.get(offset), after.get(offset)
        if old != new and not any(map(is_withdrawn, filter(None, (old, new)))):
            yield from unified_diff(
                _json_lines(old), _json_lines(new), _label("stored", old), _label("made again", new), lineterm=""
            )


def _json_lines(document: Document | None) -> list[str]:
    return json.dumps(to_json(document), ensure_ascii=False, indent=1).splitlines() if document else []


def _label(state: str, document: Document | None) -> str:
    return f"{state} {document.url}" if document else "nothing"
