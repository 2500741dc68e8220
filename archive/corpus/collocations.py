"""Collocations: words that stand beside a word more often than by chance.

Words are counted at the places that lie up to some words before or after an occurrence, in the same block; a place
counts once, however many occurrences it is near. So the four cells of log-likelihood's table are places in windows
and elsewhere, with the word and with others; those of the occurrences themselves are in none.
"""

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive.corpus.measures import Association, Frequency, Measure, log_dice, log_likelihood, mi3
from archive.corpus.reader import Corpus, Selection
from archive.corpus.word_sequences import WordSequence

MOST_WORDS_BESIDE = 10
"""Widest window on either side."""


@dataclass(frozen=True, slots=True)
class CollocationOptions:
    """Where words are counted: up to ``left`` words before and ``right`` after; at least ``least`` times."""

    left: int = 5
    right: int = 5
    least: int = 3
    order: Measure = Measure.LOG_LIKELIHOOD
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word beside the node: how often it stands there, how often anywhere, how strongly both attract each other.

    ``after`` are its places in a window behind an occurrence, ``before`` all others.
    """

    text: str
    beside: Frequency
    before: int
    after: int
    total: int
    association: Association


@dataclass(frozen=True, slots=True)
class Collocations:
    """The words beside a node, which occurs ``hits`` times in ``documents`` of the selection's ``tokens`` words."""

    node: WordSequence
    hits: int
    documents: int
    tokens: int
    left: int
    right: int
    words: tuple[Collocate, ...]
    more: bool


class _Windows:
    """The words at the places near a node, document by document, and the node's own words."""

    def __init__(self, node: WordSequence, left: int, right: int) -> None:
        self._node, self._left, self._right = node, left, right
        self.hits = self.documents = 0
        self.before: Counter[int] = Counter()
        self.after: Counter[int] = Counter()
        self.own: Counter[int] = Counter()
        self.by_document: list[tuple[int, array[int]]] = []

    def add(self, number: int, words: "array[int]") -> None:
        """Add the windows of a text."""
        starts = self._node.starts(words)
        if not starts:
            return
        self.hits += len(starts)
        self.documents += 1
        length = len(self._node.places)
        own = {at for start in starts for at in range(start, start + length)}
        before = {at for start in starts for at in _before(words, start, self._left)} - own
        after = {at for start in starts for at in _after(words, start + length, self._right)} - own
        self.own.update(words[at] for at in own)
        self.before.update(words[at] for at in before - after)
        self.after.update(words[at] for at in after)
        self.by_document.append((number, array("I", (words[at] for at in before | after))))


def _before(words: "array[int]", start: int, most: int) -> Iterator[int]:
    for at in range(start - 1, max(-1, start - 1 - most), -1):
        if not words[at]:
            return
        yield at


def _after(words: "array[int]", end: int, most: int) -> Iterator[int]:
    for at in range(end, min(len(words), end + most)):
        if not words[at]:
            return
        yield at


def find_collocations(
    corpus: Corpus, part: Selection, node: WordSequence, options: CollocationOptions
) -> Collocations:
    """Return the words that stand beside a node more often than elsewhere in the selection."""
    windows = _Windows(node, options.left, options.right)
    for text in part.texts_with(node.rarest) if node.rarest else ():
        windows.add(text.number, text.words)
    beside = windows.before + windows.after
    wanted = {word for word, count in beside.items() if count >= options.least}
    found = _associations(windows, beside, part.count_words(wanted), part.words)
    keys = corpus.keys(found)
    ordered = sorted(found, key=lambda word: (-found[word][1].by(options.order), keys[word]))
    shown = ordered[: options.limit]
    frequencies = _frequencies(windows, set(shown), part)
    words = tuple(
        Collocate(keys[word], frequencies[word], windows.before[word], windows.after[word], *found[word])
        for word in shown
    )
    return Collocations(
        node, windows.hits, windows.documents, part.words, options.left, options.right, words,
        len(ordered) > len(shown),
    )  # fmt: skip


def _associations(
    windows: _Windows, beside: Mapping[int, int], counts: Mapping[int, int], tokens: int
) -> dict[int, tuple[int, Association]]:
    """Return count and association of each word that is more frequent in the windows than elsewhere."""
    places, others = sum(beside.values()), tokens - windows.own.total()
    found = {}
    for word, count in counts.items():
        joint, apart = beside[word], count - windows.own[word]
        if joint * others > places * apart:
            found[word] = (
                count,
                Association(
                    log_likelihood(joint, places, apart, others),
                    log_dice(joint, windows.hits, count),
                    mi3(joint, windows.hits, count, tokens),
                ),
            )
    return found


def _frequencies(windows: _Windows, wanted: set[int], part: Selection) -> dict[int, Frequency]:
    """Return how often each wanted word stands in the windows, per million words of the selection."""
    counts: dict[int, list[tuple[int, int]]] = {word: [] for word in wanted}
    for number, words in windows.by_document:
        for word, count in Counter(word for word in words if word in wanted).items():
            counts[word].append((count, part.sizes[number]))
    return {word: Frequency.of_counts(pairs, part.words) for word, pairs in counts.items()}
