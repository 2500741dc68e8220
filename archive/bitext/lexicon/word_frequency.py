"""Frequencies of English stems, and of Chinese words by the stems that translate them.

Only the commonest stems are listed, which is enough. ``tools/word_frequency.py`` made the table,
``word_frequency.txt``, from the frequencies of wordfreq (Robyn Speer, CC BY-SA 4.0) and the explanations of
CC-CEDICT. In the line ``11 9 countri develop``, one English word in 2^11 has one of these stems, and one Chinese word
in 2^9 may be translated by one of them. A dash stands for rarer words.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

PATH = Path(__file__).with_name("word_frequency.txt")

_RARE_IN_ENGLISH = 5e-5
_RARE_IN_CHINESE = 2e-4


def english_frequency(stem: str) -> float:
    """The share of English words that have this stem.

    >>> english_frequency("countri") > english_frequency("crane")
    True
    """
    return _tables()[0].get(stem, _RARE_IN_ENGLISH)


def chinese_frequency(stem: str) -> float:
    """The share of Chinese words that the dictionary explains with this stem."""
    return _tables()[1].get(stem, _RARE_IN_CHINESE)


@cache
def _tables() -> tuple[dict[str, float], dict[str, float]]:
    english, chinese = dict[str, float](), dict[str, float]()
    for exponents, stems in _lines():
        for table, exponent in zip((english, chinese), exponents, strict=True):
            if exponent != "-":
                table.update(dict.fromkeys(stems, 2.0 ** -int(exponent)))
    return english, chinese


def _lines() -> Iterator[tuple[list[str], list[str]]]:
    """The two exponents of each line, and its stems."""
    for line in PATH.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        yield parts[:2], parts[2:]
