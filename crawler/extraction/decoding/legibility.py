"""Measure how much a decoded text looks like writing, so that encodings can be weighed against each other.

Bytes of one East Asian encoding are nearly always valid in another, and give rare characters there. Frequent
characters therefore count for a reading, rare ones, symbols in a row and control characters against it.
"""

import re
from collections import Counter
from functools import cache, lru_cache

from crawler.extraction.language.chinese_characters import traditional_forms
from crawler.extraction.text.word_lists import read_rows

_FREQUENT_KANA = re.compile("[ぁ-んァ-ヶー]")
_PUNCTUATION = re.compile("[　-】〝-〟！（），．：；？～–—‘’“”…·０-９]")
_SYMBOL = re.compile("[•©®™€°«»§¥£\xa0′″×→●■◆★※▲％／－Ａ-Ｚａ-ｚ]")
_WORSE = re.compile("[\x80-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_LETTER = re.compile("[À-ÖØ-öø-ſƠơƯưẠ-ỹ]")
_LETTERS_BESIDE = re.compile("[\x80-ſ‚ƒ„†‡ˆ‰‹Œ‘-•–—˜™š›œžŸ]{3,}")
_OWN_SCRIPTS = re.compile("[Ͱ-ϿЀ-ԯא-ת؀-ۿऀ-ॿก-๎Ა-Ჿა-ჿ]")


def legibility(text: str, single_byte: bool = False) -> float:
    """Return the mean worth of the characters beyond ASCII: about 2 for a text read right, below 0 for a wrong
    reading.

    0 when there are none. ``single_byte`` says that the encoding has one byte a character, where several letters
    with accents in a row count against it.
    """
    counts = Counter(text)
    worth, total = 0.0, 0
    for character, count in counts.items():
        if character > "\x7f":
            worth += count * _worth(character)
            total += count
    if single_byte and total:
        worth -= 3.0 * sum(map(len, _LETTERS_BESIDE.findall(text)))
    return worth / total if total else 0.0


@lru_cache(maxsize=8192)
def _worth(character: str) -> float:
    if character in _frequent():
        return 3.0
    if "一" <= character <= "鿿":
        return 0.5 if _is_level_one(character) else -1.5
    if "가" <= character <= "힣":
        return 0.0 if character.encode("euc_kr", "ignore") else -2.0
    for pattern, worth in _WORTHS:
        if pattern.match(character):
            return worth
    return -1.0


_LEVEL_ONE = (("gb2312", 0xD7), ("big5", 0xC6), ("euc_jp", 0xCF))  # the last lead byte of the frequent characters
_WORTHS = (
    (_WORSE, -6.0),
    (_FREQUENT_KANA, 1.5),
    (_PUNCTUATION, 1.5),
    (_SYMBOL, 1.0),
    (_LETTER, 1.0),
    (_OWN_SCRIPTS, 1.0),
)


@cache
def _frequent() -> frozenset[str]:
    frequent: dict[str, str] = dict(read_rows("frequent_characters.tsv"))
    return frozenset(frequent["zh"] + frequent["ko"]) | traditional_forms(frequent["zh"])


def _is_level_one(character: str) -> bool:
    """Return whether GB 2312, Big5 or JIS X 0208 has it among its frequent characters."""
    frequent = ((character.encode(charset, "ignore"), last) for charset, last in _LEVEL_ONE)
    return any(encoded and encoded[0] <= last for encoded, last in frequent)
