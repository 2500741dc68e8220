"""What a reader finds who starts at the home page and follows links."""

import gzip
from html.parser import HTMLParser
from urllib.parse import quote, urljoin, urlsplit

import pytest

from tests.samplesite import ARTICLES, OTHER_PAGES, Article, Served
from tests.samplesite_tests.conftest import Ask

_ENDLESS = ("/calendar", "/tags", "/search", "/admin/", "/private/")


class _Page(HTMLParser):
    """The links of a page, and its text without white space."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.pieces: list[str] = []
        self._hidden = False
        self.feed(text)
        self.text = "".join("".join(self.pieces).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag in ("script", "style", "title")
        self.links += [value for name, value in attrs if tag == "a" and name == "href" and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)


def _follow(site: Served, ask: Ask) -> dict[str, str]:
    """Target without session and tracking to text of the page, for all that links reach from the home page."""
    waiting, found = ["/"], dict[str, str]()
    while waiting:
        target = waiting.pop()
        answer = ask(site, quote(target, safe="/?&=;%"))
        found[target] = answer.body.decode("utf-8", "replace")
        page = _Page(found[target])
        links = [urlsplit(urljoin(site.url + target[1:], link)) for link in page.links]
        for link in links:
            reached = link.path + (f"?{link.query}" if link.query else "")
            inside = link.netloc == f"127.0.0.1:{site.port}" and not link.path.startswith(_ENDLESS)
            if inside and not _session(reached) and reached not in found and reached not in waiting:
                waiting.append(reached)
    return found


def _session(target: str) -> bool:
    return "jsessionid" in target


def test_links_lead_to_every_article(site: Served, ask: Ask) -> None:
    found = {target.partition("PHPSESSID=")[0].rstrip("?&") for target in _follow(site, ask)}
    assert not [article.path for article in ARTICLES if article.path not in found]


def test_the_other_pages_are_linked_and_there(site: Served, ask: Ask) -> None:
    found = {target.partition("?utm_")[0] for target in _follow(site, ask)}
    assert set(OTHER_PAGES) <= found
    assert {ask(site, path).status for path in OTHER_PAGES} == {200}
    assert not set(OTHER_PAGES) & {article.path for article in ARTICLES}


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.path)
def test_an_articles_page_says_what_the_article_says(article: Article, site: Served, ask: Ask) -> None:
    asked = [ask(site, article.path) for _ in range(3 if "late" in article.traits else 1)]
    page = _Page(asked[-1].body.decode(article.charset))
    at = 0
    for block in article.blocks:
        at = page.text.find("".join(block.text.split()), at)
        assert at >= 0, f"not in the page, or not in order: {block.text}"
    for field in (article.title, article.subtitle, article.source, article.author, *article.breadcrumb):
        assert "".join((field or "").split()) in page.text


def test_the_page_of_an_article_declares_what_it_should(site: Served, ask: Ask) -> None:
    for article in ARTICLES:
        answer = ask(site, article.path)
        if answer.status == 200:
            assert answer.headers["Content-Type"] == "text/html"
            assert (f"charset={article.declared}".encode() in answer.body.replace(b'"', b"")) == bool(
                article.declared
            )


def test_lists_give_the_newest_first_with_dates(site: Served, ask: Ask) -> None:
    text = _Page(ask(site, "/news/industry/").body.decode()).text
    listed = [article for article in ARTICLES if article.section == "industry"][:5]
    places = [text.index("".join(article.title.split()) + (article.published or "")[:10]) for article in listed]
    assert places == sorted(places)


def test_two_sections_page_in_two_ways(site: Served, ask: Ask) -> None:
    assert b'href="/news/company/list_12_3.html">3<' in ask(site, "/news/company/").body
    industry = ask(site, "/news/industry/").body.decode()
    assert 'href="/news/industry/?page=2">下一页<' in industry
    assert "上一页" not in industry
    assert "上一页" in ask(site, "/news/industry/?page=2").body.decode()


def test_session_ids_differ_from_page_to_page(site: Served, ask: Ask) -> None:
    one, other = (ask(site, f"/notices/show.aspx?id={n}").body for n in (12, 7))
    assert b";jsessionid=" in one
    linked = next(link for link in _Page(one.decode()).links if ";jsessionid=" in link)
    assert linked.partition(";")[2].encode() not in other
    target = urljoin("/notices/", linked)
    assert target.startswith("/;jsessionid=")
    assert ask(site, target).body == ask(site, "/").body


def test_the_calendar_never_ends(site: Served, ask: Ask) -> None:
    for month in ("2025-04", "1403-01", "9999-12"):
        page = _Page(ask(site, f"/calendar?month={month}").body.decode())
        onward = [link for link in page.links if link.startswith("/calendar?")]
        assert len(onward) == 4
        assert f"/calendar?month={month}" not in onward
        assert {ask(site, link).status for link in onward} == {200}
    assert ask(site, "/calendar?month=2025-13").status == 404


def test_one_page_is_heavy(site: Served, ask: Ask) -> None:
    heavy = next(article for article in ARTICLES if "heavy" in article.traits)
    packed = ask(site, heavy.path, Accept_Encoding="gzip")
    assert 250_000 < len(gzip.decompress(packed.body)) < 400_000
