"""``archive site``: a site that the heuristics fail on is mended by its file alone; old captures stay."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from archive.cli import main
from archive.document_and_unit_files import find_documents
from archive.layout import Archive
from archive.model.document import Document
from tests import forked
from tests.archive_files import files_below
from tests.crawler.spiders.odd_server import Reply, serve

TEXT = "The ferry at Hekou sails again, said the harbour master on Monday, after a winter of repairs to its hull."
OTHER = "The tea house of the harbour opens at nine, and its small museum shows ropes, lamps and a captain's hat."
HOME = "<html><body><h1>Hekou</h1><ul><li><a href='/news/1.html'>The ferry sails again</a> 2025-03-04</ul></body>"
ARTICLE = f"""<html><head><title>Hekou Courier</title></head><body><h1>Hekou Courier</h1>
<div class=strap>Shipping week</div><div class=head>The ferry sails again</div><div class=when>2025-03-04</div>
<div class=text><p>{TEXT}</p><p>{TEXT.replace("Monday", "Tuesday")}</p></div>
<div class=box><p>{OTHER}</p><p>{OTHER.replace("nine", "ten")}</p></div></body></html>"""


def archive_command(archive: Archive, *arguments: str) -> int:
    return main(["--archive", str(archive.root), *arguments])


def stored(archive: Archive) -> Document:
    (found,) = find_documents(archive)
    return found.document


@pytest.fixture
def crawled(tmp_path: Path) -> Archive:
    """An archive of a site whose title and text the heuristics get wrong, crawled with a file of its own."""
    archive = Archive(tmp_path / "data")
    pages = {"/": HOME, "/news/1.html": ARTICLE}
    with serve(lambda target: Reply(pages[target].encode()) if target in pages else Reply(status=404)) as server:
        assert archive_command(archive, "site", "add", server.url, "--name", "hekou") == 0
        assert run_in_process(archive, "crawl", "hekou") == 0
    return archive


def run_in_process(archive: Archive, *arguments: str) -> int:
    """Run a command that starts a reactor, in a process of its own: a reactor starts once."""
    command = [str(Path(sys.executable).parent / "archive"), *arguments, "--archive", str(archive.root)]
    return forked.run(command, cwd=Path.cwd(), env=os.environ).returncode


def edit(archive: Archive, place: Path, selectors: str) -> None:
    text = (archive.sites_dir / "hekou.toml").read_text() + selectors
    (place / "edited.toml").write_text(text)
    assert archive_command(archive, "site", "edit", "hekou", "--from", str(place / "edited.toml")) == 0


def test_a_site_is_mended_by_its_file_and_older_captures_stay(
    crawled: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = stored(crawled)
    assert (before.site, before.extractor.profile) == ("hekou", "hekou/1")
    assert OTHER in [block.text for block in before.blocks] or before.title != "The ferry sails again"
    edit(crawled, tmp_path, '\n[[selectors]]\nbody = ".text"\ntitle = ".head"\n')
    assert "revision 2 written" in capsys.readouterr().out

    assert archive_command(crawled, "site", "test", "hekou", "--format", "json") == 0
    pages = {page["url"].rpartition("/")[2]: page["differences"] for page in json.loads(capsys.readouterr().out)}
    assert pages["1.html"]["title"]["file"] == "The ferry sails again"
    assert stored(crawled) == before  # nothing is stored by a test

    assert archive_command(crawled, "reextract", "--all", "--workers", "1") == 0
    mended = stored(crawled)
    assert (mended.title, mended.extractor.profile) == ("The ferry sails again", "hekou/2")
    assert [block.text for block in mended.blocks] == [TEXT, TEXT.replace("Monday", "Tuesday")]

    text = (crawled.sites_dir / "hekou.toml").read_text()
    (tmp_path / "dated.toml").write_text(f'{text}valid_from = "2999-01-01"\n')
    assert archive_command(crawled, "site", "edit", "hekou", "--from", str(tmp_path / "dated.toml")) == 0
    assert archive_command(crawled, "reextract", "--all", "--workers", "1") == 0
    again = stored(crawled)
    assert (again.title, again.blocks, again.extractor.profile) == (before.title, before.blocks, "hekou/3")


def test_all_follows_from_warc_files_and_sites(crawled: Archive, tmp_path: Path) -> None:
    edit(crawled, tmp_path, '\n[[selectors]]\nbody = ".text"\ntitle = ".head"\n')
    assert archive_command(crawled, "reextract", "--all", "--workers", "1") == 0
    derived = ("documents", "bitext", "templates")
    before = {name: files_below(crawled.root / name) for name in derived}
    for name in (*derived, "index", "jobs"):
        shutil.rmtree(crawled.root / name)
    assert archive_command(crawled, "reextract", "--workers", "1") == 0
    assert {name: files_below(crawled.root / name) for name in derived} == before
    assert stored(crawled).title == "The ferry sails again"


def test_a_faulty_edit_is_refused_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(tmp_path / "data")
    assert archive_command(archive, "site", "add", "https://www.hekou.example/", "--name", "hekou") == 0
    text = (archive.sites_dir / "hekou.toml").read_text()
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\necho "zone = 5" >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    capsys.readouterr()
    assert archive_command(archive, "site", "edit", "hekou") == 2
    line = capsys.readouterr().err
    assert "zone: 5 is not of type" in line
    kept = Path(line.rpartition("--from ")[2].strip())
    assert kept.read_text().endswith("zone = 5\n")
    assert (archive.sites_dir / "hekou.toml").read_text() == text
    kept.unlink()


def test_the_programs_file_is_edited_into_the_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = Archive(tmp_path / "data")
    assert archive_command(archive, "site", "show", "daxinya") == 0
    (tmp_path / "new.toml").write_text(capsys.readouterr().out + "delay = 3.0\n")
    assert archive_command(archive, "site", "edit", "daxinya", "--from", str(tmp_path / "new.toml")) == 0
    capsys.readouterr()
    assert archive_command(archive, "site", "list", "--format", "json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["name"], row["revision"], row["in"]) == ("daxinya", 2, "archive")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "nosite"), "no file of a site 'nosite'; there are daxinya"),
        (("add", "https://www.daxinya.com/", "--name", "daxinya"), "daxinya is known already"),
        (("edit", "daxinya", "--from", "/nowhere.toml"), "/nowhere.toml cannot be read"),
    ],
)
def test_wrong_usage_is_one_line(
    arguments: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert archive_command(Archive(tmp_path / "data"), "site", *arguments) == 2
    assert said in capsys.readouterr().err
