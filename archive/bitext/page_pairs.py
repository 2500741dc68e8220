"""Decides whether a Chinese page and an English page say the same, and pairs the blocks of two pages that do.

The blocks are aligned like those of one page. Two pages are joined when enough of the text on both sides is in pairs
and the words, names and numbers of the pairs agree. Where one page declares the other as its translation, a little
less agreement is enough, but never none. Different news of one day on one template fails by its words and names, the
same notice of another year by its numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archive.bitext.alignment.block_pairing import pair_blocks
from archive.bitext.languages import primary_language
from archive.bitext.text_features import (
    Agreement,
    chinese_features,
    dates_agree,
    english_features,
    measure_agreement,
    subjects_agree,
)
from archive.model.document import Block, Document, Pair

PageLanguage = Literal["zh", "en"]

_IN_ONE_LANGUAGE = 0.85
"""The share of a page's text that must be in its language."""

_MOST_PAIRED = 0.15
"""The share of its text that may be paired with the page's other language; a page with more is a bitext by itself."""

_LEAST_WORDS = 8
_LEAST_NUMBERS = 2


@dataclass(frozen=True, slots=True)
class _Thresholds:
    """The least shares, from 0 to 1: of the text in pairs, and of words, names and numbers that agree."""

    text: float
    words: float
    names: float
    numbers: float


_THRESHOLDS = {False: _Thresholds(0.33, 0.42, 0.6, 0.5), True: _Thresholds(0.25, 0.35, 0.5, 0.4)}
"""By whether one of the pages declares the other as its translation."""


def language_of_page(document: Document) -> PageLanguage | None:
    """The language of a page that may be joined with another; None for a page in other languages or in both."""
    sizes = {"zh": 0, "en": 0}
    total = 0
    for block in document.blocks:
        total += len(block.text)
        if primary_language(block.lang) in sizes:
            sizes[primary_language(block.lang)] += len(block.text)
    paired = {n for pair in document.pairs for n in (*pair.source, *pair.target)}
    if sum(len(block.text) for block in document.blocks if block.n in paired) > _MOST_PAIRED * total:
        return None
    if not total or max(sizes.values()) < _IN_ONE_LANGUAGE * total:
        return None
    return "zh" if sizes["zh"] > sizes["en"] else "en"


def pair_pages(source: Document, target: Document, *, declared: bool) -> list[Pair]:
    """The pairs of blocks, by ``n``, of a Chinese and an English page; none where the pages do not say the same.

    ``declared``: one of the pages names the other as its version in the other language.
    """
    chinese, english = _blocks_in(source, "zh"), _blocks_in(target, "en")
    offset = max((block.n for block in chinese), default=0) + 1
    found = pair_blocks([*chinese, *(replace(block, n=block.n + offset) for block in english)])
    pairs = [Pair(pair.source, tuple(n - offset for n in pair.target), pair.score) for pair in found]
    return pairs if _say_the_same(chinese, english, pairs, declared) else []


def _blocks_in(document: Document, language: PageLanguage) -> list[Block]:
    return [block for block in document.blocks if primary_language(block.lang) == language]


def _say_the_same(chinese: Sequence[Block], english: Sequence[Block], pairs: Sequence[Pair], declared: bool) -> bool:
    least = _THRESHOLDS[declared]
    texts = [{block.n: block.text for block in blocks} for blocks in (chinese, english)]
    paired = min(
        _paired_share(texts[0], [(pair.source, pair.score) for pair in pairs]),
        _paired_share(texts[1], [(pair.target, pair.score) for pair in pairs]),
    )
    if paired < least.text:
        return False
    agreements = [
        measure_agreement(
            chinese_features(texts[0][n] for n in pair.source), english_features(texts[1][n] for n in pair.target)
        )
        for pair in pairs
    ]
    agreement = Agreement(*map(sum, zip(*agreements, strict=True)))
    whole = chinese_features(texts[0].values()), english_features(texts[1].values())
    return _is_enough(agreement, least) and dates_agree(*whole) and (declared or subjects_agree(*whole))


def _paired_share(texts: dict[int, str], chosen: Sequence[tuple[tuple[int, ...], float]]) -> float:
    """The share of a side's characters that are in pairs, each pair weighted by its score."""
    total = sum(map(len, texts.values()))
    return sum(score * len(texts[n]) for numbers, score in chosen for n in numbers) / total if total else 0.0


def _is_enough(agreement: Agreement, least: _Thresholds) -> bool:
    return (
        agreement.words >= _LEAST_WORDS
        and agreement.translated >= least.words * agreement.words
        and agreement.shared_names + 1 >= least.names * agreement.names
        and (agreement.numbers < _LEAST_NUMBERS or agreement.shared_numbers >= least.numbers * agreement.numbers)
    )
