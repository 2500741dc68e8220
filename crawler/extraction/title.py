"""The article's title and subtitle."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.extraction.breadcrumb import Trail
from crawler.extraction.claims import Fact, Span
from crawler.extraction.evidence import Evidence, is_entry_date, is_marker, is_side_word, is_whole_link
from crawler.extraction.metadata import Metadata
from crawler.extraction.segment import Box, Piece
from crawler.extraction.speech import is_salutation
from crawler.extraction.wording import CONTACT, COPYRIGHT, HOME, ICP, PAGE_ITSELF, is_wide, key, units

_TITLE_WORDS = re.compile(r"(?:^|[\s_-])(?:(?:\w*)title\w*|headline|tit|bt|biaoti|h1|subject)(?:[\s_\d-]|$)")
_SUBTITLE_WORDS = re.compile(
    r"(?:^|[\s_-])(?:sub-?(?:title|head\w*)|second-?title|deck|dek|standfirst|fu-?biaoti|ftitle|futitle|sec-?title)(?:[\s_\d-]|$)"
)
_BIG = re.compile(
    r"font-size\s*:\s*(?:1[89]|[2-9]\d)(?:\.\d+)?(?:px|pt)|font-size\s*:\s*(?:x?x-large|1\.[3-9]|[2-9](?:\.\d)?)(?:r?em)?",
    re.IGNORECASE,
)
_DASH = re.compile(r"^(?:[-–—―─]+|--)\s*\S")
_SENTENCE = re.compile(r"[。.;;]$")
_LEAST = 3.5
_AHEAD = 14


@dataclass(frozen=True, slots=True)
class Names:
    """What else the page names, that a title is not: its site and its sections, as keys."""

    site: frozenset[str]
    sections: frozenset[str]


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
    sections = {key(piece.text) for piece in pieces if is_whole_link(piece) and len(piece.text) < 40}
    for piece in pieces:
        if len(piece.links()) > 1:
            sections.update(key(text) for text, _ in piece.links() if len(text) < 40)
    if trail:
        sections.update(key(step) for step, _ in trail.steps[:-1])
    return Names(frozenset(site - {""}), frozenset(sections - {""}))


def _site_in_title(pieces: Sequence[Piece], parts: Sequence[str]) -> set[str]:
    """Which part of the title element names the site: the first where a link home says so, else the last."""
    if len(parts) < 2:
        return set()
    first, last = key(parts[0]), key(parts[-1])
    headings = {key(piece.text) for piece in pieces if piece.heading}
    links = {key(piece.links()[0][0]) for piece in pieces[:40] if piece.links()}
    if first in links and last not in links and first not in headings:
        return {first}
    if last in headings and first not in headings and last not in links:
        return {first}
    return {last}


def find_title(
    pieces: Sequence[Piece], evidence: Evidence, metadata: Metadata, trail: Trail | None, core: Box
) -> Sighting | None:
    """The piece that is the title, or None when none is like one."""
    names = page_names(pieces, metadata, trail)
    start = next((n for n in range(core.first, core.end) if evidence.prose[n]), core.first)
    best: Sighting | None = None
    for piece in pieces:
        if trail and piece.n in trail.pieces:
            continue
        text, last = _whole_heading(pieces, piece, metadata)
        size = units(text)
        if not 4 <= size <= 320 or evidence.prose[piece.n] > 150:
            continue
        score = _likeness(text, metadata, names) + _looks(piece) + _position(piece.n, start, evidence)
        if best is None or score > best.score:
            spans = tuple(Span(n, 0, len(pieces[n].text)) for n in range(piece.n, last + 1))
            best = Sighting(Fact(text, spans), piece.n, last, score)
    return best if best and best.score >= _LEAST else None


def _whole_heading(pieces: Sequence[Piece], piece: Piece, metadata: Metadata) -> tuple[str, int]:
    """The piece, with the lines after it that the page's own title says belong to it."""
    whole = key(metadata.title or "")
    text, last = piece.text, piece.n
    if not whole or not key(text) or not whole.startswith(key(text)):
        return text, last
    for after in pieces[piece.n + 1 : piece.n + 3]:
        if after.box is not piece.box or not whole.startswith(key(text + after.text)) or not key(after.text):
            break
        text, last = f"{text} {after.text}", after.n
    return text, last


def _likeness(text: str, metadata: Metadata, names: Names) -> float:
    """How much the text is what the head calls the page."""
    name = key(text)
    if not name:
        return -20.0
    score = 0.0
    if name in names.site:
        score -= 8
    if name in names.sections:
        score -= 4
    if any(name == key(headline) for headline in metadata.headlines):
        score += 8
    whole = key(metadata.title or "")
    og = key(metadata.get("og:title", "twitter:title") or "")
    if name in (whole, og):
        score += 10
    elif whole.startswith(name) or og.startswith(name):
        score += 8 if name in map(key, metadata.title_parts) or len(name) >= 0.4 * len(whole) else 3
    elif name in whole and len(name) >= 0.4 * len(whole):
        score += 6 if name not in names.site else 0
    elif any(len(key(part)) >= 8 and name.startswith(key(part)) for part in metadata.title_parts[:1]):
        score += 6
    return score


def _looks(piece: Piece) -> float:
    text = piece.plain
    score = {0: 0.0, 1: 5.0, 2: 4.0, 3: 3.0}.get(piece.heading, 1.5)
    if piece.bold and not piece.heading:
        score += 1
    boxes = list(piece.box.ancestors())[:3]
    if any(_TITLE_WORDS.search(box.words) for box in boxes if box.words):
        score += 2
    if _is_big(piece):
        score += 2
    if any(_is_centred(box) for box in boxes[:2]):
        score += 1
    if is_whole_link(piece):
        score -= 5 if piece.heading != 1 else 2
    if is_entry_date(text) or HOME.match(text) or PAGE_ITSELF.match(text):
        score -= 10
    if is_marker(piece) or COPYRIGHT.search(text) or ICP.search(text) or CONTACT.search(text):
        score -= 6
    if _SENTENCE.search(text):
        score -= 2
    return score


def _is_big(piece: Piece) -> bool:
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


def _is_centred(box: Box) -> bool:
    element = box.element
    return box.tag == "center" or element.get("align") == "center" or "center" in (element.get("style") or "")


def _position(n: int, start: int, evidence: Evidence) -> float:
    score = 0.0
    if evidence.apart[n]:
        score -= 5
    if evidence.listed[n]:
        score -= 4
    if n > start:
        return score - 6
    distance = start - n
    return score + max(0.0, 4 - distance / 4) if distance <= _AHEAD else score


def title_from_head(metadata: Metadata, names: Names) -> str | None:
    """The title as the head gives it, without the site's name and the section's; None when there is no more."""
    for headline in metadata.headlines:
        return headline
    parts = metadata.title_parts
    if len(parts) <= 1:
        return metadata.title if metadata.title and key(metadata.title) not in names.site else None
    return next((part for part in parts if key(part) not in names.site | names.sections), None)


def find_subtitle(pieces: Sequence[Piece], title: Sighting, stop: int, skipped: frozenset[int]) -> Fact | None:
    """The line that belongs to the title, among the pieces after it and before ``stop``."""
    near = [n for n in range(title.last + 1, min(stop, title.last + 5)) if n not in skipped]
    for place, n in enumerate(near[:2]):
        piece = pieces[n]
        if _is_subtitle(piece, pieces[title.first], pieces, place):
            return Fact(piece.text, (Span(n, 0, len(piece.text)),))
    above = title.first - 1
    if above >= 0 and above not in skipped and _is_subtitle_above(pieces[above], pieces[title.first]):
        return Fact(pieces[above].text, (Span(above, 0, len(pieces[above].text)),))
    return None


def _is_subtitle(piece: Piece, title: Piece, pieces: Sequence[Piece], place: int) -> bool:
    text = piece.text
    if units(text) > 320 or is_entry_date(text) or is_whole_link(piece):
        return False
    if any(_SUBTITLE_WORDS.search(box.words) for box in piece.box.ancestors() if box.words and box.tag != "body"):
        return True
    if _DASH.match(text):
        return True
    if _SENTENCE.search(text) or place:
        return False
    other_language = is_wide(text) != is_wide(title.text)
    if piece.box is title.box and title.heading:
        return True
    if piece.heading:
        alone = sum(each.heading == piece.heading for each in pieces[piece.n :]) == 1
        return other_language or (alone and piece.box.parent is title.box.parent)
    if not other_language or is_salutation(text):
        return False
    if piece.box is title.box or piece.bold or _is_big(piece) or _is_centred(piece.box):
        return True
    return any(_TITLE_WORDS.search(box.words) for box in list(piece.box.ancestors())[:2]) or _sets_apart(
        piece, pieces
    )


def _sets_apart(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether what follows the piece stands in another box, so that it belongs to what is above."""
    if piece.n + 1 >= len(pieces):
        return False
    after = pieces[piece.n + 1]
    return after.box.parent is not piece.box.parent and after.box is not piece.box


def _is_subtitle_above(piece: Piece, title: Piece) -> bool:
    """Whether a heading right above is the title in the other language or a kicker of the same box."""
    if is_side_word(piece.box) or not piece.text:
        return False
    return bool(_SUBTITLE_WORDS.search(piece.box.words)) if piece.box.words else False
