"""Snippets of a hit, with the matching places marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.index.query_language.conditions import Phrase
from archive.index.text_analysis.folding import fold
from archive.index.text_analysis.tokens import is_word_character

WIDTH = 120
"""Characters of a snippet, the ellipses not counted."""
MOST = 3
_LEAD = 40
_REACH = 12
"""Characters by which an edge may move outwards to keep a word whole."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """An excerpt of a document's text. ``spans`` are the matching places in it: character offsets, begin and end."""

    text: str
    spans: tuple[tuple[int, int], ...]


class Texts:
    """Separate texts, each folded on first use: of a long document the first few mostly suffice."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._folded: dict[int, str] = {}

    def folded(self, number: int) -> str:
        if number not in self._folded:
            self._folded[number] = fold(self.texts[number])
        return self._folded[number]


def cut_snippets(texts: Texts, phrases: Sequence[Phrase], most: int = MOST) -> tuple[Snippet, ...]:
    """Up to ``most`` snippets from separate texts, in their order.

    Each phrase found is shown once before any is shown twice.
    """
    places: dict[int, int] = {}
    for again in (False, True):
        for phrase in phrases:
            _choose(texts, phrase, places, most, again)
    return tuple(_cut(texts, number, places[number], phrases) for number in sorted(places))


def opening_snippet(texts: Texts) -> tuple[Snippet, ...]:
    """The beginning of the first text, unmarked; empty without texts."""
    return (_cut(texts, 0, 0, ()),) if texts.texts else ()


def _choose(texts: Texts, phrase: Phrase, places: dict[int, int], most: int, again: bool) -> None:
    """Add to ``places`` (text to offset) the first text with the phrase; with ``again``, all further ones."""
    for number in range(len(texts.texts)):
        if len(places) >= most:
            return
        first = next(phrase.spans(texts.folded(number)), None)
        if first is None:
            continue
        places.setdefault(number, first[0])
        if not again:
            return


def _cut(texts: Texts, number: int, at: int, phrases: Sequence[Phrase]) -> Snippet:
    text, folded = texts.texts[number], texts.folded(number)
    start, end = _window(folded, at)
    piece = text[start:end]
    spans = _merged(
        [span for phrase in phrases for span in phrase.spans(folded) if start <= span[0] and span[1] <= end]
    )
    lead = "…" if start else ""
    shift = len(lead) - start
    marked = tuple((begin + shift, stop + shift) for begin, stop in spans)
    return Snippet(f"{lead}{piece}{'…' if end < len(text) else ''}", marked)


def _window(folded: str, at: int) -> tuple[int, int]:
    if len(folded) <= WIDTH + 2 * _REACH:
        return 0, len(folded)
    start = max(0, min(at - _LEAD, len(folded) - WIDTH))
    return _outwards(folded, start, -1), _outwards(folded, min(len(folded), start + WIDTH), 1)


def _outwards(folded: str, edge: int, step: int) -> int:
    """The edge moved outwards so that no word is cut, unless that is too far."""
    moved = edge
    for _ in range(_REACH):
        if not 0 < moved < len(folded) or not all(map(is_word_character, folded[moved - 1 : moved + 1])):
            return moved
        moved += step
    return edge


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, overlapping ones merged."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged
