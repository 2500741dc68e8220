"""``archive history``, called as a script calls it."""

import json
from dataclasses import replace

import pytest

from archive.cli import main
from archive.index import IndexWriter
from archive.layout import Archive
from archive.model.document import Document, Pair
from archive.query.history.changes import Change
from archive.query.history.history_forms import changes_text
from archive.query.history.version_and_text_comparison import compare
from tests.archive.cli.sample_archive import NEWS, SPEECH


def changed_speech() -> Document:
    """The speech, captured later, in which the Chinese says something else and the English does not."""
    texts = {"中国加强国际产能合作。": "中国深化国际产能合作。"}
    blocks = tuple(
        replace(block, text=texts.get(block.text, block.text), lang="en" if block.text.isascii() else "zh-Hans")
        for block in SPEECH.blocks
    )
    date = "2026-01-09T00:00:00.000000Z"
    return replace(
        SPEECH, version=date, title="Remarks\x1b[31m", blocks=blocks, pairs=(Pair((1,), (0,), 0.9),),
        capture=replace(SPEECH.capture, date=date, offset=99),
    )  # fmt: skip


@pytest.fixture
def changed(archive: Archive) -> Archive:
    later = changed_speech()
    same_crawl = replace(later.capture, warc=archive.warc_names()[0].warc)
    with IndexWriter(archive) as writer:
        writer.add((), [replace(later, capture=same_crawl)])
    return archive


def test_text(changed: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", SPEECH.id]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "Version 1  2026-01-02T03:04:05.000006Z\n" in out
    assert "  title: Remarks -> Remarks[31m\n" in out
    assert "  block 1 (zh-Hans) changed: 中国[-加强-]{+深化+}国际产能合作。\n" in out
    assert "  the Chinese of block 1 changed; its English (block 0) did not change\n" in out


def test_json(changed: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", SPEECH.url, "--format", "json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert (values["id"], values["missing_since"], values["others"]) == (SPEECH.id, None, [])
    first, second = values["versions"]
    assert first["changes"] is None
    assert second["changes"]["facts"] == [{"name": "title", "old": "Remarks", "new": "Remarks\x1b[31m"}]
    (block,) = second["changes"]["blocks"]
    assert [piece["kind"] for piece in block["pieces"]] == ["same", "gone", "new", "same"]
    assert second["changes"]["one_sided"][0]["changed_lang"] == "zh-Hans"


def test_one_version(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", NEWS.id]) == 0
    assert capsys.readouterr().out.count("\nVersion ") == 1


@pytest.mark.parametrize("name", ["sample-000000000000", "http://sample.example/list", "no address"])
def test_what_is_no_document(archive: Archive, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["history", name]) == 3
    assert capsys.readouterr().err.startswith(f"archive: {name}: no document")


def test_changes_say_how_many_blocks() -> None:
    later = changed_speech()
    text = changes_text([Change("changed", later.version, later, compare(SPEECH, later))]).plain
    assert text.startswith("changed Remarks[31m\n")
    assert "        1 block changed\n" in text
    assert "        the Chinese of block 1 changed; its English (block 0) did not change\n" in text
    assert text.endswith("\n1 changed")
