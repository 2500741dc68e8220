"""Archives merged, split, copied to another place, and restored from what must be kept."""

import gzip
import shutil
from pathlib import Path

import bagit
import pytest
from typer.testing import CliRunner

from archive.check.consistency_and_repair import check
from archive.cli.app import app
from archive.errors import ArchiveDamaged, UsageError
from archive.export.bag_and_warc_copies import write_bag
from archive.index import Filters, Index, update_index
from archive.keeping.merge_and_split import merge, split
from archive.keeping.withdrawal_and_erasure import withdraw
from archive.layout import Archive
from archive.withdrawal import Withdrawals
from crawler.reextract.reextraction_of_files_and_worker_processes import reextract_missing
from tests.archive.check.archive_with_articles import content_of
from tests.archive.keeping.two_sites import ONE, OTHER, crawl, make_two_sites
from tests.archive_files import files_below


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return make_two_sites(tmp_path / "data")


def urls(archive: Archive) -> list[str]:
    with Index(archive) as index:
        return sorted(document.url for document in index.documents(Filters()))


def unread(archive: Archive) -> dict[str, bytes]:
    """All files but the index's and the note of when each was read."""
    return {name: content for name, content in content_of(archive).items() if name != "verified.json"}


def test_merged_archives_hold_all_of_both(archive: Archive, tmp_path: Path) -> None:
    other = Archive(tmp_path / "other")
    crawl(other, ONE, "third", 2, 7, day=2)
    withdraw(other, f"http://{ONE}/news/7.html", "an order")
    before = content_of(other)
    taken = merge(archive, other)
    assert (taken.files, taken.known, taken.withdrawals) == (1, 0, 1)
    assert check(archive).faults == []
    assert content_of(other) == before
    assert urls(archive) == sorted(
        [f"http://{ONE}/news/1.html", f"http://{ONE}/news/2.html", f"http://{OTHER}/news/1.html",
         f"http://{OTHER}/news/3.html"]
    )  # fmt: skip
    merged = unread(archive)
    again = merge(archive, other)
    assert (again.files, again.known, again.withdrawals) == (0, 1, 0)
    assert unread(archive) == merged
    assert check(archive).faults == []


def test_what_is_withdrawn_here_stays_so_in_what_is_merged(archive: Archive, tmp_path: Path) -> None:
    withdraw(archive, f"http://{ONE}/news/9.html", "an order")
    other = Archive(tmp_path / "other")
    crawl(other, ONE, "third", 9)
    merge(archive, other)
    assert f"http://{ONE}/news/9.html" not in urls(archive)


def test_a_damaged_file_is_not_merged(archive: Archive, tmp_path: Path) -> None:
    other = make_two_sites(tmp_path / "other")
    path = other.warc_paths()[0]
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(ArchiveDamaged, match="differs from its manifest"):
        merge(Archive(tmp_path / "third"), other)
    with pytest.raises(UsageError, match="the archive itself"):
        merge(archive, archive)


def test_a_site_is_split_off_with_what_it_needs(archive: Archive, tmp_path: Path) -> None:
    place = tmp_path / "split"
    arguments = ["split", "--site", OTHER, "-o", str(place), "--archive", str(archive.root)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    other = Archive(place)
    assert check(other).faults == []
    assert [url for url in urls(other) if OTHER in url] == [
        f"http://{OTHER}/news/1.html",
        f"http://{OTHER}/news/3.html",
    ]
    raw = CliRunner().invoke(app, ["replay", f"http://{OTHER}/news/1.html", "--raw", "--archive", str(place)])
    assert b"<h1>" in raw.stdout_bytes
    with pytest.raises(UsageError, match="not empty"):
        split(archive, ONE, other)
    with pytest.raises(UsageError, match="no site"):
        split(archive, "none.example", Archive(tmp_path / "none"))


def test_a_copy_is_the_same_archive(archive: Archive, tmp_path: Path) -> None:
    moved = Archive(tmp_path / "elsewhere" / "moved")
    shutil.copytree(archive.root, moved.root)
    assert check(moved).faults == []
    assert urls(moved) == urls(archive)


def test_all_else_follows_from_what_must_be_kept(archive: Archive, tmp_path: Path) -> None:
    withdraw(archive, f"http://{ONE}/news/2.html", "an order")
    restored = Archive(tmp_path / "restored")
    for name in ("warc", "withdrawn"):
        shutil.copytree(archive.root / name, restored.root / name)
    update_index(restored.create())
    for site in restored.sites():
        list(reextract_missing(restored, site))
    update_index(restored)
    assert check(restored).faults == []
    assert urls(restored) == urls(archive)
    for name in ("documents", "bitext", "manifest"):
        assert files_below(restored.root / name) == files_below(archive.root / name)


def test_a_bag_holds_what_must_be_kept(archive: Archive, tmp_path: Path) -> None:
    withdraw(archive, f"http://{OTHER}/news/3.html", "an order")
    place = tmp_path / "bag"
    write_bag(archive, place)
    assert bagit.Bag(str(place)).is_valid()
    warcs = files_below(place / "data" / "warc")
    assert set(warcs) == set(files_below(archive.warc_dir))
    assert len(list((place / "data" / "withdrawn").iterdir())) == len(Withdrawals.of_archive(archive).all)
    held = b"".join(map(gzip.decompress, warcs.values()))
    assert f"http://{OTHER}/news/3.html".encode() not in held
    assert f"http://{ONE}/news/1.html".encode() in held
    with pytest.raises(UsageError, match="not an empty directory"):
        write_bag(archive, place)
