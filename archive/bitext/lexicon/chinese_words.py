"""Chinese words as an aligner compares them: the longest that the dictionary has and the other text can answer to."""

import re
from collections.abc import Set as AbstractSet

from archive.bitext.lexicon.cedict import LONGEST, is_word, meanings

RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|\d[\d,.]*|[A-Za-zÀ-ÖØ-öø-ž]+")

WEAK = frozenset("的了是在也就都而及与和之于")
"""Characters that hold Chinese together and answer to nothing by themselves."""


PASSED_OVER = WEAK | frozenset("着过把被从到向对为以其他她它们我你这那不一个有上下中里来去说会能要可将但或")
"""The same, and characters that translators leave out as often as not."""


def words(text: str, vocabulary: AbstractSet[str]) -> list[str]:
    """The words of a text in simplified characters, in order; figures without commas, Latin letters in lower case.

    ``vocabulary`` has the stems of the English text. A word that is explained with none of them gives way to its
    parts; a character without an entry stands for itself.

    >>> words("国际产能合作，占38%。", {"internation", "product", "cooper"})
    ['国际', '产能', '合作', '占', '38']
    """
    found: list[str] = []
    for run in RUN.findall(text):
        if run[0] > "\u3000":
            _split(run, vocabulary, found)
        else:
            found.append(run.lower().replace(",", "").rstrip("."))
    return found


def _split(run: str, vocabulary: AbstractSet[str], found: list[str]) -> None:
    """Adds the words of a run of Chinese characters, longest first from the left."""
    at, end = 0, len(run)
    while at < end:
        size = min(LONGEST, end - at)
        while size > 1 and not _answers(run[at : at + size], vocabulary):
            size -= 1
        found.append(run[at : at + size])
        at += size


def _answers(word: str, vocabulary: AbstractSet[str]) -> bool:
    return is_word(word) and not meanings(word).isdisjoint(vocabulary)
