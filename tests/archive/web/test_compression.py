"""What nobody typed is compressed, with a weak validator; what somebody typed is not."""

import gzip
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from archive.web.app import create_app
from tests.archive.cli.sample_archive import make_archive


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(create_app(make_archive(tmp_path_factory.mktemp("packed") / "data")), "http://localhost") as made:
        yield made


def raw(client: TestClient, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    with client.stream("GET", path, headers={"Accept-Encoding": "identity", **fields}) as answer:
        return answer.status_code, dict(answer.headers), b"".join(answer.iter_raw())


@pytest.mark.parametrize("path", ["/", "/help", "/api/openapi.json", "/static/type.css", "/static/type.css?v=1"])
def test_what_nobody_typed_is_compressed(client: TestClient, path: str) -> None:
    _, plain, body = raw(client, path)
    status, packed, content = raw(client, path, Accept_Encoding="gzip, br")
    assert (status, packed["content-encoding"]) == (200, "gzip")
    assert gzip.decompress(content) == body
    assert int(packed["content-length"]) == len(content) < len(body) == int(plain["content-length"])
    assert "accept-encoding" in packed["vary"].lower()
    assert packed["etag"] == plain["etag"]
    assert packed["etag"].startswith('W/"')
    again = raw(client, path, Accept_Encoding="gzip", If_None_Match=packed["etag"])
    assert (again[0], again[1]["etag"], again[2]) == (304, packed["etag"], b"")
    assert raw(client, path, If_None_Match=plain["etag"])[0] == 304


@pytest.mark.parametrize("path", ["/?q=a", "/?ui=en", "/concordance?q=the", "/api/search?q=the"])
def test_what_somebody_typed_is_not(client: TestClient, path: str) -> None:
    status, headers, _ = raw(client, path, Accept_Encoding="gzip")
    assert status == 200
    assert "content-encoding" not in headers


def test_head_has_the_headers_of_the_compressed_response(client: TestClient) -> None:
    _, packed, _ = raw(client, "/help", Accept_Encoding="gzip")
    head = client.head("/help", headers={"Accept-Encoding": "gzip"})
    same = ("content-encoding", "content-length", "etag", "vary")
    assert ([head.headers[name] for name in same], head.content) == ([packed[name] for name in same], b"")


def test_a_reader_without_gzip_gets_none(client: TestClient) -> None:
    for codings in ("identity", "br", "gzip;q=0"):
        assert "content-encoding" not in raw(client, "/", Accept_Encoding=codings)[1]
