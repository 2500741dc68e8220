"""Which part of an article this page is, where the article spans several pages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from archive.model.document import Part
from crawler.extraction.text.boilerplate import is_pager
from crawler.extraction.text.markup import target_of
from crawler.extraction.text.text_block import TextBlock

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


def find_part(blocks: Sequence[TextBlock], base: str, url: str) -> tuple[Part | None, frozenset[int]]:
    """Return the part that this page is, by its pager, and the blocks of the pager.

    ``url`` is the page's canonical address, ``base`` the one its links are relative to.
    """
    pager = _pager(blocks)
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
    return Part(number, count, _first(numbers, links, number, url)), frozenset(block.n for block in pager)


def _siblings(pager: Sequence[TextBlock], base: str, url: str) -> Iterator[tuple[str, str]]:
    """Yield the links of the pager to pages of the same article: their texts and addresses."""
    for block in pager:
        for text, link in block.links():
            target = target_of(base, link.get("href"))
            if target and _is_sibling(target, url):
                yield text.strip("[]【】第页頁 "), target


def _first(numbers: Mapping[int, str], links: Sequence[tuple[str, str]], number: int, url: str) -> str:
    """Return the address of part 1."""
    if number == 1:
        return url
    named = (target for text, target in links if _FIRST.match(text) or (number == 2 and _PREVIOUS.match(text)))
    return numbers.get(1) or next(named, url)


def _pager(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Return the blocks of the pager, the number of this page too where that stands by itself."""
    found = {block.n for block in blocks if is_pager(block)}
    alone = {block.n for block in blocks if _ALONE.fullmatch(block.plain)}
    numbers = {n for n in alone if {n - 1, n + 1} & found}
    return [block for block in blocks if block.n in found | numbers]


def _unlinked(block: TextBlock) -> str:
    return " ".join(block.plain[run.start : run.end] for run in block.runs if run.link is None)


def _own_number(url: str) -> int | None:
    found = _PAGE_PARAMETER.search(url)
    if found:
        return int(found[1])
    name = urlsplit(url).path.rsplit("/", 1)[-1]
    match = _FILE.fullmatch(name)
    return int(match["number"]) if match and match["number"] and not urlsplit(url).query else None


def _is_sibling(target: str, url: str) -> bool:
    """Return whether two addresses differ in nothing but the number of a page."""
    return _without_number(target) & _without_number(url) != set()


def _without_number(url: str) -> set[str]:
    """Return the address without a page number, in the ways that it may carry one."""
    plain = _PAGE_PARAMETER.sub("", url)
    forms = {url, plain, _PAGE_PATH.sub("", url.rstrip("/")).rstrip("/"), url.rstrip("/")}
    parts = urlsplit(plain)
    name = parts.path.rpartition("/")[2]
    match = _FILE.fullmatch(name)
    if match and match["number"]:
        forms.add(plain.replace(name, f"{match['stem']}{match['suffix'] or ''}"))
    return {form.rstrip("?&") for form in forms}
