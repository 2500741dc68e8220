"""Pages made from texts: blocks beside their translations, in halves, with some left out, and pages of strays."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from archive.model.document import Block
from tests.eval_bitext.gold import GoldBead, GoldBlock, Group


@dataclass(frozen=True, slots=True)
class Layout:
    """How a page is laid out; ``missing`` is the share of blocks that stand in one language only, for each side."""

    halves: bool = False
    english_first: bool = False
    missing: float = 0.0


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page's blocks in reading order, and the pairs among them by ``n``, the Chinese side first."""

    blocks: tuple[Block, ...]
    pairs: frozenset[GoldBead]


def made_page(texts: Sequence[GoldBlock], layout: Layout, random_numbers: random.Random) -> MadePage:
    """A page of the blocks; which are left out hangs on the random numbers."""
    kept: list[tuple[int, str, str]] = []
    for n, text in enumerate(texts):
        lot = random_numbers.random()
        source = text.source if lot >= layout.missing else ""
        target = text.target if not layout.missing <= lot < 2 * layout.missing else ""
        kept += [(n, "zh-Hans", source), (n, "en", target)]
    if layout.english_first:
        kept = [side for at in range(0, len(kept), 2) for side in (kept[at + 1], kept[at])]
    if layout.halves:
        first = kept[0][1]
        kept.sort(key=lambda side: side[1] != first)
    sides = [side for side in kept if side[2]]
    places = {(n, lang): at for at, (n, lang, _) in enumerate(sides)}
    blocks = tuple(Block(at, texts[n].kind, text, lang, 1.0, f"/p[{at}]") for at, (n, lang, text) in enumerate(sides))
    pairs = {((at,), (places[n, "en"],)) for (n, lang), at in places.items() if lang != "en" and (n, "en") in places}
    return MadePage(blocks, frozenset(pairs))


def stray_page(
    texts: Sequence[GoldBlock], stray: GoldBlock, english: bool, random_numbers: random.Random
) -> MadePage:
    """A page in one language, English or Chinese, with a block of another text in the other."""
    sides = [(text.target, "en") if english else (text.source, "zh-Hans") for text in texts]
    place = random_numbers.randrange(len(sides) + 1)
    sides.insert(place, (stray.source, "zh-Hans") if english else (stray.target, "en"))
    blocks = (Block(n, "paragraph", text, lang, 1.0, f"/p[{n}]") for n, (text, lang) in enumerate(sides))
    return MadePage(tuple(blocks), frozenset())


def single_page(
    pair: GoldBlock, others: Sequence[GoldBlock], english: bool, random_numbers: random.Random
) -> MadePage:
    """A page in one language, English or Chinese, of which one block alone is translated, beside it."""
    sides = [(text.target, "en") if english else (text.source, "zh-Hans") for text in others]
    place = random_numbers.randrange(len(sides) + 1)
    sides[place:place] = [(pair.source, "zh-Hans"), (pair.target, "en")][:: random_numbers.choice((1, 1, -1))]
    blocks = tuple(Block(n, "paragraph", text, lang, 1.0, f"/p[{n}]") for n, (text, lang) in enumerate(sides))
    source, target = sorted((place, place + 1), key=lambda n: blocks[n].lang == "en")
    return MadePage(blocks, frozenset({((source,), (target,))}))


def in_part(block: GoldBlock, english: bool) -> GoldBlock:
    """The block with the end of its Chinese, or of its English, left out: a third of its groups or a half."""
    kept = max(1, 2 * len(block.groups) // 3)
    groups = [
        group if n < kept else Group((), group.target) if not english else Group(group.source, ())
        for n, group in enumerate(block.groups)
    ]
    return GoldBlock(block.kind, tuple(groups))


def unrelated_page(texts: Sequence[GoldBlock], english_first: bool) -> MadePage:
    """A page of a text in which the languages take turns and nothing is a translation: each block stands once."""
    sides = [
        (text.source, "zh-Hans") if n % 2 == english_first else (text.target, "en") for n, text in enumerate(texts)
    ]
    blocks = (Block(n, "paragraph", text, lang, 1.0, f"/p[{n}]") for n, (text, lang) in enumerate(sides))
    return MadePage(tuple(blocks), frozenset())
