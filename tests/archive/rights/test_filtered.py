"""Documents and units are chosen by what is said of the use of their text."""

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from archive.cli.app import app
from archive.errors import UsageError
from archive.index import Filters, Index, update_index
from archive.layout import Archive
from archive.web.app import create_app
from tests.archive.check.archive_with_articles import write_warc
from tests.archive.rights.captured_site import answer, make_site, says

BY = "https://creativecommons.org/licenses/by/4.0/"
EXPECTED = {"reserved": {1, 4, 5}, "unreserved": {2, 3}, "cc": {5}, "licensed": {5}, BY: {5}, "none": set[int]()}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return make_site(Archive(tmp_path_factory.mktemp("rights") / "data"))


def numbers(urls: list[str]) -> set[int]:
    return {int(url.rpartition("/")[2].removesuffix(".html")) for url in urls}


@pytest.mark.parametrize(("rights", "expected"), EXPECTED.items())
def test_every_way_to_ask_gives_the_same(archive: Archive, rights: str, expected: set[int]) -> None:
    filters = Filters(rights=rights)
    with Index(archive) as index:
        for query in ("", "agency", "agenc*", "agency -x*"):
            found = index.search(query, filters, 10)
            assert numbers([hit.document.url for hit in found.hits]) == expected, query
            assert found.total == len(expected)
            assert sum(n for _, n in index.facets(query, filters).sites) == len(expected)
            assert sum(n for _, n in index.timeline(query, filters)) == len(expected)
        assert numbers([document.url for document in index.documents(filters)]) == expected
        assert numbers([unit.url for unit in index.units(filters)]) == expected
        matches = index.matches("agency", filters, 10)
        assert numbers([document.url for document in matches.documents]) == expected


def test_commands_and_pages_take_it(archive: Archive) -> None:
    def run(*line: str) -> str:
        done = CliRunner().invoke(app, [*line, "--archive", str(archive.root)])
        assert done.exit_code == 0, done.stderr
        return done.stdout

    hits = json.loads(run("query", "agency", "--rights", "unreserved", "--format", "json"))
    assert numbers([hit["url"] for hit in hits]) == {2, 3}
    lines = run("export", "jsonl", "--what", "documents", "--rights", "cc").splitlines()
    assert numbers([json.loads(line)["url"] for line in lines]) == {5}
    assert "/news/2.html" in run("concordance", "meeting", "--rights", "unreserved", "--format", "tmx")
    assert "/news/1.html" not in run("concordance", "meeting", "--rights", "unreserved", "--format", "tmx")
    assert run("terms", "--rights", "none", "--format", "csv").count("\n") == 1
    with TestClient(create_app(archive), "http://127.0.0.1:8640") as room:
        assert room.get("/api/search?q=agency&rights=reserved").json()["total"] == 3
        page = room.get("/?q=agency&rights=reserved").text
        assert "mining reserved" in page
        assert room.get("/?q=agency&rights=mine").status_code == 400


def test_what_is_no_rights_is_said_so() -> None:
    with pytest.raises(UsageError, match="reserved, unreserved, cc, licensed, none"):
        Filters(rights="free")


def test_a_later_word_of_the_site_counts_at_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "data").create()
    write_warc(archive, "first", [says(number, "") for number in range(3)])
    with Index(archive) as index:
        assert index.search("agency", Filters(rights="none"), 10).total == 3
        rule = b'[{"location": "/news/0*", "tdm-reservation": 1}]'
        write_warc(archive, "second", [answer("/.well-known/tdmrep.json", rule, 2)])
        assert index.search("agency", Filters(rights="reserved"), 10).total == 1
    update_index(archive, rebuild=True)
    with Index(archive) as index:
        assert index.search("agency", Filters(rights="reserved"), 10).total == 1
