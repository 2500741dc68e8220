"""Reader of an archive's index: captures, documents, translation units, search results and counts."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from archive.errors import IndexMissing, IndexOutdated
from archive.index.query_language.conditions_and_filters import Filters
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
from archive.index.tables.captures_and_change_events import (
    Catalogue,
    ChangeEvent,
    EventRange,
    nearest_time,
    read_change_events,
    read_damage,
)
from archive.index.tables.corpus_text_changes_and_filtered_rows import (
    DocumentFacts,
    TextChanges,
    changed_rows,
    copy_rows,
    facts_of_rows,
    passing_rows,
    read_text_changes,
    row_profiles,
)
from archive.index.tables.database import check_seal, connect_reader, engine_errors, time_limit
from archive.index.tables.document_rows import (
    Extent,
    content_of,
    find_content,
    find_version,
    is_searchable,
    packed_digest,
    read_extent,
    rows_after,
    unpack,
)
from archive.index.tables.duplicate_groups import Copy, GroupedDocument, copies, grouped_documents
from archive.layout import Archive, site_of_warc
from archive.model.capture import Damage
from archive.model.document import Document
from archive.model.times import parse_moment
from archive.model.url import canonical
from archive.withdrawal import Withdrawals, Withdrawn

if TYPE_CHECKING:
    from archive.bitext.translation_units import TranslationUnit
    from archive.index.tables.unit_rows import UnitRows
    from archive.rights_of_pages_and_sites import SiteRights

DEFAULT = SearchOptions()


class Index(Catalogue):
    """The index of an archive, opened to read; each call sees what was committed before it, and waits for no writer.

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

    def document(self, id_or_url: str, at: str | None = None) -> Document | None:
        """Look up a document in the index by id or address: the version nearest in time to ``at``, or the newest.

        Raises UsageError when ``at`` is no time.
        """
        with self.snapshot():
            if at and (content := find_version(self._connection, id_or_url, at)):
                return unpack(content)
            at = at and parse_moment(at)
            versions = dict(self._versions(id_or_url))
            if not versions:
                return None
            chosen = nearest_time(list(versions), at) if at else None
            return unpack(content_of(self._connection, versions[chosen or next(reversed(versions))]))

    def versions(self, id_or_url: str) -> list[str]:
        """Look up the times of all versions of a document in the index, earliest first."""
        with self.snapshot():
            return [version for version, _ in self._versions(id_or_url)]

    def document_count(self, warc: str) -> int:
        """Count the indexed document versions that were extracted from a WARC file."""
        with self.snapshot():
            return self._number("SELECT count(*) FROM documents WHERE warc = ?", warc)

    def warc_files(self) -> list[str]:
        """List the names of the WARC files of which the index holds captures or documents, in order."""
        with self.snapshot():
            rows = self._connection.execute("SELECT warc FROM captures UNION SELECT warc FROM documents ORDER BY 1")
            return [warc for (warc,) in rows if warc]

    def check_withdrawn(self, id_or_url: str) -> None:
        """Raise Withdrawn if a document or address was withdrawn; call it where the index found nothing else."""
        withdrawals = Withdrawals.of_archive(self._archive)
        if not withdrawals.standing:
            return
        entry = self.withdrawn_capture(id_or_url)
        found = withdrawals.of_document(id_or_url) or withdrawals.of_address(id_or_url)
        if found is None and entry:
            capture = entry.capture
            found = withdrawals.covering(canonical(capture.uri), site_of_warc(capture.warc), capture.date)
        if found:
            raise Withdrawn.since(id_or_url, found.date, found.reason)

    def damage(self) -> dict[str, list[Damage]]:
        """Read from the index which parts of WARC and documents files were unreadable, by file name."""
        with self.snapshot():
            return read_damage(self._connection)

    def versions_in(self, warc: str) -> list[tuple[str, str, str]]:
        """List id, version and digest of each indexed document that was extracted from a WARC file, in order."""
        with self.snapshot():
            rows = self._connection.execute(
                "SELECT id, version, json FROM documents LEFT JOIN contents USING (content) WHERE warc = ? "
                "ORDER BY id, version",
                (warc,),
            )
            return [(id_, version, packed_digest(content or b"")) for id_, version, content in rows]

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

    def duplicates_of(self, id_: str) -> tuple[Copy, ...]:
        """Look up the other documents with the same text as this one, the earliest published first."""
        with self.snapshot():
            row = self._connection.execute("SELECT number FROM current WHERE id = ?", (id_,)).fetchone()
            return copies(self._connection, row[0]) if row else ()

    def duplicate_groups(self) -> list[GroupedDocument]:
        """List all documents in the index by id, each with the number of its group of duplicates, if it has one."""
        with self.snapshot():
            return grouped_documents(self._connection)

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

    def text_changes(self) -> TextChanges:
        """Read the number of the last change of searchable documents, by which the tokens file is updated."""
        with self.snapshot():
            return read_text_changes(self._connection)

    def changed_rows(self, after: int) -> list[int]:
        """List the rows of searchable documents that were added or removed after a change, for the tokens file."""
        with self.snapshot():
            return changed_rows(self._connection, after)

    def rows_after(self, number: int, most: int) -> list[int]:
        """List the next row numbers of searchable documents behind a row, for the tokens file."""
        with self.snapshot():
            return rows_after(self._connection, number, most)

    def searchable_document(self, number: int) -> Document | None:
        """Read the document in an index row; None if the row is not, or no longer, a searchable version."""
        with self.snapshot():
            found = is_searchable(self._connection, number)
            return unpack(content_of(self._connection, number)) if found else None

    def passing_rows(self, filters: Filters, *, copies: bool) -> list[int]:
        """List the rows of current documents that pass the filters; each text once, unless ``copies`` count."""
        self._look_up_sites(filters)
        with self.snapshot():
            return passing_rows(self._connection, filters, copies=copies)

    def copy_rows(self) -> set[int]:
        """List the index rows of duplicates: documents whose text another one has that was published before."""
        with self.snapshot():
            return copy_rows(self._connection)

    def row_profiles(self) -> Iterator[tuple[int, tuple[str, str, str]]]:
        """Read the row number, site, kind and year of all searchable documents in order, for counts in the corpus."""
        with self.snapshot():
            yield from row_profiles(self._connection)

    def facts_of_rows(self, numbers: Iterable[int]) -> dict[int, DocumentFacts]:
        """Look up id, site, kind and day of the searchable documents in these index rows, by row number."""
        with self.snapshot():
            return dict(facts_of_rows(self._connection, numbers))

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

    def change_events(self, span: EventRange, most: int | None = None) -> list[ChangeEvent]:
        """Read the times at which documents may have changed, latest first; at most the last ``most`` of them."""
        with self.snapshot():
            return read_change_events(self._connection, span, most)

    def counts(self) -> Counts:
        """Count captures, documents and versions in the index, by site, kind, language and year."""
        with self.snapshot():
            return read_counts(self._connection)

    def extent(self) -> Extent:
        """Read the number of documents in the index, and the first and last day of publication."""
        with self.snapshot():
            return read_extent(self._connection)

    def state(self) -> int:
        """Return a number that changes whenever another process writes to the index."""
        with engine_errors(self._file):
            return self._number("PRAGMA data_version")

    def withdrawals_applied(self) -> int:
        """Return how often captures of this index were withdrawn or restored."""
        with engine_errors(self._file):
            return self._number("SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM meta WHERE key = 'withdrawals'")

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

    def _number(self, statement: str, *values: str) -> int:
        return int(self._connection.execute(statement, values).fetchone()[0])

    def _versions(self, id_or_url: str) -> list[tuple[str, int]]:
        """Look up time and row number of each version of a document in the index, earliest first."""
        statement = "SELECT version, number FROM documents WHERE {} = ? ORDER BY place"
        by_id = self._connection.execute(statement.format("id"), (id_or_url,)).fetchall()
        return by_id or self._connection.execute(statement.format("url"), (canonical(id_or_url),)).fetchall()

    def _read(self, numbers: Iterable[int]) -> Iterator[Document]:
        """Read the documents in these index rows that still exist."""
        for number in numbers:
            with self.snapshot():
                content = find_content(self._connection, number)
            if content:
                yield unpack(content)
