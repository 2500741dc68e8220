"""The feed of changes: by the grammar of its RFC, and as a feed reader reads it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree, html
from starlette.testclient import TestClient

from archive.index import IndexWriter
from archive.layout import Archive
from archive.web.app import create_app
from archive.web.pages import history_and_changes
from tests.archive.index.sample_documents import make_document
from tests.archive.query.days_of_crawls import make_archive

ATOM = "{http://www.w3.org/2005/Atom}"
GRAMMAR = etree.RelaxNG(file=Path(__file__).with_name("atom.rng"))
ROOM = "http://127.0.0.1:8640"
HOSTILE = "</title>]]><script>alert(1)</script>\x00\x0b\x1b[31m\ufffe\u202e&amp;{{7*7}}\ud800"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(make_archive(tmp_path_factory.mktemp("days")), replay_port=8641)
    with TestClient(app, ROOM) as made:
        yield made


def read(client: TestClient, address: str, **headers: str) -> etree._Element:
    """The feed at an address, which must be one."""
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    GRAMMAR.assertValid(root)
    return root


def test_the_grammar_refuses_what_is_no_feed(client: TestClient) -> None:
    root = read(client, "/changes.atom")
    (updated,) = root.findall(f"{ATOM}updated")
    root.remove(updated)
    assert not GRAMMAR.validate(root)


def test_a_feed_reader_reads_it(client: TestClient) -> None:
    answer = client.get("/changes.atom")
    found = feedparser.parse(answer.content, response_headers=dict(answer.headers))
    assert not found.bozo, found.bozo_exception
    assert (found.version, found.feed.title, found.feed.id) == (
        "atom10", "Reading Room: Changes", f"{ROOM}/changes.atom"
    )  # fmt: skip
    assert len(found.entries) == 20
    newest = found.entries[0]
    assert (newest.updated, found.feed.updated) == ("2026-11-27T09:32:30.000000Z",) * 2
    assert [tag.term for tag in newest.tags] == ["changed", "sample"]
    assert "<del>北京</del><ins>上海</ins>" in newest.content[0].value
    assert "the Chinese changed, but its translation did not" in newest.summary
    links = {link.rel: link.href for link in newest.links}
    assert links["via"] == "http://sample.example/4.html"
    for rel in ("alternate", "related"):
        assert client.get(links[rel]).status_code == 200
    assert "<del>北京</del><ins>上海</ins>" in client.get(links["related"]).text


def test_ids_stay_the_same_wherever_it_is_served(client: TestClient) -> None:
    here = [entry.findtext(f"{ATOM}id") for entry in read(client, "/changes.atom").iter(f"{ATOM}entry")]
    elsewhere = read(client, "/changes.atom", host="localhost:9000", **{"accept-language": "zh"})
    assert [entry.findtext(f"{ATOM}id") for entry in elsewhere.iter(f"{ATOM}entry")] == here
    assert len(set(here)) == 20
    assert all(id_ and id_.startswith("urn:uuid:") for id_ in here)
    assert elsewhere.findtext(f"{ATOM}id") == "http://localhost:9000/changes.atom"


def test_one_site_and_one_kind(client: TestClient) -> None:
    gone = read(client, "/changes.atom?site=sample&kind=gone")
    (entry,) = gone.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == "Gone: Missing since 25 November 2026, 09:32:29 UTC."
    assert gone.findtext(f"{ATOM}title") == "Reading Room: Changes · Gone · sample"
    none = read(client, "/changes.atom?site=another")
    assert not none.findall(f"{ATOM}entry")
    assert none.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


def test_it_speaks_chinese_too(client: TestClient) -> None:
    root = read(client, "/changes.atom?ui=zh")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hans"
    assert root.findtext(f"{ATOM}entry/{ATOM}summary") == "修改：修改1段。有1处中文改动而译文未改。"


def test_it_is_not_sent_again_to_who_has_it(client: TestClient) -> None:
    answer = client.get("/changes.atom")
    again = client.get("/changes.atom", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head("/changes.atom").headers["etag"] == answer.headers["etag"]


def test_it_goes_on_page_after_page(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [entry.findtext(f"{ATOM}id") for entry in read(client, "/changes.atom?x=1").iter(f"{ATOM}entry")]
    monkeypatch.setattr(history_and_changes, "ENTRIES", 5)
    seen: list[str | None] = []
    address: str | None = "/changes.atom?x=2"
    while address:
        root = read(client, address)
        assert len(root.findall(f"{ATOM}entry")) <= 5
        seen += [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
        following = root.find(f"{ATOM}link[@rel='next']")
        address = None if following is None else following.get("href")
    assert seen == whole


@pytest.mark.parametrize("path", ["/", "/changes", "/help", "/none"])
def test_every_page_leads_to_it(client: TestClient, path: str) -> None:
    assert _offered(client, path) == ["/changes.atom"]
    assert _offered(client, "/site?name=sample") == ["/changes.atom?site=sample"]
    assert _offered(client, "/changes?site=sample&kind=new") == ["/changes.atom?site=sample&kind=new"]


def _offered(client: TestClient, path: str) -> list[str]:
    links = html.document_fromstring(client.get(path).content).findall("head/link[@type='application/atom+xml']")
    return [link.get("href") or "" for link in links if link.get("rel") == "alternate"]


def test_a_hostile_page_is_text(tmp_path: Path) -> None:
    archive = Archive(tmp_path).create()
    first = make_document("正常" * 20, title="标题")
    later = make_document(HOSTILE + "正常" * 20, title=HOSTILE + "T" * 100_000, day=3)
    far = replace(
        make_document("x", path="far"), url='javascript:alert(1)//"><b>', title=None, languages={"<x>": 1.0}
    )
    odd = make_document("y", path='%"><script>&\\ ^`{|}中"', day=4)
    with IndexWriter(archive) as writer:
        writer.add([], [first, later, far, odd])
    with TestClient(create_app(archive), ROOM) as client:
        root = read(client, "/changes.atom")
        assert client.get("/changes").status_code == 200
    titles = [entry.findtext(f"{ATOM}title") or "" for entry in root.iter(f"{ATOM}entry")]
    assert len(titles) == 4
    assert "</title>]]><script>alert(1)</script>" in titles[1]
    assert max(map(len, titles)) <= 300
    assert "(no title)" in titles
    text = etree.tostring(root, encoding="unicode")
    assert not set(text) & set("\x00\x0b\x1b\ufffe\ud800")
    assert {urlsplit(link.get("href") or "").scheme for link in root.iter(f"{ATOM}link")} == {"http"}
