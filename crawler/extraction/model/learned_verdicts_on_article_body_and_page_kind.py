"""The learned models' judgement of a page: which text blocks are its body, and whether it is an article.

Neighbouring blocks change sides together, or not at all.

The models are boosted decision trees, evaluated in plain Python. A vector is held against all trees at once, as in
QuickScorer (Lucchese et al., SIGIR 2015): of each feature, the thresholds that the value exceeds rule out leaves,
which are bits of one large number; what is left lowest in each tree's lane is the leaf that the vector comes to. Sums
are made in the order of the trees, so that every machine gives the same.
"""

import json
import struct
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from math import exp
from operator import getitem
from typing import Any

from archive.model.document import OtherKind
from crawler.extraction.article.article_body import ends_article
from crawler.extraction.article.block_evidence import Evidence
from crawler.extraction.article.page_kind import Findings, is_called_page, other_kind
from crawler.extraction.byline.byline_line import is_name
from crawler.extraction.fields.metadata_and_page_names import Metadata
from crawler.extraction.language.writing_systems_and_chinese_characters import is_wide_text
from crawler.extraction.model.block_features import FEATURES, Vector, vectors
from crawler.extraction.model.page_features import PAGE_FEATURES, page_facts, text_facts
from crawler.extraction.speech.occasion_place_and_day import is_byline_date
from crawler.extraction.speech.salutation_and_spoken_text import is_salutation
from crawler.extraction.text.boilerplate_advertisement_and_disclaimer_lines import (
    is_clutter,
    is_consent,
    is_marker,
)
from crawler.extraction.text.boilerplate_phrases_and_section_names import GREETING
from crawler.extraction.text.document_block_kinds import is_caption
from crawler.extraction.text.text_blocks_normalisation_and_links import SegmentedPage, TextBlock

_LANE = 16  # bits: leaves of a tree, at most


class Forest:
    """Boosted decision trees whose leaves add up to a log-odds.

    A tree is a list of nodes ``[feature, threshold, left, right]``, the root first; left is taken up to the
    threshold. A branch that is not negative is the number of a node, a negative one is leaf ``-branch - 1`` of
    ``leaves``. Raises ValueError for a tree with too many leaves.
    """

    def __init__(self, trees: Sequence[dict[str, Any]], features: int) -> None:
        self._leaves: list[dict[int, float]] = []
        found: list[list[tuple[float, int]]] = [[] for _ in range(features)]
        for lane, tree in enumerate(trees):
            order = _Order(tree["nodes"])
            if len(order.leaves) > _LANE:
                raise ValueError(f"a tree has {len(order.leaves)} leaves, more than {_LANE}")
            self._leaves.append({1 << at: tree["leaves"][leaf] for at, leaf in enumerate(order.leaves)})
            for feature, threshold, mask in order.ruled_out:
                found[feature].append((threshold, mask << lane * _LANE))
        self._all = (1 << len(trees) * _LANE) - 1
        self._ones = sum(1 << lane * _LANE for lane in range(len(trees)))
        self._cuts = [(n, *_cuts(sorted(one), self._all)) for n, one in enumerate(found) if one]
        self._read = struct.Struct(f"<{len(trees)}H").unpack

    def log_odds(self, vector: Sequence[float]) -> float:
        """Evaluate the decision trees on a feature vector: return the sum of the leaves that it comes to."""
        left = self._all
        values = list(map(float, vector))  # floats compare fastest with floats
        for feature, thresholds, masks in self._cuts:
            if exceeded := bisect_left(thresholds, values[feature]):
                left &= masks[exceeded]
        lowest = left & ~(left - self._ones)  # of each lane: none is empty, so that none borrows from the next
        lanes = self._read(lowest.to_bytes(2 * len(self._leaves), "little"))
        total = 0.0
        for leaf in map(getitem, self._leaves, lanes):
            total += leaf
        return total


def _cuts(ruled_out: Sequence[tuple[float, int]], everything: int) -> tuple[list[float], list[int]]:
    """Return the thresholds of one feature in order, and the leaves that remain when N of them are exceeded."""
    masks = accumulate((mask for _, mask in ruled_out), lambda left, mask: left & ~mask, initial=everything)
    return [threshold for threshold, _ in ruled_out], list(masks)


class _Order:
    """The leaves of a tree from left to right, and for each node those that its threshold rules out if exceeded."""

    def __init__(self, nodes: Sequence[Sequence[Any]]) -> None:
        self.leaves: list[int] = []
        self.ruled_out: list[tuple[int, float, int]] = []
        if nodes:
            self._walk(nodes, 0)
        else:
            self.leaves.append(0)

    def _walk(self, nodes: Sequence[Sequence[Any]], at: int) -> None:
        if at < 0:
            self.leaves.append(-at - 1)
            return
        feature, threshold, left, right = nodes[at]
        first = len(self.leaves)
        self._walk(nodes, left)
        self.ruled_out.append((feature, threshold, (1 << len(self.leaves)) - (1 << first)))
        self._walk(nodes, right)


FILE = "weights.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the learned models: ``revision`` names them in documents, ``made_of`` are the training sets."""

    revision: str
    made_of: tuple[dict[str, Any], ...]
    blocks: Forest
    page: Forest


@cache
def weights() -> Weights:
    """Read the weights of the learned models in ``weights.json``.

    Raises ValueError when they are made for other features than are measured.
    """
    return read_weights(files("crawler.extraction.model").joinpath(FILE).read_text(encoding="utf-8"))


def read_weights(text: str) -> Weights:
    """Read the weights of the learned models from a JSON text. Raises ValueError as ``weights`` does."""
    values = json.loads(text)
    forests = (_forest(values[name], features) for name, features in (("blocks", FEATURES), ("page", PAGE_FEATURES)))
    return Weights(values["revision"], tuple(values["made_of"]), *forests)


def _forest(values: dict[str, Any], features: Mapping[str, str]) -> Forest:
    if values["features"] != list(features):
        raise ValueError(f"{FILE} was made for other features: make it anew with 'make model'")
    return Forest(values["trees"], len(features))


MOST = 4.0
"""The log-odds of one block count up to this much."""

ENOUGH, ENOUGH_WIDE = 0.5, 16.0
"""The sum of a run's log-odds above which it changes sides; the second on pages in Chinese, Japanese or Korean."""

_LINE = 120  # characters
_COPIES = list(FEATURES).index("copies")


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judgement of rules and learned model on which text blocks of a page are its body, by number.

    ``taken`` are those that are fields and ``title`` is the title's last; ``ruled`` is the rules' body, ``odds`` are
    the log-odds that a block is text, of those that the model judges by their ``vectors``, and ``blocks`` is the body
    of both.
    """

    taken: frozenset[int]
    title: int | None
    ruled: tuple[int, ...]
    odds: Mapping[int, float]
    blocks: tuple[int, ...]
    vectors: Mapping[int, Vector]


def judge(
    segmented: SegmentedPage, evidence: Evidence, taken: frozenset[int], title: int | None, ruled: tuple[int, ...]
) -> Judgement:
    """Find the article's body by rules and learned model together, given the rules' alone."""
    forest, blocks = weights().blocks, segmented.blocks
    measured = vectors(segmented, evidence, taken, title)
    odds = {n: forest.log_odds(vector) for n, vector in measured.items()}
    for n in [n for n, value in odds.items() if value > 0 and is_barred(blocks[n], measured[n], evidence, ruled)]:
        del odds[n], measured[n]
    wide = is_wide_text([blocks[n] for n in ruled or odds])
    both = overruled(ruled, odds, lambda n: is_guarded(blocks[n]), wide)
    return Judgement(taken, title, ruled, odds, both, measured)


def overruled(
    ruled: Sequence[int], odds: Mapping[int, float], guarded: Callable[[int], bool], wide: bool
) -> tuple[int, ...]:
    """Return the article's body after the learned model's verdict: runs of blocks on which it differs from the rules
    change sides.

    Where the rules found none, the model's choice stands, unless the page is in Chinese, Japanese or Korean
    (``wide``). A ``guarded`` block is not taken out.

    >>> overruled([2, 3], {1: 3.0, 2: 2.0, 3: -0.2, 5: -3.0}, lambda n: False, wide=False)
    (1, 2, 3)
    """
    kept = frozenset(ruled)
    if not kept:
        return () if wide else tuple(n for n, value in odds.items() if value > 0)
    least = ENOUGH_WIDE if wide else ENOUGH
    runs = (run for run in _runs(odds, kept, guarded) if sum(min(abs(odds[n]), MOST) for n in run) > least)
    return tuple(sorted(kept.symmetric_difference(n for run in runs for n in run)))


def _runs(odds: Mapping[int, float], kept: frozenset[int], guarded: Callable[[int], bool]) -> Iterator[list[int]]:
    """Yield the runs of blocks on which the learned model differs from the rules, each in one direction."""
    run: list[int] = []
    for n, value in odds.items():
        inside = n in kept
        agreed = (value > 0) == inside
        if run and (agreed or (run[-1] in kept) != inside):
            yield run
            run = []
        if not agreed and not (inside and guarded(n)):
            run.append(n)
    if run:
        yield run


def is_guarded(block: TextBlock) -> bool:
    """Return whether the learned model may not take a short line out of the body: caption, salutation, greeting,
    dated signature.
    """
    text = block.text
    return is_caption(block) or is_salutation(text) or bool(GREETING.search(text)) or is_byline_date(text)


def is_barred(block: TextBlock, vector: Vector, evidence: Evidence, ruled: Sequence[int]) -> bool:
    """Return whether the learned model may not add a block to the body: by its wording, as a name above, beside it or
    twice.
    """
    if block.n in ruled:
        return False
    if ruled and vector[_COPIES] > 1:
        return True
    if evidence.in_sidebar[block.n] and len(block.text) < _LINE:
        return True
    if ruled and block.n < ruled[0] and is_name(block.plain):
        return True
    return is_clutter(block) or is_consent(block) or is_marker(block) or ends_article(block)


ARTICLE = -1.3
"""The log-odds from which on a page is an article: a probability of 0.21; one list in twelve is taken in."""

NO_ARTICLE, NO_ARTICLE_RULED = -2.6, -1.5
"""The log-odds below which a page surely is no article; the second where the rules say so too."""

VERY_SURE = 4.0
"""The log-odds, either way, from which on the model is believed on pages in Chinese, Japanese or Korean."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict of rules and learned model on whether a page is an article.

    ``ruled`` is what the rules take it for when it is no article, ``facts`` are its features, ``log_odds`` those of
    its being an article, ``other`` is its kind when it is no article, and ``unsure`` says that its text is kept all
    the same.
    """

    ruled: OtherKind | None
    facts: Vector
    log_odds: float
    other: OtherKind | None
    unsure: bool

    @property
    def confidence(self) -> float:
        """Return the probability that a page is an article, in hundredths."""
        return probability(self.log_odds)


def probability(log_odds: float) -> float:
    """Convert log-odds to a probability from 0 to 1 in hundredths, so that every machine writes the same.

    >>> probability(0.0), probability(-700.0), probability(2.0)
    (0.5, 0.0, 0.88)
    """
    return round(1 / (1 + exp(-max(-50.0, min(50.0, log_odds)))), 2)


UNJUDGED = Verdict(None, (), 0.0, None, unsure=False)
"""The verdict on a page before there is one."""


def judge_page(
    findings: Findings, evidence: Evidence, metadata: Metadata, segmented: SegmentedPage, judged: Judgement
) -> Verdict:
    """Judge by rules and learned model whether a page is an article."""
    ruled = other_kind(findings, segmented.blocks, evidence)
    facts = page_facts(findings, ruled, metadata, segmented)
    text = text_facts(judged.vectors, judged.odds, (block.n for block in findings.body))
    log_odds = weights().page.log_odds((*facts, *text))
    if not findings.body or (ruled == "page" and (findings.is_offer or is_called_page(findings))):
        return Verdict(ruled, facts, log_odds, ruled, unsure=False)
    other, unsure = decided(ruled, log_odds, is_wide_text(findings.body))
    return Verdict(ruled, facts, log_odds, other, unsure)


def decided(ruled: OtherKind | None, log_odds: float, wide: bool) -> tuple[OtherKind | None, bool]:
    """Decide the kind of a page when it is no article, from the rules' and the learned model's verdict, and whether
    that is unsure.

    An error stays one. On pages in Chinese, Japanese or Korean (``wide``) the rules' verdict stands, unless the model
    is very sure.
    """
    if ruled == "error":
        return ruled, False
    if wide and abs(log_odds) < VERY_SURE:
        return ruled, False
    if log_odds >= ARTICLE:
        return None, False
    sure = log_odds < (NO_ARTICLE_RULED if ruled else NO_ARTICLE)
    return (ruled or "page", False) if sure else ("page", True)
