"""What the archive holds in words and characters, against the documents themselves."""

from dataclasses import replace
from pathlib import Path

import pytest

from archive.corpus.tokens_file_writer_and_postings import update_tokens
from archive.corpus.words import corpus_texts, split_words
from archive.index import IndexWriter
from archive.layout import Archive
from archive.model.document import Block, Document
from archive.query.statistics import TextSize, read_statistics, read_text_sizes, statistics_text, statistics_values
from tests.archive.index.sample_documents import make_document

LONG = "今天上午，中国与拉美国家的代表在北京举行产能合作论坛，双方就基础设施、农业、能源等领域的合作交换了意见。" * 6


def documents() -> list[Document]:
    """Pages of two sites, in three languages, of two years and one without a day; two pages have the same text."""
    english = make_document("Capacity rose, they said.", "No. 5", path="en", lang="en", title="Capacity")
    mixed = make_document("产能合作。", "Trade talks", path="mixed", title=None)
    mixed = replace(
        mixed, blocks=(mixed.blocks[0], Block(1, "paragraph", "Trade talks", "en", 1.0, "/p")), site="other"
    )
    return [
        replace(english, published="2024-02-03"),
        replace(mixed, kind="speech", published="2025-02-03T10:00:00+08:00"),
        make_document("Die Häfen", path="de", lang="de", title="Die Häfen"),
        *(replace(make_document(LONG, path=path), published=day) for path, day in (("a", "2025"), ("b", "2024"))),
    ]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path / "data").create()
    with IndexWriter(archive) as writer:
        writer.add((), documents())
    return archive


def scan(group: str) -> dict[str, TextSize]:
    """Documents, words and characters by a fact, by reading."""
    found: dict[str, list[tuple[str, int, int]]] = {}
    for document in documents():
        for _, lang, text in corpus_texts(document):
            facts = {
                "languages": lang.partition("-")[0],
                "sites": document.site,
                "kinds": document.kind,
                "years": (document.published or "")[:4],
            }
            words = sum(word.is_word for word in split_words(text, lang))
            found.setdefault(facts[group], []).append((document.id, words, len(text)))
    return {
        name: TextSize(
            len({id_ for id_, _, _ in sizes}), sum(size[1] for size in sizes), sum(size[2] for size in sizes)
        )
        for name, sizes in found.items()
    }


def test_words_and_characters_are_those_of_a_scan(archive: Archive) -> None:
    update_tokens(archive)
    texts = read_text_sizes(archive)
    assert texts
    for group in ("languages", "sites", "kinds", "years"):
        assert getattr(texts, group) == scan(group)
    assert set(texts.languages) == {"zh", "en", "de"}
    assert texts.total == TextSize(5, *(sum(size[at] for size in scan("sites").values()) for at in (1, 2)))
    copy = sum(word.is_word for word in split_words(LONG, "zh")) + 1
    assert texts.words_once == texts.total.words - copy


def test_the_text_has_words_beside_documents(archive: Archive) -> None:
    update_tokens(archive)
    lines = [line.split() for line in statistics_text(read_statistics(archive)).splitlines()]
    sites = scan("sites")
    assert ["site", "documents", "words", "characters"] in lines
    assert ["other", "1", str(sites["other"].words), str(sites["other"].characters)] in lines
    years = scan("years")
    row = next(line for line in lines if line[:1] == ["2025"])
    assert row[:4] == ["2025", "2", str(years["2025"].words), str(years["2025"].characters)]
    assert ["text", "in", "documents", "words", "characters"] in lines
    values = statistics_values(read_statistics(archive))["texts"]
    assert values["languages"]["de"] == {"documents": 1, "words": 2, "characters": 9}
    assert "" not in values["years"]


def test_without_a_tokens_file_documents_alone_are_counted(archive: Archive) -> None:
    assert not archive.tokens_file.exists()
    found = read_statistics(archive)
    assert found.texts is None
    assert statistics_text(found).endswith("words and characters are not counted; 'archive index' counts them")
    assert statistics_values(found)["texts"] is None
    assert not archive.tokens_file.exists()
    archive.tokens_file.write_bytes(b"no database" * 1000)
    assert read_statistics(archive).texts is None


def test_what_is_not_counted_yet_is_said(archive: Archive) -> None:
    update_tokens(archive)
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("新的一页。", path="new")])
    found = read_statistics(archive)
    assert found.texts
    assert (found.counts.documents, found.texts.total.documents) == (6, 5)
    assert found.texts.missing == 1
    assert "not counted yet in at least 1 document that changed" in statistics_text(found)
