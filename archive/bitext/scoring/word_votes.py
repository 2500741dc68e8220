"""How far segments answer each other, word for word, beyond what chance gives.

A word votes on a span of the other text: log(q / p) where one of its translations stands in the span, log((1 - q) /
(1 - p)) where none does. p is its chance to be answered by a span of that length if the span had nothing to do with
it; q is that or an answer on purpose. Summed matches without the chance would favour long spans.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from math import log, log2

from archive.bitext.scoring.answer_probability import Trust
from archive.bitext.scoring.chance_probability import Rate
from archive.bitext.scoring.em_step import backwards
from archive.bitext.scoring.word_links import Links, Reading, Words

_STEPS = 2
_LENGTHS = 4096

BUCKETS = tuple(int(_STEPS * log2(length + 1)) for length in range(_LENGTHS))
"""The bucket of a span by its length in words; those of a bucket are taken as one length."""

Silences = tuple[Sequence[float], Sequence[float]]
"""What words without links weigh, summed up over the segments of source and target."""

Weigh = Callable[[int], float]
Hit = tuple[frozenset[int], frozenset[int]]


def bucket(length: int) -> int:
    """The bucket of a length in words."""
    return BUCKETS[length] if length < _LENGTHS else BUCKETS[-1]


class Votes:
    """The weights of one side's words, by number, for spans of the other side by bucket."""

    def __init__(self, rates: Sequence[float], trusts: Sequence[float]) -> None:
        self._rates = rates
        self._trusts = trusts
        self._rows: dict[int, Weigh] = {}
        self.silence = [log(1 - trust) for trust in trusts]
        """What a word without an answer says, whatever the span's length: (1 - q) / (1 - p) is 1 - trust."""

    def quiet(self, types: Sequence[frozenset[int]]) -> float:
        """What the words of a span say if none is answered."""
        words = types[0].union(*types[1:]) if len(types) > 1 else types[0]
        return sum(map(self.silence.__getitem__, words))

    def row(self, bucket: int) -> Weigh:
        """What an answer says more than silence, by word, in spans of a bucket."""
        row = self._rows.get(bucket)
        if row is None:
            length = 2 ** ((bucket + 0.5) / _STEPS) - 1
            row = self._rows[bucket] = _Row(length, self._rates, self._trusts).__getitem__
        return row


class _Row(dict[int, float]):
    """The weights for one bucket, worked out as words are met."""

    def __init__(self, length: float, rates: Sequence[float], trusts: Sequence[float]) -> None:
        self._length = length
        self._rates = rates
        self._trusts = trusts

    def __missing__(self, word: int) -> float:
        self[word] = vote = _vote(1 - (1 - self._rates[word]) ** self._length, self._trusts[word])
        return vote


def _vote(chance: float, trust: float) -> float:
    return log((trust + (1 - trust) * chance) / chance) - log(1 - trust)


class Evidence:
    """The linked words of two texts by number, where they stand and what their votes weigh."""

    def __init__(
        self,
        reading: Reading,
        links: Links,
        trusts: tuple[Trust, Trust],
        rates: tuple[Rate, Rate],
        silences: Silences,
    ) -> None:
        back = backwards(links)
        self._answers, self._asked, numbers = _numbered(links, back)
        self.source_types = [_types(row, numbers[0]) for row in reading.source]
        self.target_types = [_types(row, numbers[1]) for row in reading.target]
        self._wanted = [frozenset(chain(*[self._answers[word] for word in types])) for types in self.source_types]
        self.source_ends = _ends(reading.source)
        self.target_ends = _ends(reading.target)
        self.source_votes = Votes([rates[0](*link) for link in links.items()], [trusts[0](word) for word in links])
        self.target_votes = Votes([rates[1](*link) for link in back.items()], [trusts[1](word) for word in back])
        self._places = _places(self.target_types, len(back))
        self._source_silence, self._target_silence = silences

    @property
    def words_in_source(self) -> int:
        """The number of words of the source."""
        return self.source_ends[-1]

    def source_quiet(self, start: int, end: int) -> float:
        """What the words of source segments, those without links too, say if none is answered."""
        silence = self._source_silence[end] - self._source_silence[start]
        return self.source_votes.quiet(self.source_types[start:end]) + silence

    def target_quiet(self, start: int, end: int) -> float:
        """What the words of target segments, those without links too, say if none is answered."""
        silence = self._target_silence[end] - self._target_silence[start]
        return self.target_votes.quiet(self.target_types[start:end]) + silence

    def hit(self, source: int, target: int) -> Hit | None:
        """The words of a source segment that a target segment answers, and the answers; None where there are none."""
        answers = self._wanted[source] & self.target_types[target]
        if not answers:
            return None
        return self.source_types[source].intersection(chain(*[self._asked[answer] for answer in answers])), answers

    def grouped_hits(self, size: int) -> list[list[tuple[int, ...]]]:
        """For each source word the groups of ``size`` target segments that answer it, in order, per source group."""
        places = [
            sorted({n // size for answer in answers for n in self._places[answer]}) for answers in self._answers
        ]
        groups: list[set[int]] = [set() for _ in range(0, len(self.source_types), size)]
        for n, types in enumerate(self.source_types):
            groups[n // size].update(types)
        shared = [tuple(row) for row in places]
        return [[(word, *shared[word]) for word in sorted(group) if shared[word]] for group in groups]


Numbered = list[tuple[int, ...]]


def _numbered(links: Links, back: Links) -> tuple[Numbered, Numbered, tuple[dict[str, int], dict[str, int]]]:
    """The links both ways with numbers for words, and the numbers."""
    source = {word: n for n, word in enumerate(links)}
    target = {word: n for n, word in enumerate(back)}
    answers = [tuple(sorted(target[answer] for answer in found)) for found in links.values()]
    asked = [tuple(sorted(source[word] for word in found)) for found in back.values()]
    return answers, asked, (source, target)


def _types(row: Iterable[str], numbers: dict[str, int]) -> frozenset[int]:
    return frozenset(numbers[word] for word in row if word in numbers)


def _ends(rows: Words) -> list[int]:
    """Words before each segment, and in all."""
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
