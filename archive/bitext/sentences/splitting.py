"""Splits a block into sentences and keeps where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from archive.bitext.languages import primary
from archive.bitext.sentences import chinese, english


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its place in the block: ``text`` is ``block[start:end]``, without white space around."""

    text: str
    start: int
    end: int


def sentences(text: str, lang: str) -> list[Sentence]:
    """The sentences of a block, in order; between them is nothing but white space.

    ``lang`` is a BCP 47 tag: Chinese and Japanese are split at their own marks, all else as English is, which knows
    abbreviations, initials and figures.

    >>> [(one.text, one.start) for one in sentences("他说：“好吗？”我说好。", "zh-Hans")]
    [('他说：“好吗？”', 0), ('我说好。', 8)]
    """
    ends = chinese.ends(text) if primary(lang) in ("zh", "ja", "yue") else english.ends(text)
    return list(_cut(text, ends))


def _cut(text: str, ends: Iterable[int]) -> Iterable[Sentence]:
    start = 0
    for end in (*ends, len(text)):
        piece = text[start:end]
        trimmed = piece.strip()
        if trimmed:
            first = start + len(piece) - len(piece.lstrip())
            yield Sentence(trimmed, first, first + len(trimmed))
        start = end
