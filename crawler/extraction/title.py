"""The article's title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from crawler.extraction.breadcrumb import Trail
from crawler.extraction.claims import Fact, Span
from crawler.extraction.evidence import Evidence, is_entry_date, is_marker
from crawler.extraction.labels import is_credit
from crawler.extraction.metadata import Metadata
from crawler.extraction.piece import Box, Piece
from crawler.extraction.service import service_reason
from crawler.extraction.speech import is_salutation
from crawler.extraction.wording import (
    ABOUT,
    CONTACT,
    COPYRIGHT,
    GREETING,
    HOME,
    ICP,
    PAGE_ITSELF,
    key,
    units,
    writing,
)

TITLE_WORDS = re.compile(r"(?:^|[\s_-])(?:(?:\w*)title\w*|headline|tit|tt|bt|biaoti|h1|subject)(?:[\s_\d-]|$)")
_BIG = re.compile(
    r"font-size\s*:\s*(?:1[89]|[2-9]\d)(?:\.\d+)?(?:px|pt)|font-size\s*:\s*(?:x?x-large|1\.[3-9]"
    r"|[2-9](?:\.\d)?)(?:r?em)?",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[。.;;]$")
_STEP = re.compile(r"\s+[-–>»/]\s+|\s*[>»]\s*")
_LEAST, _LEAST_UNNAMED = 3.5, 2.5
_AHEAD, _BELOW = 14, 3  # pieces
_MAX = 320  # units of a title
_SECTION = 28  # units of a section's name, at most
_PROSE = 150  # a line with more of it is no title


@dataclass(frozen=True, slots=True)
class Names:
    """What the page is called, all as keys: by its title element and its parts, by Open Graph, by its headlines;
    and what a title is not: the names of site and sections.
    """

    base: str
    whole: str
    parts: tuple[str, ...]
    graph: str
    headlines: frozenset[str]
    site: frozenset[str]
    sections: frozenset[str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page's text begins, which pieces are bylines with a date, and which the trail takes up."""

    start: int
    dated: frozenset[int]
    trail: frozenset[int]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A title with its place; ``score`` says how much speaks for it."""

    fact: Fact
    first: int
    last: int
    score: float


def page_names(pieces: Sequence[Piece], metadata: Metadata, trail: Trail | None) -> Names:
    """The names of site and sections, from the head, the trail and the menus."""
    site = {key(metadata.site or "")}
    site.update(_site_in_title(pieces, metadata.title_parts))
    sections: set[str] = set()
    for piece in pieces:
        links = piece.links() if piece.linked else []
        if (piece.only_link and not piece.heading) or len(links) > 1:
            sections.update(key(text) for text, _ in links if len(text) < _SECTION and units(text) < _SECTION)
    if trail:
        sections.update(key(step) for step, _ in trail.steps[:-1])
    return Names(
        metadata.base,
        "" if PAGE_ITSELF.match(metadata.title or "") else key(metadata.title or ""),
        tuple(map(key, metadata.title_parts)),
        key(metadata.get("og:title", "twitter:title") or ""),
        frozenset(map(key, metadata.headlines)),
        frozenset(site - {""}),
        frozenset(sections - {""}),
    )


def _site_in_title(pieces: Sequence[Piece], parts: Sequence[str]) -> set[str]:
    """Which part of the title element names the site: the first where a link home says so, else the last."""
    if len(parts) < 2:
        return set()
    first, last = key(parts[0]), key(parts[-1])
    plain = [piece for piece in pieces if not piece.linked]
    headings = {key(piece.text) for piece in plain if piece.heading}
    links = {key(piece.links()[0][0]) for piece in pieces[:40] if piece.links()}
    if first in links and last not in links and first not in headings:
        return {first}
    if last in headings and first not in headings and last not in links:
        return {first}
    lines = {key(piece.text) for piece in plain}
    if len(last) > len(first) and last in lines and not {first, last} & (lines | links) - {last}:
        return {first}
    return {last}


def find_title(pieces: Sequence[Piece], evidence: Evidence, names: Names, place: Place) -> Sighting | None:
    """The piece that is the title, or None when none is like one."""
    best: Sighting | None = None
    before: Sighting | None = None
    for piece in pieces:
        if piece.n in place.trail or not _may_be_title(piece, place, names):
            before = None
            continue
        seen = _sight(pieces, piece, names)
        if seen and evidence.prose[piece.n] <= _PROSE:
            seen = replace(seen, score=seen.score + _position(seen, piece.heading, place, evidence))
            if best is None or seen.score > best.score + _gain(before, best, seen):
                best = seen
        before = seen
    least = _LEAST if names.whole else _LEAST_UNNAMED
    return best if best and best.score >= least else None


def _may_be_title(piece: Piece, place: Place, names: Names) -> bool:
    """Whether it is worth a look: not an entry of a menu, nor a line far below where the text begins."""
    if len(piece.text) > _MAX or piece.n in place.dated:
        return False
    if piece.heading or (not piece.only_link and (piece.n <= place.start + _BELOW or piece.n + 1 in place.dated)):
        return True
    return key(piece.text) in (names.whole, names.graph, *names.parts[:1], *names.headlines)


def _sight(pieces: Sequence[Piece], piece: Piece, names: Names) -> Sighting | None:
    if not 4 <= units(piece.text) <= _MAX:
        return None
    text, last = _whole_heading(pieces, piece, names.whole)
    spans = tuple(Span(n, 0, len(pieces[n].text)) for n in range(piece.n, last + 1))
    return Sighting(Fact(text, spans), piece.n, last, _likeness(key(text), names) + _looks(piece, names.base))


def _gain(before: Sighting | None, best: Sighting, seen: Sighting) -> float:
    """How much better a line must be than the best before it: more, where it may be the same in another language."""
    follows = before is best and seen.first == best.last + 1
    follows = follows and units(seen.fact.value) < 4 * units(best.fact.value)  # no entry of a menu above it
    return 1.5 if follows and writing(best.fact.value) != writing(seen.fact.value) else 0.0


def _whole_heading(pieces: Sequence[Piece], piece: Piece, whole: str) -> tuple[str, int]:
    """The piece, with the lines after it that the page's own title says belong to it."""
    text, last = piece.text, piece.n
    if not whole.startswith(key(text) or "-"):
        return text, last
    for after in pieces[piece.n + 1 : piece.n + 3]:
        if after.box is not piece.box or not key(after.text) or not whole.startswith(key(text + after.text)):
            break
        text, last = f"{text} {after.text}", after.n
    return text, last


def _likeness(name: str, names: Names) -> float:
    """How much a text, as a key, is what the head calls the page."""
    if not name:
        return -20.0
    score = -8.0 * (name in names.site) - 4.0 * (name in names.sections) + 8.0 * (name in names.headlines)
    own = [part for part in names.parts if part not in names.site]
    long = len(name) >= 0.4 * len(names.whole) or units(name) >= 0.4 * units("".join(own) or names.whole)
    if name in (names.whole, names.graph):
        return score + 10
    if names.whole.startswith(name) or names.graph.startswith(name):
        return score + (8 if long or name in names.parts else 3)
    if long and name in names.whole and name not in names.site:
        return score + 6
    return score + (6 if names.parts and len(names.parts[0]) >= 8 and name.startswith(names.parts[0]) else 0)


def _looks(piece: Piece, base: str) -> float:
    text = piece.plain
    score = {0: 0.0, 1: 5.0, 2: 4.0, 3: 3.0}.get(piece.heading, 1.5)
    if piece.bold and not piece.heading:
        score += 1
    boxes = list(islice(piece.box.ancestors(), 3))
    if any(TITLE_WORDS.search(box.words) for box in boxes if box.words):
        score += 2
    if is_big(piece):
        score += 2
    if any(is_centred(box) for box in boxes[:2]):
        score += 1
    if piece.only_link and not _leads_here(piece, base):
        score -= 5
    if is_entry_date(text) or HOME.match(text) or PAGE_ITSELF.match(text):
        score -= 10
    first, *further = _STEP.split(text, maxsplit=1)
    if further and HOME.match(first):
        score -= 6
    if is_marker(piece) or COPYRIGHT.search(text) or ICP.search(text) or CONTACT.search(text):
        score -= 6
    if ABOUT.match(text):
        score -= 3
    if service_reason(text) or GREETING.search(text) or is_credit(text):
        score -= 6
    if is_salutation(text) or text.endswith((",", ":")):
        score -= 6
    if _SENTENCE.search(text):
        score -= 2
    if text.endswith("!"):
        score -= 1
    return score


def _leads_here(piece: Piece, base: str) -> bool:
    """Whether the link that the piece is leads to the page itself, as titles in weblogs do."""
    link = next((run.link for run in piece.runs if run.link is not None), None)
    if link is None:
        return False
    return "bookmark" in (link.get("rel") or "") or (link.get("href") or "").split("#")[0] in ("", base)


def is_big(piece: Piece) -> bool:
    """Whether its own markup sets the piece in large type."""
    for run in piece.runs[:1]:
        for element in (run.element, run.element.getparent()):
            if element is None:
                continue
            if _BIG.search(element.get("style") or ""):
                return True
            if element.tag == "font" and (element.get("size") or "0").lstrip("+") in ("2", "3", "4", "5", "6", "7"):
                return True
            if element.tag == "big":
                return True
    return False


def is_centred(box: Box) -> bool:
    """Whether its own markup centres the box."""
    element = box.element
    return box.tag == "center" or element.get("align") == "center" or "center" in (element.get("style") or "")


def _position(seen: Sighting, heading: int, place: Place, evidence: Evidence) -> float:
    """What speaks for the place of a line: right above the text or a dated byline, not below, not beside."""
    score = -5.0 * evidence.apart[seen.first] - 4.0 * evidence.listed[seen.first]
    dated = seen.last + 1 in place.dated
    if seen.first > place.start:
        return score + (3 if dated else -1 if heading == 1 else -6)
    distance = place.start - seen.first
    follows = seen.first - 1 in place.dated or seen.first - 1 in place.trail
    return score + 1.5 * dated + 2 * follows + (max(0.0, 4 - distance / 4) if distance <= _AHEAD else 0)


def title_from_head(metadata: Metadata, names: Names) -> str | None:
    """The title as the head gives it, without the site's name and the section's; None when there is no more."""
    for headline in metadata.headlines:
        return headline
    parts = metadata.title_parts
    if PAGE_ITSELF.match(metadata.title or ""):
        return None
    if len(parts) <= 1:
        return metadata.title if metadata.title and key(metadata.title) not in names.site else None
    return next((part for part in parts if key(part) not in names.site | names.sections), None)
