"""Bilingual titles: the same in Chinese and in English, one after the other."""

import re
from itertools import chain
from typing import NamedTuple

from archive.bitext.lexicon.cedict import LONGEST_WORD, english_meanings
from archive.bitext.lexicon.english_words import FUNCTION_WORDS, stem_english
from archive.bitext.lexicon.simplified_chinese import to_simplified

_LONGEST_TITLE = 1000
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
_OPENING = {"zh": re.compile(r"\s*"), "en": re.compile(r"[\W_]*")}
_CLOSING = re.compile(r"[\s|/·:：,，;；—–-]*$")
_LEAST_WORDS = 2


class TitleHalf(NamedTuple):
    """A half of a title: its language (``zh`` or ``en``), and where it stands."""

    lang: str
    start: int
    end: int


def split_bilingual_title(title: str) -> tuple[TitleHalf, TitleHalf] | None:
    """The Chinese and the English half of a title; None if it is in one language.

    One side has all Chinese characters, the other at least two English words, and by the dictionary a Chinese word
    means an English one: a name in Latin letters after a Chinese title is no translation.

    >>> split_bilingual_title("新图书馆开馆 The New Library Opens")
    (TitleHalf(lang='zh', start=0, end=6), TitleHalf(lang='en', start=7, end=28))
    >>> split_bilingual_title("专访 New York Times"), split_bilingual_title("产能合作")
    (None, None)
    """
    han = [found.start() for found in _HAN.finditer(title)] if len(title) <= _LONGEST_TITLE else []
    if not han:
        return None
    sides = ((0, han[0]), (han[-1] + 1, len(title)))
    start, end = max(sides, key=lambda side: len(_WORD.findall(title, *side)))
    english = _trimmed(title, start, end, "en")
    chinese = _trimmed(title, *((0, start) if start else (end, len(title))), "zh")
    said = title[english.start : english.end]
    if len(_WORD.findall(said)) < _LEAST_WORDS or not _means(title[chinese.start : chinese.end], said):
        return None
    return chinese, english


def _trimmed(title: str, start: int, end: int, lang: str) -> TitleHalf:
    """A half without the space and the marks between the two; a closing mark of the Chinese stays."""
    opening = _OPENING[lang].match(title, start, end)
    begin = opening.end() if opening else start
    closing = _CLOSING.search(title[begin:end])
    return TitleHalf(lang, begin, begin + closing.start() if closing else end)


def _means(chinese: str, english: str) -> bool:
    """Whether any word of the Chinese, by the dictionary, means a word of the English."""
    stems = {stem_english(word.lower()) for word in _WORD.findall(english) if word.lower() not in FUNCTION_WORDS}
    plain = to_simplified(chinese)
    words = (plain[at : at + size] for at in range(len(plain)) for size in range(2, LONGEST_WORD + 1))
    return not stems.isdisjoint(chain.from_iterable(map(english_meanings, words)))
