"""Chinese words as terms are made of them: cut by the dictionary, and no particle or verb of all work at an edge."""

import re
from collections.abc import Iterator
from functools import lru_cache

from archive.bitext.lexicon.cedict import LONGEST as LONGEST_WORD
from archive.bitext.lexicon.cedict import is_word
from archive.bitext.lexicon.simplified_chinese import simplified
from archive.terms.small_words_zh import NO_BEGINNING, NO_END, SMALL
from archive.terms.tokens import Run, Token

LONGEST = 6
"""Words of a term."""
MOST_CHARACTERS = 10
"""Characters of a term."""

_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaffA-Za-z]+")
_PIECE = re.compile(r"[A-Za-z]+|[^A-Za-z]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

_FIGURE = re.compile("[〇零一二两三四五六七八九十百千万亿几数第]+|一.")
"""Numbers, and 一家, 一句, 一点 and their like."""


def runs(text: str) -> Iterator[Run]:
    """The words between punctuation and figures, in order, in simplified characters.

    >>> [[token.key for token in run] for run in runs("加強國際產能合作,發展中國家。")]
    [['加强', '国际', '产能', '合作'], ['发展中国家']]
    """
    folded = simplified(text)
    for run in _RUN.finditer(folded):
        yield [
            Token(word, run.start() + piece.start() + at, run.start() + piece.start() + at + len(word))
            for piece in _PIECE.finditer(run[0])
            for at, word in _words(piece[0])
        ]


def _words(piece: str) -> Iterator[tuple[int, str]]:
    """The words of a piece and where they begin: as few as the dictionary allows, of as many the longer ones last.

    >>> [word for _, word in _words("发展中国家合作")]
    ['发展中国家', '合作']
    """
    if piece[0] < "\u3000":
        yield 0, piece.lower()
        return
    size = len(piece)
    costs, ends = [0] * (size + 1), [size] * size
    for at in range(size - 1, -1, -1):
        costs[at], ends[at] = _cheapest(piece, at, costs)
    at = 0
    while at < size:
        yield at, piece[at : ends[at]]
        at = ends[at]


def _cheapest(piece: str, at: int, costs: list[int]) -> tuple[int, int]:
    """What the words from ``at`` on cost, and where the first ends; a lone character costs more than a word."""
    best, end = costs[at + 1] + 3, at + 1
    for size in range(2, min(LONGEST_WORD, len(piece) - at) + 1):
        cost = costs[at + size] + 2
        if cost < best and is_word(piece[at : at + size]):
            best, end = cost, at + size
    return best, end


@lru_cache(maxsize=1 << 16)
def may_begin(word: str) -> bool:
    """Whether a term may begin with a word."""
    return not _is_small(word) and word not in NO_BEGINNING


@lru_cache(maxsize=1 << 16)
def may_end(word: str) -> bool:
    """Whether a term may end with a word."""
    return not _is_small(word) and word not in NO_END


def may_stand_inside(word: str) -> bool:
    """Whether a term may have a word between two others: not what ends a clause or joins two."""
    return word not in ("了", "是", "的")


def is_term(words: tuple[str, ...]) -> bool:
    """Whether words that fit together are two Chinese characters or more, and not too many."""
    text = "".join(words)
    return len(text) <= MOST_CHARACTERS and len(_HAN.findall(text)) > 1


def _is_small(word: str) -> bool:
    return word in SMALL or _FIGURE.fullmatch(word) is not None
