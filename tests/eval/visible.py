"""What a reader sees of a page: a simple walk of its own, so that no extractor is judged by itself.

Hidden are scripts, styles, templates, closed dialogs, comments, and what an element's own attributes hide
(``hidden``, ``display:none``, ``visibility:hidden``). What only a class would hide is visible. Whether ``noscript``
and the choices of a form are seen depends on the reader: they count as page text but are never asked for.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree, html

from tests.eval.tokens import bag, key

_HIDDEN = frozenset({"script", "style", "template", "head", "title", "meta", "link", "iframe", "svg", "object"})
_DEPENDS = frozenset({"noscript", "option", "select", "textarea", "datalist", "noframes"})
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br caption center dd div dl dt fieldset figcaption figure footer form h1 "
        "h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td th thead tr ul body",
    )
)
_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)

_SEEN, _MAYBE = "seen", "maybe"


@dataclass(frozen=True, slots=True)
class PageText:
    """The visible text of a page: as one key without and with what depends on the reader, and as tokens.

    Two links with nothing between them ("HomeNews") are one word or two, so there are two bags: that of the lines
    and that of the text nodes.
    """

    key: str
    whole_key: str
    bag: Counter[str]
    node_bag: Counter[str]


def page_text(source: str) -> PageText:
    """The visible text of a decoded page."""
    pieces = list(_pieces(source))
    seen = [text for state, text in pieces if state == _SEEN]
    return PageText(key("".join(seen)), key("".join(text for _, text in pieces)), bag(_lines(seen)), bag(seen))


def visible_lines(source: str) -> list[str]:
    """The visible text of a page or a fragment, a line for each block element, white space as one space."""
    return list(_lines(text for state, text in _pieces(source) if state == _SEEN))


def _lines(pieces: Iterable[str]) -> Iterator[str]:
    for line in "".join(pieces).split("\0"):
        text = " ".join(line.split())
        if text:
            yield text


def _pieces(source: str) -> Iterator[tuple[str, str]]:
    """The text nodes in order with their states; NUL stands where a block element begins or ends."""
    declared = re.sub(r"^\s*<\?xml[^>]*>", "", source).replace("\0", "")
    if not declared.strip():
        return
    states: list[str | None] = [_SEEN]
    for event, element in etree.iterwalk(
        html.document_fromstring(declared), events=("start", "end", "comment", "pi")
    ):
        if event == "start":
            states.append(_state(element, states[-1]))
            yield from _piece(element, states[-1], element.text)
            continue
        if event == "end":
            states.pop()
        yield from _piece(element, states[-1], element.tail)


def _piece(element: etree._Element, state: str | None, text: str | None) -> Iterator[tuple[str, str]]:
    if element.tag in _BLOCKS:
        yield _SEEN, "\0"
    if state and text:
        yield state, text


def _state(element: etree._Element, outer: str | None) -> str | None:
    hidden = (
        element.tag in _HIDDEN
        or "hidden" in element.attrib
        or (element.tag == "dialog" and "open" not in element.attrib)
        or _STYLE.search(element.get("style") or "")
    )
    if outer is None or hidden:
        return None
    return _MAYBE if element.tag in _DEPENDS else outer
