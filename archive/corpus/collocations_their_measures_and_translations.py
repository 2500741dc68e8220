"""Collocations of a word (what stands beside it more often than by chance), and the words of its translations.

Words are counted at the places that lie up to some words before or after an occurrence, in the same block; a place
counts once, however many occurrences it is near. So the four cells of log-likelihood's table are places in windows
and elsewhere, with the word and with others; those of the occurrences themselves are in none.

For translations, what is counted are translation units of the documents with the word: those with the word, with the
other word on the other side, with both. Units of documents without the word are not read, so a word that belongs to
the subject rather than to the translation is no surprise there and scores low.
"""

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from archive.bitext.log_likelihood import log_likelihood
from archive.bitext.translation_units import Side, TranslationUnit
from archive.corpus.corpus_and_selections import Corpus, Selection
from archive.corpus.frequency_dispersion_and_keyness_measures import Frequency, log_dice, mi3
from archive.corpus.word_sequences import WordSequence, find_starts
from archive.corpus.words import split_words
from archive.model.language_codes import primary_language

MOST_WORDS_BESIDE = 10
"""Widest window on either side."""


class Measure(StrEnum):
    """Association measures by which collocations are ordered."""

    LOG_LIKELIHOOD = "log-likelihood"
    LOG_DICE = "logdice"
    MI3 = "mi3"


class Association(NamedTuple):
    """How strongly two words attract each other (collocations), by three measures."""

    log_likelihood: float
    log_dice: float
    mi3: float


@dataclass(frozen=True, slots=True)
class CollocationOptions:
    """Options of collocations: words up to ``left`` before and ``right`` after the node; at least ``least`` times."""

    left: int = 5
    right: int = 5
    least: int = 3
    order: Measure = Measure.LOG_LIKELIHOOD
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Collocate:
    """A collocate of a node word: how often it stands there, how often anywhere, how strongly both attract each
    other.

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
    """The collocations of a node word, which occurs ``hits`` times in ``documents`` of the selection's ``tokens``
    words.
    """

    node: WordSequence
    hits: int
    documents: int
    tokens: int
    left: int
    right: int
    words: tuple[Collocate, ...]
    more: bool


class _Windows:
    """The words near a node in collocation windows, document by document, and the node's own words."""

    def __init__(self, node: WordSequence, left: int, right: int) -> None:
        self._node, self._left, self._right = node, left, right
        self.hits = self.documents = 0
        self.before: Counter[int] = Counter()
        self.after: Counter[int] = Counter()
        self.own: Counter[int] = Counter()
        self.by_document: list[tuple[int, array[int]]] = []

    def add(self, number: int, words: "array[int]") -> None:
        """Add the collocation windows of a text."""
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


def _strength(found: Association, measure: Measure) -> float:
    """Return the association of two words by one measure."""
    return found[list(Measure).index(measure)]


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
    """Find the collocations of a node: words that stand beside it more often than elsewhere in the selection."""
    windows = _Windows(node, options.left, options.right)
    for text in part.texts_with(node.rarest) if node.rarest else ():
        windows.add(text.number, text.words)
    beside = windows.before + windows.after
    wanted = {word for word, count in beside.items() if count >= options.least}
    found = _associations(windows, beside, part.count_words(wanted), part.words)
    keys = corpus.keys(found)
    ordered = sorted(found, key=lambda word: (-_strength(found[word][1], options.order), keys[word]))
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
    """Return count and association of each word that is more frequent in the collocation windows than elsewhere."""
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
    """Count how often each wanted word stands in the collocation windows, per million words of the selection."""
    counts: dict[int, list[tuple[int, int]]] = {word: [] for word in wanted}
    for number, words in windows.by_document:
        for word, count in Counter(word for word in words if word in wanted).items():
            counts[word].append((count, part.sizes[number]))
    return {word: Frequency.of_counts(pairs, part.words) for word, pairs in counts.items()}


MOST_DOCUMENTS = 2_000
"""Documents with the word whose units are read; of more, as many at equal distances."""


@dataclass(frozen=True, slots=True)
class TranslationWord:
    """A word in translations of a node: the units that have it beside the node, and all that have it, of those
    read.
    """

    text: str
    units: int
    total: int
    association: Association


@dataclass(frozen=True, slots=True)
class Translations:
    """The words into which a node word of the corpus is translated.

    Of the ``documents`` with the node ``read`` were read; they have ``units`` translation units between the node's
    language and ``into``, of which ``hits`` have the node.
    """

    node: WordSequence
    into: str
    documents: int
    read: int
    hits: int
    units: int
    words: tuple[TranslationWord, ...]
    more: bool


class _Counts:
    """Numbers of translation units with the node, with each word of the other side, and with both."""

    def __init__(self) -> None:
        self.units = self.hits = 0
        self.total: Counter[str] = Counter()
        self.joint: Counter[str] = Counter()

    def add(self, has_node: bool, others: set[str]) -> None:
        """Count a translation unit."""
        self.units += 1
        self.total.update(others)
        if has_node:
            self.hits += 1
            self.joint.update(others)

    def association(self, word: str) -> Association:
        """Return how strongly a word of the translation and the node attract each other."""
        joint, total = self.joint[word], self.total[word]
        return Association(
            log_likelihood(joint, self.hits, total, self.units),
            log_dice(joint, self.hits, total),
            mi3(joint, self.hits, total, self.units),
        )


def find_translations(
    corpus: Corpus,
    part: Selection,
    node: WordSequence,
    options: CollocationOptions,
    most_documents: int = MOST_DOCUMENTS,
) -> Translations:
    """Find the words that stand in translations of a node more often than in other translations.

    A Chinese node is translated into English, any other into Chinese.
    """
    into = "en" if node.lang == "zh" else "zh"
    texts = part.texts_with(node.rarest) if node.rarest else ()
    numbers = [text.number for text in texts if node.starts(text.words)]
    read = numbers[:: -(-len(numbers) // most_documents) or 1]
    keys = corpus.keys({number for place in node.places for number in place})
    places = [frozenset(keys[number] for number in place) for place in node.places]
    counts = _Counts()
    for here, there in _sides(corpus, read, (node.lang, into)):
        counts.add(bool(find_starts(_words(here), places)), set(_words(there)))
    found = {
        word: counts.association(word)
        for word, joint in counts.joint.items()
        if joint >= options.least and joint * counts.units > counts.hits * counts.total[word]
    }
    ordered = sorted(found, key=lambda word: (-_strength(found[word], options.order), word))
    words = tuple(
        TranslationWord(word, counts.joint[word], counts.total[word], found[word])
        for word in ordered[: options.limit]
    )
    more = len(ordered) > len(words)
    return Translations(node, into, len(numbers), len(read), counts.hits, counts.units, words, more)


def _sides(corpus: Corpus, numbers: Sequence[int], langs: tuple[str, str]) -> Iterator[tuple[Side, Side]]:
    """Yield the two sides of each translation unit of the documents, in the order of the languages; each unit
    once.
    """
    seen = set[tuple[object, ...]]()
    for facts in corpus.facts(numbers).values():
        for unit in corpus.index.units_of(facts.id, corpus.index.versions(facts.id)[-1]):
            if unit.is_cross_page and (key := _identity(unit)) in seen:
                continue
            if unit.is_cross_page:
                seen.add(key)
            sides = {primary_language(side.lang): side for side in (unit.target, unit.source)}
            if all(lang in sides for lang in langs):
                yield sides[langs[0]], sides[langs[1]]


def _identity(unit: TranslationUnit) -> tuple[object, ...]:
    source, target = unit.source, unit.target
    return source.origin.document, source.text, source.places, target.origin.document, target.text, target.places


def _words(side: Side) -> list[str]:
    return [word.key for word in split_words(side.text, side.lang) if word.is_word]
