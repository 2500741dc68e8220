"""WARC files made again where their archives are not at hand: fetched, extracted from, what is made put elsewhere.

Each is laid into an archive of its own, which is thrown away, with those records of other files
that its revisits need; then what ``scrapy reextract --all`` does for a file is done there.

A worker without memory raises MemoryError: what is wrong is not wrong with the file, and Spark gives the task to
another.
"""

import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.documents import read_documents, replace_documents
from archive.errors import ArchiveError, UsageError
from archive.fixity import seal_file
from archive.layout import Archive, WarcName
from archive.storage import fetch
from archive.translation_memory.completion import complete_units, remove_units
from archive.warc import FindOriginal
from archive.withdrawal import Withdrawals
from crawler.extraction.body.site_template import Template
from crawler.extraction.kind.sections import SectionChoices
from crawler.reextract.files import remake_file
from crawler.reextract.partitions import DIRECTORIES, partition_name, partitions
from crawler.reextract.payloads import Original, Source, Survey
from crawler.reextract.settling import sketches_of
from crawler.reextract.sketches import SketchedPage
from crawler.reextract.storage import Output, fetch_range, name_of
from crawler.reextract.templates import Learned, jobs_of, learned

MADE = "made"
"""The directory of an output with a file for each WARC file of which all has been put there."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """What one WARC file gave, or why it gave nothing; ``orphans`` are payloads of its revisits that are nowhere."""

    url: str
    documents: int = 0
    units: int = 0
    orphans: int = 0
    fault: str | None = None


def survey(url: str) -> Survey:
    """What has to be known of a WARC file before it is extracted from."""
    try:
        with TemporaryDirectory() as directory:
            return Survey.of(url, _fetched(url, Archive(Path(directory)).create()))
    except Exception as error:  # what is wrong with one file, or with us at it, must not end the others' work
        return Survey(Source(url, fault=_told(url, error)))


def sketch(source: Source) -> list[bytes]:
    """The pages of a WARC file, as they count for the template of its site, a line each; none where that fails."""
    try:
        with TemporaryDirectory() as directory:
            archive = Archive(Path(directory)).create()
            stem, find_original = _laid_out(archive, source)
            return [page.encode() for page in sketches_of(archive, stem, find_original, Template(""))]
    except Exception as error:  # what is wrong is said when the file is made
        logger.info("%s", _told(source.url, error))
        return []


def learn(
    site: str, files: Iterable[tuple[WarcName, list[bytes]]], choices: SectionChoices, out: str
) -> dict[str, Template]:
    """The templates of a site's crawls by their jobs, which follow from the pages of all its files.

    They are put below the address ``out``.
    """
    found, pages = dict(files), defaultdict[str, list[bytes]](list)
    jobs = jobs_of(list(found))
    for job, stems in jobs.items():
        for stem in stems:
            pages[job] += found[stem]
    made: dict[str, Template] = {}
    for each in learned(site, jobs, lambda job: map(SketchedPage.decode, pages[job]), {}, choices):
        made[_put_template(each, Output(out))] = each.template
    return made


def _put_template(made: Learned, output: Output) -> str:
    """Put a template where it belongs; the job that it is of."""
    site, _, job = made.template.name.rpartition("/")
    output.put_bytes(made.template.encode(made.jobs).encode(), f"templates/{site}-{job}.json")
    return job


def make(source: Source, template: Template, withdrawals: Withdrawals, out: str) -> Made:
    """Make documents, translation units and Parquet of one WARC file and puts them below the address ``out``.

    ``template`` is that of its crawl; what was withdrawn is left out.

    They are put there whole, file by file; that all are is said last, by ``made/STEM.json``.
    """
    try:
        with TemporaryDirectory() as directory:
            archive = Archive(Path(directory)).create()
            stem, find_original = _laid_out(archive, source)
            remade = remake_file(archive, stem, find_original, template)
            documents = _shown(archive, stem, remade, withdrawals)
            units = archive.bitext_file(stem).read_bytes().count(b"\n")
            made = Made(source.url, documents, units, source.orphans)
            _put(archive, stem, Output(out), _record(archive, stem, made))
            return made
    except Exception as error:  # what is wrong with one file, or with us at it, must not end the others' work
        return Made(source.url, fault=_told(source.url, error))


def _laid_out(archive: Archive, source: Source) -> tuple[WarcName, FindOriginal]:
    """Lay a WARC file into an archive, with the records that its revisits need; what finds these."""
    stem = WarcName.parse(_fetched(source.url, archive).name)
    for _, original in source.originals:
        _fetch_record(original, archive)
    return stem, {digest: original.entry for digest, original in source.originals}.get


def _shown(archive: Archive, stem: WarcName, documents: int, withdrawals: Withdrawals) -> int:
    """Leave out what was withdrawn; how many documents are left."""
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
    """The WARC file, in the archive.

    Raises UsageError where it is not named as one, ArchiveMissing and ArchiveUnusable where it cannot be fetched.
    """
    name = name_of(url)
    path = archive.warc_dir / WarcName.parse(name).warc
    if name != path.name:
        raise UsageError(f"{url}: not a finished WARC file; 'archive check --repair' finishes what a crawl left open")
    fetch(url, path)
    return path


def _fetch_record(original: Original, archive: Archive) -> None:
    """Lay a record of another WARC file where it stands there, into a file of the same name with nothing else."""
    capture = original.entry.capture
    path = archive.warc_dir / WarcName.parse(capture.warc or "").warc
    fetch_range(original.url, capture.offset or 0, capture.length or 0, path)


def _record(archive: Archive, stem: WarcName, made: Made) -> bytes:
    """What ``made/STEM.json`` says: from how many bytes what was made, by which extractor."""
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


def _put(archive: Archive, stem: WarcName, output: Output, record: bytes) -> None:
    """Put what was made where it belongs; while it is not what an earlier job put there, no record says it is."""
    said = f"{MADE}/{stem}.json"
    if output.read(said) != record:
        output.remove(said)
    for path in (archive.documents_file(stem), archive.bitext_file(stem)):
        output.put(path, f"{path.parent.name}/{path.name}")
        output.put(seal_file(path), f"{path.parent.name}/{path.name}.sha256")
    written = set()
    for name, pieces in partitions(archive, stem):
        path = archive.root / "partition.parquet"
        with path.open("wb") as stream:
            stream.writelines(pieces)
        output.put(path, name)
        written.add(name)
    _remove_others(stem, output, written)
    output.put_bytes(record, said)


def _remove_others(stem: WarcName, output: Output, written: Set[str]) -> None:
    """Remove what an earlier job put into partitions in which nothing of the file is now."""
    for directory in DIRECTORIES:
        for year in output.names(f"{directory}/site={stem.site}"):
            name = partition_name(directory, stem, year.removeprefix("year="))
            if name not in written:
                output.remove(name)


def _told(url: str, error: Exception) -> str:
    """What is said of a file that gave nothing; the trace of a fault of ours goes into the log.

    Raises MemoryError where that is the error.
    """
    if isinstance(error, MemoryError):
        raise error
    if isinstance(error, ArchiveError):
        return str(error)
    logger.exception("%s: nothing was made of it", url)
    return f"{url}: {' '.join(str(error).split()) or type(error).__name__}; the worker's log has the trace"
