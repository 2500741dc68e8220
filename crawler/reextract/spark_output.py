"""The output of a re-extraction on Spark: its place in storage, and Parquet partitions by site and year.

The columns are those of ``archive export parquet`` except ``site``, which is in the directories, as in Hive.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from archive.documents import read_documents
from archive.errors import UsageError
from archive.export.parquet import parquet_of_table
from archive.export.provenance import PageFacts
from archive.export.tables_and_lines import Table, block_table, unit_table
from archive.layout import Archive, WarcName
from archive.model.document import Document
from archive.storage import STAGING, Storage, storage_errors
from archive.translation_memory.unit_files import read_units

T = TypeVar("T")

DIRECTORIES = ("parquet/documents", "parquet/units")

_UNKNOWN_YEAR = "__HIVE_DEFAULT_PARTITION__"
"""The directory of rows without a value in the column, as Hive, Spark and Arrow name it."""


def partitions(archive: Archive, stem: WarcName) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The Parquet files of one WARC file's documents and units: the name of each, and its content in pieces.

    Raises ArchiveDamaged at a line that is not a document or not a unit.
    """
    documents = [stored.document for stored in read_documents(archive.documents_file(stem))]
    years = {(document.id, document.version): year_of(document) for document in documents}
    of_year = _by_year((years[document.id, document.version], document) for document in documents)
    for year, some in of_year.items():
        yield partition_name(DIRECTORIES[0], stem, year), parquet_of_table(_without_site(block_table(some)))
    facts = {(document.id, document.version): PageFacts.of_document(document) for document in documents}
    units = _by_year((years[unit.document, unit.version], unit) for unit in read_units(archive.bitext_file(stem)))
    for year, few in units.items():
        table = _without_site(unit_table(few, lambda origin: facts.get((origin.document, origin.version))))
        yield partition_name(DIRECTORIES[1], stem, year), parquet_of_table(table)


def partition_name(directory: str, stem: WarcName, year: str) -> str:
    """The name of the Parquet file of one WARC file in the partition of a year.

    >>> partition_name("parquet/units", WarcName.parse("daxinya-20261124093226-k3x9-00000"), "2015")
    'parquet/units/site=daxinya/year=2015/daxinya-20261124093226-k3x9-00000.parquet'
    """
    return f"{directory}/site={stem.site}/year={year}/{stem}.parquet"


def year_of(document: Document) -> str:
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
    return Table((*table.columns[:at], *table.columns[at + 1 :]), ((*row[:at], *row[at + 1 :]) for row in table.rows))


SUCCESS = "_SUCCESS"
"""The name of the empty file that marks a complete output, as in Hadoop's jobs."""


class SparkOutput(Storage):
    """The storage that the files are written to."""

    def begin(self) -> "SparkOutput":
        """Mark the output as incomplete, remove unfinished files of killed jobs, and return the output itself.

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
        """Mark the output as complete."""
        self.put_bytes(b"", SUCCESS)
        if not self._puts_whole():
            with storage_errors(self.url):
                self._storage.rm(self._at(STAGING), recursive=True)
