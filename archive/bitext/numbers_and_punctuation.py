"""Numbers and punctuation in Chinese and English texts, which are the same on both sides of a translation.

Numbers stand in digits, with a word for their scale, and in Chinese numerals: 2.38亿 and 238 million are the same
number, and so are 二〇一五 and 2015. Punctuation is treated as words: a question is translated as a question, direct
speech as direct speech. That distinguishes short sentences where words do not.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_SCALES = {
    "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "万亿": 10**12, "萬億": 10**12,
    "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
"""The factors that the words for a scale stand for."""

_SCALE_WORD = r"万亿|萬億|[万萬亿億]|(?:hundred|thousand|million|billion|trillion)\b"
_SCALED = re.compile(rf"(\d[\d,]*(?:\.\d+)?)[ -]?({_SCALE_WORD})", re.ASCII | re.IGNORECASE)
_IN_DIGITS = re.compile(
    rf"(?<!\d)(\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(\.\d+)?(?: ?({_SCALE_WORD}))?", re.ASCII | re.IGNORECASE
)
_DIGIT = re.compile("[0-9]")
_NUMERALS = re.compile("[〇零一二两兩三四五六七八九十百千万萬亿億]+")
_DIGITS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LONGEST = 30
_MOST_IN_WORDS = 12
"""Numbers up to this one are written in words as often as in digits, and months by their names."""


class NumbersInText(NamedTuple):
    """Numbers in a text to compare with its translation: ``present``, and ``required``, those in digits over
    twelve.
    """

    required: frozenset[float]
    present: frozenset[float]


def numbers_in_text(text: str) -> NumbersInText:
    """Find the numbers in a text to compare with its translation, in digits and in Chinese numerals."""
    plain = unicodedata.normalize("NFKC", text)
    in_digits = frozenset(_numbers_in_digits(plain) if _DIGIT.search(plain) else ())
    required = frozenset(value for value in in_digits if value > _MOST_IN_WORDS)
    return NumbersInText(required, in_digits.union(() if plain.isascii() else _numbers_in_numerals(plain)))


def write_numbers_in_full(text: str) -> str:
    """Write numbers with a scale (2.38亿, 238 million) in full digits, so that both languages write them alike.

    >>> write_numbers_in_full("2.38亿吨"), write_numbers_in_full("238 million tonnes")
    ('238000000吨', '238000000 tonnes')
    >>> write_numbers_in_full("1,200 people")
    '1,200 people'
    """
    return _SCALED.sub(_in_full, text) if _DIGIT.search(text) else text


def _in_full(found: re.Match[str]) -> str:
    if len(found.group()) > _LONGEST:
        return found.group()
    value = round(float(found.group(1).replace(",", "")) * _SCALES[found.group(2).lower()], 3)
    return f"{value:.0f}" if value.is_integer() else f"{value}"


def _numbers_in_digits(text: str) -> Iterator[float]:
    for whole, fraction, scale in _IN_DIGITS.findall(text):
        value = float(whole.replace(",", "")[:300] + fraction[:20])
        yield float(f"{value * _SCALES.get(scale.lower(), 1):.9g}")


def _numbers_in_numerals(text: str) -> Iterator[float]:
    """The numbers written in Chinese numerals: 二〇一五 and 三十五.

    >>> list(_numbers_in_numerals("二〇一五年三百零五，一万二千"))
    [2015.0, 305.0, 12000.0]
    """
    for numerals in _NUMERALS.findall(text):
        yield _value_of_numerals(numerals[:_LONGEST])


def _value_of_numerals(numerals: str) -> float:
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
            total = (total + section + digit or 1) * _SCALES[numeral]
            section = digit = 0
    return float(total + section + digit)


_CHINESE = (
    ("?", "?？", r"[?？]"),
    ("!", "!！", r"[!！]"),
    ("…", "….", r"…|\.\.\."),
    ("“", '“「『"', r'[“「『]|^"|(?<=[：:，,])"|(?<=[：:，,] )"'),
    ("”", '”」』"', r'[”」』]|"$'),
    (":", ":：", r"[:：]"),
)
_OTHER = (
    ("?", "?？", r"[?？]"),
    ("!", "!！", r"[!！]"),
    ("…", "….", r"…|\. ?\. ?\."),
    ("“", "“«\"'‘", r"[“«]|(?:^|(?<=[ —(]))[\"'‘]"),
    ("”", "”»\"’'", r"[”»]|[\"’'](?:$|(?=[ —)]))"),
    (":", ":：", r"[:：]"),
)
_CHINESE_PATTERNS, _OTHER_PATTERNS = (
    tuple((mark, frozenset(signs), re.compile(pattern)) for mark, signs, pattern in rows)
    for rows in (_CHINESE, _OTHER)
)
_SIGN = re.compile(f"[{''.join({sign for _, signs, _ in (*_CHINESE, *_OTHER) for sign in signs})}]")
"""A sign that a kind of punctuation is written with; each pattern needs one of its own."""

PUNCTUATION_KINDS = frozenset(mark for mark, *_ in _CHINESE)
"""One mark for each kind: one for all opening quotation marks, and so on."""


def punctuation_kinds(text: str, chinese: bool) -> list[str]:
    """Return the kinds of punctuation in a text, each once, by which sentences are aligned.

    >>> punctuation_kinds("他说：“好吗？”", chinese=True)
    ['?', '“', '”', ':']
    """
    found = _SIGN.findall(text)
    if not found:
        return []
    kinds = _CHINESE_PATTERNS if chinese else _OTHER_PATTERNS
    return [mark for mark, signs, pattern in kinds if not signs.isdisjoint(found) and pattern.search(text)]
