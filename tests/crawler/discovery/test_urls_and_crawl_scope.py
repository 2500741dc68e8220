"""Which addresses are of the site, which may be pages, and which have the same shape."""

import gzip
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.html_tags_attributes_and_texts import Tag, tokens_of
from crawler.discovery.sitemaps import links_of_xml
from crawler.discovery.urls_and_crawl_scope import Scope, _part_of_base, _parts_of_base, family_of, is_page, shape_of

_PARTS = st.lists(st.sampled_from(["a", "b.html", "/", "//", ".", "..", "?", "=", ";", ":", "http:", "//c.example"]))

SITE = "http://127.0.0.1:8600/"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:8601/",
        "https://127.0.0.1:8600/",
        "http://localhost:8600/",
        "http://127.0.0.1:8600.example.com/",
        "ftp://127.0.0.1:8600/",
        "http://[::1]:8600/",
        "http://127.0.0.1:x/",
        "",
    ],
)
def test_another_host_port_or_scheme_at_a_port_is_off_the_site(url: str) -> None:
    assert not Scope.around([SITE]).contains(url)


def test_a_site_has_two_schemes_and_two_names() -> None:
    scope = Scope.around(["https://www.example.com/"], excluded=[r"/forum/"])
    inside = (
        "http://example.com/",
        "https://EXAMPLE.com./a",
        "http://www.example.com:80/",
        "https://example.com:443/a",
    )
    assert [scope.contains(url) for url in inside] == [True] * 4
    outside = ("https://news.example.com/", "https://example.com.cn/", "https://example.com/forum/1")
    assert [scope.contains(url) for url in outside] == [False] * 3


@pytest.mark.parametrize(
    "path",
    ["", "news/1.html", "show.asp?id=7", "2025/03/03/03/03/x", "printing-history/", "logins-explained.html",
     "a.php/b", "cart-before-the-horse/", "share-your-story/", "news/registering-a-company.html"],
)  # fmt: skip
def test_what_may_be_a_page(path: str) -> None:
    assert is_page(f"http://example.com/{path}")


@pytest.mark.parametrize(
    "path",
    ["a.JPG", "files/report.pdf", "user/login.aspx", "logout/", "wp-admin/x", "a/?replytocom=7", "print/7.html",
     "news/news/news/news/", "7.html?print=1", "?action=logout", "member/register.php",
     "feed/comments/feed/", "a/b/c/d" * 9],
)  # fmt: skip
def test_what_is_no_page(path: str) -> None:
    assert not is_page(f"http://example.com/{path}")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("news/1.html", "news/20.html", True),
        ("news/1.html", "news/list_1.html", False),
        ("a/first-story/", "a/second-story/", True),
        ("tag/a/page/2/", "tag/a/page/3/", True),
        ("?id=1&page=2", "?page=3&id=9", True),
        ("?id=1", "?page=1", False),
        ("i.php?a=show&id=1", "i.php?a=list&id=1", False),
        ("x/9f86d081884c7d65", "x/2c26b46b68ffc68f", True),
        ("show.asp?id=1", "list.asp?id=1", False),
    ],
)
def test_pages_of_one_template_have_one_shape(one: str, other: str, same: bool) -> None:
    assert (shape_of(f"http://example.com/{one}") == shape_of(f"http://example.com/{other}")) is same


@pytest.mark.parametrize(
    ("path", "family"),
    [("tags?name=a", "tags"), ("tags/a/", "tags"), ("about/", "*"), ("list-3.html", "list-#.html"), ("", "")],
)
def test_the_family_is_the_first_name_unless_it_is_the_pages_own(path: str, family: str) -> None:
    assert family_of(f"http://example.com/{path}") == family


def named(body: bytes) -> list[str] | None:
    links = links_of_xml(body, "http://example.com/map.xml")
    return None if links is None else [f"{link.role} {link.url} {link.day}" for link in links]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<?xml version='1.0' encoding='gbk'?><urlset xmlns='x'><url><loc> /a </loc></url></urlset>",
         "entry /a None"),
        (b"<sitemapindex><sitemap><loc>/s.xml.gz</loc></sitemap></sitemapindex>", "sitemap /s.xml.gz None"),
        (b"<rss><channel><item><link>/r</link><pubDate>Mon, 03 Mar 2025 09:00:00 GMT</pubDate></item></rss>",
         "entry /r 2025-03-03"),
        (b"<feed><entry><link rel='self' href='/no'/><link href='/f'/><updated>2025-03-03</updated></entry></feed>",
         "entry /f 2025-03-03"),
        (b"<RDF><item><link>/d</link></item></RDF>", "entry /d None"),
        (b"http://example.com/plain\n", "entry /plain None"),
        (b"<urlset><url><loc>/cut</loc></url><url><loc>/b", "entry /cut None"),
    ],
)  # fmt: skip
def test_sitemaps_and_feeds_name_pages(body: bytes, expected: str) -> None:
    for packed in (body, gzip.compress(body)):
        found = named(packed)
        assert found
        assert found[0].replace("http://example.com", "") == expected


@pytest.mark.parametrize("body", [b"", b"<html><a href='/a'>", b"\x1f\x8bbroken", b"\x89PNG", b"<a/>", b"{}"])
def test_what_is_neither_sitemap_nor_feed(body: bytes) -> None:
    assert named(body) is None


def test_entities_are_neither_expanded_nor_loaded() -> None:
    laughs = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    kinds = f"<!DOCTYPE u [<!ENTITY l0 'ha'>{laughs}<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    body = f"{kinds}<urlset><url><loc>/a&l11;&f;</loc></url></urlset>"
    found = named(body.encode())
    assert found is not None
    assert all(len(line) < 100 and "root" not in line for line in found)


@given(_PARTS, _PARTS, st.sampled_from(["http://a.example", "https://www.a.example:8080"]))
def test_a_part_of_the_base_leads_to_the_same_url(href: list[str], path: list[str], origin: str) -> None:
    """References are resolved once for all pages of a directory or host."""
    written, base = "".join(href), f"{origin}/{''.join(path)}"
    assert joined(_parts_of_base(base)[_part_of_base(written)], written) == joined(base, written)


def joined(base: str, href: str) -> str | None:
    try:
        return urljoin(base, href)
    except ValueError:
        return None


def test_the_tokens_of_a_page_are_read_once_and_those_of_a_large_one_are_not_kept() -> None:
    page = f"<p id={'a' * 1000}>"
    first, second = (next(token for token in tokens_of(page) if isinstance(token, Tag)) for _ in range(2))
    assert first is second
    large = page * 300
    first, second = (next(token for token in tokens_of(large) if isinstance(token, Tag)) for _ in range(2))
    assert first is not second
