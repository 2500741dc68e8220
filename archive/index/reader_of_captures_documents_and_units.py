"""Reader of an archive's index: captures, documents, translation units, search results and counts.

Here are its methods that search, apply filters or read several tables; those that read one table are inherited from
the table's module.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from archive.errors import IndexMissing, IndexOutdated
from archive.index.query_language.query_terms_conditions_and_filters import Filters
from archive.index.search.facets_and_counts import (
    Counts,
    Facets,
    Summary,
    Values,
    read_counts,
    read_facets,
    read_names,
    read_summaries,
    read_timeline,
)
from archive.index.search.matching_rows_and_their_number import MatchingDocuments, MatchingRows, SearchOptions
from archive.index.search.ranking_cursors_and_snippets import SearchResult, rank, read_result, terms_to_mark
from archive.index.tables import database
from archive.index.tables.corpus_text_changes_and_filtered_rows import CorpusRows, passing_rows
from archive.index.tables.database import check_seal, connect_reader, engine_errors, time_limit
from archive.index.tables.document_rows import IndexedDocuments
from archive.index.tables.duplicate_groups import IndexedDuplicates
from archive.layout import Archive
from archive.model.document import Document
from archive.withdrawal import Withdrawals

if TYPE_CHECKING:
    from archive.bitext.translation_units import TranslationUnit
    from archive.index.tables.unit_rows import UnitRows
    from archive.rights_of_pages_and_sites import SiteRights

DEFAULT = SearchOptions()


class Index(IndexedDocuments, IndexedDuplicates, CorpusRows):
    """The index of an archive, opened to read; each call sees what was committed before it, and waits for no writer.

    Methods that read captures alone are inherited from ``Catalogue``, documents alone from ``IndexedDocuments``,
    copies of a text from ``IndexedDuplicates``, and rows for the corpus from ``CorpusRows``.

    Opening raises ArchiveMissing where there is no archive or no index, and ArchiveDamaged where this program cannot
    read the index; the message says how to rebuild it. Methods that take a query raise UsageError when it is invalid.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive, self._file = archive, archive.index_file
        check_seal(self._file)
        self._connection = connect_reader(archive)
        try:
            with engine_errors(self._file):
                self._check()
        except BaseException:
            self._connection.close()
            raise

    @property
    def withdrawals(self) -> Withdrawals:
        """Return the archive's withdrawals as they are now."""
        return Withdrawals.of_archive(self._archive)

    def warc_files(self) -> list[str]:
        """List the names of the WARC files of which the index holds captures or documents, in order."""
        with self.snapshot():
            rows = self._connection.execute("SELECT warc FROM captures UNION SELECT warc FROM documents ORDER BY 1")
            return [warc for (warc,) in rows if warc]

    def search(
        self, query: str, filters: Filters, limit: int, after: str | None = None, options: SearchOptions = DEFAULT
    ) -> SearchResult:
        """Search the current versions of documents: the number of hits, and the ``limit`` best after a cursor.

        An empty query returns all documents that pass the filters, the newest first. ``after`` is ``next`` of the
        page before.

        Raises UsageError when the query is invalid or ``after`` is no cursor.
        """
        with self.snapshot():
            return read_result(self._matching(query, filters, options), limit, after)

    def search_with_facets(
        self, query: str, filters: Filters, limit: int, after: str | None = None, options: SearchOptions = DEFAULT
    ) -> tuple[SearchResult, Facets]:
        """Search the index and count the hits by facets, in less time than ``search`` and ``facets`` take."""
        with self.snapshot():
            matching = self._matching(query, filters, options)
            facets = read_facets(matching)  # which counts what there is
            return read_result(matching, limit, after), facets

    def matches(self, query: str, filters: Filters, most: int, options: SearchOptions = DEFAULT) -> MatchingDocuments:
        """Find the documents that match a query, best first, for the concordance; each copy of a text counts.

        The best ``most`` are chosen at the start and read on demand; one that is deleted meanwhile is left out.

        Raises UsageError when the query is invalid.
        """
        with self.snapshot():
            matching = self._matching(query, filters, replace(options, apart=True, units=True))
            ranking = rank(matching, most, None)
        return self._matching_documents(matching, ranking.documents, [place.number for place in ranking.places])

    def drawn_matches(self, query: str, filters: Filters, most: int | None, seed: int) -> MatchingDocuments:
        """Find the documents that match a query, in no order or drawn at random; each copy of a text counts.

        Of more than ``most``, that many are drawn at random: always the same for a seed, however they rank.

        Raises UsageError when the query is invalid.
        """
        with self.snapshot():
            matching = self._matching(query, filters, SearchOptions(apart=True, units=True))
            total, numbers = matching.drawn_rows(most, seed)
        return self._matching_documents(matching, total, numbers)

    def _matching_documents(self, matching: MatchingRows, total: int, numbers: Iterable[int]) -> MatchingDocuments:
        wanted = matching.query
        return MatchingDocuments(total, self._read(numbers), *terms_to_mark(wanted), wanted.sides)

    def facets(self, query: str, filters: Filters, options: SearchOptions = DEFAULT) -> Facets:
        """Count the hits of a query by site, kind, language, speaker and year."""
        with self.snapshot():
            return read_facets(self._matching(query, filters, options))

    def timeline(
        self, query: str, filters: Filters, unit: Literal["month", "year"] = "year", options: SearchOptions = DEFAULT
    ) -> Values:
        """Count the hits of a query by year or month of publication, in order."""
        with self.snapshot():
            return read_timeline(self._matching(query, filters, options), unit)

    def speakers(self) -> tuple[Summary, ...]:
        """List all speakers in the index with their numbers of documents, most first."""
        with self.snapshot():
            return read_summaries(self._connection, "speaker")

    def sites(self) -> tuple[Summary, ...]:
        """List all sites in the index with their numbers of documents, most first."""
        with self.snapshot():
            return read_summaries(self._connection, "site")

    def names(self, what: Literal["site", "language"]) -> tuple[str, ...]:
        """List the sites or languages that documents in the index have, without counting the documents."""
        with self.snapshot():
            return read_names(self._connection, what)

    def documents(self, filters: Filters, *, copies: bool = True) -> Iterator[Document]:
        """Read the current versions of all documents that pass the filters, by id; without ``copies`` each text once.

        They are chosen at the start; one that is deleted meanwhile is left out.
        """
        self._look_up_sites(filters)
        where, values = filters.where()
        with self.snapshot():
            numbers = self._connection.execute(
                "SELECT number FROM documents WHERE number IN (SELECT number FROM current) "  # noqa: S608 - our own
                f"AND {where} ORDER BY id",
                values,
            ).fetchall()
            kept = None if copies else set(passing_rows(self._connection, filters, copies=False))
        yield from self._read(number for (number,) in numbers if kept is None or number in kept)

    def passing_rows(self, filters: Filters, *, copies: bool) -> list[int]:
        """List the rows of current documents that pass the filters; each text once, unless ``copies`` count."""
        self._look_up_sites(filters)
        with self.snapshot():
            return passing_rows(self._connection, filters, copies=copies)

    def _unit_rows(self) -> "UnitRows":
        from archive.index.tables.unit_rows import UnitRows  # slow to import

        return UnitRows(self._connection)

    def units(self, filters: Filters) -> "Iterator[TranslationUnit]":
        """Read the translation units of all current documents that pass the filters, by document id.

        Units that join two pages stand once, behind those of their source's document, if either of the two pages
        passes. Which documents they are is settled at the start, and no more than one document's units are held.
        """
        self._look_up_sites(filters)
        with self.snapshot():
            numbers = self._unit_rows().numbers(filters)
        for number in numbers:
            with self.snapshot():
                found = self._unit_rows().passing(number, filters)
            yield from found

    def units_of(self, id_: str, version: str) -> "tuple[TranslationUnit, ...]":
        """Look up the translation units of one version of a document: those of its page, then cross-page units."""
        with self.snapshot():
            return self._unit_rows().of_version(id_, version)

    def versions_with_units(self, warc: str) -> list[tuple[str, str]]:
        """List id and version of each document from a WARC file that is indexed with translation units, in order."""
        with self.snapshot():
            return self._unit_rows().versions(warc)

    def counts(self) -> Counts:
        """Count captures, documents and versions in the index, by site, kind, language and year."""
        with self.snapshot():
            return read_counts(self._connection)

    def state(self) -> int:
        """Return a number that changes whenever another process writes to the index."""
        with engine_errors(self._file):
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reads inside see one state of the index, whatever is written meanwhile."""
        with engine_errors(self._file):
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    @contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """Limit all index queries inside to this time together; past it they raise AnswerTooSlow."""
        with time_limit(self._connection, seconds):
            yield

    def _check(self) -> None:
        if database.is_empty(self._connection):
            raise IndexMissing(f"{self._file} is empty; make it with 'archive index --rebuild'")
        if not database.is_current_version(self._connection):
            raise IndexOutdated(
                f"{self._file} was made by another version of this program, or by none; run 'archive index --rebuild'"
            )

    def site_rights(self) -> "SiteRights":
        """Return the rights statements of sites (licences, robots.txt), as captured in the index."""
        from archive.rights_of_pages_and_sites import SiteRights  # slow to import

        return SiteRights(self._archive, self.captures, self.original)

    def _matching(self, query: str, filters: Filters, options: SearchOptions) -> MatchingRows:
        self._look_up_sites(filters)
        return MatchingRows(self._connection, query, filters, options)

    def _look_up_sites(self, filters: Filters) -> None:
        """Register the SQL function that says what sites reserve, if the rights filter needs it."""
        if filters.rights is not None:
            self._connection.create_function("site_reserves", 2, self.site_rights().reserves)
