"""Pairs the blocks of one page that translate each other.

The languages of a page alternate by paragraph, or one half follows the other, or they stand in two columns. Some
paragraphs are in one language only.
"""

from collections import defaultdict
from collections.abc import Sequence

from archive.bitext.alignment.bead_lattice import Edge, Lattice, best_path
from archive.bitext.alignment.block_layout import BlockOrder, Edges, search_with_unpaired_share
from archive.bitext.alignment.search_band import Band, diagonal_band, word_match_band
from archive.bitext.languages import alignment_basis, length_ratio, primary_language
from archive.bitext.scoring.answer_probability import chance_in_language
from archive.bitext.scoring.em_step import FULLY_TRANSLATED, TextModel, first_pass_votes, second_pass_votes
from archive.bitext.scoring.length_fit import LengthFit
from archive.bitext.scoring.priors_and_calibration import BLOCKS, BLOCKS_BY_LENGTH, block_score
from archive.bitext.scoring.unanswered_penalty import unanswered_penalties
from archive.bitext.scoring.word_links import link_words
from archive.bitext.scoring.word_votes import WordVotes
from archive.model.document import Block, Pair

_MODELS = {
    True: (BLOCKS, TextModel(chance_in_language, unanswered_penalties)),
    False: (BLOCKS_BY_LENGTH, FULLY_TRANSLATED),
}
"""The priors of pairs and the model of the text, by whether there is a dictionary."""

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
    """The pairs of a page's blocks, given in reading order; a block without a translation is in no pair.

    The source is the Chinese side, or on a page without Chinese the language that stands first, not counting stray
    lines. Each further language is paired with the source. Pairs of one language do not cross. The score is the
    probability, from 0 to 1, that exactly these blocks translate each other. A page in one language costs nothing.
    The dictionary is read only for Chinese with English. The time grows linearly with the number of blocks.
    """
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
    """The language that the others are paired with; ``by_language`` is in the order of their first blocks."""
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
    path = search_with_unpaired_share(lattice, edges)
    scored = ((edge, block_score(probability, by_dictionary)) for edge, probability in path)
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
        votes = second_pass_votes(texts, [edge.span() for edge in path], by_dictionary, model)
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
