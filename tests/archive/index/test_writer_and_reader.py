import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from archive.errors import ArchiveDamaged, ArchiveError, ArchiveLocked, ArchiveMissing, UsageError
from archive.index import Filters, Index, IndexWriter
from archive.index.tables import database
from archive.layout import Archive
from archive.model.document import Block
from tests.archive.index.sample_documents import WARC, make_document, make_entry, make_speech


def titles(archive: Archive, query: str, filters: Filters = Filters()) -> list[str | None]:  # noqa: B008 - frozen
    with Index(archive) as index:
        return [hit.document.title for hit in index.search(query, filters, 100).hits]


def dump(archive: Archive) -> list[str]:
    with sqlite3.connect(archive.index_file) as connection:
        return list(connection.iterdump())


def test_adding_the_same_again_changes_nothing(archive: Archive) -> None:
    documents, entries = [make_document("中国"), make_document("中国合作", day=3)], [make_entry("http://a.example/")]
    with IndexWriter(archive) as writer:
        writer.add(entries, documents)
        before = dump(archive)
        writer.add(entries, documents)
        writer.add(entries, reversed(documents))
    assert dump(archive) == before


def test_only_the_latest_version_is_searched_in_whatever_order_they_come(archive: Archive) -> None:
    old, new = make_document("旧的文字", day=2), make_document("新的文字", day=3)
    with IndexWriter(archive) as writer:
        writer.add((), [new])
        writer.add((), [old])
    assert titles(archive, "旧的") == []
    assert titles(archive, "新的") == ["标题"]
    with Index(archive) as index:
        assert index.document(old.id) == new
        assert index.document(old.url, old.version) == old
        assert (index.counts().documents, index.counts().versions) == (1, 2)


def test_a_version_with_other_text_replaces_the_one_that_was_there(archive: Archive) -> None:
    wrong = make_document("错误")
    right = replace(wrong, blocks=(Block(0, "paragraph", "正确", "zh-Hans", 1.0, "/html"),))
    with IndexWriter(archive) as writer:
        writer.add((), [wrong])
        writer.add((), [right])
    assert titles(archive, "错误") == []
    assert titles(archive, "正确") == ["标题"]


def test_forgetting_a_file_brings_back_the_version_before(archive: Archive) -> None:
    old, new = make_document("旧的文字", day=2), make_document("新的文字", day=3)
    new = replace(new, capture=replace(new.capture, warc="other.warc.gz"))
    with IndexWriter(archive) as writer:
        writer.add([make_entry(new.url, warc="other.warc.gz"), make_entry(new.url, offset=7)], [old, new])
        writer.remove_file("other.warc.gz")
    assert titles(archive, "新的") == []
    assert titles(archive, "旧的") == ["标题"]
    with Index(archive) as index:
        assert [entry.capture.warc for entry in index.captures(new.url)] == [WARC]
        assert index.document_count("other.warc.gz") == 0
        assert index.document_count(WARC) == 1


def test_clear_forgets_everything(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add([make_entry("http://a.example/")], [make_document("中国")])
        writer.clear()
    with Index(archive) as index:
        counts = index.counts()
        assert (counts.captures, counts.documents, counts.versions) == (0, 0, 0)
        assert index.search("中国", Filters(), 10).total == 0


def test_captures_by_time_place_and_payload(archive: Archive) -> None:
    url = "http://a.example/x?b=1"
    first, second, third = (make_entry(url, day=day, offset=day) for day in (2, 5, 9))
    revisit = make_entry("http://a.example/y", day=1, offset=1, digest="sha1:ABC", revisit=True)
    with IndexWriter(archive) as writer:
        writer.add([third, first, second, revisit], ())
        assert writer.capture_with_digest("sha1:ABC") == first
    with Index(archive) as index:
        assert index.captures("HTTP://A.example:80/x?b=1&utm_source=z#f") == [first, second, third]
        assert index.capture(url) == third
        assert index.capture(url, "2026-01-06") == second
        assert index.capture(url, "20260108000000") == third
        assert index.capture(url, "1999-01-01") == first
        assert index.capture("http://a.example/none") is None
        assert index.capture_with_digest("sha1:ABC") == first
        assert index.capture_with_digest("sha1:NONE") is None
        assert index.original(revisit) == first
        assert index.original(replace(revisit, refers_to_uri=url, refers_to_date=second.capture.date)) == second
        assert index.offsets(WARC)[-1:] == [9]
        assert index.offsets("none.warc.gz") == []
        with pytest.raises(UsageError, match="no time"):
            index.capture(url, "yesterday")


def test_what_a_capture_was_fetched_as(archive: Archive) -> None:
    entry = replace(make_entry("http://a.example/x"), fetched_as="image")
    with IndexWriter(archive) as writer:
        writer.add([entry], ())
    with Index(archive) as index:
        assert index.capture("http://a.example/x") == entry


def test_filters(archive: Archive) -> None:
    wang = make_speech("王毅 Wang Yi", "cooperation", path="1", published="2015-04-28T09:00:00+08:00")
    smith = make_speech("Ann Smith", "cooperation", path="2", published="2016-01-01")
    news = make_document("cooperation", path="3", title="News", lang="zh-Hant")
    with IndexWriter(archive) as writer:
        writer.add((), [wang, smith, replace(news, site="other")])

    def found(**given: str) -> set[str]:
        with Index(archive) as index:
            result = index.search("cooperation", Filters(**given), 10)
            listed = {document.url[-1] for document in index.documents(Filters(**given))}
        assert result.total == len(result.hits)
        assert listed == {hit.document.url[-1] for hit in result.hits}
        return listed

    assert found() == {"1", "2", "3"}
    assert found(lang="en") == found(lang="EN") == {"1", "2"}
    assert found(lang="zh") == found(lang="zh-hant") == {"3"}
    assert found(lang="z") == found(lang="zh-Hans") == set()
    assert found(site="other") == {"3"}
    assert found(kind="speech") == {"1", "2"}
    assert found(speaker="wang yi") == found(speaker="王") == {"1"}
    assert found(since="2015-04-28") == {"1", "2"}
    assert found(until="2015-04-28") == found(until="2015") == found(until="2015-04") == {"1"}
    assert found(since="2015-05", until="2016") == {"2"}
    for wrong in ({"kind": "list"}, {"since": "yesterday"}, {"until": "2015-4-1"}):
        with pytest.raises(UsageError):
            found(**wrong)


def test_title_counts_more_and_ties_are_broken_by_date_and_id(archive: Archive) -> None:
    texts = [make_document("产能的文字", title="别的标题", path=str(number)) for number in range(6)]
    dated = [replace(text, published=f"2020-01-0{1 + number // 2}") for number, text in enumerate(texts)]
    in_title = make_document("别的文字的", title="产能的标题", path="title")
    with IndexWriter(archive) as writer:
        writer.add((), [*dated, in_title])
    with Index(archive) as index:
        hits = index.search("产能", Filters(), 100).hits
        best = index.search("产能", Filters(), 3)
    by_date_and_id = sorted(sorted(dated, key=lambda one: one.id), key=lambda one: one.published or "", reverse=True)
    assert [hit.document for hit in hits] == [in_title, *by_date_and_id]
    assert (best.total, best.hits) == (7, hits[:3])


def test_readers_see_the_state_before_and_do_not_wait_while_one_writes(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("中国", path="1")])
        with writer.transaction():
            writer.clear()
            writer.add((), [make_document("合作", path="2")])
            assert titles(archive, "中国") == ["标题"]
            assert titles(archive, "合作") == []
        assert titles(archive, "中国") == []
        assert titles(archive, "合作") == ["标题"]


def test_a_failed_step_leaves_nothing(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        with pytest.raises(AttributeError):
            writer.add([make_entry("http://a.example/")], [make_document("中国"), None])  # type: ignore[list-item]
        writer.add((), [make_document("合作", path="2")])
    with Index(archive) as index:
        assert (index.counts().captures, index.counts().documents) == (0, 1)


def test_writers_wait_for_each_other(archive: Archive) -> None:
    def write(name: str) -> None:
        with IndexWriter(archive) as writer:
            for number in range(5):
                writer.add(
                    [make_entry("http://a.example/", offset=number, warc=name)], [make_document("中国", path=name)]
                )

    threads = [threading.Thread(target=write, args=(f"w{number}.warc.gz",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Index(archive) as index:
        assert (index.counts().captures, index.counts().documents) == (20, 4)


def test_writers_that_make_the_index_at_the_same_moment_all_open_it(tmp_path: Path) -> None:
    def make(archive: Archive, start: threading.Barrier, opened: list[Archive]) -> None:
        start.wait()
        IndexWriter(archive).close()
        opened.append(archive)

    for number in range(40):
        opened: list[Archive] = []
        archive, start = Archive.at(tmp_path / str(number)), threading.Barrier(6)
        threads = [threading.Thread(target=make, args=(archive, start, opened)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(opened) == 6


def test_a_writer_that_waited_long_enough_says_so(archive: Archive) -> None:
    with IndexWriter(archive) as first, IndexWriter(archive, wait=0.05) as second, first.transaction():
        with pytest.raises(ArchiveLocked, match="being written"):
            second.add((), [make_document("中国")])
        first.add((), [make_document("合作")])
    assert titles(archive, "合作") == ["标题"]


def test_a_missing_index_says_how_to_make_it(archive: Archive) -> None:
    with pytest.raises(ArchiveMissing, match="archive index --rebuild"):
        Index(archive)
    archive.index_file.touch()
    with pytest.raises(ArchiveMissing, match="archive index --rebuild"):
        Index(archive)


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_index_says_how_to_make_it_anew(archive: Archive, content: bytes) -> None:
    archive.index_file.write_bytes(content)
    for opened in (Index, IndexWriter):
        with pytest.raises(ArchiveDamaged, match="archive index --rebuild"):
            opened(archive)
    with IndexWriter(archive, rebuild=True) as writer:
        writer.add((), [make_document("中国")])
    assert titles(archive, "中国") == ["标题"]


def test_an_index_of_another_version_says_how_to_make_it_anew(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("中国")])
    with sqlite3.connect(archive.index_file) as connection:
        connection.execute("UPDATE meta SET value = 'other'")
    for opened in (Index, IndexWriter):
        with pytest.raises(ArchiveDamaged, match="archive index --rebuild"):
            opened(archive)
    with IndexWriter(archive, rebuild=True) as writer:
        writer.clear()
        assert titles(archive, "中国") == []


def test_an_old_engine_is_named(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LEAST_SQLITE", (99, 0, 0))
    database.check_sqlite.cache_clear()
    with pytest.raises(ArchiveError, match="too old"):
        IndexWriter(archive)


def test_an_index_on_a_medium_that_cannot_be_written_is_read(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("中国")])
    monkeypatch.setattr("os.access", lambda *_: False)
    with Index(archive) as index:
        assert index.counts().documents == 1
        assert not list(archive.index_file.parent.glob("*-wal")) + list(archive.index_file.parent.glob("*-shm"))


def test_snippets_show_each_term_and_mark_it(archive: Archive) -> None:
    filler = "其他的文字" * 60
    text = f"{filler}产能{filler}"
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("Opening words", text, "International cooperation, 國際", title="国际")])
    with Index(archive) as index:
        (hit,) = index.search("产能 国际 cooperat*", Filters(), 10).hits
        (in_title,) = index.search("国际 -美国", Filters(), 10).hits
    marked = [[snippet.text[begin:end] for begin, end in snippet.spans] for snippet in hit.snippets]
    assert marked == [["产能"], ["cooperation", "國際"]]
    assert all(len(snippet.text) < 200 for snippet in hit.snippets)
    assert hit.snippets[0].text.startswith("…")
    assert hit.snippets[0].text.endswith("…")
    assert [snippet.text for snippet in in_title.snippets] == ["International cooperation, 國際"]


def test_the_versions_of_a_document_by_id_and_address(archive: Archive) -> None:
    later, first = make_document("乙", day=5), make_document("甲", day=2)
    with IndexWriter(archive) as writer:
        writer.add((), [later, first, make_document("丙", path="other")])
    with Index(archive) as index:
        for name in (first.id, first.url, first.url + "#top"):
            assert index.versions(name) == [first.version, later.version]
        assert index.versions("sample-000000000000") == []


def test_pieces_that_small_additions_left_are_merged(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        for number in range(60):
            writer.add((), [make_document(f"中国{number}", path=f"{number}")])
        small = pieces_of(archive)
        writer.merge()
        merged = pieces_of(archive)
        writer.optimize()
    assert 60 > small > merged
    assert pieces_of(archive) == 1
    with Index(archive) as index:
        assert index.search("中国", Filters(), 1).total == 60


def test_free_pages_are_given_back_to_the_disk(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.index.index_writer_and_source_files._FREED", 5)
    with IndexWriter(archive) as writer:
        writer.add((), [make_document(*(f"中国{number}" for number in range(3000)), path=path) for path in "abcd"])
        writer.remove_documents("sample-20260102030405-job1-00000.warc.gz")
        writer.optimize()
    with sqlite3.connect(archive.index_file) as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone()[0] <= 5
    assert archive.index_file.stat().st_size < 420_000


def test_a_file_of_an_older_version_keeps_its_free_pages(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.index.index_writer_and_source_files._FREED", 5)
    archive.create()
    with sqlite3.connect(archive.index_file) as connection:
        connection.execute("CREATE TABLE older (x)")
        connection.execute("DROP TABLE older")
    connection.close()
    with IndexWriter(archive) as writer:
        writer.add((), [make_document(*(f"中国{number}" for number in range(3000)), path=path) for path in "abcd"])
        writer.remove_documents("sample-20260102030405-job1-00000.warc.gz")
        writer.optimize()
    with sqlite3.connect(archive.index_file) as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone()[0] > 5
        assert connection.execute("PRAGMA auto_vacuum").fetchone() == (0,)
    connection.close()


def test_rows_are_written_in_their_order_so_that_a_transaction_makes_one_piece(archive: Archive) -> None:
    documents = [
        replace(make_document(f"中国{number}", path=f"{number}"), published="2020-01-01") for number in range(50)
    ]
    with IndexWriter(archive) as writer:
        writer.add((), documents)
        writer.add(
            (), [replace(one, version="2027-01-01T00:00:00.000000Z", published="2010-01-01") for one in documents]
        )
    assert pieces_of(archive) == 2


def pieces_of(archive: Archive) -> int:
    with sqlite3.connect(archive.index_file) as connection:
        (count,) = connection.execute("SELECT count(DISTINCT segid) FROM search_idx").fetchone()
    connection.close()
    return int(count)


ENDS_WITH_A_READER = """
import os, sys
from pathlib import Path
from archive.index import Index, IndexWriter
from archive.layout import Archive
from tests.archive.index.sample_documents import make_document

archive = Archive(Path(sys.argv[1]))
writer = IndexWriter(archive)
writer.add((), [make_document("正文")])
reader = Index(archive)
reader.counts()
writer.close()
os._exit(0)
"""


def test_an_index_stays_sealed_when_its_process_ends_while_a_reader_is_open(archive: Archive) -> None:
    command = [sys.executable, "-c", ENDS_WITH_A_READER, str(archive.root)]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[3])
    sealed = Path(f"{archive.index_file}-seal").read_bytes()
    IndexWriter(archive).close()
    assert titles(archive, "正文") == ["标题"]
    assert Path(f"{archive.index_file}-seal").read_bytes() == sealed


def test_an_index_with_a_log_is_sealed_anew(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("正文")])
        with Index(archive) as reader, reader.snapshot():
            reader.counts()
            writer.close()
            assert not Path(f"{archive.index_file}-seal").exists()  # the reader's state is still in the log
    IndexWriter(archive).close()
    assert Path(f"{archive.index_file}-seal").exists()
    assert titles(archive, "正文") == ["标题"]
