"""Ours and the peers, each giving what the sets can be scored by."""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.model.document import ARTICLE_KINDS, Document
from archive.model.page_headers_content_and_charset_names import Page
from crawler.extract_command_options_and_page_files import extract_each
from crawler.extraction import extract, extract_as_article
from tests.eval import peers
from tests.eval.reading import Reading, reading_of
from tests.eval_public.pages import PublicPage

OURS, ANY_KIND, NO_CAPTIONS = "ours", "ours, whatever the kind", "ours, without captions"
OURS_IN_ALL = (OURS, ANY_KIND, NO_CAPTIONS)
"""Our text in three ways: as it is, of pages of all kinds, and without the blocks whose kind is ``caption``."""

HTMLDATE = "htmldate"

_CHANGED = 1_764_000_000  # when every page is said to have been captured, so that runs do not differ by their day


@dataclass(frozen=True, slots=True)
class Found:
    """What an extractor made of a page; ``kind`` is of ours alone, ``dates`` whether the extractor gives days."""

    extractor: str
    reading: Reading
    kind: str | None = None
    dates: bool = True


def names() -> list[str]:
    """The extractors that can be run here, ours first."""
    return [OURS, *_peers(), *([HTMLDATE] if find_spec("htmldate") else [])]


def version_of(name: str) -> str:
    """An extractor's version; empty for ours, which is the one of this commit."""
    if name == HTMLDATE:
        return version(name)
    return _peers()[name].version if name in _peers() else ""


def read_pages(name: str, pages: Sequence[PublicPage]) -> Iterator[tuple[PublicPage, Found]]:
    """What one extractor makes of each page, in order; ours three times, as OURS_IN_ALL has it."""
    if name == OURS:
        yield from _read_ours(pages)
        return
    if name == HTMLDATE:
        yield from ((page, Found(name, _htmldate(page))) for page in pages)
        return
    peer = _peers()[name]
    yield from ((page, Found(name, peer.read(page), dates=peer.dates)) for page in pages)


def _read_ours(pages: Sequence[PublicPage]) -> Iterator[tuple[PublicPage, Found]]:
    """Ours, by the code of ``scrapy extract --batch``. Raises ValueError when that cannot read a page."""
    with TemporaryDirectory() as folder:
        lines = b"".join(_line(page, Path(folder) / page.id) for page in pages)
        for page, answer in zip(pages, extract_each(BytesIO(lines), _judged_and_whole), strict=True):
            if "error" in answer:
                raise ValueError(f"{page.set} {page.id}: {answer['error']}")
            judged, whole = answer["document"]
            yield page, Found(OURS, reading_of(judged), judged.kind)
            yield page, Found(ANY_KIND, reading_of(whole), judged.kind)
            yield page, Found(NO_CAPTIONS, reading_of(_without_captions(judged)), judged.kind)


def _line(page: PublicPage, path: Path) -> bytes:
    """The page's line in the list, once its file is written."""
    path.write_bytes(page.payload)
    os.utime(path, (_CHANGED, _CHANGED))
    values = {"file": str(path), "url": page.url or None, "content_type": page.content_type}
    return json.dumps(values).encode() + b"\n"


def _judged_and_whole(page: Page) -> tuple[Document, Document]:
    judged = extract(page)
    return judged, judged if judged.kind in ARTICLE_KINDS else extract_as_article(page)


def _without_captions(document: Document) -> Document:
    return replace(document, blocks=tuple(block for block in document.blocks if block.kind != "caption"))


def _htmldate(page: PublicPage) -> Reading:
    """The day of publication; nothing where htmldate fails, and its errors are not ours to know."""
    try:
        day = import_module(HTMLDATE).find_date(page.html, url=page.url or None, original_date=True)
    except Exception:
        day = None
    return Reading((), None, day)


@cache
def _peers() -> dict[str, peers.Peer]:
    return {peer.name: peer for peer in peers.available()}
