"""Every place that answers a query: which documents are read, and where in their texts."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.index import Filters, Index, IndexWriter, find_spans
from archive.index.query_language.phrases import Phrase
from archive.layout import Archive
from tests.archive.index.sample_documents import make_document


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """Three documents with 产能, the second a copy of the first, the third with it in its title alone."""
    archive = Archive(tmp_path).create()
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("国际产能合作", path=path) for path in "ab"])
        writer.add((), [make_document("合作", title="产能", path="c"), make_document("其他", path="d")])
    return Index(archive)


def test_copies_are_documents_of_their_own(index: Index) -> None:
    matches = index.matches("产能", Filters(), 10)
    assert matches.total == 3
    assert {document.url[-1] for document in matches.documents} == {"a", "b", "c"}


def test_so_many_are_read_and_all_are_counted(index: Index) -> None:
    matches = index.matches("产能", Filters(), 1)
    assert (matches.total, len(list(matches.documents))) == (3, 1)
    assert list(index.matches("产能", Filters(), 0).documents) == []


def test_phrases_by_where_they_may_stand(index: Index) -> None:
    matches = index.matches("title:产能 合作 -其他", Filters(), 10)
    assert [phrase.text for phrase in matches.in_blocks] == ["合作"]
    assert [phrase.text for phrase in matches.in_title] == ["产能", "合作"]
    assert [document.url[-1] for document in matches.documents] == ["c"]


def test_what_is_no_query_is_wrong_usage(index: Index) -> None:
    with pytest.raises(UsageError):
        index.matches('"', Filters(), 10)


_pieces = st.text(st.sampled_from("产能合作ab "), min_size=1, max_size=4).filter(lambda text: text.strip())


@given(st.text(st.sampled_from("产能合作ab 。"), max_size=30), st.lists(_pieces, min_size=1, max_size=3))
def test_places_are_those_of_the_phrases_but_for_what_stands_inside_another(text: str, wanted: list[str]) -> None:
    phrases = [Phrase.of_text(piece) for piece in wanted]
    every = {place for phrase in phrases for place in find_spans(text, [phrase])}
    outer = {
        (begin, end)
        for begin, end in every
        if not any((begin, end) != other and other[0] <= begin and end <= other[1] for other in every)
    }
    assert list(find_spans(text, phrases)) == sorted(outer)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"of the"', "abd"),
        ('"of the of"', ""),
        ('"the of"', ""),
        ('"of the world"', "a"),
        ('"all of the world"', "a"),
        ('title:("of the")', "d"),
        ('"of th"*', "abcd"),
        ('"of the" -world', "bd"),
    ],
)
def test_two_function_words_are_a_phrase_like_any_other(tmp_path: Path, query: str, found: str) -> None:
    """They are one token besides: within a block and a field, and where nothing but a space parts them."""
    archive = Archive(tmp_path).create()
    texts = {
        "a": ("all of the world", "war"),
        "b": ("Of  The", "end"),
        "c": ("of", "the", "of, the", "of them"),
        "d": ("end",),
    }
    with IndexWriter(archive) as writer:
        titles = {path: "Out of the box" if path == "d" else "x" for path in texts}
        writer.add((), [make_document(*text, title=titles[path], path=path) for path, text in texts.items()])
    with Index(archive) as index:
        hits = index.search(query, Filters(), 9).hits
    assert sorted(hit.document.url[-1] for hit in hits) == list(found)


def test_the_engine_is_asked_for_two_function_words_as_one_token() -> None:
    """Their phrase stands in most documents: comparing the places of both words takes ten times as long."""
    assert " " not in Phrase.of_text("of the").marked("").partition(" OR ")[0].strip('("')
    assert " " in Phrase.of_text("of the").marked("X").partition(" OR ")[0].strip('("')
