"""Cuts Chinese texts into words for terms: by the dictionary, and without particles and general verbs at an edge."""

import re
from collections.abc import Iterator
from functools import lru_cache

from archive.bitext.lexicon.cedict import LONGEST_WORD, is_chinese_word
from archive.bitext.lexicon.simplified_chinese import to_simplified
from archive.bitext.lexicon.word_lists import character_list, word_list
from archive.terms.language import Run, TermLanguage, Token

_MOST_WORDS = 6
_MOST_CHARACTERS = 10
"""Characters of a term."""

_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaffA-Za-z]+")
_SCRIPT_PART = re.compile(r"[A-Za-z]+|[^A-Za-z]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

_NUMBER = re.compile("[〇零一二两三四五六七八九十百千万亿几数第]+|一.")
"""Numbers, and words such as 一家, 一句 and 一点."""

_LISTS = ("archive.terms", "chinese")
_EXCLUDED = word_list(*_LISTS, "words") | character_list(*_LISTS, "characters")
_NOT_AT_END = character_list(*_LISTS, "not at the end")
_NOT_AT_BEGINNING = character_list(*_LISTS, "not at the beginning")


def chinese_runs(text: str) -> Iterator[Run]:
    """The words between punctuation and numbers, in order, in simplified characters.

    >>> [[token.key for token in run] for run in chinese_runs("加強國際產能合作,發展中國家。")]
    [['加强', '国际', '产能', '合作'], ['发展中国家']]
    """
    simplified = to_simplified(text)
    for run in _RUN.finditer(simplified):
        yield [
            Token(word, run.start() + part.start() + at, run.start() + part.start() + at + len(word))
            for part in _SCRIPT_PART.finditer(run[0])
            for at, word in _words(part[0])
        ]


def _words(part: str) -> Iterator[tuple[int, str]]:
    """The words of a part and where they begin: as few as the dictionary allows, and of equally few the longer last.

    >>> [word for _, word in _words("发展中国家合作")]
    ['发展中国家', '合作']
    """
    if part[0] < "\u3000":
        yield 0, part.lower()
        return
    size = len(part)
    costs, ends = [0] * (size + 1), [size] * size
    for at in range(size - 1, -1, -1):
        costs[at], ends[at] = _cheapest_word(part, at, costs)
    at = 0
    while at < size:
        yield at, part[at : ends[at]]
        at = ends[at]


def _cheapest_word(part: str, at: int, costs: list[int]) -> tuple[int, int]:
    """The cost of the words from ``at`` on, and the end of the first; a single character costs more than a word."""
    best, end = costs[at + 1] + 3, at + 1
    for size in range(2, min(LONGEST_WORD, len(part) - at) + 1):
        cost = costs[at + size] + 2
        if cost < best and is_chinese_word(part[at : at + size]):
            best, end = cost, at + size
    return best, end


@lru_cache(maxsize=1 << 16)
def _may_begin(word: str) -> bool:
    """Whether a term may begin with a word."""
    return not _is_excluded(word) and word not in _NOT_AT_BEGINNING


@lru_cache(maxsize=1 << 16)
def _may_end(word: str) -> bool:
    """Whether a term may end with a word."""
    return not _is_excluded(word) and word not in _NOT_AT_END


def _may_be_inside(word: str) -> bool:
    """Whether a term may have a word between two others: not one that ends a clause or joins two."""
    return word not in ("了", "是", "的")


def _is_term(words: tuple[str, ...]) -> bool:
    """Whether the words have two Chinese characters or more, and not too many characters."""
    text = "".join(words)
    return len(text) <= _MOST_CHARACTERS and len(_HAN.findall(text)) > 1


def _is_excluded(word: str) -> bool:
    return word in _EXCLUDED or _NUMBER.fullmatch(word) is not None


CHINESE = TermLanguage(chinese_runs, _MOST_WORDS, _may_begin, _may_end, _may_be_inside, _is_term)
"""Chinese, with terms of up to six words and ten characters."""
