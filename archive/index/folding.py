"""Folding of text for search, character by character, so that spellings that readers consider equal become equal.

Folded text has the offsets of the original, so that matches can be marked there. Diacritics stay, since they tell
words apart; variants of a word are compared without them.
"""

import hashlib
import unicodedata
from functools import cache

from archive.word_lists_and_character_tables import opencc_file, simplified_characters

PRIVATE = 0x10FF00
"""The first of the private characters that mark tokens; folded text has none of them."""

_APOSTROPHES = {"‘": "'", "’": "'", "ʼ": "'"}
_REPLACEMENT = "\ufffd"


def fold(text: str) -> str:
    """Fold text for comparison in searches (case, width, traditional characters, apostrophes), keeping its length.

    Letters lose their case, full-width and half-width forms and other compatibility characters become the plain
    ones (Unicode NFKC), typographic apostrophes the ASCII one, white space a space, traditional characters the
    simplified (OpenCC's character table, first candidate); each only where one character becomes one. Control
    characters, lone surrogates and the private characters of this package become U+FFFD.

    >>> fold("產能合作，ＡＰＥＣ China’s")
    "产能合作,apec china's"
    """
    return text.translate(_FOLDED)


@cache
def folding_digest() -> str:
    """Return a digest of the table of simplified Chinese characters, on which the tokens of an index depend."""
    return hashlib.sha256(opencc_file("TSCharacters.txt").read_bytes()).hexdigest()[:16]


def strip_diacritics(word: str) -> str:
    """Strip the diacritics of a folded word, for variants: of each character its decomposition (NFD) without
    nonspacing marks.

    >>> strip_diacritics("são"), strip_diacritics("й")
    ('sao', 'и')
    """
    return word.translate(_BARE)


class _Folded(dict[int, str]):
    """A cache of folded characters, which ``fold`` translates text by."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_FOLDED = _Folded()


def _fold_character(character: str) -> str:
    if character.isspace():
        return " "
    if ord(character) >= PRIVATE or unicodedata.category(character) in ("Cc", "Cs"):
        return _REPLACEMENT
    plain = _single(unicodedata.normalize("NFKC", character), character)
    plain = _APOSTROPHES.get(plain, plain)
    plain = _single(plain.casefold(), plain)
    return " " if plain.isspace() else simplified_characters().get(ord(plain), plain)


def _single(changed: str, character: str) -> str:
    return changed if len(changed) == 1 else character


class _Bare(dict[int, str]):
    """A cache of characters without their diacritics."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFD", chr(code))
        self[code] = left = "".join(mark for mark in decomposed if unicodedata.category(mark) != "Mn")
        return left


_BARE = _Bare()
