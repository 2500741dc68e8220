"""Which writing systems a text uses."""

import re

from crawler.extraction.table import read_rows

LATIN, HAN, KANA, HANGUL = "latin", "han", "kana", "hangul"
CYRILLIC, ARABIC, DEVANAGARI = "cyrillic", "arabic", "devanagari"

_RANGES: dict[str, str] = dict(read_rows("scripts.tsv"))
_RUN = re.compile("|".join(f"(?P<{name}>[{letters}]+)" for name, letters in _RANGES.items()))
_BEYOND_LATIN = re.compile(f"[^\\W\\d_{_RANGES[LATIN]}]")
_WORDS = {name: re.compile(f"[{letters}]+") for name, letters in _RANGES.items()}
_HAN_CHARACTER = re.compile(f"[{_RANGES[HAN]}]")

SINGLE_LANGUAGE_SCRIPTS = frozenset(name for name in _RANGES if len(name) == 2)
"""Scripts that bear the BCP 47 code of the one language they stand for."""


def count_letters(text: str) -> dict[str, int]:
    """Letters of each script in the text, without those that it lacks.

    >>> count_letters("Ωραία 2024 中文 text")
    {'el': 5, 'han': 2, 'latin': 4}
    """
    counts: dict[str, int] = {}
    if _BEYOND_LATIN.search(text):
        for run in _RUN.finditer(text):
            name = run.lastgroup or LATIN
            counts[name] = counts.get(name, 0) + run.end() - run.start()
        return counts
    latin = sum(map(len, _WORDS[LATIN].findall(text)))
    return {LATIN: latin} if latin else {}


def words_in(text: str, script: str) -> list[str]:
    """The runs of letters of one script, in order.

    >>> words_in("the world’s 2nd café", "latin")
    ['the', 'world', 's', 'nd', 'café']
    """
    return _WORDS[script].findall(text)


def han_characters(text: str) -> list[str]:
    """The Chinese characters, in order.

    >>> han_characters("第1届")
    ['第', '届']
    """
    return _HAN_CHARACTER.findall(text)
