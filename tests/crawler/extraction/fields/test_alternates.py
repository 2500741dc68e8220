"""Pages named as the same in another language."""

import pytest

from archive.model.document import Alternate
from crawler.extraction.decoding.html_tree_xpath_and_script_json import parse
from crawler.extraction.fields.links_images_and_alternates import find_alternates

URL = "http://a.example/cn/news/1.html"


def found(markup: str) -> list[tuple[str, str]]:
    root = parse(f"<html><head><title>t</title>{markup}</head></html>")
    assert root is not None
    return [(each.lang, each.url.removeprefix("http://a.example")) for each in find_alternates(root, URL, URL)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<link rel=alternate hreflang=en href=/en/news/1.html>", [("en", "/en/news/1.html")]),
        ("<link rel='ALTERNATE nofollow' hreflang=EN_us href=../../en/news/1.html>", [("en-US", "/en/news/1.html")]),
        ("<link rel=alternate hreflang=zh-cn href=1.html><link rel=alternate hreflang=x-default href=/>", []),
        ("<link rel=alternate type=application/rss+xml href=/rss>", []),
        ("<link rel=stylesheet hreflang=en href=/en/news/1.html>", []),
        ("<a href=/en/news/1.html>English</a>", [("en", "/en/news/1.html")]),
        ("<a href='?lang=en'> [ EN ] </a>", [("en", "/cn/news/1.html?lang=en")]),
        ("<a href=1_en.html>英文版</a>", [("en", "/cn/news/1_en.html")]),
        ("<a href=1_tc.html>繁體中文</a>", [("zh-Hant", "/cn/news/1_tc.html")]),
        ("<a href=/en/news/1.html><img alt=English src=flag.png></a>", [("en", "/en/news/1.html")]),
        ("<a href=/en/>English</a><a href=/en/index.html>EN</a>", []),
        ("<a href=/en/news/2.html>English breakfast for two</a>", []),
        ("<a href='javascript:en()'>English</a><a href='#'>English</a><a href='http://[/'>English</a>", []),
        ("<a href=/en/a/b/c/d/1.html>English</a>", []),
        (
            "<link rel=alternate hreflang=en href=/en/news/1.html><a href=/en/news/1.html>中文</a>",
            [("en", "/en/news/1.html")],
        ),
    ],
)
def test_alternates(markup: str, expected: list[tuple[str, str]]) -> None:
    assert found(markup) == expected


def test_a_page_of_links_is_bounded() -> None:
    many = "".join(f"<link rel=alternate hreflang=en href=/en/{n}>" for n in range(3000))
    assert len(found(many)) == 50


def test_an_index_may_name_an_index() -> None:
    root = parse("<a href=/en/>English</a>")
    assert root is not None
    assert find_alternates(root, "http://a.example/", "http://a.example/") == (
        Alternate("en", "http://a.example/en/"),
    )
