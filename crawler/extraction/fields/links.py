"""Where an article leads: attached files, its other parts, and the same page in other languages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from urllib.parse import SplitResult, unquote, urlsplit

from lxml import etree

from archive.model.document import Alternate, Attachment, Part
from crawler.extraction.body.evidence import Evidence, is_marker
from crawler.extraction.text.boilerplate import is_pager
from crawler.extraction.text.markup import join, target_of
from crawler.extraction.text.segment import normalise
from crawler.extraction.text.text_block import Piece

MOST = 200
"""Attachments of one article, at most."""

_TYPES = (
    "pdf|docx?|docm|dotx?|rtf|wps|wpt|odt|ofd|ceb|caj|xlsx?|xlsm|csv|et|ods|pptx?|ppsx?|pps|dps|odp|txt|epub"
    "|zip|rar|7z|tar|gz|tgz|mp3|wav|m4a|mp4|avi|wmv|flv|mov|swf|dwg"
)
_NAMED = re.compile(rf"\.({_TYPES})(?=$|[\s)\]）】,;，；\"'”(（])", re.IGNORECASE)
_MAY_BE_NAMED = re.compile(rf"\.(?:{_TYPES})", re.IGNORECASE)
_BELOW = 12  # pieces below the text


def find_attachments(
    pieces: Sequence[Piece], evidence: Evidence, body: Sequence[Piece], above: int, base: str
) -> tuple[Attachment, ...]:
    """The files that are linked in the body and right below it, in order, each once.

    ``above`` is the last piece that stands above the text: title, byline or trail.
    """
    found: dict[str, Attachment] = {}
    for piece in _around(pieces, evidence, body, above):
        for text, link in piece.links():
            href = (link.get("href") or "").strip()
            if _MAY_BE_NAMED.search(unquote(href)) is None and _MAY_BE_NAMED.search(text) is None:
                continue
            url = join(base, href)
            if kind := type_of(url, text):
                found.setdefault(url, Attachment(url, text.strip(), kind))
    return tuple(found.values())[:MOST]


def type_of(url: str, text: str) -> str | None:
    """The ending of a file's name, by its address or, where that tells none, by the text of the link; else None.

    >>> type_of("http://a.example/f/1.PDF?v=2", "Fees"), type_of("http://a.example/get.asp?id=3", "Fees.xls")
    ('pdf', 'xls')
    >>> type_of("http://a.example/1.html", "About the port of A.B.")
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https", "ftp"):
        return None
    name = unquote(parts.path).rpartition("/")[2]
    named = _NAMED.search(name) or _NAMED.search(unquote(parts.query)) or _NAMED.search(text.strip())
    return named[1].lower() if named else None


def _around(pieces: Sequence[Piece], evidence: Evidence, body: Sequence[Piece], above: int) -> Iterator[Piece]:
    """The pieces of the body, those between its title and it, and those below it up to what is beside the article."""
    last = body[-1].n if body else above
    kept = {piece.n for piece in body}
    for piece in pieces[above + 1 : last + 1 + _BELOW]:
        is_beside = evidence.apart[piece.n] or evidence.side[piece.n]
        if piece.n > last and (is_beside or is_marker(piece)):
            return
        if piece.n in kept or not is_beside:
            yield piece


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
    """The pages that the page at ``url`` names as the same in another language, in their order, each once.

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
    """The language that a link is to, by its text; by the title of an image where it has none."""
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
    """The BCP 47 tag as it is usually written; None for what is none (``x-default``).

    >>> _language("zh-hans-cn"), _language("EN_us"), _language("x-default")
    ('zh-Hans-CN', 'en-US', None)
    """
    found = _TAG.fullmatch(given.strip())
    if not found:
        return None
    language, script, region = found.groups()
    return "-".join(filter(None, (language.lower(), script and script.title(), region and region.upper())))


def _is_beside(target: str, url: str) -> bool:
    """Whether a page may be the same as the one at ``url``: as deep in its site, and no index unless that is one.

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


_COUNT = re.compile(r"(?:共|of|/)\s*共?\s*(\d{1,3})\s*(?:页|頁|pages?)?", re.IGNORECASE)
_ALONE = re.compile(r"\W*(?:\d{1,3}|\.{2,3}|…)\W*")
_NUMBER = re.compile(r"\d{1,3}")
_FIRST = re.compile(r"首|第一|first", re.IGNORECASE)
_PREVIOUS = re.compile(r"上|前|prev|back", re.IGNORECASE)
_FILE = re.compile(r"(?P<stem>.*?)(?:[-_](?P<number>\d{1,3}))?(?P<suffix>\.[a-z]{3,5})?", re.IGNORECASE)
_PAGE_PARAMETER = re.compile(
    r"[?&](?:page|p|pg|paged|pageno|pageindex|currentpage|page_?num|part)=(\d{1,3})(?=&|$)", re.IGNORECASE
)
_PAGE_PATH = re.compile(r"/(?:page/)?(\d{1,3})/?$")


def find_part(pieces: Sequence[Piece], base: str, url: str) -> tuple[Part | None, frozenset[int]]:
    """The part that this page is, by its pager, and the pieces of the pager.

    ``url`` is the page's canonical address, ``base`` the one its links are relative to.
    """
    pager = _pager(pieces)
    links = list(_siblings(pager, base, url))
    numbers = {int(text): target for text, target in links if _NUMBER.fullmatch(text)}
    plain = " ".join(map(_unlinked, pager))
    counts = [int(found) for found in _COUNT.findall(plain)]
    if not links or not (numbers or counts):
        return None, frozenset()
    own = _own_number(url) or 1
    said = [int(found) for found in _NUMBER.findall(_COUNT.sub(" ", plain))]
    limit = max([*numbers, *counts], default=1) + (not counts)
    number = next((n for n in said if n not in numbers and 0 < n <= limit), own)
    count = max([*numbers, *counts, number])
    if count < 2 or number > count:
        return None, frozenset()
    return Part(number, count, _first(numbers, links, number, url)), frozenset(piece.n for piece in pager)


def _siblings(pager: Sequence[Piece], base: str, url: str) -> Iterator[tuple[str, str]]:
    """The links of the pager to pages of the same article: their texts and addresses."""
    for piece in pager:
        for text, link in piece.links():
            target = target_of(base, link.get("href"))
            if target and _is_sibling(target, url):
                yield text.strip("[]【】第页頁 "), target


def _first(numbers: Mapping[int, str], links: Sequence[tuple[str, str]], number: int, url: str) -> str:
    """The address of part 1."""
    if number == 1:
        return url
    named = (target for text, target in links if _FIRST.match(text) or (number == 2 and _PREVIOUS.match(text)))
    return numbers.get(1) or next(named, url)


def _pager(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of the pager, the number of this page too where that stands by itself."""
    found = {piece.n for piece in pieces if is_pager(piece)}
    alone = {piece.n for piece in pieces if _ALONE.fullmatch(piece.plain)}
    numbers = {n for n in alone if {n - 1, n + 1} & found}
    return [piece for piece in pieces if piece.n in found | numbers]


def _unlinked(piece: Piece) -> str:
    return " ".join(piece.plain[run.start : run.end] for run in piece.runs if run.link is None)


def _own_number(url: str) -> int | None:
    found = _PAGE_PARAMETER.search(url)
    if found:
        return int(found[1])
    name = urlsplit(url).path.rsplit("/", 1)[-1]
    match = _FILE.fullmatch(name)
    return int(match["number"]) if match and match["number"] and not urlsplit(url).query else None


def _is_sibling(target: str, url: str) -> bool:
    """Whether two addresses differ in nothing but the number of a page."""
    return _without_number(target) & _without_number(url) != set()


def _without_number(url: str) -> set[str]:
    """The address without a page number, in the ways that it may carry one."""
    plain = _PAGE_PARAMETER.sub("", url)
    forms = {url, plain, _PAGE_PATH.sub("", url.rstrip("/")).rstrip("/"), url.rstrip("/")}
    parts = urlsplit(plain)
    name = parts.path.rpartition("/")[2]
    match = _FILE.fullmatch(name)
    if match and match["number"]:
        forms.add(plain.replace(name, f"{match['stem']}{match['suffix'] or ''}"))
    return {form.rstrip("?&") for form in forms}
