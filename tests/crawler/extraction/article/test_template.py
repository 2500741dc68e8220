"""What stands on many pages under different titles is template, and what is said in an article is kept."""

import pytest

from archive.model.capture import Capture
from archive.model.document import Document, document_faults, to_json
from archive.model.page_headers_content_and_charset_names import Page
from crawler.extraction import extract
from crawler.extraction.article.site_template_page_sketch_and_selectors import LEAST, Sketch, Template, learn
from crawler.extraction.document_extraction import sketch_page

NOTE = (
    "Harbour Words has translated for ports, shipyards and customs houses since 1994, and its forty interpreters "
    "work in eleven languages, day and night, wherever a ship may call."
)
PORTS = ["Anchor", "Bell", "Cable", "Dock", "Ebb", "Fjord", "Gull", "Helm", "Ida", "Jetty"]
PICTURE = "<p><img src='/harbour.jpg'></p>"


def said(number: int) -> str:
    """What is said on a page alone, with a greeting and a closing line that all have."""
    paragraphs = "".join(
        f"<p>In the year {1900 + number}, the port of {PORTS[number % 10]} took in a ship from {PORTS[line]} Bay, "
        f"and it carried a letter that somebody had to put into {line + 2} other languages before noon.</p>"
        for line in range(3)
    )
    return f"<p>Ladies and gentlemen,</p>{paragraphs}<p>We are all in one boat.</p><p>Thank you!</p>"


def page_of(number: int, body: str | None = None, beside: str = f"<p>{NOTE}</p>") -> Page:
    title = f"{PORTS[number % 10]} and {number} letters in the harbour"
    text = (
        f"<html><head><title>{title} - Harbour Words</title></head><body>"
        "<div class='top'><a href='/'>Home</a> <a href='/news/'>News</a></div>"
        "<div class='path'>Current location: <a href='/'>Home</a> &gt; <a href='/news/'>News</a> &gt; Text</div>"
        f"<div class='main'><h1>{title}</h1><div class='info'>Published: 2024-05-06</div>"
        f"<div class='content'>{said(number) if body is None else body}</div></div>"
        f"<div class='box'>{beside}</div></body></html>"
    )
    uri = f"http://harbour.example/news/{number}.html"
    capture = Capture(uri, None, None, None, None, "2026-11-24T09:32:26.000000Z", 200, None)
    return Page("harbour", capture, (("Content-Type", "text/html"),), text.encode())


def sketches(pages: list[Page]) -> list[Sketch]:
    return [sketch for page in pages if (sketch := sketch_page(page))]


@pytest.fixture(scope="module")
def template() -> Template:
    found = sketches([page_of(number) for number in range(8)])
    return Template("harbour/first", learn(found, 8))


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def test_a_picture_has_no_text_of_the_template(template: Template) -> None:
    page = page_of(20, PICTURE)
    assert texts(extract(page)) == [NOTE]
    document = extract(page, template)
    assert document.is_article
    assert document.blocks == ()
    assert document.published == "2024-05-06"
    assert {removed.text: removed.reason for removed in document.removed}[NOTE] == "template"
    assert (extract(page).extractor.template, document.extractor.template) == (None, "harbour/first")
    assert document_faults(to_json(document)) == []


def test_what_an_article_says_itself_is_kept(template: Template) -> None:
    document = extract(page_of(3), template)
    assert texts(document)[0] == "Ladies and gentlemen,"
    assert texts(document)[-2:] == ["We are all in one boat.", "Thank you!"]
    assert NOTE not in texts(document)


def test_the_same_line_amid_an_article_is_kept(template: Template) -> None:
    document = extract(page_of(3, said(3).replace("<p>Thank", f"<p>{NOTE}</p><p>Thank")), template)
    assert NOTE in texts(document)


def test_without_that_many_titles_nothing_is_learned() -> None:
    pages = [page_of(number) for number in range(LEAST - 1)]
    copies = [page_of(0) for _ in range(10)]
    assert learn(sketches([*pages, *copies]), 13) == frozenset()
    assert learn(sketches([*pages, page_of(7)]), 4)


def test_the_order_of_pages_does_not_matter() -> None:
    found = sketches([page_of(number, beside=f"<p>{NOTE[number % 3 :]}</p>") for number in range(20)])
    assert learn(found, 20) == learn(found[::-1], 20) == learn(found[7:] + found[:7], 20) != frozenset()


def test_pages_that_the_template_does_not_tell_of_are_read_the_same(template: Template) -> None:
    """A page of which no telling line changed is not read again when the template changes."""
    for page in (page_of(5), page_of(30, PICTURE), page_of(31, beside="")):
        sketch = sketch_page(page)
        assert sketch is not None
        before, after = extract(page), extract(page, template)
        same = to_json(before) | {"extractor": 0} == to_json(after) | {"extractor": 0}
        assert same or sketch.telling & template.lines
        assert sketch.lines == getattr(sketch_page(page, template), "lines", None)


def test_it_is_what_was_written(template: Template) -> None:
    assert Template.decode(template.encode(["first"])) == template
    assert template.encode() == Template.decode(template.encode()).encode()
    with pytest.raises((ValueError, KeyError)):
        Template.decode("{}")


def test_one_of_the_schema_before_has_no_sections() -> None:
    assert Template.decode('{"schema": 1, "name": "harbour/first", "jobs": [], "lines": []}').left_out == ()
