"""The tokens file is made, and kept up with the index."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.corpus import tokens_file_writer_and_postings
from archive.corpus.corpus_and_selections import Corpus
from archive.corpus.tokens_file_writer_and_postings import BREAK, remove_tokens, tokens_faults, update_tokens
from archive.corpus.words import corpus_texts, split_words
from archive.errors import ArchiveUnusable, IndexMissing
from archive.index import Filters, IndexWriter
from archive.layout import Archive
from archive.model.document import Document
from tests.archive.index.sample_documents import WARC, make_document

ALL = Filters()
LONG = (
    "今天上午，中国与拉美国家的代表在北京举行产能合作论坛，双方就基础设施、装备制造、农业、能源等领域的合作交换了意见。"
    * 6
)


def add(archive: Archive, *documents: Document) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), documents)


def counted(archive: Archive, filters: Filters = ALL, *, copies: bool = False) -> Counter[str]:
    """The frequency of each word by the corpus."""
    with Corpus.open(archive) as corpus:
        numbers = Counter(
            word for text in corpus.select(filters, copies=copies).texts() for word in text.words if word
        )
        keys = corpus.keys(numbers)
    return Counter({keys[number]: count for number, count in numbers.items()})


def scanned(documents: Iterable[Document]) -> Counter[str]:
    """The frequency of each word in the documents themselves."""
    texts = (text for document in documents for text in corpus_texts(document))
    return Counter(word.key for text in texts for word in split_words(text.text, text.lang) if word.is_word)


def test_the_words_of_all_documents_are_counted(archive: Archive) -> None:
    documents = [make_document("产能合作", "合作"), make_document("Capacity cooperation", path="b", lang="en")]
    add(archive, *documents)
    assert counted(archive) == scanned(documents)
    assert counted(archive)["合作"] == 2


def test_blocks_do_not_touch(archive: Archive) -> None:
    add(archive, make_document("产能", "合作", title=None))
    with Corpus.open(archive) as corpus:
        (text,) = corpus.select(Filters()).texts()
    assert [word == BREAK for word in text.words] == [True, False, True, False]


def test_a_document_that_comes_changes_or_goes_is_followed(archive: Archive) -> None:
    first, second = make_document("产能合作"), make_document("国际论坛", path="b")
    add(archive, first)
    assert update_tokens(archive) == 1
    add(archive, second)
    assert update_tokens(archive) == 1
    newer = replace(make_document("装备制造"), version="2026-01-09T03:04:05.000006Z")
    add(archive, newer)
    assert counted(archive) == scanned([newer, second])
    with IndexWriter(archive) as writer:
        writer.remove_documents(WARC)
    assert counted(archive) == Counter()


def test_a_row_number_that_is_used_again_is_read_again(archive: Archive) -> None:
    add(archive, make_document("产能合作"))
    update_tokens(archive)
    with IndexWriter(archive) as writer:
        writer.remove_documents(WARC)
    other = make_document("国际论坛", path="b")
    add(archive, other)
    assert counted(archive) == scanned([other])


def test_without_an_update_changed_documents_are_left_out(archive: Archive) -> None:
    kept, changed = make_document("产能合作"), make_document("国际论坛", path="b")
    add(archive, kept, changed)
    update_tokens(archive)
    add(archive, replace(changed, version="2026-01-09T03:04:05.000006Z", title="新闻"))
    with Corpus.open(archive, update=False) as corpus:
        assert corpus.missing
        assert corpus.select(Filters()).documents == 1


def test_a_text_posted_twice_counts_once_unless_copies_are_asked_for(archive: Archive) -> None:
    first = replace(make_document(LONG), published="2026-01-01")
    second = replace(make_document(LONG, path="b"), published="2026-01-02")
    add(archive, first, second)
    assert counted(archive) == scanned([first])
    assert counted(archive, copies=True) == scanned([first, second])
    assert counted(archive, Filters(since="2026-01-02")) == scanned([second])


def test_filters_and_languages_choose_texts(archive: Archive) -> None:
    documents = [
        make_document("产能合作", title=None),
        make_document("Our cooperation", path="b", lang="en", title=None),
    ]
    add(archive, documents[0], replace(documents[1], kind="speech"))
    assert counted(archive, Filters(kind="speech")) == scanned(documents[1:])
    with Corpus.open(archive) as corpus:
        part = corpus.select(Filters(), "zh")
        assert (part.documents, part.words, part.characters) == (1, 2, 4)
        assert [lang for _, lang, _, _ in corpus.select(Filters()).totals()] == ["zh", "en"]


def test_postings_find_the_texts_that_have_a_word(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens_file_writer_and_postings, "_LOOSE", 3)
    monkeypatch.setattr(tokens_file_writer_and_postings, "_SEGMENT", 4)
    for number in range(11):
        add(archive, make_document("产能合作" if number % 3 else "国际论坛", path=str(number), title=None))
        update_tokens(archive)
    with Corpus.open(archive) as corpus:
        (word,) = corpus.find_words("合作", "zh")
        found = list(corpus.select(Filters()).texts_with({word.number}))
    assert len(found) == 7


@pytest.mark.parametrize(
    ("pattern", "found"),
    [("*tion", ["action", "nation"]), ("n?tion", ["nation"]), ("NATION", ["nation"]), ("[n]ation", []), ("[*", [])],
)
def test_patterns_find_words(archive: Archive, pattern: str, found: list[str]) -> None:
    add(archive, make_document("Action, nation, native", lang="en", title=None))
    with Corpus.open(archive) as corpus:
        assert [word.key for word in corpus.find_words(pattern, "en")] == found


def test_making_the_file_goes_on_where_it_was_stopped(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [make_document(f"产能合作{number}", path=str(number)) for number in range(7)]
    add(archive, *documents)
    monkeypatch.setattr(tokens_file_writer_and_postings, "_BATCH", 2)

    def stop(_what: str, part: float) -> None:
        if part > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        update_tokens(archive, stop)
    with Corpus.open(archive, update=False) as corpus:
        assert corpus.missing
        assert 0 < corpus.select(Filters()).documents < 7
    assert update_tokens(archive) < 7
    assert counted(archive) == scanned(documents)


def test_an_index_made_anew_makes_the_file_anew(archive: Archive) -> None:
    add(archive, make_document("产能合作"))
    update_tokens(archive)
    other = make_document("国际论坛", path="b")
    with IndexWriter(archive) as writer:
        writer.clear()
        writer.add((), [other])
    assert counted(archive) == scanned([other])


def test_a_file_that_misses_forgotten_changes_is_made_anew(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens_file_writer_and_postings, "_BATCH", 1)
    first, second = make_document("产能合作"), make_document("国际论坛", path="b")
    add(archive, first)
    update_tokens(archive)
    older = archive.tokens_file.read_bytes()
    add(archive, second, make_document("装备制造", path="c"))
    update_tokens(archive)
    remove_tokens(archive)
    archive.tokens_file.write_bytes(older)
    assert counted(archive) == scanned([first, second, make_document("装备制造", path="c")])


def test_a_damaged_file_is_made_anew(archive: Archive) -> None:
    document = make_document("产能合作")
    add(archive, document)
    update_tokens(archive)
    archive.tokens_file.write_bytes(b"no database " * 2000)
    assert counted(archive) == scanned([document])


def test_without_an_index_there_is_no_corpus(archive: Archive) -> None:
    with pytest.raises(IndexMissing, match="archive index --rebuild"), Corpus.open(archive):
        pass


def test_without_a_file_and_without_an_update_it_says_how_to_make_it(archive: Archive) -> None:
    add(archive, make_document("产能合作"))
    with pytest.raises(ArchiveUnusable, match="archive index"), Corpus.open(archive, update=False):
        pass


def test_a_reader_is_not_stopped_by_a_writer(archive: Archive) -> None:
    add(archive, make_document("产能合作"))
    update_tokens(archive)
    writer = sqlite3.connect(archive.tokens_file, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with Corpus.open(archive, update=False) as corpus:
        assert corpus.select(Filters()).documents == 1
    writer.close()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["产能合作", "国际 forum", "action, nation", ""])), max_size=8
    )
)
def test_any_order_of_changes_ends_in_the_words_of_the_documents(
    archive: Archive, steps: list[tuple[int, str]]
) -> None:
    with IndexWriter(archive) as writer:
        writer.clear()
    current: dict[int, Document] = {}
    for time, (path, text) in enumerate(steps):
        made = make_document(*([text] if text else []), path=str(path))
        current[path] = replace(made, version=f"2026-02-01T00:00:{time:02d}.000000Z")
        add(archive, current[path])
        if time % 2:
            update_tokens(archive)
    assert counted(archive) == scanned(current.values())
    assert tokens_faults(archive) == []
    with Corpus.open(archive) as corpus:
        totals = corpus.select(ALL).count_words()
        keys = corpus.keys(totals)
    assert Counter({keys[number]: count for number, count in totals.items()}) == scanned(current.values())


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE texts SET words = CAST(words || x'01' AS BLOB)",
        "UPDATE segments SET numbers = x'01'",
        "UPDATE postings SET places = x'0300' WHERE word = (SELECT max(word) FROM postings)",
        "DELETE FROM postings WHERE word = 1",
        "UPDATE totals SET count = count + 1 WHERE word = 1",
        "DELETE FROM totals WHERE word = 1",
    ],
)
def test_a_flipped_bit_is_found(archive: Archive, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens_file_writer_and_postings, "_LOOSE", 2)
    add(archive, make_document("产能合作"), make_document("国际论坛", path="b"))
    update_tokens(archive)
    assert tokens_faults(archive) == []
    with sqlite3.connect(archive.tokens_file) as connection:
        connection.execute(damage)
    assert len(tokens_faults(archive)) in (1, 2)
