"""``archive add`` of WACZ packages, sound, damaged and hostile."""

import json
import warnings
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from archive.check.consistency_and_repair import check
from archive.errors import ArchiveDamaged, ArchiveError
from archive.intake.add_files import AddedFile, add_file
from archive.jobs_and_locks import find_jobs
from archive.layout import Archive
from tests.archive.intake.foreign_files import members, package, page

FIRST, SECOND = members([page(1), page(2)]), members([page(3)])
FILES = {"archive/first.warc.gz": FIRST, "archive/second.warc.gz": SECOND, "pages/pages.jsonl": b"{}\n"}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "data")


def add(archive: Archive, path: Path, *, partial: bool = False) -> list[AddedFile]:
    return add_file(archive, path, lambda offered: lambda read: None, partial=partial)


def refused(archive: Archive, path: Path) -> str:
    with pytest.raises(ArchiveError) as caught:
        add(archive, path)
    assert "\n" not in str(caught.value)
    assert not archive.root.exists()
    return str(caught.value)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_its_warc_files_are_taken(archive: Archive, tmp_path: Path, method: int) -> None:
    path = package(tmp_path / "crawl.wacz", FILES)
    if method:
        with zipfile.ZipFile(path) as read, zipfile.ZipFile(tmp_path / "deflated.wacz", "w", method) as written:
            for name in read.namelist():
                written.writestr(name, read.read(name))
        path = tmp_path / "deflated.wacz"
    assert [each.label for each in add(archive, path)] == [
        f"{path.name}: archive/first.warc.gz",
        f"{path.name}: archive/second.warc.gz",
    ]
    assert sorted(file.read_bytes() for file in archive.warc_paths()) == sorted([FIRST, SECOND])
    assert {job.asked["package"] for job in find_jobs(archive).values()} == {path.name}
    assert check(archive).faults == []
    assert [each.is_new for each in add(archive, path)] == [False, False]


def test_what_an_older_package_states_is_read(archive: Archive, tmp_path: Path) -> None:
    path = package(tmp_path / "crawl.wacz", FILES)
    with zipfile.ZipFile(path) as read, zipfile.ZipFile(tmp_path / "old.wacz", "w") as written:
        described = json.loads(read.read("datapackage.json"))
        for each in described["resources"]:
            label, digest = each.pop("hash").split(":")
            each |= {"stats": {"hash": digest, "bytes": each.pop("bytes")}, "hashing": label}
        written.writestr("datapackage.json", json.dumps({**described, "wacz_version": "1.0.0"}))
        for name in FILES:
            written.writestr(name, read.read(name))
    assert len(add(archive, tmp_path / "old.wacz")) == 2


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_as_stated(archive: Archive, tmp_path: Path, name: str) -> None:
    changed = {**FILES, name: FILES[name][:-1] + b"!"}
    path = package(tmp_path / "crawl.wacz", changed, stated=FILES)
    assert f"{name}: its digest is sha256:" in refused(archive, path)
    whole = sum(each.records for each in add(archive, path, partial=True))
    assert whole == {"archive/first.warc.gz": 2, "archive/second.warc.gz": 2, "pages/pages.jsonl": 3}[name]
    assert check(archive).faults == []


def test_a_flipped_byte_in_the_package(archive: Archive, tmp_path: Path) -> None:
    path = package(tmp_path / "crawl.wacz", FILES)
    content = bytearray(path.read_bytes())
    content[content.index(FIRST) + 200] ^= 0x55
    path.write_bytes(content)
    assert "archive/first.warc.gz: its digest is" in refused(archive, path)
    assert [each.records for each in add(archive, path, partial=True)] == [1, 1]


def test_a_package_that_is_cut_off(archive: Archive, tmp_path: Path) -> None:
    path = package(tmp_path / "crawl.wacz", FILES)
    path.write_bytes(path.read_bytes()[:-40])
    assert "no whole ZIP file" in refused(archive, path)


def test_a_file_that_is_missing_and_one_that_is_not_named(archive: Archive, tmp_path: Path) -> None:
    two = {name: FILES[name] for name in list(FILES)[:2]}
    assert "is not there" in refused(archive, package(tmp_path / "a.wacz", two, stated=FILES))
    assert "second.warc.gz: is not named" in refused(
        archive, package(tmp_path / "b.wacz", two, stated={"archive/first.warc.gz": FIRST})
    )


@pytest.mark.parametrize("name", ["../../out.warc.gz", "/out.warc.gz", "archive/../../x.warc.gz", "a\\..\\x.warc.gz"])
def test_names_that_lead_out(archive: Archive, tmp_path: Path, name: str) -> None:
    assert "leads out" in refused(archive, package(tmp_path / "x.wacz", {**FILES, name: FIRST}))


@pytest.mark.parametrize("places", [1, 2], ids=("before the file", "in the directory too"))
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_name_that_is_not_in_its_encoding(archive: Archive, tmp_path: Path, places: int, method: int) -> None:
    path = tmp_path / "odd.wacz"
    whole = package(tmp_path / "é.wacz", {"archive/é.warc.gz": FIRST})
    with zipfile.ZipFile(whole) as read, zipfile.ZipFile(path, "w", method) as written:
        for name in read.namelist():
            written.writestr(name, read.read(name))
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xff\xfe", places))
    with suppress(ArchiveError):  # a name that is damaged before its file alone is not read where it is stored
        add(archive, path)


def test_a_name_that_is_empty(archive: Archive, tmp_path: Path) -> None:
    path = package(tmp_path / "odd.wacz", {**FILES, "x.txt": b"x"})
    path.write_bytes(path.read_bytes().replace(b"x.txt", b"\0.txt"))  # names end at the first NUL
    assert "leads out of the package" in refused(archive, path)


def test_names_that_stand_twice(archive: Archive, tmp_path: Path) -> None:
    path = package(tmp_path / "x.wacz", FILES)
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as written:
        warnings.simplefilter("ignore")
        written.writestr("archive/first.warc.gz", SECOND)
    assert "stands twice" in refused(archive, path)


def test_a_bomb(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "bomb.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("datapackage.json", json.dumps({"resources": []}))
        written.writestr("archive/x.warc.gz", bytes(200_000_000))
    assert "inflates from" in refused(archive, path)


@pytest.mark.parametrize(
    "described",
    [
        b"[]",
        b"{}",
        b"no json",
        b'{"resources": 7}',
        b'{"resources": [7]}',
        b'{"resources": [{"path": 1}]}',
        b"[" * 99999,
    ],
)
def test_descriptions_that_are_none(archive: Archive, tmp_path: Path, described: bytes) -> None:
    path = tmp_path / "x.wacz"
    with zipfile.ZipFile(path, "w") as written:
        written.writestr("archive/first.warc.gz", FIRST)
        written.writestr("datapackage.json", described)
    assert "names" in refused(archive, path)


def test_a_zip_file_that_is_no_package(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as written:
        written.writestr("archive/first.warc.gz", FIRST)
    assert "so no WACZ" in refused(archive, path)
    assert "holds no WARC file" in refused(archive, package(tmp_path / "y.wacz", {"pages/pages.jsonl": b""}))


def test_of_a_package_all_or_nothing(archive: Archive, tmp_path: Path) -> None:
    """A package whose own digests are right, with a damaged file in it."""
    path = package(tmp_path / "x.wacz", {**FILES, "archive/second.warc.gz": SECOND[:-1]})
    with pytest.raises(ArchiveDamaged, match=r"x.wacz: archive/second.warc.gz: offset 0: .*--partial"):
        add(archive, path)
    assert not archive.root.exists()
    assert [each.records for each in add(archive, path, partial=True)] == [2]


INDEX = '{key} 20261124093226 {{"url": "{url}", "filename": "{name}", "offset": "{offset}", "length": "9"}}\n'


def index_beside(tmp_path: Path, offset: int, name: str = "first.warc.gz") -> Path:
    (tmp_path / "first.warc.gz").write_bytes(FIRST)
    path = tmp_path / "index.cdxj"
    path.write_text(INDEX.format(key="example,foreign)/", url="http://foreign.example/", name=name, offset=offset))
    return path


@pytest.mark.parametrize("name", ["first.warc.gz", "../../elsewhere/first.warc.gz"])
def test_the_files_that_an_index_names_are_taken(archive: Archive, tmp_path: Path, name: str) -> None:
    (added,) = add(archive, index_beside(tmp_path, 0, name))
    assert (added.is_new, added.captures) == (True, 2)
    assert [path.read_bytes() for path in archive.warc_paths()] == [FIRST]


def test_an_index_that_leads_nowhere(archive: Archive, tmp_path: Path) -> None:
    assert "no record begins at offset 7" in refused(archive, index_beside(tmp_path, 7))
    assert "names gone.warc.gz, which does not lie beside it" in refused(
        archive, index_beside(tmp_path, 0, "gone.warc.gz")
    )
    path = tmp_path / "index.cdxj"
    path.write_text('!meta 0 {"format": "cdxj"}\n')
    assert "names no WARC file" in refused(archive, path)
    path.write_text('!meta 0 {}\nexample)/ 20261124093226 {"url": 1}\n')
    assert "line 2: no CDXJ line with a filename and an offset" in refused(archive, path)
