"""Comparison of two versions of a document (facts, blocks, blocks of one language only), and of two texts.

Texts are compared by words, Chinese ones by characters.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archive.errors import ArchiveMissing
from archive.index import Index
from archive.model.document import Block, Document, Pair, Rights, stated_facts
from archive.query.lookup_of_documents_pages_and_attachments import translations_of

MOST_EDITS = 400
"""Gone or new words of one text; with more, the whole text counts as gone and new."""

_HAN = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"(?:[{_HAN}]|[^\W_{_HAN}]+(?:['’][^\W_{_HAN}]+)*|\S)\s*|\s+")

Kind = Literal["same", "gone", "new"]
Span = tuple[int, int, int, int]
"""A span that two sequences have in common: begin and end in the old one, begin and end in the new one."""


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of a text comparison: in both texts, only in the old (``gone``) or only in the new one (``new``)."""

    kind: Kind
    text: str


def text_difference(old: str, new: str) -> tuple[TextPart, ...]:
    """Compare two texts word by word: their parts in reading order; at each change the gone part precedes the new
    one.

    The parts that are not new concatenate to the old text, those that are not gone to the new one; white space in
    common parts is that of the new text.

    >>> [(piece.kind, piece.text) for piece in text_difference("两国加强合作", "两国深化合作")]
    [('same', '两国'), ('gone', '加强'), ('new', '深化'), ('same', '合作')]
    """
    if old == new:
        return (TextPart("same", new),) if new else ()
    before, after = difference_tokens(old), difference_tokens(new)
    keys = [token.strip() for token in before], [token.strip() for token in after]
    spans = same_spans(before, after, MOST_EDITS) if keys[0] == keys[1] else same_spans(*keys, MOST_EDITS)
    return tuple(_parts(before, after, _without_islands(spans, after)))


def difference_tokens(text: str) -> list[str]:
    """Split a text to compare into words, characters and punctuation, each with the white space after it.

    >>> difference_tokens("China’s 产能, up")
    ['China’s ', '产', '能', ', ', 'up']
    """
    return _TOKEN.findall(text)


def same_spans(old: Sequence[Hashable], new: Sequence[Hashable], most: int) -> list[Span]:
    """Find the common spans of two sequences to compare, in order, with the greatest total length.

    By the shortest edit script (Myers, An O(ND) Difference Algorithm and Its Variations, Algorithmica 1,
    1986). With more than ``most`` edits only the common beginning and end are found.
    """
    start = _common_start(old, new)
    end = _common_start(old[start:][::-1], new[start:][::-1])
    last_old, last_new = len(old) - end, len(new) - end
    pairs = [(at, at) for at in range(start)]
    pairs += [(start + x, start + y) for x, y in _matches(old[start:last_old], new[start:last_new], most)]
    pairs += zip(range(last_old, len(old)), range(last_new, len(new)), strict=True)
    return list(_as_spans(pairs))


def _common_start(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    length = min(len(old), len(new))
    return next((at for at in range(length) if old[at] != new[at]), length)


def _matches(old: Sequence[Hashable], new: Sequence[Hashable], most: int) -> list[tuple[int, int]]:
    """Return the places of a longest common subsequence, none where more than ``most`` edits are needed."""
    if not old or not new:
        return []
    furthest = [0] * (2 * most + 3)
    rounds: list[list[int]] = []
    for edits in range(most + 1):
        rounds.append(furthest[most - edits : most + edits + 3])
        for diagonal in range(-edits, edits + 1, 2):
            at = diagonal + most + 1
            x = _step(furthest[at - 1], furthest[at + 1], diagonal, edits)
            while x < len(old) and x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            furthest[at] = x
            if x >= len(old) and x - diagonal >= len(new):
                return _trace_matches(rounds, len(old), len(new))
    return []


def _step(left: int, right: int, diagonal: int, edits: int) -> int:
    """Return the place in the old sequence that one more edit reaches on a diagonal, from the better of its
    neighbours.
    """
    down = diagonal == -edits or (diagonal != edits and left < right)
    return right if down else left + 1


def _trace_matches(rounds: list[list[int]], x: int, y: int) -> list[tuple[int, int]]:
    """Return the matches of the shortest edit script on the way to its end, in order."""
    found: list[tuple[int, int]] = []
    for edits in range(len(rounds) - 1, -1, -1):
        diagonal, reached = x - y, rounds[edits]
        left, right = reached[edits + diagonal], reached[edits + diagonal + 2]
        begin = _step(left, right, diagonal, edits) if edits else 0
        while x > begin:
            x, y = x - 1, y - 1
            found.append((x, y))
        down = diagonal == -edits or (diagonal != edits and left < right)
        x, y = (x, y - 1) if down else (x - 1, y)
    return found[::-1]


def _as_spans(pairs: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """Join matched places that follow each other to spans."""
    begin = 0
    for at in range(1, len(pairs) + 1):
        if at == len(pairs) or pairs[at] != (pairs[at - 1][0] + 1, pairs[at - 1][1] + 1):
            (x, y), length = pairs[begin], at - begin
            yield x, x + length, y, y + length
            begin = at


def _without_islands(spans: Sequence[Span], new: Sequence[str]) -> list[Span]:
    """Drop single characters that are the same by chance between two changes of a text."""
    return [
        span
        for number, span in enumerate(spans)
        if number in (0, len(spans) - 1) or len("".join(new[span[2] : span[3]]).strip()) > 1
    ]


def _parts(old: Sequence[str], new: Sequence[str], spans: Sequence[Span]) -> Iterator[TextPart]:
    x = y = 0
    for begin_old, end_old, begin_new, end_new in [*spans, (len(old), len(old), len(new), len(new))]:
        changes: tuple[tuple[Kind, Sequence[str]], ...] = (
            ("gone", old[x:begin_old]),
            ("new", new[y:begin_new]),
            ("same", new[begin_new:end_new]),
        )
        yield from (TextPart(kind, "".join(part)) for kind, part in changes if part)
        x, y = end_old, end_new


MOST_BLOCK_EDITS = 2000
"""Gone or new blocks; a document with more counts as all gone and all new."""

_OFFSET = re.compile(r"(?<=T.{5})[+-]\d\d:\d\d$|(?<=T.{8})[+-]\d\d:\d\d$")
_LEAST_ALIKE = 0.5
_MOST_COMPARED = 2500
"""Pairs of gone and new blocks that are compared in one place."""
_BUDGET = 4_000_000
"""Steps to compare the words of all blocks; later blocks are shown as gone and new."""

Change = Literal["same", "changed", "gone", "new"]


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that differs between two versions; ``name`` as in the document, dotted for nested ones
    (``speech.speaker``).
    """

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class BlockChange:
    """A block in a comparison of two versions of a document: in both, in the old one only, or in the new one only.

    ``pieces`` are its words, each the same, gone or new; in a block that is not ``changed`` all are alike.
    """

    change: Change
    old: Block | None
    new: Block | None
    pieces: tuple[TextPart, ...]

    @property
    def shown(self) -> Block:
        """Return the compared block in its new version where it has one, else in its old."""
        block = self.new or self.old
        assert block is not None  # noqa: S101 - every change has one side at least
        return block


@dataclass(frozen=True, slots=True)
class OneSidedChange:
    """Blocks of one language that changed between two versions while their translations did not.

    ``change`` is how those in ``changed_lang`` changed. Blocks are given by ``n``: in the new version, gone ones in
    the old.
    """

    change: Change
    changed_lang: str
    changed: tuple[int, ...]
    kept_lang: str
    kept: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UnchangedTranslation:
    """A translation of the page, in ``lang`` (BCP 47), that did not change when this page did."""

    lang: str
    id: str
    url: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between two versions of a document. ``blocks`` are all of both, in the order of the new one.

    ``unchanged_translations`` are its translations that did not change with it, if the archive was asked.
    """

    old: Document
    new: Document
    facts: tuple[FactChange, ...]
    blocks: tuple[BlockChange, ...]
    one_sided: tuple[OneSidedChange, ...]
    unchanged_translations: tuple[UnchangedTranslation, ...] = ()

    @property
    def changed(self) -> tuple[BlockChange, ...]:
        """Return the blocks that differ between the two versions."""
        return tuple(block for block in self.blocks if block.change != "same")


def compare(old: Document, new: Document) -> Comparison:
    """Compare two versions of a document by facts and blocks.

    Two blocks between the same neighbours that share half of their words are one changed block.
    """
    blocks = tuple(_block_changes(_match_blocks(old.blocks, new.blocks)))
    return Comparison(
        old, new, tuple(_fact_changes(old, new)), blocks, tuple(_find_one_sided_changes(old, new, blocks))
    )


def _fact_changes(old: Document, new: Document) -> Iterator[FactChange]:
    before, after = _facts_by_name(old), _facts_by_name(new)
    if old.rights and new.rights:  # else one was made before they were looked for
        before, after = before | _rights_facts(old.rights), after | _rights_facts(new.rights)
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name) and not (name == "published" and _same_moment(old, new)):
            yield FactChange(name, before.get(name), after.get(name))


def _same_moment(old: Document, new: Document) -> bool:
    """Return whether two publication times differ only in that one lacks the UTC offset."""
    before, after = (_OFFSET.subn("", document.published or "") for document in (old, new))
    return before[0] == after[0] and before[1] != after[1]


def _facts_by_name(document: Document) -> dict[str, str | None]:
    """The facts of a document, by name."""
    return {"kind": document.kind, **stated_facts(document)}


def _rights_facts(rights: Rights) -> dict[str, str | None]:
    """A page's statements about the use of its text, without the copyright line, whose year changes."""
    reserved = rights.tdm_reservation
    return {
        "rights.license": rights.license,
        "rights.tdm_reservation": None if reserved is None else "1" if reserved else "0",
    }


def _match_blocks(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    """Match the blocks of two versions: equal texts first, then similar ones between them."""
    spans = same_spans([block.text for block in old], [block.text for block in new], MOST_BLOCK_EDITS)
    x = y = 0
    for begin_old, end_old, begin_new, end_new in [*spans, (len(old), len(old), len(new), len(new))]:
        yield from _match_similar_blocks(old[x:begin_old], new[y:begin_new])
        yield from zip(old[begin_old:end_old], new[begin_new:end_new], strict=True)
        x, y = end_old, end_new


def _match_similar_blocks(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    """Match the blocks of one place in order: similar ones paired, gone ones before new ones."""
    x = y = 0
    for matched_old, matched_new in [*_most_similar_pairs(old, new), (len(old), len(new))]:
        yield from ((block, None) for block in old[x:matched_old])
        yield from ((None, block) for block in new[y:matched_new])
        yield from zip(old[matched_old : matched_old + 1], new[matched_new : matched_new + 1], strict=True)
        x, y = matched_old + 1, matched_new + 1


def _most_similar_pairs(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
    """Pair the blocks of two versions in order, with the greatest total similarity; returns positions."""
    if not old or not new or len(old) * len(new) > _MOST_COMPARED:
        return []
    words_old, words_new = ([Counter(difference_tokens(block.text)) for block in blocks] for blocks in (old, new))
    alike = [[_shared_words(one, other) for other in words_new] for one in words_old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for x in range(len(old) - 1, -1, -1):
        for y in range(len(new) - 1, -1, -1):
            best[x][y] = max(best[x + 1][y], best[x][y + 1], alike[x][y] and alike[x][y] + best[x + 1][y + 1])
    return list(_trace_pairs(alike, best))


def _trace_pairs(alike: list[list[float]], best: list[list[float]]) -> Iterator[tuple[int, int]]:
    x = y = 0
    while best[x][y]:
        if best[x][y] == best[x + 1][y]:
            x += 1
        elif best[x][y] == best[x][y + 1]:
            y += 1
        else:
            yield x, y
            x, y = x + 1, y + 1


def _shared_words(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of common words of two blocks, 0 if it is too small for a changed block."""
    common = 2 * (one & other).total() / max(1, one.total() + other.total())
    return common if common >= _LEAST_ALIKE else 0.0


def _block_changes(matched: Iterator[tuple[Block | None, Block | None]]) -> Iterator[BlockChange]:
    spent = 0
    for old, new in matched:
        if old and new and old.text != new.text:
            spent += min(len(old.text) + len(new.text), MOST_EDITS) ** 2
            coarse = (TextPart("gone", old.text), TextPart("new", new.text))
            yield BlockChange("changed", old, new, text_difference(old.text, new.text) if spent < _BUDGET else coarse)
        elif new:
            yield BlockChange("same" if old else "new", old, new, (TextPart("same" if old else "new", new.text),))
        elif old:
            yield BlockChange("gone", old, None, (TextPart("gone", old.text),))


def _find_one_sided_changes(old: Document, new: Document, blocks: Sequence[BlockChange]) -> Iterator[OneSidedChange]:
    became = {block.old.n: block.change for block in blocks if block.old}
    came = {block.new.n: block.change for block in blocks if block.new}
    for pair in new.pairs:
        yield from _one_sided_changes(new, pair, came)
    for pair in old.pairs:
        yield from (found for found in _one_sided_changes(old, pair, became) if found.change == "gone")


def _one_sided_changes(document: Document, pair: Pair, changes: dict[int, Change]) -> Iterator[OneSidedChange]:
    for changed, kept in ((pair.source, pair.target), (pair.target, pair.source)):
        what = _joint_change([changes.get(n, "same") for n in changed])
        if what != "same" and _joint_change([changes.get(n, "same") for n in kept]) == "same":
            langs = {block.n: block.lang for block in document.blocks}
            yield OneSidedChange(what, langs.get(changed[0], "und"), changed, langs.get(kept[0], "und"), kept)


def _joint_change(changes: Sequence[Change]) -> Change:
    """Return the change of several blocks taken as one."""
    return changes[0] if len(set(changes)) == 1 else "changed"


_WAS_THERE = frozenset({200, 304})


def compare_versions(index: Index, id_: str, old: str, new: str) -> Comparison:
    """Compare the versions of a document in the index that are nearest to two times.

    Raises ArchiveMissing when there is no such document, UsageError for what is no time.
    """
    before, after = index.document(id_, old), index.document(id_, new)
    if before is None or after is None:
        raise ArchiveMissing(f"{id_}: no document with this id; find it with 'archive query'")
    return compare_with_translations(index, before, after)


def compare_with_translations(index: Index, old: Document, new: Document) -> Comparison:
    """Compare two versions of a document, and find the translations that did not change with it."""
    comparison = compare(old, new)
    if new.pairs or not (comparison.facts or comparison.changed):
        return comparison
    return replace(comparison, unchanged_translations=tuple(_find_unchanged_translations(index, old, new)))


def _find_unchanged_translations(index: Index, old: Document, new: Document) -> Iterator[UnchangedTranslation]:
    """The translations captured again after the older version that have no version since."""
    for lang, page in translations_of(index, new):
        seen = (entry.capture for entry in index.captures(page.url))
        again = any(capture.date > old.version and capture.status in _WAS_THERE for capture in seen)
        if again and page.version <= old.version:
            yield UnchangedTranslation(lang, page.id, page.url)
