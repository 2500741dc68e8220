"""The reading room's own pages, asked for again: what was remembered is what would be made."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event

import pytest
from starlette.testclient import TestClient

from archive.index import Facets, Filters, Index, IndexState, IndexWriter, SearchResult
from archive.layout import Archive
from archive.web import app_state_search_and_term_caches
from archive.web.app_state_search_and_term_caches import Search, SearchCache
from archive.web.response_cache import ResponseCache
from tests.archive.cli.sample_archive import SPEECH
from tests.archive.index.sample_documents import make_document

PATHS = ["/", "/?q=产能", f"/document/{SPEECH.id}", "/api/search?q=产能", "/statistics", "/static/type.css"]


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of what was worked out, not given again."""
    paths: list[str] = []
    work_out = ResponseCache._compute

    async def noted(self: ResponseCache, *given: object) -> object:
        paths.append(given[0][0].decode())  # type: ignore[index]
        return await work_out(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(ResponseCache, "_compute", noted)
    return paths


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_given_again_is_the_same(client: TestClient, worked_out: list[str], path: str) -> None:
    first, second = client.get(path), client.get(path)
    assert len(worked_out) == 1
    assert second.status_code == 200
    assert (second.content, second.headers) == (first.content, first.headers)
    assert "default-src 'none'" in second.headers["content-security-policy"]
    head = client.head(path)
    assert (head.status_code, head.content, head.headers) == (200, b"", first.headers)
    held = client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (held.status_code, held.content, held.headers["etag"]) == (304, b"", first.headers["etag"])
    assert held.headers["content-security-policy"] == first.headers["content-security-policy"]
    assert len(worked_out) == 1


@pytest.mark.parametrize("path", PATHS)
def test_a_foreign_name_finds_nothing_that_is_remembered(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200
    assert client.get(path, headers={"host": "evil.example"}).status_code == 400
    assert client.get(path, headers={"host": "evil.example"}).status_code == 400
    assert client.post(path).status_code == 405


def test_languages_have_pages_of_their_own(client: TestClient, worked_out: list[str]) -> None:
    def lang(**headers: str) -> str:
        page: str = client.get("/?q=产能", headers=headers).text
        return page.partition('<html lang="')[2].partition('"')[0]

    assert lang(accept_language="zh-CN,zh") == "en"  # no such header: it is written with a hyphen
    assert [lang(**{"accept-language": name}) for name in ("zh-CN, en", "en", "zh", "de")] == [
        "zh-Hans", "en", "zh-Hans", "en",
    ]  # fmt: skip
    assert lang(cookie="ui=zh; other=1", **{"accept-language": "en"}) == "en"
    assert len(worked_out) == 2
    assert 'lang="zh-Hans"' in client.get("/?q=产能&ui=zh").text
    assert lang() == "en"


@pytest.mark.parametrize("path", ["/document/none", "/?q=%22", "/api/search?limit=0", "/none"])
def test_errors_are_not_remembered(client: TestClient, worked_out: list[str], path: str) -> None:
    assert [client.get(path).status_code for _ in range(3)] in ([400] * 3, [404] * 3)
    assert len(worked_out) == 3


def test_what_is_indexed_is_in_the_next_answer(client: TestClient, archive: Archive) -> None:
    assert client.get("/api/search?q=新来的").json()["total"] == 0
    with IndexWriter(archive) as writer:
        for number in range(3):
            writer.add((), [make_document("新来的", path=f"new{number}")])
            assert client.get("/api/search?q=新来的").json()["documents"] == number + 1


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that the index was asked, with facets."""
    queries: list[str] = []
    search = Index.search_with_facets

    def noted(self: Index, query: str, *given: object) -> tuple[SearchResult, Facets]:
        queries.append(query)
        return search(self, query, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Index, "search_with_facets", noted)
    return queries


def test_a_page_and_the_api_share_a_search_until_something_is_written(
    client: TestClient, archive: Archive, searched: list[str]
) -> None:
    for written in range(2):
        page, answer = client.get("/?q=产能").text, client.get("/api/search?q=产能").json()
        assert all(hit["id"] in page for hit in answer["hits"])
        client.get("/?q=产能&ui=zh")
        assert searched == ["产能"] * (written + 1)
        client.get("/api/search?q=产能&limit=5")
        assert searched.pop() == "产能"
        with IndexWriter(archive) as writer:
            writer.add((), [make_document("产能", path=f"new{written}", title=f"新的{written}")])


FIRST, SECOND = IndexState(1, 0), IndexState(2, 0)


@dataclass(frozen=True)
class Moment:
    """The state that a response begins in; of earlier ones it takes those that are named."""

    state: IndexState = FIRST
    at: float = 0.0
    usable: tuple[IndexState, ...] = ()

    def reuse(self, state: IndexState, at: float) -> bool:
        return state == self.state or state in self.usable


def test_a_search_of_an_earlier_state_is_taken_where_the_response_may_be_as_old(
    archive: Archive, searched: list[str]
) -> None:
    cache, search = SearchCache(), Search("产能", Filters(), 20)
    with Index(archive) as index:
        first = cache.search(index, search, Moment())
        assert cache.search(index, search, Moment(SECOND, usable=(FIRST,))) == first
        assert searched == ["产能"]
        cache.search(index, search, Moment(SECOND))
        assert len(searched) == 2
        cache.search(index, search, None)
        assert len(searched) == 3


def test_threads_that_search_the_same_at_once_search_once(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_end, times = Event(), Event(), []
    search = Index.search_with_facets

    def slow(self: Index, *given: object) -> tuple[SearchResult, Facets]:
        times.append(1)
        begun.set()
        assert may_end.wait(10)
        return search(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Index, "search_with_facets", slow)
    cache, wanted = SearchCache(), Search("产能", Filters(), 20)
    with Index(archive) as one, Index(archive) as other, ThreadPoolExecutor() as threads:
        both = [threads.submit(cache.search, index, wanted, Moment()) for index in (one, other)]
        assert begun.wait(10)
        may_end.set()
        assert both[0].result() == both[1].result()
    assert len(times) == 1


def test_long_searches_are_not_kept_and_old_ones_dropped(
    archive: Archive, searched: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = SearchCache()

    def search(*queries: str) -> int:
        searched.clear()
        with Index(archive) as index:
            for query in queries:
                cache.search(index, Search(query, Filters(), 20), Moment())
        return len(searched)

    assert search("产能", "合作", "产能", "合作") == 2
    monkeypatch.setattr(app_state_search_and_term_caches, "MOST_CHARACTERS", 1)
    assert search("产能 合作", "产能") == 2
    monkeypatch.setattr(app_state_search_and_term_caches, "LONGEST", 1)
    monkeypatch.setattr(app_state_search_and_term_caches, "MOST_CHARACTERS", 4_000_000)
    assert search("产能", "产能") == 2
