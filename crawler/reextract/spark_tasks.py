"""The tasks of Spark's workers: survey a WARC file, sketch its pages, learn a site's templates, re-extract a file.

A task fetches its file into a temporary archive, with the records of other files that its revisits need, does there
what ``scrapy reextract --all`` does for one file, and puts the results into the output.

A worker without memory raises MemoryError: that is not a fault of the file, and Spark gives the task to another
worker.
"""

import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.disk import digest_of_file, make_folder
from archive.document_and_unit_files import read_documents, remove_units, replace_documents
from archive.errors import ArchiveDamaged, ArchiveError, UsageError
from archive.jobs_and_locks import group_by_job
from archive.keeping.object_storage_and_uploads import fetch, fetch_range, file_name_of
from archive.layout import Archive, WarcName
from archive.manifest_and_seals import seal_file
from archive.model.capture import Damage
from archive.translation_memory.missing_and_cross_page_units import complete_units
from archive.warc.captures_and_pages import catalogue_whole
from archive.warc.warc_writer import FindOriginal
from archive.withdrawal import Withdrawals
from crawler.documents_of_captures import may_hold_article
from crawler.extraction.article.site_template_page_sketch_and_selectors import Template
from crawler.reextract.reextraction_of_files_and_worker_processes import reextract_file
from crawler.reextract.spark_inputs_and_output import (
    DIRECTORIES,
    Original,
    SourceFile,
    SparkOutput,
    earlier_original,
    partition_name,
    partitions,
)
from crawler.reextract.template_updates import sketches_of
from crawler.sites import Profile
from crawler.template_files_and_learning import LearnedTemplate, SketchedPage, learn_outdated

MADE = "made"
"""The directory of an output with a file for each WARC file whose results are complete."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey of a WARC file on Spark: digests of payloads ``wanted`` by its revisits, and ``held`` by its
    records.
    """

    source: SourceFile
    wanted: frozenset[str] = frozenset()
    held: Mapping[str, Original] = field(default_factory=dict)

    @classmethod
    def of_file(cls, url: str, path: Path) -> "Survey":
        """Survey the WARC file fetched from an address to ``path``. Raises ArchiveDamaged if it is damaged."""
        wanted: set[str] = set()
        held: dict[str, Original] = {}
        for found in catalogue_whole(path):
            if isinstance(found, Damage):  # its stored document is not available here
                raise ArchiveDamaged(found.what)
            digest = found.capture.payload_digest or ""
            if found.record_type == "response" and digest:
                original = Original(url, found)
                held[digest] = earlier_original(held.get(digest, original), original)
            elif found.record_type == "revisit" and may_hold_article(found):
                wanted.add(digest)
        return cls(SourceFile(url, path.stat().st_size, digest_of_file(path)), frozenset(wanted), held)


@dataclass(frozen=True, slots=True)
class WarcResult:
    """The result of re-extracting one WARC file on Spark, or its ``fault``; ``orphans`` counts missing payloads."""

    url: str
    documents: int = 0
    units: int = 0
    orphans: int = 0
    fault: str | None = None


def survey_warc(url: str) -> Survey:
    """Survey a WARC file on a Spark worker before its extraction: size and digest, payloads that it holds and
    needs.
    """
    try:
        with TemporaryDirectory() as directory:
            return Survey.of_file(url, _fetched(url, Archive(Path(directory)).create()))
    except Exception as error:  # an error with one file must not end the work on the others
        return Survey(SourceFile(url, fault=_fault_line(url, error)))


def sketch_warc(source: SourceFile, profile: Profile) -> list[bytes]:
    """Sketch the pages of a WARC file on a Spark worker for its site's template, a line each; none if an error
    occurs.
    """
    try:
        with TemporaryDirectory() as directory:
            archive = Archive(Path(directory)).create()
            stem, find_original = _laid_out(archive, source)
            return [
                page.encode() for page in sketches_of(archive, stem, find_original, Template("", profile=profile))
            ]
    except Exception as error:  # the error is reported when the file is re-extracted
        logger.info("%s", _fault_line(source.url, error))
        return []


def learn_site_templates(
    profile: Profile, files: Iterable[tuple[WarcName, list[bytes]]], out: str
) -> dict[str, Template]:
    """Learn the templates of a site's crawls on a Spark worker from the pages of all its files; return them by job.

    They are written below the address ``out``.
    """
    found, pages = dict(files), defaultdict[str, list[bytes]](list)
    jobs = group_by_job(list(found))
    for job, stems in jobs.items():
        for stem in stems:
            pages[job] += found[stem]
    made: dict[str, Template] = {}
    for each in learn_outdated(profile, jobs, lambda job: map(SketchedPage.decode, pages[job]), {}):
        made[_put_template(each, SparkOutput(out))] = each.template
    return made


def _put_template(made: LearnedTemplate, output: SparkOutput) -> str:
    """Write a template into the output; return its job."""
    site, _, job = made.template.name.rpartition("/")
    output.put_bytes(made.template.encode(made.jobs).encode(), f"templates/{site}-{job}.json")
    return job


def reextract_warc(source: SourceFile, template: Template, withdrawals: Withdrawals, out: str) -> WarcResult:
    """Re-extract one WARC file on a Spark worker: documents, translation units and Parquet, written below ``out``.

    ``template`` is that of its crawl; withdrawn documents are left out. Files are written one by one, each
    completely; ``made/STEM.json`` is written last, and marks them as complete.
    """
    try:
        with TemporaryDirectory() as directory:
            archive = Archive(Path(directory)).create()
            stem, find_original = _laid_out(archive, source)
            remade = reextract_file(archive, stem, find_original, template)
            documents = _remove_withdrawn(archive, stem, remade, withdrawals)
            units = archive.bitext_file(stem).read_bytes().count(b"\n")
            made = WarcResult(source.url, documents, units, source.orphans)
            _put(archive, stem, SparkOutput(out), _record(archive, stem, made))
            return made
    except Exception as error:  # an error with one file must not end the work on the others
        return WarcResult(source.url, fault=_fault_line(source.url, error))


def _laid_out(archive: Archive, source: SourceFile) -> tuple[WarcName, FindOriginal]:
    """Fetch a WARC file into an archive, with the originals of its revisits; return a function that finds these."""
    stem = WarcName.parse(_fetched(source.url, archive).name)
    for _, original in source.originals:
        _fetch_record(original, archive)
    return stem, {digest: original.entry for digest, original in source.originals}.get


def _remove_withdrawn(archive: Archive, stem: WarcName, documents: int, withdrawals: Withdrawals) -> int:
    """Remove withdrawn documents; return the number of the remaining ones."""
    if not withdrawals.standing:
        return documents
    path = archive.documents_file(stem)
    made = [stored.document for stored in read_documents(path)]
    shown = [each for each in made if not withdrawals.covers_document(each)]
    remove_units(archive, stem)
    replace_documents(path, shown)
    complete_units(archive, stem)
    return len(shown)


def _fetched(url: str, archive: Archive) -> Path:
    """The WARC file, fetched into the archive.

    Raises UsageError if its name is not that of a WARC file, ArchiveMissing and ArchiveUnusable if it cannot be
    fetched.
    """
    name = file_name_of(url)
    path = archive.new_warc_file(WarcName.parse(name))
    if name != path.name:
        raise UsageError(f"{url}: not a finished WARC file; 'archive check --repair' finishes what a crawl left open")
    make_folder(path.parent)
    fetch(url, path)
    return path


def _fetch_record(original: Original, archive: Archive) -> None:
    """Fetch one record of another WARC file, to the same offset of an otherwise empty file of the same name."""
    capture = original.entry.capture
    path = archive.new_warc_file(WarcName.parse(capture.warc or ""))
    make_folder(path.parent)
    fetch_range(original.url, capture.offset or 0, capture.length or 0, path)


def _record(archive: Archive, stem: WarcName, made: WarcResult) -> bytes:
    """The content of ``made/STEM.json``: size of the WARC file, counts, extractor, and digests."""
    paths = {"documents": archive.documents_file(stem), "bitext": archive.bitext_file(stem)}
    first = next(read_documents(paths["documents"]), None)
    values = {
        "warc": stem.warc,
        "bytes": archive.warc_file(stem).stat().st_size,
        "documents": made.documents,
        "units": made.units,
        "extractor": first.document.extractor.version if first else None,
        "sha256": {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in paths.items()},
    }
    return json.dumps(values, indent=1).encode() + b"\n"


def _put(archive: Archive, stem: WarcName, output: SparkOutput, record: bytes) -> None:
    """Write the results into the output; the mark of an earlier job with other results is removed meanwhile."""
    said = f"{MADE}/{stem}.json"
    if output.read(said) != record:
        output.remove(said)
    for path in (archive.documents_file(stem), archive.bitext_file(stem)):
        for each in (path, seal_file(path)):
            output.put(each, each.relative_to(archive.root).as_posix())
    written = set()
    for name, pieces in partitions(archive, stem):
        path = archive.root / "partition.parquet"
        with path.open("wb") as stream:
            stream.writelines(pieces)
        output.put(path, name)
        written.add(name)
    _remove_others(stem, output, written)
    output.put_bytes(record, said)


def _remove_others(stem: WarcName, output: SparkOutput, written: Set[str]) -> None:
    """Remove files that an earlier job wrote into partitions that now have no row of the WARC file."""
    for directory in DIRECTORIES:
        for year in output.names(f"{directory}/site={stem.site}"):
            name = partition_name(directory, stem, year.removeprefix("year="))
            if name not in written:
                output.remove(name)


def _fault_line(url: str, error: Exception) -> str:
    """The message for a file that failed; the traceback of an unexpected error goes into the log.

    Raises MemoryError if that is the error.
    """
    if isinstance(error, MemoryError):
        raise error
    if isinstance(error, ArchiveError):
        return str(error)
    logger.exception("%s: re-extraction failed", url)
    return f"{url}: {' '.join(str(error).split()) or type(error).__name__}; the worker's log has the trace"
