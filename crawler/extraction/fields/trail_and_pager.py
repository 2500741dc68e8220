"""The breadcrumb trail to a page's section, and the pager of an article over several pages."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise, takewhile
from urllib.parse import urlsplit

from archive.model.document import Part
from crawler.extraction.text.boilerplate_phrases_and_section_names import HOME, PAGE_ITSELF, PAGER, TRAIL_LABEL
from crawler.extraction.text.element_visibility_and_style import element_names
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    BlockElement,
    Span,
    TextBlock,
    cached_if_short,
    key,
    leads_home,
    narrow,
    target_of,
)
from crawler.extraction.text.word_lists_and_patterns import any_of, class_words, lazy_pattern

_ARROW = lazy_pattern(r"\s*(?:[-=]+>+|::|[>»›→⟩❯▸►☞≫]+|--+|——)\s*")
_HAS_ARROW = lazy_pattern(r"[>»›→⟩❯▸►☞≫]|::|--|——")
_BAR = lazy_pattern(r"\s*(?:[/\\|·•丨]+|(?<=\s)[-–—](?=\s))\s*")
_EITHER = lazy_pattern(f"{_ARROW.pattern}|{_BAR.pattern}")
_BOTH_WAYS = lazy_pattern(r"\s*[«‹←<].*[»›→>]\s*", re.DOTALL)  # the articles before and after
_WORDS = class_words("trail")
_FRAME = " >»›→/\\|·:\uff1a\uff1e❯▸►-–—[]【】\uf105,\uff0c"
_WORD = lazy_pattern(r"[^\W_]+")
_MAX_BLOCKS = 12
_MAX_CHARACTERS = 400
_MAX_STEP = 80
_MAX_STEPS = 8
_LEAST = 3
_SHORT_NAME = 6  # characters of a title cut short, at least


@dataclass(frozen=True, slots=True)
class Trail:
    """A breadcrumb trail: its steps with their places, the page itself among them, and the text blocks that it takes
    up.

    ``ends_in_link`` says that the last step is a link.
    """

    steps: tuple[tuple[str, Span], ...]
    blocks: frozenset[int]
    ends_in_link: bool = True


def find_trail(blocks: Sequence[TextBlock], parts: Container[str] = ()) -> Trail | None:
    """Find the page's breadcrumb trail: by its label, its arrows, its first step, or what its element is called.

    ``parts`` are the keys of the parts of the title element, which often names the section too.
    """
    best: Trail | None = None
    most = _LEAST - 1
    for block in blocks:
        if len(block.text) > _MAX_CHARACTERS or not _may_begin(block):
            continue
        for group in _groups(block, blocks):
            trail, score = _read(group, parts)
            if trail and score > most:
                best, most = trail, score
    return best


def _may_begin(block: TextBlock) -> bool:
    """Return whether a breadcrumb trail may begin with a block: with a label, the home page, or an arrow in it."""
    if _begins_trail(block.plain):
        return True
    return block.href is not None and (_has_arrow(block.plain) or leads_home(block.href))


@cached_if_short(_MAX_CHARACTERS, 8192)  # menus say the same on every page of a site
def _begins_trail(text: str) -> bool:
    return bool(TRAIL_LABEL.match(text) or HOME.match(_EITHER.split(text, maxsplit=1)[0]))


@cached_if_short(_MAX_CHARACTERS, 8192)
def _has_arrow(text: str) -> bool:
    return bool(_HAS_ARROW.search(text))


def _groups(block: TextBlock, blocks: Sequence[TextBlock]) -> list[Sequence[TextBlock]]:
    """Return the blocks that may make up a breadcrumb trail that begins in this one: it, a small box, or arrows below
    it.
    """
    around = _holder(block.box)
    spread = blocks[around.first : around.end] if around and around.first == block.n else []
    below = blocks[block.n + 1 : block.n + _MAX_STEPS] if _begins_trail(block.plain) else []
    after = list(takewhile(lambda other: _ARROW.match(other.plain), below))
    return [group for group in ([block], spread, after and [block, *after]) if group]


def _holder(box: BlockElement) -> BlockElement | None:
    """Return the smallest element around a trail's first step that has more than one block."""
    for around in islice(box.ancestors(), 8):
        count = around.end - around.first
        if count > _MAX_BLOCKS or around.tag in ("body", "html", "tr", "h1"):
            return None
        if count > 1:
            return around
    return None


def _read(group: Sequence[TextBlock], parts: Container[str]) -> tuple[Trail | None, int]:
    """Return the breadcrumb trail that blocks make, and its score."""
    first = group[0]
    label = TRAIL_LABEL.match(first.plain)
    labelled = bool(label and (re.search(r"[:>»]|^\W*\S+\W*$", label[0]) or len(group) > 1))
    around = (box.words for box in islice(first.box.ancestors(), 3) if box.words)
    called = any(map(_WORDS.search, (*around, element_names(first.holder))))
    text = " ".join(block.plain for block in group)
    arrows = bool(_HAS_ARROW.search(text))
    if len(text) > _MAX_CHARACTERS or _BOTH_WAYS.fullmatch(text):
        return None, 0
    steps = [
        step for block in group for step in _steps(block, _EITHER if labelled or called or not arrows else _ARROW)
    ]
    if not 0 < len(steps) <= _MAX_STEPS or (len(steps) < 2 and not labelled):
        return None, 0
    home = bool(HOME.match(narrow(steps[0][0])) or _leads_home(group))
    named = home and bool(_EITHER.search(text)) and all(key(step) in parts for step, _ in steps[1:])
    nested = home and _is_nested(group)
    if not (labelled or called or arrows or named or nested):
        return None, 0
    links = sum(len(block.links()) for block in group)
    ends = bool(PAGE_ITSELF.match(narrow(steps[-1][0])))
    worded = home and arrows and len(steps) > 2
    score = 3 * labelled + 2 * (called + arrows + home + (named or nested)) + ends + (links > 1)
    if not links:
        score -= 1 if worded else 2
    return Trail(tuple(steps), frozenset(block.n for block in group), _is_linked(steps[-1][1], group)), score


def _is_linked(span: Span, group: Sequence[TextBlock]) -> bool:
    runs = (run for block in group if block.n == span.n for run in block.runs)
    return any(run.link is not None and run.start < span.end and span.start < run.end for run in runs)


def _leads_home(group: Sequence[TextBlock]) -> bool:
    """Return whether the first link is that to the top of the site."""
    return leads_home(next((block.href for block in group if block.href is not None), None))


def _is_nested(group: Sequence[TextBlock]) -> bool:
    """Return whether each of three links or more leads below the one before it, as steps of a trail do and menus do
    not.
    """
    paths = [(link.get("href") or "").strip().rstrip("/") for block in group for _, link in block.links()]
    return len(paths) > 2 and all(after.startswith(f"{before}/") for before, after in pairwise(paths))


def _steps(block: TextBlock, pattern: re.Pattern[str]) -> list[tuple[str, Span]]:
    """Split a block of a breadcrumb trail after its label, at arrows and at the ends of links."""
    label = TRAIL_LABEL.match(block.plain)
    start = label.end() if label else 0
    bounds = {start, len(block.text)}
    linked = [(run.start, run.end) for run in block.runs if run.link is not None]
    for arrow in pattern.finditer(block.plain, start):
        if not any(first < arrow.start() and arrow.end() < end for first, end in linked):
            bounds |= {arrow.start(), arrow.end()}
    for run, after in zip(block.runs, (*block.runs[1:], None), strict=True):
        if run.link is not None and (after is None or after.link is not run.link):
            bounds |= {max(run.start, start), max(run.end, start)}
    return list(_between(block, sorted(bounds)))


def _between(block: TextBlock, bounds: list[int]) -> list[tuple[str, Span]]:
    steps = []
    for first, end in pairwise(bounds):
        text = block.text[first:end]
        core = text.strip(_FRAME)
        if re.search(r"\w", core) and len(core) <= _MAX_STEP:
            at = first + text.index(core)
            steps.append((core, Span(block.n, at, at + len(core))))
    return steps


def section_steps(trail: Trail, title: str | None, *parts: str) -> tuple[tuple[str, Span], ...]:
    """Return the steps of a breadcrumb trail without the page itself: its title, whole or cut short, or a word for
    it.

    ``parts`` are those of the title element. A last step that is no link is the page where it is within a part, or
    made of words of the title.
    """
    steps = list(trail.steps)
    if len(steps) > 2 and not trail.ends_in_link and _is_short_name(steps[-1][0], title or "", parts):
        steps.pop()
    while steps and _is_page_itself(steps[-1][0], title):
        steps.pop()
    return tuple(steps)


def _is_short_name(step: str, title: str, parts: Sequence[str]) -> bool:
    """Return whether a step is a shorter name of the page that stands in its titles.

    One word alone is no evidence.
    """
    words = set(_WORD.findall(step.casefold()))
    if len(words) < 2:
        return False
    return words <= set(_WORD.findall(title.casefold())) or any(
        f" {step.casefold()} " in f" {part.casefold()} " and key(step) != key(part) for part in parts
    )


def _is_page_itself(step: str, title: str | None) -> bool:
    if PAGE_ITSELF.match(narrow(step)):
        return True
    name, whole = key(step), key(title or "")
    if not name or not whole:
        return False
    shorter, longer = sorted((name, whole), key=len)
    if name in whole and len(name) >= max(_SHORT_NAME, 0.4 * len(whole)):
        return True
    return longer.startswith(shorter) and (len(shorter) >= _SHORT_NAME or shorter == longer)


_COUNT = lazy_pattern(r"(?:共|of|/)\s*共?\s*(\d{1,3})\s*(?:页|頁|pages?)?", re.IGNORECASE)
_ALONE = lazy_pattern(r"\W*(?:\d{1,3}|\.{2,3}|…)\W*")
_NUMBER = lazy_pattern(r"\d{1,3}")
_FIRST = lazy_pattern(r"首|第一|first", re.IGNORECASE)
_PREVIOUS = lazy_pattern(r"上|前|prev|back", re.IGNORECASE)
_FILE = lazy_pattern(r"(?P<stem>.*?)(?:[-_](?P<number>\d{1,3}))?(?P<suffix>\.[a-z]{3,5})?", re.IGNORECASE)
_PAGE_PARAMETER = lazy_pattern(any_of("page", "page parameter"), re.IGNORECASE)
_PAGE_PATH = lazy_pattern(r"/(?:page/)?(\d{1,3})/?$")


def find_part(blocks: Sequence[TextBlock], base: str, url: str) -> tuple[Part | None, frozenset[int]]:
    """Find which part of an article over several pages this page is, by its pager, and the blocks of the pager.

    ``url`` is the page's canonical address, ``base`` the one its links are relative to.
    """
    pager = _pager(blocks)
    links = list(_siblings(pager, base, url))
    numbers = {int(text): target for text, target in links if _NUMBER.fullmatch(text)}
    plain = " ".join(block.plain[run.start : run.end] for block in pager for run in block.runs if run.link is None)
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
    """Return the address of part 1 of an article over several pages."""
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


def _own_number(url: str) -> int | None:
    found = _PAGE_PARAMETER.search(url)
    if found:
        return int(found[1])
    name = urlsplit(url).path.rsplit("/", 1)[-1]
    match = _FILE.fullmatch(name)
    return int(match["number"]) if match and match["number"] and not urlsplit(url).query else None


def _is_sibling(target: str, url: str) -> bool:
    """Return whether two addresses differ only in the number of a page, as parts of one article do."""
    return _without_number(target) & _without_number(url) != set()


def _without_number(url: str) -> set[str]:
    """Return an article's address without a page number, in the ways that it may have one."""
    plain = _PAGE_PARAMETER.sub("", url)
    forms = {url, plain, _PAGE_PATH.sub("", url.rstrip("/")).rstrip("/"), url.rstrip("/")}
    parts = urlsplit(plain)
    name = parts.path.rpartition("/")[2]
    match = _FILE.fullmatch(name)
    if match and match["number"]:
        forms.add(plain.replace(name, f"{match['stem']}{match['suffix'] or ''}"))
    return {form.rstrip("?&") for form in forms}


_PAGER_LINE = 120  # characters
_PAGE_WORD = lazy_pattern(any_of("page", "page words"), re.IGNORECASE)


def is_pager(block: TextBlock) -> bool:
    """Return whether a text block leads to the other pages of an article or list."""
    return len(block.plain) <= _PAGER_LINE and _names_pages(block.plain, block.linked > 0)


@lru_cache(maxsize=8192)
def _names_pages(text: str, linked: bool) -> bool:
    if not PAGER.match(text):
        return False
    return bool(_PAGE_WORD.search(text)) or (linked and bool(re.search(r"\d", text)))
