"""The parser of decoded HTML to one lxml tree, and the reader of JSON in a page's scripts.

``parse`` makes the tree, ``Locator`` tells where an element stands in it, and ``is_too_large`` refuses pages: no
article is as large as the limits here, and whatever a page is made of takes memory and time.

Of scripts are read JSON-LD, what frameworks store for their start, and what scripts assign. Content systems store
text in it as markup, plain text, a list of paragraphs or a tree of nodes.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree

from crawler.extraction.text.word_lists_and_patterns import any_of, lazy_pattern

_UNPARSABLE = lazy_pattern("[\x00\ud800-\udfff]")
_DEEP = 60
_EMPTY = ("bgsound", "embed", "keygen", "source", "track", "wbr")
"""Elements without content and end tag (HTML Standard, 13.1.2) that libxml2 takes to hold all that follows them."""


def parse(text: str) -> etree._Element | None:
    """Parse a page's HTML to a tree (lxml) and return its root, or None when there is nothing in it.

    Markup of any kind is taken as a browser would take it; comments and processing instructions are left out, and
    so are NULs, lone surrogates and the elements that play a sound or embed a film. What is nested more than 2,000
    elements deep is lost.
    """
    source = _UNPARSABLE.sub("", text).encode()
    if not source.strip():
        return None
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError:
        return None
    if not isinstance(root, etree._Element):
        return None
    etree.strip_tags(root, *_EMPTY)
    return root


class Locator:
    """Finds the XPath of elements in a page's tree; what it learns of one element serves its siblings too."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._paths: dict[etree._Element, str] = {root: f"/{root.tag}"}
        self._deep: set[etree._Element] = set()
        self._numbers: dict[etree._Element, int] = {}

    def xpath(self, element: etree._Element) -> str:
        """Return the XPath of an element in the page's tree that selects it and no other.

        What was parsed out of a script stands in the script.
        """
        known = self._paths.get(element)
        if known is not None:
            return known
        parent = element.getparent()
        path = self._paths.get(parent, "") if parent is not None else ""
        if parent is not None and 0 < path.count("/") < _DEEP and "script" not in (element.tag, parent.tag):
            self._name_children(parent)
            return self._paths[element]
        chain: list[etree._Element] = []
        around: etree._Element | None = element
        while around is not None:
            if around.tag == "script":
                element, chain = around, []
            if around in self._paths or around in self._deep:
                break
            chain.append(around)
            around = around.getparent()
        if around is None:
            return self._paths[self._root]
        while chain and around in self._paths and self._paths[around].count("/") < _DEEP:
            self._name_children(around)
            around = chain.pop()
        self._deep.update(chain)
        return f"(//*)[{self._number(element)}]" if chain or around in self._deep else self._paths[element]

    def _name_children(self, parent: etree._Element) -> None:
        path = self._paths[parent]
        if len(parent) == 1:
            self._paths[parent[0]] = f"{path}/{_step(str(parent[0].tag), 1, 1, 1)}"
            return
        children = [(child, str(child.tag)) for child in parent]
        counts: dict[str, int] = {}
        for _, tag in children:
            counts[tag] = counts.get(tag, 0) + 1
        seen: dict[str, int] = {}
        for position, (child, tag) in enumerate(children, 1):
            seen[tag] = seen.get(tag, 0) + 1
            self._paths[child] = f"{path}/{_step(tag, seen[tag], counts[tag], position)}"

    def _number(self, element: etree._Element) -> int:
        if not self._numbers:
            own = (each for each in self._root.iter() if next(each.iterancestors("script"), None) is None)
            self._numbers = {each: number for number, each in enumerate(own, 1)}
        return self._numbers[element]


def _step(tag: str, number: int, count: int, position: int) -> str:
    """Return one step of a path; names that XPath cannot write (``o:p``) are counted among all children."""
    if not tag.isalnum():
        return f"*[{position}]"
    return tag if count == 1 else f"{tag}[{number}]"


MAX_TAGS = 50_000
"""Tags of a page; each element takes some 4 kB while it is read."""

MAX_ATTRIBUTES = 200_000
"""Attributes of a page: some 300 bytes each."""

MAX_ATTRIBUTES_OF_ONE = 1_000
"""Attributes of one element: the parser holds each against all before it."""

MAX_BLOCKS = 20_000
"""Text blocks of text: a block is what stands in a line or paragraph of its own, and takes some 7 kB."""

MAX_TEXT = 2_000_000
"""Characters of visible text."""

# Between two tags, characters: fewer cannot hold so many attributes that it is worth counting them.
_WORTH_COUNTING = 20_000
_ATTRIBUTE = lazy_pattern(r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>"']*+))?+""")
_TAG = lazy_pattern(
    rf"""<!--[\s\S]*?(?:-->|\Z)
    |<(?P<raw>script|style)\b[\s\S]*?(?:</(?P=raw)|\Z)
    |<[a-z][^\s/>]*+(?P<attributes>(?:{_ATTRIBUTE.pattern})*+)""",
    re.IGNORECASE | re.VERBOSE,
)


class TooMuchText(Exception):
    """Raised for a page with more text blocks, or more text, than extraction reads."""


def is_too_large(markup: str) -> bool:
    """Return whether a page's HTML has more tags or attributes than extraction reads; time is linear in its length.

    >>> is_too_large("<p>text " * 40_000), is_too_large("<p>text " * 60_000)
    (False, True)
    """
    if markup.count("<") >= MAX_TAGS:
        return True
    if len(markup) < _WORTH_COUNTING:
        return False
    if len(markup) < MAX_ATTRIBUTES and max(map(len, markup.split("<"))) < _WORTH_COUNTING:
        return False
    return _has_too_many_attributes(markup)


def _has_too_many_attributes(markup: str) -> bool:
    total = 0
    is_short = len(markup) < MAX_ATTRIBUTES  # all its tags together cannot have as many
    for tag in _TAG.finditer(markup):
        attributes = tag["attributes"] or ""
        if is_short and len(attributes) <= MAX_ATTRIBUTES_OF_ONE:
            continue
        count = sum(1 for _ in _ATTRIBUTE.finditer(attributes))
        total += count
        if count > MAX_ATTRIBUTES_OF_ONE or total > MAX_ATTRIBUTES:
            return True
    return False


_MAX_SCRIPTS = 200
_MAX_ATTEMPTS = 12  # values of scripts that are tried, so that time is linear in the length of the page
_MAX_TOKENS = 400_000
_LEAST = 80  # characters of a script that holds a text
_ASSIGNED = lazy_pattern(
    r"(?<![\w$.])(?:(?:window|self|globalThis)(?:\.|\[\s*[\"'])|(?:var|let|const)\s+)"
    r"(?P<name>[A-Za-z_$][\w$]{0,60})(?:[\"']\s*\])?\s*=\s*(?=[\[{\"'(J!d])"
)
_STATE = lazy_pattern(any_of("stored", "names of states"), re.IGNORECASE)
_PARSED = lazy_pattern(r"(?:JSON\.parse\s*\(\s*)?(?P<encoded>decodeURIComponent\s*\(\s*)?(?=[\"'])")
_TOKEN = lazy_pattern(
    r"\s++|\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|void 0|!0|!1|[A-Za-z_$][\w$]*+"
    r"|-?\.?\d[\w.]*+(?:(?<=[eE])[+-]\d+)?|.",
    re.DOTALL,
)
_ESCAPE = lazy_pattern(r"\\(x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|[\"\\/bfnrt]|.)|\"", re.DOTALL)
_WORDS = {"true": "true", "false": "false", "null": "null", "void 0": "null", "!0": "true", "!1": "false"}


def stored_values(root: etree._Element) -> Iterator[tuple[etree._Element, Any]]:
    """Yield the JSON values in the scripts of the page with this root, in page order, each with its script."""
    attempts, scripts = _MAX_ATTEMPTS, _Script()
    for number, script in enumerate(root.iter("script")):
        text = script.text or ""
        if number >= _MAX_SCRIPTS or attempts <= 0:
            return
        if len(text) < _LEAST:
            continue
        if "json" in (script.get("type") or "").lower() or script.get("id") == "__NEXT_DATA__":
            attempts -= 1
            yield script, _load(text.strip().removeprefix("<!--").removesuffix("-->").rstrip("; \n"))
        else:
            for match in _ASSIGNED.finditer(text):
                if attempts > 0 and _STATE.search(match["name"]):
                    attempts -= 1
                    yield script, scripts.assigned(text, match.end())


def _load(text: str) -> Any:
    """Parse the JSON text of a script; None for other text, or for values nested too deep."""
    for attempt in (text, html.unescape(text)) if "&quot;" in text[:200] else (text,):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


class _Script:
    """Reads the values that a page's scripts assign, up to a limit of work."""

    def __init__(self) -> None:
        self._tokens = _MAX_TOKENS

    def assigned(self, text: str, start: int) -> Any:
        """Return the value of the JavaScript expression that begins at ``start``, without running anything."""
        try:
            if text[start] in "{[":
                return self._literal(text, start)
            if quoted := _PARSED.match(text, start):
                said = self._literal(text, quoted.end())
                return _load(unquote(said) if quoted["encoded"] or said[:3].upper() in ("%7B", "%5B") else said)
        except (ValueError, RecursionError, IndexError):
            pass
        return None

    def _literal(self, text: str, start: int) -> Any:
        """Return the value of the JavaScript literal that begins at ``start``. Raises ValueError for what is no
        literal.
        """
        if text[start] in "{[":
            try:
                return json.JSONDecoder(strict=False).raw_decode(text, start)[0]
            except ValueError:
                pass  # no JSON, but perhaps a literal of JavaScript
        parts: list[str] = []
        depth = 0
        for token in _TOKEN.finditer(text, start):
            written = token[0]
            self._tokens -= 1
            if self._tokens < 0:
                raise ValueError("the page's scripts hold more than is read")
            if written.isspace():
                continue
            if written in "]}" and parts[-1:] == [","]:
                parts.pop()
            depth += (written in "[{") - (written in "]}")
            parts.append(_token(written, is_key=text[token.end() : token.end() + 40].lstrip()[:1] == ":"))
            if depth <= 0:
                return json.loads("".join(parts), strict=False)
        raise ValueError("a literal has no end")


def _token(written: str, is_key: bool) -> str:
    """Return a token of JavaScript as JSON."""
    if written in ('"', "'"):
        raise ValueError("a string has no end")
    if written[0] in "\"'":
        return f'"{_ESCAPE.sub(_escape, written[1:-1])}"'
    if written[0].isalpha() or written[0] in "_$":
        return json.dumps(written) if is_key else _WORDS.get(written, "null")
    if written[0] == "." and len(written) > 1:
        return f"0{written}"
    return _WORDS.get(written, written)


def _escape(found: re.Match[str]) -> str:
    """Return an escape in a string of JavaScript as JSON has it."""
    escaped = found[1]
    if escaped is None:
        return '\\"'
    if escaped[0] == "x":
        return f"\\u00{escaped[1:]}"
    return found[0] if escaped[0] in 'u"\\/bfnrt' and escaped != "u" else escaped
