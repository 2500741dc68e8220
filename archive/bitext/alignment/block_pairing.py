"""Pairs the blocks of one page that translate each other.

A page has its languages paragraph by paragraph, the one or the other first, or one half after the other, or in two
columns; and some paragraphs in one language only.
"""

from collections import defaultdict
from collections.abc import Sequence

from archive.bitext.alignment.block_layout import Neighbours
from archive.bitext.alignment.gaps import settled
from archive.bitext.alignment.lattice import Edge, Lattice, best_path
from archive.bitext.alignment.search_band import Band, diagonal, guide
from archive.bitext.languages import basis, length_ratio, primary
from archive.bitext.scoring.bead_priors import BLOCKS, BLOCKS_BY_LENGTH
from archive.bitext.scoring.calibration import block_score
from archive.bitext.scoring.chance_probability import of_language
from archive.bitext.scoring.length_fit import Lengths
from archive.bitext.scoring.teaching import TRANSLATED, Doubt, taught, untaught
from archive.bitext.scoring.unanswered_penalty import silences
from archive.bitext.scoring.word_links import read
from archive.bitext.scoring.word_votes import Evidence
from archive.model.document import Block, Pair

_MODELS = {True: (BLOCKS, Doubt(of_language, silences)), False: (BLOCKS_BY_LENGTH, TRANSLATED)}
"""What pairs are likely, and what speaks against one, by whether there is a dictionary."""

_MARGIN = 4
_CELLS_BY_LENGTHS = 8_000
_MOST_BLOCKS = 1_200
"""In two languages together: more than any article has.

Pages with more are listings or traps, and stay unpaired: they would stop all sites of a crawl for seconds.
"""

_LEAST_SCORE = 0.5
_ENOUGH_TO_LEARN = 30
"""Pairs of a first search; what fewer teach is as often wrong as right."""

_SHORT = 40
"""Words in a block; longer ones tell enough without learning."""

_ODD_BLOCK = 0.15
"""A single block in a language without a dictionary that is smaller, beside the source, is a quotation or a name."""


def pair_blocks(blocks: Sequence[Block]) -> list[Pair]:
    """The pairs of a page's blocks, given in reading order; a block without a translation is in no pair.

    The source is the Chinese side, or where there is no Chinese the language that stands first, stray lines aside;
    with more than two languages each is paired with that one. Pairs of one language do not cross. The score is the
    chance, from 0 to 1, that exactly these blocks translate each other. A page in one language costs nothing; the
    dictionary is read only for Chinese with English, and the time grows as the number of blocks.
    """
    by_language: defaultdict[str, list[Block]] = defaultdict(list)
    for block in blocks:
        language = primary(block.lang)
        if language != "und" and block.text.strip():
            by_language[language].append(block)
    if len(by_language) < 2:
        return []
    pivot = _pivot(by_language)
    sources = by_language.pop(pivot)
    pairs = []
    for language, targets in by_language.items():
        if len(sources) + len(targets) > _MOST_BLOCKS:
            continue
        if basis(pivot, language) == "dictionary":
            pairs += _pair(sources, targets, True)
        elif len(targets) > 1 or _size(targets) > _ODD_BLOCK * _size(sources):
            pairs += _pair(sources, targets, False)
    return sorted(pairs, key=lambda pair: (pair.source, pair.target))


def _pivot(by_language: dict[str, list[Block]]) -> str:
    """The language that the others are paired with; languages stand in the order of their first blocks."""
    if "zh" in by_language:
        return "zh"
    most = max(map(_size, by_language.values()))
    return next(language for language, blocks in by_language.items() if _size(blocks) >= most / 2)


def _size(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _pair(sources: Sequence[Block], targets: Sequence[Block], by_dictionary: bool) -> list[Pair]:
    lattice, edges = _searched(sources, targets, by_dictionary)
    neighbours = Neighbours(sources, targets)
    edges = neighbours.favoured(edges, best_path(lattice, neighbours.expected(edges)))
    scored = ((edge, block_score(chance, by_dictionary)) for edge, chance in settled(lattice, edges))
    return [
        Pair(*_numbers(edge, sources, targets), score)
        for edge, score in scored
        if all(edge.takes) and score >= _LEAST_SCORE
    ]


def _searched(
    sources: Sequence[Block], targets: Sequence[Block], by_dictionary: bool
) -> tuple[Lattice, list[list[Edge]]]:
    """The edges by their texts alone; what a first search teaches counts where it finds enough short blocks."""
    source, target = [block.text for block in sources], [block.text for block in targets]
    reading = read(source, target, by_dictionary)
    lengths = Lengths(source, target, length_ratio(sources[0].lang, targets[0].lang))
    model, doubt = _MODELS[by_dictionary]
    evidence = untaught(reading, by_dictionary, doubt)
    lattice = Lattice(evidence, lengths, model, _band(evidence, lengths, by_dictionary))
    edges, path = lattice.search()
    found = sum(all(edge.takes) for edge in path)
    if found >= _ENOUGH_TO_LEARN and evidence.words_in_source <= _SHORT * len(sources):
        lattice = Lattice(taught(reading, path, by_dictionary, doubt), lengths, model, lattice.band)
        edges, _ = lattice.search()
    return lattice, edges


def _band(evidence: Evidence, lengths: Lengths, by_dictionary: bool) -> Band:
    if by_dictionary:
        return guide(evidence, _MARGIN)
    return diagonal(lengths, _CELLS_BY_LENGTHS // (len(lengths.source) + len(lengths.target)))


def _numbers(
    edge: Edge, sources: Sequence[Block], targets: Sequence[Block]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    source, target = edge.span()
    return tuple(sources[n].n for n in source), tuple(targets[n].n for n in target)
