"""Splits of a corpus: every unit in one, texts that are alike in the same, and nothing moved by later documents."""

import random
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.bitext.translation_units import BlockSpan, Origin, Side, TranslationUnit
from archive.errors import UsageError
from archive.export.unit_filters_templates_and_corpus_splits import DocumentSplits, SplitShares
from archive.index import IndexWriter
from archive.layout import Archive
from archive.model.document import Document
from tests.archive.index.sample_documents import make_document

SHARES = SplitShares.parse("train=.5,dev=.25,test=.25")
_CHARACTERS = [chr(code) for code in range(0x4E00, 0x5200)]


def posted(path: str, seed: int, day: int, length: int = 400) -> Document:
    """A document whose text ``seed`` gives."""
    return make_document("".join(random.Random(seed).choices(_CHARACTERS, k=length)), path=path, day=day)


def unit_of(source: Document, target: Document) -> TranslationUnit:
    sides = [
        Side(lang, document.blocks[0].text[:20], (BlockSpan(0, 0, 20),), Origin.of_document(document))
        for lang, document in (("zh-Hans", source), ("en", target))
    ]
    return TranslationUnit(sides[0], sides[1], 0.9, None if source is not target else "source", ())


def splits_of(documents: Iterable[Document], units: Iterable[TranslationUnit] = ()) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as root:
        archive = Archive(Path(root)).create()
        with IndexWriter(archive) as writer:
            writer.add((), documents, units)
        return dict(DocumentSplits.of_archive(archive, SHARES).of_document)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 12), min_size=1, max_size=20), st.integers(0, 20))
def test_every_document_has_a_split_and_texts_alike_the_same_as_before(seeds: list[int], earlier: int) -> None:
    documents = [posted(f"{n}", seed, day=n + 1) for n, seed in enumerate(seeds)]
    splits = splits_of(documents)
    assert set(splits) == {document.id for document in documents}
    assert set(splits.values()) <= set(SHARES.shares)
    of_seed = defaultdict(set)
    for document, seed in zip(documents, seeds, strict=True):
        of_seed[seed].add(splits[document.id])
    assert all(len(names) == 1 for names in of_seed.values())
    before = splits_of(documents[:earlier])
    assert before.items() <= splits.items()
    assert splits_of(reversed(documents)) == splits


def families(together: bool) -> Iterator[dict[str, str]]:
    """Splits of two documents that would be in different ones; ``together``: where they stand in a unit."""
    for number in range(8):
        chinese, english = posted(f"zh/{number}", 1, 1), posted(f"en/{number}", 2, 2)
        yield splits_of([chinese, english], [unit_of(chinese, english)] if together else [])


def test_the_two_pages_of_a_unit_are_in_one_split() -> None:
    assert all(len(set(splits.values())) == 1 for splits in families(together=True))
    assert any(len(set(splits.values())) == 2 for splits in families(together=False))


def test_short_documents_with_the_same_units_are_in_one_split() -> None:
    documents = [posted(f"{n}", 1, day=n + 1, length=30) for n in range(8)]
    assert len(set(splits_of(documents).values())) > 1
    assert len(set(splits_of(documents, [unit_of(each, each) for each in documents]).values())) == 1


def test_a_later_version_leaves_a_document_where_it_is() -> None:
    first = [posted(f"{n}", n, day=1) for n in range(12)]
    again = [replace(posted(f"{n}", 100 + n, day=9), id=document.id) for n, document in enumerate(first)]
    assert splits_of([*first, *again]) == splits_of(first)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=5).filter(any), st.text(max_size=5))
def test_a_split_with_no_share_gets_nothing(weights: list[int], key: str) -> None:
    shares = {f"s{n}": weight / sum(weights) for n, weight in enumerate(weights)}
    assert shares[SplitShares(shares).split_of(key)] > 0


def test_splits_have_their_shares() -> None:
    names = [SplitShares.parse("train=.8,dev=.1,test=.1").split_of(str(n)) for n in range(2000)]
    assert [round(names.count(name) / 2000, 1) for name in ("train", "dev", "test")] == [0.8, 0.1, 0.1]


@pytest.mark.parametrize(
    "wrong", ["", "train", "train=1,train=0", "Train=1", "a/b=1", "all=1", "a=.5", "a=.7,b=.7", "a=nan", "a=2,b=-1"]
)
def test_shares_that_are_none_are_wrong_usage(wrong: str) -> None:
    with pytest.raises(UsageError, match="--split"):
        SplitShares.parse(wrong)
