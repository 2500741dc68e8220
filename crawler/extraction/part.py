"""Which page of an article over several pages this is."""

import re
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from lxml import etree

from archive.model.document import Part
from archive.model.url import canonical_url
from crawler.extraction.boilerplate import is_pager
from crawler.extraction.piece import Piece

_COUNT = re.compile(r"(?:共|of|/)\s*(\d{1,3})\s*(?:页|頁|pages?)?", re.IGNORECASE)
_ALONE = re.compile(r"\W*(?:\d{1,3}|\.{2,3}|…)\W*")
_NUMBER = re.compile(r"\d{1,3}")
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
    pages = {1: url} if not _own_number(url) else {}
    own = _own_number(url) or 1
    numbers: dict[int, str] = {}
    unlinked: list[int] = []
    for piece in pager:
        linked = piece.links()
        for text, link in linked:
            target = _target(base, link)
            if target and _is_sibling(target, url) and _NUMBER.fullmatch(text.strip("[]【】第页頁 ")):
                numbers[int(text.strip("[]【】第页頁 "))] = target
        unlinked += _unlinked_numbers(piece)
    if not numbers:
        return None, frozenset()
    count = max([*numbers, own, *(int(n) for n in _counts(pager)), *[n for n in unlinked if n <= max(numbers) + 1]])
    number = next((n for n in unlinked if n not in numbers and n <= count), own)
    first = numbers.get(1) or pages.get(1) or url
    if count < 2 or number > count:
        return None, frozenset()
    return Part(number, count, first), frozenset(piece.n for piece in pager)


def _pager(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of the pager, the number of this page too where that stands by itself."""
    found = {piece.n for piece in pieces if is_pager(piece)}
    alone = {piece.n for piece in pieces if _ALONE.fullmatch(piece.plain)}
    numbers = {n for n in alone if {n - 1, n + 1} & found}
    return [piece for piece in pieces if piece.n in found | numbers]


def _unlinked_numbers(piece: Piece) -> list[int]:
    plain = " ".join(piece.plain[run.start : run.end] for run in piece.runs if run.link is None)
    plain = _COUNT.sub(" ", plain)
    return [int(found) for found in _NUMBER.findall(plain)]


def _counts(pager: Sequence[Piece]) -> list[str]:
    return [found for piece in pager for found in _COUNT.findall(piece.plain)]


def _target(base: str, link: etree._Element) -> str | None:
    try:
        target = urljoin(base, (link.get("href") or "").strip())
        return canonical_url(target) if target.startswith("http") or target.startswith("file") else None
    except ValueError:
        return None


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
