"""The forms in which answers are printed, with text that wants to be more than text."""

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from archive.index import Copy, Hit, SearchResult, Snippet
from archive.model.document import Block, BlockKind, Document, Part, Speech, to_json
from archive.query.document_as_text_html_and_markdown import (
    document_html,
    document_json,
    document_markdown,
    document_text,
    escape_markdown,
)
from archive.query.lookup_of_documents_pages_and_attachments import DocumentContext
from archive.query.search_results_and_known_filter_values import hits_csv, hits_json, hits_text
from archive.query.terminal_output_columns_json_and_csv import clean, columns, escaped_json, to_csv
from tests.archive.index.sample_documents import make_document, make_speech

HOSTILE = '"><img src=x onerror=alert(1)>\x1b[2J\x9b1m\u202e=1+1\r\n<script>&amp;'
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]")


def hostile_document() -> Document:
    document = make_document(HOSTILE, title=HOSTILE, subtitle=HOSTILE)
    kinds: tuple[BlockKind, ...] = get_args(BlockKind)
    blocks = tuple(Block(n, kind, HOSTILE, HOSTILE, 1.0, "/html") for n, kind in enumerate(kinds))
    speech = Speech(HOSTILE, HOSTILE, HOSTILE, HOSTILE, "2015-04-28")
    return replace(
        document,
        blocks=blocks,
        speech=speech,
        url="javascript:alert(1)",
        breadcrumb=(HOSTILE,),
        languages={HOSTILE: 1.0},
    )


def result_of(document: Document, *snippets: Snippet, total: int = 1) -> SearchResult:
    return SearchResult(total, (Hit(document, snippets),))


def test_hits_as_json_have_the_promised_keys() -> None:
    document = replace(make_document("产能合作"), published="2025-03-03")
    assert json.loads(hits_json(result_of(document, Snippet("产能合作", ((0, 2),))))) == [
        {
            "id": document.id, "url": document.url, "title": "标题", "published": "2025-03-03", "site": "sample",
            "kind": "news", "snippets": ["产能合作"], "also": [],
        }
    ]  # fmt: skip
    assert json.loads(hits_json(SearchResult(0, ()))) == []


def test_hits_as_text_mark_what_was_found() -> None:
    text = hits_text(result_of(make_document(), Snippet("的产能合作", ((1, 3),)), total=7), "产能")
    assert "标题\n  sample · news · sample-" in text.plain
    assert text.plain.endswith("7 documents for 产能; the best 1 are shown, more with --limit")
    assert [part for part, style in text.parts if "yellow" in style] == ["产能"]
    assert hits_text(SearchResult(0, ()), "x").plain == "0 documents for x"


def test_hits_tell_where_else_their_text_was_posted() -> None:
    copy = Copy("other-1", "http://other.example/1", "other", "2025-03-03T09:32:26+08:00")
    hit = Hit(make_document(), (), (copy, Copy("third-2", "=1+1", "third", None)))
    text = hits_text(SearchResult(1, (hit,), 3), "产能").plain
    assert "\n  also: 2025-03-03 · other · http://other.example/1\n  also: third · =1+1\n" in text
    assert text.endswith("1 text in 3 documents for 产能")
    (values,) = json.loads(hits_json(SearchResult(1, (hit,), 3)))
    assert values["also"][0] == {
        "id": "other-1", "url": "http://other.example/1", "site": "other", "published": "2025-03-03T09:32:26+08:00"
    }  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(hits_csv(SearchResult(1, (hit,), 3)), newline=""))
    assert row["also"] == "http://other.example/1 | =1+1"


@given(st.text())
def test_no_form_for_the_terminal_lets_control_characters_through(text: str) -> None:
    for hostile in (text, HOSTILE):
        document = make_document(hostile, title=hostile)
        result = result_of(document, Snippet(hostile, ((0, len(hostile)),)))
        for form in (
            hits_text(result, hostile).plain,
            hits_json(result),
            document_text(document),
            document_json(document),
            document_markdown(document),
            document_html(document),
        ):
            assert not CONTROLS.search(form)


@given(st.text(), st.lists(st.text()))
def test_escaped_json_means_the_same(title: str, texts: list[str]) -> None:
    values = {"title": title, "texts": texts}
    assert json.loads(escaped_json(json.dumps(values, ensure_ascii=False))) == values


def test_a_document_as_json_is_the_document() -> None:
    document = make_speech("Wang Yi", "text", path="a")
    assert json.loads(document_json(document)) == json.loads(json.dumps(to_json(document)))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "＝", "\x1b=", "\u202e="])
def test_no_cell_of_csv_is_a_formula(start: str) -> None:
    document = make_document(title=f"{start}HYPERLINK(1)")
    rows = list(csv.reader(io.StringIO(hits_csv(result_of(document, Snippet(f"{start}1, 2", ()))), newline="")))
    assert rows[0] == ["id", "url", "title", "published", "site", "kind", "snippets", "also"]
    assert rows[1][2].startswith("'")
    assert rows[1][6].startswith("'")
    assert rows[1][3] == ""


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_csv_has_as_many_cells_as_were_given(cells: list[str]) -> None:
    header = [str(number) for number in range(len(cells))]
    rows = list(csv.reader(io.StringIO(to_csv(header, [cells]), newline="")))
    assert [len(row) for row in rows] == [len(cells), len(cells)]


class Tags(HTMLParser):
    """Collects the tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links.extend(value for name, value in attrs if name == "href")


def read_tags(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    return tags


def test_html_is_a_whole_page_in_which_text_stays_text() -> None:
    tags = read_tags(document_html(hostile_document()))
    assert not {"script", "img", "iframe"} & set(tags.tags)
    assert not any(name.startswith("on") for name in tags.attributes)
    assert tags.links == []
    assert {"h1", "h2", "li", "ul", "blockquote", "figcaption", "figure", "p"} <= set(tags.tags)


def test_html_links_to_the_page_on_the_web() -> None:
    document = make_document("中文", "more", title="A & B")
    page = document_html(document)
    assert read_tags(page).links == [document.url]
    assert "<title>A &amp; B</title>" in page
    assert '<p lang="zh-Hans" dir="auto">中文</p>' in page


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# heading", r"\# heading"),
        ("1. first", r"1\. first"),
        ("- item", r"\- item"),
        ("=====", r"\====="),
        ("a *b* _c_ `d` [e](f) <g> &amp; ~h~ | i \\", r"a \*b\* \_c\_ \`d\` \[e\](f) \<g\> \&amp; \~h\~ \| i \\"),
        ("win-win, 38%. 合作", "win-win, 38%. 合作"),
    ],
)
def test_markdown_takes_text_for_text(text: str, written: str) -> None:
    assert escape_markdown(text) == written


def test_markdown_keeps_the_kinds_of_blocks() -> None:
    kinds: tuple[BlockKind, ...] = ("heading", "list-item", "list-item", "quote", "paragraph")
    blocks = tuple(Block(n, kind, kind, "en", 1.0, "/html") for n, kind in enumerate(kinds))
    form = document_markdown(replace(make_document(title="T"), blocks=blocks))
    assert form.startswith("# T\n\n- Kind: news\n")
    assert form.endswith("\n\n## heading\n\n- list-item\n- list-item\n\n> quote\n\nparagraph")


def test_text_shows_facts_and_blocks() -> None:
    text = document_text(make_speech("Wang Yi", "First words.", "Last words.", path="a"))
    assert "Speaker    Wang Yi\n" in text
    assert "Delivered  2015-04-28\n" in text
    assert text.endswith("\n\nFirst words.\n\nLast words.")


def test_the_parts_of_an_article_are_shown_as_one_each_by_its_name() -> None:
    first, second = (
        replace(make_document(f"第{n}页。", path=f"p{n}"), part=Part(n, 2, "http://sample.example/p1"))
        for n in (1, 2)
    )
    beside = DocumentContext((first, second))
    text = document_text(second, beside)
    assert "Part       2 of 2\n" in text
    assert text.endswith(f"\n\n[Part 1 of 2: {first.url}]\n\n第1页。\n\n[Part 2 of 2: {second.url}]\n\n第2页。")
    for form in (document_markdown(second, beside), document_html(second, beside)):
        places = [form.index(words) for words in ("Part 1 of 2: ", "第1页。", "Part 2 of 2: ", "第2页。")]
        assert places == sorted(places)


def test_the_page_in_another_language_is_named() -> None:
    beside = DocumentContext(translations=(("en\x1b[31m", "http://sample.example/en?<b>"),))
    page = make_document("正文。")
    assert "\nIn en[31m  http://sample.example/en?<b>\n" in document_text(page, beside)
    assert "\n- In en\\[31m: http://sample.example/en?\\<b\\>\n" in document_markdown(page, beside)
    assert '<a href="http://sample.example/en?&lt;b&gt;" rel="noreferrer">' in document_html(page, beside)


@given(st.lists(st.tuples(st.text().map(clean), st.text(max_size=3).map(clean)), min_size=1))
def test_columns_are_as_wide_on_the_terminal(rows: list[tuple[str, str]]) -> None:
    lines = columns([(f"{left}.", f"{right}.") for left, right in rows])
    assert len({cell_len(line) for line in lines}) == 1
