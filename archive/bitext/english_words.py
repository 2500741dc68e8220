"""English words and their stems, by which an aligner compares words: in lower case, without inflection and endings.
Their keys, by which terms and the corpus count them, keep the endings.

A stem need not be a word. It only has to be the same for the words that a dictionary and a translator use for one
thing (develop, developed, development).

``word_frequency.txt`` has the frequencies of the commonest stems, which is enough. ``tools/word_frequency.py`` made
it from the frequencies of wordfreq (Robyn Speer, CC BY-SA 4.0) and the explanations of CC-CEDICT. In the line ``11 9
countri develop``, one English word in 2^11 has one of these stems, and one Chinese word in 2^9 may be translated by
one of them. A dash stands for rarer words.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from archive.word_lists_and_character_tables import list_lines, word_list

_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ž]+(?:'[a-z]+)?|\d[\d,.]*")
_VOWEL = re.compile("[aeiouy]")
_LISTS = ("archive.bitext", "english")
_IRREGULAR = {form: row.split()[0] for row in list_lines(*_LISTS, "irregular forms") for form in row.split()[1:]}
_DERIVATIONAL_ENDINGS = ("ation", "ment", "ness", "ly", "ion", "er", "ful", "al", "ity", "ive", "ous", "able")
_SIBILANT_PLURALS = ("sses", "shes", "ches", "xes")
_SAME_IN_PLURAL = word_list(*_LISTS, "same in the plural")

WORD_FREQUENCY_FILE = Path(__file__).with_name("word_frequency.txt")

_RARE_IN_ENGLISH = 5e-5
_RARE_IN_CHINESE = 2e-4

FUNCTION_WORDS = word_list(*_LISTS, "function words")
"""Words of grammar: in a dictionary's explanation they count only where there are no others."""


def english_words(text: str) -> list[str]:
    """Cut an English text into words and numbers as written, in order.

    >>> english_words("China’s trade grew 4.5% to 1,200.")
    ["China's", 'trade', 'grew', '4.5', 'to', '1,200.']
    """
    return _WORD.findall(text.replace("’", "'"))


@lru_cache(maxsize=1 << 16)
def stem_english(word: str) -> str:
    """Stem an English word: without inflection and derivational ending; a number without commas.

    >>> [stem_english(word) for word in ("Developments", "developed", "children's", "carries", "1,200.")]
    ['develop', 'develop', 'child', 'carri', '1200']
    """
    if word[:1].isdigit():
        return word.replace(",", "").rstrip(".")
    plain = word.lower().removesuffix("'s")
    plain = _IRREGULAR.get(plain, plain)
    return plain if len(plain) < 4 else _without_final_e_or_y(_without_suffix(_without_plural(plain)))


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(_SIBILANT_PLURALS):
        return word[:-2]
    return word[:-1] if word.endswith("s") and word[-2] not in "sui" else word


def _without_suffix(word: str) -> str:
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and _VOWEL.search(word[: -len(ending)]):
            word = word[: -len(ending)]
            word = word[:-1] if word[-1] == word[-2] and word[-1] not in "lsz" else word
            break
    for ending in _DERIVATIONAL_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _without_final_e_or_y(word: str) -> str:
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


@lru_cache(maxsize=1 << 16)
def english_key(word: str) -> str:
    """Return the key that an English word of terms and the corpus is counted as: in lower case, without the
    possessive, a plural as its singular.

    Two or three capitals are an acronym and stay (US, which is not us).

    >>> [english_key(word) for word in ("Countries", "News", "businesses", "Women’s", "UN")]
    ['country', 'news', 'business', 'women', 'UN']
    """
    if len(word) in (2, 3) and word.isupper():
        return word
    lower = word.lower().replace("’", "'").removesuffix("'s").rstrip(".'-&")
    is_plural = len(lower) > 3 and lower.endswith("s") and not lower.endswith(("ss", "us", "is", "'s"))
    if not is_plural or lower in _SAME_IN_PLURAL:
        return lower
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    return lower[:-2] if lower.endswith(_SIBILANT_PLURALS) else lower[:-1]


def english_frequency(stem: str) -> float:
    """Look up the share of English words that have this stem.

    >>> english_frequency("countri") > english_frequency("crane")
    True
    """
    return _frequencies()[0].get(stem, _RARE_IN_ENGLISH)


def chinese_frequency(stem: str) -> float:
    """Look up the share of Chinese words that the dictionary explains with this English stem."""
    return _frequencies()[1].get(stem, _RARE_IN_CHINESE)


@cache
def _frequencies() -> tuple[dict[str, float], dict[str, float]]:
    english, chinese = dict[str, float](), dict[str, float]()
    for exponents, stems in _frequency_lines():
        for table, exponent in zip((english, chinese), exponents, strict=True):
            if exponent != "-":
                table.update(dict.fromkeys(stems, 2.0 ** -int(exponent)))
    return english, chinese


def _frequency_lines() -> Iterator[tuple[list[str], list[str]]]:
    """Yield the two exponents of each line of the word frequency file, and its stems."""
    for line in WORD_FREQUENCY_FILE.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        yield parts[:2], parts[2:]


WEAK_STEMS = frozenset(map(stem_english, FUNCTION_WORDS - word_list(*_LISTS, "telling function words")))
"""Stems that seldom have a counterpart in the other language."""

COMMON_STEMS = frozenset(map(stem_english, word_list(*_LISTS, "common words"))) - WEAK_STEMS
"""Stems of the commonest content words."""
