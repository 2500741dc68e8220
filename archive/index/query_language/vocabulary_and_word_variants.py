"""Variants of a word that a query ``word~`` also finds (plural, singular, diacritics), forms of a base word, and the
vocabulary of an index, in which words are looked up.

Two words are the same if, without diacritics, they share a form: a word's forms are itself and each word that it may
be the English plural of (``companies``: ``companies``, ``companie``, ``company``).
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Protocol

from archive.errors import UsageError
from archive.index.folding import PRIVATE, fold, strip_diacritics
from archive.index.tokenizer_and_fact_tokens import HAN_PLANES, JOINED_SCRIPTS, text_runs

AccentedWords = Callable[[str], Iterable[str]]
"""Returns the words with diacritics in an index, given a word without."""

_IRREGULAR = {
    "analyses": "analysis", "children": "child", "crises": "crisis", "criteria": "criterion", "feet": "foot",
    "geese": "goose", "halves": "half", "knives": "knife", "leaves": "leaf", "lives": "life", "men": "man",
    "mice": "mouse", "phenomena": "phenomenon", "shelves": "shelf", "teeth": "tooth", "theses": "thesis",
    "wives": "wife", "wolves": "wolf", "women": "woman",
}  # fmt: skip
_PLURALS = {singular: plural for plural, singular in _IRREGULAR.items()}
_UNCHANGED = re.compile("(ss|us|is|news)$")
_HISSING = re.compile("(s|x|z|ch|sh|o)$")

_SURROGATES = range(0xD800, 0xE000)
_SHORTEST = 3
"""Letters before a plural's ending that make it one: ``gas`` and ``as`` are none."""


def _singular_forms(word: str) -> frozenset[str]:
    """The word without diacritics, and the words that it may be the plural of.

    >>> sorted(_singular_forms("movies")), sorted(_singular_forms("boxes")), sorted(_singular_forms("news"))
    (['movie', 'movies', 'movy'], ['box', 'boxe', 'boxes'], ['news'])
    """
    return frozenset(_forms(strip_diacritics(word)))


def is_same_word(first: str, second: str) -> bool:
    """Return whether two folded words are variants of each other: equal but for plural and diacritics.

    >>> is_same_word("policy", "policies"), is_same_word("café", "cafes"), is_same_word("new", "news")
    (True, True, False)
    """
    return not _singular_forms(first).isdisjoint(_singular_forms(second))


def variants(word: str, accented: AccentedWords) -> list[str]:
    """Return the variants of a query word that the index may hold, by plural and diacritics; the word itself
    first.
    """
    wanted = {plain for form in _singular_forms(word) for plain in (form, *_plurals(form))}
    found = {held for plain in wanted for held in (plain, *accented(plain))}
    return [word, *sorted(held for held in found - {word} if is_same_word(word, held))]


def accented_words(folded: str) -> Iterator[tuple[str, str]]:
    """Find the words with diacritics in folded text; yields each without and with them."""
    if folded.isascii() or strip_diacritics(folded) == folded:
        return
    for piece in text_runs(folded):
        plain = strip_diacritics(piece.text) if piece.kind == "word" else piece.text
        if plain != piece.text:
            yield plain, piece.text


def _forms(word: str) -> Iterator[str]:
    yield word
    if word in _IRREGULAR:
        yield _IRREGULAR[word]
    if not word.endswith("s") or len(word) <= _SHORTEST or _UNCHANGED.search(word):
        return
    yield word[:-1]
    if word.endswith("es") and _HISSING.search(word[:-2]):
        yield word[:-2]
    if word.endswith("ies") and len(word) > len("ties"):
        yield f"{word[:-3]}y"


def _plurals(word: str) -> Iterator[str]:
    """Return all words that this word may be the English singular of."""
    yield f"{word}s"
    yield f"{word}es"
    if word.endswith("y"):
        yield f"{word[:-1]}ies"
    if word in _PLURALS:
        yield _PLURALS[word]


def forms_of_base(base: str, lang: str, words: Callable[[str, Callable[[str], object]], Iterable[str]]) -> set[str]:
    """Return the inflected forms of a base word for ``lemma:`` in a query, by simplemma.

    They are those in simplemma's dictionary, and those that ``words`` finds (given a beginning and a test) among
    words with the first half of the base form. A language that simplemma does not know is taken for English.

    Raises UsageError where simplemma is not installed, and where the word is a form of another and has none itself.
    """
    try:
        from simplemma import lemmatize
        from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES
    except ImportError as error:
        raise UsageError(f"lemma: needs {error.name}; pip install 'agency-archive[corpus]'") from error
    lang = lang if lang in SUPPORTED_LANGUAGES else "en"

    def has_base(form: str) -> bool:
        return fold(lemmatize(form, lang)) == base

    found = {form for form in (*_listed_forms(base, lang), base) if has_base(form)} | {
        *words(base[: (len(base) + 1) // 2], has_base)
    }
    if not found:
        raise UsageError(f"{base!r} is no base form; write lemma:{fold(lemmatize(base, lang))}")
    return found


@lru_cache(maxsize=256)
def _listed_forms(base: str, lang: str) -> frozenset[str]:
    """The forms with this base form in simplemma's dictionary, which takes a second to read."""
    from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

    listed = DEFAULT_DICTIONARY_FACTORY.get_dictionary(lang).items()
    return frozenset(fold(form) for form, lemma in listed if len(lemma) == len(base) and fold(lemma) == base)


class Vocabulary(Protocol):
    """The vocabulary of a search index: its tokens, among which wildcards and variants are looked up."""

    def accented(self, plain: str) -> Iterable[str]:
        """Look up the indexed words with diacritics that equal a word without."""

    def words(self, beginning: str, fits: Callable[[str], object]) -> Iterator[str]:
        """Look up the indexed words, and pairs of Chinese characters, with this beginning that fit a wildcard
        pattern.
        """

    def has(self, token: str) -> bool:
        """Return whether any indexed text has the token."""


class NoVocabulary:
    """The vocabulary of a search index without texts."""

    def accented(self, plain: str) -> Iterable[str]:
        return ()

    def words(self, beginning: str, fits: Callable[[str], object]) -> Iterator[str]:
        return iter(())

    def has(self, token: str) -> bool:
        return False


def ranges_of_words(beginning: str = "") -> Iterator[tuple[str, str]]:
    """Return ranges of index tokens, first and first behind, that hold all words with a beginning and few other
    tokens.
    """
    if beginning:
        yield beginning, beginning + chr(sys.maxunicode)
        return
    start = 0
    for first, last in (*JOINED_SCRIPTS, (HAN_PLANES.start, PRIVATE)):
        yield chr(start), chr(first)
        start = last + 1 if last + 1 != _SURROGATES.start else _SURROGATES.stop
