"""The links, images and attachments of an article, and the pages that say the same in another language."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from lxml import etree

from archive.model.document import Alternate, Attachment, Image, Link
from crawler.extraction.article.block_evidence import Evidence
from crawler.extraction.page_reading import PageReading
from crawler.extraction.text.boilerplate_advertisement_and_disclaimer_lines import is_marker
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    TextBlock,
    cached_if_short,
    join,
    normalise,
    target_of,
)
from crawler.extraction.text.word_lists_and_patterns import any_of, lazy_pattern

MOST = 200
"""Attachments of one article, at most."""

_TYPES = (
    "pdf|docx?|docm|dotx?|rtf|wps|wpt|odt|ofd|ceb|caj|xlsx?|xlsm|csv|et|ods|pptx?|ppsx?|pps|dps|odp|txt|epub"
    "|zip|rar|7z|tar|gz|tgz|mp3|wav|m4a|mp4|avi|wmv|flv|mov|swf|dwg"
)
_NAMED = lazy_pattern(rf"\.({_TYPES})(?=$|[\s)\]）】,;，；\"'”(（])", re.IGNORECASE)
_MAY_BE_NAMED = lazy_pattern(rf"\.(?:{_TYPES})", re.IGNORECASE)
_BELOW = 12  # blocks below the text


def _find_attachments(
    blocks: Sequence[TextBlock], evidence: Evidence, body: Sequence[TextBlock], above: int, base: str
) -> tuple[Attachment, ...]:
    """Find the attachments linked in the body and right below it, in order, each once.

    ``above`` is the last block that stands above the text: title, byline or trail.
    """
    found: dict[str, Attachment] = {}
    for block in _around(blocks, evidence, body, above):
        for text, link in block.links():
            href = (link.get("href") or "").strip()
            if _MAY_BE_NAMED.search(unquote(href)) is None and _MAY_BE_NAMED.search(text) is None:
                continue
            url = join(base, href)
            if kind := _type_of(url, text):
                found.setdefault(url, Attachment(url, text.strip(), kind))
    return tuple(found.values())[:MOST]


def _type_of(url: str, text: str) -> str | None:
    """Return the type of an attachment: the ending of its name, by its address or, where that has none, by the text
    of the link; else None.

    >>> _type_of("http://a.example/f/1.PDF?v=2", "Fees"), _type_of("http://a.example/get.asp?id=3", "Fees.xls")
    ('pdf', 'xls')
    >>> _type_of("http://a.example/1.html", "About the port of A.B.")
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https", "ftp"):
        return None
    name = unquote(parts.path).rpartition("/")[2]
    named = _NAMED.search(name) or _NAMED.search(unquote(parts.query)) or _NAMED.search(text.strip())
    return named[1].lower() if named else None


def _around(
    blocks: Sequence[TextBlock], evidence: Evidence, body: Sequence[TextBlock], above: int
) -> Iterator[TextBlock]:
    """Yield the blocks of the body, those between its title and it, and those below it up to what is beside the
    article.
    """
    last = body[-1].n if body else above
    kept = {block.n for block in body}
    for block in blocks[above + 1 : last + 1 + _BELOW]:
        is_beside = evidence.non_content[block.n] or evidence.in_sidebar[block.n]
        if block.n > last and (is_beside or is_marker(block)):
            return
        if block.n in kept or not is_beside:
            yield block


def article_links(reading: PageReading) -> Iterator[Link]:
    for block in reading.body:
        for text, element in block.links():
            url = _absolute(reading.metadata.base, element.get("href"))
            if url:
                yield Link(url, text)


def _last_of_head(reading: PageReading) -> int:
    """Return the last block of title, trail and byline; -1 where the page shows none."""
    title = [span.n for span in reading.title.spans] if reading.title else []
    return max([*title, *reading.trail_blocks, *reading.byline.blocks], default=-1)


def article_attachments(reading: PageReading) -> tuple[Attachment, ...]:
    """Find the attachments that the article offers, below its title, or below trail and byline where it has none."""
    first = reading.body[0].n if reading.body else len(reading.segmented.blocks)
    title = [span.n for span in reading.title.spans if span.n < first] if reading.title else []
    above = title or [n for n in reading.trail_blocks if n < first]
    above = above or [n for n in reading.byline.blocks if n < first]
    last = max(above, default=first - 1)
    return _find_attachments(reading.segmented.blocks, reading.evidence, reading.body, last, reading.metadata.base)


def article_images(reading: PageReading) -> Iterator[Image]:
    """Yield the images of the article: between the first and the last block of the body, or right below title and
    byline.
    """
    kept = reading.body_numbers or {_last_of_head(reading)}
    first, last = min(kept) + (not reading.body), max(kept)
    for n, element in reading.segmented.images:
        if first <= n <= last + 1 and (n in kept or n - 1 in kept):
            url = _absolute(reading.metadata.base, element.get("src") or element.get("data-src"))
            if url:
                yield Image(url, normalise(element.get("alt") or "") or None)


def _absolute(base: str, url: str | None) -> str | None:
    """Return the absolute address of a link, when it is one of the web or of a file."""
    if not url or url.strip().startswith("#"):
        return None
    try:
        absolute = urljoin(base, url.strip())
    except ValueError:
        return None
    return absolute if absolute.startswith(("http://", "https://", "ftp://", "file:", "mailto:")) else None


_TAG = lazy_pattern(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}))?")
_SWITCH = lazy_pattern(any_of("page", "language switch"), re.IGNORECASE)
_LANGUAGES = {"en": "en", "hant": "zh-Hant", "hans": "zh-Hans", "zh": "zh"}
_INDEX = lazy_pattern(r"(?:index|default|home|main)(?:[-_.]\w+)?\.\w+|", re.IGNORECASE)
_LONGEST_SWITCH = 30
_MOST_ANCHORS = 5_000
_MOST = 50


def find_alternates(root: etree._Element, base: str, url: str) -> tuple[Alternate, ...]:
    """Find the alternates of the page at ``url``: pages that it names as the same in another language, in order, each
    once.

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
    """Return the language that a link switches to, by its text; by the title of an image where it has none."""
    if not len(anchor):
        return _language_named((anchor.text or "")[: 2 * _LONGEST_SWITCH])
    text = "".join(map(str, islice(anchor.itertext(), 10)))[: 2 * _LONGEST_SWITCH]
    if not normalise(text):
        text = next((image.get("alt") or image.get("title") or "" for image in anchor.iter("img")), "")
    return _language_named(text)


@cached_if_short(2 * _LONGEST_SWITCH, 4096)  # menus say the same on every page of a site
def _language_named(text: str) -> str | None:
    text = normalise(text)
    found = _SWITCH.fullmatch(text) if len(text) <= _LONGEST_SWITCH else None
    return _LANGUAGES[found.lastgroup] if found and found.lastgroup else None


def _language(given: str) -> str | None:
    """Return the BCP 47 tag of an alternate as it is usually written; None for other values (``x-default``).

    >>> _language("zh-hans-cn"), _language("EN_us"), _language("x-default")
    ('zh-Hans-CN', 'en-US', None)
    """
    found = _TAG.fullmatch(given.strip())
    if not found:
        return None
    language, script, region = found.groups()
    return "-".join(filter(None, (language.lower(), script and script.title(), region and region.upper())))


def _is_beside(target: str, url: str) -> bool:
    """Return whether a page may be the one at ``url`` in another language: as deep in its site, and no index unless
    that is one.

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
