"""A site's fingerprint: the lines that its pages have from their template, as an explicit input of extraction.

A line is known by its words and by its place, the boxes around it. It is none of the template where it is a plain
part of an article: 'Thank you!' closes many speeches, and stands among their paragraphs.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

from crawler.extraction.evidence import Evidence, without_prose
from crawler.extraction.piece import Box, Piece

SCHEMA_VERSION = 1

_NUMBER = re.compile(r"\d+")
_UNNAMED = frozenset(("html", "body"))
_PARAGRAPHS = frozenset(
    ("p", "li", "ul", "ol", "dl", "dt", "dd", "td", "tr", "tbody", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
)


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """A line of the template: its words as ``words_of`` gives them, its place, and on how many pages it stands."""

    words: str
    place: str
    pages: int


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What was found on ``pages`` articles of a site: the lines that at least ``least`` of them have in one place.

    ``revision`` counts the fingerprints of the site.
    """

    site: str
    revision: int
    pages: int
    least: int
    lines: tuple[Line, ...]

    def encode(self) -> str:
        """The fingerprint as JSON; the same fingerprint gives the same text."""
        return json.dumps({"schema": SCHEMA_VERSION, **asdict(self)}, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def decode(cls, text: str) -> "Fingerprint":
        """The fingerprint that a text is.

        Raises ValueError, KeyError or TypeError when it is none, or of another schema version.
        """
        values = json.loads(text)
        if values.pop("schema") != SCHEMA_VERSION:
            raise ValueError(f"not a fingerprint of schema {SCHEMA_VERSION}")
        return cls(**{**values, "lines": tuple(Line(**line) for line in values["lines"])})

    @property
    def digest(self) -> str:
        """How documents name it: ``sha256:`` and the hexadecimal digits of the SHA-256 of its JSON."""
        return _digest(self)


@lru_cache(maxsize=16)
def _digest(fingerprint: Fingerprint) -> str:
    return f"sha256:{hashlib.sha256(fingerprint.encode().encode()).hexdigest()}"


@lru_cache(maxsize=16)
def _keys(fingerprint: Fingerprint) -> frozenset[tuple[str, str]]:
    return frozenset((line.words, line.place) for line in fingerprint.lines)


def words_of(text: str) -> str:
    """The words of a line, whatever its width, case and figures are.

    >>> words_of("今日访问:1024  次"), words_of("Hits: 7")
    ('今日访问:0 次', 'hits: 0')
    """
    return _NUMBER.sub("0", " ".join(unicodedata.normalize("NFKC", text).casefold().split()))


def place_of(box: Box) -> str:
    """The boxes around a piece, outermost first: their tags, and what they are called, figures as one."""
    steps = []
    for each in box.ancestors():
        name = "" if each.tag in _UNNAMED or not each.words else f"[{_NUMBER.sub('0', ' '.join(each.words.split()))}]"
        steps.append(f"{each.tag}{name}")
    return "/".join(reversed(steps))


def room_of(box: Box) -> Box:
    """The box in which a piece stands beside its like: what is around its paragraph."""
    while box.parent is not None and (box.tag in _PARAGRAPHS or (box.end - box.first <= 1 and not box.words)):
        box = box.parent
    return box


def find_template(pieces: Sequence[Piece], fingerprint: Fingerprint) -> frozenset[int]:
    """The numbers of the pieces that the fingerprint names."""
    known = _keys(fingerprint)
    words = {word for word, _ in known}
    found = set()
    for piece in pieces:
        said = words_of(piece.text)
        if said in words and (said, place_of(piece.box)) in known:
            found.add(piece.n)
    return frozenset(found)


def outside_text(template: frozenset[int], pieces: Sequence[Piece], prose: Sequence[float]) -> frozenset[int]:
    """Of the template's pieces those that stand in no box with continuous text of the page's own."""
    own = {room_of(piece.box) for piece in pieces if prose[piece.n] and piece.n not in template}
    return frozenset(n for n in template if room_of(pieces[n].box) not in own)


def without(evidence: Evidence, pieces: frozenset[int]) -> Evidence:
    """The evidence where these pieces are known to be none of the article."""
    apart = tuple(apart or n in pieces for n, apart in enumerate(evidence.apart))
    return replace(without_prose(evidence, pieces), apart=apart)
