"""Whether a Chinese page and an English one say the same, and which of their blocks translate each other.

The blocks are aligned as those of one page are. Two pages are joined when enough of the text on both sides is in
pairs and the words, names and numbers of the pairs answer each other; a declared link between the two makes up for a
little of that, never for all. Different news of one day on one template fails by its words and names, the same notice
of another year by its numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archive.bitext.alignment.block_pairing import pair_blocks
from archive.bitext.languages import primary
from archive.bitext.text_features import Agreement, Gist, dates_agree, subjects_agree
from archive.model.document import Block, Document, Pair

Side = Literal["zh", "en"]

_ALONE = 0.85
"""The share of its text that a page has in its language, when it is in one."""

_MOST_PAIRED = 0.15
"""The share of its text that may be paired with the page's other language, when the page is no bitext by itself."""

_LEAST_ASKED = 8
_LEAST_NUMBERS = 2


@dataclass(frozen=True, slots=True)
class _Demands:
    """The least shares, from 0 to 1: of the text in pairs, and of words, names and numbers answered."""

    covered: float
    answered: float
    named: float
    shared: float


_DEMANDS = {False: _Demands(0.33, 0.42, 0.6, 0.5), True: _Demands(0.25, 0.35, 0.5, 0.4)}
"""By whether one of the pages names the other as the same."""


def side_of(document: Document) -> Side | None:
    """The language of a page that may be joined with another; None for one in other languages, or in both."""
    sizes = {"zh": 0, "en": 0}
    total = 0
    for block in document.blocks:
        total += len(block.text)
        if primary(block.lang) in sizes:
            sizes[primary(block.lang)] += len(block.text)
    paired = {n for pair in document.pairs for n in (*pair.source, *pair.target)}
    if sum(len(block.text) for block in document.blocks if block.n in paired) > _MOST_PAIRED * total:
        return None
    if not total or max(sizes.values()) < _ALONE * total:
        return None
    return "zh" if sizes["zh"] > sizes["en"] else "en"


def pair_across(source: Document, target: Document, *, declared: bool) -> list[Pair]:
    """The pairs of a Chinese page's blocks with an English one's, each by its ``n``; none where they differ.

    ``declared``: one of them names the other as the same in another language.
    """
    chinese, english = _blocks(source, "zh"), _blocks(target, "en")
    offset = max((block.n for block in chinese), default=0) + 1
    found = pair_blocks([*chinese, *(replace(block, n=block.n + offset) for block in english)])
    pairs = [Pair(pair.source, tuple(n - offset for n in pair.target), pair.score) for pair in found]
    return pairs if _say_the_same(chinese, english, pairs, _DEMANDS[declared], declared) else []


def _blocks(document: Document, side: Side) -> list[Block]:
    return [block for block in document.blocks if primary(block.lang) == side]


def _say_the_same(
    chinese: Sequence[Block], english: Sequence[Block], pairs: Sequence[Pair], least: _Demands, declared: bool
) -> bool:
    texts = [{block.n: block.text for block in blocks} for blocks in (chinese, english)]
    covered = min(
        _covered(texts[0], [(pair.source, pair.score) for pair in pairs]),
        _covered(texts[1], [(pair.target, pair.score) for pair in pairs]),
    )
    if covered < least.covered:
        return False
    agreement = Agreement()
    for pair in pairs:
        gists = Gist.of_chinese(texts[0][n] for n in pair.source), Gist.of_english(texts[1][n] for n in pair.target)
        agreement += Agreement.of(*gists)
    whole = Gist.of_chinese(texts[0].values()), Gist.of_english(texts[1].values())
    return _agrees(agreement, least) and dates_agree(*whole) and (declared or subjects_agree(*whole))


def _covered(texts: dict[int, str], chosen: Sequence[tuple[tuple[int, ...], float]]) -> float:
    """The share of a side's characters that are in pairs, each pair as far as its score is sure."""
    total = sum(map(len, texts.values()))
    return sum(score * len(texts[n]) for numbers, score in chosen for n in numbers) / total if total else 0.0


def _agrees(agreement: Agreement, least: _Demands) -> bool:
    return (
        agreement.asked >= _LEAST_ASKED
        and agreement.answered >= least.answered * agreement.asked
        and agreement.named + 1 >= least.named * agreement.names
        and (agreement.numbers < _LEAST_NUMBERS or agreement.shared >= least.shared * agreement.numbers)
    )
