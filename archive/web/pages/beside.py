"""A page and the page that says the same in another language, set side by side as one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from archive.bitext.units import Side, TranslationUnit
from archive.index import Index
from archive.model.document import Block, Document, Pair
from archive.query.documents.related import pages_joined_by_units


@dataclass(frozen=True, slots=True)
class Beside:
    """The document that stands beside another, and the pairs of both.

    The pairs count the blocks of the other document from ``shift`` on, those of the document itself as it does.
    """

    other: Document
    shift: int
    pairs: tuple[Pair, ...]

    def joined(self, document: Document) -> Document:
        """Both documents as one: the blocks of the document, then the other's, and the pairs between them."""
        moved = (replace(block, n=block.n + self.shift) for block in self.other.blocks)
        return replace(document, blocks=(*document.blocks, *moved), pairs=self.pairs)

    def origin(self, document: Document, block: Block) -> tuple[Document, Block]:
        """Of a block of the joined document: the one that it comes from, and the block as it is there."""
        if block.n < self.shift:
            return document, block
        return self.other, replace(block, n=block.n - self.shift)


def find_beside(index: Index, document: Document) -> Beside | None:
    """What stands beside a document whose own page has no translation: the page that most units join it to."""
    if document.pairs or document.part:
        return None
    units = [unit for unit in index.units_of(document.id, document.version) if unit.is_cross_page]
    newest = next(iter(pages_joined_by_units(index, document, units)), None)
    if newest is None:
        return None
    sides = [side for unit in units for side in (unit.source, unit.target) if side.origin.document == newest.id]
    other = index.document(newest.id, sides[0].origin.version) or newest
    shift = 1 + max((block.n for block in document.blocks), default=-1)
    pairs = _pairs(units, document, other, shift)
    return Beside(other, shift, pairs) if pairs else None


def _pairs(units: Iterable[TranslationUnit], document: Document, other: Document, shift: int) -> tuple[Pair, ...]:
    both = {document.id, other.id}
    return tuple(
        Pair(_numbers(unit.source, document, shift), _numbers(unit.target, document, shift), unit.score)
        for unit in units
        if {unit.source.origin.document, unit.target.origin.document} == both
    )


def _numbers(side: Side, document: Document, shift: int) -> tuple[int, ...]:
    moved = 0 if side.origin.document == document.id else shift
    return tuple(dict.fromkeys(place.block + moved for place in side.places))
