"""Translation units in the index: of current versions, under the document of their source, through any filter."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.bitext.translation_units import BlockSpan, Origin, Side, TranslationUnit
from archive.index import Filters, Index, IndexWriter
from archive.layout import Archive
from archive.model.document import Document, Rights
from tests.archive.index.sample_documents import WARC, make_document


def unit(source: Document, target: Document, text: str = "你好。") -> TranslationUnit:
    """A unit of one page, or of two."""
    first = "source" if source == target else None
    sides = (
        Side("zh-Hans", text, (BlockSpan(0, 0, len(text)),), Origin.of_document(source)),
        Side("en", "Hello.", (BlockSpan(1, 0, 6),), Origin.of_document(target)),
    )
    return TranslationUnit(*sides, 0.9, first, ("duplicate",))  # type: ignore[arg-type] # a literal, as it stands here


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[IndexWriter]:
    with IndexWriter(Archive(tmp_path).create()) as writer:
        yield writer


def found(tmp_path: Path, filters: Filters = Filters()) -> list[TranslationUnit]:  # noqa: B008 - it is frozen
    with Index(Archive(tmp_path)) as index:
        return list(index.units(filters))


def test_units_come_as_they_went_of_current_versions_by_id(writer: IndexWriter, tmp_path: Path) -> None:
    old, new, other = make_document(day=2), make_document(day=3), make_document(path="b")
    for document in (old, new, other):
        writer.add([], [document], [unit(document, document, text) for text in ("一。", "二\n\ud800。")])
    documents = sorted([new, other], key=lambda document: document.id)
    assert found(tmp_path) == [unit(each, each, text) for each in documents for text in ("一。", "二\n\ud800。")]
    with Index(Archive(tmp_path)) as index:
        assert [each.version for each in index.units_of(old.id, old.version)] == [old.version] * 2
        assert index.units_of(old.id, "2020-01-01T00:00:00Z") == ()


def test_units_go_with_their_document_and_are_replaced_whole(writer: IndexWriter, tmp_path: Path) -> None:
    first, second = make_document(path="a"), make_document(path="b")
    writer.add([], [first, second], [unit(first, first), unit(second, second)])
    assert writer.replace_units(WARC, [unit(second, second, "新。")]) == 1
    assert found(tmp_path) == [unit(second, second, "新。")]
    writer.add([], [replace(second, title="another content")])
    assert found(tmp_path) == []
    writer.add([], [], [unit(second, second), unit(make_document(path="unknown"), second)])
    assert found(tmp_path) == [unit(second, second)]
    writer.remove_file(WARC)
    assert found(tmp_path) == []


def test_units_across_pages_stand_once_while_both_are_current(writer: IndexWriter, tmp_path: Path) -> None:
    chinese = replace(make_document(path="cn"), kind="speech")
    english = make_document(path="en", lang="en")
    writer.add([], [chinese, english], [unit(english, english, "同页。")])
    joined = unit(chinese, english)
    assert writer.replace_cross_page_units("sample", [joined]) == 1
    writer.replace_units(WARC, [])
    for filters in (Filters(), Filters(lang="zh"), Filters(lang="en"), Filters(kind="speech"), Filters(kind="news")):
        assert found(tmp_path, filters) == [joined]
    assert found(tmp_path, Filters(lang="fr")) == []
    writer.add([], [make_document(path="en", lang="en", day=3)])
    assert found(tmp_path) == []
    assert writer.replace_cross_page_units("sample", []) == 0
    with Index(Archive(tmp_path)) as index:
        assert index.units_of(chinese.id, chinese.version) == ()


def test_units_across_pages_are_found_from_either_page(writer: IndexWriter, tmp_path: Path) -> None:
    chinese, english = make_document(path="cn"), make_document(path="en", lang="en")
    own, joined = unit(english, english, "同页。"), unit(chinese, english)
    writer.add([], [chinese, english], [own])
    writer.replace_cross_page_units("sample", [joined])
    with Index(Archive(tmp_path)) as index:
        assert index.units_of(chinese.id, chinese.version) == (joined,)
        assert index.units_of(english.id, english.version) == (own, joined)
        writer.add([], [make_document(path="cn", day=3)])
        assert index.units_of(english.id, english.version) == (own,)
        writer.replace_cross_page_units("sample", [])
        assert index.units_of(english.id, english.version) == (own,)
        assert index.units_of(chinese.id, chinese.version) == ()


def test_both_pages_of_units_across_have_the_rights_that_are_asked_for(writer: IndexWriter, tmp_path: Path) -> None:
    free, reserved = Rights(tdm_reservation=False), Rights(tdm_reservation=True)
    chinese = replace(make_document(path="cn"), rights=free)
    english = replace(make_document(path="en", lang="en"), rights=reserved)
    other = replace(make_document(path="other", lang="en"), rights=free)
    writer.add([], [chinese, english, other], [unit(chinese, chinese)])
    writer.replace_cross_page_units("sample", [unit(chinese, english)])
    assert found(tmp_path, Filters(rights="unreserved")) == [unit(chinese, chinese)]
    assert found(tmp_path, Filters(rights="reserved")) == []
    writer.replace_cross_page_units("sample", [unit(chinese, other)])
    assert found(tmp_path, Filters(rights="unreserved")) == [unit(chinese, chinese), unit(chinese, other)]


def test_units_of_a_page_pass_by_their_own_document_alone(writer: IndexWriter, tmp_path: Path) -> None:
    chinese, english = make_document(path="cn"), make_document(path="en", lang="en")
    own, joined = unit(chinese, chinese), unit(chinese, english)
    writer.add([], [chinese, english], [own])
    writer.replace_cross_page_units("sample", [joined])
    assert found(tmp_path) == [own, joined]
    assert found(tmp_path, Filters(lang="en")) == [joined]
