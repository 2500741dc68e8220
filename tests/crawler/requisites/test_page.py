"""What pages need, found in their markup."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.requisites import requisites_of_page
from crawler.requisites.srcset import addresses_in

URL = "http://a.example/news/1.html"


def needed(markup: str) -> list[tuple[str, str]]:
    return [(each.url.removeprefix("http://a.example/"), each.kind) for each in requisites_of_page(markup, URL)]


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<img src=x.png>", [("news/x.png", "image")]),
        ("<IMG SRC='x.png?a=1&amp;b=2'>", [("news/x.png?a=1&b=2", "image")]),
        ("<img srcset='x.png 1x, y,z.png 2x'>", [("news/x.png", "image"), ("news/y,z.png", "image")]),
        ("<img srcset=x.png,y.png>", [("news/x.png,y.png", "image")]),
        ("<picture><source srcset=x.avif type=image/avif></picture>", [("news/x.avif", "image")]),
        ("<video src=v.mp4 poster=p.jpg><source src=v.webm></video>", [("news/p.jpg", "image")]),
        ("<input type=IMAGE src=b.gif><input type=text src=c.gif>", [("news/b.gif", "image")]),
        ("<body background=/bg.gif><td background=t.gif>", [("bg.gif", "image"), ("news/t.gif", "image")]),
        ("<p style='background: url(&quot;x.png&quot;)'>", [("news/x.png", "image")]),
        ("<style>@import 'a.css'; b { c: url(d.ttf) }</style>", [("news/a.css", "style"), ("news/d.ttf", "font")]),
        ("<script src=a.js></script><script>'<img src=no.png>'</script>", [("news/a.js", "script")]),
        ("<link rel='alternate stylesheet' href=a.css>", [("news/a.css", "style")]),
        ("<link rel='shortcut icon' href=/favicon.ico>", [("favicon.ico", "image")]),
        ("<link rel=apple-touch-icon href=t.png>", [("news/t.png", "image")]),
        (
            "<link rel=preload as=font href=f.woff2><link rel=preload as=fetch href=x.json>",
            [("news/f.woff2", "font"), ("news/x.json", "empty")],
        ),
        ("<link rel=modulepreload href=m.mjs>", [("news/m.mjs", "script")]),
        ("<link rel=canonical href=/c><link rel=alternate href=/feed><a href=b.jpg>", []),
        ("<img src=blank.gif data-src=/late.png>", [("news/blank.gif", "image"), ("late.png", "image")]),
        ("<img data-original='late.png' data-lazy=true>", [("news/late.png", "image")]),
        (
            "<div data-bg='url(b.png)'></div><div data-bg=c.png></div>",
            [("news/b.png", "image"), ("news/c.png", "image")],
        ),
        (
            "<svg><image xlink:href=i.svg /><use href='s.svg#a'/><use href='#b'/></svg>",
            [("news/i.svg", "image"), ("news/s.svg", "image")],
        ),
        ("<noscript><img src=n.png></noscript>", [("news/n.png", "image")]),
        ("<!-- <img src=x.png> --><iframe src=f.html></iframe><frame src=g.html><embed src=e.swf>", []),
        (
            "<img src=data:image/png;base64,AAAA><img src=''><img src='#'><img src='{{ a }}'><img src=javascript:x>",
            [],
        ),
        ("<img src='http://me:secret@a.example/x.png'>", []),
        ("<img src=1.html><img src=x.png><img src=x.png#a>", [("news/x.png", "image")]),
        (
            "<img src=x.png><base href=/b/><base href=/c/><img src=y.png>",
            [("b/x.png", "image"), ("b/y.png", "image")],
        ),
    ],
)
def test_what_a_page_needs_is_found(markup: str, found: list[tuple[str, str]]) -> None:
    assert needed(markup) == found


def test_queries_are_written_in_the_encoding_of_the_page() -> None:
    found = requisites_of_page("<img src='/t.php?n=翻译'>", URL, "gb18030")
    assert [each.url for each in found] == ["http://a.example/t.php?n=%B7%AD%D2%EB"]
    assert found[0].source == URL


@given(st.text(max_size=60))
def test_a_srcset_gives_addresses_without_white_space(srcset: str) -> None:
    assert all(len(address.split()) == 1 or not address for address in addresses_in(srcset))


_PIECES = st.sampled_from(
    [
        "<img ",
        "src=",
        "srcset='",
        "<style>",
        "</style>",
        "<base href=",
        "<link rel=stylesheet href=",
        "http://[",
        "//",
        "\0",
        "\ud800",
        ">",
        "'",
        "url(",
        'style="',
        "data-src=",
        "a.png",
        ", ",
        "&#x0;",
        "\\",
        "<svg><use href=",
    ]
)


@given(st.lists(_PIECES, max_size=50).map("".join), st.sampled_from(["utf-8", "gb18030", "nonsense"]))
def test_no_page_makes_it_raise(markup: str, charset: str) -> None:
    for requisite in requisites_of_page(markup, URL, charset):
        assert requisite.url.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    "unit",
    [
        "<img src=x",
        "<img srcset='a, ",
        "<style>",
        "<p style='url(",
        "<img data-src='. ",
        "<img data-bg='(",
        "<img srcset='(('>",
    ],
)
def test_time_is_linear_in_a_hostile_page(unit: str) -> None:
    began = time.process_time()
    requisites_of_page(unit * (400_000 // len(unit)), URL)
    requisites_of_page(f"<img data-src='{unit * (400_000 // len(unit))}'", URL)
    assert time.process_time() - began < 4


def test_time_is_linear_in_a_hostile_srcset() -> None:
    began = time.process_time()
    for unit in (",", " ", "(", "a,", "a (", ") ", "a 1x, "):
        assert len(list(addresses_in(unit * 100_000))) <= 100_000
    assert time.process_time() - began < 4


def test_what_a_script_asks_for_outright() -> None:
    modules = "import b from './b.js'; import('/c.js'); import React from 'react';"
    script = "fetch(`/a.json`); $.getJSON('b.json', f); x.open('POST', '/c'); fetch('/d/' + id); refetch('/e')"
    ahead = "<link rel=preload as=fetch href=/f.json>"
    found = requisites_of_page(f"<script>{modules}{script}</script>{ahead}", "http://example.com/news/a.html")
    assert [(each.url, each.kind) for each in found] == [
        ("http://example.com/a.json", "empty"),
        ("http://example.com/news/b.json", "empty"),
        ("http://example.com/news/b.js", "script"),
        ("http://example.com/c.js", "script"),
        ("http://example.com/f.json", "empty"),
    ]
