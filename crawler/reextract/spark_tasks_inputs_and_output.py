"""Re-extraction on Spark: WARC files with what is needed to read them, the tasks of its workers, and the output.

A task surveys a WARC file, sketches its pages, learns a site's template, or re-extracts a file: it fetches the file
into a temporary archive, with the records of other files that its revisits need, does there what ``scrapy reextract
--all`` does for one file, and puts the results into the output. A worker without memory raises MemoryError: that is
not a fault of the file, and Spark gives the task to another worker.

Without an index, the original of a revisit is the first record with its payload by time, file and offset, as in a
rebuilt index. Parquet files are partitioned by site and year; their columns are those of ``archive export parquet``
except ``site``, which is in the directories, as in Hive.
"""

import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TypeVar

from archive.disk import digest_of_file, make_folder
from archive.document_and_unit_files import read_documents, read_units, remove_units, replace_documents
from archive.errors import ArchiveDamaged, ArchiveError, UsageError
from archive.export.parquet_and_dataset import parquet_of_table
from archive.export.provenance import PageFacts
from archive.export.tables_csv_jsonl_moses_and_glossary import Table, block_table, unit_table
from archive.jobs_and_locks import group_by_job
from archive.keeping.merge_and_split import copy_withdrawals
from archive.keeping.object_storage_and_uploads import (
    STAGING,
    Storage,
    fetch,
    fetch_matching,
    fetch_range,
    file_name_of,
    filesystem_of,
    found_at,
    storage_errors,
)
from archive.layout import WARC_SUFFIX, Archive, WarcName, is_warc_name
from archive.manifest_and_seals import seal_file
from archive.model.capture import CatalogueEntry, Damage
from archive.model.document import Document
from archive.translation_memory.missing_and_cross_page_units import complete_units
from archive.warc.captures_and_pages import catalogue_whole
from archive.warc.warc_writer import FindOriginal
from archive.withdrawal import Withdrawals
from crawler.documents_of_captures import may_hold_article
from crawler.extraction.article.site_template_page_sketch_and_selectors import Template
from crawler.reextract.reextraction_of_files_and_worker_processes import reextract_file
from crawler.reextract.template_updates import sketches_of
from crawler.sites import KnownSites, Profile
from crawler.template_files_and_learning import LearnedTemplate, SketchedPage, learn_outdated

_GLOB_CHARACTERS = frozenset("*?[")


def expand_warc_urls(given: Iterable[str]) -> list[str]:
    """Expand addresses, paths, globs and lists to the addresses of WARC files, each once.

    A list is a text file with an address or a glob a line; empty lines are ignored. A named file that does not exist
    is kept, so that its reader reports it. Raises ArchiveMissing if a glob matches nothing or a list does not exist,
    UsageError for an address of no known storage, StoreUnusable if the storage fails.
    """
    return list(dict.fromkeys(url for each in given for url in _expanded(each)))


def _expanded(given: str) -> list[str]:
    if _GLOB_CHARACTERS.intersection(given) or given.endswith(WARC_SUFFIX):
        return _matching(given)
    with storage_errors(given):
        storage, path = filesystem_of(given)
        with storage.open(path, "rt", encoding="utf-8") as lines:
            named = [line.strip() for line in lines]
    return [url for line in named if line for url in _matching(line)]


def _matching(given: str) -> list[str]:
    if _GLOB_CHARACTERS.intersection(given):
        return found_at(given)
    with storage_errors(given):
        storage, path = filesystem_of(given)
        return [str(storage.unstrip_protocol(path))]


@dataclass(frozen=True, slots=True)
class Original:
    """A response record with the payload of a revisit in another WARC file, and the address of that file."""

    url: str
    entry: CatalogueEntry

    @property
    def order(self) -> tuple[str, str, int]:
        """Return the sort key by which the first of several records with one payload is chosen."""
        capture = self.entry.capture
        return capture.date, capture.warc or "", capture.offset or 0


Payload = tuple[str, Original | None]
"""The digest of a payload, and the record with it; None if no file has it."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A WARC file to re-extract on Spark: its address, size in bytes and SHA-256 in hexadecimal digits.

    ``originals`` are the records that its revisits need, by digest; ``orphans`` counts payloads without a record.
    ``fault`` is the reason why the file cannot be read.
    """

    url: str
    size: int = 0
    sha256: str = ""
    originals: tuple[tuple[str, Original], ...] = ()
    orphans: int = 0
    fault: str | None = None

    def with_payloads(self, payloads: Iterable[Payload]) -> "SourceFile":
        """Return the WARC file with the original records for these payloads."""
        found = dict(payloads)
        originals = tuple((digest, original) for digest, original in sorted(found.items()) if original)
        return replace(self, originals=originals, orphans=len(found) - len(originals))


def earlier_original(one: Original, other: Original) -> Original:
    """Choose the one of two records with the same payload that revisits are read from."""
    return min(one, other, key=lambda each: each.order)


def distinct_files(sources: Iterable[SourceFile]) -> list[SourceFile]:
    """Choose the WARC files to re-extract, the largest first; of copies in several places only one.

    Raises UsageError if two files of one name differ.
    """
    known: dict[str, SourceFile] = {}
    for source in sources:
        first = known.setdefault(file_name_of(source.url), source)
        if first.sha256 != source.sha256:
            raise UsageError(f"{source.url} and {first.url} have one name, and differ; see 'archive check' in both")
    return sorted(known.values(), key=lambda source: (-source.size, source.url))


@dataclass(frozen=True, slots=True)
class SiteDecisions:
    """The withdrawals, and the profile of each site by name, of the archives that are re-extracted on Spark."""

    withdrawals: Withdrawals
    profiles: Mapping[str, Profile]

    @classmethod
    def of_archives(cls, urls: Iterable[str], sites: Iterable[str]) -> "SiteDecisions":
        """Read the withdrawals and sites' files of the archives of these WARC files, as ``archive merge`` joins them.

        If several archives have a file of a site, the first one's counts. Raises ArchiveDamaged for a malformed
        withdrawal, UsageError for a faulty site's file, StoreUnusable if a storage fails.
        """
        places = dict.fromkeys(map(archive_of, urls))
        with TemporaryDirectory() as directory:
            merged = _empty(Path(directory) / "merged")
            for number, place in enumerate(places):
                _take(merged, _empty(Path(directory) / str(number)), place)
            return cls(Withdrawals.of_archive(merged), {site: KnownSites(merged).named(site) for site in sites})


def archive_of(url: str) -> str:
    """Return the storage address of the archive to which the WARC file at an address belongs.

    >>> archive_of("s3://news/warc/a/2026/a-20261124093226-k3x9-00000.warc.gz")
    's3://news'
    >>> archive_of("s3://news/warc/a-20261124093226-k3x9-00000.warc.gz")
    's3://news'
    """
    name = file_name_of(url)
    place = url.removesuffix(f"/{name}")
    if is_warc_name(name):
        place = place.removesuffix(f"/{WarcName.parse(name).folder}")
    return place.rpartition("/")[0]


def _empty(root: Path) -> Archive:
    archive = Archive(root)
    for each in (archive.withdrawn_dir, archive.sites_dir):
        each.mkdir(parents=True)
    return archive


def _take(merged: Archive, one: Archive, place: str) -> None:
    fetch_matching(f"{place}/{one.withdrawn_dir.name}", "*.json", one.withdrawn_dir)
    fetch_matching(f"{place}/{one.sites_dir.name}", "*.toml", one.sites_dir)
    copy_withdrawals(merged, one)
    for path in one.sites_dir.iterdir():
        if not (merged.sites_dir / path.name).exists():
            copyfile(path, merged.sites_dir / path.name)


T = TypeVar("T")

DIRECTORIES = ("parquet/documents", "parquet/units")

_UNKNOWN_YEAR = "__HIVE_DEFAULT_PARTITION__"
"""The directory of rows without a value in the column, as Hive, Spark and Arrow name it."""


def partitions(archive: Archive, stem: WarcName) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Write one WARC file's documents and units as Parquet files by year: the name of each, and its content in
    pieces.

    Raises ArchiveDamaged at a line that is not a document or not a unit.
    """
    documents = [stored.document for stored in read_documents(archive.documents_file(stem))]
    years = {(document.id, document.version): _year_of(document) for document in documents}
    of_year = _by_year((years[document.id, document.version], document) for document in documents)
    for year, some in of_year.items():
        yield partition_name(DIRECTORIES[0], stem, year), parquet_of_table(_without_site(block_table(some)))
    facts = {(document.id, document.version): PageFacts.of_document(document) for document in documents}
    units = _by_year((years[unit.document, unit.version], unit) for unit in read_units(archive.bitext_file(stem)))
    for year, few in units.items():
        table = _without_site(unit_table(few, lambda origin: facts.get((origin.document, origin.version))))
        yield partition_name(DIRECTORIES[1], stem, year), parquet_of_table(table)


def partition_name(directory: str, stem: WarcName, year: str) -> str:
    """Return the name of the Parquet file of one WARC file in the partition of a site and year.

    >>> partition_name("parquet/units", WarcName.parse("daxinya-20261124093226-k3x9-00000"), "2015")
    'parquet/units/site=daxinya/year=2015/daxinya-20261124093226-k3x9-00000.parquet'
    """
    return f"{directory}/site={stem.site}/year={year}/{stem}.parquet"


def _year_of(document: Document) -> str:
    """The year in which the document was published, as the name of its partition."""
    return document.published[:4] if document.published else _UNKNOWN_YEAR


def _by_year(given: Iterable[tuple[str, T]]) -> Mapping[str, list[T]]:
    """The values by year, years in order."""
    found: defaultdict[str, list[T]] = defaultdict(list)
    for year, each in given:
        found[year].append(each)
    return dict(sorted(found.items()))


def _without_site(table: Table) -> Table:
    at = table.columns.index("site")
    rows = ((*left, *right) for left, right in table.rows)
    return Table((*table.columns[:at], *table.columns[at + 1 :]), ((row[:at], row[at + 1 :]) for row in rows))


SUCCESS = "_SUCCESS"
"""The name of the empty file that marks a complete output, as in Hadoop's jobs."""


class SparkOutput(Storage):
    """The storage that a re-extraction on Spark writes its files to."""

    def begin(self) -> "SparkOutput":
        """Mark the output of Spark as incomplete, remove unfinished files of killed jobs, and return the output
        itself.

        Raises UsageError if the address is that of an archive, which only its own commands write.
        """
        with storage_errors(self.url):
            if self._storage.exists(self._at("warc")):
                raise UsageError(f"{self.url} is an archive; write beside it, then copy documents/ and bitext/ there")
            if self._storage.exists(self._at(STAGING)):
                self._storage.rm(self._at(STAGING), recursive=True)
        self.remove(SUCCESS)
        return self

    def end(self) -> None:
        """Mark the output of Spark as complete."""
        self.put_bytes(b"", SUCCESS)
        if not self._puts_whole():
            with storage_errors(self.url):
                self._storage.rm(self._at(STAGING), recursive=True)


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
