"""A site's template: lines that stand on many of its pages under different titles, and sections without articles.

It is an input of extraction.

A line is known by its words and by its place, the boxes around it. It is no part of the template where it stands
among an article's own text: 'Thank you!' closes many speeches, and stands among their paragraphs.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import blake2b

from crawler.extraction.article.block_evidence import Evidence
from crawler.extraction.article.sections import NO_CHOICES, NOWHERE, LeftOut, PagePlace, SectionChoices, is_left_out
from crawler.extraction.text.text_block import BlockElement, TextBlock
from crawler.sites import Profile

SCHEMA_VERSION = 2

LEAST = 4
"""Titles of pages on which a line of the template stands, at least."""

MOST_PAGES = 20_000
"""Pages that lines are counted on; of more, an even part that follows from their titles."""

_FIGURES = re.compile(r"\d+")
_UNNAMED = frozenset(("html", "body"))
_PARAGRAPHS = frozenset(
    ("p", "li", "ul", "ol", "dl", "dt", "dd", "td", "tr", "tbody", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
)

Lines = Mapping[int, int]
"""The digests of a page's lines by the numbers of their blocks."""


@dataclass(frozen=True, slots=True)
class Template:
    """The lines of a site's template, by their digests, as they apply to the pages of one crawl.

    ``name`` is ``SITE/JOB``. Documents bear it. ``left_out`` are the sections of the site that hold no articles,
    ``choices`` is what somebody said of them. ``profile`` is what is known of the site besides; it is no part of the
    stored template.
    """

    name: str
    lines: frozenset[int] = frozenset()
    left_out: tuple[LeftOut, ...] = ()
    choices: SectionChoices = NO_CHOICES
    profile: Profile | None = field(default=None, compare=False)

    def leaves_out(self, place: PagePlace) -> bool:
        """Return whether a page stands in a section of which no documents are made."""
        return is_left_out(place, {section.name for section in self.left_out}, self.choices)

    def encode(self, jobs: Sequence[str] = ()) -> str:
        """Return the template as JSON, with the ``jobs`` that it was learned from; the same gives the same text."""
        lines = [f"{line:016x}" for line in sorted(self.lines)]
        left_out = [asdict(section) for section in self.left_out]
        values = {"schema": SCHEMA_VERSION, "name": self.name, "jobs": list(jobs), "choices": self.choices.names}
        values |= {"left_out": left_out, "lines": lines}
        return json.dumps(values, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def decode(cls, text: str) -> "Template":
        """Return the template that a JSON text holds.

        Raises ValueError, KeyError or TypeError for other text, or for another schema version.
        """
        values = json.loads(text)
        if values["schema"] not in (1, SCHEMA_VERSION):
            raise ValueError(f"not a template of schema {SCHEMA_VERSION} or of 1, which knew no sections")
        left_out = tuple(LeftOut(**section) for section in values.get("left_out", ()))
        choices = SectionChoices.of_names(values.get("choices", ()))
        return cls(values["name"], frozenset(int(line, 16) for line in values["lines"]), left_out, choices)


@dataclass(frozen=True, slots=True)
class Sketch:
    """The part of a page that counts for the template: a digest of its titles, its lines, and its place on the site.

    ``telling`` are those of the lines without which the page might be read otherwise.
    """

    name: int
    lines: frozenset[int]
    telling: frozenset[int]
    place: PagePlace = NOWHERE


def lines_of(blocks: Sequence[TextBlock], evidence: Evidence) -> dict[int, int]:
    """Return the lines of a page that may be taken for text, whatever the template: no links, no entries of lists."""
    places: dict[BlockElement, int] = {}
    taken = (
        block
        for block in blocks
        if evidence.prose[block.n]
        or not (evidence.in_list[block.n] or evidence.non_content[block.n] or block.only_link)
    )
    return {block.n: digest_of(f"{_place_of(block.box, places)} {block.plain.casefold()}") for block in taken}


def find_template(
    blocks: Sequence[TextBlock], lines: Lines, prose: Sequence[float], template: Template
) -> frozenset[int]:
    """Return the blocks that belong to the template and stand in no element with continuous text of the page's
    own.
    """
    known = frozenset(n for n, line in lines.items() if line in template.lines)
    if not known:
        return known
    rooms: dict[BlockElement, BlockElement] = {}
    own = {_room_of(block.box, rooms) for block in blocks if prose[block.n] and block.n not in known}
    return frozenset(n for n in known if _room_of(blocks[n].box, rooms) not in own)


def learn(pages: Iterable[Sketch], total: int) -> frozenset[int]:
    """Return the lines that stand under at least four titles on these pages, of which there are ``total``, in any
    order.

    >>> page = [Sketch(name, frozenset({7, name}), frozenset()) for name in (1, 2, 3, 4, 4, 5)]
    >>> learn(page, 6), learn(page[:3], 3)
    (frozenset({7}), frozenset())
    """
    step = -(-total // MOST_PAGES) or 1
    found: set[int] = set()
    names: dict[int, tuple[int, ...]] = {}
    for page in pages:
        if page.name % step:
            continue
        for line in page.lines - found:
            seen = names.get(line, ())
            if page.name in seen:
                continue
            if len(seen) + 1 < LEAST:
                names[line] = (*seen, page.name)
            else:
                found.add(line)
                del names[line]
    return frozenset(found)


def name_of(title_parts: Iterable[str], blocks: Iterable[TextBlock]) -> int:
    """Return a digest of the page's names: its title in the head, and its headings of the first two ranks."""
    headings = (block.text for block in blocks if 0 < block.heading < 3)
    return digest_of("\n".join([*title_parts, "", *headings]))


def _place_of(box: BlockElement, places: dict[BlockElement, int]) -> int:
    """Return a digest of the elements around a block: their tags and names, without figures."""
    way: list[BlockElement] = []
    around: BlockElement | None = box
    while around is not None and around not in places:
        way.append(around)
        around = around.parent
    place = places[around] if around else 0
    for each in reversed(way):
        words = "" if each.tag in _UNNAMED else _FIGURES.sub("", each.words)
        place = places[each] = digest_of(f"{place} {each.tag} {' '.join(words.split())}")
    return place


def _room_of(box: BlockElement, rooms: dict[BlockElement, BlockElement]) -> BlockElement:
    """Return the element in which a block stands among blocks of its kind: the one around its paragraph."""
    way = []
    while box not in rooms and box.parent is not None and _is_paragraph(box):
        way.append(box)
        box = box.parent
    room = rooms.setdefault(box, box)
    rooms.update(dict.fromkeys(way, room))
    return room


def _is_paragraph(box: BlockElement) -> bool:
    return box.tag in _PARAGRAPHS or (box.end - box.first <= 1 and not box.words)


def digest_of(text: str) -> int:
    """Return 64 bits of a text's BLAKE2b digest."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
