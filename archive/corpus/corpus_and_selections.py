"""The reader of the corpus: selections of documents that pass filters, their words and texts.

All numbers of words leave marks out. Counts are of the tokens file; a document that changed after the file was last
written is left out (``Corpus.missing`` says how many).
"""

import sqlite3
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from math import inf
from time import monotonic
from typing import NamedTuple, Self

from archive.corpus.tokens_file_writer_and_postings import (
    BREAK,
    PLACE_NUMBERS,
    ReportProgress,
    connect_tokens,
    fingerprint,
    read_meta,
    report_nothing,
    unpack,
    update_tokens,
)
from archive.errors import AnswerTooSlow, ArchiveLocked, ArchiveUnusable, IndexOutdated
from archive.index import DocumentFacts, Filters, Index
from archive.index.folding import fold
from archive.index.tables.corpus_text_changes_and_filtered_rows import value_batches
from archive.index.tables.database import TOO_SLOW, engine_errors, time_limit
from archive.layout import Archive


class TextTokens(NamedTuple):
    """A document's text in one language as numbers of words: the document's row, the primary language, and the
    numbers.

    Before the words of each block stands ``BREAK`` (0).
    """

    number: int
    lang: str
    words: "array[int]"


class WordEntry(NamedTuple):
    """A word of the corpus: its number in texts, its language, and its key, the folded text by which it is
    counted.
    """

    number: int
    lang: str
    key: str


class Corpus:
    """The corpus: the words of an archive's searchable documents, opened to read; one thread uses it at a time."""

    def __init__(self, archive: Archive, index: Index, connection: sqlite3.Connection) -> None:
        """Take an open index and tokens file; use ``Corpus.open``."""
        self.index = index
        self._end = inf
        self._file, self._connection = archive.tokens_file, connection
        meta = read_meta(connection)
        changes = index.text_changes()
        expected = {"fingerprint": fingerprint(), "identity": changes.identity}
        if not expected.items() <= meta.items() or int(meta["change"]) < changes.forgotten:
            raise IndexOutdated(f"{self._file} does not belong to the index; run 'archive index' to make it again")
        self._reached = int(meta["reached"]) if meta["reached"] else None
        self._changed = frozenset(index.changed_rows(int(meta["change"])))

    @classmethod
    @contextmanager
    def open(
        cls, archive: Archive, report: ReportProgress = report_nothing, *, update: bool = True
    ) -> Iterator[Self]:
        """Open the corpus to read; with ``update`` its tokens file is first brought up to date, if nobody else is
        doing so.

        Raises ArchiveMissing or IndexMissing without one, ArchiveUnusable where the tokens file is missing and
        cannot be made, IndexOutdated where it does not belong to the index and cannot be made again.
        """
        if update:
            with suppress(ArchiveLocked, ArchiveUnusable):  # what there is can be read
                update_tokens(archive, report)
        with Index(archive) as index, index.snapshot(), engine_errors(archive.tokens_file):
            connection = connect_tokens(archive)
            try:
                connection.execute("BEGIN")
                yield cls(archive, index, connection)
            finally:
                connection.close()

    @contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """Limit all reading of the corpus inside to this time together; more raises AnswerTooSlow."""
        self._end = monotonic() + seconds
        try:
            with self.index.limited(seconds), time_limit(self._connection, seconds):
                yield
        finally:
            self._end = inf

    @property
    def missing(self) -> int:
        """Return the number of document changes that the corpus does not have yet, or a lower bound of it."""
        return len(self._changed) + (0 if self._reached is None else 1)

    def select(self, filters: Filters, lang: str | None = None, *, copies: bool = False) -> "Selection":
        """Select the corpus texts of documents that pass the filters, in one primary language or, for None, in all.

        A text that was posted more than once counts once, unless ``copies`` are asked for.
        """
        numbers = self.index.passing_rows(filters, copies=copies)
        current = [number for number in numbers if number not in self._changed]
        return Selection(self._connection, current, lang, self._end)

    def find_words(self, pattern: str, lang: str | None = None) -> list[WordEntry]:
        """Look up the words of the corpus that a pattern stands for: ``*`` is any number of characters, ``?`` one."""
        folded = fold(pattern)
        rule = "GLOB" if set("*?") & set(folded) else "="
        own, values = ("", []) if lang is None else (" AND lang = ?", [lang])
        rows = self._connection.execute(
            f"SELECT word, lang, key FROM words WHERE key {rule} ?{own} ORDER BY key, lang",  # noqa: S608 - our own
            [folded.replace("[", "[[]") if rule == "GLOB" else folded, *values],
        )
        return [WordEntry(*row) for row in rows]

    def vocabulary(self, lang: str | None = None) -> Iterator[WordEntry]:
        """List all words of the corpus, of one primary language or of all; some may occur in no document that is
        left.
        """
        own, values = ("", []) if lang is None else (" WHERE lang = ?", [lang])
        for row in self._connection.execute(f"SELECT word, lang, key FROM words{own}", values):  # noqa: S608 - our own
            yield WordEntry(*row)

    def keys(self, numbers: Iterable[int]) -> dict[int, str]:
        """Look up the keys (folded texts) of corpus words by their numbers."""
        found: dict[int, str] = {}
        for some in value_batches(numbers):
            marks = ", ".join("?" * len(some))
            found.update(self._connection.execute(f"SELECT word, key FROM words WHERE word IN ({marks})", some))  # noqa: S608 - our own
        return found

    def facts(self, numbers: Iterable[int]) -> dict[int, DocumentFacts]:
        """Look up the site, kind and day of documents in the corpus, by their rows."""
        return self.index.facts_of_rows(numbers)


@dataclass(frozen=True)
class Selection:
    """A selection of the corpus: texts of some documents, in one primary language or all; ``numbers`` are their rows,
    in order.

    Reading texts after ``end``, a time of the monotonic clock, raises AnswerTooSlow.
    """

    connection: sqlite3.Connection
    numbers: list[int]
    lang: str | None
    end: float

    @cached_property
    def _sizes(self) -> dict[int, tuple[int, int]]:
        """Return the words and characters of each selected document that has any text here."""
        return {number: self._held[number] for number in self.numbers if number in self._held}

    @cached_property
    def _held(self) -> dict[int, tuple[int, int]]:
        """Return the words and characters of all documents in the tokens file."""
        own, values = ("", []) if self.lang is None else (" WHERE lang = ?", [self.lang])
        rows = self.connection.execute(
            f"SELECT number, sum(words), sum(characters) FROM sizes{own} GROUP BY number",  # noqa: S608 - our own
            values,
        )
        return {number: (words, characters) for number, words, characters in rows}

    @cached_property
    def sizes(self) -> Mapping[int, int]:
        """Return the number of words of each selected document that has any text here, by row, in order."""
        return {number: words for number, (words, _) in self._sizes.items()}

    @property
    def documents(self) -> int:
        """Return the number of selected documents that have any text here."""
        return len(self._sizes)

    @cached_property
    def words(self) -> int:
        """Return the number of words in the selection."""
        return sum(self.sizes.values())

    @cached_property
    def characters(self) -> int:
        """Return the number of characters in the selection, marks and white space included."""
        return sum(characters for _, characters in self._sizes.values())

    def totals(self) -> Iterator[tuple[int, str, int, int]]:
        """Yield row, primary language, words and characters of each selected document and language, in order."""
        wanted = frozenset(self.numbers)
        for row in self.connection.execute("SELECT number, lang, words, characters FROM sizes ORDER BY 1, 2"):
            if row[0] in wanted and self.lang in (None, row[1]):
                yield row

    def count_words(self, wanted: Collection[int] | None = None) -> Counter[int]:
        """Count how often each word, or each of the wanted ones, occurs in the selection, if it does.

        Of the texts that are counted and those that are left out, the fewer are read.
        """
        left_out = [number for number in self._held if number not in self._sizes]
        if len(left_out) < self.documents:
            counts = self._totals(wanted)
            for word, count in _count(self._texts(left_out)).items():
                if word in counts:
                    counts[word] -= count
        else:
            counts = _count(self.texts())
        return Counter({word: n for word, n in counts.items() if n > 0 and (wanted is None or word in wanted)})

    def _totals(self, wanted: Collection[int] | None) -> Counter[int]:
        """Return how often words occur in all texts of the tokens file."""
        if wanted is None:
            own, values = ("", []) if self.lang is None else (" JOIN words USING (word) WHERE lang = ?", [self.lang])
            return Counter(dict(self.connection.execute(f"SELECT word, count FROM totals{own}", values)))  # noqa: S608 - our own
        found: Counter[int] = Counter()
        for some in value_batches(wanted):
            marks = ", ".join("?" * len(some))
            rows = self.connection.execute(f"SELECT word, count FROM totals WHERE word IN ({marks})", some)  # noqa: S608 - our own
            found.update(dict(rows))
        return found

    def texts(self) -> Iterator[TextTokens]:
        """Yield all texts of the selection as numbers of words, by row and language."""
        return self._texts(self.numbers)

    def texts_with(self, words: Collection[int]) -> Iterator[TextTokens]:
        """Yield the texts of the selection that have one of the words, by row and language."""
        wanted = frozenset(words)
        passing = _rows_with(self.connection, wanted).intersection(self.numbers)
        for text in self._texts(sorted(passing)):
            if not wanted.isdisjoint(text.words):
                yield text

    def _texts(self, numbers: Iterable[int]) -> Iterator[TextTokens]:
        own, values = ("", []) if self.lang is None else (" AND lang = ?", [self.lang])
        statement = f"SELECT lang, words FROM texts WHERE number = ?{own} ORDER BY lang"  # noqa: S608 - our own
        for number in numbers:
            if monotonic() > self.end:  # each statement is too short for the engine's own limit
                raise AnswerTooSlow(TOO_SLOW)
            for lang, content in self.connection.execute(statement, [number, *values]):
                yield TextTokens(number, lang, unpack(content))


def _count(texts: Iterable[TextTokens]) -> Counter[int]:
    counts: Counter[int] = Counter()
    for text in texts:
        counts.update(text.words)
    del counts[BREAK]
    return counts


def _rows_with(connection: sqlite3.Connection, words: Iterable[int]) -> set[int]:
    """Look up in the postings which rows may have one of the words in their texts; all that have are among them."""
    wanted = list(words)
    found = {number for (number,) in connection.execute("SELECT number FROM loose")}
    for segment, content in connection.execute("SELECT segment, numbers FROM segments"):
        numbers = unpack(content)
        for word in wanted:
            row = connection.execute(
                "SELECT places FROM postings WHERE (segment, word) = (?, ?)", (segment, word)
            ).fetchone()
            if row:
                places = array(PLACE_NUMBERS)
                places.frombytes(row[0])
                found.update([numbers[place] for place in places])
    return found
