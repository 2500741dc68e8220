"""Runs the aligner on the corpus in every way that is measured."""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from archive.bitext import Encoder, align_segments, pair_blocks, sentence_encoder, split_sentences
from archive.bitext.translation_units import unit_score
from archive.model.document import Pair
from tests.eval_bitext import peers
from tests.eval_bitext.gold import GoldBead, GoldBlock, Text
from tests.eval_bitext.made_pages import Layout, MadePage, in_part, made_page, single_page, stray_page, unrelated_page
from tests.eval_bitext.score import Counts, lax, strict, total
from tests.eval_bitext.traditional import traditional
from tests.eval_bitext.written_pages import read_pages

Aligner = Callable[[Sequence[str], Sequence[str]], Iterable[GoldBead]]
Scores = dict[str, float]

SURE = 0.9
_PAGES = 6
_LONGEST_PAGE = 40
_OTHERS = (5, 10)
"""The least and the most blocks beside a single pair."""

_LAYOUTS = {
    "interleaved": Layout(),
    "interleaved_missing": Layout(missing=0.25),
    "english_first_missing": Layout(english_first=True, missing=0.25),
    "halves_missing": Layout(halves=True, missing=0.12),
}


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured, by name of the measure, and how long aligning sentences took for 1,000 beads."""

    scores: Scores
    seconds_per_thousand: float


def run(texts: Sequence[Text]) -> Result:
    """Everything that is measured on texts of our own or another corpus."""
    align_segments(("中文",), ("Chinese",))  # reads the dictionary
    start = time.process_time()
    found = [_ours(text.source, text.target) for text in texts]
    seconds = time.process_time() - start
    beads = sum(len(text.beads) for text in texts)
    scores = {
        **_aligned(texts, found),
        "english_first": _strictly(texts, _backwards),
        "traditional": _strictly(texts, _traditional),
        "by_lengths": _strictly(texts, _by_lengths),
        "vectors": _strictly(texts, _by_vectors),
        **_pages(texts),
        **_written(),
        "unrelated": _quiet(texts),
        **_alone(texts),
        "segmented": segmented(texts),
    }
    return Result({**scores, **_of_the_sure(texts), "sure_units": _sure_units(texts)}, 1000 * seconds / max(1, beads))


def run_peer(texts: Sequence[Text]) -> Scores | None:
    """How Gale-Church does, where it is installed."""
    if not peers.installed():
        return None
    return _aligned(texts, [list(peers.gale_church(text.source, text.target)) for text in texts])


def _aligned(texts: Sequence[Text], found: Sequence[list[GoldBead]]) -> Scores:
    pairs = [(text.beads, beads) for text, beads in zip(texts, found, strict=True)]
    return {
        "strict": total([strict(*pair) for pair in pairs]).f1,
        "lax": total([lax(*pair) for pair in pairs]).f1,
    }


def _ours(source: Sequence[str], target: Sequence[str]) -> list[GoldBead]:
    return [(bead.source, bead.target) for bead in align_segments(source, target)]


def _backwards(source: Sequence[str], target: Sequence[str]) -> list[GoldBead]:
    return [(bead.target, bead.source) for bead in align_segments(target, source)]


def _traditional(source: Sequence[str], target: Sequence[str]) -> list[GoldBead]:
    return _ours([traditional(text) for text in source], target)


def _by_lengths(source: Sequence[str], target: Sequence[str]) -> list[GoldBead]:
    """As if there were no dictionary for these languages."""
    return [(bead.source, bead.target) for bead in align_segments(source, target, ("ja", "en"))]


def _by_vectors(source: Sequence[str], target: Sequence[str]) -> list[GoldBead]:
    """With the extra ``embeddings``."""
    return [(bead.source, bead.target) for bead in align_segments(source, target, encoder=_encoder())]


@cache
def _encoder() -> Encoder:
    return sentence_encoder()


def _strictly(texts: Sequence[Text], aligner: Aligner) -> float:
    return total([strict(text.beads, aligner(text.source, text.target)) for text in texts]).f1


def _of_the_sure(texts: Sequence[Text]) -> Scores:
    """The share of the pairs with a high score that is right: of sentences, and of blocks."""
    sentence_pairs = [
        ((bead.source, bead.target) in gold)
        for text in texts
        for gold in [set(text.beads)]
        for bead in align_segments(text.source, text.target)
        if bead.score >= SURE and bead.source and bead.target
    ]
    block_pairs = [
        ((pair.source, pair.target) in page.pairs)
        for layout in _LAYOUTS.values()
        for page in _made(texts, layout)
        for pair in pair_blocks(page.blocks)
        if pair.score >= SURE
    ]
    return {"sure_sentences": _share(sentence_pairs), "sure_blocks": _share(block_pairs)}


def _sure_units(texts: Sequence[Text]) -> float:
    """The share of the units with a high score, on pages with blocks missing, that is right.

    A unit is right when it is a known bead of a right pair of blocks.
    """
    known = {side: block for text in texts for block in text.blocks for side in (block.source, block.target)}
    units = [
        right
        for layout in _LAYOUTS.values()
        for page in _made(texts, layout)
        for pair in pair_blocks(page.blocks)
        if len(pair.source) == len(pair.target) == 1
        for right in _sure(pair, page, [known[page.blocks[n].text] for n in (*pair.source, *pair.target)])
    ]
    return _share(units)


def _sure(pair: Pair, page: MadePage, texts: Sequence[GoldBlock]) -> Iterable[bool]:
    """Whether each unit of the pair that has a high score is right."""
    source, target = texts[0].source_sentences, texts[1].target_sentences
    gold = set(texts[0].beads) if (pair.source, pair.target) in page.pairs else set()
    for bead in align_segments(source, target, ("zh", "en")):
        if bead.source and bead.target and unit_score(pair.score, bead.score) >= SURE:
            yield (bead.source, bead.target) in gold


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right) if right else 0.0


def _pages(texts: Sequence[Text]) -> Scores:
    return {name: total([_paired(page) for page in _made(texts, layout)]).f1 for name, layout in _LAYOUTS.items()}


def _written() -> Scores:
    """F1 of block pairs on pages that were written: those that were looked at, and those put aside."""
    return {name: total([_paired(page) for page in read_pages(name).values()]).f1 for name in ("tuned", "held_out")}


def _quiet(texts: Sequence[Text]) -> float:
    """The share of pages on which nothing is a translation and nothing is paired."""
    random_numbers = random.Random(20150428)
    pages = []
    for n, text in enumerate(texts):
        blocks = _both_sides(text)[:_LONGEST_PAGE]
        strays = _both_sides(texts[n - 1])
        for english in (False, True):
            pages.append(unrelated_page(blocks, english))
            pages += [stray_page(blocks, stray, english, random_numbers) for stray in strays[:_PAGES]]
    return sum(not pair_blocks(page.blocks) for page in pages) / len(pages)


def _alone(texts: Sequence[Text]) -> Scores:
    """On pages in one language: the share of single translated blocks that is found, and of strays left alone.

    The rest of a page is blocks of other texts. Each block is whole, and with a third or a half of one side left out;
    its stray is the same block without its translation.
    """
    random_numbers = random.Random(20150428)
    found, quiet = [], []
    for n, text in enumerate(texts):
        elsewhere = [block for other in (*texts[:n], *texts[n + 1 :]) for block in _both_sides(other)]
        for block in _both_sides(text)[:_PAGES]:
            for pair, english in product((block, in_part(block, True), in_part(block, False)), (False, True)):
                others = random_numbers.sample(elsewhere, random_numbers.randint(*_OTHERS))
                page = single_page(pair, others, english, random_numbers)
                found.append(_paired(page).right_known)
                quiet.append(not pair_blocks(stray_page(others, pair, english, random_numbers).blocks))
    return {"single": sum(found) / len(found), "strays": sum(quiet) / len(quiet)}


def _both_sides(text: Text) -> list[GoldBlock]:
    return [block for block in text.blocks if block.source and block.target]


def _paired(page: MadePage) -> Counts:
    return strict(page.pairs, [(pair.source, pair.target) for pair in pair_blocks(page.blocks)])


def _made(texts: Sequence[Text], layout: Layout) -> Iterable[MadePage]:
    """Pages of the texts, a few of each; the same every time."""
    random_numbers = random.Random(20150428)
    for text in texts:
        blocks = _both_sides(text)
        for at in range(0, len(blocks), _LONGEST_PAGE):
            for _ in range(_PAGES if layout.missing else 1):
                yield made_page(blocks[at : at + _LONGEST_PAGE], layout, random_numbers)


def segmented(texts: Sequence[Text]) -> float:
    """F1 of the sentences that blocks are split into."""
    counts = []
    for text in texts:
        for block in text.blocks:
            for whole, parts, lang in (
                (block.source, [s for group in block.groups for s in group.source], "zh"),
                (block.target, [s for group in block.groups for s in group.target], "en"),
            ):
                found, known = [one.text for one in split_sentences(whole, lang)], list(parts)
                right = sum(one in known for one in found)
                counts.append(Counts(right, len(found), sum(one in found for one in known), len(known)))
    return total(counts).f1
