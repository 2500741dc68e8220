"""Every visible text of a page is in a block, in a field or left out with a reason, and counts once."""

# ruff: noqa: E501 - markup reads best as it stands on a page

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from archive.model.capture import Capture
from archive.model.document import Document, document_faults, encode_document, to_json
from archive.model.page_headers_content_and_charset_names import Page
from crawler.extraction import extract
from crawler.extraction.decoding.html_tree_xpath_and_script_json import parse
from crawler.extraction.text.text_blocks_normalisation_and_links import normalise
from tests.counting import calls_of
from tests.processor import ended_if_it_hangs

_WORDS = (
    "渡船", "翻译周志宁在码头等候十二位外国船长,他把每个人的名字都背了一遍。", "Thank you!", "版权所有 © 2025", "首页", "Home", ">",
    "The ferry had not left, and the interpreter was learning names in the waiting room.", "来源:南湖晚报", "作者:沈青", "上一篇", "2",
    "苏ICP备2020041177号", "相关文章", "Current location:", "电话:0512-5555 0100", "cafe\u0301", " ", "\u3000", "&nbsp;", "&lt;b&gt;", "广告",
)  # fmt: skip
_TAGS = ("p", "div", "span", "b", "a href=/x", "h1", "h2", "li", "ul", "td", "tr", "table", "br", "nav", "footer", "blockquote", "form",
         "p hidden", "div style='display:none'", "script", "template", "div class=sidebar", "td class=tit", "pre", "o:p", "font size=5")  # fmt: skip
_OUT_OF_SIGHT = frozenset(
    ("head", "script", "style", "noscript", "template", "title", "meta", "link", "iframe", "dialog", "object", "svg")
)

_text = st.sampled_from(_WORDS)
_markup = st.recursive(
    _text,
    lambda inner: st.builds(
        lambda tag, parts, close: f"<{tag}>{''.join(parts)}" + (f"</{tag.split()[0]}>" if close else ""),
        st.sampled_from(_TAGS),
        st.lists(inner, max_size=5),
        st.sampled_from((True, True, True, True, False)),
    ),
    max_leaves=40,
)
_story = "<h1>渡船上的翻译</h1><p>清晨六点,老码头的渡船还没有开,翻译已经在候船室里背名单了。</p>"


def visible(element: etree._Element) -> Iterator[str]:
    """The visible text nodes of a tree, by a rule of its own."""
    style = (element.get("style") or "").replace(" ", "")
    if element.tag in _OUT_OF_SIGHT or element.get("hidden") is not None or "display:none" in style:
        return
    if element.text:
        yield element.text
    for child in element:
        yield from visible(child)
        if child.tail:
            yield child.tail


def characters(texts: Iterator[str] | list[str]) -> Counter[str]:
    joined = normalise("".join(texts))
    return Counter(character for character in joined if not character.isspace())


def accounted(document: Document) -> Counter[str]:
    fields = [document.title, document.subtitle, document.source, document.author, *document.breadcrumb]
    kept = [block.text for block in document.blocks]
    return characters([*filter(None, fields), *kept, *(removed.text for removed in document.removed)])


@settings(max_examples=150, deadline=None)
@given(st.lists(_markup, max_size=6), st.lists(_markup, max_size=6))
@example([], ["<a href=/x><div><p>渡船></p>来源:南湖晚报</div></a>"])
def test_every_visible_text_counts_once(before: list[str], after: list[str]) -> None:
    html = (
        f"<html><head><title>渡船上的翻译</title></head><body>{''.join(before)}{_story}{''.join(after)}</body></html>"
    )
    document = extract(_page(html))
    root = parse(html)
    assert root is not None
    if document.is_article or (document.kind == "page" and document.blocks):  # a page that is unsure shows its text
        seen = characters(list(visible(root)))
        assert not seen - accounted(document), "lost"
        assert not accounted(document) - seen - characters([document.title or ""]), "invented"
        for xpath in [block.xpath for block in document.blocks] + [text.xpath for text in document.removed]:
            selected = root.xpath(xpath)
            assert isinstance(selected, list)
            assert len(selected) == 1
    else:
        assert document.blocks == ()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.text(max_size=400), st.integers(0, 2000), st.integers(0, 2000))
def test_mangled_pages_are_read_without_fail(junk: bytes, text: str, at: int, cut: int) -> None:
    whole = f"<html><head><title>{text}</title></head><body><ul><li><a href=/x>首页</a></ul>{_story * 3}{text}</body>"
    payload = whole.encode("utf-8", "surrogatepass")
    payload = payload[:at] + junk + payload[at + cut :]
    document = extract(_page(payload))
    assert document_faults(to_json(document)) == []
    assert encode_document(document) == encode_document(extract(_page(payload)))


def _page(html: str | bytes) -> Page:
    payload = html if isinstance(html, bytes) else html.encode()
    capture = Capture(
        "http://www.example.com/n/1.html",
        None,
        None,
        None,
        None,
        "2026-11-24T00:00:00.000000Z",
        200,
        "sha1:" + "A" * 32,
    )
    return Page("example.com", capture, (("Content-Type", "text/html; charset=utf-8"),), payload)


SENTENCE = "译员在码头等候船长。"
PAGES = {
    "nested": lambda n: "<div>" * n + SENTENCE * 20,
    "bold": lambda n: f"<b>{SENTENCE}" * n,
    "tables": lambda n: "<table><tr><td>" * (n // 4) + SENTENCE * 20,
    "paragraphs": lambda n: f"<p>{SENTENCE}</p>" * n,
    "entries": lambda n: "<ul>" + "<li><a href=/x>译员在码头等候船长</a><span>2024-01-01</span>" * n,
    "lines": lambda n: f"{SENTENCE}<br>" * n,
    "inline": lambda n: "<h1>标题标题</h1><p>" + "译员<b>在</b>码头<a href=/x>等候</a>船长。" * n,
    "class": lambda n: f"<div class='{'a_' * 100 * n}'>{SENTENCE}</div>",
    "source": lambda n: "<p>" + "来源:" * 10 * n,
    "title": lambda n: f"<title>{'译-' * 50 * n}</title>" + f"<p>{SENTENCE}</p>" * 200,
    "trail": lambda n: "<a href=/>首页</a> &gt; " * n,
    "nested paragraphs": lambda n: "<div><p>x</p>" * (n // 4) + f"<p>{SENTENCE}</p>" * n,
}


@pytest.mark.parametrize("made", PAGES.values(), ids=PAGES.keys())
def test_the_work_grows_as_a_large_or_nested_page_does(
    made: Callable[[int], str], make_page: Callable[..., Page]
) -> None:
    few, many = (make_page(made(n)) for n in (500, 2000))
    extract(few)  # reads what is read once
    with ended_if_it_hangs():
        assert calls_of(lambda: extract(many)) < 5 * calls_of(lambda: extract(few))
