"""Addresses in style sheets, against what browsers take and what breaks naive readers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.requisites.scripts_and_style_sheets import MOST, Requisite, references_of, requisites_of_sheet
from tests.processor import ended_if_it_hangs

PIECES = st.sampled_from(
    [
        "url(",
        ")",
        '"',
        "'",
        "\\",
        "/*",
        "*/",
        "@import ",
        "@namespace ",
        ";",
        "{",
        "}",
        "image-set(",
        "a.png",
        " ",
        "\n",
        "\\22 ",
        "\\",
        "é",
        "(",
        "\0",
        "@",
        "1x,",
    ]
)


def addresses(sheet: str) -> list[str]:
    return [reference.address for reference in references_of(sheet)]


@pytest.mark.parametrize(
    ("sheet", "found"),
    [
        ("a{b:url(x.png)}", ["x.png"]),
        ("a{b:URL( 'x y.png' )}", ["x y.png"]),
        ('a{b:url("x)y.png")}', ["x)y.png"]),
        ("a{b:url(x\\)y.png)}", ["x)y.png"]),
        ("a{b:url(\\78.png)}", ["x.png"]),
        ("a{b:url(x.png", ["x.png"]),
        ("a{b:url(x y.png)}", []),
        ("/* url(x.png) */", []),
        ("a{content:'url(x.png)'}", []),
        ("a{b:my-url(x.png)}", []),
        ("@namespace url(http://www.w3.org/1999/xhtml); a{b:url(x.png)}", ["x.png"]),
        ("@namespace svg 'http://www.w3.org/2000/svg'; a{b:url(x.png)}", ["x.png"]),
        (
            "a{b:image-set('x.png' 1x, url(y.png) 2x, 'z.avif' type('image/avif'))} c{d:'e'}",
            ["x.png", "y.png", "z.avif"],
        ),
        ("a{b:-webkit-image-set('x.png' 1x)}", ["x.png"]),
        ("a{b:image-set('x.png' 1x; c:'d'}", ["x.png"]),
        ("@font-face{src:local('A'),url(a.woff2)format('woff2'),url(a.ttf)}", ["a.woff2", "a.ttf"]),
        ("a{b:url('x.png\nc:url(y.png)}", ["y.png"]),
    ],
)
def test_addresses_are_found_as_browsers_find_them(sheet: str, found: list[str]) -> None:
    assert addresses(sheet) == found


@pytest.mark.parametrize(
    "sheet",
    [
        "@import url(x.css);",
        "@import 'x.css' screen and (width > 10px);",
        '@IMPORT"x.css";',
        "@import url('x.css') layer(a);",
    ],
)
def test_imports_are_told_from_images(sheet: str) -> None:
    found = references_of(sheet + " a{b:url(y.png)}")
    assert [(each.address, each.imported) for each in found] == [("x.css", True), ("y.png", False)]


def test_a_sheet_is_read_in_the_encoding_that_it_names() -> None:
    sheet = Requisite("http://a.example/s/a.css", "style", "http://a.example/", depth=2)
    content = '@charset "gbk"; a{background:url(图.png)} b{c:url(a.woff)}'.encode("gbk")
    found = requisites_of_sheet(content, "text/css", sheet)
    assert [(each.url, each.kind, each.source, each.depth) for each in found] == [
        ("http://a.example/s/%E5%9B%BE.png", "image", sheet.url, 3),
        ("http://a.example/s/a.woff", "font", sheet.url, 3),
    ]


@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_sheet_makes_it_raise(sheet: str) -> None:
    for address in addresses(sheet):
        assert isinstance(address, str)


@given(st.binary(max_size=300), st.sampled_from([None, "text/css", "text/css; charset=nonsense"]))
def test_no_bytes_make_it_raise(content: bytes, content_type: str | None) -> None:
    requisites_of_sheet(content, content_type, Requisite("http://a.example/a.css", "style", "http://a.example/"))


@pytest.mark.parametrize(
    "unit", ["url(", "/*", '"\\', "'", "@import ", "image-set(", "\\", "url( '", "/**", "a", " "]
)
def test_time_is_linear_in_a_hostile_sheet(unit: str) -> None:
    with ended_if_it_hangs():
        found = references_of(unit * (1_000_000 // len(unit)))
    assert len(found) <= MOST
