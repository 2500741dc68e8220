"""The API by its own description: every question, every parameter, every answer."""

import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.testclient import TestClient

from archive.corpus.collocations_their_measures_and_translations import MOST_WORDS_BESIDE, Measure
from archive.corpus.keyness_and_trend import Unit
from archive.corpus.word_lists import LONGEST_NGRAM
from archive.index import RIGHTS, IndexWriter
from archive.layout import Archive
from archive.model.document import ARTICLE_KINDS
from archive.query.concordance.line_order import MOST_CONTEXT
from archive.query.history.changes import KINDS
from archive.web import api
from archive.web.api import OPERATIONS, routes
from tests.archive.cli.sample_archive import NEWS, SPEECH
from tests.archive.index.sample_documents import make_document

FILTERS = {
    "lang": "zh",
    "site": "sample",
    "kind": "speech",
    "speaker": "Wang",
    "from": "2020",
    "to": "2026",
    "rights": "none",
}
ASKED = {
    "/api/search": {"q": "合作", "limit": "1", "tolerant": "true", "apart": "true", **FILTERS},
    "/api/concordance": {
        "q": "合作",
        "sort": "1L,2R",
        "sample": "5",
        "seed": "2",
        "context": "3",
        "hit_lang": "zh",
        "limit": "1",
        **FILTERS,
    },
    "/api/words": {"q": "合*", "ngrams": "1", "least": "1", "limit": "1", **FILTERS},
    "/api/collocations": {
        "q": "合作",
        "of": "text",
        "left": "2",
        "right": "2",
        "least": "1",
        "sort": "mi3",
        "limit": "1",
        **FILTERS,
    },
    "/api/keyness": {"against": "kind=news", "least": "1", "limit": "1", **FILTERS},
    "/api/trend": {"q": "合作", "by": "month", **FILTERS},
    "/api/document": {"id": SPEECH.id, "at": "2026-01-02"},
    "/api/history": {"id": SPEECH.url, "limit": "1"},
    "/api/difference": {"id": SPEECH.id, "from": "2026-01-02", "to": "2026-01-09"},
    "/api/changes": {"since": "2026-01-01", "site": "sample", "kind": "changed", "limit": "1"},
    "/api/statistics": {},
}
"""A question to each operation that gives every parameter but the cursor, and has an answer."""


def ask(client: TestClient, path: str, **given: str) -> Any:
    """The answer to a question, which must be what the description says."""
    answer = client.get(path, params=given)
    assert answer.status_code == 200, answer.text
    values = answer.json()
    description = client.get("/api/openapi.json").json()
    schema = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator({**schema, "components": description["components"]}).validate(values)
    return values


def problem(client: TestClient, status: int, path: str, **given: Any) -> str:
    """What is said about a question that must fail."""
    answer = client.get(path, params=given)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    values = answer.json()
    assert sorted(values) == ["detail", "status", "title", "type"]
    assert values["status"] == status
    return str(values["detail"])


def test_the_description_is_openapi(client: TestClient) -> None:
    OpenAPIV31SpecValidator(client.get("/api/openapi.json").json()).validate()


def test_the_description_has_every_route(client: TestClient) -> None:
    described = set(client.get("/api/openapi.json").json()["paths"])
    offered = {route.path for route in routes}  # type: ignore[attr-defined] # all are plain routes
    assert described == offered - {"/api/", "/api/openapi.json"} == set(ASKED)


def test_the_bounds_of_the_description_are_those_of_the_program() -> None:
    schemas = {each.name: {one.name: one.schema for one in each.parameters} for each in OPERATIONS}
    words, beside, lines = schemas["words"], schemas["collocations"], schemas["concordance"]
    assert words["kind"]["enum"] == sorted(ARTICLE_KINDS)
    assert schemas["changes"]["kind"]["enum"] == list(KINDS)
    assert beside["sort"]["enum"] == list(Measure)
    assert schemas["trend"]["by"]["enum"] == list(Unit)
    assert words["ngrams"]["maximum"] == LONGEST_NGRAM
    assert beside["left"]["maximum"] == beside["right"]["maximum"] == MOST_WORDS_BESIDE
    assert lines["context"]["maximum"] == MOST_CONTEXT
    described = {
        each.name: " ".join([each.summary, *(one.description for one in each.parameters)]) for each in OPERATIONS
    }
    assert f"the {api.MOST_CONCORDANCE_DOCUMENTS} most relevant documents" in described["concordance"]
    assert f"in at most {api.MOST_TRANSLATED_DOCUMENTS} documents" in described["collocations"]
    assert ", ".join(RIGHTS) in described["search"]


def test_the_description_for_people_names_every_question(client: TestClient) -> None:
    page = client.get("/api/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert [path for path in ASKED if path not in page.text] == []


def test_the_documentation_names_every_question_and_no_other() -> None:
    text = (Path(__file__).parents[3] / "docs" / "api.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(/api/\w+)", text, re.MULTILINE)) == set(ASKED)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_answer_is_as_described(client: TestClient, operation: Any) -> None:
    given = ASKED[operation.path]
    assert {parameter.name for parameter in operation.parameters} - {"cursor"} == set(given)
    ask(client, operation.path, **given)


def test_search_finds_what_the_command_finds(client: TestClient) -> None:
    page = ask(client, "/api/search", q="合作")
    assert [hit["id"] for hit in page["hits"]] == [NEWS.id, SPEECH.id]
    assert (page["total"], page["next"]) == (2, None)
    snippet = page["hits"][1]["snippets"][0]
    (begin, end), *_ = snippet["spans"]
    assert snippet["text"][begin:end] == "合作"


def test_facets_and_copies(archive: Archive, client: TestClient) -> None:
    page = ask(client, "/api/search", q="合作", limit="1")
    assert page["facets"]["kinds"] == {"news": 1, "speech": 1}
    assert page["facets"]["speakers"] == {"Wang Yi": 1}
    assert page["facets"]["counted"] == page["documents"]
    assert ask(client, "/api/search", q="合作", limit="1", cursor=page["next"])["facets"] is None
    with IndexWriter(archive) as writer:
        text = "同一篇讲话在两处发表，" * 20
        writer.add((), [make_document(text, path=path) for path in ("here", "there")])
    page = ask(client, "/api/search", q="两处发表")
    assert (page["total"], page["documents"], len(page["hits"][0]["also"])) == (1, 2, 1)
    assert ask(client, "/api/search", q="两处发表", apart="true")["total"] == 2
    assert ask(client, "/api/search")["documents"] == 4


def test_hits_are_paged_by_cursor(archive: Archive, client: TestClient) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document(f"翻页 {number}", path=f"page{number}") for number in range(7)])
    found, cursor = [], ""
    while cursor is not None:
        page = ask(client, "/api/search", q="翻页", limit="3", cursor=cursor)
        found.append([hit["id"] for hit in page["hits"]])
        cursor = page["next"]
    assert [len(ids) for ids in found] == [3, 3, 1]
    assert len({id_ for ids in found for id_ in ids}) == 7


def test_a_word_in_its_sentences(client: TestClient) -> None:
    first = ask(client, "/api/concordance", q="合作", limit="1")
    second = ask(client, "/api/concordance", q="合作", limit="1", cursor=first["next"])
    assert (first["hits"], second["next"]) == (2, None)
    lines = {line["keyword"]: line for page in (first, second) for line in page["lines"]}
    assert {line["left"] + line["keyword"] + line["right"] for line in lines.values()} <= {
        "中国深化国际产能合作。",
        "兩國合作的新聞",
    }
    assert "'q' is missing" in problem(client, 400, "/api/concordance")
    assert "no word" in problem(client, 400, "/api/concordance", q="site:sample")
    assert "no order of lines" in problem(client, 400, "/api/concordance", q="合作", sort="9L")


def test_lines_are_sampled_cut_and_chosen_by_language(client: TestClient) -> None:
    def found(**given: str) -> Any:
        return ask(client, "/api/concordance", q="合作", **given)

    assert found()["sample"] is None
    sample = found(sample="1", seed="3")
    assert (sample["hits"], sample["exact"], len(sample["lines"])) == (2, True, 1)
    assert sample["sample"] == {"lines": 1, "seed": 3, "documents": 2}
    assert found(sample="1", seed="3") == sample
    assert (found(hit_lang="zh")["hits"], found(hit_lang="en")["hits"]) == (2, 0)
    assert "国际产能" in [line["left"] for line in found(context="2")["lines"]]


@pytest.mark.parametrize("cursor", ["x", "AAAA", "中", "MTIz", "=" * 99])
def test_a_cursor_of_another_is_refused(client: TestClient, cursor: str) -> None:
    assert "is no cursor" in problem(client, 400, "/api/search", q="合作", cursor=cursor)
    assert "unknown cursor" in problem(client, 400, "/api/history", id=SPEECH.id, cursor=cursor)


def test_history_and_difference(client: TestClient) -> None:
    first = ask(client, "/api/history", id=SPEECH.id, limit="1")
    assert first["missing_since"] == "2026-01-11T00:00:00.000000Z"
    assert [each["status"] for each in first["others"]] == [404]
    second = ask(client, "/api/history", id=SPEECH.id, limit="1", cursor=first["next"])
    assert second["next"] is None
    assert "unknown cursor" in problem(client, 400, "/api/history", id=NEWS.id, cursor=first["next"])
    old, new = first["versions"][0]["version"], second["versions"][0]["version"]
    difference = ask(client, "/api/difference", **{"id": SPEECH.id, "from": old, "to": new})
    assert [piece["text"] for piece in difference["blocks"][0]["pieces"]] == [
        "中国",
        "加强",
        "深化",
        "国际产能合作。",
    ]
    assert difference["one_sided"][0]["kept_lang"] == "en"


def test_changes_are_those_of_the_command_page_by_page(client: TestClient) -> None:
    seen: list[tuple[str, str]] = []
    following: dict[str, str] | None = {}
    while following is not None:
        page = ask(client, "/api/changes", limit="1", **following)
        seen += [(each["change"], each["at"][:10]) for each in page["changes"]]
        following = page["next"] and {"cursor": page["next"]}
    assert seen == [
        ("missing", "2026-01-11"), ("changed", "2026-01-09"), ("new", "2026-01-02"), ("new", "2026-01-02")
    ]  # fmt: skip
    (changed,) = ask(client, "/api/changes", kind="changed")["changes"]
    assert changed["difference"]["one_sided"][0]["changed_lang"] == "zh-Hans"
    assert ask(client, "/api/changes", since="2026-01-12")["changes"] == []
    assert "no time" in problem(client, 400, "/api/changes", since="soon")
    assert "is no cursor" in problem(client, 400, "/api/changes", cursor="x")


def test_a_document_by_its_address_and_at_a_time(client: TestClient) -> None:
    assert ask(client, "/api/document", id=SPEECH.url)["version"] == "2026-01-09T00:00:00.000000Z"
    assert ask(client, "/api/document", id=SPEECH.id, at="2026-01-01")["version"] == SPEECH.version


@pytest.mark.parametrize(
    ("status", "path", "given", "said"),
    [
        (400, "/api/document", {}, "'id' is missing"),
        (400, "/api/document", {"id": ""}, "'id' is missing"),
        (400, "/api/search", {"q": "，"}, "nothing to look for"),
        (400, "/api/search", {"q": "*"}, "wildcards alone"),
        (400, "/api/search", {"q": '[lemma="x"]'}, "is CQL"),
        (400, "/api/search", {"q": "zh:合作 -en:cooperation"}, "which the concordance does"),
        (400, "/api/concordance", {"q": "合作 NEAR/5"}, "stands between two terms"),
        (400, "/api/concordance", {"q": "-en:cooperation"}, "only excludes"),
        (400, "/api/search", {"q": "a" * 1001}, "at most 1000"),
        (400, "/api/search", {"q": "a", "nought": "1"}, "unknown parameter 'nought'"),
        (400, "/api/search", {"q": ["a", "b"]}, "repeated"),
        (400, "/api/search", {"q": "a", "limit": "0"}, "from 1 to 100"),
        (400, "/api/search", {"q": "a", "limit": "101"}, "from 1 to 100"),
        (400, "/api/search", {"q": "a", "limit": "9" * 40}, "from 1 to 100"),
        (400, "/api/search", {"q": "a", "limit": "٣"}, "from 1 to 100"),
        (400, "/api/search", {"q": "a", "kind": "list"}, "one of article"),
        (400, "/api/search", {"q": "a", "from": "monday"}, "no day"),
        (400, "/api/document", {"id": SPEECH.id, "at": "noon"}, "no time"),
        (404, "/api/document", {"id": "sample-000000000000"}, "no document"),
        (404, "/api/history", {"id": "http://sample.example/list"}, "no document"),
        (404, "/api/difference", {"id": "none", "from": "2026-01-01", "to": "2026-01-02"}, "no document"),
        (404, "/api/none", {}, "no such page"),
    ],
)  # fmt: skip
def test_what_fails_says_why(client: TestClient, status: int, path: str, given: dict[str, Any], said: str) -> None:
    assert said in problem(client, status, path, **given)


def test_an_answer_that_the_asker_has_is_not_sent_again(archive: Archive, client: TestClient) -> None:
    first = client.get("/api/search", params={"q": "合作"})
    again = client.get(
        "/api/search", params={"q": "合作"}, headers={"If-None-Match": f'"x", {first.headers["etag"]}'}
    )
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("合作", path="another")])
    third = client.get("/api/search", params={"q": "合作"}, headers={"If-None-Match": first.headers["etag"]})
    assert third.status_code == 200
    assert third.headers["etag"] != first.headers["etag"]


def test_head_and_cors(client: TestClient) -> None:
    answer = client.head("/api/statistics", headers={"Origin": "http://evil.example"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert not [name for name in answer.headers if name.startswith("access-control-")]
    assert client.options("/api/statistics", headers={"Origin": "http://evil.example"}).status_code == 405


def test_text_that_cannot_be_written_is_escaped(archive: Archive, client: TestClient) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [made := make_document("bad \ud800 surrogate", path="surrogate")])
    assert client.get("/api/document", params={"id": made.id}).json()["blocks"][0]["text"] == "bad \ud800 surrogate"
    assert client.get("/api/search", params={"q": "surrogate"}).status_code == 200
