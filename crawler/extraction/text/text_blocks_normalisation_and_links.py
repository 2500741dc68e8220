"""The visible text of a page as data: text blocks, the elements that hold them, and the values found in them; normal
forms of a text and how much of it there is to read; and the addresses to which links lead.

What a function says of a short text is kept (``cached_if_short``).
"""

import html
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import update_wrapper, wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar
from urllib.parse import urljoin

from lxml import etree

from archive.model.url import canonical_url
from crawler.extraction.text.word_lists_and_patterns import lazy_pattern

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NARROWED = lazy_pattern("[\uff01-\uff5e\u3000]")
_SPACING = lazy_pattern(r"[\s\W_]+")
_MENU_ENTRY = 40  # characters
SENTENCE_END = lazy_pattern(r"[。!?!?…][”’\"'」』)】\)]*(?:\s|$)|\.[”’\"'\)]*(?:\s|$)|[。!?;]")
COMMA = lazy_pattern(r"[,,、;;]")
_UNSEEN_CHARACTERS = lazy_pattern(r"[\x00-\x08\x0e-\x1b\x7f\u200b\ufeff]+")
WIDE = lazy_pattern("[\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+")
"""Runs of Chinese, Japanese and Korean characters."""
_ENTITY = lazy_pattern(r"&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|[A-Za-z]{2,8}\d{0,2});")
_TO_HOME = lazy_pattern(r"(?:https?://[^/]+)?(?:\.?/)?(?:index|default)?(?:\.\w{2,5})?/?")
_MAX_HOME = 100  # characters


_Answer = TypeVar("_Answer")


class _Kept(dict[str, _Answer]):
    """A function of a text that keeps its results for texts up to some length; emptied when it has too many.

    Finding a result in a dictionary takes half the time of ``lru_cache``, which moves it to the end of a list.
    """

    __call__ = dict.__getitem__
    cache_clear = dict.clear

    def __init__(self, function: Callable[[str], _Answer], longest: int, maxsize: int) -> None:
        super().__init__()
        self._function, self._longest, self._maxsize = function, longest, maxsize
        update_wrapper(self, function)

    def __missing__(self, text: str) -> _Answer:
        answer = self._function(text)
        if len(text) <= self._longest:
            if len(self) >= self._maxsize:
                self.clear()
            self[text] = answer
        return answer


def cached_if_short(longest: int, maxsize: int) -> Callable[[Callable[[str], _Answer]], Callable[[str], _Answer]]:
    """Decorate a function of a text: keep its results for texts of up to ``longest`` characters, ``maxsize`` of them.

    Menus say the same on every page of a site, and several fields are looked for in one line; long texts differ, and
    would only fill the memory.
    """
    return lambda function: _Kept(function, longest, maxsize)


def normalise(text: str) -> str:
    """Normalise a page's text: NFC, runs of white space as one space, none at the ends, no unseen characters.

    >>> normalise(" \u3000Thank\xa0\\n you! ")
    'Thank you!'
    """
    return squeeze(text).strip()


def resolve_entities(text: str) -> str:
    """Resolve character references in a text that the page escaped twice.

    >>> resolve_entities("pay&#8217;s&nbsp;rise"), resolve_entities("R&D; AT&T")
    ('pay’s rise', 'R&D; AT&T')
    """
    return normalise(html.unescape(text)) if _ENTITY.search(text) else text


@cached_if_short(_MENU_ENTRY, 8192)
def squeeze(text: str) -> str:
    """Collapse runs of white space in a text to one space, at the ends too."""
    core = " ".join(text.split())
    if not core.isprintable():
        core = " ".join(_UNSEEN_CHARACTERS.sub("", core).split())
    if not core:
        return " " if text and any(map(str.isspace, text)) else ""
    if not core.isascii():
        core = unicodedata.normalize("NFC", core)
    return f"{' ' if text[0].isspace() else ''}{core}{' ' if text[-1].isspace() else ''}"


@cached_if_short(_MENU_ENTRY, 8192)
def narrow(text: str) -> str:
    """Convert full-width forms of ASCII in a text to ASCII, of the same length, as patterns are written for it.

    >>> narrow("来源\uff1a新华网\uff0c\uff12\uff10\uff12\uff14")
    '来源:新华网,2024'
    """
    return text.translate(_NARROW) if not text.isascii() and _NARROWED.search(text) else text


@cached_if_short(_MENU_ENTRY, 8192)
def units(text: str) -> int:
    """Measure how much of a text there is to read, in Latin characters; a Chinese one counts as two and a half.

    >>> units("news"), units("新闻")
    (4, 5)
    """
    if text.isascii():
        return len(text)
    return len(text) + count_wide(text) * 3 // 2


def count_wide(text: str) -> int:
    """Count the Chinese, Japanese and Korean characters of a text."""
    return sum(map(len, WIDE.findall(text)))


@cached_if_short(_MENU_ENTRY, 8192)
def key(text: str) -> str:
    """Return the key by which a text is compared with others: letters and digits only, without case.

    >>> key("Lanting  Forum – News")
    'lantingforumnews'
    """
    return _SPACING.sub("", text).casefold()


def leads_home(href: str | None) -> bool:
    """Return whether a link leads to the top (home page) of the site."""
    href = (href or "").strip()
    return 0 < len(href) < _MAX_HOME and bool(_TO_HOME.fullmatch(href))


def leads_to(link: etree._Element, base: str) -> bool:
    """Return whether a link leads to the page at the address ``base`` itself, as titles in weblogs do."""
    href = (link.get("href") or "").partition("#")[0].strip()
    if href in ("", base) or "bookmark" in (link.get("rel") or ""):
        return True
    return href[-1:] == base[-1:] and href.rpartition("/")[2] == base.rpartition("/")[2] and join(base, href) == base


def target_of(base: str, href: str | None) -> str | None:
    """Return the canonical address of the page to which a link on the page at ``base`` leads; None for no page.

    >>> target_of("https://a.example/news/", "../B.html#top"), target_of("https://a.example/", "mailto:b@a.example")
    ('https://a.example/B.html', None)
    """
    try:
        target = urljoin(base, (href or "").strip())
        return canonical_url(target) if target.startswith(("http", "file")) else None
    except ValueError:
        return None


def join(base: str, url: str) -> str:
    """Resolve a link to its absolute address; ``base`` where the link is malformed."""
    try:
        return urljoin(base, url.strip())
    except ValueError:
        return base


_OF_ADDRESS = ("/", ".", "h")
"""What most addresses begin with, and no other link."""


@dataclass(frozen=True, slots=True)
class Span:
    """A span of a text block: characters ``start`` to ``end`` of block ``n`` that stand in a field."""

    n: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a page: a field's value and where the page shows it; nowhere when it was only in the head."""

    value: str
    spans: tuple[Span, ...] = ()


def block_numbers(facts: Iterable[Fact | None]) -> set[int]:
    """Return the numbers of the text blocks in which any of the facts stands."""
    return {span.n for fact in facts if fact for span in fact.spans}


TELLING = frozenset(
    ("tr", "table", "li", "blockquote", "figcaption", "caption", "nav", "menu", "select", "header", "form",
     "button", "marquee")
)  # fmt: skip
"""The tags whose nearest box every box knows."""


@dataclass(slots=True, eq=False)
class BlockElement:
    """A block element (``box`` in the code): an element that text blocks stand in, and the range of those.

    ``words`` are its class, id, role and label in lower case. ``first`` and ``end`` bound the blocks, ``end``
    excluded. ``nearest`` has the innermost box of each telling tag around it, itself included.
    """

    element: etree._Element
    tag: str
    parent: "BlockElement | None"
    depth: int
    words: str
    first: int
    end: int = 0
    children: list["BlockElement"] = field(default_factory=list)
    nearest: dict[str, "BlockElement"] = field(default_factory=dict)

    def ancestors(self) -> Iterable["BlockElement"]:
        """Yield a block element and those around it, outwards."""
        box: BlockElement | None = self
        while box is not None:
            yield box
            box = box.parent

    def within(self, tag: str) -> "BlockElement | None":
        """Return the nearest block element of that tag around this one, itself included; for the tags in
        ``TELLING``.
        """
        return self.nearest.get(tag)


class Run(NamedTuple):
    """A run of a text block that stands in one element: from ``start`` to ``end``, in a link, in bold."""

    start: int
    end: int
    element: etree._Element
    link: etree._Element | None
    bold: bool


_Given = ParamSpec("_Given")
_UNASKED: Any = object()


def cached_on_block(
    question: Callable[Concatenate["TextBlock", _Given], _Answer],
) -> Callable[Concatenate["TextBlock", _Given], _Answer]:
    """Decorate a question about a text block: keep its answers in the block, since several steps of reading ask
    it.
    """

    @wraps(question)
    def ask(block: "TextBlock", /, *given: _Given.args, **named: _Given.kwargs) -> _Answer:
        key = (question, given, *named.items()) if given or named else question
        answer: _Answer = block.answers.get(key, _UNASKED)
        if answer is _UNASKED:
            answer = block.answers[key] = question(block, *given, **named)
        return answer

    return ask


@dataclass(slots=True, eq=False)
class TextBlock:
    """A text block: a line or paragraph of a page as a reader sees it, in NFC, white space collapsed.

    ``plain`` is the text as patterns read it, character for character: full-width forms of ASCII as ASCII; ``spaced``
    is that with a space where one element ends and another begins. ``linked`` is how many characters are in links,
    ``link_share`` their share; ``only_link`` says that but for marks and a date nothing else is. ``href`` is where
    the first of the links leads, as written. ``heading`` is 1 to 6 in a heading element, else 0.
    """

    n: int
    text: str
    runs: tuple[Run, ...]
    box: BlockElement
    plain: str
    spaced: str
    linked: int
    link_share: float
    only_link: bool
    href: str | None
    heading: int
    answers: dict[object, Any] = field(default_factory=dict, repr=False)

    @property
    def bold(self) -> bool:
        """Return whether all of a text block is in bold."""
        return all(run.bold for run in self.runs if self.text[run.start : run.end].strip())

    @property
    def holder(self) -> etree._Element:
        """Return the innermost element that holds all of a text block."""
        return self.runs[0].element if len(self.runs) == 1 else self._common_holder()

    @cached_on_block
    def _common_holder(self) -> etree._Element:
        first = self.runs[0].element
        if all(run.element is first for run in self.runs):
            return first
        return _common(self.runs, self.box.element)

    def links(self) -> Sequence[tuple[str, etree._Element]]:
        """Return the links in a text block with their texts, in order; a link of several runs once."""
        if not self.linked:
            return ()
        first = self.runs[0].link
        return ((self.text, first),) if first is not None and len(self.runs) == 1 else self._links()

    @cached_on_block
    def _links(self) -> list[tuple[str, etree._Element]]:
        found: list[tuple[str, etree._Element]] = []
        for run in self.runs:
            if run.link is None:
                continue
            text = self.text[run.start : run.end]
            if found and found[-1][1] is run.link:
                found[-1] = (found[-1][0] + text, run.link)
            else:
                found.append((text, run.link))
        return [(text.strip(), link) for text, link in found if text.strip()]


def leads_elsewhere(block: TextBlock) -> bool:
    """Return whether a text block is only a link, to another page."""
    return block.only_link and block.href is not None and _leads_away(block.href)


def _leads_away(href: str) -> bool:
    """Return whether a link leads to an address on the web, and not within the page or to a program."""
    return href[:1] in _OF_ADDRESS or not href.strip().lower().startswith(("#", "javascript:", "mailto:", "tel:"))


@dataclass(frozen=True, slots=True)
class SegmentedPage:
    """A segmented page: its text blocks, outermost element, and visible images, each with the next block's number."""

    root: BlockElement
    blocks: tuple[TextBlock, ...]
    images: tuple[tuple[int, etree._Element], ...]

    def free(self) -> None:
        """Take the elements apart, which hold each other, so that the page's memory is free without a collection."""
        waiting = [self.root]
        while waiting:
            box = waiting.pop()
            waiting += box.children
            box.children, box.nearest = [], {}


def _common(runs: tuple[Run, ...], outermost: etree._Element) -> etree._Element:
    """Return the innermost element around all runs of a text block; no further out than its block element."""
    chain = _path(runs[0].element, outermost)
    reached = {element: place for place, element in enumerate(chain)}
    furthest = 0
    for run in runs[1:]:
        climbed = []
        element: etree._Element | None = run.element
        while element is not None and element not in reached:
            climbed.append(element)
            element = element.getparent()
        place = reached[element] if element is not None else len(chain) - 1
        reached.update(dict.fromkeys(climbed, place))
        furthest = max(furthest, place)
    return chain[furthest]


def _path(element: etree._Element, outermost: etree._Element) -> list[etree._Element]:
    """Return an element and those around it, up to the outermost."""
    path = [element]
    while path[-1] is not outermost and (parent := path[-1].getparent()) is not None:
        path.append(parent)
    return path
