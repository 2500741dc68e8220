"""Aligns two texts segment by segment."""

from collections.abc import Sequence

from archive.bitext.alignment.lattice import Bead, Edge, Lattice, probabilities
from archive.bitext.alignment.search_band import Band, diagonal, guide
from archive.bitext.languages import basis, guess_language, primary
from archive.bitext.scoring.bead_priors import SENTENCES, SENTENCES_AT_FIRST, SENTENCES_BY_LENGTH
from archive.bitext.scoring.calibration import sentence_score
from archive.bitext.scoring.length_fit import Lengths
from archive.bitext.scoring.span_similarity import Encoder
from archive.bitext.scoring.teaching import taught, untaught
from archive.bitext.scoring.word_links import read

_MODELS = {True: (SENTENCES_AT_FIRST, SENTENCES), False: (SENTENCES_BY_LENGTH, SENTENCES_BY_LENGTH)}
"""What beads are likely, at first and then, by whether there is a dictionary."""

_MARGIN = 6
_SECOND_MARGIN = 4
_WIDEST = 60


def align(
    source: Sequence[str],
    target: Sequence[str],
    languages: tuple[str, str] | None = None,
    encoder: Encoder | None = None,
) -> list[Bead]:
    """The beads of two texts, in order: each segment stands in exactly one, and beads do not cross.

    ``languages`` are the BCP 47 tags of source and target; without them the letters tell. Chinese and English are
    aligned by a dictionary and by lengths, either way round; other languages by lengths, numbers and names alone
    (:func:`archive.bitext.languages.basis` says which). With an ``encoder``, such as :func:`sentence_encoder` of
    :mod:`archive.bitext.scoring.span_similarity` gives, whole segments are compared too. A bead's score is the
    probability, from 0 to 1, that exactly its segments translate each other. The time grows as the length of the
    texts.

    >>> [(bead.source, bead.target) for bead in align(["你好！", "今天是星期一。"], ["Hello! Today is Monday."])]
    [((0, 1), (0,))]
    """
    if not source or not target:
        return _alone(len(source), len(target))
    of_source, of_target = languages or (guess_language(source), guess_language(target))
    by_dictionary = basis(of_source, of_target) == "dictionary"
    if by_dictionary and primary(of_target) == "zh":
        return [Bead(bead.target, bead.source, bead.score) for bead in _align(target, source, True, encoder)]
    return _align(source, target, by_dictionary, encoder)


def _alone(source: int, target: int) -> list[Bead]:
    return [Bead((n,), (), 1.0) for n in range(source)] + [Bead((), (n,), 1.0) for n in range(target)]


def _align(source: Sequence[str], target: Sequence[str], by_dictionary: bool, encoder: Encoder | None) -> list[Bead]:
    """Aligns once, learns from it, and aligns again near the first alignment."""
    reading = read(source, target, by_dictionary)
    lengths = Lengths(source, target)
    evidence = untaught(reading, by_dictionary)
    affinity = encoder.compare(source, target) if encoder else None
    at_first, model = _MODELS[by_dictionary]
    band = guide(evidence, _MARGIN) if by_dictionary else diagonal(lengths, _WIDEST)
    _, first = Lattice(evidence, lengths, at_first, band, affinity).search()
    evidence = taught(reading, first, by_dictionary)
    if by_dictionary:
        band = _around(first, (len(source), len(target)))
    lattice = Lattice(evidence, lengths, model, band, affinity)
    edges, path = lattice.search()
    chances = probabilities(lattice, edges, path)
    return [
        Bead(*edge.span(), sentence_score(chance, by_dictionary)) for edge, chance in zip(path, chances, strict=True)
    ]


def _around(path: Sequence[Edge], counts: tuple[int, int]) -> Band:
    """A band around a row of beads."""
    first, last = [counts[1]] * (counts[0] + 1), [0] * (counts[0] + 1)
    for source, target, (takes, width), _ in path:
        for n in range(source, source + takes + 1):
            first[n] = min(first[n], target)
            last[n] = max(last[n], target + width)
    return [
        (max(0, low - _SECOND_MARGIN), min(counts[1], high + _SECOND_MARGIN))
        for low, high in zip(first, last, strict=True)
    ]
