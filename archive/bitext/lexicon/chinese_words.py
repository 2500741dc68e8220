"""Cuts Chinese text into words for the aligner: the longest that a word of the other text may translate."""

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet

from archive.bitext.lexicon.cedict import LONGEST_WORD, english_meanings, is_chinese_word
from archive.bitext.lexicon.word_lists import character_list

RUN_OF_CHARACTERS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|\d[\d,.]*|[A-Za-zÀ-ÖØ-öø-ž]+")

WEAK_CHARACTERS = character_list("archive.bitext.lexicon", "chinese", "function characters")
"""Characters of grammar, which have no counterpart in English by themselves."""

OMISSIBLE_CHARACTERS = WEAK_CHARACTERS | character_list("archive.bitext.lexicon", "chinese", "often left out")
"""The same, and characters that translators leave out as often as not."""


def chinese_words(text: str, vocabulary: AbstractSet[str]) -> list[str]:
    """The words of a text in simplified characters, in order; numbers without commas, Latin letters in lower case.

    ``vocabulary`` holds the stems of the English text. A word whose explanations have none of these stems is cut
    into its parts; a character without an entry is a word by itself.

    >>> chinese_words("国际产能合作，占38%。", {"internation", "product", "cooper"})
    ['国际', '产能', '合作', '占', '38']
    """
    words: list[str] = []
    for run in RUN_OF_CHARACTERS.findall(text):
        if run[0] > "\u3000":
            words.extend(longest_words(run, lambda word: _is_translated(word, vocabulary)))
        else:
            words.append(run.lower().replace(",", "").rstrip("."))
    return words


def longest_words(run: str, is_word: Callable[[str], bool]) -> Iterator[str]:
    """Cut a run of Chinese characters, from the left, into the longest words and characters that are in no word."""
    at, end = 0, len(run)
    while at < end:
        size = min(LONGEST_WORD, end - at)
        while size > 1 and not is_word(run[at : at + size]):
            size -= 1
        yield run[at : at + size]
        at += size


def _is_translated(word: str, vocabulary: AbstractSet[str]) -> bool:
    return is_chinese_word(word) and not english_meanings(word).isdisjoint(vocabulary)
