"""The two passes of an alignment: word votes for a first, and votes re-estimated from its result for a second (an EM
step).

The first pass shows which words stand together in pairs and how often each word is answered. A translator's own names
and terms are in no dictionary, but they stand together in pair after pair.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, product

from archive.bitext.alignment import word_votes
from archive.bitext.alignment.word_links import LinkedTexts
from archive.bitext.chinese_words import WEAK_CHARACTERS
from archive.bitext.english_words import WEAK_STEMS
from archive.bitext.log_likelihood import positive_log_likelihood
from archive.bitext.numbers_and_punctuation import PUNCTUATION_KINDS

Span = tuple[Sequence[int], Sequence[int]]
"""The source and target segments of a bead."""

_FEWEST = 3
_LEAST_SHARE = 0.4
_LEAST_ASSOCIATION = 16.0
_NEVER_LINKED = WEAK_STEMS | WEAK_CHARACTERS | PUNCTUATION_KINDS


@dataclass(frozen=True, slots=True)
class TextModel:
    """Assumptions about texts to align: how likely chance answers a word, and the penalties of unanswered words."""

    chance: word_votes.ChanceModel
    penalties: Callable[[LinkedTexts], tuple[word_votes.Penalties, word_votes.Penalties]]


FULLY_TRANSLATED = TextModel(word_votes.chance_in_text, word_votes.no_penalties)
"""For texts of which nearly everything is translated."""


def first_pass_votes(
    texts: LinkedTexts, by_dictionary: bool, model: TextModel = FULLY_TRANSLATED
) -> word_votes.WordVotes:
    """Return the word votes for the first pass of an alignment: by the dictionary, or by names and numbers alone."""
    return _votes(texts, _answer_probabilities(by_dictionary), model)


def second_pass_votes(
    texts: LinkedTexts,
    first: word_votes.WordVotes,
    spans: Iterable[Span],
    by_dictionary: bool,
    model: TextModel = FULLY_TRANSLATED,
) -> word_votes.WordVotes:
    """Re-estimate the word votes for the second pass from the beads of a ``first``; beads with an empty side are left
    out.
    """
    linked, (source, target) = _estimate(texts, spans)
    priors = _answer_probabilities(by_dictionary)
    answers = source.updated(priors[0]), target.updated(priors[1])
    return first.with_answers(answers) if linked is texts else _votes(linked, answers, model)


def _votes(
    texts: LinkedTexts, answers: tuple[word_votes.AnswerProbability, word_votes.AnswerProbability], model: TextModel
) -> word_votes.WordVotes:
    return word_votes.WordVotes(texts, answers, model.chance(texts), model.penalties(texts))


def _answer_probabilities(by_dictionary: bool) -> tuple[word_votes.AnswerProbability, word_votes.AnswerProbability]:
    if by_dictionary:
        return word_votes.chinese_answer_probability, word_votes.english_answer_probability
    return word_votes.other_answer_probability, word_votes.other_answer_probability


_WordPair = tuple[set[str], set[str]]
"""The different words of the two sides of a bead."""


def _estimate(
    texts: LinkedTexts, spans: Iterable[Span]
) -> tuple[LinkedTexts, tuple[word_votes.AnswerCounts, word_votes.AnswerCounts]]:
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
) -> tuple[word_votes.AnswerCounts, word_votes.AnswerCounts]:
    links, back = texts.links, texts.back
    answered: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    for left, right in pairs:
        answered[0].update([word for word in left if word in links and not links[word].isdisjoint(right)])
        answered[1].update([word for word in right if word in back and not back[word].isdisjoint(left)])
    return word_votes.AnswerCounts(source, answered[0]), word_votes.AnswerCounts(target, answered[1])
