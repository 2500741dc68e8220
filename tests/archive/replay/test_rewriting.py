"""Rewriting: every address leads into the archive, and every other byte stays."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.replay.html_and_css_rewriting import Markup, UrlRewriter, rewrite_css, rewrite_html
from archive.replay.html_tags import start_tags
from archive.replay.media_type_and_charset import Charset, page_charset
from tests.processor import ended_if_it_hangs

PLACE = UrlRewriter("20261124093226", "http://news.example/a/b/page.html")
IN = "/20261124093226/http://news.example"
UTF_8 = Markup(Charset("utf-8"))


def rewritten(markup: str, codec: str = "utf-8") -> str:
    return b"".join(rewrite_html(markup.encode(codec), PLACE, Markup(Charset(codec)))).decode(codec)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<a href=/x>", f"<a href={IN}/x>"),
        ('<a href="http://c.example/?a=1&amp;b=2#d">', '<a href="/20261124093226/http://c.example/?a=1&amp;b=2#d">'),
        ("<a href='//c.example/x'>", "<a href='/20261124093226/http://c.example/x'>"),
        ("<A HREF = /x >", f"<A HREF = {IN}/x >"),
        ("<a href=' /x'>", f"<a href=' {IN}/x'>"),
        ("<a href='&#47;x'>", f"<a href='{IN}/x'>"),
        ("<a href='ht\ntps://c.example/'>", "<a href='/20261124093226/https://c.example/'>"),
        ("<a href='\\\\c.example\\x'>", "<a href='/20261124093226/http:\\\\c.example\\x'>"),
        ("<a href='../c/d.html'>", f"<a href='{IN}/a/c/d.html'>"),
        ("<a href='../../../../x'>", f"<a href='{IN}/x'>"),
        ("<a href='/x/../../../y'>", f"<a href='{IN}/y'>"),
        ("<a href='%2e%2e/%2E%2e/../x'>", f"<a href='{IN}/x'>"),
        ("<img srcset='/a 1x, b,c 2x, //d.example/e 100w'>",
         f"<img srcset='{IN}/a 1x, b,c 2x, /20261124093226/http://d.example/e 100w'>"),
        ("<base href='/sub/'><img src=../../x>", f"<base href='{IN}/sub/'><img src=\"{IN}/x\">"),
        ("<meta http-equiv=Refresh content='0; URL=/en/'>", f"<meta http-equiv=Refresh content='0; URL={IN}/en/'>"),
        ("<meta content=\"3;url='/en/' \" http-equiv=refresh>",
         f"<meta content=\"3;url='{IN}/en/' \" http-equiv=refresh>"),
        ("<p style=\"background:url('/x.png')\">", f"<p style=\"background:url('{IN}/x.png')\">"),
        ("<p style='a:url(&quot;/x.png&quot;)'>", f"<p style='a:url(\"{IN}/x.png\")'>"),
        ("<style>@import '/a.css';p{b:url(/c)}</style>", f"<style>@import '{IN}/a.css';p{{b:url({IN}/c)}}</style>"),
        ("<svg><image xlink:href=/a.png /><use href='/s.svg#i'/></svg>",
         f"<svg><image xlink:href={IN}/a.png /><use href='{IN}/s.svg#i'/></svg>"),
        ("<svg><path fill='url(/g.svg#a)'></svg>", f"<svg><path fill='url({IN}/g.svg#a)'></svg>"),
        ("<video poster=/p.png src=/v.mp4><track src=/t.vtt>",
         f"<video poster={IN}/p.png src={IN}/v.mp4><track src={IN}/t.vtt>"),
        ("<object data=/f.swf codebase=/c>", f"<object data={IN}/f.swf codebase={IN}/c>"),
        ("<td background=/b.gif><q cite=/c>", f"<td background={IN}/b.gif><q cite={IN}/c>"),
        ("<form action=/s><button formaction=/t>", f"<form action={IN}/s><button formaction={IN}/t>"),
        ("<link rel=stylesheet href=/a.css integrity=sha384-x>",
         f"<link rel=stylesheet href={IN}/a.css data-archive-integrity=sha384-x>"),
        ("<link rel='preload' imagesrcset='/a 1x'>", f"<link rel='preload' imagesrcset='{IN}/a 1x'>"),
        ("<link rel='dns-prefetch' href='//c.example'>",
         "<link data-archive-rel='dns-prefetch' href='/20261124093226/http://c.example'>"),
        ("<a ping=/p target=_blank href=b>", "<a data-archive-ping=/p data-archive-target=_blank href=b>"),
        ("<a target=main href=b>", "<a target=main href=b>"),
        ("<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">",
         "<meta data-archive-http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"),
        ("<meta name=referrer content=no-referrer>", "<meta data-archive-name=referrer content=no-referrer>"),
        ("<script type=speculationrules>{}</script>", "<script data-archive-type=speculationrules>{}</script>"),
        ("<iframe srcdoc=\"<a href='/x'>\">", f"<iframe srcdoc=\"<a href='{IN}/x'>\">"),
        ("<noscript><img src=/x></noscript>", f"<noscript><img src={IN}/x></noscript>"),
        ("<noscript><!--</noscript><img src=/x>", f"<noscript><!--</noscript><img src={IN}/x>"),
        ("<a\thref=/x\fclass=y>", f"<a\thref={IN}/x\fclass=y>"),
        ("<a/href=/x/>", f"<a/href={IN}/x/>"),
        ("<a class='>' href=/x>", f"<a class='>' href={IN}/x>"),
        ("<!--><a href=/x>", f"<!--><a href={IN}/x>"),
        ("<!-- --!><a href=/x>", f"<!-- --!><a href={IN}/x>"),
        ("<script/><a href=/x></script><a href=/y>", f"<script/><a href=/x></script><a href={IN}/y>"),
        ("<svg><script/><a href=/x></svg>", f"<svg><script/><a href={IN}/x></svg>"),
        ("<svg><title><a href=/x></title></svg>", f"<svg><title><a href={IN}/x></title></svg>"),
        ("<svg><![CDATA[<a href=/x>]]></svg>", "<svg><![CDATA[<a href=/x>]]></svg>"),
        ("<![CDATA[<b>]]><a href=/x>", f"<![CDATA[<b>]]><a href={IN}/x>"),
        ("<script><!--<script></script><a href=/x>--></script><a href=/y>",
         f"<script><!--<script></script><a href=/x>--></script><a href={IN}/y>"),
    ],
)  # fmt: skip
def test_an_address_leads_into_the_archive(before: str, after: str) -> None:
    assert rewritten(before) == after


@pytest.mark.parametrize(
    "markup",
    [
        "<a href=x.html>",
        "<a href='?page=2'>",
        "<a href=#top>",
        "<a href=''>",
        "<a href>",
        "<a href=mailto:a@b.example>",
        "<a href='javascript:location=\"/x\"'>",
        "<img src='data:image/png;base64,AA//BB/../C=='>",
        "<p title=/x data-src=/x>http://c.example/</p>",
        "<!-- <a href=/x> -->",
        "<textarea><a href=/x></textarea>",
        "<title><a href=/x></title>",
        "<style>/* url(/x) */ p{content:'url(/x)'}</style>",
        "<xmp><a href=/x></xmp>",
        "<script>var a='<a href=\"/x\">'; location='/y'</script>",
        "<plaintext><a href=/x>",
        "<a href=/x",
        "<a title='<a href=/x>",
        "</a href=/x>",
        "<? <a href=/x>",
        "<!doctype html SYSTEM '/x'>",
        "< a href=/x>",
        "<style>@namespace url(/x);</style>",
        "<iframe><a href=/x></iframe>",
        "<meta name=description content='0;url=/x'>",
    ],
)
def test_what_is_no_address_of_the_site_stays(markup: str) -> None:
    assert rewritten(markup) == markup


@pytest.mark.parametrize("codec", ["gbk", "big5hkscs", "shift_jis", "euc_kr", "gb18030", "utf-16-le"])
def test_a_page_stays_in_its_charset(codec: str) -> None:
    words = {"shift_jis": "表示能力ソ", "euc_kr": "산업협력"}.get(codec, "功許蓋產能合作")
    markup = f"<p title='{words}'>{words}<a href='/{words}'>{words}</a><p style='font-family:\"{words}\";b:url(/x)'>"
    content = markup.encode(codec)
    label = "utf-16le" if codec.startswith("utf-16") else codec.replace("hkscs", "").replace("_", "-")
    place = Markup(Charset("shift_jis" if codec == "shift_jis" else label))
    result = b"".join(rewrite_html(content, PLACE, place)).decode(codec)
    assert result == markup.replace("'/" + words, f"'{IN}/{words}").replace("url(/x)", f"url({IN}/x)")


def test_the_style_sheets_of_an_xml_document_lead_into_the_archive() -> None:
    before = (
        b"<?xml version='1.0'?><?xml-stylesheet type='text/css' href='/a.css'?>%s<p><?xml-stylesheet href='/b'?></p>"
    )
    after = before.replace(b"'/a.css'", f"'{IN}/a.css'".encode())
    page = Markup(Charset("utf-8"), xml=True)
    assert b"".join(rewrite_html(before % b"<!-- -->", PLACE, page)) == after % b"<!-- -->"
    assert b"".join(rewrite_html(before, PLACE, UTF_8)) == before


def test_the_charset_is_the_declared_one() -> None:
    assert page_charset(b"<!-- <meta charset=big5> --><meta charset=gb2312>", "text/html").label == "gb2312"
    assert page_charset(b"\xef\xbb\xbf<meta charset=gbk>", "text/html; charset=big5").label == "utf-8"
    assert page_charset(b"<meta charset=gbk>", 'text/html; charset="Big5"').label == "big5"
    assert page_charset(b"<p>", "text/html; charset=nonsense").label is None


def test_our_script_comes_before_all_others() -> None:
    markup = Markup(Charset("utf-8"), first=b"<us>")
    for before, after in (
        ("<!doctype html><html><head><script>", "<!doctype html><html><head><us><script>"),
        ("<!-- <script> --><body>", "<!-- <script> --><us><body>"),
        ("text", "text"),
        ("<HTML lang=a><HEAD><meta charset=x>", "<HTML lang=a><HEAD><us><meta charset=x>"),
    ):
        assert b"".join(rewrite_html(before.encode(), PLACE, markup)).decode() == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("p{a:url(/x)}", f"p{{a:url({IN}/x)}}"),
        ("p{a:URL( '/x' )}", f"p{{a:URL( '{IN}/x' )}}"),
        (r"p{a:url(\2f x)}", f"p{{a:url({IN}/x)}}"),
        (r"p{a:url('/a\'b(c)')}", rf"p{{a:url('{IN}/a\'b\(c\)')}}"),
        ("@import url(/x) screen;", f"@import url({IN}/x) screen;"),
        ('@import "/x" layer(a) supports(b: "/y");', f'@import "{IN}/x" layer(a) supports(b: "/y");'),
        ("p{a:image-set('/x' 1x, url(/y) 2x);b:'/z'}", f"p{{a:image-set('{IN}/x' 1x, url({IN}/y) 2x);b:'/z'}}"),
        ("p{a:-webkit-image-set(url(/y) 2x)}", f"p{{a:-webkit-image-set(url({IN}/y) 2x)}}"),
        ("@font-face{src:url(//c.example/f.woff)format('x'),url(f)}",
         "@font-face{src:url(/20261124093226/http://c.example/f.woff)format('x'),url(f)}"),
        ("p{a:url(../../../../x)}", f"p{{a:url({IN}/x)}}"),
        ("p{a:url('/x", f"p{{a:url('{IN}/x"),
        ("p{a:curl(/x)}/*url(/y)*/p{b:'url(/z)'}", "p{a:curl(/x)}/*url(/y)*/p{b:'url(/z)'}"),
        ("@namespace url(/x);p{a:url(x.png)}", "@namespace url(/x);p{a:url(x.png)}"),
    ],
)  # fmt: skip
def test_style_sheets(before: str, after: str) -> None:
    assert rewrite_css(before, PLACE.rewrite) == after


class _Text(HTMLParser):
    """The text and the names of tags and attributes, as another parser sees them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.seen: list[object] = []

    def handle_data(self, data: str) -> None:
        if self.seen and isinstance(self.seen[-1], str):
            self.seen[-1] += data
        else:
            self.seen.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, [name.removeprefix("data-archive-") for name, _ in attrs]))


def seen_in(markup: str) -> list[object]:
    parser = _Text()
    parser.feed(markup)
    return parser.seen


_VALUES = st.sampled_from(
    ["/x", "//c.example/y", "http://c.example/?a=1&amp;b", "x y", "", "../../../z", "&#47;q", "中文/新"]
)
_NAMES = st.sampled_from(["href", "src", "srcset", "style", "class", "title", "data-x", "integrity", "action"])
_ATTRIBUTES = st.lists(st.tuples(_NAMES, st.sampled_from(['"', "'"]), _VALUES), max_size=4)
_TAGS = st.builds(
    lambda name, attributes: f"<{name}{''.join(f' {n}={q}{v}{q}' for n, q, v in attributes)}>",
    st.sampled_from(["a", "p", "img", "div", "td", "svg", "b"]),
    _ATTRIBUTES,
)
_TEXTS = st.text(alphabet=st.sampled_from("产能 合作abc/=\"'&;:\n"), max_size=12)
_PAGES = st.lists(st.one_of(_TAGS, _TEXTS, st.just("<!-- <a href=/x> -->"), st.just("</p>")), max_size=20).map(
    "".join
)


@given(_PAGES)
def test_text_and_names_are_those_that_another_parser_sees(markup: str) -> None:
    assert seen_in(rewritten(markup)) == seen_in(markup)


@given(_PAGES)
def test_what_is_rewritten_is_not_rewritten_again_elsewhere(markup: str) -> None:
    for _, address in re.findall(r"""\s(href|src|action)=["']([^"']*)""", rewritten(markup)):
        assert not address.startswith(("//", "http:", "https:"))
        assert not address.startswith("/") or address.startswith("/20261124093226/http")


_PIECES = [
    "<",
    ">",
    "<a ",
    "href=",
    "src='",
    '"',
    "'",
    "/",
    "=",
    "<!--",
    "-->",
    "<script>",
    "</script",
    "<style>",
    "url(",
    "<svg>",
    "]]>",
    "<![CDATA[",
    "&#x2f;",
    "\\",
    "\0",
    "\x1b$B",
    "srcdoc=",
    "<noscript>",
    "<base href=",
    "style=",
    "../",
    "\xff",
    "é",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=60).map(lambda parts: "".join(parts).encode("latin-1")))
def test_no_markup_makes_it_fail(content: bytes) -> None:
    for label in ("utf-8", "gbk", "iso-2022-jp", None):
        result = b"".join(rewrite_html(content, PLACE, Markup(Charset(label))))
        assert (
            label == "iso-2022-jp"
            or len(result) >= len(content) - 3 * content.count(b"\\") - 8 * content.count(b"&") - 99
        )
    list(start_tags(content, xml=True))
    rewrite_css(content.decode("latin-1"), PLACE.rewrite)


@given(st.binary(max_size=200))
def test_bytes_without_a_tag_stay(content: bytes) -> None:
    kept = content.replace(b"<", b"")
    assert b"".join(rewrite_html(kept, PLACE, UTF_8)) == kept


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<a ",
        "<a href='",
        "<!--",
        "<svg>",
        "<![CDATA[",
        "<script>",
        "<style>",
        "<a href=/x>",
        "<noscript>",
        "&#47;",
        "url(",
        "@import ",
        "image-set(",
        "/*",
        "\\",
        "../",
        "<p style='url(",
        "<img srcset='a (",
        "</style",
        "<!--<script>",
        "=",
        "a=b ",
    ],
)
def test_time_is_linear_in_hostile_markup(unit: str) -> None:
    count = 800_000 // len(unit)
    with ended_if_it_hangs():
        for page in (
            unit * count,
            f"<style>{unit * count}",
            f"<p style='{unit * count}'>",
            f'<a href="{unit * count}" x>',
        ):
            for _ in rewrite_html(page.encode(), PLACE, UTF_8):
                pass
