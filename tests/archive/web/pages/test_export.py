"""The export page: what it counts, sends and says is what ``archive export`` writes."""

import asyncio
import shlex
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient
from starlette.types import Message

from archive.cli import main
from archive.layout import Archive
from archive.web.app import create_app
from archive.web.pages import export
from archive.web.pages.export import Download
from tests.archive.query.concordance_documents import make_bilingual, store
from tests.archive.web.pages.test_pages import read, text

CHOICES = (
    "form=tmx",
    "form=tmx&source=en&target=zh-CN",
    "form=xliff&site=sample",
    "form=xliff12",
    "form=tsv&score=0.5&unflagged=1&dedupe=1&numbers=1&near-duplicates=1",
    "form=csv&speaker=O%27Neill&kind=speech",
    "form=jsonl&from=2020&to=2021-02&lang=zh",
    "form=documents-jsonl&site=other",
    "form=documents-csv&from=2020",
    "form=documents-bibtex",
    "form=documents-vertical&lang=zh&dedupe=1",
    "form=documents-conllu&from=2020",
    "form=documents-tei&site=other",
    "form=vertical&source=en&target=zh-CN",
    "form=conllu&dedupe=1",
    "form=tei&score=0.5",
)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return store(
        tmp_path / "data",
        [
            make_bilingual("a", "2020-01-02", "Mary O'Neill"),
            make_bilingual("b", "2021-01-02", None, site="other"),
            make_bilingual("c", None),
        ],
    )


@pytest.fixture
def client(archive: Archive) -> Iterator[TestClient]:
    with TestClient(create_app(archive), "http://127.0.0.1:8640", raise_server_exceptions=False) as made:
        yield made


@pytest.mark.parametrize("choice", CHOICES)
def test_the_command_on_the_page_writes_the_file_that_is_sent(
    client: TestClient,
    archive: Archive,
    choice: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    page = read(client, f"/export?{choice}")
    sent = client.get(page.xpath("//a[@class='download']/@href")[0])
    assert sent.status_code == 200, sent.text
    name = sent.headers["content-disposition"].partition("filename=")[2].strip('"')
    monkeypatch.chdir(tmp_path)
    program, *words = shlex.split(text(page, "//pre"))
    assert program == "archive"
    assert main([*words, "--archive", str(archive.root)]) == 0
    written = (tmp_path / name).read_bytes()
    assert without_times(sent.content) == without_times(written)
    said = text(page, "//section[@class='taken']/h2").split()[0]
    assert capfd.readouterr().err.startswith(f"{said} ")


def without_times(file: bytes) -> list[bytes]:
    """The lines of a file but those that say when it was written."""
    return [line for line in file.splitlines() if b"creationdate" not in line]


def test_the_form_keeps_what_was_chosen(client: TestClient) -> None:
    page = read(client, "/export?form=csv&source=en&site=other&score=0.4&numbers=1&from=2020")
    chosen = page.xpath("//form[@class='choose']")[0]
    values = dict(chosen.form_values())
    assert values.items() >= {
        "form": "csv", "source": "en", "site": "other", "score": "0.4", "numbers": "1", "from": "2020"
    }.items()  # fmt: skip
    assert "dedupe" not in values


def test_nothing_is_counted_before_a_form_is_chosen(client: TestClient) -> None:
    assert not read(client, "/export").xpath("//section[@class='taken']")


def test_a_choice_without_units_has_no_download(client: TestClient) -> None:
    page = read(client, "/export?form=tmx&from=1990&to=1991")
    assert text(page, "//section[@class='taken']/h2") == "0 translation units"
    assert not page.xpath("//a[@class='download']")


def test_a_long_count_is_cut_short(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "COUNTING_SECONDS", -1.0)
    assert text(read(client, "/export?form=tmx"), "//section[@class='taken']/h2") == "At least 1 translation unit"


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/export?form=wacz", 404, "no such page"),
        ("/export/parquet", 404, "no such page"),
        ("/export/moses", 404, "no such page"),
        ("/export/tmx?score=2", 400, "a score is a number from 0 to 1"),
        ("/export?form=tmx&score=x", 400, "a score is a number from 0 to 1"),
        ("/export/tmx?site=typo", 400, "there are"),
        ("/export?form=tmx&source=xx", 400, "there are"),
        ("/export/documents-csv?kind=typo", 400, "speech"),
    ],
)
def test_what_cannot_be_sent_is_refused(client: TestClient, path: str, status: int, said: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert said in text(html.document_fromstring(answer.content), "//main")


def test_a_file_is_sent_while_it_is_written(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "_CHUNK", 1)
    with client.stream("GET", "/export/jsonl", headers={"accept-encoding": "gzip"}) as answer:
        assert "content-length" not in answer.headers
        assert answer.headers.get("content-encoding") is None
        assert len(list(answer.iter_raw())) > 1
    head = client.head("/export/jsonl")
    assert head.status_code == 200
    assert not head.content


def test_further_downloads_wait_their_turn(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MOST_AT_ONCE", 0)
    answer = client.get("/export/tmx")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "10"
    monkeypatch.undo()
    assert client.get("/export/tmx").status_code == 200


def test_a_reader_who_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "STALLED_SECONDS", 0.01)
    closed: list[bool] = []
    taken: list[Message] = []

    def endless() -> Generator[bytes]:
        try:
            while True:
                yield b"a"
        finally:
            closed.append(True)

    async def take_little(message: Message) -> None:
        taken.append(message)
        if len(taken) > 2:
            await asyncio.Event().wait()

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    scope = {"type": "http", "method": "GET", "asgi": {"spec_version": "2.4"}}
    asyncio.run(Download(endless(), "a.tmx", "text/plain")(scope, receive, take_little))
    assert closed
    assert Download._in_progress == 0
