"""The foot of every page names whom to write to, where the operator says so."""

import pytest
from lxml import html
from starlette.testclient import TestClient

from archive.layout import Archive
from archive.web.app import create_app


@pytest.mark.parametrize(
    ("contact", "href"),
    [
        ("keeper@archive.example", ["mailto:keeper@archive.example"]),
        ("https://archive.example/contact?a=1&b=2", ["https://archive.example/contact?a=1&b=2"]),
        ("Room 12 <b>second floor</b>", []),
        ("javascript:alert(1)", []),
    ],
)
def test_whom_to_write_to_stands_in_the_foot(archive: Archive, contact: str, href: list[str]) -> None:
    with TestClient(create_app(archive, contact=contact), "http://127.0.0.1:8640") as asked:
        for path in ("/", "/statistics", "/document/none"):
            page = html.document_fromstring(asked.get(path).content)
            assert f"Contact: {contact}" in str(page.xpath("string(//footer)"))
            assert page.xpath("//footer//a/@href") == href
        assert "联系：" in asked.get("/", headers={"accept-language": "zh"}).text


def test_without_a_contact_the_foot_names_none(client: TestClient) -> None:
    assert "Contact" not in client.get("/").text
