"""Page numbers and parameters that lead to missing pages are given up, and nothing that counts is asked for."""

import pytest

from crawler.discovery.urls_and_crawl_scope import is_page

from .paper_site import HOME, PaperSite, anchors, crawl


def pager(*paths: str) -> str:
    return "<select>" + "".join(f"<option value='{path}'>{path}</option>" for path in paths) + "</select>"


def test_page_numbers_that_are_missing_are_given_up_after_ten() -> None:
    site = PaperSite()
    site.page("", anchors("/xw/"))
    site.page("xw/", anchors("/xw/a1.html") + pager(*(f"/xw/list_5_{n}.html" for n in range(2, 90))))
    site.page("xw/list_5_2.html", anchors("/xw/a2.html"))
    site.article("xw/a1.html")
    site.article("xw/a2.html")
    frontier = crawl(site)
    assert site.articles <= set(site.asked)
    assert sum("list_5" in url for url in site.asked) == 1 + 10
    count, example = frontier.dead_ends.given_up["/xw/list_#_#.html"]
    assert count == 88 - 11
    assert example.startswith(HOME + "xw/list_5_")
    assert not frontier.waiting()


def test_another_listing_of_that_shape_is_read() -> None:
    site = PaperSite()
    site.page("", anchors("/a/", "/b/"))
    site.page("a/", pager(*(f"/l/list_5_{n}.html" for n in range(2, 40))))
    site.page("b/", pager(*(f"/l/list_6_{n}.html" for n in range(2, 40))))
    for n in range(2, 40):
        site.page(f"l/list_6_{n}.html", anchors(f"/c/{n}.html"))
        site.article(f"c/{n}.html")
    crawl(site)
    assert site.articles <= set(site.asked)


def test_a_parameter_that_leads_nowhere_in_two_sections_is_given_up_in_all() -> None:
    site = PaperSite()
    site.page("", anchors(*(f"/{part}/v.asp?id={n}" for n in range(30) for part in "abc"), "/s.asp?x=1"))
    frontier = crawl(site)
    assert sum("?id=" in url for url in site.asked) <= 10 * 3
    assert sum(count for count, _ in frontier.dead_ends.given_up.values()) >= 60
    assert HOME + "s.asp?x=1" in site.asked


def test_a_parameter_that_led_to_a_page_once_is_kept() -> None:
    site = PaperSite()
    site.page("", anchors("/c/v.asp?id=1", *(f"/{part}/v.asp?id={n}" for n in range(20) for part in "ab")))
    site.page("c/v.asp?id=1", "a page")
    assert not crawl(site).dead_ends.given_up


@pytest.mark.parametrize(
    "path",
    ["e/public/ViewClick/?classid=3&id=20&addclick=1", "plus/count.php?view=yes&aid=1", "plus/digg_ajax.php?id=2",
     "vote.asp?id=7", "x/?do=vote&id=1", "e/public/digg/?classid=1&dotop=1", "article.php?id=3&act=hits"],
)  # fmt: skip
def test_what_counts_or_acts_is_not_asked_for(path: str) -> None:
    assert not is_page(HOME + path)


@pytest.mark.parametrize("path", ["vote.html", "news/hits/1.html", "list.asp?action=show&id=1"])
def test_what_only_sounds_so_is(path: str) -> None:
    assert is_page(HOME + path)
