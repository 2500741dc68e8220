"""The documents that match a search query: the SQL that finds them, their number, and the cost of finding them."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest

from archive.errors import UsageError
from archive.index.query_language.lexemes_and_operators import UnitSide
from archive.index.query_language.phrases import Phrase
from archive.index.query_language.query_parser import Query, Reading
from archive.index.query_language.query_terms_conditions_and_filters import (
    AllOf,
    AnyOf,
    Condition,
    FactCondition,
    Filters,
    Term,
    Words,
    either,
)
from archive.index.query_language.vocabulary_and_word_variants import ranges_of_words
from archive.index.tables.document_rows import CONTENT_OF, unpack
from archive.index.tables.duplicate_groups import Copy, copies
from archive.index.tables.full_text_rows import BEGINNINGS, Table
from archive.index.tokenizer_and_fact_tokens import SPELLED, TITLED, is_word_character
from archive.model.document import Document

MOST_READ = 100_000
"""Documents that a query may have read, since its tokens do not say whether they match."""


_SPELLED_FORM = re.compile(rf' OR ("[^"]*{SPELLED}[^"]*"(?: \*)?)')
_MOST_FORMS = 16
"""Forms of spelled words in a query up to which each is looked up."""


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """Options of a search. ``tolerant``: read each word as if followed by ``~``. ``apart``: each copy of a text that
    was posted more than once is a hit of its own. ``units``: the query may ask for the sides of translation units.
    """

    tolerant: bool = False
    apart: bool = False
    units: bool = False


@dataclass(frozen=True, slots=True)
class MatchingDocuments:
    """The documents in the index that match a query: their number, and the best of them, read one by one.

    ``in_blocks`` are the terms to find in blocks, ``in_title`` those to find in title or subtitle. Where ``sides``
    are asked for, only their places in translation units count.
    """

    total: int
    documents: Iterator[Document]
    in_blocks: tuple[Term, ...]
    in_title: tuple[Term, ...]
    sides: tuple[UnitSide, ...] = ()


class MatchingRows:
    """The index rows of the current documents that match a query and pass the filters; an empty query matches all.

    ``engine`` is the full-text table to ask with ``values``; ``search`` and ``grouped`` have all tokens and are asked
    with ``whole_values``. ``counts`` is the answer of ``count``, None until it was computed. ``known_rows`` are the
    first row numbers that match, as far as they were read.
    """

    def __init__(self, connection: sqlite3.Connection, query: str, filters: Filters, options: SearchOptions) -> None:
        """Parse the query. Raises UsageError when it is invalid, or would have too many documents read."""
        self.connection = connection
        self.query = _read(connection, query, options, filters.lang).and_also(
            filters.fact_conditions(lambda: _speaker_names(connection))
        )
        self.folded = not options.apart and connection.execute("SELECT 1 FROM members LIMIT 1").fetchone() is not None
        self._rights, values = filters.rights_condition()
        self._sure = "" if self.query.exact else self.query.sure
        expression = _without_absent_forms(connection, self.query.expression)
        self.whole_values: tuple[str, ...] = (expression, *values, *filter(None, [self._sure]))
        begun = beginnings_query(self.query.condition) if self.query.ranks else ""
        self.engine: Table = "beginnings" if begun else "search"
        self.values = (begun, *values) if begun else self.whole_values
        self.counts: tuple[int, int] | None = None
        self.known_rows: tuple[int, ...] = ()
        self._seen: dict[int, bool] = {}
        if not self.query.exact:
            connection.create_function("answers", 2, self._answers)
            self._check_cost()

    def where(self, table: str = "search", engine: Table | None = None) -> str:
        """Return the SQL condition of the query on a full-text table named ``table``, with placeholders for
        ``values``.
        """
        engine = engine or self.engine
        conditions = [f"{table}.{engine} MATCH ?"]
        if self._rights:
            row = f"SELECT 1 FROM documents WHERE documents.number = {table}.rowid"  # noqa: S608 - our own name
            conditions.append(f"EXISTS ({row} AND {self._rights})")
        if self.query.sides:
            conditions.append(f"EXISTS (SELECT 1 FROM units WHERE units.number = {table}.rowid)")  # noqa: S608 - our own name
        if not self.query.exact:
            content = f"({CONTENT_OF}{table}.rowid)"
            sure = f"{table}.rowid IN (SELECT rowid FROM {engine} WHERE {engine} MATCH ?) OR " if self._sure else ""  # noqa: S608 - our own names
            conditions.append(f"({sure}answers({table}.rowid, {content}))")
        return " AND ".join(conditions)

    def count(self) -> tuple[int, int]:
        """Count the documents that match the query, and those among them that are copies of another matching one."""
        return self.counts or self.count_after(0, 0)

    def count_after(self, number: int, before: int) -> tuple[int, int]:
        """Count the matching documents as ``count`` does, where their number up to a row is known."""
        self.counts = self._count(number, before), self._copied() if self.folded else 0
        return self.counts

    def first(self, most: int) -> tuple[str, tuple[str | int, ...]]:
        """Return the SQL for the row numbers of the first ``most`` matching documents, in order, and its values."""
        if self._matches_all:
            return "SELECT number FROM current ORDER BY number LIMIT ?", (most,)
        matching = f"{self.engine} AS search WHERE {self.where()}"
        return f"SELECT rowid AS number FROM {matching} ORDER BY rowid LIMIT ?", (*self.values, most)  # noqa: S608 - our own

    def first_rows(self, most: int) -> tuple[int, ...]:
        """Read the row numbers of the first ``most`` documents that match the query, in order."""
        if len(self.known_rows) >= most:
            return self.known_rows[:most]
        return tuple(number for (number,) in self.connection.execute(*self.first(most)))

    def drawn_rows(self, most: int | None, seed: int) -> tuple[int, tuple[int, ...]]:
        """Count the documents that match the query, and read the rows of all, or of ``most`` drawn at random by the
        seed.
        """
        search = f"{self.engine} AS search CROSS JOIN current ON number = search.rowid"
        statement = f"SELECT number, id FROM {search} WHERE {self.where()}"  # noqa: S608 - our own condition
        rows: list[tuple[int, str]] = self.connection.execute(statement, self.values).fetchall()
        total = len(rows)
        if most is not None and total > most:
            rows = nsmallest(most, rows, key=lambda row: draw_key(seed, row[1]))
        return total, tuple(sorted(number for number, _ in rows))

    def in_groups(self, further: str = "") -> str:
        """Return the SQL for the rows of ``members`` (documents in groups of duplicates) that match the query and
        meet a further condition.

        It has a placeholder for each of ``whole_values``, and behind them those of ``further``.
        """
        return (
            "(SELECT number, cluster FROM grouped CROSS JOIN members ON members.number = grouped.rowid "  # noqa: S608 - our own conditions
            f"WHERE {self.where('grouped', 'grouped')} {further})"
        )

    def copies(self, number: int) -> tuple[Copy, ...]:
        """List the other documents that match the query with the same text, the earliest published first."""
        if not self.folded:
            return ()
        matching = f"{self.engine} AS search WHERE {self.where()}"
        answers = f"EXISTS (SELECT 1 FROM {matching} AND search.rowid = documents.number)"  # noqa: S608 - our own conditions
        return copies(self.connection, number, answers, self.values)

    @property
    def _matches_all(self) -> bool:
        return self.query.is_everything and not self._rights

    def _count(self, number: int, before: int) -> int:
        """The number of matching documents, of which there are ``before`` up to a row."""
        if self._matches_all:
            return int(self.connection.execute("SELECT count(*) FROM current").fetchone()[0])
        statement = f"SELECT count(*) FROM {self.engine} AS search WHERE {self.where()} AND search.rowid > ?"  # noqa: S608 - our own condition
        return before + int(self.connection.execute(statement, (*self.values, number)).fetchone()[0])

    def _check_cost(self) -> None:
        """Raise UsageError where too many documents would be read to answer the query."""
        unsure = f"({self.query.expression}) NOT ({self._sure})" if self._sure else self.query.expression
        statement = "SELECT rowid FROM search WHERE search MATCH ? LIMIT ?"
        found = self.connection.execute(statement, (unsure, MOST_READ + 1))
        if sum(1 for _ in found) > MOST_READ:
            raise UsageError(
                f"the query would have more than {MOST_READ} documents read; write more letters, add a rarer word, "
                "or filter by site or year"
            )

    def _copied(self) -> int:
        statement = f"SELECT count(*) - count(DISTINCT cluster) FROM {self.in_groups()}"  # noqa: S608 - our own
        return int(self.connection.execute(statement, self.whole_values).fetchone()[0])

    def _answers(self, number: int, content: bytes) -> bool:
        """Return whether a document itself matches the query, where FTS5 is not exact; each is read once."""
        if number not in self._seen:
            self._seen[number] = self.query.matches(unpack(content))
        return self._seen[number]


def _without_absent_forms(connection: sqlite3.Connection, expression: str) -> str:
    """Return an FTS5 query without forms of spelled words that no document has: each takes time at each row."""
    if len(_SPELLED_FORM.findall(expression)) > _MOST_FORMS:
        return expression
    statement = "SELECT 1 FROM search WHERE search MATCH ? LIMIT 1"
    return _SPELLED_FORM.sub(
        lambda form: form[0] if connection.execute(statement, (form[1],)).fetchone() else "", expression
    )


def beginnings_query(condition: Condition) -> str:
    """Return the FTS5 query on ``beginnings`` that finds what the condition does; empty where there is none."""
    if isinstance(condition, FactCondition):
        return condition.expression
    if isinstance(condition, Words) and condition.field in ("text", "title"):
        mark = TITLED if condition.field == "title" else ""
        return (
            either([f'"{mark}{term.text}"' for term in condition.phrases])
            if all(map(_is_short, condition.phrases))
            else ""
        )
    if isinstance(condition, AnyOf) or (isinstance(condition, AllOf) and not condition.unwanted):
        parts = [beginnings_query(each) for each in condition.conditions]
        operator = " OR " if isinstance(condition, AnyOf) else " AND "
        return f"({operator.join(parts)})" if all(parts) else ""
    return ""


def _is_short(term: Term) -> bool:
    """Return whether a term is the beginning of a word that the table ``beginnings`` has."""
    return (
        isinstance(term, Phrase)
        and term.prefix
        and len(term.text) in BEGINNINGS
        and all(map(is_word_character, term.text))
    )


def draw_key(seed: int, *names: object) -> bytes:
    """Return the random order key of a named thing, always the same for a seed, to draw samples of hits by."""
    return blake2b("\0".join(map(str, (seed, *names))).encode("utf-8", "backslashreplace"), digest_size=8).digest()


def _speaker_names(connection: sqlite3.Connection) -> list[str]:
    """List the names of all speakers in the index, of earlier versions too, as pages have them."""
    return [name for (name,) in connection.execute("SELECT name FROM speakers")]


class _Vocabulary:
    """The vocabulary of the search index, read over its connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def accented(self, plain: str) -> list[str]:
        rows = self._connection.execute("SELECT word FROM accents WHERE bare = ? ORDER BY word", (plain,))
        return [word for (word,) in rows]

    def words(self, beginning: str, fits: Callable[[str], object]) -> Iterator[str]:
        for first, last in ranges_of_words(beginning):
            for (token,) in self._tokens("term >= ? AND term < ?", first, last):
                if fits(token):
                    yield token

    def has(self, token: str) -> bool:
        return next(self._tokens("term = ?", token), None) is not None

    def _tokens(self, condition: str, *values: str) -> sqlite3.Cursor:
        table = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, search, row)"
        self._connection.execute(table)
        return self._connection.execute(f"SELECT term FROM temp.vocabulary WHERE {condition}", values)  # noqa: S608 - our own


def _read(connection: sqlite3.Connection, query: str, options: SearchOptions, lang: str | None) -> Query:
    if not query.strip():
        return Query.everything()
    return Query.parse(query, Reading(options.tolerant, _Vocabulary(connection), lang, options.units))
