"""The words of a word's translations: those that stand in a unit's other side when the word stands in this one.

What is counted are translation units of the documents with the word: those with the word, with the other word, with
both. Units of documents without the word are not read, so a word that belongs to the subject rather than to the
translation is no surprise there and scores low.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.bitext.languages import primary_language
from archive.bitext.units import Side, TranslationUnit
from archive.corpus.collocations import CollocationOptions
from archive.corpus.measures import Association, log_dice, log_likelihood, mi3
from archive.corpus.reader import Corpus, Selection
from archive.corpus.word_sequences import WordSequence, find_starts
from archive.corpus.words import split_words

MOST_DOCUMENTS = 2_000
"""Documents with the word whose units are read; of more, as many at equal distances."""


@dataclass(frozen=True, slots=True)
class TranslationWord:
    """A word of translations: the units that have it beside the node, and all that have it, of those read."""

    text: str
    units: int
    total: int
    association: Association


@dataclass(frozen=True, slots=True)
class Translations:
    """The words into which a node is translated.

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
    """Units with the node, with each word of the other side, and with both."""

    def __init__(self) -> None:
        self.units = self.hits = 0
        self.total: Counter[str] = Counter()
        self.joint: Counter[str] = Counter()

    def add(self, has_node: bool, others: set[str]) -> None:
        """Count a unit."""
        self.units += 1
        self.total.update(others)
        if has_node:
            self.hits += 1
            self.joint.update(others)

    def association(self, word: str) -> Association:
        """Return how strongly a word and the node attract each other."""
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
    """Return the words that stand in translations of a node more often than in other translations.

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
    ordered = sorted(found, key=lambda word: (-found[word].by(options.order), word))
    words = tuple(
        TranslationWord(word, counts.joint[word], counts.total[word], found[word])
        for word in ordered[: options.limit]
    )
    more = len(ordered) > len(words)
    return Translations(node, into, len(numbers), len(read), counts.hits, counts.units, words, more)


def _sides(corpus: Corpus, numbers: Sequence[int], langs: tuple[str, str]) -> Iterator[tuple[Side, Side]]:
    """Return the two sides of each unit of the documents, in the order of the languages; each unit once."""
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
