"""What a page names: links in all their forms, with what stands beside them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.links import LinkCandidate, links_of_html

PAGE = "http://example.com/news/index.html"


def urls(markup: str, charset: str = "utf-8") -> list[str]:
    return [link.url.removeprefix("http://example.com") for link in links_of_html(markup, PAGE, charset)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<a href='a.html'>x</a>", "/news/a.html"),
        ("<A HREF=../list_2.html>x</A>", "/list_2.html"),
        ("<a href=' /a\n/b.html '>x", "/a/b.html"),
        ("<a href='?page=2'>2</a>", "/news/index.html?page=2"),
        ("<a href='/a?x=1&amp;y=2'>", "/a?x=1&y=2"),
        ("<a href='\\a\\b.html'>", "/a/b.html"),
        ("<a href=HTTP://EXAMPLE.COM/A>", "/A"),
        ("<a href='//example.com/a'>", "/a"),
        ("<base href='/en/'><a href='a'>", "/en/a"),
        ("<map><area href='/a'></map>", "/a"),
        ("<frameset><frame src='main.htm'></frameset>", "/news/main.htm"),
        ("<iframe src='/in.htm'></iframe>", "/in.htm"),
        ("<meta http-equiv='Refresh' content='0; URL=/home.htm'>", "/home.htm"),
        ("<meta http-equiv=refresh content=\"3;url='/home.htm'\">", "/home.htm"),
        ("<link rel='next' href='/p/2'>", "/p/2"),
        ("<link rel=canonical href='/c'>", "/c"),
        ("<link rel=alternate hreflang=en href='/en/'>", "/en/"),
        ("<link rel=alternate type='application/rss+xml' href='/feed'>", "/feed"),
        ("<select><option value='/list_3.html'>3</option></select>", "/list_3.html"),
        ("<div onclick=\"window.location.href='/more.html'\">", "/more.html"),
        ("<a href=\"javascript:window.open('/pop.html')\">", "/pop.html"),
        ("<script>document.write('<a href=\"/written.html\">x</a>')</script>", "/written.html"),
        ("<noscript><a href='/plain.html'>x</a></noscript>", "/plain.html"),
        ("<a title='>' href='/quoted'>x</a>", "/quoted"),
        ("<a href='/unclosed>text</a> <b", "/unclosed"),
        ("<p <b><a href='/after-broken'>x", "/after-broken"),
        ("\0<a href='\0/nul\0'>", "/nul"),
    ],
)
def test_a_link_is_found_in_each_of_its_forms(markup: str, expected: str) -> None:
    assert expected in urls(markup)


@pytest.mark.parametrize(
    "markup",
    [
        "<!-- <a href='/a'> -->",
        "<a href='javascript:void(0)'>",
        "<a href='mailto:a@example.com'>",
        "<a href='tel:1'>",
        "<a href='http://'>",
        "<a href='http://example.com:no/'>",
        "<a name='x'>",
        "<option value='news'>",
        "<textarea><a href='/a'></textarea>",
        "<script>var x = '<a href=\"' + y + '\">'</script>",
        "<a href='http://me:secret@example.com/'>",
        f"<a href='/{'a' * 3000}'>",
    ],
)
def test_what_is_no_address_of_a_page_is_no_link(markup: str) -> None:
    assert urls(markup) == []


def test_pages_that_a_script_numbers_are_named() -> None:
    script = '<script>createPageHTML(4, 0, "index", "shtml");</script>'
    assert urls(script) == ["/news/index_1.shtml", "/news/index_2.shtml", "/news/index_3.shtml"]


def test_queries_are_sent_in_the_pages_encoding_and_paths_in_utf_8() -> None:
    assert urls("<a href='/新?q=新'>", "gb18030") == ["/%E6%96%B0?q=%D0%C2"]
    assert urls("<a href='?q=ü'>", "gb2312") == ["/news/index.html?q=%A8%B9"]
    assert urls("<a href='?q=한'>", "big5") == ["/news/index.html?q=%26%2354620%3B"]


def test_the_text_of_a_link_and_the_date_beside_it_are_kept() -> None:
    markup = (
        "<ul><li><a href=1>First <b>story</b></a><span>[2025-03-01]</span><li><a href=2><img alt='Second'></a></ul>"
    )
    first, second = links_of_html(markup, PAGE)
    assert first == LinkCandidate("http://example.com/news/1", "First story", "link", True, date(2025, 3, 1))
    assert second.text == "Second"


def test_the_better_of_two_links_to_a_page_counts() -> None:
    markup = "<a href=1><img src=x></a> <a href=1>A long title of a story</a> 2025-03-01 <a href=1>more</a>"
    (link,) = links_of_html(markup, PAGE)
    assert (link.text, link.dated) == ("A long title of a story", True)


def test_depth_does_not_hide_links() -> None:
    assert urls("<div><b><font>" * 20_000 + "<a href='/deep'>x") == ["/deep"]


@pytest.mark.parametrize("piece", ["<", "<a ", "<a href='", "<!--", "<script>", "<a href=x ", "&", "</", '<a b="'])
def test_time_is_linear_in_broken_markup(piece: str) -> None:
    links_of_html(piece * (1_000_000 // len(piece)), PAGE)


@given(st.text(alphabet=st.sampled_from("<>/a='\" \n!-\\&;#x\0\ud800新?:[")))
def test_nothing_that_a_page_holds_raises(markup: str) -> None:
    for link in links_of_html(f"<a href={markup}", PAGE):
        assert link.url.isascii()
