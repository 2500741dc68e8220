"""Whatever stands in an address, the answer is one that the description knows."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from archive.web.api import OPERATIONS
from archive.web.app import create_app
from tests.archive.cli.sample_archive import make_archive

NAMES = sorted({parameter.name for operation in OPERATIONS for parameter in operation.parameters})
MARKS = [
    '"',
    "''",
    "(",
    ")",
    "*",
    "~",
    "-",
    "NOT ",
    "OR ",
    "AND ",
    "title:",
    "published:",
    "..",
    "site:",
    ":",
    "\x00",
    "\\",
]
TEXTS = st.lists(st.sampled_from(MARKS) | st.text(max_size=5), max_size=6).map("".join)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(make_archive(tmp_path_factory.mktemp("hostile") / "data"), replay_port=1)
    with TestClient(app, "http://localhost", raise_server_exceptions=True) as made:
        yield made


@settings(deadline=None)
@given(st.sampled_from([operation.path for operation in OPERATIONS]), st.dictionaries(st.sampled_from(NAMES), TEXTS))
def test_any_values(client: TestClient, path: str, values: dict[str, str]) -> None:
    query = "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name, value in values.items())
    answer = client.get(f"{path}?{query}")
    assert answer.status_code in (200, 400, 404), (path, values, answer.text)
    assert answer.headers["content-type"] in ("application/json", "application/problem+json")
    answer.json()


@settings(deadline=None)
@given(TEXTS)
def test_any_query(client: TestClient, text: str) -> None:
    for path in ("/api/search", "/api/concordance", "/"):
        answer = client.get(f"{path}?q={quote(text, errors='surrogatepass')}")
        assert answer.status_code in (200, 400), (path, text, answer.text)


@settings(deadline=None)
@given(st.text())
def test_any_path(client: TestClient, path: str) -> None:
    answer = client.get("/" + quote(path, errors="surrogatepass"))
    assert answer.status_code in (200, 400, 404), (path, answer.text)


@pytest.mark.parametrize("query", [b"q=%FF%FE", b"%=%&&&==", b"q=%00", b"q=a;q=b", b"\xff\xfe=1", b"q=%ED%A0%80"])
def test_what_is_no_text(client: TestClient, query: bytes) -> None:
    for path in ("/api/search", "/api/document", "/"):
        assert client.get(f"{path}?{query.decode('latin-1')}").status_code in (200, 400, 404)
