"""What became of the pages of a site that was crawled on five days."""

import json
import re
from pathlib import Path

import pytest

from archive.cli import main
from archive.errors import UsageError
from archive.index import Index, IndexWriter
from archive.layout import Archive
from archive.query.history.changes import Change, ChangeCursor, ChangeFilter, find_changes, read_changes
from archive.query.history.history import read_history
from tests.archive.index.sample_documents import make_document
from tests.archive.query.days_of_crawls import make_archive

EVERYTHING = {
    *((f"/{n}", "new", 0) for n in range(8)),
    ("/1", "changed", 1), ("/2", "missing", 1), ("/3", "missing", 1), ("/4", "missing", 1), ("/5", "missing", 1),
    ("/8", "new", 1),
    ("/1", "changed", 2), ("/2", "back", 2), ("/7", "changed", 2),
    ("/3", "gone", 3), ("/4", "back", 3), ("/4", "changed", 3),
}  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return make_archive(tmp_path_factory.mktemp("days"))


def told(changes: list[Change]) -> set[tuple[str, str, int]]:
    """Path, kind and day of each change."""
    return {(_path(each.document.url), each.kind, int(each.at[8:10]) - 24) for each in changes}


def _path(url: str) -> str:
    return re.sub(r"http://sample.example|\.html", "", url)


def pages(archive: Archive, wanted: ChangeFilter, limit: int) -> list[Change]:
    """All changes, read page after page."""
    found: list[Change] = []
    after: ChangeCursor | None = None
    with Index(archive) as index:
        while True:
            page = read_changes(archive, index, wanted, limit, after)
            assert len(page.changes) <= limit
            found += page.changes
            after = page.next and ChangeCursor.parse(str(page.next))
            if after is None:
                return found
            assert page.changes


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_every_change_is_told_once_and_latest_first(archive: Archive, limit: int) -> None:
    changes = pages(archive, ChangeFilter(), limit)
    assert told(changes) == EVERYTHING
    assert len(changes) == len(EVERYTHING)
    assert [each.at for each in changes] == sorted((each.at for each in changes), reverse=True)


@pytest.mark.parametrize("kind", ["new", "changed", "missing", "gone", "back"])
def test_one_kind_is_what_all_say_of_it(archive: Archive, kind: str) -> None:
    assert told(pages(archive, ChangeFilter(kind=kind), 2)) == {each for each in EVERYTHING if each[1] == kind}  # type: ignore[arg-type]


def test_one_site_and_since_a_moment(archive: Archive) -> None:
    since = "2026-11-26T00:00:00.000000Z"
    assert told(pages(archive, ChangeFilter(since, "sample"), 2)) == {each for each in EVERYTHING if each[2] >= 2}
    assert pages(archive, ChangeFilter(site="another"), 2) == []


def test_the_text_of_what_is_missing_is_the_last_that_there_was(archive: Archive) -> None:
    for change in pages(archive, ChangeFilter(), 100):
        assert change.document.version <= change.at
        assert change.document.blocks
        assert (change.comparison is not None) == (change.kind == "changed")
        assert (change.absence is not None) == (change.kind in ("missing", "gone", "back"))


def test_one_language_that_changed_alone_is_named(archive: Archive) -> None:
    found = {
        (_path(each.document.url), side.changed_lang, each.at[9:10])
        for each in pages(archive, ChangeFilter(kind="changed"), 100)
        if each.comparison
        for side in each.comparison.one_sided
    }
    assert found == {("/1", "zh-Hans", "5"), ("/1", "en", "6"), ("/7", "en", "6"), ("/4", "zh-Hans", "7")}


def test_the_command_tells_of_gone_pages_as_gone_alone(archive: Archive) -> None:
    with Index(archive) as index:
        everything = told(list(find_changes(archive, index, "2026-11-01")))
        last_crawl = list(find_changes(archive, index, None))
    assert everything == EVERYTHING - {("/3", "missing", 1)}
    assert last_crawl == []  # it found as gone what was gone before, and as it was what is still there


def test_the_command_prints_them(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--archive", str(archive.root), "--since", "2026-11-26"]
    assert main(["changes", *options]) == 0
    out = capsys.readouterr().out
    assert re.search(
        r"^gone .*\n.*\n.*/3.html\n +gone, missing since .* \(found so 4 times, last 2026-11-28", out, re.M
    )
    assert re.search(
        r"^back .*\n.*\n.*/2.html\n +missing from .* \(found so 1 time, last .*\), back since", out, re.M
    )
    assert sorted(out.splitlines()[-1].split(", ")) == ["1 gone", "2 back", "3 changed"]
    assert main(["changes", *options, "--format", "json"]) == 0
    (gone,) = (each for each in json.loads(capsys.readouterr().out) if each["change"] == "gone")
    assert gone["at"] == gone["absence"]["gone"] == "2026-11-27T09:32:29.000000Z"
    assert (gone["absence"]["since"][:10], gone["absence"]["times"]) == ("2026-11-25", 4)
    assert gone["title"].startswith("Report on ")


def test_the_history_of_a_page_that_came_back_says_so(archive: Archive) -> None:
    with Index(archive) as index:
        history = read_history(archive, index, "http://sample.example/2.html")
    assert history.missing_since is None
    (absence,) = history.absences
    assert (absence.since[:10], absence.back and absence.back[:10]) == ("2026-11-25", "2026-11-26")
    assert len(history.versions) == 1


@pytest.mark.parametrize("text", ["", "2026-11-24", "2026-11-24T09:32:26.481203Z/1/", "x/1/y", "2026\ud800"])
def test_a_place_that_is_none(text: str) -> None:
    with pytest.raises(UsageError, match="no cursor"):
        ChangeCursor.parse(text)


def test_a_place_that_nobody_gave_leads_on(archive: Archive) -> None:
    with Index(archive) as index:
        page = read_changes(
            archive, index, ChangeFilter(), 100, ChangeCursor.parse("2026-11-26T00:00:00.000000Z/3/none")
        )
    assert {each.at[:10] for each in page.changes} == {"2026-11-24", "2026-11-25"}


def test_long_documents_make_short_pages(tmp_path: Path) -> None:
    versions = [make_document("长" * 200_000 + str(day), day=day) for day in range(2, 8)]
    long = Archive(tmp_path).create()
    with IndexWriter(long) as writer:
        writer.add([], versions)
    with Index(long) as index:
        first = read_changes(long, index, ChangeFilter(), 50)
    assert [each.at[8:10] for each in first.changes] == ["07", "06", "05"]
    assert [each.at[8:10] for each in pages(long, ChangeFilter(), 50)] == ["07", "06", "05", "04", "03", "02"]
