"""What a site says of the use of its pages, found in the captures of its files."""

from pathlib import Path

import pytest

from archive.index import Index
from archive.layout import Archive
from archive.model.capture import CatalogueEntry
from archive.rights_of_pages_and_sites import Rule, SiteRights, StatedRights, kept_out, read_rules
from tests.archive.check.archive_with_articles import exchange, write_warc
from tests.archive.rights.captured_site import HOST, RESERVED, ROBOTS, answer, make_site, site_rights


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return make_site(Archive(tmp_path / "data"))


def stated(archive: Archive, number: int, at: str | None = None) -> StatedRights:
    with Index(archive) as index:
        document = index.document(f"{HOST}/news/{number}.html", at)
        assert document
        return site_rights(archive, index).of_document(document)


def test_a_page_that_is_silent_has_what_its_site_says(archive: Archive) -> None:
    assert (stated(archive, 1).reserved, stated(archive, 1).policy) == (True, "https://sample.example/terms")
    assert (stated(archive, 2).reserved, stated(archive, 2).policy) == (False, None)
    assert stated(archive, 1).robots == ("GPTBot", "CCBot")


def test_what_a_page_says_itself_goes_before(archive: Archive) -> None:
    assert (stated(archive, 3).reserved, stated(archive, 3).policy) == (False, None)
    assert (stated(archive, 4).reserved, stated(archive, 4).policy) == (True, f"{HOST}/mine")
    assert dict(stated(archive, 5).lines) == {
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "copyright": "Copyright 2025 Agency",
        "tdm-reservation": "1",
        "tdm-policy": "https://sample.example/terms",
        "robots-kept-out": "GPTBot CCBot",
    }


def test_what_was_said_nearest_in_time_counts(archive: Archive) -> None:
    gone = answer("/.well-known/tdmrep.json", b"no such file", 10, b"404 Not Found")
    broken = answer("/.well-known/tdmrep.json", b"busy", 11, b"503 Busy")
    write_warc(archive, "second", [gone, broken, exchange(1, 10), exchange(6, 4), exchange(7, 6)])
    assert stated(archive, 1, "2026-11-24").reserved is True
    assert stated(archive, 6).reserved is True
    assert stated(archive, 7).reserved is None


def test_an_unchanged_file_is_read_where_it_was_captured_first(archive: Archive) -> None:
    write_warc(archive, "second", [answer("/.well-known/tdmrep.json", RESERVED, 10), exchange(8, 10)])
    assert stated(archive, 8).reserved is True


def test_without_captures_of_its_files_a_site_says_nothing(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "data").create()
    write_warc(archive, "first", [exchange(1)])
    assert (stated(archive, 1).reserved, stated(archive, 1).robots) == (None, ())


@pytest.mark.parametrize(
    ("location", "path", "holds"),
    [
        ("/", "/a/b.html", True),
        ("/news/*", "/news/1.html", True),
        ("/news/*", "/new", False),
        ("*.pdf", "/a/b.pdf", True),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/a.b", "/axb", False),
        ("/*?id=1$", "/x?id=1", True),
    ],
)
def test_patterns_of_locations(location: str, path: str, holds: bool) -> None:
    assert Rule(location, True, None).holds(path) is holds


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"[[[", b'{"location": 1}', b'[{"location": "/", "tdm-reservation": 7}, 3]']
)
def test_what_is_no_such_file_says_nothing(content: bytes) -> None:
    assert read_rules(content) == ()
    assert kept_out(content, f"{HOST}/news/1.html") == ()


def test_one_rule_without_a_list_is_read(archive: Archive) -> None:
    assert read_rules(b'{"location": "news", "tdm-reservation": "1"}') == (Rule("/news", True, None),)
    assert kept_out(ROBOTS, f"{HOST}/secret/1.html") == ("*",)


def test_the_files_of_a_site_that_has_none_are_looked_up_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "data").create()
    write_warc(archive, "first", [exchange(1), exchange(2)])
    asked: list[str] = []

    def captures(url: str) -> list[CatalogueEntry]:
        asked.append(url)
        return []

    with Index(archive) as index:
        rights = SiteRights(archive, captures, index.original)
        for number in (1, 2):
            document = index.document(f"{HOST}/news/{number}.html")
            assert document
            rights.of_document(document)
    assert sorted(asked) == [f"{HOST}/.well-known/tdmrep.json", f"{HOST}/robots.txt"]
