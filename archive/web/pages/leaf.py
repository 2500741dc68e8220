"""One document made ready to be read: its blocks with their places, and its two sides where it has them."""

import re
from dataclasses import dataclass

from archive.model.document import Block, Document, stated_facts
from archive.web.pages.addresses import document_address, replay_address
from archive.web.pages.beside import Beside
from archive.web.pages.shown import Shown, shown
from archive.web.pages.spread import Row, spread

_SET_EVEN = ("paragraph", "quote")
_WORDED_ELSEWHERE = ("title", "subtitle", "published", "speech.delivered")
_FOREIGN = re.compile(r"[A-Za-z]{7}")


@dataclass(frozen=True, slots=True)
class LeafBlock:
    """A block as it is set. ``number`` counts from 1; ``href`` leads to it where it was captured, or to itself.

    ``even``: its lines are made as long as each other, which Chinese bears that has no long foreign words in it.
    """

    id: str
    number: int
    kind: str
    text: str
    lang: str
    href: str
    captured: bool
    even: bool


@dataclass(frozen=True, slots=True)
class LeafRow:
    """Blocks side by side, or alone on their side, or across both."""

    left: tuple[LeafBlock, ...]
    right: tuple[LeafBlock, ...]
    across: tuple[LeafBlock, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A document, or a part of an article: in ``rows`` side by side, else its ``blocks`` in a column."""

    part: tuple[int, int] | None
    href: str
    left_lang: str
    right_lang: str
    rows: tuple[LeafRow, ...]
    blocks: tuple[LeafBlock, ...]


def leaf(document: Document, origin: str | None, prefix: str = "") -> Leaf:
    """The document made ready; ``origin`` is where captured pages are replayed, ``prefix`` begins ids of blocks."""
    sides = spread(document)
    return Leaf(
        part=(document.part.number, document.part.count) if document.part else None,
        href=document_address(document.id, document.version),
        left_lang=sides.left_lang or "",
        right_lang=sides.right_lang or "",
        rows=tuple(_row(document, row, origin, prefix) for row in sides.rows),
        blocks=() if sides.rows else _blocks(document, document.blocks, origin, prefix),
    )


def joined_leaf(document: Document, beside: Beside, origin: str | None) -> Leaf:
    """The document made ready beside the page that translates it, whose blocks have ids that begin with ``o-``."""
    sides = spread(beside.joined(document))

    def ready(blocks: tuple[Block, ...]) -> tuple[LeafBlock, ...]:
        found = (beside.origin(document, block) for block in blocks)
        return tuple(
            _block(page, each, f"{'' if page is document else 'o-'}b{each.n}", origin) for page, each in found
        )

    return Leaf(
        part=None,
        href=document_address(document.id, document.version),
        left_lang=sides.left_lang or "",
        right_lang=sides.right_lang or "",
        rows=tuple(LeafRow(ready(row.left), ready(row.right), ready(row.across)) for row in sides.rows),
        blocks=(),
    )


def _row(document: Document, row: Row, origin: str | None, prefix: str) -> LeafRow:
    left, right, across = (_blocks(document, blocks, origin, prefix) for blocks in (row.left, row.right, row.across))
    return LeafRow(left, right, across)


def _blocks(document: Document, blocks: tuple[Block, ...], origin: str | None, prefix: str) -> tuple[LeafBlock, ...]:
    return tuple(_block(document, block, f"{prefix}b{block.n}", origin) for block in blocks)


def _block(document: Document, block: Block, id_: str, origin: str | None) -> LeafBlock:
    place = replay_address(origin, document, block.text)
    lang = "" if block.lang == "und" else block.lang
    even = lang.startswith(("zh", "ja")) and block.kind in _SET_EVEN and not _FOREIGN.search(block.text)
    return LeafBlock(id_, block.n + 1, block.kind, block.text, lang, place or f"#{id_}", place is not None, even)


@dataclass(frozen=True, slots=True)
class Known:
    """A fact: the word for it, what is known, and where that leads."""

    key: str
    value: Shown
    href: str | None = None


def known(document: Document) -> tuple[Known, ...]:
    """The facts that pages word themselves, in the order in which a title page has them."""
    facts = stated_facts(document) | {"section": " › ".join(document.breadcrumb) or document.section}
    langs = list(document.languages)
    of_speech = [name for name in facts if name.startswith("speech.")]
    in_order = (*of_speech, *(name for name in facts if name not in of_speech))
    found = ((name.removeprefix("speech."), facts[name]) for name in in_order if name not in _WORDED_ELSEWHERE)
    return tuple(Known(name, shown(value, langs)) for name, value in found if value)
