"""The page of terms, narrowed, and the page of one term."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from archive.model.document import Block, Document, Pair
from archive.web.app import create_app
from tests.archive.index.sample_documents import make_document
from tests.archive.query.concordance_documents import store
from tests.archive.web.pages.test_pages import read, text

SENTENCES = (
    ("我们希望开展产能合作。", "We hope for {} with all of you."),
    ("各国都支持产能合作。", "All countries support {} these days."),
    ("双方签署了水泥协议。", "Both sides signed an agreement on cement."),
)


def bilingual(path: str, published: str | None, rendering: str, title: str = "产能合作论坛") -> Document:
    """A page of three sentences, each with its English behind it."""
    texts = [text.format(rendering) for pair in SENTENCES for text in pair]
    blocks = tuple(
        Block(n, "paragraph", text, ("zh-Hans", "en")[n % 2], 1.0, f"/p[{n}]") for n, text in enumerate(texts)
    )
    return replace(
        make_document(path=path, title=title, subtitle="Forum on Industrial Cooperation"),
        published=published,
        blocks=blocks,
        pairs=tuple(Pair((n,), (n + 1,), 0.95) for n in (0, 2, 4)),
        kind="news",
        languages={"zh-Hans": 0.5, "en": 0.5},
    )


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    made = [
        bilingual("a", "2015-04-28", "industrial cooperation"),
        bilingual("b", "2016-04-28", "industrial cooperation", "第二次产能合作论坛"),
        bilingual("c", "2016-05-28", "cooperation on capacity", "第三次产能合作论坛"),
    ]
    archive = store(tmp_path / "data", made)
    with TestClient(create_app(archive), "http://127.0.0.1:8640", raise_server_exceptions=False) as asked:
        yield asked


def test_terms_are_narrowed_by_the_filters_of_a_search(client: TestClient) -> None:
    every, narrowed = read(client, "/terms"), read(client, "/terms?from=2016&kind=news&lang=en")
    units = [int(text(page, "//p[@class='soft']").split()[2]) for page in (every, narrowed)]
    assert units[1] < units[0]
    assert dict(narrowed.xpath("//form")[0].form_values()) == {
        "q": "", "site": "", "kind": "news", "lang": "en", "speaker": "", "from": "2016", "to": "", "least": ""
    }  # fmt: skip
    assert text(read(client, "/terms?from=1990&to=1991"), "//p[@class='nothing']")


def test_terms_in_few_units_are_left_out_of_page_and_files(client: TestClient) -> None:
    def counts(path: str) -> list[int]:
        return [int(cell.text_content()) for cell in read(client, path).xpath("//tbody//td[@class='number']")]

    every = counts("/terms")
    least = sorted(every)[-1]
    assert counts(f"/terms?least={least}") == [count for count in every if count >= least]
    assert counts("/terms?least=x") == every
    (link,) = (
        each for each in read(client, f"/terms?least={least}").xpath("//p[@class='forms']/a/@href") if "csv" in each
    )
    assert len(client.get(link).text.splitlines()) == 1 + every.count(least)


def test_a_term_says_how_it_is_translated_each_year(client: TestClient) -> None:
    page = read(client, "/term?" + urlencode({"chinese": "产能合作", "english": "industrial cooperation"}))
    heads = [cell.text_content() for cell in page.xpath("//table//th[@scope='col']")]
    assert heads == ["English", "Share", "2015", "2016"]
    rows = {
        row.xpath("string(th)"): [" ".join(cell.text_content().split()) for cell in row.xpath("td")]
        for row in page.xpath("//tbody/tr")
    }
    assert next(iter(rows)) == "industrial cooperation"
    years = [[int(cell.split(" % ")[1]) if cell else 0 for cell in cells[1:]] for cells in rows.values()]
    total = int(text(page, "//p[contains(@class, 'small')]").split()[1])
    assert sum(map(sum, years)) == total
    assert years[0][0] == sum(row[0] for row in years)  # in 2015 it was the only one
    assert years[0][1] < sum(row[1] for row in years)
    marked = page.xpath("//ol[@class='kwic']//p[contains(@class, 'translation')]/mark")
    assert {mark.text.lower() for mark in marked} == {"industrial cooperation"}


def test_the_terms_of_the_list_lead_to_their_pages(client: TestClient) -> None:
    for href in set(read(client, "/terms?kind=news").xpath("//table//th/a/@href")):
        page = read(client, href)
        assert "kind=news" in href
        assert page.xpath("//p[@class='lede']")
        for link in page.xpath("//header//p[@class='soft']/a/@href"):
            assert client.get(link).status_code == 200


def test_a_title_may_be_the_example_of_a_term(client: TestClient) -> None:
    hrefs = read(client, "/terms").xpath("//td[@class='example']/a/@href")
    assert hrefs
    assert all(client.get(href).status_code == 200 for href in hrefs)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 404),
        ({"chinese": "产能"}, 404),
        ({"chinese": "无此词", "english": "no such word"}, 200),
        ({"chinese": '"（(', "english": "[*"}, 400),
        ({"chinese": '产"能 OR -x*', "english": "[*"}, 200),
        ({"chinese": "产" * 400, "english": "x" * 400}, 400),
    ],
)
def test_any_term_may_be_asked_for(client: TestClient, query: dict[str, str], status: int) -> None:
    page = read(client, f"/term?{urlencode(query)}", status)
    assert not page.xpath("//ol[@class='kwic']")
