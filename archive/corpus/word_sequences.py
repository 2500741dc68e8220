"""What a user counts in the corpus: a word, a pattern, a base form, or several words in a row; found in texts.

The text of a block is a run of word numbers; 0 lies between two blocks, and no sequence reaches across it.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from archive.corpus.corpus_and_selections import Corpus
from archive.corpus.words import has_lemmas, lemma, split_words
from archive.errors import UsageError
from archive.index.folding import fold

LONGEST_SEQUENCE = 10
"""Most words of a sequence."""

LEMMA_MARK = "lemma:"
_PATTERN = re.compile(rf"[*?]|\A{LEMMA_MARK}.")


@dataclass(frozen=True, slots=True)
class WordSequence:
    """Words in a row to count in the corpus: for each place the numbers of the words that may stand there.

    ``text`` is what the user wrote, ``lang`` the primary language of the words. A place without numbers means that
    the corpus has no such word, and the sequence occurs nowhere.
    """

    text: str
    lang: str
    places: tuple[frozenset[int], ...]

    @property
    def rarest(self) -> frozenset[int]:
        """Return the word numbers of the place that fewest words fit; every text with the sequence has one of
        them.
        """
        return min(self.places, key=len)

    def starts(self, words: "array[int]") -> list[int]:
        """Return where the word sequence begins in a text of the corpus, in order, without overlaps."""
        return find_starts(words, self.places)


_Word = TypeVar("_Word", int, str)


def find_starts(words: Sequence[_Word], places: Sequence[frozenset[_Word]]) -> list[int]:
    """Find where words that fit the places follow each other in a text, in order, without overlaps.

    >>> find_starts(["a", "b", "a", "b"], [frozenset("a"), frozenset("bc")])
    [0, 2]
    """
    found = [at for at, word in enumerate(words) if word in places[0]]
    return list(_apart(words, found, places[1:])) if len(places) > 1 else found


def _apart(words: Sequence[_Word], starts: Iterable[int], others: Sequence[frozenset[_Word]]) -> Iterator[int]:
    end, size = 0, len(words)
    for start in starts:
        stop = start + 1 + len(others)
        fits = end <= start and stop <= size
        if fits and all(words[start + at] in fitting for at, fitting in enumerate(others, 1)):
            yield start
            end = stop


def find_sequence(corpus: Corpus, text: str, lang: str) -> WordSequence:
    """Look up the word or words that a user wrote in the corpus: ``*tion``, ``lemma:cooperate``, ``industrial
    cooperation``.

    Text without a pattern is cut into words as the corpus is. Raises UsageError for text without words and for too
    many words.
    """
    parts = list(_parts(text, lang))
    if not parts:
        raise UsageError(f"nothing to count in {text!r}: give a word, or words that follow each other")
    if len(parts) > LONGEST_SEQUENCE:
        raise UsageError(f"{len(parts)} words are too many; give at most {LONGEST_SEQUENCE}")
    return WordSequence(text, lang, tuple(word_numbers(corpus, part, lang) for part in parts))


def word_numbers(corpus: Corpus, part: str, lang: str) -> frozenset[int]:
    """Look up the corpus words that a pattern stands for: a word, ``*tion`` or ``lemma:cooperate``.

    Raises UsageError for a base form where there is no dictionary of the language.
    """
    if not part.startswith(LEMMA_MARK):
        return frozenset(entry.number for entry in corpus.find_words(part, lang))
    wanted = lemma(fold(part.removeprefix(LEMMA_MARK)), lang)
    if wanted is None:
        what = f"language {lang}" if has_lemmas() else "any language: install agency-archive[corpus]"
        raise UsageError(f"{part}: there is no dictionary of base forms for {what}")
    return frozenset(entry.number for entry in corpus.vocabulary(lang) if lemma(entry.key, lang) == wanted)


def _parts(text: str, lang: str) -> Iterator[str]:
    for part in text.split():
        if _PATTERN.search(part):
            yield part
        else:
            yield from (word.key for word in split_words(part, lang) if word.is_word)
