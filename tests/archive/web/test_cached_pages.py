"""The reading room's own pages, asked for again: what was remembered is what would be made."""

import pytest
from starlette.testclient import TestClient

from archive.index import IndexWriter
from archive.layout import Archive
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
