"""What the reading room refuses, and what every answer carries."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from archive.errors import ArchiveDamaged
from archive.layout import Archive
from archive.web import app_state_search_and_term_caches, request_limits_and_priority
from archive.web.app import create_app
from archive.web.host_guard_and_security_headers import LOOPBACK, HostGuard, is_loopback, is_wildcard, server_hosts

PATHS = ("/", "/api/statistics", "/api/none", "/none", "/static/book.css", "/static/none", "/static/%2e%2e/app.py")


def policy(answer: httpx.Response) -> dict[str, str]:
    """The directives of an answer's Content-Security-Policy."""
    header = answer.headers["content-security-policy"]
    return dict(part.strip().partition(" ")[::2] for part in header.split(";"))


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_what_protects_its_reader(client: TestClient, path: str) -> None:
    answer = client.get(path)
    allowed = policy(answer)
    assert allowed["default-src"] == allowed["base-uri"] == allowed["frame-ancestors"] == "'none'"
    assert allowed["script-src"] == allowed["style-src"] == allowed["form-action"] == "'self'"
    assert not [value for value in allowed.values() if "unsafe" in value or "*" in value]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FROBNICATE"])
@pytest.mark.parametrize("path", ["/", "/api/search", "/static/book.css", "/none"])
def test_the_archive_is_only_read(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path, content=b"x" * 1000)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:8640", "127.0.0.1.evil.example", "localhost.evil.example", "127.0.0.2",
        "192.0.2.1", "0", "", " ", "127.0.0.1@evil.example", "evil.example#localhost", "[::1", "::1", "[::1]evil",
        "localhost:80:90", "127.1", "2130706433", "localhost:8640/evil", "localhost\x00",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/api/statistics", "/static/book.css"])
def test_a_foreign_name_is_refused(client: TestClient, host: str, path: str) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "does not answer to that host name" in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8640", "LOCALHOST:1", "localhost:", "[::1]:8640", "[::1]"])
def test_its_own_names_are_answered_at_any_port(client: TestClient, host: str) -> None:
    assert client.get("/api/statistics", headers={"Host": host}).status_code == 200


def test_a_name_that_it_is_bound_to() -> None:
    app = HostGuard(PlainTextResponse("yes"), server_hosts("Archive.Example"))
    client = TestClient(app, "http://archive.example:8640")
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"Host": "other.example"}).status_code == 400


def test_what_listens_everywhere_is_reached_by_number_but_not_by_another_name() -> None:
    client = TestClient(HostGuard(PlainTextResponse("yes"), server_hosts("0.0.0.0"), is_wildcard("0.0.0.0")))  # noqa: S104 - the wildcard address is what is tested
    for host, status in (("192.0.2.7:8640", 200), ("[2001:db8::7]", 200), ("evil.example", 400), ("1.2.3", 400)):
        assert client.get("/", headers={"Host": host}).status_code == status


def test_two_names_and_none() -> None:
    async def status(*hosts: bytes) -> int:
        sent: list[dict[str, int]] = []

        async def receive() -> dict[str, str]:
            return {"type": "http.request"}

        async def send(message: dict[str, int]) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", host) for host in hosts]}
        await HostGuard(PlainTextResponse("yes"))(scope, receive, send)  # type: ignore[arg-type]
        return sent[0]["status"]

    assert asyncio.run(status(b"localhost")) == 200
    assert asyncio.run(status()) == 400
    assert asyncio.run(status(b"localhost", b"evil.example")) == 400


def test_which_addresses_are_this_machines_alone() -> None:
    assert [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "127.9.9.9")] == [True] * 4
    assert [is_loopback(host) for host in ("0.0.0.0", "::", "192.0.2.1", "archive.example")] == [False] * 4  # noqa: S104 - the wildcard address is what is tested
    assert server_hosts("127.0.0.1") == LOOPBACK


def test_an_address_too_long(client: TestClient) -> None:
    answer = client.get("/api/search", params={"q": "a" * request_limits_and_priority.LONGEST_TARGET})
    assert answer.status_code == 414
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.get("/" + "a" * request_limits_and_priority.LONGEST_TARGET).status_code == 414
    assert client.get("/api/search", params={"q": "".join(map(chr, range(0x4E00, 0x4E00 + 1000)))}).status_code == 200


def test_too_many_at_once(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_limits_and_priority, "MOST_AT_ONCE", 0)
    with TestClient(create_app(archive), "http://localhost") as client:
        answer = client.get("/")
    assert answer.status_code == 503
    assert "Too many" in answer.text


def test_a_search_that_takes_too_long_is_stopped(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_state_search_and_term_caches, "MOST_SECONDS", -1.0)
    monkeypatch.setattr("archive.index.tables.database._STEPS", 1)
    answer = client.get("/api/search", params={"q": "合作"})
    assert answer.status_code == 503
    assert "took too long" in answer.json()["detail"]
    monkeypatch.undo()
    assert client.get("/api/search", params={"q": "合作"}).status_code == 200


def test_no_archive_and_no_index_have_a_clear_page(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "none")
    with TestClient(create_app(archive), "http://localhost") as client:
        assert "crawl into it first" in client.get("/api/statistics").json()["detail"]
        answer = client.get("/?q=x")
        assert answer.status_code == 503
        assert "crawl into it first" in answer.text
        archive.create()
        assert "archive index --rebuild" in client.get("/?q=x").text


def test_a_damaged_index_has_a_clear_page(archive: Archive) -> None:
    archive.index_file.write_bytes(b"damaged" * 1000)
    with TestClient(create_app(archive), "http://localhost") as client:
        answer = client.get("/?q=x")
    assert answer.status_code == 503
    assert "archive index --rebuild" in answer.text


def _faulty(_request: Request) -> Response:
    raise ZeroDivisionError("secret")


def _damaged(_request: Request) -> Response:
    raise ArchiveDamaged("a.warc.gz: <b>torn</b>")


@pytest.fixture
def faulty(archive: Archive) -> Iterator[TestClient]:
    app: Starlette = create_app(archive)
    app.router.routes[:0] = [Route("/faulty", _faulty), Route("/api/faulty", _faulty), Route("/damaged", _damaged)]
    with TestClient(app, "http://localhost", raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("path", ["/faulty", "/api/faulty"])
def test_a_fault_of_the_program_tells_nothing_of_its_inside(faulty: TestClient, path: str) -> None:
    answer = faulty.get(path)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert policy(answer)["default-src"] == "'none'"


def test_what_an_error_quotes_is_escaped(faulty: TestClient) -> None:
    assert "&lt;b&gt;torn&lt;/b&gt;" in faulty.get("/damaged").text
    assert "<script>" not in faulty.get("/<script>alert(1)</script>").text


def test_static_files_are_kept_for_good_by_their_version(client: TestClient) -> None:
    page = client.get("/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = client.get(address)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get(address.split("?")[0]).headers["cache-control"] == "no-cache"
    again = client.get(address, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_that_its_reader_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert policy(again)["default-src"] == "'none'"
