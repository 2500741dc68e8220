"""Reads the index."""

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType
from typing import Literal, Self

from archive.bitext.units import TranslationUnit
from archive.errors import IndexMissing, IndexOutdated, Withdrawn
from archive.index import schema
from archive.index.captures import Catalogue, moment, nearest, read_damage
from archive.index.counts import Counts, Extent, Summary, read_counts, read_extent, read_summaries
from archive.index.database import connect_reader, engine_errors, stopped_after
from archive.index.facets import Facets, Values, read_facets, read_timeline
from archive.index.filters import Filters
from archive.index.groups import Copy, copies
from archive.index.matches import Matches
from archive.index.matching import Manner, Matching
from archive.index.seal import check_seal
from archive.index.search import SearchResult, rank, read_result
from archive.index.stored import content_of, packed_digest, unpack
from archive.index.turns import Span, Turn, read_turns
from archive.index.units import Units
from archive.layout import Archive
from archive.model.capture import CatalogueEntry, Damage
from archive.model.document import Document
from archive.model.url import canonical
from archive.rights import SiteRights
from archive.withdrawal import Withdrawals, site_of

DEFAULT = Manner()


class Index:
    """The index of an archive, for reading; it sees what was written before each call, and waits for no writer.

    Opening raises ArchiveMissing where there is no archive or no index, and ArchiveDamaged where the index is not
    one that this program can read; the message says how to make it anew.
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

    def capture(self, url: str, at: str | None = None) -> CatalogueEntry | None:
        """The capture of an address that is nearest in time to ``at``, or the newest.

        Raises UsageError when ``at`` is no time.
        """
        with self.snapshot():
            return Catalogue(self._connection).capture(url, at)

    def captures(self, url: str) -> list[CatalogueEntry]:
        """The captures of an address, earliest first."""
        with self.snapshot():
            return Catalogue(self._connection).captures(url)

    def capture_with_digest(self, payload_digest: str) -> CatalogueEntry | None:
        """The first response record that holds this payload."""
        with self.snapshot():
            return Catalogue(self._connection).capture_with_digest(payload_digest)

    def original(self, revisit: CatalogueEntry) -> CatalogueEntry | None:
        """The response record that holds the payload of a revisit: the one it names, or the first with the digest."""
        with self.snapshot():
            return Catalogue(self._connection).original(revisit)

    def holders(self, record_ids: Set[str]) -> Counter[str]:
        """The WARC files that hold captures with these record ids, and how many of them each."""
        with self.snapshot():
            return Catalogue(self._connection).holders(record_ids)

    def last_offset(self, warc: str) -> int | None:
        """The offset in bytes of the last record of a file that is catalogued."""
        with self.snapshot():
            return Catalogue(self._connection).last_offset(warc)

    def document(self, id_or_url: str, at: str | None = None) -> Document | None:
        """The version of a document that is nearest in time to ``at``, or the newest.

        Raises UsageError when ``at`` is no time.
        """
        at = at and moment(at)
        with self.snapshot():
            return self._version("id", id_or_url, at) or self._version("url", canonical(id_or_url), at)

    def versions(self, id_or_url: str) -> list[str]:
        """The times of all versions of a document, earliest first."""
        with self.snapshot():
            return self._versions("id", id_or_url) or self._versions("url", canonical(id_or_url))

    def document_count(self, warc: str) -> int:
        """How many document versions extracted from a WARC file are indexed."""
        with self.snapshot():
            return self._number("SELECT count(*) FROM documents WHERE warc = ?", warc)

    def warc_files(self) -> list[str]:
        """The names of the WARC files that hold any capture or document, in order."""
        with self.snapshot():
            rows = self._connection.execute("SELECT warc FROM captures UNION SELECT warc FROM documents ORDER BY 1")
            return [warc for (warc,) in rows if warc]

    def entries_in(self, warc: str) -> list[CatalogueEntry]:
        """The captures catalogued of one WARC file, in the order of their records."""
        with self.snapshot():
            return Catalogue(self._connection).entries_in(warc)

    def shown_in(self, warc: str) -> list[CatalogueEntry]:
        """The captures catalogued of one WARC file that are not withdrawn, in the order of their records."""
        with self.snapshot():
            return Catalogue(self._connection).shown_in(warc)

    def check_withdrawn(self, id_or_url: str) -> None:
        """Raises Withdrawn where a document or an address, of which nothing else is left, was withdrawn."""
        withdrawals = Withdrawals.of(self._archive)
        if not withdrawals.standing:
            return
        with self.snapshot():
            entry = Catalogue(self._connection).withdrawn(id_or_url)
        found = withdrawals.of_document(id_or_url) or withdrawals.of_address(id_or_url)
        if found is None and entry:
            capture = entry.capture
            found = withdrawals.covering(canonical(capture.uri), site_of(capture.warc), capture.date)
        if found:
            raise Withdrawn.since(id_or_url, found.date, found.reason)

    def damage(self) -> dict[str, list[Damage]]:
        """The parts of WARC files that could not be read when they were taken in, by the file's name."""
        with self.snapshot():
            return read_damage(self._connection)

    def versions_in(self, warc: str) -> list[tuple[str, str, str]]:
        """Id, version and digest of each document indexed that was extracted from a WARC file, in order."""
        with self.snapshot():
            rows = self._connection.execute(
                "SELECT id, version, json FROM documents LEFT JOIN contents USING (number) WHERE warc = ? "
                "ORDER BY id, version",
                (warc,),
            )
            return [(id_, version, packed_digest(content or b"")) for id_, version, content in rows]

    def search(
        self, query: str, filters: Filters, limit: int, after: str | None = None, manner: Manner = DEFAULT
    ) -> SearchResult:
        """How many hits a query has among current versions, and the ``limit`` best behind ``after``.

        An empty query is answered by all documents that pass the filters, the newest first. ``after`` is the
        ``next`` of the page before.

        Raises UsageError when the query is none or ``after`` is no place.
        """
        with self.snapshot():
            return read_result(self._matching(query, filters, manner), limit, after)

    def search_with_facets(
        self, query: str, filters: Filters, limit: int, after: str | None = None, manner: Manner = DEFAULT
    ) -> tuple[SearchResult, Facets]:
        """What ``search`` and ``facets`` give, in less time than both take."""
        with self.snapshot():
            matching = self._matching(query, filters, manner)
            facets = read_facets(matching)  # which counts what there is
            return read_result(matching, limit, after), facets

    def matches(self, query: str, filters: Filters, most: int, manner: Manner = DEFAULT) -> Matches:
        """The documents that answer a query in their current version, copies of a text apart, best first.

        The first ``most`` are read, one by one as they are asked for; which they are is settled at the start, and one
        that is forgotten meanwhile is left out.

        Raises UsageError when the query is none.
        """
        with self.snapshot():
            matching = self._matching(query, filters, replace(manner, apart=True))
            ranking = rank(matching, most, None)
        wanted = matching.query
        numbers = [place.number for place in ranking.places]
        return Matches(
            ranking.documents, self._read(numbers), wanted.phrases("text"), wanted.phrases("text", "title")
        )

    def facets(self, query: str, filters: Filters, manner: Manner = DEFAULT) -> Facets:
        """The hits of a query by site, kind, language, speaker and year.

        Raises UsageError when the query is none.
        """
        with self.snapshot():
            return read_facets(self._matching(query, filters, manner))

    def timeline(
        self, query: str, filters: Filters, unit: Literal["month", "year"] = "year", manner: Manner = DEFAULT
    ) -> Values:
        """The hits of a query by year or month of publication, in order.

        Raises UsageError when the query is none.
        """
        with self.snapshot():
            return read_timeline(self._matching(query, filters, manner), unit)

    def speakers(self) -> tuple[Summary, ...]:
        """All speakers, those with most documents first."""
        with self.snapshot():
            return read_summaries(self._connection, "speaker")

    def sites(self) -> tuple[Summary, ...]:
        """All sites, those with most documents first."""
        with self.snapshot():
            return read_summaries(self._connection, "site")

    def duplicates_of(self, id_: str) -> tuple[Copy, ...]:
        """The other documents with the text of this one, the earliest published first."""
        with self.snapshot():
            row = self._connection.execute("SELECT number FROM current WHERE id = ?", (id_,)).fetchone()
            return copies(self._connection, row[0]) if row else ()

    def documents(self, filters: Filters) -> Iterator[Document]:
        """The current versions of all documents that pass the filters, by id.

        Which they are is settled at the start; one that is forgotten meanwhile is left out.
        """
        self._look_up_sites(filters)
        conditions = list(filters.conditions())
        where = "".join(f" AND {condition}" for condition, _ in conditions)
        values = [value for _, given in conditions for value in given]
        with self.snapshot():
            numbers = self._connection.execute(
                f"SELECT number FROM documents WHERE number IN (SELECT number FROM current){where} ORDER BY id",  # noqa: S608 - our own conditions
                values,
            ).fetchall()
        yield from self._read(number for (number,) in numbers)

    def units(self, filters: Filters) -> Iterator[TranslationUnit]:
        """The translation units of the current versions of all documents that pass the filters, by document id.

        Units that join two pages stand once, behind those of their source's document, if either of the two pages
        passes. Which documents they are is settled at the start, and no more than one document's units are held.
        """
        self._look_up_sites(filters)
        with self.snapshot():
            numbers = Units(self._connection).numbers(filters)
        for number in numbers:
            with self.snapshot():
                found = Units(self._connection).passing(number, filters)
            yield from found

    def units_of(self, id_: str, version: str) -> tuple[TranslationUnit, ...]:
        """The translation units of one version of a document: of its page, then those that join it to another."""
        with self.snapshot():
            return Units(self._connection).of_version(id_, version)

    def versions_with_units(self, warc: str) -> list[tuple[str, str]]:
        """Id and version of each document indexed with units that was extracted from a WARC file, in order."""
        with self.snapshot():
            return Units(self._connection).versions(warc)

    def turns(self, span: Span, most: int | None = None) -> list[Turn]:
        """The moments at which something may have become of a document, latest first; the last ``most`` of them."""
        with self.snapshot():
            return read_turns(self._connection, span, most)

    def counts(self) -> Counts:
        """What the index holds."""
        with self.snapshot():
            return read_counts(self._connection)

    def extent(self) -> Extent:
        """How many documents there are, and when they were published."""
        with self.snapshot():
            return read_extent(self._connection)

    def state(self) -> int:
        """A number that is another each time that something was written since this index was opened."""
        with engine_errors(self._file):
            return self._number("PRAGMA data_version")

    def withdrawals_applied(self) -> int:
        """How often captures of this index were withdrawn or taken back."""
        with engine_errors(self._file):
            return self._number("SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM meta WHERE key = 'withdrawals'")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """One state of the index for all that is read inside, whatever is written meanwhile."""
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
        """Gives the engine so long for all that is asked inside.

        What is asked when the time is over raises AnswerTooSlow.
        """
        with stopped_after(self._connection, seconds):
            yield

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def _check(self) -> None:
        if schema.is_empty(self._connection):
            raise IndexMissing(f"{self._file} is empty; make it with 'archive index --rebuild'")
        if not schema.is_ours(self._connection):
            raise IndexOutdated(
                f"{self._file} was made by another version of this program, or by none; run 'archive index --rebuild'"
            )

    def site_rights(self) -> SiteRights:
        """What sites say of the use of their pages, as the index is now."""
        return SiteRights(self._archive, self.captures, self.original)

    def _matching(self, query: str, filters: Filters, manner: Manner) -> Matching:
        self._look_up_sites(filters)
        return Matching(self._connection, query, filters, manner)

    def _look_up_sites(self, filters: Filters) -> None:
        """Lets the engine ask what sites reserve, where the filters need it."""
        if filters.rights is not None:
            self._connection.create_function("site_reserves", 2, self.site_rights().reserves)

    def _number(self, statement: str, *values: str) -> int:
        return int(self._connection.execute(statement, values).fetchone()[0])

    def _read(self, numbers: Iterable[int]) -> Iterator[Document]:
        """The documents in these rows, as far as they are still there."""
        for number in numbers:
            with self.snapshot():
                row = self._connection.execute("SELECT json FROM contents WHERE number = ?", (number,)).fetchone()
            if row:
                yield unpack(row[0])

    def _versions(self, column: str, value: str) -> list[str]:
        rows = self._connection.execute(
            f"SELECT version FROM documents WHERE {column} = ? ORDER BY place",  # noqa: S608 - our own names
            (value,),
        )
        return [version for (version,) in rows]

    def _version(self, column: str, value: str, at: str | None) -> Document | None:
        rows: list[tuple[str, int]] = self._connection.execute(
            f"SELECT version, number FROM documents WHERE {column} = ? ORDER BY place",  # noqa: S608 - our own names
            (value,),
        ).fetchall()
        if not rows:
            return None
        versions = dict(rows)
        chosen = rows[-1][0] if at is None else nearest(list(versions), at)
        return unpack(content_of(self._connection, versions[chosen or rows[-1][0]]))
