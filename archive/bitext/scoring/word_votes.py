"""Scores pairs of spans by their words, beyond what chance would give.

Each word votes on a span of the other text: log(q / p) where the span answers it with one of its translations, and
log((1 - q) / (1 - p)) where it does not. p is the probability that a span of that length answers the word by chance;
q is the probability that it does so by chance or by translation. A mere sum of matches would favour long spans.
"""

from collections.abc import Callable, Sequence
from itertools import accumulate, chain
from math import log, log2

from archive.bitext.scoring.answered_words import AnswerProbability, ChanceProbability, Penalties
from archive.bitext.scoring.word_links import LinkedTexts, Links, SegmentWords, reverse_links

_STEPS = 2
_LENGTHS = 4096

_BUCKETS = tuple(int(_STEPS * log2(length + 1)) for length in range(_LENGTHS))

Vote = Callable[[int], float]
"""The weight of a word by its number, where it is answered, beyond its weight where it is not."""

Match = tuple[frozenset[int], frozenset[int]]
"""The source words that are answered, and the target words that answer them."""


def length_bucket(length: int) -> int:
    """The bucket of a span by its number of words; spans of one bucket count as equally long."""
    return _BUCKETS[length] if length < _LENGTHS else _BUCKETS[-1]


class TextVotes:
    """The linked words of one text by number, by segment, and their votes on spans of the other text."""

    def __init__(
        self,
        rows: SegmentWords,
        words: Links,
        answer: AnswerProbability,
        chance: ChanceProbability,
        penalties: Penalties,
    ) -> None:
        numbers = {word: n for n, word in enumerate(words)}
        self.types = [frozenset(numbers[word] for word in row if word in numbers) for row in rows]
        """The words of each segment, each once."""
        self.ends = list(accumulate((len(row) or 1 for row in rows), initial=0))
        """The number of words before each segment, and in all."""
        self._chances = [chance(*link) for link in words.items()]
        self._answers = [answer(word) for word in words]
        self.unanswered = [log(1 - probability) for probability in self._answers]
        """The vote of each unanswered word, whatever the span's length: (1 - q) / (1 - p) is 1 - answer."""
        self._penalties = penalties
        self._by_bucket: dict[int, Vote] = {}

    def unanswered_score(self, start: int, end: int) -> float:
        """The score of a span of segments if none of their words, with or without links, is answered."""
        types = self.types[start:end]
        words = types[0].union(*types[1:]) if len(types) > 1 else types[0]
        return sum(map(self.unanswered.__getitem__, words)) + (self._penalties[end] - self._penalties[start])

    def votes_in(self, bucket: int) -> Vote:
        """The votes of answered words in spans of a bucket, beyond their votes as unanswered words."""
        row = self._by_bucket.get(bucket)
        if row is None:
            length = 2 ** ((bucket + 0.5) / _STEPS) - 1
            row = self._by_bucket[bucket] = _BucketVotes(length, self._chances, self._answers).__getitem__
        return row


class _BucketVotes(dict[int, float]):
    """The votes for one bucket by word, computed when a word is first looked up."""

    def __init__(self, length: float, chances: Sequence[float], answers: Sequence[float]) -> None:
        self._length = length
        self._chances = chances
        self._answers = answers

    def __missing__(self, word: int) -> float:
        self[word] = vote = _vote(1 - (1 - self._chances[word]) ** self._length, self._answers[word])
        return vote


def _vote(chance: float, answer: float) -> float:
    return log((answer + (1 - answer) * chance) / chance) - log(1 - answer)


class WordVotes:
    """The votes of the words of two texts, and which word answers which."""

    def __init__(
        self,
        texts: LinkedTexts,
        links: Links,
        answers: tuple[AnswerProbability, AnswerProbability],
        chances: tuple[ChanceProbability, ChanceProbability],
        penalties: tuple[Penalties, Penalties],
    ) -> None:
        back = reverse_links(links)
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

    def match(self, source: int, target: int) -> Match | None:
        """The words of a source segment that a target segment answers, with the answers; None without any."""
        answers = self._possible[source] & self.target.types[target]
        if not answers:
            return None
        translated = chain(*[self._translated[answer] for answer in answers])
        return self.source.types[source].intersection(translated), answers

    def matches_by_group(self, size: int) -> list[list[tuple[int, ...]]]:
        """For each group of ``size`` source segments its words, each with the target groups that answer it."""
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
    return [tuple(sorted(numbers[word] for word in linked)) for linked in links.values()]
