"""Re-extraction of WARC files: documents of records that have none yet, or all; in one process, or in several worker
processes, the largest files first.
"""

import gc
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from difflib import unified_diff
from functools import cached_property
from io import BytesIO
from itertools import chain, takewhile
from multiprocessing import get_context
from pathlib import Path
from typing import BinaryIO, ParamSpec, TypeVar

from archive.bitext.alignment.kept_alignments import Alignments, KeptAlignments
from archive.document_and_unit_files import (
    DOCUMENT_LINES,
    UNIT_LINES,
    DocumentsWriter,
    gzip_member,
    read_documents,
    replace_files,
)
from archive.errors import ArchiveDamaged
from archive.index import Index
from archive.jobs_and_locks import job_of, outdated, unextracted
from archive.layout import Archive, WarcName
from archive.manifest_and_seals import seal_fault
from archive.model.capture import CatalogueEntry, Damage
from archive.model.document import Document, to_json
from archive.translation_memory.missing_and_cross_page_units import (
    complete_units,
    make_units,
    remove_cross_page_units,
)
from archive.warc.captures_and_pages import catalogue_whole
from archive.warc.warc_writer import FindOriginal
from archive.withdrawal import Withdrawals
from crawler.documents_of_captures import may_hold_article, page_of_capture, read_document_and_sketch
from crawler.extraction.article.site_template_page_sketch_and_selectors import Template
from crawler.rules_revision_of_documents_and_sketches import rules_revision
from crawler.template_files_and_learning import SketchedPage, template_of

Work = Callable[[Archive, WarcName, FindOriginal], int]
"""The function that is run on a file; a worker process imports it, so it must belong to a module."""

P = ParamSpec("P")
T = TypeVar("T")


def for_each_file(
    work: Work, archive: Archive, stems: Sequence[WarcName], workers: int
) -> Iterator[tuple[WarcName, int]]:
    """Run ``work`` on each WARC file in workers, and yield its result as it is finished; the largest files first.

    An error for one file is raised here, once the files that are being worked on are finished.
    """
    if workers == 1 or len(stems) < 2:
        yield from ((stem, _run_on_file(work, archive, stem)) for stem in stems)
        return
    with worker_pool(min(workers, len(stems))) as pool:
        futures = {pool.submit(_run_on_file, work, archive, stem): stem for stem in largest_first(archive, stems)}
        for future in as_completed(futures):
            yield futures[future], future.result()


@contextmanager
def worker_pool(number: int) -> Iterator[Executor]:
    """Start a pool of worker processes for re-extraction; with one worker, this process does the work itself, at
    once.

    Tasks that wait when the block ends are cancelled.
    """
    if number == 1:
        collect_garbage_seldom()
        yield _ThisProcess()
        return
    with ProcessPoolExecutor(number, get_context("spawn"), collect_garbage_seldom) as pool:
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)


def collect_garbage_seldom() -> None:
    """Look for cyclic garbage every few pages: a page has thousands of objects, nearly all in use until its end."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _run_on_file(work: Work, archive: Archive, stem: WarcName) -> int:
    """The result of ``work`` for a file; payloads of revisits are found by the archive's index."""
    with Index(archive) as index:
        return work(archive, stem, index.capture_with_digest)


def largest_first(archive: Archive, stems: Sequence[WarcName]) -> list[WarcName]:
    """Order WARC files by size, so that no large one is begun when the others are nearly finished."""
    return sorted(stems, key=lambda stem: archive.warc_file(stem).stat().st_size, reverse=True)


def available_cores() -> int:
    """Return the number of processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _ThisProcess(Executor):
    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # raised when the result is read
            future.set_exception(error)
        return future


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a WARC file to re-extract: the records from the offset ``start`` on, at which one begins, and before
    ``end``.
    """

    start: int = 0
    end: int | None = None

    def holds(self, found: CatalogueEntry | Damage) -> bool:
        """Return whether a capture or damage, which does not begin before the part, is in this part of a WARC
        file.
        """
        offset = found.offset if isinstance(found, Damage) else found.capture.offset or 0
        return self.end is None or offset < self.end


WHOLE = Part()


def parts(offsets: Iterable[int], least: int) -> Iterator[Part]:
    """Divide a WARC file with records at these offsets into parts for worker processes, each of at least
    ``least`` bytes.

    They are in order, and together the whole file.

    >>> list(parts([300, 200_000, 600_000, 700_000], 512 * 1024))
    [Part(start=0, end=600000), Part(start=600000, end=None)]
    """
    start = 0
    for offset in offsets:
        if offset - start >= least:
            yield Part(start, offset)
            start = offset
    yield Part(start)


def documents_of(
    archive: Archive,
    path: Path,
    find_original: FindOriginal,
    template: Template | None,
    part: Part = WHOLE,
    sketches: BinaryIO | None = None,
) -> Iterator[Document]:
    """Extract the documents of the captures in one WARC file, or in a part of it, in the order of the records.

    ``template`` is the site's template for the file's crawl. ``find_original`` returns the response record with a
    payload's digest. A page too large to read, and a revisit whose payload is not in the archive, have no document.
    The stored document of a record that can no longer be read is kept. The sketches of the
    pages are written to ``sketches``.
    """
    stored = _Stored(archive, path)
    for found in takewhile(part.holds, catalogue_whole(path, part.start)):
        if isinstance(found, Damage):
            yield from stored.within(found)
        elif may_hold_article(found):
            try:
                page = page_of_capture(archive, found, find_original)
            except ArchiveDamaged:
                yield from stored.at(found.capture.offset)
                continue
            document, sketch = read_document_and_sketch(page, template, MemoryError) if page else (None, None)
            if sketch and sketches is not None:
                sketches.write(SketchedPage.of_capture(found.capture, sketch).encode())
            if document and document.is_article:
                yield document


class _Stored:
    """The stored documents of a WARC file, read at the first access."""

    def __init__(self, archive: Archive, warc: Path) -> None:
        self._path = archive.documents_file(WarcName.parse(warc.name))

    def within(self, damage: Damage) -> Iterator[Document]:
        """Return the stored documents whose records are in the damaged part, in order."""
        return (document for document in self._documents if damage.holds(document.capture.offset))

    def at(self, offset: int | None) -> Iterator[Document]:
        """Return the stored document of the record at an offset, if there is one."""
        return (document for document in self._documents if document.capture.offset == offset)

    @cached_property
    def _documents(self) -> list[Document]:
        found: list[Document] = []
        with suppress(ArchiveDamaged, FileNotFoundError):
            found.extend(stored.document for stored in read_documents(self._path))
        return found


@dataclass(frozen=True, slots=True)
class ReextractedFile:
    """A WARC file that was re-extracted, and the number of its documents."""

    stem: WarcName
    documents: int


def reextract_missing(
    archive: Archive, site: str, workers: int = 1, *, verify: bool = False, renew: bool = False
) -> Iterator[ReextractedFile]:
    """Re-extract a site's WARC files whose documents are missing since a crawl broke off; each is yielded when done.

    With ``verify``, documents files that are missing or do not match their seals are made again too; with ``renew``,
    those made by other rules than the current ones.

    Documents are in the order of their records, so missing ones follow the last one. Missing translation units are
    made too. The caller holds the site's lock. ``workers`` is the number of processes.
    """
    stems = archive.warc_names_of(site)
    pending = unextracted(archive, site)
    for stem in stems:
        if stem not in pending and not archive.bitext_file(stem).exists():
            with suppress(ArchiveDamaged):  # with ``verify``, its documents and units are made again
                complete_units(archive, stem)
    older = set(outdated(archive, rules_revision(), site)) if renew else set()
    done = [stem for stem in stems if stem not in pending]
    lost = [stem for stem in done if stem in older or (verify and _needs_reextraction(archive, stem))]
    if lost:
        remove_cross_page_units(archive, site)  # the index update makes them again
    return chain(
        marked(archive, for_each_file(reextract_file, archive, lost, workers)),
        marked(archive, for_each_file(_continue_file, archive, pending, workers)),
    )


def _needs_reextraction(archive: Archive, stem: WarcName) -> bool:
    """Return whether the documents file of an extracted WARC file is missing or does not match its seal."""
    path = archive.documents_file(stem)
    return seal_fault(path) is not None or not path.exists()


def marked(archive: Archive, made: Iterator[tuple[WarcName, int]]) -> Iterator[ReextractedFile]:
    """Record each re-extracted WARC file as extracted by the current rules."""
    for stem, documents in made:
        job_of(archive, stem).mark_extracted(archive, stem, rules_revision())
        yield ReextractedFile(stem, documents)


@dataclass(frozen=True, slots=True)
class FileLines:
    """Re-extracted documents and their translation units as lines of their files, and the number of documents.

    ``sketches`` are those of all pages, where they are wanted, ``alignments`` those that can be kept.
    """

    documents: bytes
    units: bytes
    number: int
    sketches: bytes = b""
    alignments: Alignments = field(default_factory=dict)


def reextract_file(
    archive: Archive,
    stem: WarcName,
    find_original: FindOriginal,
    template: Template | None = None,
    sketches: BinaryIO | None = None,
) -> int:
    """Re-extract one WARC file: make all of its documents and translation units again; return the number of
    documents.

    ``template`` is that of its crawl, the stored one unless given. Documents of records that were damaged meanwhile
    are kept. The sketches of the pages are written to ``sketches``.
    """
    template = template or template_of(archive, stem)
    path = archive.alignments_file(stem)
    with replace_files(archive, stem) as new, KeptAlignments.of_file(path).in_use() as alignments:
        for document in documents_of(archive, archive.warc_file(stem), find_original, template, WHOLE, sketches):
            lines = _lines_of([document])
            new.append(lines.documents, lines.units, lines.number)
    alignments.store(path)
    return new.number


def reextract_part(archive: Archive, stem: WarcName, part: Part, with_sketches: bool = False) -> FileLines:
    """Re-extract a part of a WARC file: its documents and translation units; payloads of revisits come by the
    index.
    """
    sketches = BytesIO() if with_sketches else None
    kept = KeptAlignments.of_file(archive.alignments_file(stem))
    with Index(archive) as index, kept.in_use():
        path, template = archive.warc_file(stem), template_of(archive, stem)
        lines = _lines_of(documents_of(archive, path, index.capture_with_digest, template, part, sketches))
    return replace(lines, sketches=sketches.getvalue() if sketches else b"", alignments=kept.used)


def _lines_of(documents: Iterable[Document]) -> FileLines:
    made = [
        (gzip_member(DOCUMENT_LINES.line(document)), b"".join(map(UNIT_LINES.line, make_units(document))))
        for document in documents
    ]
    return FileLines(b"".join(line for line, _ in made), b"".join(units for _, units in made), len(made))


def _continue_file(archive: Archive, stem: WarcName, find_original: FindOriginal) -> int:
    """Make the pending documents and units of one WARC file; return the number of documents made.

    If its stored documents cannot be read, all are made again.
    """
    path = archive.documents_file(stem)
    try:
        start = _next_offset(path) if path.exists() else 0
    except ArchiveDamaged:
        return reextract_file(archive, stem, find_original)
    made = 0
    with DocumentsWriter(path) as writer:
        template = template_of(archive, stem)
        for document in documents_of(archive, archive.warc_file(stem), find_original, template, Part(start)):
            writer.append([document])
            made += 1
    complete_units(archive, stem)
    return made


def _next_offset(path: Path) -> int:
    """The offset in the WARC file after the record of the last document."""
    end = 0
    for stored in read_documents(path):
        capture = stored.document.capture
        end = (capture.offset or 0) + (capture.length or 0)
    return end


def document_changes(
    archive: Archive, stem: WarcName, find_original: FindOriginal, template: Template
) -> Iterator[str]:
    """Show the changes that re-extraction of one WARC file would make, as a unified diff of the documents' JSON.

    Withdrawn documents are left out.
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
