"""Concordances: each matching place of a query with its translation, and counts by year, site and speaker."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from itertools import islice
from operator import itemgetter
from typing import NamedTuple
from unicodedata import normalize

from archive.bitext.translation_units import TranslationUnit
from archive.errors import UsageError
from archive.index import Filters, Index, MatchingDocuments, UnitSide, draw_key, find_spans
from archive.layout import Archive
from archive.model.document import Document
from archive.model.language_codes import is_in_language
from archive.query.concordance.keyword_lines import HitPlace, KeywordLine, LineOrigin, find_lines, hit_places
from archive.query.concordance.line_order import LineOrder, Order, day_key, sort_key, with_context
from archive.query.lookup_of_documents_pages_and_attachments import pages_joined_by_units
from archive.terms.query_translations import TranslationQuery, Translations, find_translations

LINES = 50
"""Lines that are returned if no number is asked for."""
MOST_DOCUMENTS = 1_000
"""Documents that lines are made of, the best first."""
MOST_COUNTED = 3_000
"""Documents in which hits are counted, in about two seconds."""
MOST_LINES = 10_000
"""Lines that are kept; after the document that reaches it hits are only counted."""
MOST_COPIES = 20
"""Documents that a line names as holding it too."""
MOST_UNITS = 2_000
"""Translation units of the documents read in which translations are looked for."""
_PAIR = 2
_MOST_DRAWN = 50_000
"""Hits that are held before those that are not drawn are let go."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Options of a concordance's random sample: at most ``size`` hits; the same for a seed as long as the documents
    are the same.

    A hit is in it by a number made of the seed, the document's id, and its place. ``most_documents`` are the
    documents that it is drawn from, all if None; of more, that many are drawn first.
    """

    size: int
    seed: int = 1
    most_documents: int | None = None


@dataclass(frozen=True, slots=True)
class ConcordanceOptions:
    """Options of a concordance: its order, the lines returned, and the limits of what is read.

    Lines are made of the best ``most_documents``; hits are counted in the best ``most_counted`` if these are more.
    ``sample`` takes hits at random in place of those of the best documents. ``context`` is the number of words on
    either side of the keyword, the sentence if None. ``hit_lang`` is the language of the text with the hit, a BCP 47
    range.
    """

    sort: Order = LineOrder.SCORE
    limit: int = LINES
    offset: int = 0
    most_documents: int = MOST_DOCUMENTS
    most_lines: int = MOST_LINES
    most_counted: int = 0
    sample: Sample | None = None
    context: int | None = None
    hit_lang: str | None = None


@dataclass(frozen=True, slots=True)
class FoldedLine:
    """A concordance line, and the other documents with the same sentence and translation.

    The line is that of the document published first. ``copies`` is the number of such places, its own included;
    ``also`` are up to ``MOST_COPIES`` of the others.
    """

    line: KeywordLine
    copies: int
    also: tuple[LineOrigin, ...]


@dataclass(frozen=True, slots=True)
class Frequency:
    """Hits of a concordance, and the documents that have them, of one year, site or speaker; ``name`` is None where
    unknown.
    """

    name: str | None
    hits: int
    documents: int


@dataclass(frozen=True, slots=True)
class Concordance:
    """The concordance of a query: its lines in the requested order, and its counts.

    ``documents`` is the number of documents that match the query, ``read`` the number of those that lines were made
    of: the most relevant, or with a ``sample`` those that it is drawn from. ``hits`` are the matching places: where
    ``exact`` those of all ``documents``, else of the documents that were counted, so that there are more.
    ``distinct`` is the number of lines when the same sentences are folded, ``lines`` the requested ones of them.
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
    sample: Sample | None = None

    @property
    def units(self) -> tuple[TranslationUnit, ...]:
        """Return the translation units behind the lines of the concordance, each once."""
        return tuple(dict.fromkeys(found.line.unit for found in self.lines if found.line.unit))


def concordance(index: Index, query: str, filters: Filters, options: ConcordanceOptions | None = None) -> Concordance:
    """Make a concordance: every place of the words of a query in the documents that match it.

    The cost is bounded by ``options``: a word that very many documents have is read in the most relevant ones.

    Raises UsageError when the query is invalid or has no words.
    """
    options = options or ConcordanceOptions()
    gathered = _GatheredLines(options)
    if options.sample:
        matches = index.drawn_matches(query, filters, options.sample.most_documents, options.sample.seed)
        _require_words(query, matches)
        _gather_sample(index, matches, gathered, options.sample)
    else:
        matches = index.matches(query, filters, max(options.most_documents, options.most_counted))
        _require_words(query, matches)
        _gather_best(index, matches, gathered)
    if matches.sides and not gathered.hits:
        _require_languages(index, {side.lang for side in matches.sides})
    return _build_concordance(query, options, matches, gathered)


def _require_languages(index: Index, languages: set[str]) -> None:
    """Raise UsageError for a language that no document has."""
    existing = [tag for tag, _ in index.counts().by_language]
    for lang in sorted(languages):
        if not any(is_in_language(tag, lang) for tag in existing):
            raise UsageError(f"no document has text in {lang}; there is text in {', '.join(existing)}")


def _require_words(query: str, matches: MatchingDocuments) -> None:
    if not matches.in_title:
        raise UsageError(f"no word to look for in {query!r}; give one outside the fields")


def _gather_best(index: Index, matches: MatchingDocuments, gathered: "_GatheredLines") -> None:
    """Make concordance lines of the most relevant documents, and count the hits of the others."""
    options = gathered.options
    most = options.most_documents if matches.sides else max(options.most_documents, options.most_counted)
    for number, document in enumerate(matches.documents):
        if number >= most:
            break
        hits = None
        if number < options.most_documents and gathered.room:
            hits = gathered.keep(*_lines_of(index, document, matches, options.hit_lang))
        if hits is None:
            hits = len(_places_of(index, document, matches, options.hit_lang))
        gathered.count(document, hits)


def _gather_sample(index: Index, matches: MatchingDocuments, gathered: "_GatheredLines", sample: Sample) -> None:
    """Count the concordance hits of all documents, and make lines of those that are drawn at random."""
    drawn: list[_DrawnHit] = []
    for document in matches.documents:
        hits = _places_of(index, document, matches, gathered.options.hit_lang)
        gathered.count(document, len(hits))
        drawn += (_DrawnHit(draw_key(sample.seed, document.id, *hit), document.id, hit) for hit in hits)
        if len(drawn) > 2 * sample.size + _MOST_DRAWN:
            drawn = nsmallest(sample.size, drawn, key=_BY_NUMBER)
    wanted: dict[str, set[HitPlace]] = {}
    for found in nsmallest(sample.size, drawn, key=_BY_NUMBER):
        wanted.setdefault(found.document, set()).add(found.hit)
    for name, hits_of in wanted.items():
        if current := index.document(name):
            lines, units = _lines_of(index, current, matches, gathered.options.hit_lang)
            gathered.keep((line for line in lines if line.hit in hits_of), units)


class _DrawnHit(NamedTuple):
    number: bytes
    document: str
    hit: HitPlace


_BY_NUMBER = itemgetter(0, 1)


def _lines_of(
    index: Index, document: Document, matches: MatchingDocuments, lang: str | None
) -> tuple[Iterator[KeywordLine], tuple[TranslationUnit, ...]]:
    """Make the concordance lines of a document in a language or all, with its translation units."""
    units = _units_in_languages(index.units_of(document.id, document.version), matches)
    translations = pages_joined_by_units(index, document, units) if _in_title(document, matches) else []
    lines = find_lines(document, matches, units, translations)
    return (line for line in lines if is_in_language(line.lang, lang) and _answers(line, matches.sides)), units


def _places_of(index: Index, document: Document, matches: MatchingDocuments, lang: str | None) -> list[HitPlace]:
    """Return the places of a document's concordance lines in a language or all."""
    if matches.sides:
        return [line.hit for line in _lines_of(index, document, matches, lang)[0]]
    return list(hit_places(document, matches, lang))


def _units_in_languages(
    units: tuple[TranslationUnit, ...], matches: MatchingDocuments
) -> tuple[TranslationUnit, ...]:
    """Return the translation units between the languages that the query asks for, where two or more are."""
    wanted = {side.lang for side in matches.sides}
    if len(wanted) < _PAIR:
        return units

    def fits(tag: str) -> bool:
        return any(is_in_language(tag, lang) for lang in wanted)

    return tuple(unit for unit in units if fits(unit.source.lang) and fits(unit.target.lang))


def _answers(line: KeywordLine, sides: Sequence[UnitSide]) -> bool:
    """Return whether a concordance line is on the side asked for first, and its unit's sides meet the query."""
    if not sides:
        return True
    first = next((side.lang for side in sides if side.wanted), None)
    texts = line.unit_texts
    if texts is None or not is_in_language(line.lang, first):
        return False
    found = [next((text for tag, text in texts if is_in_language(tag, side.lang)), None) for side in sides]
    return all(text is not None and side.is_met(text) for side, text in zip(sides, found, strict=True))


def _in_title(document: Document, matches: MatchingDocuments) -> bool:
    return any(True for _ in find_spans(document.title or "", matches.in_title))


def find_concordance(archive: Archive, query: str, filters: Filters, options: ConcordanceOptions) -> Concordance:
    """Make the concordance of a query in an archive.

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
    across = options.context is not None
    key = sort_key(options.sort, across)
    lines = sorted(gathered.folded.values(), key=lambda found: key(found.line))
    page = lines[options.offset : options.offset + options.limit]
    if options.context is not None:
        page = [replace(found, line=with_context(found.line, options.context)) for found in page]
    return Concordance(
        query,
        documents=matches.total,
        read=len(gathered.documents) if options.sample else gathered.read,
        hits=gathered.hits,
        distinct=len(lines),
        exact=len(gathered.documents) >= matches.total,
        lines=tuple(page),
        by_year=_by_name(_frequencies(gathered.documents, _year)),
        by_site=_by_hits(_frequencies(gathered.documents, lambda origin: origin.site)),
        by_speaker=_by_hits(_frequencies(gathered.documents, lambda origin: origin.speaker)),
        translations=find_translations(gathered.units, _translation_query(matches)),
        sample=options.sample,
    )


@dataclass(slots=True)
class _GatheredLines:
    """The concordance lines gathered so far by their key (copies have the same), and hits by document."""

    options: ConcordanceOptions
    hits: int = 0
    kept: int = 0
    read: int = 0
    folded: dict[tuple[str | int, ...], FoldedLine] = field(default_factory=dict)
    documents: list[tuple[LineOrigin, int]] = field(default_factory=list)
    units: list[TranslationUnit] = field(default_factory=list)

    @property
    def room(self) -> int:
        return self.options.most_lines - self.kept

    def count(self, document: Document, hits: int) -> None:
        """Add a document's hits to the frequencies of the concordance."""
        self.hits += hits
        self.documents.append((LineOrigin.of_document(document), hits))

    def keep(self, lines: Iterator[KeywordLine], units: Sequence[TranslationUnit]) -> int | None:
        """Add a document's lines to the concordance up to the limit; return their number, None if there were more."""
        room = self.room
        found = list(islice(lines, room + 1))
        self.read += 1
        self.kept += len(found[:room])
        self.units.extend(units[: MOST_UNITS - len(self.units)])
        times: Counter[tuple[str, ...]] = Counter()
        for line in found[:room]:
            key = _fold_key(line)
            times[key] += 1
            self._fold((*key, times[key]), line)
        return len(found) if len(found) <= room else None

    def _fold(self, key: tuple[str | int, ...], line: KeywordLine) -> None:
        same = self.folded.get(key)
        if same is None:
            self.folded[key] = FoldedLine(line, 1, ())
            return
        first, later = sorted((same.line, line), key=lambda one: day_key(one.origin))
        also = (*same.also, later.origin)[:MOST_COPIES]
        self.folded[key] = FoldedLine(first, same.copies + 1, also)


def _fold_key(line: KeywordLine) -> tuple[str, ...]:
    """Return the key by which equal concordance lines are folded: their texts without spaces and width of
    characters.
    """
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
