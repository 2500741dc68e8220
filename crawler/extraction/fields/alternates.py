"""Find the pages that a page names as the same in another language."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from urllib.parse import SplitResult, urlsplit

from lxml import etree

from archive.model.document import Alternate
from crawler.extraction.text.markup import target_of
from crawler.extraction.text.normalise_and_measure import normalise

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}))?")
_SWITCH = re.compile(
    r"\W*(?:(?:切换到|轉換|view in |read in |switch to |in )\s*)?(?:"
    r"(?P<en>english|en|eng|英文|英语|英語)|(?P<hant>繁體?中?文?|繁体中?文?|正體中?文?|繁)|"
    r"(?P<hans>简体?中?文?|簡體?中?文?|简)|(?P<zh>中文|汉语|漢語|中|chinese|cn)"
    r")(?:\s*(?:版|网页|網頁|页面|version|page))?\W*",
    re.IGNORECASE,
)
_LANGUAGES = {"en": "en", "hant": "zh-Hant", "hans": "zh-Hans", "zh": "zh"}
_INDEX = re.compile(r"(?:index|default|home|main)(?:[-_.]\w+)?\.\w+|", re.IGNORECASE)
_LONGEST_SWITCH = 30
_MOST_ANCHORS = 5_000
_MOST = 50


def find_alternates(root: etree._Element, base: str, url: str) -> tuple[Alternate, ...]:
    """Return the pages that the page at ``url`` names as the same in another language, in their order, each once.

    They stand in ``link rel=alternate hreflang`` (HTML standard, 4.6.7.1), and in links whose text is a language's
    name, as sites have them to switch; of those only what looks like a page beside this one, not a home page.
    ``lang`` is BCP 47. Addresses are canonical; ``base`` is what the page's are relative to.
    """
    found: dict[str, Alternate] = {}
    for lang, target in (*_declared(root, base), *_switches(root, base, url)):
        if target != url:
            found.setdefault(target, Alternate(lang, target))
    return tuple(islice(found.values(), _MOST))


def _declared(root: etree._Element, base: str) -> Iterator[tuple[str, str]]:
    for element in root.iter("link"):
        lang = _language(element.get("hreflang") or "")
        if lang and "alternate" in (element.get("rel") or "").lower().split():
            target = target_of(base, href) if (href := element.get("href")) else None
            if target:
                yield lang, target


def _switches(root: etree._Element, base: str, url: str) -> Iterator[tuple[str, str]]:
    for anchor in islice(root.iter("a"), _MOST_ANCHORS):
        lang = _switched_to(anchor)
        target = target_of(base, href) if lang and (href := anchor.get("href")) else None
        if lang and target and _is_beside(target, url):
            yield lang, target


def _switched_to(anchor: etree._Element) -> str | None:
    """Return the language that a link is to, by its text; by the title of an image where it has none."""
    if not len(anchor):
        return _language_named((anchor.text or "")[: 2 * _LONGEST_SWITCH])
    text = "".join(map(str, islice(anchor.itertext(), 10)))[: 2 * _LONGEST_SWITCH]
    if not normalise(text):
        text = next((image.get("alt") or image.get("title") or "" for image in anchor.iter("img")), "")
    return _language_named(text)


@lru_cache(maxsize=4096)  # menus say the same on every page of a site
def _language_named(text: str) -> str | None:
    text = normalise(text)
    found = _SWITCH.fullmatch(text) if len(text) <= _LONGEST_SWITCH else None
    return _LANGUAGES[found.lastgroup] if found and found.lastgroup else None


def _language(given: str) -> str | None:
    """Return the BCP 47 tag as it is usually written; None for other values (``x-default``).

    >>> _language("zh-hans-cn"), _language("EN_us"), _language("x-default")
    ('zh-Hans-CN', 'en-US', None)
    """
    found = _TAG.fullmatch(given.strip())
    if not found:
        return None
    language, script, region = found.groups()
    return "-".join(filter(None, (language.lower(), script and script.title(), region and region.upper())))


def _is_beside(target: str, url: str) -> bool:
    """Return whether a page may be the same as the one at ``url``: as deep in its site, and no index unless that is
    one.

    >>> _is_beside("http://a.example/en/news/1.html", "http://a.example/news/1.html")
    True
    >>> _is_beside("http://a.example/en/", "http://a.example/news/1.html")
    False
    """
    ours, theirs = urlsplit(url), urlsplit(target)
    is_as_deep = abs(ours.path.count("/") - theirs.path.count("/")) <= 1
    return is_as_deep and (_is_index(ours) or not _is_index(theirs))


def _is_index(parts: SplitResult) -> bool:
    return not parts.query and _INDEX.fullmatch(parts.path.rpartition("/")[2]) is not None
