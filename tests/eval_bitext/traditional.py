"""Simplified Chinese turned into traditional, word by word, by OpenCC."""

from functools import cache
from typing import Any

import opencc


@cache
def _converter() -> Any:
    return opencc.OpenCC("s2t")


def traditional(text: str) -> str:
    """The text in traditional characters; what already is stays.

    >>> traditional("头发和发展")
    '頭髮和發展'
    """
    return str(_converter().convert(text))
