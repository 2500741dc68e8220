"""Parse decoded text to one lxml tree, tell where an element stands in it, and refuse pages that are too large.

No article is as large as the limits here; whatever a page is made of takes memory and time.
"""

import re

from lxml import etree

_UNPARSABLE = re.compile("[\x00\ud800-\udfff]")
_DEEP = 60
_EMPTY = ("bgsound", "embed", "keygen", "source", "track", "wbr")
"""Elements without content and end tag (HTML Standard, 13.1.2) that libxml2 takes to hold all that follows them."""


def parse(text: str) -> etree._Element | None:
    """Return the root of the page's tree, or None when there is nothing in it.

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
    """Finds the XPath of elements of one tree; what it learns of one element serves its siblings too."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._paths: dict[etree._Element, str] = {root: f"/{root.tag}"}
        self._deep: set[etree._Element] = set()
        self._numbers: dict[etree._Element, int] = {}

    def xpath(self, element: etree._Element) -> str:
        """Return an XPath that selects the element and no other: steps from the root, or its number when it is deep.

        What was parsed out of a script stands in the script.
        """
        known = self._paths.get(element)
        if known is not None:
            return known
        element = next(element.iterancestors("script"), element)
        chain = []
        around: etree._Element | None = element
        while around is not None and around not in self._paths and around not in self._deep:
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


MAX_READ = 8 * 1024 * 1024
"""Bytes of a page's body, as sent or decoded."""

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
_ATTRIBUTE = re.compile(r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>"']*+))?+""")
_TAG = re.compile(
    rf"""<!--[\s\S]*?(?:-->|\Z)
    |<(?P<raw>script|style)\b[\s\S]*?(?:</(?P=raw)|\Z)
    |<[a-z][^\s/>]*+(?P<attributes>(?:{_ATTRIBUTE.pattern})*+)""",
    re.IGNORECASE | re.VERBOSE,
)


class TooMuchText(Exception):
    """Raised for a page with more text blocks, or more text, than extraction reads."""


def is_too_large(markup: str) -> bool:
    """Return whether a page has more tags or attributes than is read; time is linear in its length.

    >>> is_too_large("<p>text " * 40_000), is_too_large("<p>text " * 60_000)
    (False, True)
    """
    tags = markup.split("<")
    if len(tags) > MAX_TAGS:
        return True
    if len(markup) < MAX_ATTRIBUTES and max(map(len, tags)) < _WORTH_COUNTING:
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
