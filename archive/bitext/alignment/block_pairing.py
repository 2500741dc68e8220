"""Pairing of a page's blocks that translate each other, by their texts and by the page's layout.

The languages of a page alternate by paragraph, or one half follows the other, or they stand in two columns. Some
paragraphs are in one language only. Where the languages alternate, neighbouring blocks are likely to be translations.
On a page with every paragraph in both languages a block hardly ever stands alone; on a page in one language, with a
slogan or a name in the other, hardly anything is a translation.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log

from archive.bitext.alignment.bead_lattice import (
    Band,
    Edge,
    Lattice,
    bead_probabilities,
    best_path,
    diagonal_band,
    word_match_band,
)
from archive.bitext.alignment.bead_shapes_lengths_and_sentence_vectors import (
    BLOCKS,
    BLOCKS_BY_LENGTH,
    LengthFit,
    calibrate_score,
)
from archive.bitext.alignment.kept_alignments import find_or_align
from archive.bitext.alignment.word_links import link_words
from archive.bitext.alignment.word_votes_probabilities_and_penalties import (
    FULLY_TRANSLATED,
    TextModel,
    WordVotes,
    chance_in_language,
    first_pass_votes,
    second_pass_votes,
    unanswered_penalties,
)
from archive.bitext.language_guess_and_length_ratio import alignment_basis, length_ratio
from archive.model.document import Block, Pair
from archive.model.language_codes import primary_language

_CHANCE = {1: 0.15, 0: 0.7, -1: 0.15}
"""The share of unrelated blocks that are neighbours, by direction."""

_UNSEEN = 2.0
_SPLIT_SIDE = 4.0
"""The log odds against a pair with other blocks between the blocks of one side."""

_ROUNDS = 2
_PRIOR_PAIRED = 2.0
_PRIOR_UNPAIRED = 1.0
"""Paired and unpaired blocks that count as seen before the page is."""

_UNPAIRED_STRENGTH = 0.85
"""The weight of the estimated share of unpaired blocks; the estimate exaggerates it."""

Edges = list[list[Edge]]
"""The edges of a lattice, by source segment."""

WeighedPath = list[tuple[Edge, float]]
"""A path and the probability of each of its beads."""


class BlockOrder:
    """The reading order of a page's blocks, by which pairs of neighbouring blocks are favoured.

    A direction is 1 where the target follows the source, -1 where it stands before it, and 0 elsewhere.
    """

    def __init__(self, sources: Sequence[Block], targets: Sequence[Block]) -> None:
        self._places = places = {n: at for at, n in enumerate(sorted(block.n for block in (*sources, *targets)))}
        self._sources = [places[block.n] for block in sources]
        self._targets = [places[block.n] for block in targets]

    def favour_neighbours(self, edges: Edges) -> Edges:
        """Weigh possible block pairs by the page's order alone: where languages alternate, neighbours are
        favoured.
        """
        sources = set(self._sources)
        switches = sum((at in sources) != (at + 1 in sources) for at in range(len(self._places) - 1))
        counts = Counter({1: switches // 2, -1: switches // 2, 0: len(self._places) - 1 - switches})
        return self._weigh(edges, _direction_log_odds(counts))

    def favour_order_of(self, path: Sequence[Edge], edges: Edges) -> Edges:
        """Weigh possible block pairs by the order of the pairs on a path.

        Where most targets follow their sources, such pairs are favoured; where none do, as in halves, no pair is.
        """
        return self._weigh(
            edges, _direction_log_odds(Counter(self._direction(edge) for edge in path if all(edge.takes)))
        )

    def _direction(self, edge: Edge) -> int:
        source, target, (takes, width), _ = edge
        if self._targets[target] == self._sources[source + takes - 1] + 1:
            return 1
        return -1 if self._sources[source] == self._targets[target + width - 1] + 1 else 0

    def _weigh(self, edges: Edges, gains: dict[int, float]) -> Edges:
        return [[self._weigh_edge(edge, gains) if all(edge.takes) else edge for edge in row] for row in edges]

    def _weigh_edge(self, edge: Edge, gains: dict[int, float]) -> Edge:
        gain = gains[self._direction(edge)] - (_SPLIT_SIDE if self._has_split_side(edge) else 0.0)
        return Edge(edge.source, edge.target, edge.takes, edge.weight + gain)

    def _has_split_side(self, edge: Edge) -> bool:
        """Return whether other blocks stand between the blocks of one side."""
        source, target, (takes, width), _ = edge
        sources, targets = self._sources, self._targets
        return sources[source + takes - 1] - sources[source] >= takes or (
            targets[target + width - 1] - targets[target] >= width
        )


def _search_with_unpaired_share(lattice: Lattice, edges: Edges) -> WeighedPath:
    """Find the best path and its probabilities, unpaired blocks weighed by the share that the page has of them.

    A search estimates how many blocks of the language with fewer blocks are paired; the next search uses that.
    """
    found = _search(lattice, edges)
    for _ in range(_ROUNDS):
        odds = _unpaired_log_odds(found, min(lattice.source_count, lattice.target_count))
        found = _search(lattice, _weigh_unpaired(edges, odds))
    return found


def _direction_log_odds(counts: Counter[int]) -> dict[int, float]:
    """Return the log odds of each direction for a pair of blocks, against chance."""
    total = sum(counts.values()) + _UNSEEN
    return {
        direction: log((counts[direction] + _UNSEEN * chance) / total / chance)
        for direction, chance in _CHANCE.items()
    }


def _search(lattice: Lattice, edges: Edges) -> WeighedPath:
    path = best_path(lattice, edges)
    return list(zip(path, bead_probabilities(lattice, edges, path), strict=True))


def _unpaired_log_odds(found: WeighedPath, blocks: int) -> float:
    """The log odds that a block of the language with this number of blocks stands alone, drawn towards even."""
    paired = sum(probability * min(edge.takes) for edge, probability in found)
    unpaired = max(0.0, blocks - paired)
    return _UNPAIRED_STRENGTH * log((unpaired + _PRIOR_UNPAIRED) / (paired + _PRIOR_PAIRED))


def _weigh_unpaired(edges: Edges, odds: float) -> Edges:
    return [[edge if all(edge.takes) else Edge(*edge[:3], edge.weight + odds) for edge in row] for row in edges]


_MODELS = {
    True: (BLOCKS, TextModel(chance_in_language, unanswered_penalties)),
    False: (BLOCKS_BY_LENGTH, FULLY_TRANSLATED),
}
"""The priors of pairs and the model of the text, by whether there is a dictionary."""

_CURVES = {True: (0.7, 0.0), False: (0.57, 0.8)}
"""Slope and offset of the calibration of pairs' scores, in log odds, by whether there is a dictionary."""

_MARGIN = 4
_CELLS_BY_LENGTHS = 8_000
_MOST_BLOCKS = 1_200
"""In two languages together; no article has more.

Pages with more are listings or traps and stay unpaired: pairing them would stop all sites of a crawl for seconds.
"""

_LEAST_SCORE = 0.5
_ENOUGH_FOR_SECOND_PASS = 30
"""Pairs of a first pass; estimates from fewer pairs are as often wrong as right."""

_SHORT = 40
"""Words in a block; longer blocks need no second pass."""

_LEAST_SHARE = 0.15
"""Of the source's characters. A smaller single block in a language without a dictionary is a quotation or a name."""


def pair_blocks(blocks: Sequence[Block]) -> list[Pair]:
    """Pair the blocks of a page that translate each other, given in reading order; a block without a translation is
    in no pair.

    The source is the Chinese side, or on a page without Chinese the language that stands first, not counting stray
    lines. Each further language is paired with the source. Pairs of one language do not cross. The score is the
    probability, from 0 to 1, that exactly these blocks translate each other. A page in one language costs nothing.
    The dictionary is read only for Chinese with English. The time grows linearly with the number of blocks.
    """
    read = [(block.n, block.lang, block.text) for block in blocks]
    return find_or_align("blocks", read, Pair, lambda: _pair_languages(blocks))


def _pair_languages(blocks: Sequence[Block]) -> list[Pair]:
    by_language: defaultdict[str, list[Block]] = defaultdict(list)
    for block in blocks:
        language = primary_language(block.lang)
        if language != "und" and block.text.strip():
            by_language[language].append(block)
    if len(by_language) < 2:
        return []
    pivot = _pivot_language(by_language)
    sources = by_language.pop(pivot)
    pairs = []
    for language, targets in by_language.items():
        if len(sources) + len(targets) > _MOST_BLOCKS:
            continue
        if alignment_basis(pivot, language) == "dictionary":
            pairs += _pair(sources, targets, True)
        elif len(targets) > 1 or _count_characters(targets) > _LEAST_SHARE * _count_characters(sources):
            pairs += _pair(sources, targets, False)
    return sorted(pairs, key=lambda pair: (pair.source, pair.target))


def _pivot_language(by_language: dict[str, list[Block]]) -> str:
    """Return the language of a page that the others are paired with; ``by_language`` is in the order of their first
    blocks.
    """
    if "zh" in by_language:
        return "zh"
    most = max(map(_count_characters, by_language.values()))
    return next(language for language, blocks in by_language.items() if _count_characters(blocks) >= most / 2)


def _count_characters(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _pair(sources: Sequence[Block], targets: Sequence[Block], by_dictionary: bool) -> list[Pair]:
    lattice, edges = _search_by_texts(sources, targets, by_dictionary)
    order = BlockOrder(sources, targets)
    edges = order.favour_order_of(best_path(lattice, order.favour_neighbours(edges)), edges)
    path = _search_with_unpaired_share(lattice, edges)
    scored = ((edge, calibrate_score(probability, *_CURVES[by_dictionary])) for edge, probability in path)
    return [
        Pair(*_block_numbers(edge, sources, targets), score)
        for edge, score in scored
        if all(edge.takes) and score >= _LEAST_SCORE
    ]


def _search_by_texts(
    sources: Sequence[Block], targets: Sequence[Block], by_dictionary: bool
) -> tuple[Lattice, Edges]:
    """The edges weighed by the texts of the blocks, with a second pass where the first pairs enough short blocks."""
    source, target = [block.text for block in sources], [block.text for block in targets]
    texts = link_words(source, target, by_dictionary)
    lengths = LengthFit(source, target, length_ratio(sources[0].lang, targets[0].lang))
    priors, model = _MODELS[by_dictionary]
    votes = first_pass_votes(texts, by_dictionary, model)
    lattice = Lattice(votes, lengths, priors, _search_band(votes, lengths, by_dictionary))
    edges, path = lattice.search()
    paired = sum(all(edge.takes) for edge in path)
    if paired >= _ENOUGH_FOR_SECOND_PASS and votes.source.ends[-1] <= _SHORT * len(sources):
        votes = second_pass_votes(texts, votes, [edge.span() for edge in path], by_dictionary, model)
        lattice = Lattice(votes, lengths, priors, lattice.band)
        edges, _ = lattice.search()
    return lattice, edges


def _search_band(votes: WordVotes, lengths: LengthFit, by_dictionary: bool) -> Band:
    if by_dictionary:
        return word_match_band(votes, _MARGIN)
    return diagonal_band(lengths, _CELLS_BY_LENGTHS // (len(lengths.source) + len(lengths.target)))


def _block_numbers(
    edge: Edge, sources: Sequence[Block], targets: Sequence[Block]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    source, target = edge.span()
    return tuple(sources[n].n for n in source), tuple(targets[n].n for n in target)
