"""The commands, called as a script calls them: what they print, where, and their exit codes."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive import __version__
from archive.cli import main
from archive.index import IndexWriter
from archive.layout import Archive
from archive.model.document import Part
from tests.archive.cli.sample_archive import NEWS, PAYLOAD, SPEECH, make_archive
from tests.archive.index.sample_documents import make_document

Run = Callable[..., str]


@pytest.fixture
def done(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command that must succeed, and gives what it prints."""

    def run(*arguments: str) -> str:
        assert main(arguments) == 0
        out, err = capfd.readouterr()
        assert err == ""
        return out

    return run


@pytest.fixture
def refused(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command that must end with an exit code, and gives its one line on standard error."""

    def run(code: int, *arguments: str) -> str:
        assert main(arguments) == code
        out, err = capfd.readouterr()
        assert out == ""
        assert err.startswith("archive: ")
        assert err.count("\n") == 1
        return err

    return run


def test_query_in_every_form(archive: Archive, done: Run) -> None:
    text = done("query", "产能")
    assert text.startswith("Remarks\n  2025-03-03 · sample · speech · ")
    assert "  中国加强国际产能合作。\n" in text
    assert text.endswith("1 document for 产能\n")
    assert "\x1b" not in text
    (hit,) = json.loads(done("query", "industrial cooperation", "--format", "json"))
    assert hit["id"] == SPEECH.id
    assert hit["snippets"] == ["China steps up industrial cooperation."]
    rows = list(csv.DictReader(io.StringIO(done("query", "--format=csv", "两国合作"))))
    assert [row["id"] for row in rows] == [NEWS.id]


def test_an_empty_result_is_a_result(archive: Archive, done: Run) -> None:
    assert done("query", "没有") == "0 documents for 没有\n"
    assert done("query", "没有", "--format", "json") == "[]\n"
    assert done("query", "没有", "--format", "csv") == "id,url,title,published,site,kind,snippets,also\r\n"


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ([], [NEWS.id, SPEECH.id]),
        (["--lang", "zh"], [NEWS.id]),
        (["--to", "1999"], []),
        (["--lang", "zh-CN"], [NEWS.id]),
        (["--lang", "Chinese"], [NEWS.id]),
        (["--kind", "speech"], [SPEECH.id]),
        (["--speaker", "wang"], [SPEECH.id]),
        (["--from", "2025", "--to", "2025-03"], [SPEECH.id]),
        (["--limit", "1"], [NEWS.id]),
    ],
)
def test_query_options(archive: Archive, done: Run, options: list[str], ids: list[str]) -> None:
    hits = json.loads(done("query", "合作", *options, "--format", "json"))
    assert [hit["id"] for hit in hits] == ids


def test_show_in_every_form(archive: Archive, done: Run) -> None:
    assert json.loads(done("show", SPEECH.id, "--format", "json"))["speech"]["speaker"] == "Wang Yi"
    assert "中国加强国际产能合作。" in done("show", SPEECH.url + "#top")
    assert done("show", SPEECH.id, "--at", "2020-01-01", "--format", "html").startswith("<!DOCTYPE html>")
    assert done("show", NEWS.id, "--format", "md").startswith("# 新闻\n")


def test_show_reads_with_a_page_the_other_parts_of_its_article(archive: Archive, done: Run) -> None:
    parts = [
        replace(make_document(f"第{n}页。", path=f"p{n}"), part=Part(n, 2, "http://sample.example/p1"))
        for n in (1, 2)
    ]
    with IndexWriter(archive) as writer:
        writer.add([], parts)
    assert done("show", parts[1].id).index("第1页。") < done("show", parts[1].id).index("第2页。")
    assert "第1页。" not in done("show", parts[1].id, "--format", "json")


def test_stats(archive: Archive, done: Run) -> None:
    values = json.loads(done("stats", "--format", "json"))
    assert (values["captures"], values["documents"], values["versions"]) == (2, 2, 2)
    assert values["kinds"] == {"news": 1, "speech": 1}
    assert values["languages"] == {"en": 1, "zh-Hans": 1}
    assert values["years"] == {"2025": 1}
    assert values["warc"]["files"] == 1
    text = done("stats")
    assert "zh-Hans           1\n" in text
    assert "earliest publication   2025-03-03\n" in text


def test_replay_raw_gives_the_payload_of_a_revisit_too(
    archive: Archive, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for at in ("2026-01-01", "2026-01-05"):
        assert main(["replay", "http://sample.example/list", "--at", at, "--raw"]) == 0
        assert capfdbinary.readouterr() == (PAYLOAD, b"")


def test_index_is_made_anew_and_brought_up_to_date(
    archive: Archive, done: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    for file in archive.index_file.parent.iterdir():
        file.unlink()
    assert main(("query", "产能")) == 0
    out, err = capfd.readouterr()
    assert "1 document for 产能" in out
    assert err == "archive: there was no index; it was made from the files\n"
    assert done("index", "--rebuild") == "read 2 files: 2 captures, 2 documents, 0 translation units\n"
    assert done("index") == "read 0 files: 0 captures, 0 documents, 0 translation units\n"
    assert "1 document for 产能" in done("query", "产能")


def test_the_archive_is_named_before_and_after_the_command(tmp_path: Path, done: Run) -> None:
    place = str(make_archive(tmp_path / "other").root)
    for arguments in (["--archive", place, "query", "产能"], ["query", "产能", "--archive", place]):
        assert "1 document" in done(*arguments)


def test_version_and_help(done: Run) -> None:
    assert done("--version") == f"archive {__version__}\n"
    assert done("--help") == done()
    assert "--speaker" in done("query", "--help")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query"], "QUERY"),
        (["query", ""], "nothing to look for"),
        (["query", "，。"], "nothing to look for"),
        (["query", "/coop.*/"], "is a regular expression"),
        (["query", "合作 NEAR 产能"], "write a NEAR/5 b"),
        (["query", "zh:合作 -en:cooperation"], "which the concordance does"),
        (["concordance", "*"], "wildcards alone"),
        (["concordance", "-x"], "No such option"),
        (["query", "-x"], "No such option"),
        (["query", "x", "--frobnicate"], "No such option"),
        (["query", "x", "--limit", "0"], "--limit"),
        (["query", "x", "--limit", "many"], "--limit"),
        (
            ["query", "x", "--format", "xml"],
            "Invalid value for '--format': 'xml' is not one of 'text', 'json', 'csv'.",
        ),
        (["query", "x", "--kind", "list"], "no kind 'list'"),
        (["query", "x", "--from", "monday"], "no day"),
        (["show", "x", "--at", "noon\x1b[2J"], "no time"),
        (["replay", "http://sample.example/list", "--at", "noon"], "no time"),
        (["frobnicate"], "No such command"),
        (["--frobnicate"], "No such option"),
    ],
)
def test_wrong_usage(archive: Archive, refused: Run, arguments: list[str], message: str) -> None:
    line = refused(2, *arguments)
    assert message in line
    assert "\x1b" not in line


COMMANDS = (["query", "x"], ["show", "x"], ["stats"], ["replay", "--raw", "http://a.example/"], ["index"])


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
def test_a_missing_archive(tmp_path: Path, refused: Run, arguments: list[str]) -> None:
    assert "no archive at" in refused(3, *arguments, "--archive", str(tmp_path / "none"))
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").touch()
    assert "not a directory" in refused(3, *arguments, "--archive", str(tmp_path / "file"))


def test_an_empty_archive(tmp_path: Path, done: Run, refused: Run) -> None:
    empty = ["--archive", str(Archive(tmp_path).create().root)]
    assert json.loads(done("stats", "--format", "json", *empty))["documents"] == 0
    assert "documents" in done("stats", *empty)
    assert "archive index" in refused(3, "query", "x", *empty)
    assert done("index", *empty) == "read 0 files: 0 captures, 0 documents, 0 translation units\n"
    assert "no documents yet" in refused(3, "query", "x", *empty)


def test_what_is_not_there_is_missing(archive: Archive, refused: Run) -> None:
    assert "no document" in refused(3, "show", "sample-000000000000")
    assert "archive replay --raw" in refused(3, "show", "http://sample.example/list")
    assert "never captured" in refused(3, "replay", "--raw", "http://sample.example/none")


def test_a_traceback_only_with_debug(archive: Archive, capfd: pytest.CaptureFixture[str], refused: Run) -> None:
    archive.index_file.write_bytes(b"damaged" * 1000)
    assert "archive index --rebuild" in refused(3, "query", "x")
    for arguments in (["--debug", "query", "x"], ["query", "x", "--debug"]):
        assert main(arguments) == 3
        err = capfd.readouterr().err
        assert "Traceback" in err
        assert err.splitlines()[-1].startswith("archive: ")


def test_a_closed_pipe_is_no_error(archive: Archive) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "archive", "show", SPEECH.id], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_output_that_cannot_be_written_in_the_terminals_encoding(archive: Archive) -> None:
    environment = {"PYTHONIOENCODING": "ascii", "ARCHIVE_DIR": str(archive.root)}
    ended = subprocess.run(
        [sys.executable, "-m", "archive", "query", "产能", "--format", "json"],
        capture_output=True, check=True, encoding="ascii", env=environment,
    )  # fmt: skip
    assert json.loads(ended.stdout)[0]["snippets"] == ["中国加强国际产能合作。"]


def test_what_the_system_refuses_is_one_clear_line(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "/place/\x1b[31mfile")

    monkeypatch.setattr("archive.cli.app.app", refuse)
    assert main(["stats"]) == 3
    said = capfd.readouterr().err
    assert said == "archive: /place/[31mfile: Permission denied; check permissions and disk, then try again\n"
