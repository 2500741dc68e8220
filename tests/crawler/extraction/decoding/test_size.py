"""Pages that are too large are not read, and cost little; ordinary ones are read whatever their source looks like."""

from collections.abc import Callable

import pytest

from archive.model.capture import Capture
from archive.model.page_headers_content_and_charset_names import MAX_READ, Page
from crawler.documents_of_captures import read_document
from crawler.extraction import extract
from crawler.extraction.decoding.html_tree_xpath_and_script_json import is_too_large
from tests.processor import ended_if_it_hangs

TEXT = (
    "<title>On size</title><h1>On size</h1><p>The ministers met on Monday, and agreed on what they had agreed on.</p>"
)


def page(markup: str) -> Page:
    capture = Capture("http://x.example/a.html", None, None, None, None, "2026-11-24T09:32:26.481203Z", 200, None)
    return Page("x", capture, (("Content-Type", "text/html; charset=utf-8"),), markup.encode())


LARGE = {
    "tags": lambda: "<p>text " * (MAX_READ // 8 - 99),
    "attributes": lambda: "".join(f"<p {' '.join(f'a{n}' for n in range(900))}>" for _ in range(400)),
    "attributes of one": lambda: "<p " + " ".join(f"a{n}" for n in range(500_000)),
    "attributes behind quotes": lambda: "<p " + " ".join(f"a{n}='>'" for n in range(300_000)),
    "attributes behind a script": lambda: "<script>a<b</script><p " + " ".join(f"a{n}" for n in range(300_000)),
    "lines": lambda: "<pre>" + "ab\n" * (MAX_READ // 3 - 99),
    "line breaks": lambda: "A sentence that is not very long, but long enough.<br>" * 49_000,
    "text": lambda: "The ministers met on Monday. " * 200_000,
    "Chinese text": lambda: "两国部长星期一举行了会谈。" * 200_000,
    "bytes": lambda: "x" * (MAX_READ + 1),
}


@pytest.mark.parametrize("made", LARGE.values(), ids=LARGE.keys())
def test_a_page_that_is_too_large_is_other_and_soon_done(made: Callable[[], str]) -> None:
    large = page(TEXT + made())
    with ended_if_it_hangs():
        document = extract(large)
    assert (document.kind, document.blocks, document.removed) == ("other", (), ())


@pytest.mark.parametrize("what", ["tags", "attributes", "attributes of one", "bytes"])
def test_one_that_could_not_be_followed_either_has_no_document(what: str) -> None:
    assert read_document(page(TEXT + LARGE[what]())) is None


ORDINARY = {
    "an image in the page": lambda: f"<img alt='' src='data:image/png;base64,{'A' * 4_000_000}'>",
    "a script": lambda: f"<script>{'for (i = 0; i <n; i++) { a [i] = b [i] / c ; } ' * 20_000}</script>",
    "a style sheet": lambda: f"<style>{'p < a { margin : 0 auto } ' * 20_000}</style>",
    "a comment": lambda: f"<!-- <p {'a = 1 ' * 100_000} -->",
    "a style": lambda: f"<p style='{'margin : 0 auto ; ' * 20_000}'>",
    "classes": lambda: f'<div class="{"a b c " * 20_000}">',
    "blank lines": lambda: "\n" * 100_000,
}


@pytest.mark.parametrize("made", ORDINARY.values(), ids=ORDINARY.keys())
def test_an_article_is_read_whatever_its_source_holds(made: Callable[[], str]) -> None:
    document = read_document(page(TEXT + made() + "<p>They will meet again next year, as they do each year.</p>"))
    assert document
    assert [block.text for block in document.blocks] == [
        "The ministers met on Monday, and agreed on what they had agreed on.",
        "They will meet again next year, as they do each year.",
    ]


def test_counting_takes_time_in_proportion_to_length() -> None:
    for markup in ("<p a='", '<p a="', "<p ", "<script>", "<!--"):
        with ended_if_it_hangs():
            is_too_large(markup * 200_000 + "x" * 200_000)
