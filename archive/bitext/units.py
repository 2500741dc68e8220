"""Translation units: sentences inside paired blocks that translate each other, on one page or across two."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import Literal, NamedTuple

from archive.bitext.alignment.sentence_aligner import align
from archive.bitext.scoring.calibration import unit_score
from archive.bitext.sentences.splitting import sentences
from archive.bitext.tmx import join
from archive.bitext.unit_flags import Flag, flags
from archive.model.capture import Capture
from archive.model.document import Block, Document, Pair


class Place(NamedTuple):
    """Where a text stands: the block's ``n``, and the characters ``start`` up to ``end`` of its text."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Origin:
    """The document version that a text stands in: its id, version and canonical URL, and the capture behind it."""

    document: str
    version: str
    url: str
    capture: Capture

    @classmethod
    def of(cls, document: Document) -> "Origin":
        return cls(document.id, document.version, document.url, document.capture)


@dataclass(frozen=True, slots=True)
class Side:
    """One half of a unit: its language (BCP 47, with the script where it is known), text, places and origin.

    Within a block the text is as the block has it; there is a place for each block.
    """

    lang: str
    text: str
    places: tuple[Place, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """Two texts that translate each other, and where they come from.

    ``score``, from 0 to 1, is the chance that exactly these sentences translate each other, given the scores of the
    blocks' pair and of the sentences' bead. ``first`` is the side that stands first on the page, None where the sides
    stand on two pages. Such a unit belongs to the document of its source, the Chinese one: ``document``, ``version``,
    ``url`` and ``capture`` are the source's.
    """

    source: Side
    target: Side
    score: float
    first: Literal["source", "target"] | None
    flags: tuple[Flag, ...]

    @property
    def document(self) -> str:
        return self.source.origin.document

    @property
    def version(self) -> str:
        return self.source.origin.version

    @property
    def url(self) -> str:
        return self.source.origin.url

    @property
    def capture(self) -> Capture:
        return self.source.origin.capture

    @property
    def is_across(self) -> bool:
        """Whether the sides stand on two pages."""
        return self.source.origin != self.target.origin


class _Segment(NamedTuple):
    text: str
    place: Place


def units(document: Document) -> Iterator[TranslationUnit]:
    """The units of a document, in the order of its pairs and, within one, of the text.

    A sentence that nothing translates is in no unit. The same document gives the same units. The time is the
    aligner's, some 0.9 s for 1,000 units of Chinese and English.
    """
    page = _Page.of(document)
    return marked(_units_of_pair(page, page, pair) for pair in document.pairs)


def units_across(source: Document, target: Document, pairs: Iterable[Pair]) -> Iterator[TranslationUnit]:
    """The units of two documents that translate each other, given the pairs of their blocks, in their order.

    The ``source`` of a pair counts the blocks of the source document, its ``target`` those of the target document.
    """
    pages = _Page.of(source), _Page.of(target)
    return marked(_units_of_pair(*pages, pair) for pair in pairs)


def marked(groups: Iterable[Iterable[TranslationUnit]]) -> Iterator[TranslationUnit]:
    """The units of all groups; those whose texts stood in one before are flagged as duplicates."""
    seen: set[tuple[str, str]] = set()
    for unit in chain.from_iterable(groups):
        texts = (unit.source.text, unit.target.text)
        yield replace(unit, flags=("duplicate", *unit.flags)) if texts in seen else unit
        seen.add(texts)


def text_of(blocks: Mapping[int, Block], places: Iterable[Place]) -> str:
    """The text that stands at the places, given the blocks of their document by ``n``.

    Raises KeyError where there is no such block.
    """
    return join(blocks[n].text[start:end] for n, start, end in places)


class _Page(NamedTuple):
    """The blocks of a document by ``n``, and where they come from."""

    blocks: Mapping[int, Block]
    origin: Origin

    @classmethod
    def of(cls, document: Document) -> "_Page":
        return cls({block.n: block for block in document.blocks}, Origin.of(document))


def _units_of_pair(source: _Page, target: _Page, pair: Pair) -> Iterator[TranslationUnit]:
    halves = [_Half.of(source, pair.source), _Half.of(target, pair.target)]
    languages = halves[0].lang, halves[1].lang
    for bead in align(halves[0].texts, halves[1].texts, languages):
        if not bead.source or not bead.target:
            continue
        sides = halves[0].side(bead.source), halves[1].side(bead.target)
        yield TranslationUnit(
            *sides,
            unit_score(pair.score, bead.score),
            _first(*sides),
            flags(sides[0].text, sides[1].text, languages),
        )


def _first(source: Side, target: Side) -> Literal["source", "target"] | None:
    if source.origin != target.origin:
        return None
    return "source" if source.places < target.places else "target"


@dataclass(frozen=True, slots=True)
class _Half:
    """The blocks on one side of a pair, and the sentences in them."""

    page: _Page
    lang: str
    segments: Sequence[_Segment]

    @classmethod
    def of(cls, page: _Page, numbers: Sequence[int]) -> "_Half":
        segments = [segment for n in numbers for segment in _segments(page.blocks[n])]
        return cls(page, page.blocks[numbers[0]].lang, segments)

    @property
    def texts(self) -> list[str]:
        return [segment.text for segment in self.segments]

    def side(self, numbers: Sequence[int]) -> Side:
        places = []
        within = (self.segments[n].place for n in numbers)
        for block, group in groupby(within, key=lambda place: place.block):
            inside = list(group)
            places.append(Place(block, inside[0].start, inside[-1].end))
        return Side(self.lang, text_of(self.page.blocks, places), tuple(places), self.page.origin)


def _segments(block: Block) -> Iterator[_Segment]:
    for sentence in sentences(block.text, block.lang):
        yield _Segment(sentence.text, Place(block.n, sentence.start, sentence.end))
