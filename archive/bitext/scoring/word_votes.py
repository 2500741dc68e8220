"""Scores pairs of spans by their words, beyond what chance would give.

Each word votes on a span of the other text: log(q / p) where the span answers it with one of its translations, and
log((1 - q) / (1 - p)) where it does not. p is the probability that a span of that length answers the word by chance;
q is the probability that it does so by chance or by translation. A mere sum of matches would favour long spans.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from math import log, log2

from archive.bitext.scoring.answer_probability import AnswerProbability, ChanceProbability
from archive.bitext.scoring.unanswered_penalty import Penalties
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


class SideVotes:
    """The votes of one side's words, by number, on spans of the other side, by their bucket."""

    def __init__(self, chances: Sequence[float], answers: Sequence[float]) -> None:
        self._chances = chances
        self._answers = answers
        self._rows: dict[int, Vote] = {}
        self.unanswered = [log(1 - answer) for answer in answers]
        """The vote of each unanswered word, whatever the span's length: (1 - q) / (1 - p) is 1 - answer."""

    def all_unanswered(self, types: Sequence[frozenset[int]]) -> float:
        """The sum of the votes of a span's words if none is answered."""
        words = types[0].union(*types[1:]) if len(types) > 1 else types[0]
        return sum(map(self.unanswered.__getitem__, words))

    def votes_in(self, bucket: int) -> Vote:
        """The votes of answered words in spans of a bucket, beyond their votes as unanswered words."""
        row = self._rows.get(bucket)
        if row is None:
            length = 2 ** ((bucket + 0.5) / _STEPS) - 1
            row = self._rows[bucket] = _BucketVotes(length, self._chances, self._answers).__getitem__
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
    """The linked words of two texts by number, their places, and the weights of their votes."""

    def __init__(
        self,
        texts: LinkedTexts,
        links: Links,
        answers: tuple[AnswerProbability, AnswerProbability],
        chances: tuple[ChanceProbability, ChanceProbability],
        penalties: Penalties,
    ) -> None:
        back = reverse_links(links)
        self._translations, self._translated, numbers = _numbered(links, back)
        self.source_types = [_types(row, numbers[0]) for row in texts.source]
        self.target_types = [_types(row, numbers[1]) for row in texts.target]
        self._possible = [
            frozenset(chain(*[self._translations[word] for word in types])) for types in self.source_types
        ]
        self.source_ends = _ends(texts.source)
        self.target_ends = _ends(texts.target)
        self.source_votes = SideVotes(
            [chances[0](*link) for link in links.items()], [answers[0](word) for word in links]
        )
        self.target_votes = SideVotes(
            [chances[1](*link) for link in back.items()], [answers[1](word) for word in back]
        )
        self._places = _places(self.target_types, len(back))
        self._source_penalties, self._target_penalties = penalties

    @property
    def words_in_source(self) -> int:
        """The number of words of the source."""
        return self.source_ends[-1]

    def source_unanswered(self, start: int, end: int) -> float:
        """The score of source segments if none of their words, with or without links, is answered."""
        penalty = self._source_penalties[end] - self._source_penalties[start]
        return self.source_votes.all_unanswered(self.source_types[start:end]) + penalty

    def target_unanswered(self, start: int, end: int) -> float:
        """The score of target segments if none of their words, with or without links, is answered."""
        penalty = self._target_penalties[end] - self._target_penalties[start]
        return self.target_votes.all_unanswered(self.target_types[start:end]) + penalty

    def match(self, source: int, target: int) -> Match | None:
        """The words of a source segment that a target segment answers, with the answers; None without any."""
        answers = self._possible[source] & self.target_types[target]
        if not answers:
            return None
        translated = chain(*[self._translated[answer] for answer in answers])
        return self.source_types[source].intersection(translated), answers

    def matches_by_group(self, size: int) -> list[list[tuple[int, ...]]]:
        """For each group of ``size`` source segments its words, each with the target groups that answer it."""
        places = [
            sorted({n // size for answer in answers for n in self._places[answer]}) for answers in self._translations
        ]
        groups: list[set[int]] = [set() for _ in range(0, len(self.source_types), size)]
        for n, types in enumerate(self.source_types):
            groups[n // size].update(types)
        shared = [tuple(row) for row in places]
        return [[(word, *shared[word]) for word in sorted(group) if shared[word]] for group in groups]


NumberedLinks = list[tuple[int, ...]]


def _numbered(
    links: Links, back: Links
) -> tuple[NumberedLinks, NumberedLinks, tuple[dict[str, int], dict[str, int]]]:
    """The links in both directions with numbers for words, and the numbers of the words."""
    source = {word: n for n, word in enumerate(links)}
    target = {word: n for n, word in enumerate(back)}
    translations = [tuple(sorted(target[answer] for answer in found)) for found in links.values()]
    translated = [tuple(sorted(source[word] for word in found)) for found in back.values()]
    return translations, translated, (source, target)


def _types(row: Iterable[str], numbers: dict[str, int]) -> frozenset[int]:
    return frozenset(numbers[word] for word in row if word in numbers)


def _ends(rows: SegmentWords) -> list[int]:
    """The number of words before each segment, and in all."""
    ends = [0]
    for row in rows:
        ends.append(ends[-1] + (len(row) or 1))
    return ends


def _places(types: Sequence[frozenset[int]], count: int) -> list[list[int]]:
    places: list[list[int]] = [[] for _ in range(count)]
    for n, words in enumerate(types):
        for word in words:
            places[word].append(n)
    return places
