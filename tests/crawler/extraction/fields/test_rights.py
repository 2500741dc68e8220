"""What a page says of the use of its text."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from archive.model.document import Document, Rights
from archive.model.page_headers_content_and_charset_names import Page
from crawler.extraction import extract

CC = "https://creativecommons.org"
BY = f"{CC}/licenses/by/4.0/"
TEXT = "".join(
    f"<p>The ferry left the quay at {hour} o'clock, and nobody on board knew why it went.</p>" for hour in range(2, 9)
)

MakePage = Callable[..., Page]


def made(make_page: MakePage, head: str = "", foot: str = "", inside: str = "", **headers: str) -> Document:
    top = "<div class=menu><a href=/>Home</a></div><h1>The ferry that left</h1><p>2025-03-03 09:32</p>"
    body = f"{top}<div>{TEXT}{inside}</div><div class=footer>{foot}</div>"
    page = make_page(f"<html><head><title>The ferry that left</title>{head}</head><body>{body}</body></html>")
    given = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return extract(replace(page, headers=(*page.headers, *given)))


def rights(make_page: MakePage, *args: str, **given: str) -> Rights:
    document = made(make_page, *args, **given)
    assert document.is_article
    assert document.rights is not None
    return document.rights


def test_a_page_that_says_nothing(make_page: MakePage) -> None:
    assert rights(make_page) == Rights()


@pytest.mark.parametrize(
    ("head", "foot", "license"),
    [
        ('<link rel="license" href="/terms.html">', "", "http://www.example.com/terms.html"),
        ("", f'<p>Under <a rel="nofollow license" href="{CC}/licenses/by/4.0/deed.en">these</a></p>', BY),
        ("", '<a href="//www.creativecommons.org/licenses/BY/4.0"><img src=cc.png></a>', BY),
        ("", f'<a href="{CC}/publicdomain/zero/1.0/deed.zh">CC0</a>', f"{CC}/publicdomain/zero/1.0/"),
        ("", f'<a href="{CC}/licenses/by-nd/3.0/us/">CC</a>', f"{CC}/licenses/by-nd/3.0/us/"),
        (f'<meta name="dcterms.license" content="{BY}">', "", BY),
        (f'<script type="application/ld+json">{{"@type": "NewsArticle", "license": "{BY}"}}</script>', "", BY),
        ("", "<p>Copyright © 2025 Quay. CC BY 4.0</p>", BY),
        (
            "",
            "<p>Under a Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International License.</p>",
            f"{CC}/licenses/by-nc-sa/4.0/",
        ),
        (
            "",
            "<p>本网站内容采用知识共享署名-非商业性使用-禁止演绎 4.0 国际许可协议</p>",
            f"{CC}/licenses/by-nc-nd/4.0/",
        ),
        ("", '<a rel="license" href="javascript:show()">licence</a>', None),
        ("", f'<a href="{CC}/about">CC</a>', None),
        ("", "<p>CC: the editors</p>", None),
    ],
)
def test_licence(make_page: MakePage, head: str, foot: str, license: str | None) -> None:
    assert rights(make_page, head, foot).license == license


def test_the_licence_of_a_picture_is_not_the_texts(make_page: MakePage) -> None:
    under = f'put it under <a href="{CC}/licenses/by-sa/3.0/">CC BY-SA 3.0</a>'
    credit = f"<p>The quay in March, photographed by Ann Example, who {under} and went on to the next one.</p>"
    assert rights(make_page, inside=credit).license is None
    stated = f'<link rel="license" href="{BY}">'
    assert rights(make_page, stated, inside=credit).license == BY


def test_the_copyright_line_is_the_one_that_the_page_shows(make_page: MakePage) -> None:
    line = "Copyright © 2025 Quay Translations. All rights reserved."
    document = made(make_page, '<meta name="copyright" content="Quay">', f"<p>{line}</p>")
    assert document.rights
    assert document.rights.copyright == line
    assert line in [removed.text for removed in document.removed if removed.reason == "copyright"]
    assert rights(make_page, '<meta name="copyright" content="Quay  Ltd">').copyright == "Quay Ltd"


@pytest.mark.parametrize(
    ("head", "header", "forbidden"),
    [
        ('<meta name="Robots" content="index, NOARCHIVE">', {}, True),
        ('<meta name=robots content=index><meta name=robots content="noarchive">', {}, True),
        ('<meta name="robots" content="noindex">', {}, False),
        ('<meta name="googlebot" content="noarchive">', {}, False),
        ("", {"X_Robots_Tag": "noindex, noarchive"}, True),
        ("", {"x_robots_tag": "otherbot: noarchive"}, False),
        ("", {"x_robots_tag": "agency-archive: noarchive"}, True),
    ],
)
def test_robots_are_asked_to_keep_no_copy(
    make_page: MakePage, head: str, header: dict[str, str], forbidden: bool
) -> None:
    assert rights(make_page, head, **header).noarchive is forbidden


@pytest.mark.parametrize(
    ("head", "header", "reservation", "policy"),
    [
        ('<meta name="tdm-reservation" content="1">', {}, True, None),
        ('<meta name="tdm-reservation" content="0">', {"tdm_reservation": "1"}, False, None),
        ('<meta name="tdm-policy" content="/policy.json">', {}, None, "http://www.example.com/policy.json"),
        ("", {"TDM_Reservation": "1", "TDM_Policy": "https://www.example.com/p"}, True, "https://www.example.com/p"),
        ("", {"tdm_reservation": "yes"}, None, None),
    ],
)
def test_text_and_data_mining(
    make_page: MakePage, head: str, header: dict[str, str], reservation: bool | None, policy: str | None
) -> None:
    found = rights(make_page, head, **header)
    assert (found.tdm_reservation, found.tdm_policy) == (reservation, policy)


def test_what_is_no_article_says_nothing(make_page: MakePage) -> None:
    assert extract(make_page("<html><head><title>404</title></head><body>Not found</body></html>")).rights is None
