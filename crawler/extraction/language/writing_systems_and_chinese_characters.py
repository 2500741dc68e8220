"""Writing systems of a text, and whether its Chinese characters are simplified, traditional or Japanese.

OpenCC's character tables decide, read from the package opencc-python-reimplemented: a character that one of its
tables only ever replaces by others is evidence for the side that the table turns from.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from archive.word_lists_and_character_tables import opencc_table
from crawler.extraction.text.text_blocks_normalisation_and_links import WIDE, TextBlock, cached_if_short, count_wide
from crawler.extraction.text.word_lists_and_patterns import lazy_pattern, read_rows

LATIN, HAN, KANA, HANGUL = "latin", "han", "kana", "hangul"
CYRILLIC, ARABIC, DEVANAGARI = "cyrillic", "arabic", "devanagari"

_RANGES: dict[str, str] = dict(read_rows("scripts.tsv"))
_RUN = lazy_pattern("|".join(f"(?P<{name}>[{letters}]+)" for name, letters in _RANGES.items()))
_BEYOND_LATIN = lazy_pattern(f"[^\\W\\d_{_RANGES[LATIN]}]")
_WORDS = {name: lazy_pattern(f"[{letters}]+") for name, letters in _RANGES.items()}
_HAN_CHARACTER = lazy_pattern(f"[{_RANGES[HAN]}]")

SINGLE_LANGUAGE_SCRIPTS = frozenset(name for name in _RANGES if len(name) == 2)
"""Scripts that bear the BCP 47 code of the one language they stand for."""


def count_letters(text: str) -> dict[str, int]:
    """Count the letters of each script in a text, without scripts that it lacks.

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


def words_in_script(text: str, script: str) -> list[str]:
    """Return the words of a text in one script (runs of letters), in order.

    >>> words_in_script("the world’s 2nd café", "latin")
    ['the', 'world', 's', 'nd', 'café']
    """
    return _WORDS[script].findall(text)


_LINE = 200  # characters of a text whose simplified writing is kept


class ScriptMarks(NamedTuple):
    """Counts of characters in a text that mark simplified, traditional or Japanese writing.

    ``simplified`` and ``traditional`` count all that Chinese writing of one kind has and the other has not;
    ``chinese`` counts those of them that Japanese writing has not, ``japanese`` what it alone has.
    """

    simplified: int
    traditional: int
    chinese: int
    japanese: int

    @property
    def script(self) -> str | None:
        """Return how a text writes Chinese: ``Hans``, ``Hant``, or None when neither outweighs the other."""
        if self.simplified == self.traditional:
            return None
        return "Hans" if self.simplified > self.traditional else "Hant"


def count_script_marks(text: str) -> ScriptMarks:
    """Count the characters of a text that mark simplified, traditional or Japanese writing.

    >>> count_script_marks("汉语").script, count_script_marks("漢語").script, count_script_marks("中文").script
    ('Hans', 'Hant', None)
    >>> count_script_marks("経済産業省")
    ScriptMarks(simplified=0, traditional=2, chinese=0, japanese=2)
    """
    seen = list(filter(None, map(_sides().get, text)))
    simplified, traditional = seen.count("simplified"), seen.count("traditional")
    shared_simplified, shared_traditional = (
        seen.count("simplified or Japanese"),
        seen.count("traditional or Japanese"),
    )
    return ScriptMarks(
        simplified + shared_simplified,
        traditional + shared_traditional,
        simplified + traditional,
        seen.count("Japanese"),
    )


def to_simplified(text: str) -> str:
    """Convert a text to simplified Chinese, character by character, so that places in it stay the same.

    >>> to_simplified("漢語")
    '汉语'
    """
    return text if text.isascii() else _without_traditional(text)


@cached_if_short(_LINE, 2048)
def _without_traditional(text: str) -> str:
    return text if _traditional().isdisjoint(text) else text.translate(_simplified())


@cache
def _simplified() -> dict[int, str]:
    return {ord(old): news[0] for old, news in opencc_table("TSCharacters.txt").items() if len(news[0]) == 1}


@cache
def _traditional() -> frozenset[str]:
    """Return the characters that have a simplified form."""
    return frozenset(map(chr, _simplified()))


@cache
def _sides() -> dict[str, str]:
    """Return each Chinese character that marks one way of writing, with its side.

    Made whole before it is handed out, so threads may share it.

    What the Chinese national character sets hold is in use in Chinese, whatever became of it in Japan (欠, 予).
    """
    simplified_table, traditional_table = opencc_table("STCharacters.txt"), opencc_table("TSCharacters.txt")
    simplified, traditional = _replaced(simplified_table), _replaced(traditional_table)
    japanese_table = opencc_table("JPVariants.txt")
    japanese = {new for news in japanese_table.values() for new in news}
    chinese = simplified_table.keys() | traditional_table.keys()
    sides = {
        character: "Japanese"
        for character in japanese - chinese
        if not character.encode("gb2312", "ignore") and not character.encode("big5", "ignore")
    }
    for character in simplified - traditional:
        sides[character] = "simplified or Japanese" if character in japanese else "simplified"
    for character in traditional - simplified:
        sides[character] = "traditional" if character in japanese_table else "traditional or Japanese"
    return {character: side for character, side in sides.items() if _HAN_CHARACTER.match(character)}


def _replaced(table: dict[str, list[str]]) -> set[str]:
    """Return the characters that a table never keeps as they are."""
    return {old for old, news in table.items() if old not in news}


def is_wide(text: str) -> bool:
    """Return whether most letters of a text are Chinese, Japanese or Korean."""
    wide = count_wide(text)
    return wide * 2 >= len(text) or wide * 2.5 > len(text) - wide


def writing(text: str) -> str:
    """Return the main script of a text: 'hangul', 'kana' (Chinese characters among them), 'han' or 'other'.

    >>> writing("한중 번역 포럼"), writing("翻訳についての話"), writing("翻译论坛"), writing("Forum")
    ('hangul', 'kana', 'han', 'other')
    """
    if not is_wide(text):
        return "other"
    letters = WIDE.findall(text)
    hangul = sum("\uac00" <= letter <= "\ud7a3" for run in letters for letter in run)
    kana = sum("\u3041" <= letter <= "\u30fa" for run in letters for letter in run)
    return "hangul" if hangul * 2 > sum(map(len, letters)) else "kana" if kana > 1 else "han"


def as_written(part: str | None, simplified: str, line: str) -> str | None:
    """Return a part of a line in simplified writing as the line itself writes it."""
    if not part:
        return part
    if (start := simplified.find(part)) >= 0:
        return line[start : start + len(part)]
    if spaced := re.search(r"\s?".join(map(re.escape, part)), simplified):
        return line[spaced.start() : spaced.end()]
    return "".join(line[at] if (at := simplified.find(one)) >= 0 else one for one in part)


_LOOKED_AT = 8  # blocks by which a page's script is known


def is_wide_text(kept: Sequence[TextBlock]) -> bool:
    """Return whether an article's body is in Chinese, Japanese or Korean, or begins with a paragraph that is."""
    return any(is_wide(block.plain) for block in kept[:_LOOKED_AT])
