"""Flags of a translation unit: what is odd about it, so that a user can leave it out. Nothing is left out here."""

import re
import unicodedata
from typing import Literal

from archive.bitext.languages import length_ratio, primary_language
from archive.bitext.lexicon.numbers import numbers_in_text

Flag = Literal["number-mismatch", "wrong-language", "copied-source", "odd-length-ratio", "duplicate"]

_SCRIPTS = {
    "han": re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"),
    "kana": re.compile("[\u3041-\u30ff]"),
    "hangul": re.compile("[\uac00-\ud7af]"),
    "other": re.compile("[^\\W\\d_\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]"),
}
_SCRIPTS_OF_LANGUAGE = {"zh": ("han",), "yue": ("han",), "ja": ("han", "kana"), "ko": ("hangul", "han")}
_LETTERS_A_CHARACTER = 3
_NOT_A_WORD = re.compile(r"[\W_]+")
_ODD_RATIO = 3.0
_LEAST_LENGTH = 20
"""Letters on the longer side; the lengths of shorter texts mean nothing."""


def find_flags(source: str, target: str, languages: tuple[str, str]) -> tuple[Flag, ...]:
    """The flags of a text and its translation, in alphabetical order; ``languages`` are their BCP 47 tags.

    ``number-mismatch``: a number over twelve that is written in digits on one side has no equal on the other.
    ``wrong-language``: most of a side is in letters that its language does not use. ``copied-source``: both sides
    have the same words. ``odd-length-ratio``: one side is three times as long as translations usually are.

    >>> find_flags("2015年有3亿人。", "In 2015 there were 300 million people.", ("zh-Hans", "en"))
    ()
    >>> find_flags("2015年", "In 2016", ("zh-Hans", "en"))
    ('number-mismatch',)
    """
    flags: list[Flag] = []
    if _words(source) and _words(source) == _words(target):
        flags.append("copied-source")
    if not _have_same_numbers(source, target):
        flags.append("number-mismatch")
    if _have_odd_lengths(source, target, languages):
        flags.append("odd-length-ratio")
    if any(_is_in_wrong_script(text, lang) for text, lang in zip((source, target), languages, strict=True)):
        flags.append("wrong-language")
    return tuple(flags)


def _words(text: str) -> str:
    return _NOT_A_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


def _have_same_numbers(source: str, target: str) -> bool:
    numbers = numbers_in_text(source), numbers_in_text(target)
    return all(numbers[n].required <= numbers[1 - n].present for n in (0, 1))


def _have_odd_lengths(source: str, target: str, languages: tuple[str, str]) -> bool:
    expected = len(source) * length_ratio(*languages)
    shorter, longer = sorted((expected, len(target)))
    return longer >= _LEAST_LENGTH and longer > _ODD_RATIO * shorter


def _is_in_wrong_script(text: str, language: str) -> bool:
    """Whether most of the letters are not of the language's script; a Chinese character counts as three letters."""
    counts = {name: len(pattern.findall(text)) for name, pattern in _SCRIPTS.items()}
    weights = {name: count * (1 if name == "other" else _LETTERS_A_CHARACTER) for name, count in counts.items()}
    expected = sum(weights[name] for name in _SCRIPTS_OF_LANGUAGE.get(primary_language(language), ("other",)))
    return expected * 2 < sum(weights.values())
