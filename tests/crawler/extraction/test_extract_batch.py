"""``scrapy extract --batch`` as a process."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crawler.extract_command_options_and_page_files import MAX_LINE
from tests import forked

PAGE = (
    "<html><head><title>{0}</title></head><body><a href=/>Home</a><h1>{0}</h1><p>2024-05-06</p>"
    "<p>The ferry will not run for two days because of the storm. Service resumes on Thursday.</p></body></html>"
)
COMMAND = [sys.executable, "-m", "scrapy", "extract", "--batch"]
ENVIRONMENT = {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a page in each of two charsets."""
    (tmp_path / "ferry.html").write_text(PAGE.format("Ferry stopped"), encoding="utf-8")
    (tmp_path / "boat.html").write_bytes(PAGE.format("渡船停航").encode("gbk"))
    return tmp_path


def run(folder: Path, *arguments: str, lines: bytes = b"") -> "subprocess.CompletedProcess[str]":
    return forked.run([*COMMAND, *arguments], given=lines, cwd=folder, env=ENVIRONMENT)


def answers(done: "subprocess.CompletedProcess[str]") -> list[dict[str, Any]]:
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def listed(*entries: dict[str, object]) -> bytes:
    return b"".join(json.dumps(entry).encode() + b"\n" for entry in entries)


def test_each_line_has_its_document_in_order(folder: Path) -> None:
    entries: list[dict[str, object]] = [
        {"file": "boat.html", "url": "https://www.daxinya.com/n/1.html", "content_type": "text/html; charset=gbk"},
        {"file": str(folder / "ferry.html"), "url": None, "content_type": None, "id": 7},
        {"file": "ferry.html"},
    ]
    (folder / "pages.jsonl").write_bytes(listed(*entries))
    first, second, third = answers(run(folder, "pages.jsonl"))
    assert [answer["file"] for answer in (first, second, third)] == [entry["file"] for entry in entries]
    assert first["document"]["url"] == "https://www.daxinya.com/n/1.html"
    assert (first["document"]["site"], first["document"]["title"]) == ("daxinya", "渡船停航")
    assert second["document"]["title"] == third["document"]["title"] == "Ferry stopped"
    assert second["document"]["capture"]["uri"] == (folder / "ferry.html").as_uri()


def test_a_document_is_the_one_that_the_file_alone_gives(folder: Path) -> None:
    (answer,) = answers(run(folder, "-", lines=listed({"file": "ferry.html", "url": "https://a.example/1"})))
    alone = [*COMMAND[:-1], "ferry.html", "--url", "https://a.example/1"]
    done = forked.run(alone, cwd=folder, env=ENVIRONMENT)
    assert answer["document"] == json.loads(done.stdout)


WRONG: list[tuple[bytes, str | None, str]] = [
    (b'{"file": "ferry.html"', None, "is not JSON"),
    (b"\xff\xfe", None, "is not JSON"),
    (b"[" * 100_000, None, "is not JSON"),
    (b'{"file": "' + b"a" * MAX_LINE + b'"}', None, "is longer than"),
    (b'["ferry.html"]', None, "has no file"),
    (b'{"file": 1}', None, "has no file"),
    (b'{"url": "https://a.example/"}', None, "has no file"),
    (b'{"file": "ferry.html", "url": 1}', None, "url and content_type"),
    (b'{"file": "ferry.html", "url": "http://[a"}', "ferry.html", "Invalid IPv6 URL"),
    (b'{"file": "ferry.html", "url": "http://a.example/\\ud800"}', "ferry.html", "surrogates"),
    (b'{"file": "none.html"}', "none.html", "No such file"),
    (b'{"file": "."}', ".", "Is a directory"),
    (b'{"file": "a\\u0000b"}', "a\0b", "null"),
    (b'{"file": "\\ud800"}', "\ud800", "surrogates"),
]


def test_what_cannot_be_read_is_an_answer_and_no_end(folder: Path) -> None:
    lines = b"\n\n".join(line for line, _, _ in WRONG)
    *wrong, right = answers(run(folder, "-", lines=lines + b'\n{"file": "ferry.html"}'))
    assert right["document"]["title"] == "Ferry stopped"
    for number, (answer, (_, file, told)) in enumerate(zip(wrong, WRONG, strict=True)):
        assert (set(answer), answer["file"]) == ({"file", "error"}, file)
        assert told in answer["error"]
        assert file is not None or f"line {2 * number + 1}" in answer["error"]


def test_a_document_is_printed_before_the_next_line_is_read(folder: Path) -> None:
    theirs, ours = os.pipe()
    process = forked.start([*COMMAND, "-"], stdin=theirs, cwd=folder, env=ENVIRONMENT)
    os.close(theirs)
    assert process.stdout
    for name in ("ferry.html", "boat.html"):
        os.write(ours, listed({"file": name}))
        assert json.loads(process.stdout.readline())["file"] == name
    os.close(ours)
    assert (process.communicate(timeout=60), process.returncode) == (("", ""), 0)


def test_a_reader_that_has_seen_enough_ends_it_in_silence(folder: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder,
        env=ENVIRONMENT,
    ) as process:  # fmt: skip
        assert process.stdout
        process.stdout.close()
        _, told = process.communicate(listed({"file": "ferry.html"}), timeout=60)
        assert (told, process.returncode) == (b"", 0)


def test_the_site_holds_for_all(folder: Path) -> None:
    lines = listed({"file": "ferry.html", "url": "https://a.example/"}, {"file": "boat.html"})
    assert [answer["document"]["site"] for answer in answers(run(folder, "-", "--site", "nanhu", lines=lines))] == [
        "nanhu",
        "nanhu",
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("none.jsonl",), 2),
        (("-", "ferry.html"), 2),
        (("-", "--url", "https://a.example/"), 2),
        (("-", "--content-type", "text/html"), 2),
        (("-", "--template", "ferry.html"), 3),
    ],
)
def test_failures_of_the_whole_are_said_by_the_exit_code(folder: Path, arguments: tuple[str, ...], code: int) -> None:
    done = run(folder, *arguments, lines=listed({"file": "ferry.html"}))
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr
    assert "Traceback" not in done.stderr
