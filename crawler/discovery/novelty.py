"""Whether an article's text was seen before, so that one article under endless addresses is told from new ones."""

import hashlib
import re
from enum import Enum

_FIGURES = re.compile(r"[\d\s]+")


class Novelty(Enum):
    NEW = "a text not seen before"
    ALIKE = "a text that differs from an earlier one in its figures only"
    COPY = "a text seen before"


class Texts:
    """The texts seen so far, as digests.

    >>> texts = Texts()
    >>> [texts.judge(text).name for text in ("May 2025", "May 2025", "May 2026", "June 2026")]
    ['NEW', 'COPY', 'ALIKE', 'NEW']
    """

    def __init__(self) -> None:
        self._whole: set[bytes] = set()
        self._without_figures: set[bytes] = set()

    def judge(self, text: str) -> Novelty:
        """How new the text is; from then on it was seen. No text at all is always new."""
        if not text:
            return Novelty.NEW
        whole, bare = _digest(text), _digest(_FIGURES.sub("", text))
        seen, alike = whole in self._whole, bare in self._without_figures
        self._whole.add(whole)
        self._without_figures.add(bare)
        return Novelty.COPY if seen else Novelty.ALIKE if alike else Novelty.NEW


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
