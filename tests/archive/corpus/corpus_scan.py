"""Counts words by reading documents from end to end, with nothing of the modules that are tested.

Words are cut here too by ``split_words``, whose own tests say what a word is; all counting is this file's own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from math import log
from typing import NamedTuple

from archive.corpus.words import corpus_texts, split_words
from archive.model.document import Document

Blocks = dict[str, list[list[str]]]
"""The words of each block of a document, by its id."""


def blocks_of(documents: Iterable[Document], lang: str) -> Blocks:
    """The words of the blocks in a language, of documents that have any text in it."""
    found: Blocks = {}
    for document in documents:
        blocks = [
            [word.key for word in split_words(text.text, text.lang) if word.is_word]
            for text in corpus_texts(document)
            if text.lang.split("-")[0] == lang
        ]
        if blocks:
            found[document.id] = blocks
    return found


def tokens(blocks: Blocks) -> int:
    return sum(len(block) for each in blocks.values() for block in each)


def grams(block: list[str], length: int) -> Iterator[tuple[str, ...]]:
    for at in range(len(block) - length + 1):
        yield tuple(block[at : at + length])


class Scanned(NamedTuple):
    """How often something occurs, the documents with it, and Gries's DP by its formula over all documents."""

    hits: int
    documents: int
    dispersion: float


def scan_grams(blocks: Blocks, length: int) -> dict[tuple[str, ...], Scanned]:
    """The frequency of all sequences of words."""
    by_document = {
        name: Counter(gram for block in each for gram in grams(block, length)) for name, each in blocks.items()
    }
    size, whole = {name: sum(map(len, each)) for name, each in blocks.items()}, tokens(blocks)
    found = {}
    for gram in set().union(*by_document.values()):
        counts = {name: counter[gram] for name, counter in by_document.items()}
        total = sum(counts.values())
        differences = sum(abs(counts[name] / total - size[name] / whole) for name in blocks)
        found[gram] = Scanned(total, sum(1 for count in counts.values() if count), differences / 2)
    return found


class ScannedWindow(NamedTuple):
    """The hits of a node, and for each word the places near it, those elsewhere, and G²."""

    hits: int
    beside: Counter[str]
    log_likelihood: dict[str, float]


def scan_window(blocks: Blocks, node: tuple[str, ...], left: int, right: int) -> ScannedWindow:
    """The words at the places near a node; every place of every block is looked at once."""
    hits, beside, elsewhere = 0, Counter[str](), Counter[str]()
    for block in (block for each in blocks.values() for block in each):
        starts, at = [], 0
        while at + len(node) <= len(block):
            if tuple(block[at : at + len(node)]) == node:
                starts.append(at)
                at += len(node)
            else:
                at += 1
        hits += len(starts)
        for place, word in enumerate(block):
            if any(start <= place < start + len(node) for start in starts):
                continue
            near = any(
                start - left <= place < start or start + len(node) <= place < start + len(node) + right
                for start in starts
            )
            (beside if near else elsewhere)[word] += 1
    scores = {word: _g2(beside[word], elsewhere[word], beside.total(), elsewhere.total()) for word in beside}
    return ScannedWindow(hits, beside, scores)


def _g2(here: int, there: int, places_here: int, places_there: int) -> float:
    """G² of two rows and two columns, cell by cell."""
    cells = [[here, places_here - here], [there, places_there - there]]
    whole = places_here + places_there
    rows, columns = [sum(row) for row in cells], [sum(column) for column in zip(*cells, strict=True)]
    found = 0.0
    for row in (0, 1):
        for column in (0, 1):
            if observed := cells[row][column]:
                found += observed * log(observed / (rows[row] * columns[column] / whole))
    return 2 * found
