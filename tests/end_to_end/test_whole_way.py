"""The whole way from site to answer, by the commands that a user gives, against the sample site."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.document_and_unit_files import find_documents
from archive.index.folding import fold
from archive.layout import Archive
from archive.model.document import Document, document_faults, to_json
from archive.model.url import canonical_url
from tests import forked
from tests.archive_files import files_below
from tests.samplesite import ARTICLES, serve
from tests.samplesite.server import Logged

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Crawled:
    """An archive after two crawls of the site, with what each printed and asked for."""

    archive: Archive
    url: str
    printed: tuple[str, str]
    asked: tuple[list[Logged], list[Logged]]
    versions: tuple[int, int]


def run(archive: Path, *command: str, expect: int = 0) -> str:
    env = {**os.environ, "ARCHIVE_DIR": str(archive)}
    done = forked.run([BIN / command[0], *command[1:]], cwd=Path.cwd(), env=env)
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    place = tmp_path_factory.mktemp("whole") / "data"
    archive = Archive(place)
    with serve() as site:
        command = ("scrapy", "crawl", "daxinya", "-a", f"start_url={site.url}")
        first = run(place, *command)
        asked, versions = list(site.log), sum(1 for _ in find_documents(archive))
        second = run(place, *command)
        again = site.log[len(asked) :]
        yield Crawled(archive, site.url, (first, second), (asked, again), (versions, len(documents(archive))))


def documents(archive: Archive) -> list[Document]:
    return [stored.document for stored in find_documents(archive)]


def gold_urls(crawled: Crawled) -> set[str]:
    return {canonical_url(crawled.url.rstrip("/") + article.path) for article in ARTICLES}


def test_every_article_is_a_document_and_nothing_else_is(crawled: Crawled) -> None:
    assert {document.url for document in documents(crawled.archive)} == gold_urls(crawled)


def test_titles_and_days_are_those_of_the_articles(crawled: Crawled) -> None:
    found = {document.url: document for document in documents(crawled.archive)}
    for article in ARTICLES:
        document = found[canonical_url(crawled.url.rstrip("/") + article.path)]
        assert document.title == article.title
        assert (document.published or "")[:10] == (article.published or "")[:10]


def test_every_document_is_valid(crawled: Crawled) -> None:
    assert [fault for document in documents(crawled.archive) for fault in document_faults(to_json(document))] == []


def test_no_page_is_fetched_twice_in_a_crawl(crawled: Crawled) -> None:
    for asked in crawled.asked:
        pages = [canonical_url(crawled.url.rstrip("/") + each.target) for each in asked if each.status == 200]
        assert len(pages) == len(set(pages))


def test_what_robots_forbids_is_not_asked_for(crawled: Crawled) -> None:
    targets = [each.target for asked in crawled.asked for each in asked]
    assert any(target.startswith("/robots.txt") for target in targets)
    assert not [target for target in targets if target.startswith(("/admin/", "/private/"))]


def test_a_second_crawl_adds_no_second_copy(crawled: Crawled) -> None:
    assert crawled.versions[0] == crawled.versions[1] == len(ARTICLES)
    statistics = json.loads(run(crawled.archive.root, "archive", "stats", "--format", "json"))
    assert statistics["versions"] == len(ARTICLES)


def test_the_archive_checks_out(crawled: Crawled) -> None:
    assert "no faults" in run(crawled.archive.root, "archive", "check")


@pytest.mark.parametrize("query", ["产能", "industrial cooperation", "產能", "INDUSTRIAL Cooperation"])
def test_the_founding_speech_is_found(crawled: Crawled, query: str) -> None:
    command = ("archive", "query", query, "--limit", "50", "--format", "json")
    folded, apart = (json.loads(run(crawled.archive.root, *command, *every)) for every in ((), ("--all",)))
    title = "Promote Industrial Cooperation for Common Development"
    speeches = [hit for hit in apart if hit["title"] == title]
    assert len(speeches) == 3
    assert all(hit["snippets"] for hit in speeches)
    (one,) = [hit for hit in folded if hit["title"] == title]
    assert {one["id"], *(copy["id"] for copy in one["also"])} == {hit["id"] for hit in speeches}


@pytest.mark.parametrize("query", ["中国", "国", "翻译", "的", "译员", "深圳市", "會議", "1"])
def test_a_query_finds_what_a_scan_finds(crawled: Crawled, query: str) -> None:
    command = ("archive", "query", query, "--limit", "1000", "--format", "json")
    wanted = {document.id for document in documents(crawled.archive) if holds(document, query)}
    assert {hit["id"] for hit in json.loads(run(crawled.archive.root, *command, "--all"))} == wanted
    hits = json.loads(run(crawled.archive.root, *command))
    assert {found["id"] for hit in hits for found in (hit, *hit["also"])} == wanted


@pytest.mark.parametrize("query", ["产能", "国", "翻译"])
def test_a_concordance_has_every_place_that_a_scan_finds(crawled: Crawled, query: str) -> None:
    found = json.loads(run(crawled.archive.root, "archive", "concordance", query, "--format", "json"))
    texts = [
        fold(text)
        for document in documents(crawled.archive)
        for text in (document.title, document.subtitle, *(block.text for block in document.blocks))
        if text
    ]
    assert found["exact"]
    assert found["hits"] == sum(text.count(query) for text in texts)


def test_the_founding_speechs_term_stands_up(crawled: Crawled) -> None:
    found = json.loads(run(crawled.archive.root, "archive", "concordance", "产能合作", "--format", "json"))
    assert found["translations"]["phrases"][0]["text"] == "industrial cooperation"
    assert sum(line["copies"] for line in found["lines"] if line["translation"]) > found["hits"] / 2
    lines = run(crawled.archive.root, "archive", "terms", "--limit", "10").splitlines()
    assert ["产能合作", "industrial", "cooperation"] in [line.split()[:3] for line in lines]


def holds(document: Document, query: str) -> bool:
    texts = [document.title or "", document.subtitle or "", *(block.text for block in document.blocks)]
    if query.isascii():
        return any(query in _words(text) for text in texts)
    return any(fold(query) in fold(text) for text in texts)


def _words(text: str) -> list[str]:
    return "".join(each if each.isalnum() and each.isascii() else " " for each in text).split()


def test_documents_made_again_are_the_same_to_the_byte(crawled: Crawled) -> None:
    before = files_below(crawled.archive.documents_dir)
    run(crawled.archive.root, "scrapy", "reextract", "--all")
    assert files_below(crawled.archive.documents_dir) == before
    assert run(crawled.archive.root, "scrapy", "reextract", "--diff") == ""
    assert "no faults" in run(crawled.archive.root, "archive", "check")


def test_the_stored_payload_is_what_the_server_sent(crawled: Crawled, tmp_path: Path) -> None:
    base = crawled.url.rstrip("/")
    sent = {canonical_url(base + each.target): each.payload for each in crawled.asked[0] if each.status == 200}
    env = {**os.environ, "ARCHIVE_DIR": str(crawled.archive.root)}
    for url in sorted(gold_urls(crawled))[:5]:
        with (tmp_path / "raw").open("w") as raw:
            command = (BIN / "archive", "replay", url, "--raw")
            assert forked.start(command, cwd=Path.cwd(), env=env, stdout=raw).wait(60) == 0
        assert (tmp_path / "raw").read_bytes() == sent[url]


def test_the_index_is_made_again_the_same(crawled: Crawled) -> None:
    command = ("archive", "query", "翻译", "--limit", "100", "--format", "json")
    before = run(crawled.archive.root, *command)
    crawled.archive.index_file.unlink()
    assert run(crawled.archive.root, *command) == before
    run(crawled.archive.root, "archive", "index", "--rebuild")
    assert run(crawled.archive.root, *command) == before


def test_the_summary_says_what_was_done(crawled: Crawled) -> None:
    first = crawled.printed[0]
    for expected in (
        f"documents  {len(ARTICLES)}",
        "speech",
        "zh-Hans",
        "503",
        str(crawled.archive.root),
        "archive query",
    ):
        assert expected in first
