"""Finds a site's template: what many of its articles have in one place, and none has among its paragraphs."""

from collections import Counter
from dataclasses import dataclass, field
from math import ceil

from crawler.extraction.claims import numbers
from crawler.extraction.fingerprint import Fingerprint, Line, place_of, room_of, words_of
from crawler.extraction.piece import Box
from crawler.extraction.reading import Reading
from crawler.extraction.speech import is_salutation
from crawler.extraction.wording import units

LEAST_PAGES = 5
"""Articles that must have a line in common, at least."""

LEAST_SHARE = 0.1
"""The share of a site's articles that must."""

_STRAYED = 0.05  # of the pages on which a line stands: where it was taken for text by mistake
_SHORT = 30  # units: a closing line, no paragraph of a notice

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _InBody:
    """A line of an article's body: its key, the room that it stands in, and whether it is more than a few words."""

    key: Key
    room: int
    long: bool


@dataclass(slots=True)
class Tally:
    """Counts the lines of a site's articles, page after page; an address counts once."""

    _addresses: set[str] = field(default_factory=set)
    _around: Counter[Key] = field(default_factory=Counter)
    _bodies: list[list[_InBody]] = field(default_factory=list)
    _own: Counter[str] = field(default_factory=Counter)

    @property
    def pages(self) -> int:
        """How many articles were counted."""
        return len(self._bodies)

    def add(self, reading: Reading) -> None:
        """Counts a page; what is no article is left out."""
        if reading.other or not reading.body or reading.url in self._addresses:
            return
        self._addresses.add(reading.url)
        body = {piece.n for piece in reading.body}
        fields = _fields(reading)
        rooms: dict[Box, int] = {}
        inside: list[_InBody] = []
        around: set[Key] = set()
        own: set[str] = set()
        for piece in reading.segmented.pieces:
            key = (words_of(piece.text), place_of(piece.box))
            if piece.n in fields or is_salutation(piece.text):
                own.add(key[0])
            elif piece.n in body:
                room = rooms.setdefault(room_of(piece.box), len(rooms))
                inside.append(_InBody(key, room, units(piece.text) >= _SHORT))
            else:
                around.add(key)
        self._own.update(own)
        self._around.update(around)
        self._bodies.append(inside)

    def fingerprint(self, site: str, revision: int, least: int, share: float) -> Fingerprint:
        """The lines that ``least`` articles, and that share of all, have in one place outside of their text."""
        needed = max(least, ceil(share * self.pages))
        counts = self._around.copy()
        frequent = Counter(self._around)
        frequent.update(key for body in self._bodies for key in {line.key for line in body})
        own = self._own.copy()
        for body in self._bodies:
            at_edge = _at_edge(body, {key for key, count in frequent.items() if count >= needed})
            counts.update(at_edge)
            own.update({line.key[0] for line in body if line.key not in at_edge})
        lines = sorted(
            Line(words, place, count)
            for (words, place), count in counts.items()
            if count >= needed and own[words] <= _STRAYED * count and any(map(str.isalpha, words))
        )
        return Fingerprint(site, revision, self.pages, needed, tuple(lines))


def _fields(reading: Reading) -> set[int]:
    """The pieces in which a field stands."""
    facts = (reading.title, reading.subtitle, reading.byline.source, reading.byline.author, reading.byline.published)
    trail = reading.trail.pieces if reading.trail else frozenset[int]()
    return numbers(facts) | reading.byline.pieces | trail


def _at_edge(body: list[_InBody], frequent: set[Key]) -> set[Key]:
    """The frequent lines of a body that stand before or behind its own text, in boxes without any of that."""
    text = [n for n, line in enumerate(body) if line.long and line.key not in frequent]
    rooms = {body[n].room for n in text}
    return {
        line.key
        for n, line in enumerate(body)
        if line.long and line.key in frequent and line.room not in rooms and text and not text[0] < n < text[-1]
    }
