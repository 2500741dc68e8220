"""The text of a page whatever its kind."""

from collections.abc import Callable
from dataclasses import replace

from archive.model.page_headers_content_and_charset_names import Page
from crawler.extraction import extract, extract_as_article

ABOUT = (
    "<html><head><title>About us - Lakeside</title></head><body><ul><li><a href=/>Home</a></ul>"
    "<h1>About us</h1><p>Lakeside has translated for harbours and shipping lines since 1998, in two offices.</p>"
    "<p>Forty people work here; most of them have sailed before, and know the words of the trade from the deck.</p>"
    "<p>Copyright © 2025 Lakeside</p></body></html>"
)
NEWS = ABOUT.replace("<p>Lakeside", "<p>2024-05-06</p><p>Lakeside").replace("About us", "Forty years at sea")


def test_a_page_that_is_no_article_has_the_text_that_it_would_have(make_page: Callable[..., Page]) -> None:
    page = make_page(ABOUT, url="https://www.example.com/about")
    judged, taken = extract(page), extract_as_article(page)
    assert (judged.kind, judged.blocks) == ("page", ())
    assert [block.text[:8] for block in taken.blocks] == ["Lakeside", "Forty pe"]
    assert (taken.kind, taken.title, taken.id) == ("article", "About us", judged.id)
    assert any(removed.reason == "copyright" for removed in taken.removed)


def test_an_article_is_the_same_either_way(make_page: Callable[..., Page]) -> None:
    page = make_page(NEWS)
    assert extract(page).blocks
    assert extract_as_article(page) == extract(page)


def test_what_is_no_html_has_no_text_either_way(make_page: Callable[..., Page]) -> None:
    page = replace(make_page(NEWS), headers=(("Content-Type", "image/png"),))
    assert extract_as_article(page) == extract(page)
