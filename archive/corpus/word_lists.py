"""Word lists: the commonest words of a selection, or sequences of up to five words (n-grams), with their frequencies.

Sequences are counted in bounded memory: a first pass counts them in buckets by their hash, and a bucket's count is at
least that of each sequence in it; later passes count exactly those in the fullest buckets, until no other sequence
can be among the commonest.
"""

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from typing import Any, TypeVar

from archive.corpus.corpus_and_selections import Corpus, Selection
from archive.corpus.frequency_dispersion_and_keyness_measures import Frequency, per_million
from archive.corpus.tokens_file_writer_and_postings import BREAK
from archive.corpus.word_sequences import word_numbers

LONGEST_NGRAM = 5
BUCKETS = 1 << 20
"""Counters of the first pass, 4 MB."""
MOST_COUNTED = 2_000_000
"""Sequences that a pass counts exactly, about 400 MB."""

Gram = int | tuple[int, ...]
"""The number of a word, or the numbers of words that follow each other."""
_Gram = TypeVar("_Gram", bound=Gram)


@dataclass(frozen=True, slots=True)
class WordListOptions:
    """Options of a word list: sequences of ``length`` words, at least ``least`` times, the ``limit`` commonest.

    With ``pattern`` only those with a word for which it stands (``word_numbers``).
    """

    length: int = 1
    pattern: str | None = None
    least: int = 1
    limit: int = 50


@dataclass(frozen=True, slots=True)
class ListedWords:
    """An entry of a word list: a word, or a sequence of words with spaces between them, and its frequency."""

    text: str
    frequency: Frequency


@dataclass(frozen=True, slots=True)
class WordList:
    """A word list: the commonest words of ``documents`` with ``tokens`` words; those with equal counts in the order
    of text.

    ``more`` says that there are others.
    """

    lang: str
    documents: int
    tokens: int
    words: tuple[ListedWords, ...]
    more: bool


def word_list(corpus: Corpus, part: Selection, lang: str, options: WordListOptions) -> WordList:
    """List the commonest words, or sequences of words (n-grams), of a selection in one language."""
    wanted = None if options.pattern is None else word_numbers(corpus, options.pattern, lang)
    fitting = _counts(part, wanted, options)
    best = _commonest(fitting, options.limit)
    keys = corpus.keys({number for gram in best for number in _numbers(gram)})
    texts = {gram: " ".join(keys[number] for number in _numbers(gram)) for gram in best}
    ordered = sorted(best, key=lambda gram: (-fitting[gram], texts[gram]))[: options.limit]
    frequencies = frequencies_of(part, {gram: fitting[gram] for gram in ordered}, options.length)
    words = tuple(ListedWords(texts[gram], frequencies[gram]) for gram in ordered)
    return WordList(lang, part.documents, part.words, words, len(fitting) > len(words))


def _counts(part: Selection, wanted: frozenset[int] | None, options: WordListOptions) -> dict[Gram, int]:
    if options.length > 1:
        return {gram: count for gram, count in _count_sequences(part, wanted, options).items()}  # noqa: C416 - wider keys
    return {word: count for word, count in part.count_words(wanted).items() if count >= options.least}


def _numbers(gram: Gram) -> tuple[int, ...]:
    return gram if isinstance(gram, tuple) else (gram,)


def _commonest(counts: Mapping[Gram, int], limit: int) -> list[Gram]:
    """Return the commonest words or n-grams, with all that are as common as the last of them."""
    if len(counts) <= limit:
        return list(counts)
    least = nlargest(limit, counts.values())[-1]
    return [gram for gram, count in counts.items() if count >= least]


def frequencies_of(part: Selection, counts: Mapping[_Gram, int], length: int) -> dict[_Gram, Frequency]:
    """Compute the frequencies of words or n-grams whose counts in the selection are known.

    Dispersion is the sum of what documents have above their share of the word, as ``dispersion`` takes it.
    """
    documents, excess = dict.fromkeys(counts, 0), dict.fromkeys(counts, 0.0)
    shares = {gram: 1 / count for gram, count in counts.items()}
    sizes, whole = part.sizes, part.words
    for text in part.texts_with({_numbers(gram)[0] for gram in counts}) if counts else ():
        grams: Any = text.words if length == 1 else zip(*(text.words[at:] for at in range(length)), strict=False)
        expected = sizes[text.number] / whole
        for gram, count in Counter(filter(counts.__contains__, grams)).items():
            documents[gram] += 1
            if (above := count * shares[gram] - expected) > 0:
                excess[gram] += above
    return {
        gram: Frequency(count, documents[gram], per_million(count, whole), excess[gram])
        for gram, count in counts.items()
    }


def _sequences(part: Selection, wanted: frozenset[int] | None, length: int) -> Iterator[tuple[int, ...]]:
    """Yield the n-grams of a selection that lie in a block and have one of the wanted words."""
    for text in part.texts() if wanted is None else part.texts_with(wanted):
        for gram in zip(*(text.words[at:] for at in range(length)), strict=False):
            if BREAK not in gram and (wanted is None or not wanted.isdisjoint(gram)):
                yield gram


def _count_sequences(
    part: Selection, wanted: frozenset[int] | None, options: WordListOptions
) -> Counter[tuple[int, ...]]:
    """Count the commonest n-grams, more than ``limit`` if there are."""
    buckets = array("I", bytes(4 * BUCKETS))
    for gram in _sequences(part, wanted, options.length):
        buckets[hash(gram) % BUCKETS] += 1
    counts: Counter[tuple[int, ...]] = Counter()
    for low, high in _bands(buckets, options.least):
        in_band = bytearray(low <= size < high for size in buckets)
        sequences = _sequences(part, wanted, options.length)
        counts.update(gram for gram in sequences if in_band[hash(gram) % BUCKETS])
        counts = Counter({gram: count for gram, count in counts.items() if count >= options.least})
        if sum(count >= low for count in counts.values()) > options.limit:
            break
    return counts


def _bands(buckets: "array[int]", least: int) -> Iterator[tuple[int, int]]:
    """Yield bands of bucket sizes, the fullest first, whose buckets hold at most ``MOST_COUNTED`` n-grams each."""
    numbers = Counter(buckets)
    high = low = max(numbers) + 1
    held = 0
    for size in sorted((size for size in numbers if size >= max(1, least)), reverse=True):
        if held and held + size * numbers[size] > MOST_COUNTED:
            yield low, high
            high, held = low, 0
        low, held = size, held + size * numbers[size]
    if held:
        yield low, high
