"""Keyword-in-context lines: the matching places of one document, each in its sentence with its translation.

The translation of a place in a bilingual title is the half of the title in the other language.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal, NamedTuple

from archive.bitext.chinese_words import LONGEST_WORD, english_meanings
from archive.bitext.english_words import FUNCTION_WORDS, stem_english
from archive.bitext.language_guess_and_length_ratio import HAN, guess_language
from archive.bitext.sentences import join_sentences, split_sentences
from archive.bitext.translation_units import BlockSpan, Side, TranslationUnit
from archive.index import MatchingDocuments, Term, find_spans
from archive.model.capture import Capture
from archive.model.document import Block, Document
from archive.model.language_codes import is_in_language, primary_language
from archive.word_lists_and_character_tables import to_simplified

_LONGEST_TITLE = 1000
_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
_OPENING = {"zh": re.compile(r"\s*"), "en": re.compile(r"[\W_]*")}
_CLOSING = re.compile(r"[\s|/·:：,，;；—–-]*$")
_LEAST_WORDS = 2


class TitleHalf(NamedTuple):
    """A half of a bilingual title: its language (``zh`` or ``en``), and its place."""

    lang: str
    start: int
    end: int


def split_bilingual_title(title: str) -> tuple[TitleHalf, TitleHalf] | None:
    """Split a bilingual title into its Chinese and its English half; None if it is in one language.

    One side has all Chinese characters, the other at least two English words, and by the dictionary a Chinese word
    means an English one: a name in Latin letters after a Chinese title is no translation.

    >>> split_bilingual_title("新图书馆开馆 The New Library Opens")
    (TitleHalf(lang='zh', start=0, end=6), TitleHalf(lang='en', start=7, end=28))
    >>> split_bilingual_title("专访 New York Times"), split_bilingual_title("产能合作")
    (None, None)
    """
    han = [found.start() for found in _HAN.finditer(title)] if len(title) <= _LONGEST_TITLE else []
    if not han:
        return None
    sides = ((0, han[0]), (han[-1] + 1, len(title)))
    start, end = max(sides, key=lambda side: len(_WORD.findall(title, *side)))
    english = _trim_half(title, start, end, "en")
    chinese = _trim_half(title, *((0, start) if start else (end, len(title))), "zh")
    said = title[english.start : english.end]
    if len(_WORD.findall(said)) < _LEAST_WORDS or not _has_translated_word(title[chinese.start : chinese.end], said):
        return None
    return chinese, english


def _trim_half(title: str, start: int, end: int, lang: str) -> TitleHalf:
    """Return half of a bilingual title without the space and the marks between the two; a closing mark of the Chinese
    stays.
    """
    opening = _OPENING[lang].match(title, start, end)
    begin = opening.end() if opening else start
    closing = _CLOSING.search(title[begin:end])
    return TitleHalf(lang, begin, begin + closing.start() if closing else end)


def _has_translated_word(chinese: str, english: str) -> bool:
    """Return whether any word of the Chinese, by the dictionary, means a word of the English."""
    stems = {stem_english(word.lower()) for word in _WORD.findall(english) if word.lower() not in FUNCTION_WORDS}
    plain = to_simplified(chinese)
    words = (plain[at : at + size] for at in range(len(plain)) for size in range(2, LONGEST_WORD + 1))
    return not stems.isdisjoint(chain.from_iterable(map(english_meanings, words)))


CONTEXT = 300
"""Characters of the sentence that a line has on either side of the keyword, at most."""
MOST_CHARACTERS = 2_000
"""Characters of a translation that a line has."""

Field = Literal["title", "subtitle", "block"]


class TextSpan(NamedTuple):
    """A span of a text in a concordance line: characters ``start`` up to ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LineOrigin:
    """The document version that a concordance line is from, and the capture behind it.

    ``published`` is as exact as the page gives it; ``delivered`` is the day of a speech.
    """

    id: str
    version: str
    url: str
    title: str | None
    site: str
    kind: str
    published: str | None
    speaker: str | None
    delivered: str | None
    capture: Capture

    @classmethod
    def of_document(cls, document: Document) -> "LineOrigin":
        speech = document.speech
        return cls(
            document.id, document.version, document.url, document.title, document.site, document.kind,
            document.published, speech.speaker if speech else None, speech.delivered if speech else None,
            document.capture,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The translation of a concordance line: a sentence, else the paired blocks; of a title, the title in the other
    language.

    ``document`` and ``version`` are those that it is in, which may be another page; ``places`` are empty for a
    title. A text of more than ``MOST_CHARACTERS`` is cut.
    """

    kind: Literal["sentence", "block", "title"]
    lang: str
    text: str
    places: tuple[BlockSpan, ...]
    document: str
    version: str


@dataclass(frozen=True, slots=True)
class KeywordLine:
    """A concordance line: a matching place in a document (keyword in context).

    ``left``, ``keyword`` and ``right`` are the sentence as written, cut to ``CONTEXT`` characters on either side.
    ``place`` is the keyword's, ``sentence`` the sentence's in the text of the field; ``block`` is the block's ``n``.
    ``unit`` is the translation unit that gave the counterpart, where one did; ``text`` is the field's whole text.
    """

    left: str
    keyword: str
    right: str
    field: Field
    block: int | None
    lang: str
    place: TextSpan
    sentence: TextSpan
    counterpart: Counterpart | None
    origin: LineOrigin
    unit: TranslationUnit | None
    text: str

    @property
    def unit_texts(self) -> tuple[tuple[str, str], tuple[str, str]] | None:
        """Return language and text of the two sides of a concordance line's translation unit, its own first.

        Of a title they are the title and its translation; None where only blocks translate the line, or nothing.
        """
        if self.counterpart is None or self.counterpart.kind == "block":
            return None
        if self.unit is None:
            return (self.lang, self.text[slice(*self.sentence)]), (self.counterpart.lang, self.counterpart.text)
        sides = self.unit.source, self.unit.target
        is_source = sides[0].origin.document == self.origin.id and any(
            block == self.block and start <= self.place.start < end for block, start, end in sides[0].places
        )
        own, other = sides if is_source else sides[::-1]
        return (own.lang, own.text), (other.lang, other.text)

    @property
    def hit(self) -> "HitPlace":
        return HitPlace(self.field, self.block, self.place.start)


class HitPlace(NamedTuple):
    """A matching place of a query in a document: its field, the block's ``n`` if it is in a block, its first
    character.
    """

    field: Field
    block: int | None
    start: int


def hit_places(document: Document, matches: MatchingDocuments, lang: str | None) -> Iterator[HitPlace]:
    """Find the places of a document's concordance lines without making the lines, in the same order as
    ``find_lines``.
    """
    titles = _title_lines(document, (), matches.in_title)
    yield from (line.hit for line in titles if is_in_language(line.lang, lang))
    for block in document.blocks:
        if is_in_language(block.lang, lang):
            yield from (HitPlace("block", block.n, start) for start, _ in find_spans(block.text, matches.in_blocks))


def find_lines(
    document: Document,
    matches: MatchingDocuments,
    units: Iterable[TranslationUnit],
    translations: Sequence[Document] = (),
) -> Iterator[KeywordLine]:
    """Make the concordance lines of a document, in reading order: title, subtitle, blocks.

    ``units`` are the document's translation units, ``translations`` the documents that they join it to, whose
    titles translate its own. A place without a translation has no counterpart.
    """
    origin = LineOrigin.of_document(document)
    yield from _title_lines(document, translations, matches.in_title)
    counterparts = _Counterparts(document, units)
    for block in document.blocks:
        places = find_spans(block.text, matches.in_blocks)
        first = next(places, None)
        if first is not None:
            yield from _block_lines(block, origin, chain([first], places), counterparts)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that concordance lines are made from."""

    text: str
    field: Field
    block: int | None
    lang: str
    origin: LineOrigin

    def line(
        self, place: TextSpan, sentence: TextSpan, counterpart: Counterpart | None, unit: TranslationUnit | None
    ) -> KeywordLine:
        left = self.text[max(sentence.start, place.start - CONTEXT) : place.start]
        right = self.text[place.end : min(sentence.end, place.end + CONTEXT)]
        keyword = self.text[place.start : place.end]
        return KeywordLine(
            left, keyword, right, self.field, self.block, self.lang, place, sentence, counterpart, self.origin, unit,
            self.text,
        )  # fmt: skip


def _title_lines(
    document: Document, translations: Sequence[Document], phrases: Sequence[Term]
) -> Iterator[KeywordLine]:
    title, subtitle = document.title or "", document.subtitle or ""
    origin, others = LineOrigin.of_document(document), [(each.title or "", each) for each in translations]
    fields: tuple[tuple[Literal["title", "subtitle"], str, list[tuple[str, Document]]], ...]
    fields = ("title", title, [(subtitle, document), *others]), ("subtitle", subtitle, [(title, document)])
    for field, text, titles in fields:
        lang = guess_language([text])
        counterpart = next((found for other in titles if (found := _other_title(lang, *other))), None)
        places = [TextSpan(*place) for place in find_spans(text, phrases)]
        both = split_bilingual_title(text) if places else None
        for place in places:
            half = _halves_at(place, both)
            if half:
                yield _line_of_half(document, field, place, half)
            else:
                yield _Text(text, field, None, lang, origin).line(place, TextSpan(0, len(text)), counterpart, None)


def _halves_at(place: TextSpan, both: tuple[TitleHalf, TitleHalf] | None) -> tuple[TitleHalf, TitleHalf] | None:
    """Return the half of a bilingual title that a place is in, and the other; None where it is in neither alone."""
    for one, other in (both, both[::-1]) if both else ():
        if one.start <= place.start and place.end <= one.end:
            return one, other
    return None


def _line_of_half(
    document: Document, field: Literal["title", "subtitle"], place: TextSpan, half: tuple[TitleHalf, TitleHalf]
) -> KeywordLine:
    """Make the concordance line of a place in one half of a bilingual title, beside the other half."""
    one, other = half
    text = (document.title if field == "title" else document.subtitle) or ""
    translation = text[other.start : other.end][:MOST_CHARACTERS]
    counterpart = Counterpart("title", other.lang, translation, (), document.id, document.version)
    place_text = _Text(text, field, None, one.lang, LineOrigin.of_document(document))
    return place_text.line(place, TextSpan(one.start, one.end), counterpart, None)


def _other_title(lang: str, text: str, document: Document) -> Counterpart | None:
    """Return a title or subtitle as translation, where it is in the other of the two languages."""
    other = guess_language([text])
    if {lang, other} != {"zh", "en"}:
        return None
    return Counterpart("title", other, text[:MOST_CHARACTERS], (), document.id, document.version)


def _block_lines(
    block: Block, origin: LineOrigin, places: Iterable[tuple[int, int]], counterparts: "_Counterparts"
) -> Iterator[KeywordLine]:
    inside = [TextSpan(sentence.start, sentence.end) for sentence in split_sentences(block.text, block.lang)]
    starts = [sentence.start for sentence in inside]
    text = _Text(block.text, "block", block.n, block.lang, origin)
    for begin, end in places:
        first = inside[max(0, bisect_right(starts, begin) - 1)]
        last = inside[max(0, bisect_right(starts, end - 1) - 1)]
        counterpart, unit = counterparts.at(block.n, begin)
        sentence = TextSpan(min(first.start, begin), max(last.end, end))
        yield text.line(TextSpan(begin, end), sentence, counterpart, unit)


class _PlacedSide(NamedTuple):
    """The place of one side of a translation unit, and the other side."""

    place: BlockSpan
    other: Side
    unit: TranslationUnit


class _Counterparts:
    """The translations of places of a document: sentences of its translation units, else blocks of its pairs."""

    def __init__(self, document: Document, units: Iterable[TranslationUnit]) -> None:
        self._document = document
        self._sides: dict[int, dict[str, list[_PlacedSide]]] = {}
        for unit in units:
            for side, other in ((unit.source, unit.target), (unit.target, unit.source)):
                if (side.origin.document, side.origin.version) == (document.id, document.version):
                    for place in side.places:
                        self._sides.setdefault(place.block, {}).setdefault(other.lang, []).append(
                            _PlacedSide(place, other, unit)
                        )
        for by_language in self._sides.values():
            for sides in by_language.values():
                sides.sort(key=lambda side: side.place)

    def at(self, block: int, offset: int) -> tuple[Counterpart | None, TranslationUnit | None]:
        """Look up the translation of the text at an offset of a block, Chinese and English before other languages."""
        by_language = self._sides.get(block, {})
        for _, sides in sorted(by_language.items(), key=lambda one: _language_order(one[0])):
            side = sides[max(0, bisect_right(sides, offset, key=lambda side: side.place.start) - 1)]
            if side.place.start <= offset < side.place.end:
                return self._sentence(side.other), side.unit
        return self._blocks(block), None

    def _sentence(self, side: Side) -> Counterpart:
        origin = side.origin
        return Counterpart(
            "sentence", side.lang, side.text[:MOST_CHARACTERS], side.places, origin.document, origin.version
        )

    @cached_property
    def _blocks_of(self) -> dict[int, Block]:
        return {block.n: block for block in self._document.blocks}

    def _blocks(self, block: int) -> Counterpart | None:
        """Return the blocks paired with a block as its translation."""
        beside = [
            [self._blocks_of[n] for n in there]
            for pair in self._document.pairs
            for here, there in ((pair.source, pair.target), (pair.target, pair.source))
            if block in here
        ]
        if not beside:
            return None
        found = min(beside, key=lambda blocks: _language_order(blocks[0].lang))
        text = join_sentences(one.text[:MOST_CHARACTERS] for one in found)
        places = tuple(BlockSpan(one.n, 0, len(one.text)) for one in found)
        document = self._document
        return Counterpart("block", found[0].lang, text[:MOST_CHARACTERS], places, document.id, document.version)


def _language_order(lang: str) -> tuple[bool, str]:
    """Return a sort key that puts Chinese and English before other languages."""
    return primary_language(lang) not in ("zh", "en"), lang
