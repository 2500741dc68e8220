"""How common words are in Chinese and English texts of any subject: the background that bilingual terms stand out
from.

``lists/background.txt`` has the common words of both languages, from wordfreq (Robyn Speer, CC BY-SA 4.0).
"""

from functools import cache
from typing import Literal

from archive.word_lists import list_lines

RARE = 17
"""The rarity of words that the background does not have."""
_MOST_RARE_GENERAL = 15.0
_EACH_FURTHER_WORD = 3.5


def rarities(language: Literal["chinese", "english"]) -> dict[str, int]:
    """Look up how rare each common word is in general texts, Chinese in simplified characters, English by its key.

    A text has one word in 2 to the power of the rarity.
    """
    return _rarities()[language]


@cache
def _rarities() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for language in ("chinese", "english"):
        lines = (line.split() for line in list_lines("archive.terms", "background", language))
        found[language] = {word: int(bits) for bits, *words in lines for word in words}
    return found


def rarity(language: Literal["chinese", "english"], words: tuple[str, ...]) -> float:
    """Return how rare a term is in general texts: as its rarest word, and more for each further word.

    >>> rarity("chinese", ("问题",)) < rarity("chinese", ("同声", "传译"))
    True
    """
    table = rarities(language)
    return max(table.get(word.lower(), RARE) for word in words) + _EACH_FURTHER_WORD * (len(words) - 1)


def is_general(chinese: tuple[str, ...], english: tuple[str, ...]) -> bool:
    """Return whether a pair of terms is of general words, which any dictionary has.

    >>> is_general(("问题",), ("problem",)), is_general(("同声", "传译"), ("simultaneous", "interpreting"))
    (True, False)
    """
    return (rarity("chinese", chinese) + rarity("english", english)) / 2 <= _MOST_RARE_GENERAL
