"""Keyness (words that are more frequent in some documents than in others) and trends (frequencies by year or month).

Each frequency of a trend has its confidence interval.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum

from archive.corpus.corpus_and_selections import Corpus, Selection
from archive.corpus.frequency_dispersion_and_keyness_measures import (
    Frequency,
    interval_per_million,
    keyness_log_likelihood,
    log_ratio,
)
from archive.corpus.word_lists import frequencies_of
from archive.corpus.word_sequences import WordSequence


@dataclass(frozen=True, slots=True)
class KeyWord:
    """A key word with its frequency in the chosen documents and in the other documents.

    ``log_likelihood`` (Rayson and Garside 2000) says how sure the difference is, ``log_ratio`` (Hardie 2014) how
    large: 1 is twice as frequent.
    """

    text: str
    frequency: Frequency
    other: Frequency
    log_likelihood: float
    log_ratio: float


@dataclass(frozen=True, slots=True)
class Keyness:
    """The key words of ``documents`` with ``tokens`` words that set them apart from others, the surest first."""

    lang: str
    documents: int
    tokens: int
    other_documents: int
    other_tokens: int
    words: tuple[KeyWord, ...]
    more: bool


def find_keyness(
    corpus: Corpus, part: Selection, other: Selection, lang: str, least: int = 3, limit: int = 50
) -> Keyness:
    """Find the key words of a selection: those relatively more frequent than in another, at least ``least`` times.

    Words with equal log-likelihood are in the order of their text. Nothing is key where either has no words.
    """
    here, there = part.count_words(), other.count_words()
    scores = _scores(here, there, (part.words, other.words), least) if part.words and other.words else {}
    keys = corpus.keys(scores)
    ordered = sorted(scores, key=lambda word: (-scores[word], keys[word]))
    shown = ordered[:limit]
    counts = [{word: each[word] for word in shown if each[word]} for each in (here, there)]
    found = [frequencies_of(each, numbers, 1) for each, numbers in zip((part, other), counts, strict=True)]
    nothing = Frequency.of_counts((), other.words)
    words = tuple(
        KeyWord(
            keys[word],
            found[0][word],
            found[1].get(word, nothing),
            scores[word],
            log_ratio(here[word], part.words, there[word], other.words),
        )
        for word in shown
    )
    return Keyness(lang, part.documents, part.words, other.documents, other.words, words, len(ordered) > len(shown))


def _scores(here: Counter[int], there: Counter[int], tokens: tuple[int, int], least: int) -> dict[int, float]:
    """Return the log-likelihood of each word that is relatively more frequent in the selection than in the other."""
    size, other_size = tokens
    return {
        word: keyness_log_likelihood(count, size, there[word], other_size)
        for word, count in here.items()
        if count >= least and count * other_size > there[word] * size
    }


class Unit(StrEnum):
    """The periods by which the trend of a word is counted: years or months."""

    YEAR = "year"
    MONTH = "month"


_LENGTHS = {Unit.YEAR: 4, Unit.MONTH: 7}
"""The characters of a time in ISO 8601 that name its period."""


@dataclass(frozen=True, slots=True)
class Period:
    """A year or month of a trend: its words, the frequency among them, and the bounds per million that hold with 95
    %.
    """

    name: str
    tokens: int
    frequency: Frequency
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The trend of a word: its frequency over the periods that have words, in order.

    ``undated`` occurrences are in documents without a date, or without a month where months are counted.
    """

    sequence: WordSequence
    unit: Unit
    whole: Frequency
    tokens: int
    undated: int
    periods: tuple[Period, ...]


def find_trend(corpus: Corpus, part: Selection, sequence: WordSequence, unit: Unit = Unit.YEAR) -> Trend:
    """Count the frequency of a word or sequence by year or month of publication."""
    counts = _counts(part, sequence)
    periods = {number: _period_of(fact.published, unit) for number, fact in corpus.facts(part.sizes).items()}
    sizes: defaultdict[str, int] = defaultdict(int)
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, size in part.sizes.items():
        sizes[periods.get(number, "")] += size
        if number in counts:
            found[periods.get(number, "")].append((counts[number], size))
    undated = sum(count for count, _ in found.pop("", ()))
    sizes.pop("", None)
    whole = Frequency.of_counts(((count, part.sizes[number]) for number, count in counts.items()), part.words)
    shown = tuple(_period(name, sizes[name], found[name]) for name in sorted(sizes) if sizes[name])
    return Trend(sequence, unit, whole, part.words, undated, shown)


def _counts(part: Selection, sequence: WordSequence) -> dict[int, int]:
    """Count the occurrences of a word or sequence in each document that has any."""
    texts = part.texts_with(sequence.rarest) if sequence.rarest else ()
    counted = ((text.number, len(sequence.starts(text.words))) for text in texts)
    return {number: count for number, count in counted if count}


def _period(name: str, tokens: int, counts: list[tuple[int, int]]) -> Period:
    frequency = Frequency.of_counts(counts, tokens)
    return Period(name, tokens, frequency, *interval_per_million(frequency.count, tokens))


def _period_of(published: str | None, unit: Unit) -> str:
    """Return the year or month of a publication time in ISO 8601; empty if it has none.

    >>> _period_of("2025-03-03T09:32:26+08:00", Unit.MONTH), _period_of("2025", Unit.MONTH)
    ('2025-03', '')
    """
    length = _LENGTHS[unit]
    return published[:length] if published and len(published) >= length else ""
