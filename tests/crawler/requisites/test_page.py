"""What pages need, found in their markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.requisites.page import requisites_of_page, srcset_urls
from crawler.requisites.scripts_and_style_sheets import Requisite, requisites_of_sheet
from tests.processor import ended_if_it_hangs

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
        ("<!-- <img src=x.png> --><iframe src=//b.example/f.html></iframe><embed src=http://c.example/e.swf>", []),
        (
            "<iframe src=f.html></iframe><frame src=g.html><object data=o.svg></object><embed src=e.swf>",
            [
                ("news/f.html", "iframe"),
                ("news/g.html", "iframe"),
                ("news/o.svg", "object"),
                ("news/e.swf", "object"),
            ],
        ),
        (
            "<iframe srcdoc='<style>b{c:url(s.png)}</style><img src=&quot;d.png?a=1&amp;amp;b=2&quot;>'></iframe>",
            [("news/s.png", "image"), ("news/d.png?a=1&b=2", "image")],
        ),
        ("<img src='q?a=1&copy=2&lt=3&amp;reg=4'>", [("news/q?a=1&copy=2&lt=3&reg=4", "image")]),
        ("<img data-file=/d.png src=e.png>", [("news/e.png", "image"), ("d.png", "image")]),
        (
            "<?xml version='1.0'?>\n<?xml-stylesheet type='text/css' href='/pi.css?a=1&amp;b=2'?><html/>",
            [("pi.css?a=1&b=2", "style")],
        ),
        (
            """<script>document.write("<link rel=stylesheet href=\\"w.css\\"><img src='" + name + "'>")
            document.write('<scr' + 'ipt src=/w.js></scr' + 'ipt>'); new Image().src = "n.png";
            e.style.background = "url('b.png') no-repeat"; a.href = 'no.html'; a.src = '/run/' + time</script>""",
            [("news/n.png", "image"), ("news/b.png", "image"), ("w.js", "script")],
        ),
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
    assert all(len(address.split()) == 1 or not address for address in srcset_urls(srcset))


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
        "<script>document.write('",
        "<script>.src = 'a' + ",
        "<script>'a' + 'b' + ",
        "<script>$.ajax({a: 'b', ",
        "<script>x.load('a ",
        "<script>.innerHTML = `\\`",
        "<iframe srcdoc='<iframe srcdoc=",
        "<?xml ?><?xml-stylesheet href='",
    ],
)
def test_time_is_linear_in_a_hostile_page(unit: str) -> None:
    with ended_if_it_hangs():
        requisites_of_page(unit * (1_200_000 // len(unit)), URL)
        requisites_of_page(f"<img data-src='{unit * (1_200_000 // len(unit))}'", URL)


def test_time_is_linear_in_a_hostile_srcset() -> None:
    with ended_if_it_hangs():
        for unit in (",", " ", "(", "a,", "a (", ") ", "a 1x, "):
            assert len(list(srcset_urls(unit * 300_000))) <= 300_000


def test_a_page_in_utf_16_writes_its_queries_in_utf_8() -> None:
    found = requisites_of_page("<img src='/t.php?n=翻'>", URL, "utf-16-le")
    assert [each.url for each in found] == ["http://a.example/t.php?n=%E7%BF%BB"]


def test_queries_of_a_sheet_are_written_in_its_encoding() -> None:
    sheet = '@charset "gbk"; p { background: url(翻.png?n=译) }'.encode("gbk")
    found = requisites_of_sheet(sheet, "text/css", Requisite("http://a.example/a.css", "style", URL))
    assert [each.url for each in found] == ["http://a.example/%E7%BF%BB.png?n=%D2%EB"]


def test_what_a_script_asks_for_in_other_words() -> None:
    script = "fetch(new Request('/a.json')); $.ajax({type: 'GET', url: '/b.html', ok: f}); $.ajax({url: '/c' + id});"
    script += " $('#hot').load('/inc/hot.html #list li'); $('#n').load('/run/' + n); window.load(f)"
    found = requisites_of_page(f"<script>{script}</script>", URL)
    assert [each.url.removeprefix("http://a.example/") for each in found] == ["a.json", "b.html", "inc/hot.html"]


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
