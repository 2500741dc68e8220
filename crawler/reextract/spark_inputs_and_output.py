"""The files of a re-extraction on Spark: WARC files with what is needed to read them, and the output.

Without an index, the original of a revisit is the first record with its payload by time, file and offset, as in a
rebuilt index. Parquet files are partitioned by site and year; their columns are those of ``archive export parquet``
except ``site``, which is in the directories, as in Hive.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TypeVar

from archive.document_and_unit_files import read_documents, read_units
from archive.errors import UsageError
from archive.export.parquet_and_dataset import parquet_of_table
from archive.export.provenance import PageFacts
from archive.export.tables_csv_jsonl_moses_and_glossary import Table, block_table, unit_table
from archive.keeping.merge_and_split import copy_withdrawals
from archive.keeping.object_storage_and_uploads import (
    STAGING,
    Storage,
    fetch_matching,
    file_name_of,
    filesystem_of,
    found_at,
    storage_errors,
)
from archive.layout import WARC_SUFFIX, Archive, WarcName, is_warc_name
from archive.model.capture import CatalogueEntry
from archive.model.document import Document
from archive.withdrawal import Withdrawals
from crawler.sites import KnownSites, Profile

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
