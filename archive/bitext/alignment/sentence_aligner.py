"""The sentence aligner: aligns two texts segment by segment, in two passes (an EM step).

The first pass, by the votes of words, shows which words stand together in pairs and how often each word is answered;
for the second, the votes are re-estimated from its result. A translator's own names and terms are in no dictionary,
but they stand together in pair after pair.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, product

from archive.bitext.alignment import word_votes_probabilities_and_penalties
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
    sentence_score,
)
from archive.bitext.alignment.kept_alignments import find_or_align
from archive.bitext.alignment.word_links import LinkedTexts, link_words
from archive.bitext.chinese_words import WEAK_CHARACTERS
from archive.bitext.english_words import WEAK_STEMS
from archive.bitext.languages import alignment_basis, guess_language
from archive.bitext.log_likelihood import positive_log_likelihood
from archive.bitext.numbers_and_punctuation import PUNCTUATION_KINDS
from archive.model.language_codes import primary_language

Span = tuple[Sequence[int], Sequence[int]]
"""The source and target segments of a bead."""

_FEWEST = 3
_LEAST_SHARE = 0.4
_LEAST_ASSOCIATION = 16.0
_NEVER_LINKED = WEAK_STEMS | WEAK_CHARACTERS | PUNCTUATION_KINDS


@dataclass(frozen=True, slots=True)
class TextModel:
    """Assumptions about texts to align: how likely chance answers a word, and the penalties of unanswered words."""

    chance: word_votes_probabilities_and_penalties.ChanceModel
    penalties: Callable[
        [LinkedTexts],
        tuple[word_votes_probabilities_and_penalties.Penalties, word_votes_probabilities_and_penalties.Penalties],
    ]


FULLY_TRANSLATED = TextModel(
    word_votes_probabilities_and_penalties.chance_in_text, word_votes_probabilities_and_penalties.no_penalties
)
"""For texts of which nearly everything is translated."""


def first_pass_votes(
    texts: LinkedTexts, by_dictionary: bool, model: TextModel = FULLY_TRANSLATED
) -> word_votes_probabilities_and_penalties.WordVotes:
    """Return the word votes for the first pass of an alignment: by the dictionary, or by names and numbers alone."""
    return _votes(texts, _answer_probabilities(by_dictionary), model)


def second_pass_votes(
    texts: LinkedTexts,
    first: word_votes_probabilities_and_penalties.WordVotes,
    spans: Iterable[Span],
    by_dictionary: bool,
    model: TextModel = FULLY_TRANSLATED,
) -> word_votes_probabilities_and_penalties.WordVotes:
    """Re-estimate the word votes for the second pass from the beads of a ``first``; beads with an empty side are left
    out.
    """
    linked, (source, target) = _estimate(texts, spans)
    priors = _answer_probabilities(by_dictionary)
    answers = source.updated(priors[0]), target.updated(priors[1])
    return first.with_answers(answers) if linked is texts else _votes(linked, answers, model)


def _votes(
    texts: LinkedTexts,
    answers: tuple[
        word_votes_probabilities_and_penalties.AnswerProbability,
        word_votes_probabilities_and_penalties.AnswerProbability,
    ],
    model: TextModel,
) -> word_votes_probabilities_and_penalties.WordVotes:
    return word_votes_probabilities_and_penalties.WordVotes(
        texts, answers, model.chance(texts), model.penalties(texts)
    )


def _answer_probabilities(
    by_dictionary: bool,
) -> tuple[
    word_votes_probabilities_and_penalties.AnswerProbability, word_votes_probabilities_and_penalties.AnswerProbability
]:
    if by_dictionary:
        return (
            word_votes_probabilities_and_penalties.chinese_answer_probability,
            word_votes_probabilities_and_penalties.english_answer_probability,
        )
    return (
        word_votes_probabilities_and_penalties.other_answer_probability,
        word_votes_probabilities_and_penalties.other_answer_probability,
    )


_WordPair = tuple[set[str], set[str]]
"""The different words of the two sides of a bead."""


def _estimate(
    texts: LinkedTexts, spans: Iterable[Span]
) -> tuple[
    LinkedTexts,
    tuple[word_votes_probabilities_and_penalties.AnswerCounts, word_votes_probabilities_and_penalties.AnswerCounts],
]:
    """Estimate from the first pass the links of words, and the counts of each side's words.

    The texts come back as they are where there is no new link, else with old and new ones.
    """
    pairs = [
        ({word for n in source for word in texts.source[n]}, {word for n in target for word in texts.target[n]})
        for source, target in spans
        if source and target
    ]
    counts = (
        Counter(chain.from_iterable(source for source, _ in pairs)),
        Counter(chain.from_iterable(target for _, target in pairs)),
    )
    found = _new_links(pairs, *counts) if len(pairs) >= _FEWEST else ()
    if new := [(word, answer) for word, answer in found if answer not in texts.links.get(word, ())]:
        links = {word: set(answers) for word, answers in texts.links.items()}
        for word, answer in new:
            links.setdefault(word, set()).add(answer)
        texts = LinkedTexts(texts.source, texts.target, links)
    return texts, _answer_counts(pairs, texts, *counts)


def _new_links(pairs: Sequence[_WordPair], source: Counter[str], target: Counter[str]) -> Iterable[tuple[str, str]]:
    """Yield pairs of words that stand together far more often than by chance (Dunning's likelihood ratio, 1993)."""
    often = [{word for word, count in side.items() if count >= _FEWEST} - _NEVER_LINKED for side in (source, target)]
    together: Counter[tuple[str, str]] = Counter()
    for left, right in pairs:
        together.update(product(left & often[0], right & often[1]))
    for (word, answer), count in together.items():
        often_enough = count >= _FEWEST and 2 * count >= _LEAST_SHARE * (source[word] + target[answer])
        if (
            often_enough
            and positive_log_likelihood(count, source[word], target[answer], len(pairs)) > _LEAST_ASSOCIATION
        ):
            yield word, answer


def _answer_counts(
    pairs: Sequence[_WordPair], texts: LinkedTexts, source: Counter[str], target: Counter[str]
) -> tuple[word_votes_probabilities_and_penalties.AnswerCounts, word_votes_probabilities_and_penalties.AnswerCounts]:
    links, back = texts.links, texts.back
    answered: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    for left, right in pairs:
        answered[0].update([word for word in left if word in links and not links[word].isdisjoint(right)])
        answered[1].update([word for word in right if word in back and not back[word].isdisjoint(left)])
    return word_votes_probabilities_and_penalties.AnswerCounts(
        source, answered[0]
    ), word_votes_probabilities_and_penalties.AnswerCounts(target, answered[1])


_PRIORS = {True: (SENTENCES_FIRST_PASS, SENTENCES), False: (SENTENCES_BY_LENGTH, SENTENCES_BY_LENGTH)}
"""The priors of the two passes, by whether there is a dictionary."""

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
    names alone (:func:`archive.bitext.languages.alignment_basis` says which). An ``encoder``, such as
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
        Bead(*edge.span(), sentence_score(probability, by_dictionary))
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
