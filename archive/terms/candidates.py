"""Sequences of words that may be terms: frequent, with fit words at their edges, that hold together.

A sequence is looked for only where its two parts, without the first and without the last word, are frequent too
(Agrawal and Srikant 1994), and rare ones are dropped while they are counted when there are too many (Manku and
Motwani 2002), so that memory has a bound.
"""

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from archive.terms.tokens import Run

MOST_SEQUENCES = 1_000_000
"""Different sequences of one length that are counted at a time; past that those counted once go, and so on."""

MOST_CHARACTERS = 3_000
"""Characters of a text that are read; no sentence is longer."""

_LEAST_COHESION = 1.0
"""Natural logarithm of how many more texts have words beside each other than would by chance."""
_ABSORBED = 0.8
"""A sequence of which so many stand in one longer candidate is no candidate by itself."""


@dataclass(frozen=True, slots=True)
class Language:
    """How terms of a language are made: its words, and which may begin, end or stand inside a term."""

    runs: Callable[[str], Iterable[Run]]
    longest: int
    may_begin: Callable[[str], bool]
    may_end: Callable[[str], bool]
    may_stand_inside: Callable[[str], bool]
    is_term: Callable[[tuple[str, ...]], bool]


Row: TypeAlias = "array[int]"
"""Numbers, four bytes each."""


class Found(NamedTuple):
    """A candidate in a text: its number, and the words from ``first`` up to ``end``, breaks counted."""

    candidate: int
    first: int
    end: int


@dataclass(slots=True)
class Texts:
    """Texts of one language as numbers of words, in which 0 stands between two runs."""

    language: Language
    words: list[str] = field(default_factory=lambda: [""])
    rows: list[Row] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def add(self, text: str) -> None:
        row = array("I")
        for run in self.language.runs(text[:MOST_CHARACTERS]):
            row.extend(self._number(token.key) for token in run)
            row.append(0)
        self.rows.append(row)

    def known(self, text: str) -> Row:
        """A text that is not added, as numbers; words that no text has are breaks."""
        row = array("I")
        for run in self.language.runs(text[:MOST_CHARACTERS]):
            row.extend(self._numbers.get(token.key, 0) for token in run)
            row.append(0)
        return row

    def _number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self.words)
            self.words.append(word)
        return number


@dataclass(slots=True)
class Sequences:
    """All frequent sequences of words, as a tree: 0 is none, numbers below ``len(texts.words)`` are single words.

    ``children`` has a sequence's number times the number of words, plus a word, to the sequence with that word more.
    """

    texts: Texts
    children: dict[int, int] = field(default_factory=dict)
    counts: list[int] = field(default_factory=list)
    parts: list[tuple[int, int, int]] = field(default_factory=list)
    """For each: the sequence without its last word, the one without its first, and its last word."""
    total: int = 0
    """Different words of each text, of all texts together."""

    def add(self, key: int, count: int, suffix: int) -> int:
        """Takes a sequence in, by the key of its words, and gives its number."""
        prefix, last = divmod(key, len(self.texts.words))
        self.children[key] = number = len(self.counts)
        self.counts.append(count)
        self.parts.append((prefix, suffix, last))
        return number

    def words(self, sequence: int) -> tuple[str, ...]:
        """The words of a sequence."""
        found = []
        while sequence:
            sequence, _, last = self.parts[sequence]
            found.append(self.texts.words[last])
        return tuple(reversed(found))


def find_sequences(texts: Texts, min_count: int) -> Sequences:
    """The sequences that stand in at least ``min_count`` of the texts, up to the language's longest."""
    single = Counter(word for row in texts.rows for word in set(row))
    sequences = Sequences(texts)
    sequences.counts = [single[word] if word else 0 for word in range(len(texts.words))]
    sequences.total = sum(sequences.counts)
    sequences.parts = [(0, 0, word) for word in range(len(texts.words))]
    begins = [array("I", (word if single[word] >= min_count else 0 for word in row)) for row in texts.rows]
    for length in range(2, texts.language.longest + 1):
        counts = _counted(sequences, begins, length)
        frequent = {key: count for key, count in counts.items() if count >= min_count}
        del counts
        for number, (shorter, row) in enumerate(zip(begins, texts.rows, strict=True)):
            begins[number] = _longer(sequences, frequent, shorter, row, length)
    return sequences


def _counted(sequences: Sequences, begins: list[Row], length: int) -> Counter[int]:
    """In how many texts each sequence of a length stands whose two parts are frequent."""
    counts: Counter[int] = Counter()
    dropped = 0
    for shorter, row in zip(begins, sequences.texts.rows, strict=True):
        counts.update({key for _, key in _keys(sequences, shorter, row, length)})
        if len(counts) > MOST_SEQUENCES:
            dropped += 1
            counts = Counter({key: count for key, count in counts.items() if count > dropped})
    return counts


def _longer(sequences: Sequences, frequent: dict[int, int], shorter: Row, row: Row, length: int) -> Row:
    """The sequence of a length that begins at each word of a text, 0 where none is frequent; adds those not met."""
    longer = array("I", bytes(shorter.itemsize * len(shorter)))
    for at, key in _keys(sequences, shorter, row, length):
        if key in frequent:
            longer[at] = sequences.children.get(key) or sequences.add(key, frequent[key], shorter[at + 1])
    return longer


def _keys(sequences: Sequences, shorter: Row, row: Row, length: int) -> Iterator[tuple[int, int]]:
    """Where a sequence may begin, and the key under which it is counted."""
    size = len(sequences.texts.words)
    for at, (prefix, suffix) in enumerate(pairwise(shorter)):
        if prefix and suffix:
            yield at, prefix * size + row[at + length - 1]


@dataclass(slots=True)
class Candidates:
    """The sequences that may be terms, by number."""

    sequences: Sequences
    numbers: set[int]

    def found_in(self, row: Row) -> Iterator[Found]:
        """The candidates in a text, by where they begin, shorter ones first."""
        child, numbers, size = self.sequences.children.get, self.numbers, len(self.sequences.texts.words)
        for first, sequence in enumerate(row):
            end = first + 1
            while sequence:
                if sequence in numbers:
                    yield Found(sequence, first, end)
                sequence = child(sequence * size + row[end], 0)
                end += 1

    def inside(self, row: Row) -> set[int]:
        """The candidates in a text, each once."""
        child, numbers, size = self.sequences.children.get, self.numbers, len(self.sequences.texts.words)
        found: set[int] = set()
        for first, sequence in enumerate(row):
            end = first + 1
            while sequence:
                found.add(sequence)
                sequence = child(sequence * size + row[end], 0)
                end += 1
        return found & numbers


def fit_candidates(sequences: Sequences, min_count: int) -> Candidates:
    """The frequent sequences that have fit words and hold together."""
    numbers = range(1, len(sequences.counts))
    return Candidates(sequences, {number for number in numbers if _is_fit(sequences, number, min_count)})


def choose_candidates(sequences: Sequences, min_count: int) -> Candidates:
    """Those of ``fit_candidates`` that do not nearly always stand in one longer of them."""
    fit = fit_candidates(sequences, min_count).numbers
    absorbed = [0] * len(sequences.counts)
    for number in fit:
        for part in sequences.parts[number][:2]:
            absorbed[part] = max(absorbed[part], sequences.counts[number])
    kept = {number for number in fit if absorbed[number] < _ABSORBED * sequences.counts[number]}
    return Candidates(sequences, kept)


def _is_fit(sequences: Sequences, number: int, min_count: int) -> bool:
    if sequences.counts[number] < min_count:
        return False
    words, language = sequences.words(number), sequences.texts.language
    return (
        language.may_begin(words[0])
        and language.may_end(words[-1])
        and all(map(language.may_stand_inside, words[1:-1]))
        and language.is_term(words)
        and (len(words) == 1 or _cohesion(sequences, number) >= _LEAST_COHESION)
    )


def _cohesion(sequences: Sequences, number: int) -> float:
    """The pointwise mutual information of a sequence's first word with the rest, or of its last; the smaller."""
    counts, (prefix, suffix, last) = sequences.counts, sequences.parts[number]
    first = number
    while sequences.parts[first][0]:
        first = sequences.parts[first][0]
    chance = max(counts[first] * counts[suffix], counts[prefix] * counts[last])
    return math.log(counts[number] * sequences.total / chance)
