"""Word-level difference of two texts: English by words, Chinese by characters."""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

MOST_EDITS = 400
"""Gone or new words of one text; with more, the whole text counts as gone and new."""

_HAN = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"(?:[{_HAN}]|[^\W_{_HAN}]+(?:['’][^\W_{_HAN}]+)*|\S)\s*|\s+")

Kind = Literal["same", "gone", "new"]
Span = tuple[int, int, int, int]
"""A span that two sequences have in common: begin and end in the old one, begin and end in the new one."""


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of a text that is in both, only in the old (``gone``) or only in the new one (``new``)."""

    kind: Kind
    text: str


def text_difference(old: str, new: str) -> tuple[TextPart, ...]:
    """The parts of two texts in reading order; at each change the gone part precedes the new one.

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
    """The words, characters and punctuation of a text, each with the white space after it.

    >>> difference_tokens("China’s 产能, up")
    ['China’s ', '产', '能', ', ', 'up']
    """
    return _TOKEN.findall(text)


def same_spans(old: Sequence[Hashable], new: Sequence[Hashable], most: int) -> list[Span]:
    """The common spans of two sequences, in order, with the greatest total length.

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
    """The pairs of places of a longest common subsequence, none where more than ``most`` edits are needed."""
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
    """The place in the old sequence that one more edit leads to on a diagonal, from the better of its neighbours."""
    down = diagonal == -edits or (diagonal != edits and left < right)
    return right if down else left + 1


def _trace_matches(rounds: list[list[int]], x: int, y: int) -> list[tuple[int, int]]:
    """The matches on the way that led to the end, in order."""
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
    """The pairs as spans."""
    begin = 0
    for at in range(1, len(pairs) + 1):
        if at == len(pairs) or pairs[at] != (pairs[at - 1][0] + 1, pairs[at - 1][1] + 1):
            (x, y), length = pairs[begin], at - begin
            yield x, x + length, y, y + length
            begin = at


def _without_islands(spans: Sequence[Span], new: Sequence[str]) -> list[Span]:
    """The spans without single characters that are the same by chance, between two changes."""
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
