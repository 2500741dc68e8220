"""Figures with a word for their scale: 2.38亿 and 238 million are the same number."""

import re

SCALES = {
    "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "万亿": 10**12, "萬億": 10**12,
    "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
"""What the words stand for."""

_SCALED = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)[ -]?(万亿|萬億|[万萬亿億]|(?:hundred|thousand|million|billion|trillion)\b)",
    re.ASCII | re.IGNORECASE,
)
_LONGEST = 30


def in_full(text: str) -> str:
    """The text with its scaled figures written out, so that both languages write them alike.

    >>> in_full("2.38亿吨"), in_full("238 million tonnes"), in_full("1,200 people")
    ('238000000吨', '238000000 tonnes', '1,200 people')
    """
    return _SCALED.sub(_written_out, text)


def _written_out(found: re.Match[str]) -> str:
    if len(found.group()) > _LONGEST:
        return found.group()
    value = round(float(found.group(1).replace(",", "")) * SCALES[found.group(2).lower()], 3)
    return f"{value:.0f}" if value.is_integer() else f"{value}"
