"""Parallel text of a document page: Chinese in the left column, its translation in the right, also from two pages."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.bitext.translation_units import Side, TranslationUnit
from archive.index import Index
from archive.model.document import Block, Document, Pair
from archive.query.lookup_of_documents_pages_and_attachments import pages_joined_by_units

Group = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class ParallelRow:
    """A row of parallel text: blocks that translate each other, or one block alone on its side."""

    left: tuple[Block, ...] = ()
    right: tuple[Block, ...] = ()
    across: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class ParallelText:
    """The rows of parallel text in reading order, and the main language of each side; a document in one column has no
    rows.
    """

    rows: tuple[ParallelRow, ...] = ()
    left_lang: str | None = None
    right_lang: str | None = None


def parallel_text(document: Document) -> ParallelText:
    """Arrange a document's blocks in two columns of parallel text, each once; no rows if no blocks are paired.

    The rows follow the left side. A block without a translation follows the block before it on its side. Pairs that
    share a block become one row.
    """
    blocks = {block.n: block for block in document.blocks}
    groups = _groups([pair for pair in document.pairs if all(n in blocks for n in (*pair.source, *pair.target))])
    if not groups:
        return ParallelText()
    lefts = {n for left, _ in groups for n in left}
    rights = {n for _, right in groups for n in right}
    left_lang, right_lang = _main_language([blocks[n] for n in lefts]), _main_language([blocks[n] for n in rights])
    sides = {block.n: _side(block, lefts, rights, (left_lang, right_lang)) for block in document.blocks}
    rows = tuple(_rows(document.blocks, groups, sides))
    return ParallelText(rows, left_lang, right_lang)


def _groups(pairs: Sequence[Pair]) -> list[Group]:
    """Group the block numbers of both sides into rows, in left-side order; pairs that share a block are joined."""
    lefts = {n for pair in pairs for n in pair.source}
    joined: dict[int, set[int]] = {}
    for pair in pairs:
        numbers = {*pair.source, *pair.target}
        group = numbers.union(*(joined[n] for n in numbers if n in joined))
        joined.update(dict.fromkeys(group, group))
    apart = {id(group): group for group in joined.values()}.values()
    sides = ((tuple(sorted(group & lefts)), tuple(sorted(group - lefts))) for group in apart)
    return sorted((left, right) for left, right in sides if left and right)


def _main_language(blocks: Sequence[Block]) -> str:
    sizes: defaultdict[str, int] = defaultdict(int)
    for block in blocks:
        sizes[block.lang] += len(block.text)
    return max(sizes, key=lambda lang: sizes[lang], default="und")


def _side(block: Block, lefts: set[int], rights: set[int], langs: tuple[str, str]) -> str:
    """Return the column of a block: ``left`` or ``right``, or ``across`` for a block of neither language."""
    if block.n in lefts:
        return "left"
    if block.n in rights:
        return "right"
    primary = block.lang.split("-")[0]
    sides = zip(("left", "right"), langs, strict=True)
    return next((side for side, lang in sides if lang.split("-")[0] == primary), "across")


def _rows(blocks: Sequence[Block], groups: list[Group], sides: Mapping[int, str]) -> Iterator[ParallelRow]:
    """Yield the rows of parallel text in order, each followed by the single blocks that come after it."""
    by_number = {block.n: block for block in blocks}
    followers = _followers(blocks, groups, sides)
    yield from followers[-1]
    for number, (left, right) in enumerate(groups):
        yield ParallelRow(tuple(by_number[n] for n in left), tuple(by_number[n] for n in right))
        yield from followers[number]


def _followers(
    blocks: Sequence[Block], groups: list[Group], sides: Mapping[int, str]
) -> defaultdict[int, list[ParallelRow]]:
    """Return the unpaired blocks by the number of the row they follow, -1 for those before the first; in page
    order.
    """
    row_of = {n: number for number, group in enumerate(groups) for half in group for n in half}
    last = {"left": -1, "right": -1, "across": -1}
    followers: defaultdict[int, list[ParallelRow]] = defaultdict(list)
    for block in blocks:
        side = sides[block.n]
        if block.n in row_of:
            last[side] = last["across"] = row_of[block.n]
        else:
            followers[last[side]].append(_single_row(block, side))
    return followers


def _single_row(block: Block, side: str) -> ParallelRow:
    if side == "left":
        return ParallelRow(left=(block,))
    return ParallelRow(right=(block,)) if side == "right" else ParallelRow(across=(block,))


@dataclass(frozen=True, slots=True)
class CompanionPage:
    """The page that translates a document and is shown beside it in parallel text, and the block pairs of both.

    In the pairs, blocks of the other document are numbered from ``shift`` on.
    """

    other: Document
    shift: int
    pairs: tuple[Pair, ...]

    def joined(self, document: Document) -> Document:
        """Join a document and its translation on another page into one: the blocks of both, and the pairs between
        them.
        """
        moved = (replace(block, n=block.n + self.shift) for block in self.other.blocks)
        return replace(document, blocks=(*document.blocks, *moved), pairs=self.pairs)

    def origin(self, document: Document, block: Block) -> tuple[Document, Block]:
        """Return the document that a block of the joined parallel text comes from, and the block as it is there."""
        if block.n < self.shift:
            return document, block
        return self.other, replace(block, n=block.n - self.shift)


def find_companion(index: Index, document: Document) -> CompanionPage | None:
    """Find the page that most translation units join to a document; None if its own page has a translation."""
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
    return CompanionPage(other, shift, pairs) if pairs else None


def _pairs(units: Iterable[TranslationUnit], document: Document, other: Document, shift: int) -> tuple[Pair, ...]:
    both = {document.id, other.id}
    of_blocks = (unit for unit in units if unit.source.places)  # titles are no blocks
    return tuple(
        Pair(_numbers(unit.source, document, shift), _numbers(unit.target, document, shift), unit.score)
        for unit in of_blocks
        if {unit.source.origin.document, unit.target.origin.document} == both
    )


def _numbers(side: Side, document: Document, shift: int) -> tuple[int, ...]:
    moved = 0 if side.origin.document == document.id else shift
    return tuple(dict.fromkeys(place.block + moved for place in side.places))
