"""Candidates for bilingual terms: frequent sequences of words, with suitable words at their edges, and cohesive.

The texts are the two sides of translation units between Chinese and English (``read_corpus``). A sequence is counted
only where its two parts, without the last word and without the first, are frequent too (Agrawal and Srikant 1994).
When too many are counted the rare ones are dropped (Manku and Motwani 2002), so that memory is bounded.
"""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from archive.bitext.translation_units import Side, TranslationUnit, digest_of_texts
from archive.model.language_codes import primary_language
from archive.terms.word_segmentation import CHINESE, ENGLISH, MOST_CHARACTERS, NAME_DOT, TermLanguage

MOST_SEQUENCES = 1_000_000
"""Different sequences of one length that are counted; with more, those counted once are dropped, then twice."""

_LEAST_COHESION = 1.0
"""Natural logarithm of the ratio of texts with words beside each other to the number expected by chance."""
_LEAST_WITH_WEAK = 0.4
"""The share of the texts with some words that must have the weak word beside them, for it to be at a term's edge."""


_NAME_SHARE = 0.6

NumberRow: TypeAlias = "array[int]"
"""Numbers, four bytes each."""


class Occurrence(NamedTuple):
    """An occurrence of a term candidate in a text: its number, and the words from ``first`` up to ``end``, breaks
    counted.
    """

    candidate: int
    first: int
    end: int


@dataclass
class NumberedTexts:
    """Texts of one language as numbers of words, to find term candidates in, with 0 (a break) between two runs."""

    language: TermLanguage
    words: list[str] = field(default_factory=lambda: [""])
    rows: list[NumberRow] = field(default_factory=list)
    capitals: Counter[int] = field(default_factory=Counter)
    """Occurrences of each word with a capital in the middle of a text."""
    _numbers: dict[str, int] = field(default_factory=dict)

    def add(self, text: str) -> None:
        row, capitals = array("I"), []
        for run in self.language.runs(text[:MOST_CHARACTERS]):
            row.extend(self._number(token.key) for token in run)
            row.append(0)
            if self.language.has_capitals:
                capitals += [self._numbers[key] for key, start, _ in run if start and text[start].isupper()]
        self.capitals.update(capitals)
        self.rows.append(row)

    def has_capital(self, word: str) -> bool:
        """Return whether a word of the texts has a capital as a rule, in the middle of a text too, as names do."""
        number = self._numbers[word]
        return self.capitals.get(number, 0) > _NAME_SHARE * self._inside.get(number, 0)

    @cached_property
    def _inside(self) -> Counter[int]:
        """Count the occurrences of each word in the middle of a text."""
        found: Counter[int] = Counter()
        for row in self.rows:
            found.update(row[1:])
        return found

    def row_of(self, text: str) -> NumberRow:
        """Return the word numbers of a text without adding it; words that no text has are breaks."""
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
class WordSequences:
    """All frequent sequences of words, from which terms are chosen, as a tree: 0 is none, below ``len(texts.words)``
    single words.

    ``children`` maps a sequence's number times the number of words, plus a word, to the sequence longer by that word.
    """

    texts: NumberedTexts
    children: dict[int, int] = field(default_factory=dict)
    counts: list[int] = field(default_factory=list)
    parts: list[tuple[int, int, int]] = field(default_factory=list)
    """For each sequence: that without its last word, that without its first word, and its last word."""
    total: int = 0
    """The sum of the numbers of different words of each text."""

    def add(self, key: int, count: int, suffix: int) -> int:
        """Add a frequent word sequence to the tree by the key of its words; returns its number."""
        prefix, last = divmod(key, len(self.texts.words))
        self.children[key] = number = len(self.counts)
        self.counts.append(count)
        self.parts.append((prefix, suffix, last))
        return number

    def words(self, sequence: int) -> tuple[str, ...]:
        """Return the words of a frequent sequence by its number."""
        found = []
        while sequence:
            sequence, _, last = self.parts[sequence]
            found.append(self.texts.words[last])
        return tuple(reversed(found))


def find_frequent_sequences(texts: NumberedTexts, min_count: int) -> WordSequences:
    """Find the word sequences in at least ``min_count`` of the texts, up to the longest terms of the language."""
    single = Counter(word for row in texts.rows for word in set(row))
    sequences = WordSequences(texts)
    sequences.counts = [single[word] if word else 0 for word in range(len(texts.words))]
    sequences.total = sum(sequences.counts)
    sequences.parts = [(0, 0, word) for word in range(len(texts.words))]
    begins = [array("I", (word if single[word] >= min_count else 0 for word in row)) for row in texts.rows]
    for length in range(2, texts.language.longest + 1):
        counts = _count(sequences, begins, length)
        frequent = {key: count for key, count in counts.items() if count >= min_count}
        del counts
        if not frequent:
            break
        for number, (shorter, row) in enumerate(zip(begins, texts.rows, strict=True)):
            begins[number] = _extend(sequences, frequent, shorter, row, length)
    return sequences


def _count(sequences: WordSequences, begins: list[NumberRow], length: int) -> Counter[int]:
    """Count the texts with each word sequence of a length whose two parts are frequent."""
    counts: Counter[int] = Counter()
    dropped = 0
    for shorter, row in zip(begins, sequences.texts.rows, strict=True):
        counts.update({key for _, key in _keys(sequences, shorter, row, length)})
        if len(counts) > MOST_SEQUENCES:
            dropped += 1
            counts = Counter({key: count for key, count in counts.items() if count > dropped})
    return counts


def _extend(
    sequences: WordSequences, frequent: dict[int, int], shorter: NumberRow, row: NumberRow, length: int
) -> NumberRow:
    """Return the sequence of a length that begins at each word of a text, 0 where none is frequent; new ones are
    added.
    """
    longer = array("I", bytes(shorter.itemsize * len(shorter)))
    for at, key in _keys(sequences, shorter, row, length):
        if key in frequent:
            longer[at] = sequences.children.get(key) or sequences.add(key, frequent[key], shorter[at + 1])
    return longer


def _keys(sequences: WordSequences, shorter: NumberRow, row: NumberRow, length: int) -> Iterator[tuple[int, int]]:
    """Yield the places where a word sequence may begin, each with the key that it is counted by."""
    size = len(sequences.texts.words)
    for at, (prefix, suffix) in enumerate(pairwise(shorter)) if any(shorter) else ():
        if prefix and suffix:
            yield at, prefix * size + row[at + length - 1]


@dataclass(slots=True)
class TermCandidates:
    """The word sequences that may be terms, by number."""

    sequences: WordSequences
    numbers: set[int]

    def occurrences_in(self, row: NumberRow) -> Iterator[Occurrence]:
        """Find the occurrences of term candidates in a text, by their beginning, the shorter first."""
        child, numbers, size = self.sequences.children.get, self.numbers, len(self.sequences.texts.words)
        for first, sequence in enumerate(row):
            end = first + 1
            while sequence:
                if sequence in numbers:
                    yield Occurrence(sequence, first, end)
                sequence = child(sequence * size + row[end], 0)
                end += 1

    def numbers_in(self, row: NumberRow) -> set[int]:
        """Return the numbers of the term candidates in a text."""
        child, numbers, size = self.sequences.children.get, self.numbers, len(self.sequences.texts.words)
        found: set[int] = set()
        for first, sequence in enumerate(row):
            end = first + 1
            while sequence:
                found.add(sequence)
                sequence = child(sequence * size + row[end], 0)
                end += 1
        return found & numbers


def suitable_candidates(sequences: WordSequences, min_count: int) -> TermCandidates:
    """Choose the term candidates: frequent sequences with suitable words that are cohesive."""
    numbers = range(1, len(sequences.counts))
    return TermCandidates(sequences, {number for number in numbers if _is_suitable(sequences, number, min_count)})


def _is_suitable(sequences: WordSequences, number: int, min_count: int) -> bool:
    if sequences.counts[number] < min_count:
        return False
    words, language = sequences.words(number), sequences.texts.language
    return (
        language.may_begin(words[0])
        and language.may_end(words[-1])
        and (NAME_DOT in words or all(map(language.may_be_inside, words[1:-1])))
        and language.is_term(words)
        and _needs_weak_words(sequences, number, words)
        and (len(words) == 1 or _cohesion(sequences, number) >= _LEAST_COHESION)
    )


def _needs_weak_words(sequences: WordSequences, number: int, words: tuple[str, ...]) -> bool:
    """Return whether the words beside a weak word at an edge, if there is one, seldom occur without it."""
    weak, counts, (prefix, suffix, _) = sequences.texts.language.weak, sequences.counts, sequences.parts[number]
    least = counts[number] / _LEAST_WITH_WEAK
    return not ((words[0] in weak and least < counts[suffix]) or (words[-1] in weak and least < counts[prefix])) and (
        len(words) > 1 or words[0] not in weak
    )


def _cohesion(sequences: WordSequences, number: int) -> float:
    """Return how cohesive a sequence is: the smaller mutual information of its first word or its last with the
    rest.
    """
    counts, (prefix, suffix, last) = sequences.counts, sequences.parts[number]
    first = number
    while sequences.parts[first][0]:
        first = sequences.parts[first][0]
    chance = max(counts[first] * counts[suffix], counts[prefix] * counts[last])
    return math.log(counts[number] * sequences.total / chance)


class BilingualUnit(NamedTuple):
    """The Chinese and the English side of a translation unit, to find terms in."""

    chinese: Side
    english: Side


@dataclass(slots=True)
class BilingualCorpus:
    """The translation units with different texts, and the words of both sides, in the order of the units."""

    units: list[BilingualUnit] = field(default_factory=list)
    chinese: NumberedTexts = field(default_factory=lambda: NumberedTexts(CHINESE))
    english: NumberedTexts = field(default_factory=lambda: NumberedTexts(ENGLISH))
    templates: NumberRow = field(default_factory=lambda: array("I"))
    """A number for the template of each unit: the same where only names and numbers differ."""


def distinct_units(units: Iterable[TranslationUnit]) -> Iterator[BilingualUnit]:
    """Yield the Chinese and English translation units; of those with the same two texts the first.

    Spaces and the width of characters make no difference.
    """
    seen: set[bytes] = set()
    for unit in units:
        sides = _chinese_and_english(unit)
        if sides is None:
            continue
        digest = digest_of_texts(side.text for side in sides)
        if digest not in seen:
            seen.add(digest)
            yield sides


def _chinese_and_english(unit: TranslationUnit) -> BilingualUnit | None:
    """Return the Chinese and the English side of a translation unit, None where it is of other languages."""
    sides = {primary_language(side.lang): side for side in (unit.source, unit.target)}
    return BilingualUnit(sides["zh"], sides["en"]) if sides.keys() == {"zh", "en"} else None


class CandidatePair(NamedTuple):
    """A pair of a Chinese and an English term candidate, by number."""

    chinese: int
    english: int


@dataclass(slots=True)
class BilingualCandidates:
    """The Chinese and English term candidates of a corpus of translation units."""

    corpus: BilingualCorpus
    chinese: TermCandidates
    english: TermCandidates
    least: int = 2
    """Units that must have both terms of a pair."""
    weights: dict[CandidatePair, float] = field(default_factory=dict)

    def occurrences(self) -> Iterator[tuple[list[Occurrence], list[Occurrence]]]:
        """Yield the Chinese and the English occurrences of term candidates in each unit."""
        for chinese, english in self.rows():
            yield list(self.chinese.occurrences_in(chinese)), list(self.english.occurrences_in(english))

    def rows(self) -> Iterator[tuple[NumberRow, NumberRow]]:
        """Yield the Chinese and the English words of each unit, as numbers."""
        return zip(self.corpus.chinese.rows, self.corpus.english.rows, strict=True)

    def words(self, pair: CandidatePair) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the Chinese and the English words of a pair of term candidates."""
        return self.chinese.sequences.words(pair.chinese), self.english.sequences.words(pair.english)

    def only(self, chinese: set[int], english: set[int]) -> "BilingualCandidates":
        """Return only those of the term candidates with these numbers."""
        return BilingualCandidates(
            self.corpus,
            TermCandidates(self.chinese.sequences, chinese),
            TermCandidates(self.english.sequences, english),
            self.least,
            self.weights,
        )

    def explainable(self, pair: CandidatePair) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str]]:
        """Return the words of a pair of term candidates, and those of the English that may be names."""
        chinese, english = self.words(pair)
        return chinese, english, frozenset(filter(self.corpus.english.has_capital, english))
