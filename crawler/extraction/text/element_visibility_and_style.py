"""How HTML elements are shown: which are visible, begin a line of their own, are bold, large or centred."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from lxml import etree

from crawler.extraction.text.text_blocks_normalisation_and_links import BlockElement, TextBlock
from crawler.extraction.text.word_lists_and_patterns import any_of, lazy_pattern, read_rows

_ELEMENTS = {meaning: frozenset(names.split()) for meaning, names in read_rows("elements.tsv")}
BLOCK, UNSEEN = _ELEMENTS["block"], _ELEMENTS["unseen"]
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
BOLD = frozenset(("b", "strong"))
PREFORMATTED = frozenset(("pre", "xmp", "listing", "plaintext", "textarea"))

_UNCOVERED = "js_content"
"""The text of a post on WeChat, hidden until a script of its page has run."""

_HIDING = lazy_pattern(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)
_NO_SIZE = lazy_pattern(r"font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:!important\s*)?(?:;|$)", re.IGNORECASE)
_BLOCK_STYLE = lazy_pattern(any_of("names", "block style"), re.IGNORECASE)
_INLINE_STYLE = lazy_pattern(r"(?:^|[;\s])display\s*:\s*inline\s*(?:!important\s*)?(?:;|$)", re.IGNORECASE)
_KEEPS_LINES = lazy_pattern(r"white-space\s*:\s*(?:pre|break-spaces)(?:-wrap|-line)?\b", re.IGNORECASE)
_STYLE = 200  # characters of a style whose meaning is kept
_BOLD_STYLE = lazy_pattern(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_BIG = lazy_pattern(any_of("names", "big style"), re.IGNORECASE)


def is_hidden(tag: str, given: Mapping[str, str]) -> bool:
    """Return whether an HTML element is invisible, by its tag or its own attributes; style sheets are not read."""
    if tag in UNSEEN or "hidden" in given:
        return True
    if not given:
        return tag == "dialog"
    if tag == "dialog" and "open" not in given:
        return True
    style = given.get("style", "")
    if style and (tag in ("html", "body") or given.get("id") == _UNCOVERED):
        return False
    return bool(style) and bool(_HIDING.search(style) or (tag in ("span", "font") and _NO_SIZE.search(style)))


class Display(NamedTuple):
    """How an HTML element is shown: whether it begins and ends a line, sets its text in bold, keeps its line ends."""

    block: bool
    bold: bool
    lined: bool


def display(style: str, tag: str) -> Display:
    """Return how an HTML element is shown, by its own style and by its tag; headings are bold."""
    return _display_by_short_style(style, tag) if len(style) <= _STYLE else _display(style, tag)


def _display(style: str, tag: str) -> Display:
    block = tag in BLOCK
    if style:
        is_inline = tag in ("div", "li", "p") and _INLINE_STYLE.search(style)
        block = not is_inline if block else bool(_BLOCK_STYLE.search(style))
    bold = tag in BOLD or tag in HEADINGS or bool(_BOLD_STYLE.search(style))
    return Display(block, bold, tag in PREFORMATTED or bool(_KEEPS_LINES.search(style)))


_display_by_short_style = lru_cache(maxsize=4096)(_display)


@cache
def display_of_tag(tag: str) -> Display:
    """Return how an HTML element without a style of its own is shown."""
    return display("", tag)


def element_names(element: etree._Element, *attributes: str) -> str:
    """Return what an HTML element is called: its class and id, or these attributes of it, in lower case."""
    return " ".join(filter(None, map(element.get, attributes or ("class", "id")))).lower()


def is_big(block: TextBlock) -> bool:
    """Return whether a text block is set in large type by its own markup."""
    for run in block.runs[:1]:
        for element in (run.element, run.element.getparent()):
            if element is None:
                continue
            if _BIG.search(element.get("style") or ""):
                return True
            if element.tag == "font" and (element.get("size") or "0").lstrip("+") in ("2", "3", "4", "5", "6", "7"):
                return True
            if element.tag == "big":
                return True
    return False


def is_centred(box: BlockElement) -> bool:
    """Return whether an element is centred by its own markup."""
    element = box.element
    return box.tag == "center" or element.get("align") == "center" or "center" in (element.get("style") or "")
