"""The trail from the home page to the section that a page stands in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.extraction.claims import Span
from crawler.extraction.segment import Box, Piece
from crawler.extraction.wording import HOME, PAGE_ITSELF, TRAIL_LABEL, key, narrow

_ARROW = re.compile(r"\s*(?:>>+|-->|->|=>|::|[>»›→/\\|·>»⟩❯▸►☞]+|(?<=\s)[-–—](?=\s)|--+|——)\s*")
_WORDS = re.compile(
    r"(?:^|[\s_-])(?:bread-?crumbs?|crumbs?|position|location|weizhi|dangqian|path|mbx|ur-?here|local|place)(?:[\s_\d-]|$)"
)
_MAX_PIECES = 12
_MAX_CHARACTERS = 400
_MAX_STEP = 80


@dataclass(frozen=True, slots=True)
class Trail:
    """The steps with their places, the page itself among them, and the pieces that the trail takes up."""

    steps: tuple[tuple[str, Span], ...]
    pieces: frozenset[int]


def find_trail(pieces: Sequence[Piece]) -> Trail | None:
    """The page's breadcrumb trail: by its label, by its arrows from the home page, or by what its element is called."""
    best: Trail | None = None
    for piece in pieces:
        trail = _trail_at(piece, pieces)
        if trail and len(trail.steps) > (len(best.steps) if best else 0):
            best = trail
    return best


def _trail_at(piece: Piece, pieces: Sequence[Piece]) -> Trail | None:
    if len(piece.text) > _MAX_CHARACTERS:
        return None
    label = TRAIL_LABEL.match(piece.plain)
    labelled = bool(label and re.search(r"[:>»]", piece.plain))
    if labelled or _starts_home(piece):
        steps = _steps(piece, label.end() if label and labelled else 0)
        if len(steps) > 1 and (labelled or _ARROW.search(piece.plain)):
            return Trail(tuple(steps), frozenset((piece.n,)))
        spread = _spread(piece, pieces, labelled)
        if spread:
            return spread
        if steps and labelled and len(piece.text) < 120:
            return Trail(tuple(steps), frozenset((piece.n,)))
    return None


def _starts_home(piece: Piece) -> bool:
    if HOME.match(piece.plain):
        return True
    first = _ARROW.split(piece.plain, maxsplit=1)[0]
    return bool(HOME.match(first)) or (bool(piece.links()) and bool(HOME.match(narrow(piece.links()[0][0]))))


def _spread(piece: Piece, pieces: Sequence[Piece], labelled: bool) -> Trail | None:
    """A trail whose steps are elements of their own, in a list or between arrows."""
    box = _holder(piece.box, labelled)
    if box is None:
        return None
    inner = pieces[box.first : box.end]
    arrows = sum(bool(_ARROW.search(each.plain)) for each in inner)
    if not (labelled or arrows or any(_WORDS.search(around.words) for around in _near(box))):
        return None
    steps = [step for each in inner for step in _steps(each, _label_end(each))]
    if len(steps) < 2:
        return None
    return Trail(tuple(steps), frozenset(range(box.first, box.end)))


def _near(box: Box) -> list[Box]:
    return list(box.ancestors())[:3]


def _label_end(piece: Piece) -> int:
    label = TRAIL_LABEL.match(piece.plain)
    return label.end() if label else 0


def _holder(box: Box, labelled: bool) -> Box | None:
    """The box that holds the whole trail: the smallest around its first step that has more than one piece."""
    for around in box.ancestors():
        count = around.end - around.first
        if count > _MAX_PIECES or around.tag in ("body", "html"):
            return None
        if count > 1:
            return around
    return None


def _steps(piece: Piece, start: int) -> list[tuple[str, Span]]:
    """The parts of the piece from ``start`` on, taken apart at arrows and at the ends of links."""
    bounds = [start, len(piece.text)]
    for arrow in _ARROW.finditer(piece.plain, start):
        if not any(
            run.link is not None and run.start < arrow.start() and arrow.end() < run.end for run in piece.runs
        ):
            bounds += [arrow.start(), arrow.end()]
    for run in piece.runs:
        if run.link is not None:
            bounds += [max(run.start, start), max(run.end, start)]
    bounds = sorted(set(bounds))
    steps = []
    for first, end in zip(bounds, bounds[1:], strict=False):
        text = piece.text[first:end]
        core = text.strip(" >»›→/\\|·:\uff1a\uff1e❯▸►-–—[]【】\uf105")
        if re.search(r"\w", core) and len(core) <= _MAX_STEP:
            at = first + text.index(core)
            steps.append((core, Span(piece.n, at, at + len(core))))
    return steps


def section_steps(trail: Trail, title: str | None) -> tuple[tuple[str, Span], ...]:
    """The steps without the page itself: its title, whole or cut short, or a word that stands for it."""
    steps = list(trail.steps)
    while len(steps) > 1 and _is_page_itself(steps[-1][0], title):
        steps.pop()
    return tuple(steps)


def _is_page_itself(step: str, title: str | None) -> bool:
    if PAGE_ITSELF.match(narrow(step)):
        return True
    name, whole = key(step), key(title or "")
    return bool(name and whole) and (
        name == whole or (len(name) >= 6 and whole.startswith(name)) or (len(whole) >= 6 and name.startswith(whole))
    )
