"""Finished WARC files in a store: verified, never written over, uploaded another time where it failed."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from typer.testing import CliRunner

from archive.cli.app import app, main
from archive.errors import StoreUnusable
from archive.keeping.object_storage_and_uploads import Storage, upload
from archive.keeping.withdrawal_and_erasure import withdraw
from archive.layout import OPEN_SUFFIX, Archive, WarcName
from tests.archive.keeping.two_sites import ONE, OTHER, crawl, make_two_sites
from tests.archive_files import files_below

STORE = "memory://bucket/news"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return make_two_sites(tmp_path / "data")


@pytest.fixture
def memory() -> Iterator[Any]:
    storage = fsspec.filesystem("memory")
    yield storage
    storage.store.clear()
    storage.pseudo_dirs[:] = [""]


def store(archive: Archive, *more: str) -> int:
    return main(["store", *more, "--archive", str(archive.root)])


def warcs(archive: Archive) -> dict[str, bytes]:
    return {f"/bucket/news/warc/{name}": content for name, content in files_below(archive.warc_dir).items()}


def stored(memory: Any, below: str = "warc") -> dict[str, bytes]:
    return {path: memory.cat_file(path) for path in memory.find(f"/bucket/news/{below}")}


def test_what_is_finished_is_uploaded_once(archive: Archive, memory: Any, capsys: pytest.CaptureFixture[str]) -> None:
    unfinished = archive.new_warc_file(WarcName(ONE, "20261124093226", "unfinish", 0))
    unfinished = unfinished.with_name(unfinished.name + OPEN_SUFFIX)
    unfinished.write_bytes(b"half")
    assert store(archive, STORE, "--verify") == 0
    lines = capsys.readouterr().out.splitlines()
    unfinished.unlink()
    assert [line.partition(": ")[0] for line in lines[:2]] == [path.name for path in archive.warc_paths()]
    assert lines[2].startswith(f"2 WARC files uploaded to {STORE}, ")
    assert stored(memory) == warcs(archive)
    assert len(stored(memory, "manifest")) == 2
    assert store(archive, STORE) == 0
    assert capsys.readouterr().out == f"0 WARC files uploaded to {STORE}, 0 bytes\n"
    crawl(archive, ONE, "third", 7, day=2)
    withdraw(archive, f"http://{ONE}/news/7.html", "an order")
    assert store(archive, STORE) == 0
    assert stored(memory) == warcs(archive)
    assert len(stored(memory, "withdrawn")) == 1


def test_another_file_under_the_name_stays_and_is_named(
    archive: Archive, memory: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = warcs(archive)
    memory.pipe_file(first, b"another")
    assert store(archive, STORE) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert "is a different file from" in line
    assert first.rpartition("/")[2] in line
    assert stored(memory) == {first: b"another", second: warcs(archive)[second]}


def test_a_damaged_file_is_not_uploaded(archive: Archive, memory: Any, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = archive.warc_paths()
    first.write_bytes(first.read_bytes()[:-1])
    assert store(archive, STORE) == 3
    assert "differs from its manifest" in capsys.readouterr().err
    assert list(stored(memory)) == [f"/bucket/news/{second.relative_to(archive.root)}"]


def test_what_was_lost_or_changed_in_the_store_is_found(
    archive: Archive, memory: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = warcs(archive)
    assert store(archive, STORE) == 0
    memory.rm_file(first)
    memory.pipe_file(second, memory.cat_file(second)[:-1])
    capsys.readouterr()
    assert store(archive, STORE, "--verify") == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.rpartition(": ")[2] for line in lines[1:]] == ["is missing", "differs from the manifest"]


def test_what_does_not_arrive_whole_is_removed_and_uploaded_again(
    archive: Archive, memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(self: object, path: str, place: str) -> None:
        memory.pipe_file(place, Path(path).read_bytes()[:-1])

    with monkeypatch.context() as context:
        context.setattr(type(memory), "put_file", torn)
        with pytest.raises(StoreUnusable, match="did not arrive complete"):
            list(upload(archive, Storage(STORE)))
        assert stored(memory) == {}
    assert [each.fault for each in upload(archive, Storage(STORE))] == [None, None]
    assert stored(memory) == warcs(archive)


def test_erased_records_are_gone_from_the_store_too(archive: Archive, memory: Any) -> None:
    assert store(archive, STORE) == 0
    before = stored(memory)
    withdrawing = ["withdraw", f"http://{OTHER}/news/3.html", "--reason", "an order", "--erase"]
    assert main([*withdrawing, "--archive", str(archive.root)]) == 0
    assert warcs(archive) != before
    assert store(archive, STORE) == 0
    assert stored(memory) == warcs(archive)


def test_with_a_site_what_the_store_does_not_list_of_others_is_uploaded_too(archive: Archive, memory: Any) -> None:
    assert len(list(upload(archive, Storage(STORE), OTHER))) == 2
    assert stored(memory) == warcs(archive)
    for path in memory.find("/bucket/news/manifest"):
        memory.pipe_file(path, b"another's")
    assert [OTHER in each.entry.warc for each in upload(archive, Storage(STORE), OTHER)] == [True]


def test_a_directory_is_a_store_from_which_archive_add_reads(archive: Archive, tmp_path: Path) -> None:
    assert store(archive, f"file://{tmp_path}/store") == 0
    files = files_below(tmp_path / "store/warc")
    assert files == files_below(archive.warc_dir)
    other = tmp_path / "other"
    assert main(["add", f"file://{tmp_path}/store/warc/**/*.warc.gz", "--archive", str(other)]) == 0
    assert sorted(path.read_bytes() for path in Archive(other).warc_paths()) == sorted(files.values())
    assert main(["add", f"file://{tmp_path}/store/warc/none.warc.gz", "--archive", str(other)]) == 3


@pytest.mark.parametrize(
    ("url", "code", "said"),
    [
        ("nowhere://bucket", 2, "Protocol not known: nowhere"),
        ("s3://bucket/news", 2, "pip install 'agency-archive[s3]'"),
        ("file:///proc/nowhere", 4, "create the bucket or directory first"),
        (None, 2, "no store given; run archive store s3://BUCKET/PREFIX"),
    ],
)
def test_a_store_that_cannot_be_used(
    url: str | None, code: int, said: str, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    given = [url] if url else []
    result = CliRunner().invoke(app, ["store", *given, "--archive", str(archive.root)])
    assert said in str(result.exception)
    assert getattr(result.exception, "exit_code", None) == code
