"""How a requested URL turned out, and how new an article's text is: one article may have endless URLs."""

import hashlib
import re
from dataclasses import dataclass
from enum import Enum
from typing import Self

_FIGURES = re.compile(r"[\d\s]+")


class Outcome(Enum):
    """How one request turned out."""

    ARTICLE = "an article not seen before"
    COPY = "an article whose text another address gave"
    PAGE = "a page that is no article"
    SOURCE = "a sitemap, a feed or a redirect: names addresses and is no page itself"
    DEAD = "missing: 404, 410, or no web page at all"
    EMPTY = "a page that says that there is none"
    REFUSED = "refused: 401, 403, 412, 429 or a challenge that needs JavaScript"
    FAILED = "not answered, or answered with a fault of the server"
    FORBIDDEN = "forbidden by robots.txt, so not asked for"


@dataclass(frozen=True, slots=True)
class ContentFingerprint:
    """A text as two digests (BLAKE2b, 12 bytes): ``whole`` of the text, ``bare`` of the text without its figures."""

    whole: bytes
    bare: bytes

    @classmethod
    def of(cls, text: str) -> Self | None:
        """The fingerprint of a text; None where there is no text."""
        return cls(_digest(text), _digest(_FIGURES.sub("", text))) if text else None


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome; for an article with its text's fingerprint, which tells copies from texts that are only similar."""

    outcome: Outcome
    fingerprint: ContentFingerprint | None = None


class Novelty(Enum):
    NEW = "a text not seen before"
    ALIKE = "a text that differs from an earlier one in its figures only"
    COPY = "a text seen before"


class SeenTexts:
    """The fingerprints of the texts seen so far.

    >>> texts = SeenTexts()
    >>> [texts.judge(ContentFingerprint.of(text)).name for text in ("May 2025", "May 2025", "May 2026", "June 2026")]
    ['NEW', 'COPY', 'ALIKE', 'NEW']
    """

    def __init__(self) -> None:
        self._whole: set[bytes] = set()
        self._without_figures: set[bytes] = set()

    def judge(self, fingerprint: ContentFingerprint | None) -> Novelty:
        """How new a text is; it counts as seen from then on. None (no text) is always new."""
        if fingerprint is None:
            return Novelty.NEW
        seen, alike = fingerprint.whole in self._whole, fingerprint.bare in self._without_figures
        self._whole.add(fingerprint.whole)
        self._without_figures.add(fingerprint.bare)
        return Novelty.COPY if seen else Novelty.ALIKE if alike else Novelty.NEW


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
