"""The sentence aligner: aligns two texts segment by segment, in two passes (an EM step).

The votes of words for the second pass are re-estimated from the first, and its search is limited to the cells around
the path that the first found.
"""

from collections.abc import Sequence

from archive.bitext.alignment.bead_lattice import (
    Band,
    Bead,
    Edge,
    Lattice,
    bead_probabilities,
    diagonal_band,
    word_match_band,
)
from archive.bitext.alignment.bead_shapes_lengths_and_sentence_vectors import (
    SENTENCES,
    SENTENCES_BY_LENGTH,
    SENTENCES_FIRST_PASS,
    Encoder,
    LengthFit,
    calibrate_score,
)
from archive.bitext.alignment.kept_alignments import find_or_align
from archive.bitext.alignment.word_links import link_words
from archive.bitext.alignment.word_votes_probabilities_and_penalties import first_pass_votes, second_pass_votes
from archive.bitext.language_guess_and_length_ratio import alignment_basis, guess_language
from archive.model.language_codes import primary_language

_PRIORS = {True: (SENTENCES_FIRST_PASS, SENTENCES), False: (SENTENCES_BY_LENGTH, SENTENCES_BY_LENGTH)}
"""The priors of the two passes, by whether there is a dictionary."""
_CURVES = {True: (0.56, 0.15), False: (0.42, 0.0)}
"""Slope and offset of the calibration of beads' scores, in log odds, by whether there is a dictionary."""

_MARGIN = 6
_SECOND_MARGIN = 4
_WIDEST = 60


def align_segments(
    source: Sequence[str],
    target: Sequence[str],
    languages: tuple[str, str] | None = None,
    encoder: Encoder | None = None,
) -> list[Bead]:
    """Align two texts: the beads of sentences in order; each segment stands in exactly one, and beads do not cross.

    ``languages`` are the BCP 47 tags of source and target; without them they are guessed from the letters. Chinese
    and English, either way round, are aligned by a dictionary and by lengths; other languages by lengths, numbers and
    names alone (:func:`archive.bitext.alignment_basis` says which). An ``encoder``, such as
    :func:`archive.bitext.sentence_encoder` gives, compares whole segments too. A bead's score is the probability,
    from 0 to 1, that exactly its segments translate each other. The time grows linearly with the length of the texts.

    >>> beads = align_segments(["你好！", "今天是星期一。"], ["Hello! Today is Monday."])
    >>> [(bead.source, bead.target) for bead in beads]
    [((0, 1), (0,))]
    """
    if not source or not target:
        return _unpaired_beads(len(source), len(target))
    if encoder:
        return _align_either_way(source, target, languages, encoder)
    read = (source, target, languages)
    return find_or_align("segments", read, Bead, lambda: _align_either_way(source, target, languages, None))


def _align_either_way(
    source: Sequence[str], target: Sequence[str], languages: tuple[str, str] | None, encoder: Encoder | None
) -> list[Bead]:
    """Align two texts; those of Chinese and English with the Chinese as the source."""
    tags = languages or (guess_language(source), guess_language(target))
    by_dictionary = alignment_basis(*tags) == "dictionary"
    if by_dictionary and primary_language(tags[1]) == "zh":
        return [Bead(bead.target, bead.source, bead.score) for bead in _align(target, source, True, encoder)]
    return _align(source, target, by_dictionary, encoder)


def _unpaired_beads(source: int, target: int) -> list[Bead]:
    return [Bead((n,), (), 1.0) for n in range(source)] + [Bead((), (n,), 1.0) for n in range(target)]


def _align(source: Sequence[str], target: Sequence[str], by_dictionary: bool, encoder: Encoder | None) -> list[Bead]:
    """Align two texts in two passes: votes and band of the second follow from the first."""
    texts = link_words(source, target, by_dictionary)
    lengths = LengthFit(source, target)
    votes = first_pass_votes(texts, by_dictionary)
    similarity = encoder.compare(source, target) if encoder else None
    first_priors, priors = _PRIORS[by_dictionary]
    band = word_match_band(votes, _MARGIN) if by_dictionary else diagonal_band(lengths, _WIDEST)
    _, first_path = Lattice(votes, lengths, first_priors, band, similarity).search()
    votes = second_pass_votes(texts, votes, [edge.span() for edge in first_path], by_dictionary)
    if by_dictionary:
        band = _band_around(first_path, (len(source), len(target)))
    lattice = Lattice(votes, lengths, priors, band, similarity)
    edges, path = lattice.search()
    probabilities = bead_probabilities(lattice, edges, path)
    return [
        Bead(*edge.span(), calibrate_score(probability, *_CURVES[by_dictionary]))
        for edge, probability in zip(path, probabilities, strict=True)
    ]


def _band_around(path: Sequence[Edge], counts: tuple[int, int]) -> Band:
    """Return the search band around a path through the lattice."""
    first, last = [counts[1]] * (counts[0] + 1), [0] * (counts[0] + 1)
    for source, target, (takes, width), _ in path:
        for n in range(source, source + takes + 1):
            first[n] = min(first[n], target)
            last[n] = max(last[n], target + width)
    return [
        (max(0, low - _SECOND_MARGIN), min(counts[1], high + _SECOND_MARGIN))
        for low, high in zip(first, last, strict=True)
    ]
