"""Ranked hits of a search query, page by page, with snippets in which the matching places are marked."""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from heapq import merge
from itertools import islice
from typing import Any

from archive.errors import UsageError
from archive.index.folding import fold
from archive.index.query_language.query_parser import Query
from archive.index.query_language.query_terms_conditions_and_filters import FactCondition, Term, TextField, Words
from archive.index.search.matching_rows_and_their_number import MatchingRows, beginnings_query
from archive.index.tables.document_rows import content_of, day_of_row, unpack
from archive.index.tables.duplicate_groups import Copy
from archive.index.tables.full_text_rows import searched_texts
from archive.index.tokenizer_and_fact_tokens import is_word_character, published_tokens
from archive.model.document import Document

SNIPPET_WIDTH = 120
"""Characters of a snippet, the ellipses not counted."""
MOST_SNIPPETS = 3
_LEAD = 40
_LONG = 60
"""Characters of a match above which it is marked in part where the snippet ends before it."""
_REACH = 12
"""Characters by which an edge may move outwards to keep a word whole."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """An excerpt of a search hit's text. ``spans`` are the matching places in it: character offsets, begin and
    end.
    """

    text: str
    spans: tuple[tuple[int, int], ...]


class Texts:
    """Separate texts of a search hit, each folded on first use: of a long document the first few mostly suffice."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._folded: dict[int, str] = {}

    def folded(self, number: int) -> str:
        if number not in self._folded:
            self._folded[number] = fold(self.texts[number])
        return self._folded[number]


def wanted_terms(query: Query, *fields: TextField) -> tuple[Term, ...]:
    """Return the query terms that a hit may hold in these text fields, each once."""
    wanted = (words for words in query.condition.wanted() if words.field in fields)
    return tuple(dict.fromkeys(phrase for words in wanted for phrase in words.phrases))


def terms_to_mark(query: Query) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Return the query terms to mark in the text of hits: those in blocks, and those in titles. Of units those of the
    side asked for first.
    """
    first = next((side for side in query.sides if side.wanted), None)
    if first is None:
        return wanted_terms(query, "text"), wanted_terms(query, "text", "title")
    sides = (side.condition for side in query.sides if side.wanted and side.lang == first.lang)
    found = (term for condition in sides for words in condition.wanted() for term in words.phrases)
    return (terms := tuple(dict.fromkeys(found)), terms)


def cut_snippets(texts: Texts, phrases: Sequence[Term], most: int = MOST_SNIPPETS) -> tuple[Snippet, ...]:
    """Cut up to ``most`` snippets around the matching places of separate texts, in their order.

    Each phrase found is shown once before any is shown twice.
    """
    places: dict[int, int] = {}
    for again in (False, True):
        for phrase in phrases:
            _choose(texts, phrase, places, most, again)
    return tuple(_cut(texts, number, places[number], phrases) for number in sorted(places))


def opening_snippet(texts: Texts) -> tuple[Snippet, ...]:
    """Return the beginning of a hit's first text as an unmarked snippet; none without texts."""
    return (_cut(texts, 0, 0, ()),) if texts.texts else ()


def find_spans(text: str, phrases: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """Find where query terms match in a text, to mark them: character offsets, begin and end, in order.

    A span inside another is left out; spans of one phrase do not overlap.

    >>> from archive.index.query_language.phrases import Phrase
    >>> list(find_spans("國際產能合作", [Phrase.of_text("产能"), Phrase.of_text("产能合作")]))
    [(2, 6)]
    """
    folded = fold(text)
    reached = -1
    for begin, end in merge(*(phrase.spans(folded) for phrase in phrases), key=lambda span: (span[0], -span[1])):
        if end > reached:
            yield begin, end
            reached = end


def _choose(texts: Texts, phrase: Term, places: dict[int, int], most: int, again: bool) -> None:
    """Add to ``places`` (text to offset) the first text with the query term; with ``again``, all further ones."""
    for number in range(len(texts.texts)):
        if len(places) >= most:
            return
        first = next(phrase.spans(texts.folded(number)), None)
        if first is None:
            continue
        places.setdefault(number, first[0])
        if not again:
            return


def _cut(texts: Texts, number: int, at: int, phrases: Sequence[Term]) -> Snippet:
    text, folded = texts.texts[number], texts.folded(number)
    start, end = _window(folded, at)
    piece = text[start:end]
    spans = _merged(
        [
            (first, min(last, end))
            for phrase in phrases
            for first, last in phrase.spans(folded)
            if start <= first < end and (last <= end or last - first > _LONG)
        ]
    )
    lead = "…" if start else ""
    shift = len(lead) - start
    marked = tuple((begin + shift, stop + shift) for begin, stop in spans)
    return Snippet(f"{lead}{piece}{'…' if end < len(text) else ''}", marked)


def _window(folded: str, at: int) -> tuple[int, int]:
    if len(folded) <= SNIPPET_WIDTH + 2 * _REACH:
        return 0, len(folded)
    start = max(0, min(at - _LEAD, len(folded) - SNIPPET_WIDTH))
    return _outwards(folded, start, -1), _outwards(folded, min(len(folded), start + SNIPPET_WIDTH), 1)


def _outwards(folded: str, edge: int, step: int) -> int:
    """Move the edge of a snippet outwards so that no word is cut, unless that is too far."""
    moved = edge
    for _ in range(_REACH):
        if not 0 < moved < len(folded) or not all(map(is_word_character, folded[moved - 1 : moved + 1])):
            return moved
        moved += step
    return edge


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sort the matching spans of a snippet, and merge overlapping ones."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


RANKED = 1000
"""Matching documents that are ranked, those published last; the others follow by day."""

WEIGHED = 5000
"""With more matching documents only a word in the title ranks, since BM25 would read them all."""

_READ = 256
_SMALL = 8 * 1024
"""Bytes of compressed content up to which a document is cached; ``_READ`` documents are."""

_SCORE = "bm25(search, 1.0, 10.0, 5.0, 0.0)"
"""A word in the title weighs ten times, one in the subtitle five times as much as one in the blocks."""
_TITLED = (
    "CASE WHEN value IN (SELECT one.rowid FROM {0} AS one WHERE one.{0} MATCH ? AND one.rowid <= ?) "
    "THEN -1.0 ELSE 0.0 END"
)
_ORDER = "score, published DESC, id"


@dataclass(frozen=True, slots=True)
class Cursor:
    """The cursor of a page of search hits: score, day and id of its last hit; after the ranked hits, its row
    alone.
    """

    score: float
    published: str
    id: str
    number: int
    ranked: bool

    def __str__(self) -> str:
        """Return the cursor of a page of hits in URL-safe characters."""
        content = json.dumps(astuple(self), separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(content).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Parse the cursor of a page of search hits from its URL-safe text.

        Raises UsageError when ``text`` is no cursor.

        >>> Cursor.parse(str(Cursor(-1.5, "2025-03-03", "a-1", 7, True)))
        Cursor(score=-1.5, published='2025-03-03', id='a-1', number=7, ranked=True)
        """
        try:
            content = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
            score, published, id_, number, ranked = json.loads(content)
            cursor = cls(float(score), str(published), str(id_), int(number), bool(ranked))
            (cursor.published + cursor.id).encode()
            json.dumps(cursor.score, allow_nan=False)
        except (ValueError, TypeError, binascii.Error, OverflowError, RecursionError) as error:
            raise invalid_cursor(text) from error
        if not -(2**63) <= cursor.number < 2**63:
            raise invalid_cursor(text)
        return cursor


@dataclass(frozen=True, slots=True)
class Hit:
    """A search hit: the matching document, snippets with the matching places, and matching copies of its text."""

    document: Document
    snippets: tuple[Snippet, ...]
    also: tuple[Copy, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of search results: the number of hits, the best of them, and ``next``, the cursor of the next page.

    ``documents`` counts each copy of a text, ``total`` all copies as one hit.
    """

    total: int
    hits: tuple[Hit, ...]
    documents: int = 0
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """A page of ranked search hits by row number, before their documents are read."""

    total: int
    documents: int
    places: tuple[Cursor, ...]
    next: Cursor | None


def invalid_cursor(text: str) -> UsageError:
    """Return the error for text that is no cursor of an earlier page of search results."""
    return UsageError(f"{text[:40]!r} is no cursor; take the one that the previous page gave")


def rank(matching: MatchingRows, limit: int, after: str | None) -> Ranking:
    """Rank the matching documents: their number, and the ``limit`` most relevant after the cursor.

    Relevance is BM25; of documents as relevant the newer comes first, then the one with the lower id. Of a text
    posted more than once the most relevant copy represents all. Where more than ``RANKED`` documents match,
    those that were published last are ranked, and the others follow, the latest day first; where more than
    ``WEIGHED`` match, those of them with a wanted word in title or subtitle come before the rest.

    Raises UsageError when ``after`` is no cursor.
    """
    place = Cursor.parse(after) if after else None
    documents, copied = matching.count()
    rows = matching.first_rows(RANKED) if documents > RANKED else ()
    boundary = rows[-1] if rows else None
    order = _Order(matching, rows, folds=copied > 0, weighs=documents <= WEIGHED)
    found = list(order.ranked(place, limit + 1)) if place is None or place.ranked else []
    if boundary is not None and len(found) <= limit:
        start = max(boundary, place.number) if place and not place.ranked else boundary
        found.extend(order.others(start, limit + 1 - len(found)))
    page = tuple(found[:limit])
    return Ranking(documents - copied, documents, page, page[-1] if page and len(found) > limit else None)


def read_result(matching: MatchingRows, limit: int, after: str | None) -> SearchResult:
    """Read a page of search hits with their documents, as ``rank`` orders them.

    Raises UsageError when ``after`` is no cursor.
    """
    ranking = rank(matching, limit, after)
    hits = read_hits(matching, ranking.places)
    return SearchResult(ranking.total, hits, ranking.documents, str(ranking.next) if ranking.next else None)


def read_hits(matching: MatchingRows, places: Iterable[Cursor]) -> tuple[Hit, ...]:
    """Read the documents of ranked hits, with snippets and copies."""
    return tuple(_read_hit(matching, place.number) for place in places)


@dataclass(frozen=True, slots=True)
class _Order:
    """The order of a query's hits. ``rows`` are those that are ranked, if not all are.

    ``folds``: copies of a text are among them, which count as one. ``weighs``: words are weighed by BM25, else only
    a word in the title ranks.
    """

    matching: MatchingRows
    rows: tuple[int, ...]
    folds: bool
    weighs: bool

    def ranked(self, after: Cursor | None, limit: int) -> Iterator[Cursor]:
        """Read the ranked hits after the cursor; of each text its best copy."""
        rows, values = self._weighed() if self.weighs else self._titled()
        found = self.matching.connection.execute(
            "SELECT score, coalesce(moment, '') AS published, id, number, 1, cluster "  # noqa: S608 - our own conditions
            f"FROM ({rows}) JOIN current USING (number) LEFT JOIN members USING (number) ORDER BY {_ORDER}",
            values,
        )
        best = _best_of_each_group(found) if self.folds else found
        places = (Cursor(*row) for *row, _ in best)
        return islice((place for place in places if after is None or _follows(place, after)), limit)

    def _weighed(self) -> tuple[str, tuple[str | int, ...]]:
        """Return the SQL for the matching rows with their scores by BM25, lower for the more relevant, and its
        values.
        """
        score = _SCORE if self.matching.query.ranks else "0.0"
        bound = "AND search.rowid <= ?" if self.rows else ""
        where = f"{self.matching.where(engine='search')} {bound}"
        return (
            f"SELECT search.rowid AS number, {score} AS score FROM search WHERE {where} LIMIT -1",  # noqa: S608 - our own conditions
            (*self.matching.whole_values, *self.rows[-1:]),
        )

    def _titled(self) -> tuple[str, tuple[str | int, ...]]:
        """Return the SQL for the matching rows scored by a query word in the title, and its values."""
        score, values = "0.0", tuple[str | int, ...]()
        rows = json.dumps(self.rows)
        if self.matching.query.ranks:
            score = _TITLED.format(self.matching.engine)
            values = (_title_query(self.matching) + self._published(rows), self.rows[-1])
        return f"SELECT value AS number, {score} AS score FROM json_each(?)", (*values, rows)  # noqa: S608 - our own conditions

    def _published(self, rows: str) -> str:
        """Return FTS5's condition on the month of publication that the documents of all rows meet, in JSON; after
        them the engine looks for no more titles.
        """
        first = day_of_row(self.rows[-1])
        if first is None:
            return ""
        statement = "SELECT max(moment) FROM current WHERE number IN (SELECT value FROM json_each(?))"
        (last,) = self.matching.connection.execute(statement, (rows,)).fetchone()
        months = (day[: len("YYYY-MM")] for day in (first, last))
        return f" AND {FactCondition(tuple(published_tokens(*months))).expression}"

    def others(self, start: int, limit: int) -> Iterator[Cursor]:
        """Read the hits after the last ranked row, without copies of earlier ones."""
        matching = self.matching
        copy, values = (f"AND NOT {_earlier_copy_condition(matching)}", matching.values) if self.folds else ("", ())
        found = matching.connection.execute(
            f"SELECT rowid FROM {matching.engine} AS search WHERE {matching.where()} AND rowid > ? {copy} "  # noqa: S608 - our own conditions
            "ORDER BY rowid LIMIT ?",
            (*matching.values, start, *values, limit),
        )
        return (Cursor(0.0, "", "", number, ranked=False) for (number,) in found)


def _best_of_each_group(found: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Drop the rows behind the first of each group of duplicates, which their last column names."""
    seen = set[int]()
    for row in found:
        if row[-1] not in seen:
            yield row
        if row[-1] is not None:
            seen.add(row[-1])


def _title_query(matching: MatchingRows) -> str:
    """Return the FTS5 query on ``engine`` for documents with a wanted word in title or subtitle."""
    words = Words(wanted_terms(matching.query, "text", "title", "speaker", "source"), "title")
    return beginnings_query(words) if matching.engine == "beginnings" else words.expression


def _follows(place: Cursor, after: Cursor) -> bool:
    """Return whether a ranked hit comes after another in ``_ORDER``."""
    if (place.score, place.published) == (after.score, after.published):
        return place.id > after.id
    return place.published < after.published if place.score == after.score else place.score > after.score


def _earlier_copy_condition(matching: MatchingRows) -> str:
    answers = f"SELECT 1 FROM {matching.engine} AS one WHERE {matching.where('one')}"  # noqa: S608 - our own condition
    return (
        "EXISTS (SELECT 1 FROM members AS own JOIN members AS other "  # noqa: S608 - our own condition
        "ON other.cluster = own.cluster AND other.number < own.number WHERE own.number = search.rowid "
        f"AND EXISTS ({answers} AND one.rowid = other.number))"
    )


def _read_hit(matching: MatchingRows, number: int) -> Hit:
    content = content_of(matching.connection, number)
    read = _read_again(content) if len(content) <= _SMALL else _Read(content)
    query = matching.query
    snippets = cut_snippets(read.blocks, wanted_terms(query, "text")) or cut_snippets(
        read.titles, wanted_terms(query, "text", "title")
    )
    return Hit(read.document, snippets or opening_snippet(read.blocks), matching.copies(number))


class _Read:
    """A document read as a search hit, with its searched texts."""

    def __init__(self, content: bytes) -> None:
        self.document = unpack(content)
        title, subtitle, blocks = searched_texts(self.document)
        self.titles, self.blocks = Texts(title + subtitle), Texts(blocks)


_read_again = lru_cache(maxsize=_READ)(_Read)
"""A cache by content: the best hits of one query are often hits of others."""
