"""The translation units of one document: sentences inside its paired blocks that translate each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, NamedTuple

from archive.bitext.aligner import align
from archive.bitext.flags import Flag, flags
from archive.bitext.sentences import sentences
from archive.bitext.tmx import join
from archive.model.capture import Capture
from archive.model.document import Block, Document, Pair


class Place(NamedTuple):
    """Where a text stands: the block's ``n``, and the characters ``start`` up to ``end`` of its text."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Side:
    """One half of a unit: its language (BCP 47, with the script where it is known), text and places.

    Within a block the text is as the block has it; there is a place for each block.
    """

    lang: str
    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """Two texts that translate each other, and where they come from.

    ``score``, from 0 to 1, is that of the blocks' pair times that of the sentences' bead. ``first`` is the side that
    stands first on the page. ``document``, ``version`` and ``url`` are those of the document.
    """

    source: Side
    target: Side
    score: float
    first: Literal["source", "target"]
    flags: tuple[Flag, ...]
    document: str
    version: str
    url: str
    capture: Capture


class _Segment(NamedTuple):
    text: str
    place: Place


def units(document: Document) -> Iterator[TranslationUnit]:
    """The units of a document, in the order of its pairs and, within one, of the text.

    A sentence that nothing translates is in no unit. The same document gives the same units. The time is the
    aligner's, some 0.9 s for 1,000 units of Chinese and English.
    """
    blocks = {block.n: block for block in document.blocks}
    seen: set[tuple[str, str]] = set()
    for pair in document.pairs:
        for unit in _units(document, pair, blocks):
            texts = (unit.source.text, unit.target.text)
            yield replace(unit, flags=("duplicate", *unit.flags)) if texts in seen else unit
            seen.add(texts)


def _units(document: Document, pair: Pair, blocks: dict[int, Block]) -> Iterator[TranslationUnit]:
    halves = [[blocks[n] for n in numbers] for numbers in (pair.source, pair.target)]
    segments = [_segments(half) for half in halves]
    languages = halves[0][0].lang, halves[1][0].lang
    texts = [[segment.text for segment in half] for half in segments]
    for bead in align(texts[0], texts[1], languages):
        if not bead.source or not bead.target:
            continue
        source = _side(languages[0], [segments[0][n] for n in bead.source], blocks)
        target = _side(languages[1], [segments[1][n] for n in bead.target], blocks)
        yield TranslationUnit(
            source,
            target,
            round(pair.score * bead.score, 4),
            "source" if source.places < target.places else "target",
            flags(source.text, target.text, languages),
            document.id,
            document.version,
            document.url,
            document.capture,
        )


def _segments(blocks: Sequence[Block]) -> list[_Segment]:
    return [
        _Segment(sentence.text, Place(block.n, sentence.start, sentence.end))
        for block in blocks
        for sentence in sentences(block.text, block.lang)
    ]


def _side(lang: str, segments: Sequence[_Segment], blocks: dict[int, Block]) -> Side:
    places = []
    for block, group in groupby((segment.place for segment in segments), key=lambda place: place.block):
        inside = list(group)
        places.append(Place(block, inside[0].start, inside[-1].end))
    return Side(lang, join(blocks[n].text[start:end] for n, start, end in places), tuple(places))
