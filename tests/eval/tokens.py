"""Texts as bags of tokens and as keys, so that white space and punctuation do not count."""

import re
from collections import Counter
from collections.abc import Iterable

_EAST_ASIAN = r"\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_EAST_ASIAN}]|[^\W{_EAST_ASIAN}_]+")


def tokens(text: str) -> list[str]:
    """Each East Asian character, and each word or number of other scripts, in order.

    >>> tokens("共31座 stations, 12月")
    ['共', '31', '座', 'stations', '12', '月']
    """
    return _TOKEN.findall(text)


def bag(texts: Iterable[str]) -> Counter[str]:
    """How often each token stands in the texts together."""
    return Counter(token for text in texts for token in tokens(text))


def key(text: str) -> str:
    """The letters and digits of a text without anything between them.

    >>> key("来源: Daxinya ")
    '来源Daxinya'
    """
    return "".join(character for character in text if character.isalnum())


def f1(found: Counter[str], wanted: Counter[str]) -> float:
    """The F1 of two bags, 1.0 when both are empty.

    >>> f1(bag(["one two"]), bag(["two three"]))
    0.5
    """
    if not found and not wanted:
        return 1.0
    return 2 * (found & wanted).total() / (found.total() + wanted.total())
