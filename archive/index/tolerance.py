"""What a word written as ``word~`` also finds: its plural or singular, with or without diacritics.

Two words are taken for the same when, their diacritics dropped, they have a form in common: a word's forms are
itself and what it may be the English plural of (``companies``: ``companies``, ``companie``, ``company``).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from archive.index.tokens import pieces

Accented = Callable[[str], Iterable[str]]
"""Gives the words with diacritics that an index holds for a word without."""

_IRREGULAR = {
    "analyses": "analysis", "children": "child", "crises": "crisis", "criteria": "criterion", "feet": "foot",
    "geese": "goose", "halves": "half", "knives": "knife", "leaves": "leaf", "lives": "life", "men": "man",
    "mice": "mouse", "phenomena": "phenomenon", "shelves": "shelf", "teeth": "tooth", "theses": "thesis",
    "wives": "wife", "wolves": "wolf", "women": "woman",
}  # fmt: skip
_PLURALS = {singular: plural for plural, singular in _IRREGULAR.items()}
_UNCHANGED = re.compile("(ss|us|is|news)$")
_HISSING = re.compile("(s|x|z|ch|sh|o)$")


class _Bare(dict[int, str]):
    """Characters already met and what is left of them, filled as they come."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFD", chr(code))
        self[code] = left = "".join(mark for mark in decomposed if unicodedata.category(mark) != "Mn")
        return left


_BARE = _Bare()
_SHORTEST = 3
"""Letters before a plural's ending that make it one: ``gas`` and ``as`` are none."""


def bare(word: str) -> str:
    """A folded word without its diacritics: of each character its decomposition (NFD) without nonspacing marks.

    >>> bare("são"), bare("й")
    ('sao', 'и')
    """
    return word.translate(_BARE)


def forms(word: str) -> frozenset[str]:
    """The word without diacritics, and what it may be the plural of.

    >>> sorted(forms("movies")), sorted(forms("boxes")), sorted(forms("news"))
    (['movie', 'movies', 'movy'], ['box', 'boxe', 'boxes'], ['news'])
    """
    return frozenset(_forms(bare(word)))


def alike(first: str, second: str) -> bool:
    """Whether two folded words are taken for the same.

    >>> alike("policy", "policies"), alike("café", "cafes"), alike("new", "news")
    (True, True, False)
    """
    return not forms(first).isdisjoint(forms(second))


def variants(word: str, accented: Accented) -> list[str]:
    """The words that an index may hold and that are taken for the same as this one; itself first."""
    wanted = {plain for form in forms(word) for plain in (form, *_plurals(form))}
    found = {held for plain in wanted for held in (plain, *accented(plain))}
    return [word, *sorted(held for held in found - {word} if alike(word, held))]


def accented_words(folded: str) -> Iterator[tuple[str, str]]:
    """The words of folded text that have diacritics: without and with them."""
    if folded.isascii() or folded.translate(_BARE) == folded:
        return
    for piece in pieces(folded):
        if piece.kind == "word" and not piece.text.isascii() and (plain := bare(piece.text)) != piece.text:
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
    """All words of which this may be a form."""
    yield f"{word}s"
    yield f"{word}es"
    if word.endswith("y"):
        yield f"{word[:-1]}ies"
    if word in _PLURALS:
        yield _PLURALS[word]
