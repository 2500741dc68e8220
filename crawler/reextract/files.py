"""Re-extraction, one WARC file at a time: those records that have no document yet, or all again."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from archive.documents import DocumentsWriter, read_documents, replace_documents
from archive.jobs import job_of, live_jobs, unextracted
from archive.layout import Archive, Stem
from archive.memory import complete, forget, remake
from archive.model.document import Document, to_json
from archive.warc import FindOriginal
from crawler.reextract.documents import documents_of
from crawler.reextract.fingerprints import fingerprint_of
from crawler.reextract.workers import each_file


@dataclass(frozen=True, slots=True)
class Remade:
    """How many documents one WARC file gave."""

    stem: Stem
    documents: int


def reextract_missing(archive: Archive, site: str, workers: int = 1) -> Iterator[Remade]:
    """Makes the documents that crawls of a site which did not end still owe, file by file as they are done.

    Documents stand in the order of their records, so those that are missing follow the last one. Translation units
    that are missing are made too. The caller holds the site's lock; where others share it, the files of their jobs,
    which are live, are passed over. ``workers`` are processes.
    """
    live = live_jobs(archive)
    dead = [stem for stem in archive.stems_of(site) if stem.job not in live]
    owing = [stem for stem in unextracted(archive) if stem in dead]
    for stem in dead:
        if stem not in owing and not archive.bitext_file(stem).exists():
            complete(archive, stem)
    return _marked(archive, each_file(continue_file, archive, owing, workers))


def _marked(archive: Archive, made: Iterator[tuple[Stem, int]]) -> Iterator[Remade]:
    for stem, documents in made:
        job_of(archive, stem).mark_extracted(archive, stem)
        yield Remade(stem, documents)


def remake_file(archive: Archive, stem: Stem, find_original: FindOriginal) -> int:
    """Makes all documents of one WARC file again, and their translation units; how many documents there are.

    The file of documents is replaced in one step. Raises ArchiveDamaged at a record that is torn; all is then as it
    was.
    """
    documents = list(
        documents_of(archive, archive.warc_file(stem), find_original, fingerprint_of(archive, stem.site))
    )
    forget(archive, stem)
    replace_documents(archive.documents_file(stem), documents)
    remake(archive, stem, documents)
    return len(documents)


def continue_file(archive: Archive, stem: Stem, find_original: FindOriginal) -> int:
    """Makes the documents and units that one WARC file still owes; how many documents there are."""
    path = archive.documents_file(stem)
    made = 0
    with DocumentsWriter(path) as writer:
        fingerprint = fingerprint_of(archive, stem.site)
        warc, start = archive.warc_file(stem), _next_offset(path)
        for document in documents_of(archive, warc, find_original, fingerprint, start):
            writer.append([document])
            made += 1
    complete(archive, stem)
    return made


def _next_offset(path: Path) -> int:
    """The offset in the WARC file behind the record of the last document."""
    end = 0
    for stored in read_documents(path):
        capture = stored.document.capture
        end = (capture.offset or 0) + (capture.length or 0)
    return end


def changes(archive: Archive, stem: Stem, find_original: FindOriginal) -> Iterator[str]:
    """What re-extraction of one WARC file would change, as lines of a unified diff of the documents' JSON."""
    before = {line.document.capture.offset: line.document for line in read_documents(archive.documents_file(stem))}
    fingerprint = fingerprint_of(archive, stem.site)
    made_again = documents_of(archive, archive.warc_file(stem), find_original, fingerprint)
    after = {made.capture.offset: made for made in made_again}
    for offset in sorted({*before, *after}, key=lambda offset: offset or 0):
        old, new = before.get(offset), after.get(offset)
        if old != new:
            yield from unified_diff(
                _lines(old), _lines(new), _label("stored", old), _label("made again", new), lineterm=""
            )


def _lines(document: Document | None) -> list[str]:
    return json.dumps(to_json(document), ensure_ascii=False, indent=1).splitlines() if document else []


def _label(state: str, document: Document | None) -> str:
    return f"{state} {document.url}" if document else "nothing"
