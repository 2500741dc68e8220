"""What is odd about a translation unit, so that a user can leave it out; nothing is left out here."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple

from archive.bitext.languages import length_ratio, primary
from archive.bitext.lexicon.numbers import SCALES

Flag = Literal["number-mismatch", "wrong-language", "copied-source", "odd-length-ratio", "duplicate"]

_WRITTEN = re.compile(
    r"(?<!\d)(\d{1,3}(?:,\d{3})+(?!\d)|\d+)(\.\d+)?"
    r"(?: ?(万亿|萬億|[万萬亿億]|(?:hundred|thousand|million|billion|trillion)\b))?",
    re.ASCII | re.IGNORECASE,
)
_NUMERALS = re.compile("[〇零一二两兩三四五六七八九十百千万萬亿億]+")
_DIGITS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MOST_IN_WORDS = 12
"""Numbers up to here are written in words as often as in figures, and months by their names."""

_SCRIPTS = {
    "han": re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"),
    "kana": re.compile("[\u3041-\u30ff]"),
    "hangul": re.compile("[\uac00-\ud7af]"),
    "other": re.compile("[^\\W\\d_\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]"),
}
_EXPECTED = {"zh": ("han",), "yue": ("han",), "ja": ("han", "kana"), "ko": ("hangul", "han")}
_LETTERS_A_CHARACTER = 3
_NOT_A_WORD = re.compile(r"[\W_]+")
_ODD_RATIO = 3.0
_LEAST_LENGTH = 20
"""Letters on the longer side; of shorter texts the lengths say nothing."""


def flags(source: str, target: str, languages: tuple[str, str]) -> tuple[Flag, ...]:
    """What is odd about a text and its translation, in alphabetical order; ``languages`` are their BCP 47 tags.

    ``number-mismatch``: a number over twelve that is written in figures on one side has no equal on the other.
    ``wrong-language``: most of a side is in letters that its language does not use. ``copied-source``: both sides
    have the same words. ``odd-length-ratio``: one side is three times as long as translations usually are.

    >>> flags("2015年有3亿人。", "In 2015 there were 300 million people.", ("zh-Hans", "en"))
    ()
    >>> flags("2015年", "In 2016", ("zh-Hans", "en"))
    ('number-mismatch',)
    """
    found: list[Flag] = []
    if _words(source) and _words(source) == _words(target):
        found.append("copied-source")
    if not _numbers_agree(source, target):
        found.append("number-mismatch")
    if _odd_lengths(source, target, languages):
        found.append("odd-length-ratio")
    if any(_wrong_script(text, lang) for text, lang in zip((source, target), languages, strict=True)):
        found.append("wrong-language")
    return tuple(found)


def _words(text: str) -> str:
    return _NOT_A_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


def _numbers_agree(source: str, target: str) -> bool:
    numbers = Numbers.of(source), Numbers.of(target)
    return all(numbers[n].told <= numbers[1 - n].known for n in (0, 1))


class Numbers(NamedTuple):
    """The numbers in a text: those over twelve in figures, which its translation must have, and all that it has."""

    told: frozenset[float]
    known: frozenset[float]

    @classmethod
    def of(cls, text: str) -> "Numbers":
        plain = unicodedata.normalize("NFKC", text)
        figures = frozenset(_in_figures(plain))
        told = frozenset(value for value in figures if value > _MOST_IN_WORDS)
        return cls(told, figures.union(_in_numerals(plain)))


def _in_figures(text: str) -> Iterator[float]:
    for whole, fraction, scale in _WRITTEN.findall(text):
        value = float(whole.replace(",", "")[:300] + fraction[:20])
        yield float(f"{value * SCALES.get(scale.lower(), 1):.9g}")


def _in_numerals(text: str) -> Iterator[float]:
    """The numbers written in Chinese numerals: 二〇一五 and 三十五.

    >>> list(_in_numerals("二〇一五年三百零五，一万二千"))
    [2015.0, 305.0, 12000.0]
    """
    for numerals in _NUMERALS.findall(text):
        yield _value(numerals[:30])


def _value(numerals: str) -> float:
    if all(numeral in _DIGITS for numeral in numerals):
        return float("".join(str(_DIGITS[numeral]) for numeral in numerals))
    total = section = digit = 0
    for numeral in numerals:
        if numeral in _DIGITS:
            digit = _DIGITS[numeral]
        elif numeral in _UNITS:
            section += (digit or 1) * _UNITS[numeral]
            digit = 0
        else:
            total = (total + section + digit or 1) * SCALES[numeral]
            section = digit = 0
    return float(total + section + digit)


def _odd_lengths(source: str, target: str, languages: tuple[str, str]) -> bool:
    expected = len(source) * length_ratio(*languages)
    shorter, longer = sorted((expected, len(target)))
    return longer >= _LEAST_LENGTH and longer > _ODD_RATIO * shorter


def _wrong_script(text: str, language: str) -> bool:
    """Whether most of the letters are not of the language's script; a Chinese character counts as three."""
    counts = {name: len(pattern.findall(text)) for name, pattern in _SCRIPTS.items()}
    weights = {name: count * (1 if name == "other" else _LETTERS_A_CHARACTER) for name, count in counts.items()}
    expected = sum(weights[name] for name in _EXPECTED.get(primary(language), ("other",)))
    return expected * 2 < sum(weights.values())
