"""Every place in texts that answers a query, not only the first few."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge

from archive.index.folding import fold
from archive.index.phrases import Phrase
from archive.model.document import Document


@dataclass(frozen=True, slots=True)
class Matches:
    """The documents that answer a query: how many there are, and the best of them, read one by one.

    ``in_blocks`` are the phrases that may stand in a block, ``in_title`` those that may stand in title or subtitle.
    """

    total: int
    documents: Iterator[Document]
    in_blocks: tuple[Phrase, ...]
    in_title: tuple[Phrase, ...]


def find_places(text: str, phrases: Sequence[Phrase]) -> Iterator[tuple[int, int]]:
    """Where any of the phrases stands in a text: character offsets, begin and end, in order.

    A place inside another one is left out; of one phrase, places do not overlap.

    >>> list(find_places("國際產能合作", [Phrase.of("产能"), Phrase.of("产能合作")]))
    [(2, 6)]
    """
    folded = fold(text)
    reached = -1
    for begin, end in merge(*(phrase.spans(folded) for phrase in phrases), key=lambda span: (span[0], -span[1])):
        if end > reached:
            yield begin, end
            reached = end
