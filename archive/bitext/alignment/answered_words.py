"""How likely it is that the other side answers a word, and penalties for words that it does not answer anywhere.

A word is answered where one of its possible translations stands on the other side: because that side translates the
word, or by chance. The rates of translation were counted in translated prose: of the words that are answered anywhere
in the document, the share that is answered by its own translation, minus what chance gives. The rates of chance come
from the other side of the text and, for pages, from the language too: a page with many blocks shows which words stand
everywhere, but in a single block each word is one of few, so that an answer would seem no surprise.

A word that nothing in the whole other text answers does not show where its segment is translated. It shows whether
the segment is translated at all, since most words of a translated text are answered. The penalties were fitted to
paragraphs beside their translations and beside other paragraphs of the same length, and reduced a little, since a
page may translate a paragraph in part.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from archive.bitext.alignment.word_links import NAME_MARK, LinkedTexts, Links, SegmentWords, reverse_links
from archive.bitext.chinese_words import OMISSIBLE_CHARACTERS, english_meanings
from archive.bitext.english_words import COMMON_STEMS, WEAK_STEMS, chinese_frequency, english_frequency
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
    """The probability that a Chinese word, a number, a name or a punctuation mark is answered."""
    if word in _PUNCTUATION_RATE:
        return _PUNCTUATION_RATE[word]
    if word[0] == NAME_MARK:
        return _NAME_RATE
    return _CHINESE_RATE_BY_LENGTH[len(word)] if len(word) < len(_CHINESE_RATE_BY_LENGTH) else _LONG_CHINESE_RATE


def english_answer_probability(word: str) -> float:
    """The probability that an English stem, a number or a punctuation mark is answered."""
    return _PUNCTUATION_RATE.get(word) or (_WEAK_ENGLISH_RATE if word in WEAK_STEMS else _ENGLISH_RATE)


def other_answer_probability(word: str) -> float:
    """The probability that a name, a number or a punctuation mark of any language is answered."""
    return _PUNCTUATION_RATE.get(word, _OTHER_RATE)


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    """The number of pairs of a first alignment that had each word, and of those in which it was answered."""

    pairs: Mapping[str, int]
    answered: Mapping[str, int]

    def updated(self, prior: AnswerProbability) -> AnswerProbability:
        """The probabilities estimated from the counts, with ``prior`` as the prior estimate."""

        def probability(word: str) -> float:
            answered = _PRIOR_COUNT * prior(word) + self.answered.get(word, 0)
            return min(_HIGHEST, answered / (_PRIOR_COUNT + self.pairs.get(word, 0)))

        return probability


def chance_in_text(texts: LinkedTexts) -> tuple[ChanceProbability, ChanceProbability]:
    """The probabilities of chance by the words of the texts alone."""
    return _by_counts(texts.target), _by_counts(texts.source)


def chance_in_language(texts: LinkedTexts) -> tuple[ChanceProbability, ChanceProbability]:
    """The probabilities of chance by the words of the texts, with those of Chinese and of English as the prior.

    The source is Chinese, the target English.
    """
    return _by_counts_and_prior(texts.target, _chinese_prior), _by_counts_and_prior(texts.source, _english_prior)


def _by_counts(other: SegmentWords) -> ChanceProbability:
    counts = Counter(word for row in other for word in row)
    total = sum(counts.values()) or 1

    def probability(word: str, answers: Collection[str]) -> float:
        return min(_HIGHEST, max(1, sum(counts[answer] for answer in answers)) / (total + 1))

    return probability


def _by_counts_and_prior(other: SegmentWords, prior: ChanceProbability) -> ChanceProbability:
    counts = Counter(word for row in other for word in row)
    rows = Counter(word for row in other for word in set(row))
    elsewhere = {word: count * (1 - _OWN_SHARE / rows[word]) for word, count in counts.items()}
    total = sum(counts.values()) * (1 - _OWN_SHARE / (len(other) or 1)) + 1 + _PRIOR_WORDS

    def probability(word: str, answers: Collection[str]) -> float:
        counted = sum(elsewhere.get(answer, 0.0) for answer in answers)
        return min(_HIGHEST, (counted + _PRIOR_WORDS * prior(word, answers)) / total)

    return probability


def _chinese_prior(word: str, answers: Collection[str]) -> float:
    """The probability that an English word is one of those in the explanations of a Chinese word."""
    if word[0] > "\u3000":
        return sum(map(english_frequency, english_meanings(word) | set(answers)))
    return _other_prior(word)


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


def unanswered_penalties(texts: LinkedTexts, links: Links) -> tuple[Penalties, Penalties]:
    """The penalties of the words before each segment, and of all, that have no link.

    The source is Chinese, the target English.
    """
    return (
        _running_sums(texts.source, links, _chinese_penalty),
        _running_sums(texts.target, reverse_links(links), _english_penalty),
    )


def no_penalties(texts: LinkedTexts, links: Links) -> tuple[Penalties, Penalties]:
    """Zeros. Where every segment has a translation, unanswered words do not show where it is."""
    return [0.0] * (len(texts.source) + 1), [0.0] * (len(texts.target) + 1)


def _running_sums(
    rows: Iterable[Iterable[str]], links: Mapping[str, object], penalty: Callable[[str], float]
) -> list[float]:
    return list(
        accumulate((sum(penalty(word) for word in set(row) if word not in links) for row in rows), initial=0.0)
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
