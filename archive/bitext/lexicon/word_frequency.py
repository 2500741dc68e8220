"""How common English words are, and the Chinese words that a dictionary explains with them.

Only the commonest words are listed, which is enough. ``tools/word_frequency.py`` made the table,
``word_frequency.txt``, from the frequencies of wordfreq (Robyn Speer, CC BY-SA 4.0) and the explanations of CC-CEDICT. A line of it is
``11 9 countri develop``: these stems are one English word in 2^11, and one Chinese word in 2^9 may be translated by
one of them; a dash stands for rarer ones.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

PATH = Path(__file__).with_name("word_frequency.txt")

_RARE_IN_ENGLISH = 5e-5
_RARE_IN_CHINESE = 2e-4


def in_english(stem: str) -> float:
    """How often an English word has this stem.

    >>> in_english("countri") > in_english("crane")
    True
    """
    return _tables()[0].get(stem, _RARE_IN_ENGLISH)


def in_chinese(stem: str) -> float:
    """How often a Chinese word is explained with this stem."""
    return _tables()[1].get(stem, _RARE_IN_CHINESE)


@cache
def _tables() -> tuple[dict[str, float], dict[str, float]]:
    english, chinese = dict[str, float](), dict[str, float]()
    for classes, stems in _lines():
        for table, exponent in zip((english, chinese), classes, strict=True):
            if exponent != "-":
                table.update(dict.fromkeys(stems, 2.0 ** -int(exponent)))
    return english, chinese


def _lines() -> Iterator[tuple[list[str], list[str]]]:
    """The two classes of each line, and its stems."""
    for line in PATH.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        yield parts[:2], parts[2:]
