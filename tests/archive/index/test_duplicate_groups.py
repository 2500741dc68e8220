"""The same text posted more than once is one hit."""

import random
import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.index import Filters, Index, IndexWriter, SearchOptions
from archive.index.folding import fold
from archive.index.tables.duplicate_groups import ALIKE, FEWEST_LETTERS, bands, shingles, similarity
from archive.index.tokenizer_and_fact_tokens import EVERY_DOCUMENT
from archive.layout import Archive
from archive.model.document import Document
from tests.archive.index.sample_documents import make_document

_CHARACTERS = [chr(code) for code in range(0x4E00, 0x5200)]


def text(seed: int, length: int = 600) -> str:
    return "".join(random.Random(seed).choices(_CHARACTERS, k=length))


def changed(original: str, share: float) -> str:
    """The text with its end replaced, so that about this share of its shingles is gone."""
    kept = round(len(original) * (1 - share))
    return original[:kept] + text(len(original) + 1, len(original) - kept)


def posted(body: str, path: str, day: int = 2, **facts: str) -> Document:
    return replace(make_document("产能", body, path=path, day=day), **facts)  # type: ignore[arg-type]


def groups_of(archive: Archive) -> set[frozenset[str]]:
    """The groups by the addresses in them; those in any, and no others, have their tokens among the grouped."""
    with sqlite3.connect(archive.index_file) as connection:
        members = connection.execute("SELECT number FROM members ORDER BY 1").fetchall()
        every = connection.execute("SELECT rowid FROM grouped(?) ORDER BY 1", (EVERY_DOCUMENT,)).fetchall()
        assert every == members == connection.execute("SELECT id FROM grouped_docsize ORDER BY 1").fetchall()
        connection.execute("INSERT INTO grouped (grouped) VALUES ('integrity-check')")
        rows = connection.execute("SELECT cluster, url FROM members JOIN documents USING (number)").fetchall()
    return {frozenset(url for other, url in rows if other == cluster) for cluster, _ in rows}


def test_copies_stand_under_the_best_of_them(archive: Archive) -> None:
    speech = text(1)
    first = posted(speech, "first", site="a", published="2015-04-28")
    second = posted(changed(speech, 0.02) + "产能", "second", site="b", published="2015-05-01")
    third = posted(speech, "third", site="c")
    other = posted(text(2), "other", published="2010-01-01")
    with IndexWriter(archive) as writer:
        writer.add((), [third, other, second, first])
    with Index(archive) as index:
        result = index.search("产能", Filters(), 10)
        apart = index.search("产能", Filters(), 10, options=SearchOptions(apart=True))
        only = index.search("产能", Filters(site="a"), 10)
        assert [copy.id for copy in index.duplicates_of(second.id)] == [first.id, third.id]
        assert index.duplicates_of(other.id) == index.duplicates_of("none") == ()
    assert (result.total, result.documents) == (2, 4)
    assert [(hit.document.id, [copy.id for copy in hit.also]) for hit in result.hits] == [
        (second.id, [first.id, third.id]),
        (other.id, []),
    ]
    assert (apart.total, len(apart.hits), apart.hits[0].also) == (4, 4, ())
    assert (only.total, only.documents, only.hits[0].also) == (1, 1, ())


def test_texts_that_are_less_alike_or_short_stay_apart(archive: Archive) -> None:
    speech, short = text(1), text(2, FEWEST_LETTERS - 10)
    with IndexWriter(archive) as writer:
        writer.add(
            (), [posted(speech, "1"), posted(changed(speech, 0.4), "2"), posted(short, "3"), posted(short, "4")]
        )
    assert groups_of(archive) == set()


def test_a_new_version_leaves_the_group_and_the_old_one_comes_back(archive: Archive) -> None:
    speech = text(1)
    old, copy = posted(speech, "1", day=2), posted(speech, "2", day=2)
    new = replace(posted(text(3), "1", day=3), capture=replace(old.capture, warc="other.warc.gz"))
    with IndexWriter(archive) as writer:
        writer.add((), [old, copy])
        assert groups_of(archive) == {frozenset({old.url, copy.url})}
        writer.add((), [new])
        assert groups_of(archive) == set()
        writer.remove_documents("other.warc.gz")
        assert groups_of(archive) == {frozenset({old.url, copy.url})}
        writer.remove_documents(old.capture.warc or "")
    with sqlite3.connect(archive.index_file) as connection:
        for table in ("members", "bands", "new_bands", "signatures"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608 - our own names
        for table in ("search", "beginnings", "grouped"):
            assert connection.execute(f"SELECT rowid FROM {table}(?)", (EVERY_DOCUMENT,)).fetchall() == []  # noqa: S608 - our own names


def test_what_held_a_group_together_parts_it_when_it_goes(archive: Archive) -> None:
    left = text(1)
    middle, right = changed(left, 0.09), changed(left, 0.18)
    first, bridge, last = posted(left, "1"), posted(middle, "2", day=3), posted(right, "3", day=4)
    pairs = [(left, middle), (middle, right), (left, right)]
    sets = [(shingles([fold("产能"), fold(one)]), shingles([fold("产能"), fold(other)])) for one, other in pairs]
    assert [similarity(*pair) >= ALIKE for pair in sets] == [True, True, False]
    bridge = replace(bridge, capture=replace(bridge.capture, warc="bridge.warc.gz"))
    with IndexWriter(archive) as writer:
        writer.add((), [first, last])
        assert groups_of(archive) == set()
        writer.add((), [bridge])
        assert groups_of(archive) == {frozenset({first.url, bridge.url, last.url})}
        writer.remove_documents("bridge.warc.gz")
    assert groups_of(archive) == set()


_steps = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 2), st.sampled_from([0.0, 0.05, 0.1, 0.15, 0.5]), st.booleans()),
    min_size=1,
    max_size=14,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_steps, st.randoms(use_true_random=False))
def test_groups_follow_from_the_documents_alone(
    steps: list[tuple[int, int, float, bool]], shuffle: random.Random
) -> None:
    present: dict[str, Document] = {}
    with tempfile.TemporaryDirectory() as directory:
        archive, anew = (Archive(Path(directory) / name).create() for name in ("bit by bit", "anew"))
        with IndexWriter(archive) as writer:
            for path, seed, share, stays in steps:
                warc = f"{path}.warc.gz"
                writer.remove_documents(warc)
                present.pop(warc, None)
                if stays:
                    document = posted(changed(text(seed), share), str(path))
                    present[warc] = replace(document, capture=replace(document.capture, warc=warc))
                    writer.add((), [present[warc]])
        rest = list(present.values())
        shuffle.shuffle(rest)
        with IndexWriter(anew) as writer:
            for document in rest:
                writer.add((), [document])
        assert groups_of(archive) == groups_of(anew) == linked(rest)


def linked(documents: list[Document]) -> set[frozenset[str]]:
    """The groups by comparing each with each."""
    found = {document.url: shingles([fold(block.text) for block in document.blocks]) for document in documents}
    group = {url: {url} for url in found}
    for url, one in found.items():
        for other, another in found.items():
            if similarity(one, another) >= ALIKE:
                joined = group[url] | group[other]
                group.update(dict.fromkeys(joined, joined))
    return {frozenset(each) for each in group.values() if len(each) > 1}


def test_every_document_stands_with_its_group_and_its_first_version(archive: Archive) -> None:
    body = text(1)
    first, again, copy = posted(body, "a", 3), posted(body, "a", 5), posted(body, "b", 4)
    other = posted(text(2), "c")
    with IndexWriter(archive) as writer:
        writer.add((), [again, first, copy, other])
    with Index(archive) as index:
        found = {each.id: (each.captured, each.group) for each in index.duplicate_groups()}
    group = found[first.id][1]
    assert group is not None
    assert found == {
        first.id: (first.version, group),
        copy.id: (copy.version, group),
        other.id: (other.version, None),
    }


@given(st.text(max_size=500), st.text(max_size=500))
def test_similarity_is_symmetric_and_bounded(first: str, second: str) -> None:
    one, other = shingles([fold(first)]), shingles([fold(second)])
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= similarity(one, other) <= 1
    assert bands(one) == bands(frozenset(sorted(one, reverse=True)))


def test_texts_that_are_alike_share_a_band() -> None:
    shared = 0
    for seed in range(200):
        original = text(seed)
        one, other = (shingles([each]) for each in (original, changed(original, 0.1)))
        shared += bool(set(bands(one)).intersection(bands(other)))
    assert shared >= 198


def test_groups_are_found_across_new_and_older_bands(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.index.tables.duplicate_groups._MOST_NEW", 9)
    speech = text(1)
    first, other, copy = posted(speech, "1"), posted(text(2), "2"), posted(speech, "3")
    with IndexWriter(archive) as writer:
        writer.add((), [first, other])  # which moves them
        writer.add((), [copy])
    assert groups_of(archive) == {frozenset({first.url, copy.url})}
    with sqlite3.connect(archive.index_file) as connection:
        held = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("bands", "new_bands")]  # noqa: S608 - our own names
    assert held == [16, 8]
