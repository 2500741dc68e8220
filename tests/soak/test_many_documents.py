"""An index of many generated documents: filled, searched, changed and checked, in memory that does not grow."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from archive.index import Filters, Index, IndexWriter, SearchOptions
from archive.layout import Archive
from archive.model.document import Document
from benchmarks.generated import Words, document, documents
from tests.archive.index.scan import holds, normal, quoted, texts_of

_BATCH = 1000
_CHANGED = 50
_GROWTH = 64
"""MiB that the process may hold after the last document more than after the first tenth."""
_NEWER = "2027-01-01T00:00:00.000000Z"
_APART = SearchOptions(apart=True)


class _Expected:
    """Which documents hold each of some texts, as reading them all finds: a byte for each document's number."""

    def __init__(self, wanted: list[str], most: int) -> None:
        self.found = {text: bytearray(most) for text in wanted}

    def put(self, one: Document) -> None:
        texts = [normal(text) for text in texts_of(one)]
        for wanted, holding in self.found.items():
            holding[_number(one)] = any(holds(text, wanted) for text in texts)

    def differing(self, index: Index) -> list[str]:
        """The texts that the index finds in other documents, or in another number of them."""
        return [wanted for wanted, holding in self.found.items() if not _same(index, wanted, holding)]


def _same(index: Index, wanted: str, holding: bytearray) -> bool:
    result, facets = index.search_with_facets(quoted(wanted), Filters(), 50, options=_APART)
    counted = sum(number for _, number in facets.sites)
    hits = [holding[_number(hit.document)] for hit in result.hits]
    return result.documents == sum(holding) and counted == facets.counted <= result.documents and all(hits)


def _number(one: Document) -> int:
    """The number of a generated document, which its id ends with."""
    return int(one.id.rpartition("-")[2], 16)


def _wanted(words: Words) -> list[str]:
    """The commonest character, word and pairs of them, and some that are rare."""
    chosen = [words.chinese[0], words.chinese[0] + words.chinese[1], " ".join(words.english[:2]), words.english[2]]
    chosen += [words.chinese[n] + words.chinese[n + 1] for n in (9, 40)] + [words.english[n] for n in (99, 900)]
    return list(map(normal, chosen))


def _resident() -> float:
    """MiB that this process holds."""
    found = re.search(r"VmRSS:\s*(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def _fill(writer: IndexWriter, made: Iterator[Document], expected: _Expected, count: int) -> list[float]:
    """Index documents; the MiB held after each batch."""
    held = []
    while batch := list(islice(made, min(_BATCH, count // 10))):
        writer.add((), batch)
        for one in batch:
            expected.put(one)
        held.append(_resident())
    return held


def _crawl_on(writer: IndexWriter, expected: _Expected, words: Words, count: int) -> None:
    """Index newer versions with other texts, and new documents, each in a transaction of its own as a crawl does."""
    for number in (*random.Random(1).sample(range(count), _CHANGED), *range(count, count + _CHANGED)):
        newer = replace(document(number, words), version=_NEWER)
        writer.add((), [newer])
        expected.put(newer)


@pytest.mark.parametrize(
    "count", [300, pytest.param(1_000_000, marks=[pytest.mark.soak, pytest.mark.timeout(12 * 3600)])]
)
def test_many_documents_are_found_replaced_and_checked(tmp_path: Path, count: int) -> None:
    words, archive = Words(1), Archive(tmp_path).create()
    expected = _Expected(_wanted(words), count + _CHANGED)
    with IndexWriter(archive) as writer:
        held = _fill(writer, documents(count, words), expected, count)
        writer.optimize()
        with Index(archive) as index:
            assert expected.differing(index) == []
            _crawl_on(writer, expected, words, count)
            writer.merge()
            assert expected.differing(index) == []
            assert index.counts().documents == count + _CHANGED
            assert index.counts().versions == count + 2 * _CHANGED
        assert writer.faults() == []
    assert held[-1] - held[len(held) // 10] < _GROWTH
