"""Keyness: words that are more frequent in one selection of documents than in another."""

from collections import Counter
from dataclasses import dataclass

from archive.corpus.measures import Frequency, keyness_log_likelihood, log_ratio
from archive.corpus.reader import Corpus, Selection
from archive.corpus.word_lists import frequencies_of


@dataclass(frozen=True, slots=True)
class KeyWord:
    """A word with its frequency here and in the other documents.

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
    """The words of ``documents`` with ``tokens`` words that set them apart from others, the surest first."""

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
    """Return the words that are relatively more frequent in a selection than in another, at least ``least`` times.

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
    """Return the log-likelihood of each word that is relatively more frequent here."""
    size, other_size = tokens
    return {
        word: keyness_log_likelihood(count, size, there[word], other_size)
        for word, count in here.items()
        if count >= least and count * other_size > there[word] * size
    }
