"""Whether an article's text was seen before, so that one article under endless addresses is told from new ones."""

import hashlib
import re
from dataclasses import dataclass
from enum import Enum
from typing import Self

_FIGURES = re.compile(r"[\d\s]+")


class Novelty(Enum):
    NEW = "a text not seen before"
    ALIKE = "a text that differs from an earlier one in its figures only"
    COPY = "a text seen before"


@dataclass(frozen=True, slots=True)
class Imprint:
    """A text as two digests (BLAKE2b, 12 bytes): ``whole`` of all of it, ``bare`` of it without its figures."""

    whole: bytes
    bare: bytes

    @classmethod
    def of(cls, text: str) -> Self | None:
        """The imprint of a text; None where there is no text."""
        return cls(_digest(text), _digest(_FIGURES.sub("", text))) if text else None


class Texts:
    """The texts seen so far, as their imprints.

    >>> texts = Texts()
    >>> [texts.judge(Imprint.of(text)).name for text in ("May 2025", "May 2025", "May 2026", "June 2026")]
    ['NEW', 'COPY', 'ALIKE', 'NEW']
    """

    def __init__(self) -> None:
        self._whole: set[bytes] = set()
        self._without_figures: set[bytes] = set()

    def judge(self, imprint: Imprint | None) -> Novelty:
        """How new a text is; from then on it was seen. No text at all is always new."""
        if imprint is None:
            return Novelty.NEW
        seen, alike = imprint.whole in self._whole, imprint.bare in self._without_figures
        self._whole.add(imprint.whole)
        self._without_figures.add(imprint.bare)
        return Novelty.COPY if seen else Novelty.ALIKE if alike else Novelty.NEW


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
