"""Read posts of WeChat's public accounts as the server sends them: who posted them, and when, by the page's
scripts.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone

from lxml import etree

from crawler.extraction.byline.byline_line import Byline
from crawler.extraction.byline.labels import says_nothing
from crawler.extraction.fields.metadata import Metadata
from crawler.extraction.text.text_block import Fact, Run, Span, TextBlock

_IS_POST = etree.XPath("boolean(id('js_content'))")
_ACCOUNT, _AUTHOR, _TIME, _BADGE = "js_name", "js_author_name", "publish_time", "copyright_logo"
_META = "rich_media_meta_text"
_SECONDS = re.compile(
    r"\b(?:ct|oriCreateTime|ori_create_time|create_time)\s*[=:]\s*(?:JsDecode\()?[\"'](\d{10})[\"']"
)
_MINUTES = re.compile(r"\b(?:createTime|publish_time)\s*[=:]\s*[\"'](\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?)[\"']")
_BEIJING = timezone(timedelta(hours=8))
_MOST = 40  # blocks above the text
_MAX_SCRIPT = 1_000_000


def read_post(root: etree._Element, blocks: Sequence[TextBlock], metadata: Metadata) -> Byline:
    """Return what the page says of its post; nothing where it is none.

    Seconds since 1970 are given in Beijing time.
    """
    if not _IS_POST(root):
        return Byline()
    found: dict[str, Fact] = {}
    taken: set[int] = set()
    for block in blocks[:_MOST]:
        for run in block.runs:
            kind = _kind(run)
            text = block.text[run.start : run.end].strip()
            if kind and text:
                taken.add(block.n)
                start = block.text.index(text, run.start)
                found.setdefault(kind, Fact(text, (Span(block.n, start, start + len(text)),)))
    author = found.get("author") or _named(metadata.get("author"))
    moment = next(_moments_of_post(root), None)
    return Byline(found.get("source"), author, Fact(moment) if moment else None, blocks=frozenset(taken))


def _kind(run: Run) -> str | None:
    """Return what a run of text says: 'source', 'author', 'date' or 'other', or None outside of the byline."""
    element: etree._Element | None = run.element
    for _ in range(3):
        if element is None:
            return None
        name = element.get("id")
        if name in (_ACCOUNT, _AUTHOR, _TIME, _BADGE):
            return {_ACCOUNT: "source", _AUTHOR: "author", _TIME: "date"}.get(name or "", "other")
        if _META in (element.get("class") or "") and element.tag == "span" and not len(element):
            return "author"
        element = element.getparent()
    return None


def _named(author: str | None) -> Fact | None:
    return Fact(author) if author and not says_nothing("author", author) else None


def _moments_of_post(root: etree._Element) -> Iterator[str]:
    """Yield the times of the post's publication that the page's scripts give."""
    scripts = [script.text for script in root.iter("script") if script.text and len(script.text) < _MAX_SCRIPT]
    for text in scripts:
        if seconds := _SECONDS.search(text):
            yield datetime.fromtimestamp(int(seconds[1]), UTC).astimezone(_BEIJING).isoformat()
    for text in scripts:
        if minutes := _MINUTES.search(text):
            yield f"{minutes[1]}T{minutes[2]}"
