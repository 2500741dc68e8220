"""A concordance: each matching place of a query with its translation, and counts by year, site and speaker."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from unicodedata import normalize

from archive.bitext.chinese_words import to_simplified
from archive.bitext.units import TranslationUnit
from archive.errors import UsageError
from archive.index import Filters, Index, MatchingDocuments, find_spans
from archive.layout import Archive
from archive.model.document import Document
from archive.query.concordance.keyword_lines import KeywordLine, LineOrigin, find_lines
from archive.query.document import pages_joined_by_units
from archive.terms import TranslationQuery, Translations, find_translations

MOST_DOCUMENTS = 1_000
"""Documents that are read, the best first."""
MOST_LINES = 10_000
"""Lines that are kept; after the document that reaches it no more is read."""
MOST_COPIES = 20
"""Documents that a line names as holding it too."""
MOST_UNITS = 2_000
"""Translation units of the documents read in which translations are looked for."""
_SORTED_WORDS = 8
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")


class LineOrder(StrEnum):
    """Orders of lines: relevance, the word or Chinese character before or after, the day, the earliest first."""

    SCORE = "score"
    LEFT = "left"
    RIGHT = "right"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class ConcordanceOptions:
    """Options of a concordance: its order, the lines returned, and the limits of what is read."""

    sort: LineOrder = LineOrder.SCORE
    limit: int = 50
    offset: int = 0
    most_documents: int = MOST_DOCUMENTS
    most_lines: int = MOST_LINES


@dataclass(frozen=True, slots=True)
class FoldedLine:
    """A line, and the other documents with the same sentence and translation.

    The line is that of the document published first. ``copies`` is the number of such places, its own included;
    ``also`` are up to ``MOST_COPIES`` of the others.
    """

    line: KeywordLine
    copies: int
    also: tuple[LineOrigin, ...]


@dataclass(frozen=True, slots=True)
class Frequency:
    """Hits, and the documents that have them, of one year, site or speaker; ``name`` is None where none is known."""

    name: str | None
    hits: int
    documents: int


@dataclass(frozen=True, slots=True)
class Concordance:
    """The lines of a query, in the requested order.

    ``documents`` is the number of documents that match the query, ``read`` the number of those that were read, the
    most relevant. These have ``hits`` matching places, which make ``distinct`` lines when the same sentences are
    folded. Where it is not ``exact`` there are more hits than were counted, and every number but ``documents`` is
    "at least". ``lines`` are the requested ones of the ``distinct``.
    """

    query: str
    documents: int
    read: int
    hits: int
    distinct: int
    exact: bool
    lines: tuple[FoldedLine, ...]
    by_year: tuple[Frequency, ...]
    by_site: tuple[Frequency, ...]
    by_speaker: tuple[Frequency, ...]
    translations: Translations

    @property
    def units(self) -> tuple[TranslationUnit, ...]:
        """The translation units behind the lines, each once."""
        return tuple(dict.fromkeys(found.line.unit for found in self.lines if found.line.unit))


def concordance(index: Index, query: str, filters: Filters, options: ConcordanceOptions | None = None) -> Concordance:
    """Find every place of the words of a query in the documents that match it.

    The cost is bounded by ``options``: a word that very many documents have is read in the most relevant ones.

    Raises UsageError when the query is invalid or has no words.
    """
    options = options or ConcordanceOptions()
    matches = index.matches(query, filters, options.most_documents)
    if not matches.in_title:
        raise UsageError(f"no word to look for in {query!r}; give one outside the fields")
    gathered = _GatheredLines(options.most_lines)
    for document in matches.documents:
        units = index.units_of(document.id, document.version)
        translations = pages_joined_by_units(index, document, units) if _in_title(document, matches) else []
        gathered.add(LineOrigin.of_document(document), find_lines(document, matches, units, translations))
        gathered.units.extend(units[: MOST_UNITS - len(gathered.units)])
        if gathered.full:
            break
    return _build_concordance(query, options, matches, gathered)


def _in_title(document: Document, matches: MatchingDocuments) -> bool:
    return any(True for _ in find_spans(document.title or "", matches.in_title))


def find_concordance(archive: Archive, query: str, filters: Filters, options: ConcordanceOptions) -> Concordance:
    """The concordance of a query in an archive.

    Raises UsageError when the query is none or has no words, ArchiveMissing when the archive holds no document.
    """
    with Index(archive) as index:
        found = concordance(index, query, filters, options)
        if not found.documents and not index.counts().documents:
            raise archive.no_documents()
    return found


def _build_concordance(
    query: str, options: ConcordanceOptions, matches: MatchingDocuments, gathered: "_GatheredLines"
) -> Concordance:
    lines = sorted(gathered.folded.values(), key=_KEYS[options.sort])
    return Concordance(
        query,
        documents=matches.total,
        read=len(gathered.documents),
        hits=gathered.hits,
        distinct=len(lines),
        exact=not gathered.full and matches.total <= options.most_documents,
        lines=tuple(lines[options.offset : options.offset + options.limit]),
        by_year=_by_name(_frequencies(gathered.documents, _year)),
        by_site=_by_hits(_frequencies(gathered.documents, lambda origin: origin.site)),
        by_speaker=_by_hits(_frequencies(gathered.documents, lambda origin: origin.speaker)),
        translations=find_translations(gathered.units, _translation_query(matches)),
    )


@dataclass(slots=True)
class _GatheredLines:
    """The findings in the documents read so far: lines by their key (copies have the same), and hits by document."""

    most: int
    full: bool = False
    hits: int = 0
    folded: dict[tuple[str | int, ...], FoldedLine] = field(default_factory=dict)
    documents: list[tuple[LineOrigin, int]] = field(default_factory=list)
    units: list[TranslationUnit] = field(default_factory=list)

    def add(self, origin: LineOrigin, lines: Iterator[KeywordLine]) -> None:
        """Add a document's lines up to the limit; ``full`` if there were more."""
        room = self.most - self.hits
        found = list(islice(lines, room + 1))
        self.full = len(found) > room
        self.hits += len(found[:room])
        self.documents.append((origin, len(found[:room])))
        times: Counter[tuple[str, ...]] = Counter()
        for line in found[:room]:
            key = _fold_key(line)
            times[key] += 1
            self._fold((*key, times[key]), line)

    def _fold(self, key: tuple[str | int, ...], line: KeywordLine) -> None:
        same = self.folded.get(key)
        if same is None:
            self.folded[key] = FoldedLine(line, 1, ())
            return
        first, later = sorted((same.line, line), key=lambda one: _day(one.origin))
        also = (*same.also, later.origin)[:MOST_COPIES]
        self.folded[key] = FoldedLine(first, same.copies + 1, also)


def _fold_key(line: KeywordLine) -> tuple[str, ...]:
    """The texts of a line without their spaces and the width of their characters; copies of it have the same."""
    translation = line.counterpart.text if line.counterpart else ""
    texts = (line.left, line.keyword, line.right, translation)
    return tuple("".join(normalize("NFKC", text).split()) for text in texts)


def _translation_query(matches: MatchingDocuments) -> TranslationQuery:
    phrases = matches.in_blocks or matches.in_title

    def holds(text: str) -> bool:
        return any(True for _ in find_spans(text, phrases))

    return TranslationQuery(tuple(phrase.text for phrase in phrases), holds)


def _year(origin: LineOrigin) -> str | None:
    return origin.published[:4] if origin.published else None


def _frequencies(
    documents: Sequence[tuple[LineOrigin, int]], name: Callable[[LineOrigin], str | None]
) -> list[Frequency]:
    hits: Counter[str | None] = Counter()
    holders: Counter[str | None] = Counter()
    for origin, number in documents:
        if number:
            hits[name(origin)] += number
            holders[name(origin)] += 1
    return [Frequency(one, hits[one], holders[one]) for one in hits]


def _by_name(frequencies: list[Frequency]) -> tuple[Frequency, ...]:
    return tuple(sorted(frequencies, key=lambda one: (one.name is None, one.name or "")))


def _by_hits(frequencies: list[Frequency]) -> tuple[Frequency, ...]:
    return tuple(sorted(frequencies, key=lambda one: (one.name is None, -one.hits, one.name or "")))


Key = Callable[[FoldedLine], tuple[object, ...]]


def _words(text: str) -> list[str]:
    """The words and Chinese characters of a text as they are sorted, punctuation left out."""
    return _WORD.findall(to_simplified(text.casefold()))


def _left(found: FoldedLine) -> tuple[object, ...]:
    return (_words(found.line.left)[: -_SORTED_WORDS - 1 : -1],)


def _right(found: FoldedLine) -> tuple[object, ...]:
    return (_words(found.line.right)[:_SORTED_WORDS],)


def _day(origin: LineOrigin) -> tuple[bool, str]:
    """Sorts documents by the time of publication, those without one last."""
    return origin.published is None, origin.published or ""


def _date(found: FoldedLine) -> tuple[object, ...]:
    return _day(found.line.origin)


_KEYS: dict[LineOrder, Key] = {
    LineOrder.SCORE: lambda _: (),
    LineOrder.LEFT: _left,
    LineOrder.RIGHT: _right,
    LineOrder.DATE: _date,
}
"""The sort keys of lines; lines with equal keys keep the order of relevance, and that of the text."""
