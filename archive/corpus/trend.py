"""Trends: the frequency of a word by year or month of publication, each with its confidence interval."""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from archive.corpus.measures import Frequency, interval_per_million
from archive.corpus.reader import Corpus, Selection
from archive.corpus.word_sequences import WordSequence


class Unit(StrEnum):
    """The periods by which a trend is counted."""

    YEAR = "year"
    MONTH = "month"


_LENGTHS = {Unit.YEAR: 4, Unit.MONTH: 7}
"""The characters of a time in ISO 8601 that name its period."""


@dataclass(frozen=True, slots=True)
class Period:
    """A year or month: its words, the frequency among them, and the bounds per million that hold with 95 %."""

    name: str
    tokens: int
    frequency: Frequency
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The frequency of a word over the periods that have words, in order.

    ``undated`` occurrences are in documents without a date, or without a month where months are counted.
    """

    sequence: WordSequence
    unit: Unit
    whole: Frequency
    tokens: int
    undated: int
    periods: tuple[Period, ...]


def find_trend(corpus: Corpus, part: Selection, sequence: WordSequence, unit: Unit = Unit.YEAR) -> Trend:
    """Return the frequency of a word or sequence by year or month of publication."""
    counts = _counts(part, sequence)
    periods = {number: period_of(fact.published, unit) for number, fact in corpus.facts(part.sizes).items()}
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
    """Return the number of occurrences in each document that has any."""
    texts = part.texts_with(sequence.rarest) if sequence.rarest else ()
    counted = ((text.number, len(sequence.starts(text.words))) for text in texts)
    return {number: count for number, count in counted if count}


def _period(name: str, tokens: int, counts: list[tuple[int, int]]) -> Period:
    frequency = Frequency.of_counts(counts, tokens)
    return Period(name, tokens, frequency, *interval_per_million(frequency.count, tokens))


def period_of(published: str | None, unit: Unit) -> str:
    """Return the year or month of a time in ISO 8601; empty if it has none.

    >>> period_of("2025-03-03T09:32:26+08:00", Unit.MONTH), period_of("2025", Unit.MONTH), period_of(None, Unit.YEAR)
    ('2025-03', '', '')
    """
    length = _LENGTHS[unit]
    return published[:length] if published and len(published) >= length else ""
