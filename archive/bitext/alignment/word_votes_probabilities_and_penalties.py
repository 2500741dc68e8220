"""Votes of words on pairs of spans to align: how likely the other side answers a word, by translation or by chance.

Each word votes on a span of the other text: log(q / p) where the span answers it with one of its translations, and
log((1 - q) / (1 - p)) where it does not. p is the probability that a span of that length answers the word by chance;
q is the probability that it does so by chance or by translation. A mere sum of matches would favour long spans.

A word is answered where one of its possible translations stands on the other side: because that side translates the
word, or by chance. The rates of translation were counted in translated prose: of the words that are answered anywhere
in the document, the share that is answered by its own translation, minus what chance gives. The rates of chance come
from the other side of the text and, for pages, from the language too: a page with many blocks shows which words stand
everywhere, but in a single block each word is one of few, so that an answer would seem no surprise.

A word that nothing in the whole other text answers does not show where its segment is translated. It shows whether
the segment is translated at all, since most words of a translated text are answered. The penalties were fitted to
paragraphs beside their translations and beside other paragraphs of the same length, and reduced a little, since a
page may translate a paragraph in part.

Texts are aligned in two passes. The first shows which words stand together in pairs and how often each word is
answered; for the second, the votes are re-estimated from its result (an EM step). A translator's own names and terms
are in no dictionary, but they stand together in pair after pair.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, product
from math import log

from archive.bitext.alignment.bead_shapes_lengths_and_sentence_vectors import typical_length
from archive.bitext.alignment.word_links import NAME_MARK, LinkedTexts, Links, SegmentWords
from archive.bitext.chinese_words import OMISSIBLE_CHARACTERS, WEAK_CHARACTERS, english_meanings
from archive.bitext.english_words import COMMON_STEMS, WEAK_STEMS, chinese_frequency, english_frequency
from archive.bitext.log_likelihood import positive_log_likelihood
from archive.bitext.numbers_and_punctuation import PUNCTUATION_KINDS

AnswerProbability = Callable[[str], float]
"""The probability that a word is answered because it is translated."""

ChanceProbability = Callable[[str, Collection[str]], float]
"""The probability that one word of the other side answers a word by chance, given the answers that the side has."""

ChanceModel = Callable[[LinkedTexts], tuple[ChanceProbability, ChanceProbability]]
"""The probabilities of chance for the source's words and for the target's."""

_HIGHEST = 0.95
_PRIOR_COUNT = 4

_PUNCTUATION_RATE: Mapping[str, float] = {"?": 0.75, "!": 0.45, "…": 0.45, "“": 0.75, "”": 0.75, ":": 0.35}
_CHINESE_RATE_BY_LENGTH = (0.0, 0.25, 0.45)
_LONG_CHINESE_RATE = 0.55
_NAME_RATE = 0.7
_ENGLISH_RATE = 0.45
_WEAK_ENGLISH_RATE = 0.1
_OTHER_RATE = 0.7

_PRIOR_WORDS = 400
"""Words of the language that count as read before the page is."""

_OWN_SHARE = 0.2
"""The share of the answering block that is left out of the count, since the question is about that block."""

_PUNCTUATION_BY_CHANCE = {"?": 0.002, "!": 0.002, "…": 0.0005, "“": 0.01, "”": 0.01, ":": 0.005}
_NUMBER_BY_CHANCE = 1e-4
_NAME_BY_CHANCE = 1e-5


def chinese_answer_probability(word: str) -> float:
    """Return how likely a translation answers a Chinese word, a number, a name or a punctuation mark."""
    if word in _PUNCTUATION_RATE:
        return _PUNCTUATION_RATE[word]
    if word[0] == NAME_MARK:
        return _NAME_RATE
    return _CHINESE_RATE_BY_LENGTH[len(word)] if len(word) < len(_CHINESE_RATE_BY_LENGTH) else _LONG_CHINESE_RATE


def english_answer_probability(word: str) -> float:
    """Return how likely a translation answers an English stem, a number or a punctuation mark."""
    return _PUNCTUATION_RATE.get(word) or (_WEAK_ENGLISH_RATE if word in WEAK_STEMS else _ENGLISH_RATE)


def other_answer_probability(word: str) -> float:
    """Return how likely a translation answers a name, a number or a punctuation mark of any language."""
    return _PUNCTUATION_RATE.get(word, _OTHER_RATE)


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    """Counts from a first alignment: the pairs that had each word, and those in which a translation answered it."""

    pairs: Mapping[str, int]
    answered: Mapping[str, int]

    def updated(self, prior: AnswerProbability) -> AnswerProbability:
        """Estimate answer probabilities from the counts of a first alignment, with ``prior`` as the prior
        estimate.
        """

        def probability(word: str) -> float:
            answered = _PRIOR_COUNT * prior(word) + self.answered.get(word, 0)
            return min(_HIGHEST, answered / (_PRIOR_COUNT + self.pairs.get(word, 0)))

        return probability


def chance_in_text(texts: LinkedTexts) -> tuple[ChanceProbability, ChanceProbability]:
    """Return how likely a word is answered by chance, by the words of the texts to align alone."""
    return _by_counts(texts.target), _by_counts(texts.source)


def chance_in_language(texts: LinkedTexts) -> tuple[ChanceProbability, ChanceProbability]:
    """Return how likely a word is answered by chance, by the texts, with Chinese and English as the prior.

    The source is Chinese, the target English.
    """
    return _by_counts_and_prior(texts.target, _chinese_prior), _by_counts_and_prior(texts.source, _english_prior)


def _by_counts(other: SegmentWords) -> ChanceProbability:
    counts = Counter(chain.from_iterable(other))
    total = sum(counts.values()) or 1

    def probability(word: str, answers: Collection[str]) -> float:
        return min(_HIGHEST, max(1, sum([counts[answer] for answer in answers])) / (total + 1))

    return probability


def _by_counts_and_prior(other: SegmentWords, prior: ChanceProbability) -> ChanceProbability:
    counts = Counter(chain.from_iterable(other))
    rows = Counter(chain.from_iterable(map(set, other)))
    elsewhere = {word: count * (1 - _OWN_SHARE / rows[word]) for word, count in counts.items()}
    total = sum(counts.values()) * (1 - _OWN_SHARE / (len(other) or 1)) + 1 + _PRIOR_WORDS

    def probability(word: str, answers: Collection[str]) -> float:
        counted = sum([elsewhere.get(answer, 0.0) for answer in answers])
        return min(_HIGHEST, (counted + _PRIOR_WORDS * prior(word, answers)) / total)

    return probability


def _chinese_prior(word: str, answers: Collection[str]) -> float:
    """Return the probability that an English word is one of those in the explanations of a Chinese word."""
    if word[0] > "\u3000":
        meanings = english_meanings(word)
        if meanings.issuperset(answers):
            return _frequency_of_meanings(word)
        return sum(map(english_frequency, meanings.union(answers)))
    return _other_prior(word)


@lru_cache(maxsize=1 << 16)
def _frequency_of_meanings(word: str) -> float:
    """The share of English words that are in the explanations of a Chinese word."""
    return sum(map(english_frequency, english_meanings(word)))


def _english_prior(word: str, answers: Collection[str]) -> float:
    """The probability that the explanations of a Chinese word have an English word."""
    return _other_prior(word) if word in _PUNCTUATION_BY_CHANCE or word[0].isdigit() else chinese_frequency(word)


def _other_prior(word: str) -> float:
    if word in _PUNCTUATION_BY_CHANCE:
        return _PUNCTUATION_BY_CHANCE[word]
    return _NUMBER_BY_CHANCE if word[0].isdigit() else _NAME_BY_CHANCE


Penalties = Sequence[float]
"""The penalties of a text's words without links, as running sums over its segments."""

_CHINESE_CHARACTER_PENALTY = -0.42
_NUMBER_PENALTY = -0.95
_COMMON_ENGLISH_PENALTY = -0.6
_ENGLISH_PENALTY = -0.17


def unanswered_penalties(texts: LinkedTexts) -> tuple[Penalties, Penalties]:
    """Return running sums of the penalties of words without a link, before each segment and in all.

    The source is Chinese, the target English.
    """
    return (
        _running_sums(texts.source, texts.links, _chinese_penalty),
        _running_sums(texts.target, texts.back, _english_penalty),
    )


def no_penalties(texts: LinkedTexts) -> tuple[Penalties, Penalties]:
    """Return zero penalties for unanswered words. Where every segment has a translation, unanswered words do not show
    where it is.
    """
    return [0.0] * (len(texts.source) + 1), [0.0] * (len(texts.target) + 1)


def _running_sums(
    rows: Iterable[Iterable[str]], links: Mapping[str, object], penalty: Callable[[str], float]
) -> list[float]:
    return list(
        accumulate([sum([penalty(word) for word in set(row) if word not in links]) for row in rows], initial=0.0)
    )


def _chinese_penalty(word: str) -> float:
    if word[0] > "\u3000":
        return 0.0 if word in OMISSIBLE_CHARACTERS else _CHINESE_CHARACTER_PENALTY * len(word)
    return _number_penalty(word)


def _english_penalty(word: str) -> float:
    if word in WEAK_STEMS or word in PUNCTUATION_KINDS:
        return 0.0
    if word[0].isdigit():
        return _number_penalty(word)
    return _COMMON_ENGLISH_PENALTY if word in COMMON_STEMS else _ENGLISH_PENALTY


def _number_penalty(word: str) -> float:
    return _NUMBER_PENALTY if word[0].isdigit() and len(word) > 1 else 0.0


Vote = Callable[[int], float]
"""The weight of a word by its number, where it is answered, beyond its weight where it is not."""

Match = tuple[frozenset[int], frozenset[int]]
"""The source words that are answered, and the target words that answer them."""


class TextVotes:
    """The linked words of one text to align by number, by segment, and their votes on spans of the other text."""

    def __init__(
        self,
        rows: SegmentWords,
        words: Links,
        answer: AnswerProbability,
        chance: ChanceProbability,
        penalties: Penalties,
    ) -> None:
        numbers = {word: n for n, word in enumerate(words)}
        self.types = [frozenset([numbers[word] for word in row if word in numbers]) for row in rows]
        """The words of each segment, each once."""
        self.ends = list(accumulate((len(row) or 1 for row in rows), initial=0))
        """The number of words before each segment, and in all."""
        self._words = tuple(words)
        self._chances = [chance(*link) for link in words.items()]
        self._penalties = penalties
        self._set_answers(answer)

    def _set_answers(self, answer: AnswerProbability) -> None:
        answers = list(map(answer, self._words))
        self.unanswered = [log(1 - probability) for probability in answers]
        """The vote of each unanswered word, whatever the span's length: (1 - q) / (1 - p) is 1 - answer."""
        weights = list(zip(self._chances, answers, self.unanswered, strict=True))
        kinds = {kind: n for n, kind in enumerate(dict.fromkeys(weights))}
        self._weights = tuple(kinds)  # many words of a text have the same
        self._kinds = [kinds[kind] for kind in weights]
        self._by_bucket: dict[int, Vote] = {}

    def with_answers(self, answer: AnswerProbability) -> "TextVotes":
        """Return the votes of the same words by other answer probabilities."""
        votes = copy(self)
        votes._set_answers(answer)
        return votes

    def unanswered_score(self, start: int, end: int) -> float:
        """Score a span of segments as if none of its words, with or without links, were answered."""
        types = self.types[start:end]
        words = types[0].union(*types[1:]) if len(types) > 1 else types[0]
        return sum(map(self.unanswered.__getitem__, words)) + (self._penalties[end] - self._penalties[start])

    def votes_in(self, bucket: int) -> Vote:
        """Return the votes of answered words in spans of a length bucket, beyond their votes as unanswered words."""
        row = self._by_bucket.get(bucket)
        if row is None:
            length = typical_length(bucket)
            votes = [
                log(answer / (1 - (1 - chance) ** length) + 1 - answer) - unanswered
                for chance, answer, unanswered in self._weights
            ]
            row = self._by_bucket[bucket] = [votes[kind] for kind in self._kinds].__getitem__
        return row


class WordVotes:
    """The votes of the words of two texts to align, and which word answers which."""

    def __init__(
        self,
        texts: LinkedTexts,
        answers: tuple[AnswerProbability, AnswerProbability],
        chances: tuple[ChanceProbability, ChanceProbability],
        penalties: tuple[Penalties, Penalties],
    ) -> None:
        links, back = texts.links, texts.back
        self.source = TextVotes(texts.source, links, answers[0], chances[0], penalties[0])
        self.target = TextVotes(texts.target, back, answers[1], chances[1], penalties[1])
        self._translations, self._translated = _number_links(links, back), _number_links(back, links)
        self._possible = [
            frozenset(chain(*[self._translations[word] for word in types])) for types in self.source.types
        ]
        self._places: list[list[int]] = [[] for _ in back]
        for n, words in enumerate(self.target.types):
            for word in words:
                self._places[word].append(n)

    def with_answers(self, answers: tuple[AnswerProbability, AnswerProbability]) -> "WordVotes":
        """Return the votes of the same words and links by other answer probabilities."""
        votes = copy(self)
        votes.source, votes.target = map(TextVotes.with_answers, (self.source, self.target), answers)
        return votes

    def match(self, source: int, target: int) -> Match | None:
        """Return the words of a source segment that a target segment answers, with the answers; None without any."""
        answers = self._possible[source] & self.target.types[target]
        if not answers:
            return None
        translated = chain(*[self._translated[answer] for answer in answers])
        return self.source.types[source].intersection(translated), answers

    def matches_by_group(self, size: int) -> list[list[tuple[int, ...]]]:
        """Return, for each group of ``size`` source segments, its words, each with the target groups that
        answer it.
        """
        places = [
            sorted({n // size for answer in answers for n in self._places[answer]}) for answers in self._translations
        ]
        groups: list[set[int]] = [set() for _ in range(0, len(self.source.types), size)]
        for n, types in enumerate(self.source.types):
            groups[n // size].update(types)
        shared = [tuple(row) for row in places]
        return [[(word, *shared[word]) for word in sorted(group) if shared[word]] for group in groups]


def _number_links(links: Links, back: Links) -> list[tuple[int, ...]]:
    """The links with the numbers of the linked words, which are those of ``back``."""
    numbers = {word: n for n, word in enumerate(back)}
    return [tuple(sorted([numbers[word] for word in linked])) for linked in links.values()]


Span = tuple[Sequence[int], Sequence[int]]
"""The source and target segments of a bead."""

_FEWEST = 3
_LEAST_SHARE = 0.4
_LEAST_ASSOCIATION = 16.0
_NEVER_LINKED = WEAK_STEMS | WEAK_CHARACTERS | PUNCTUATION_KINDS


@dataclass(frozen=True, slots=True)
class TextModel:
    """Assumptions about texts to align: how likely chance answers a word, and the penalties of unanswered words."""

    chance: ChanceModel
    penalties: Callable[[LinkedTexts], tuple[Penalties, Penalties]]


FULLY_TRANSLATED = TextModel(chance_in_text, no_penalties)
"""For texts of which nearly everything is translated."""


def first_pass_votes(texts: LinkedTexts, by_dictionary: bool, model: TextModel = FULLY_TRANSLATED) -> WordVotes:
    """Return the word votes for the first pass of an alignment: by the dictionary, or by names and numbers alone."""
    return _votes(texts, _answer_probabilities(by_dictionary), model)


def second_pass_votes(
    texts: LinkedTexts,
    first: WordVotes,
    spans: Iterable[Span],
    by_dictionary: bool,
    model: TextModel = FULLY_TRANSLATED,
) -> WordVotes:
    """Re-estimate the word votes for the second pass from the beads of a ``first``; beads with an empty side are left
    out.
    """
    linked, (source, target) = _estimate(texts, spans)
    priors = _answer_probabilities(by_dictionary)
    answers = source.updated(priors[0]), target.updated(priors[1])
    return first.with_answers(answers) if linked is texts else _votes(linked, answers, model)


def _votes(texts: LinkedTexts, answers: tuple[AnswerProbability, AnswerProbability], model: TextModel) -> WordVotes:
    return WordVotes(texts, answers, model.chance(texts), model.penalties(texts))


def _answer_probabilities(by_dictionary: bool) -> tuple[AnswerProbability, AnswerProbability]:
    if by_dictionary:
        return chinese_answer_probability, english_answer_probability
    return other_answer_probability, other_answer_probability


_WordPair = tuple[set[str], set[str]]
"""The different words of the two sides of a bead."""


def _estimate(texts: LinkedTexts, spans: Iterable[Span]) -> tuple[LinkedTexts, tuple[AnswerCounts, AnswerCounts]]:
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
) -> tuple[AnswerCounts, AnswerCounts]:
    links, back = texts.links, texts.back
    answered: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    for left, right in pairs:
        answered[0].update([word for word in left if word in links and not links[word].isdisjoint(right)])
        answered[1].update([word for word in right if word in back and not back[word].isdisjoint(left)])
    return AnswerCounts(source, answered[0]), AnswerCounts(target, answered[1])
