"""The pages that count words: their figures are the API's, and lead to their lines."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from archive.web import app_state_search_and_term_caches
from archive.web.app import create_app
from archive.web.pages.words import SHOWN
from tests.archive.query.concordance_documents import make_bilingual, store
from tests.archive.web.pages.test_pages import read, text
from tests.archive.web.pages.test_terms import bilingual


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    made = [
        make_bilingual("first", "2015-04-28", "Wang Yi"),
        bilingual("a", "2015-05-28", "industrial cooperation"),
        bilingual("b", "2016-04-28", "industrial cooperation", "第二次产能合作论坛"),
        bilingual("c", "2018-05-28", "cooperation on capacity", "第三次产能合作论坛"),
    ]
    archive = store(tmp_path / "data", made)
    with TestClient(create_app(archive), "http://127.0.0.1:8640", raise_server_exceptions=False) as asked:
        yield asked


ASKED = {
    "/words?lang=en": ("/api/words?lang=en", "words"),
    "/words?lang=zh&ngrams=2&q=合*": ("/api/words?lang=zh&ngrams=2&q=合*", "words"),
    "/collocations?q=产能&least=1": ("/api/collocations?q=产能&least=1", "collocates"),
    "/collocations?q=产能&of=translations&least=1&sort=mi3": (
        "/api/collocations?q=产能&of=translations&least=1&sort=mi3", "translations"
    ),
    "/keyness?kind=speech&lang=en&least=1&against_from=2016": (
        "/api/keyness?kind=speech&lang=en&least=1&against=from=2016", "words"
    ),
    "/trend?q=industrial": ("/api/trend?q=industrial", "periods"),
}  # fmt: skip


@pytest.mark.parametrize("path", ASKED)
def test_a_page_has_the_figures_of_the_api(client: TestClient, path: str) -> None:
    api, rows = ASKED[path]
    expected = client.get(api + ("" if "trend" in path else f"&limit={SHOWN}")).json()[rows]
    page = read(client, path)
    names = [cell.text_content() for cell in page.xpath("//main//tbody/tr/th")]
    assert names == [str(next(iter(row.values()))) for row in expected]
    assert names
    firsts = [row.xpath("td")[0].text_content() for row in page.xpath("//main//tbody/tr")]
    assert firsts == [f"{row.get('count', row.get('units')):,}" for row in expected]
    (plot,) = page.xpath("//main//figure//svg")
    assert text(plot, "title")
    assert text(plot, "desc")


@pytest.mark.parametrize("path", ASKED)
def test_a_count_leads_to_its_lines(client: TestClient, path: str) -> None:
    links = read(client, path).xpath("//main//tbody//td/a/@href")
    assert links
    for link in {urlsplit(each).path: each for each in links}.values():
        assert client.get(link).status_code == 200
    lines = [link for link in links if link.startswith("/concordance")]
    given, asked = (parse_qs(urlsplit(each).query) for each in (path, lines[0]))
    for name in ("lang", "kind", "site"):
        assert asked.get(name) == given.get(name)


def test_a_trend_leads_to_the_lines_of_a_year(client: TestClient) -> None:
    """The concordance finds the word in a subtitle too, which is no text that counts."""
    page = read(client, "/trend?q=industrial")
    rows = {row.xpath("string(th)"): row for row in page.xpath("//main//tbody/tr")}
    assert list(rows) == ["2015", "2016", "2018"]
    (link,) = (each for each in rows["2016"].xpath("td/a/@href") if each.startswith("/concordance"))
    lines = read(client, link).xpath("//ol[@class='kwic']/li")
    assert len(lines) - 1 == int(rows["2016"].xpath("td")[0].text_content())
    assert len(page.xpath("//svg//circle")) == 3
    assert not rows["2018"].xpath("td/a")


@pytest.mark.parametrize("name", ["collocations", "trend", "keyness"])
def test_a_page_without_a_question_has_its_form_alone(client: TestClient, name: str) -> None:
    page = read(client, f"/{name}")
    assert not page.xpath("//main//table")
    assert page.xpath("//main//form//button")
    assert page.xpath("//nav[@class='questions']//a[@aria-current='page']/@href") == [f"/{name}"]
    assert client.get(f"/{name}/csv").status_code == 404


def test_a_collocation_leads_to_lines_with_both_words(client: TestClient) -> None:
    page = read(client, "/collocations?q=industrial&lang=en&least=1&left=0&right=1")
    (row,) = (row for row in page.xpath("//main//tbody/tr") if row.xpath("string(th)") == "cooperation")
    lines = read(client, row.xpath("td/a/@href")[0]).xpath("//ol[@class='kwic']/li/p[1]")
    assert lines
    assert all("industrial cooperation" in line.text_content().lower() for line in lines)


def test_the_plot_shows_the_measure_of_the_order(client: TestClient) -> None:
    for sort, name in (("", "Log-likelihood"), ("logdice", "logDice")):
        assert text(read(client, f"/collocations?q=产能&least=1&sort={sort}"), "//figure//h2") == name


def test_questions_keep_word_and_filters(client: TestClient) -> None:
    page = read(client, "/collocations?q=产能&lang=zh&left=3")
    assert dict(page.xpath("//main//form")[0].form_values())["left"] == "3"
    for link in page.xpath("//nav[@class='questions']//a/@href"):
        assert parse_qs(urlsplit(link).query) == {"q": ["产能"], "lang": ["zh"]}


def test_answers_are_exported(client: TestClient) -> None:
    page = read(client, "/words?lang=en&least=2")
    for link in page.xpath("//p[@class='forms']/a/@href"):
        file = client.get(link)
        assert file.headers["content-disposition"] == f'attachment; filename="words.{urlsplit(link).path[7:]}"'
    assert len(client.get("/words/csv?lang=en&least=2").text.splitlines()) == 1 + len(page.xpath("//main//tbody/tr"))


def test_nothing_and_nonsense(client: TestClient) -> None:
    assert text(read(client, "/collocations?q=bridge"), "//p[@class='nothing']")
    assert client.get("/collocations?q=，").status_code == 400
    assert client.get("/words?least=x&ngrams=99&lang=en").status_code == 200


def test_a_large_archive_without_a_tokens_file_is_not_read(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_state_search_and_term_caches, "MOST_TOKENIZED", 3)
    page = client.get("/words")
    assert page.status_code == 503
    assert "archive index" in page.text


def test_counting_stops_when_the_time_is_over(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/words?lang=en").status_code == 200
    monkeypatch.setattr(app_state_search_and_term_caches, "MOST_SECONDS", 0)
    page = client.get("/words?lang=zh&ngrams=4")
    assert page.status_code == 503
    assert "took too long" in page.text
