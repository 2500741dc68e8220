"""Withdrawn text stands in nothing that the archive shows, whatever is done to it meanwhile."""

import gzip
import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from archive.check.consistency_and_repair import check
from archive.cli.app import app, main
from archive.corpus.corpus_and_selections import Corpus
from archive.document_and_unit_files import find_documents
from archive.errors import UsageError
from archive.index import Filters, Index, IndexWriter, Readers, update_index
from archive.intake.add_files import add_file
from archive.keeping.merge_and_split import merge
from archive.keeping.withdrawal_and_erasure import restore_withdrawn, withdraw
from archive.layout import Archive
from archive.manifest_and_seals import read_manifest
from archive.model.document import document_id
from archive.replay.app import create_replay_app
from archive.warc.http_exchange_and_conditional_requests import Exchange
from archive.web.app import create_app
from archive.withdrawal import Withdrawals
from crawler.reextract.all_sites import reextract_sites
from tests.archive.check.archive_with_articles import SITE, exchange, write_warc
from tests.archive.withdrawal.outputs import shown
from tests.archive_files import read_lines

WORD = "Zyxwithdrawn"
URL = "http://sample.example/news/1.html"
ID = document_id(SITE, URL)


def marked(number: int, word: str = WORD, day: int = 0) -> Exchange:
    whole = exchange(number, day)
    content = whole.response.read().replace(b"Nobody", word.encode())
    head, _, body = content.partition(b"\r\n\r\n")
    kept = b"\r\n".join(line for line in head.split(b"\r\n") if not line.startswith(b"Content-Length"))
    return replace(whole, response=BytesIO(kept + b"\r\n\r\n" + body))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path / "data").create()
    write_warc(archive, "first", [exchange(0), marked(1), exchange(2)])
    write_warc(archive, "second", [exchange(3, 1), marked(1, WORD, 1)])
    return archive


def leaks(archive: Archive, place: Path) -> list[str]:
    place.mkdir(exist_ok=True)
    return [asked for asked, answer in shown(archive, URL, ID, WORD, place) if _shows(asked, answer)]


def _shows(asked: str, answer: bytes) -> bool:
    """Whether the text is shown: pages repeat the word that was asked for, but nothing beside it."""
    return b"at the agency had expected" in answer if WORD in asked else WORD.encode() in answer


def is_in_tokens(archive: Archive) -> bool:
    """Whether any text of the tokens file has the word."""
    with Corpus.open(archive) as corpus:
        words = {word.number for word in corpus.find_words(WORD)}
        return any(corpus.select(Filters(), copies=True).texts_with(words))


def test_it_is_in_nothing_that_is_shown(archive: Archive, tmp_path: Path) -> None:
    with Index(archive) as index:
        assert index.search(WORD, Filters(), 1).total == 1
    before = leaks(archive, tmp_path / "out")
    assert {"export wacz captures", "show " + URL, "replay /20261124093226id_/", f"/document/{ID}"} <= set(before)
    assert is_in_tokens(archive)
    withdraw(archive, URL, "a court's order")
    assert not is_in_tokens(archive)
    assert leaks(archive, tmp_path / "out") == []
    assert check(archive).faults == []
    list(reextract_sites(archive, [SITE], 1))
    update_index(archive, rebuild=True)
    assert leaks(archive, tmp_path / "out") == []
    assert check(archive).faults == []


def test_it_stays_withdrawn_where_its_files_are_added_again(archive: Archive, tmp_path: Path) -> None:
    withdraw(archive, URL, "a court's order")
    other = Archive(tmp_path / "other").create()
    shutil.copytree(archive.withdrawn_dir, other.withdrawn_dir)
    for path in archive.warc_paths():
        add_file(other, path, lambda offered: lambda read: None)
    list(reextract_sites(other, other.sites(), 1))
    assert leaks(other, tmp_path / "out") == []


def test_it_stays_withdrawn_in_a_merged_and_in_a_restored_archive(archive: Archive, tmp_path: Path) -> None:
    withdraw(archive, URL, "a court's order")
    merged = Archive(tmp_path / "merged")
    merge(merged, archive)
    assert leaks(merged, tmp_path / "out") == []
    restored = Archive(tmp_path / "restored")
    for name in ("warc", "withdrawn"):
        shutil.copytree(archive.root / name, restored.root / name)
    list(reextract_sites(restored.create(), [SITE], 1))
    update_index(restored)
    assert leaks(restored, tmp_path / "out") == []
    for place in (merged, restored):
        with Index(place) as index:
            assert index.counts().documents == 3


def test_who_asks_is_told_when_and_why(archive: Archive, capfd: pytest.CaptureFixture[str]) -> None:
    done = withdraw(archive, ID, "a court's order")
    assert done.withdrawal.urls == (URL,)
    day = done.withdrawal.date[:10]
    for name in (URL, ID):
        assert main(["show", name, "--archive", str(archive.root)]) == 3
        out, err = capfd.readouterr()
        assert (out, err) == ("", f"archive: {name}: withdrawn on {day}: a court's order\n")
    with TestClient(create_app(archive), "http://127.0.0.1:8640") as room:
        for path in (f"/document/{ID}", f"/api/document?id={ID}", f"/history?url={URL}", f"/api/history?id={URL}"):
            answer = room.get(path)
            assert answer.status_code == 451, path
            assert day in answer.text
            assert "order" in answer.text
    with TestClient(create_replay_app(archive), "http://127.0.0.1:8641", follow_redirects=False) as replay:
        for path in (f"/20261124093226/{URL}", f"/{URL}", f"/frame/20261124/{URL}", f"/timemap/link/{URL}"):
            answer = replay.get(path)
            assert answer.status_code == 451, path
            assert day in answer.text


def test_what_is_taken_back_is_shown_again(archive: Archive) -> None:
    documents = [stored.document.id for stored in find_documents(archive)]
    with Index(archive) as index:
        before = index.counts()
    withdraw(archive, SITE, "a mistake")
    with Index(archive) as index:
        assert index.counts().documents == 0
    restore_withdrawn(archive, SITE)
    with Index(archive) as index:
        assert index.counts() == before
        assert sorted(document.id for document in index.documents(Filters())) == sorted(set(documents))
    assert check(archive).faults == []
    assert len(Withdrawals.of_archive(archive).all) == 1


def test_a_span_takes_what_was_captured_in_it(archive: Archive) -> None:
    withdraw(archive, URL, "the first version was wrong", until="2026-11-25T00:00:00.000000Z")
    with Index(archive) as index:
        assert [entry.capture.date[:10] for entry in index.captures(URL)] == ["2026-11-25"]
    assert not Withdrawals.of_archive(archive).blocks(URL, SITE)


def test_a_crawl_under_way_shows_none_of_it(archive: Archive) -> None:
    documents = [stored.document for stored in find_documents(archive)]
    with IndexWriter(archive) as writer:
        withdraw(archive, URL, "an order")
        writer.add((), documents)
    with Index(archive) as index:
        assert index.document(URL) is None
        assert index.counts().documents == 3


def test_each_change_of_a_withdrawal_is_another_state_of_it(archive: Archive) -> None:
    readers = Readers(archive)
    states = [readers.state()]
    with IndexWriter(archive) as writer:
        writer.add((), [replace(next(find_documents(archive)).document, title="New")])
    states.append(readers.state())
    withdraw(archive, URL, "an order")
    states.append(readers.state())
    restore_withdrawn(archive, URL)
    states.append(readers.state())
    assert len({state.written for state in states}) == 4
    assert len({state.withdrawn for state in states}) == 3
    assert states[0].withdrawn == states[1].withdrawn
    readers.close()


def test_copies_are_named_and_go_too_when_asked(archive: Archive) -> None:
    copy = "http://sample.example/copy/1.html"
    write_warc(archive, "third", [replace(marked(1, WORD, 2), uri=copy)])
    named = CliRunner().invoke(app, ["withdraw", URL, "--reason", "an order", "--archive", str(archive.root)])
    assert f"{copy} has a copy of its text" in named.stderr
    with Index(archive) as index:
        assert index.search(WORD, Filters(), 1).total == 1
        assert index.captures(copy)
    restore_withdrawn(archive, URL)
    assert withdraw(archive, URL, "an order", copies=True).withdrawal.urls == (copy, URL)
    with Index(archive) as index:
        assert index.search(WORD, Filters(), 1).total == 0


def test_erased_records_are_in_no_file(archive: Archive, tmp_path: Path) -> None:
    digests = {name: entry.sha256 for name, entry in read_manifest(archive).entries.items()}
    alignments = [archive.alignments_file(name) for name in (SITE, *map(str, archive.warc_names()))]
    for path in alignments:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"digests of its texts")
    erased = CliRunner().invoke(
        app, ["withdraw", URL, "--reason", "a law", "--erase", "--archive", str(archive.root)]
    )
    assert "erased from 2 WARC files" in erased.stdout
    assert not any(path.exists() for path in alignments)
    assert check(archive).faults == []
    for path in archive.warc_paths():
        with path.open("rb") as stream:
            content = gzip.decompress(stream.read())
        assert WORD.encode() not in content
        assert b"erased: a " in content
        assert b"reason: a law" in content
    assert {name: entry.before for name, entry in read_manifest(archive).entries.items()} == {
        name: (digest,) for name, digest in digests.items()
    }
    lines = [line for path in archive.documents_paths() for line in read_lines(path)]
    assert lines
    assert WORD.encode() not in b"".join(lines)
    with Index(archive) as index:
        assert index.counts().documents == 3
        assert index.document("http://sample.example/news/2.html")
    update_index(archive, rebuild=True)
    assert leaks(archive, tmp_path / "out") == []
    list(reextract_sites(archive, [SITE], 1))
    assert check(archive).faults == []
    with pytest.raises(UsageError, match="erased"):
        restore_withdrawn(archive, URL)


def test_no_crawl_is_to_fetch_it_again(archive: Archive) -> None:
    withdraw(archive, "http://sample.example/never.html", "asked for")
    withdrawals = Withdrawals.of_archive(archive)
    assert withdrawals.blocks("http://SAMPLE.example/never.html", SITE)
    assert not withdrawals.blocks("http://sample.example/other.html", SITE)
    with pytest.raises(UsageError, match="--reason"):
        withdraw(archive, URL, " ")


def test_a_withdrawal_that_was_altered_shows_nothing(archive: Archive, capfd: pytest.CaptureFixture[str]) -> None:
    withdraw(archive, URL, "an order")
    (path,) = archive.withdrawn_dir.iterdir()
    path.write_bytes(path.read_bytes().replace(b"/news/1", b"/news/2"))
    assert main(["show", URL, "--archive", str(archive.root)]) == 3
    assert "no article" not in capfd.readouterr().err
    assert any(fault.startswith(f"withdrawn/{path.name}") for fault in check(archive).faults)
