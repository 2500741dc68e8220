"""A time of publication without an offset, as everything reads it: search, filters, forms, exports, pages, crawls."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from starlette.testclient import TestClient

from archive.export.tables_csv_jsonl_moses_and_glossary import block_table, csv_of_table
from archive.index import Filters, Hit, Index, IndexWriter, SearchResult
from archive.layout import Archive
from archive.model.document import Document, document_faults, to_json
from archive.query.citation import citation_bibtex, citation_csl, citation_ris
from archive.query.document_as_text_html_and_markdown import document_text
from archive.query.history.version_and_text_comparison import compare
from archive.query.search_results_and_known_filter_values import hits_json
from archive.web.app import create_app
from crawler.spiders.agency import is_published_before
from tests.archive.index.sample_documents import make_speech

LOCAL = "2025-03-03T09:32"


def speech(published: str | None, path: str = "local") -> Document:
    return make_speech("Wang Yi", "China steps up cooperation.", f"Said at {path}.", path=path, published=published)


DOCUMENTS = [
    speech("2025-03-03T09:32:26", "second"),
    speech("2025-03-03T09:31+08:00", "earlier"),
    speech("2025-03-04", "later"),
    speech("2025-03-02T23:59", "before"),
    speech(None, "undated"),
]


@pytest.fixture
def archive(tmp_path: object) -> Archive:
    made = Archive(tmp_path).create()  # type: ignore[arg-type] # pytest's own Path
    with IndexWriter(made) as writer:
        writer.add((), DOCUMENTS)
    return made


def found(archive: Archive, query: str = "site:sample", **filters: str) -> list[str]:
    with Index(archive) as index:
        return [hit.document.url.rpartition("/")[2] for hit in index.search(query, Filters(**filters), 10).hits]


def test_the_schema_knows_it() -> None:
    known = len(document_faults(to_json(speech(None))))
    for published in (LOCAL, "2025-03-03T09:32:26", "2025-03-03T09:32+08:00", "2025-03-03"):
        assert len(document_faults(to_json(speech(published)))) == known
    for published in ("2025-03-03T09", "2025-03-03T09:32+08", "2025-03-03 09:32", "2025-03-03+08:00"):
        assert len(document_faults(to_json(speech(published)))) == known + 1


def test_documents_are_sorted_by_day_and_clock(archive: Archive) -> None:
    assert found(archive) == ["later", "second", "earlier", "before", "undated"]


def test_filters_take_its_day(archive: Archive) -> None:
    assert found(archive, since="2025-03-03") == ["later", "second", "earlier"]
    assert found(archive, until="2025-03-03") == ["second", "earlier", "before"]
    assert found(archive, "published:2025-03-03") == ["second", "earlier"]


def test_forms_give_it_as_it_is() -> None:
    document = speech(LOCAL)
    (hit,) = json.loads(hits_json(SearchResult(1, (Hit(document, ()),))))
    assert hit["published"] == LOCAL
    assert LOCAL in document_text(document)
    assert "2025-03-03" in citation_bibtex(document)
    assert "T09" not in citation_bibtex(document)
    assert "2025/03/03" in citation_ris(document)
    assert "2025" in citation_csl(document)


def test_exports_give_it_as_it_is() -> None:
    (row, *_) = csv.DictReader(io.StringIO("".join(csv_of_table(block_table([speech(LOCAL)]))), newline=""))
    assert row["published"] == LOCAL


def test_pages_and_api_show_it(archive: Archive) -> None:
    with TestClient(create_app(archive, replay_port=8641), "http://127.0.0.1:8640") as client:
        (hit,) = client.get("/api/search?q=second").json()["hits"]
        assert hit["published"] == "2025-03-03T09:32:26"
        assert '<time datetime="2025-03-03">' in client.get("/?q=second").text
        assert client.get(f"/document/{hit['id']}").status_code == 200


def test_an_offset_alone_is_no_change() -> None:
    old = speech("2025-03-03T09:32+08:00")
    for published, names in [
        (LOCAL, []),
        ("2025-03-03T09:32+09:00", ["published"]),
        ("2025-03-03T09:33", ["published"]),
        (None, ["published"]),
    ]:
        assert [fact.name for fact in compare(old, replace(old, published=published)).facts] == names


def test_a_crawl_knows_its_age() -> None:
    assert is_published_before(speech("2025-03-02T23:59"), date(2025, 3, 3))
    assert not is_published_before(speech("2025-03-03T00:00"), date(2025, 3, 3))
