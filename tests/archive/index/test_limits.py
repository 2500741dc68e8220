"""A reader keeps one state of the index as long as it wants, and stops what takes too long."""

import threading

import pytest

from archive.errors import AnswerTooSlow
from archive.index import Filters, Index, IndexWriter, Readers
from archive.layout import Archive
from tests.archive.index.sample_documents import make_document


def test_a_snapshot_does_not_see_what_is_written_meanwhile(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("合作", path="a")])
        with Index(archive) as index:
            with index.snapshot():
                assert index.search("合作", Filters(), 9).total == 1
                writer.add((), [make_document("合作", path="b")])
                assert index.search("合作", Filters(), 9).total == 1
                assert index.counts().documents == 1
            assert index.search("合作", Filters(), 9).total == 2


def test_what_takes_too_long_is_stopped_and_the_reader_goes_on(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document(f"合作 {number}", path=str(number)) for number in range(2000)])
    with Index(archive) as index:
        with index.limited(0), pytest.raises(AnswerTooSlow, match="took too long"):
            index.search("合作", Filters(), 20)
        assert index.search("合作", Filters(), 20).total == 2000


def test_a_reader_may_go_from_thread_to_thread(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("合作")])
    found: list[int] = []
    with Index(archive) as index:
        thread = threading.Thread(target=lambda: found.append(index.search("合作", Filters(), 9).total))
        thread.start()
        thread.join()
    assert found == [1]


def test_the_state_is_another_after_anything_was_written(archive: Archive) -> None:
    readers = Readers(archive)
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("合作", path="a")])
        first = readers.state()
        assert readers.state() == first
        writer.add((), [make_document("合作", path="b")])
        second = readers.state()
        assert second != first
    archive.index_file.rename(archive.root / "old")
    for companion in archive.index_file.parent.iterdir():
        companion.unlink()
    IndexWriter(archive).close()
    assert readers.state() not in (first, second)
    readers.close()


def test_a_search_that_must_read_texts_is_stopped_too(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("cooperation 合作", path=str(number)) for number in range(300)])
    with Index(archive) as index:
        assert index.search('"tion 合作"', Filters(), 10).total == 300
        asked = " OR ".join(f'"{"cooperation"[start:]} 合作"' for start in range(1, 10))
        with index.limited(0), pytest.raises(AnswerTooSlow):
            index.search(asked, Filters(), 10)
