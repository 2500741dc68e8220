"""Whether a text is news: its title tells an event, or its first lines say when it was or who said so."""

import re
from collections.abc import Sequence
from functools import lru_cache

from crawler.extraction.han import to_simplified
from crawler.extraction.speech.spoken_text import reports
from crawler.extraction.table import any_of

_EVENT = re.compile(any_of("news", "events"), re.IGNORECASE)
_DATELINE = re.compile(any_of("news", "datelines"))
_WHEN = re.compile(any_of("news", "times"), re.IGNORECASE)
_FIRST = 3  # texts that tell news from the rest
_BEGINNING = 200  # characters of each


def is_news(title: str, texts: Sequence[str]) -> bool:
    """Whether a title tells an event, or the first texts report one.

    >>> is_news("Директор открыл выставку", []), is_news("Как читать карту", ["Карту читают с конца."])
    (True, False)
    """
    return is_reported(texts) or bool(_EVENT.search(title)) or reports(texts[:_FIRST])


def is_reported(texts: Sequence[str]) -> bool:
    """Whether the first texts tell news: they have a dateline, or say which day of late it was.

    >>> is_reported(["本报讯 5月3日,港口论坛在滨海开幕。"]), is_reported(["港口属于我们大家。"])
    (True, False)
    """
    return any(_tells_day(text.strip()[:_BEGINNING]) for text in texts[:_FIRST])


@lru_cache(maxsize=256)  # asked for the kind of article and for the facts of a speech
def _tells_day(text: str) -> bool:
    simplified = to_simplified(text)
    return bool(_DATELINE.match(simplified) or _WHEN.search(simplified))
