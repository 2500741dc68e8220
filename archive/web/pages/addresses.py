"""The addresses of the reading room's pages, and of captured pages where they are replayed."""

import re
from urllib.parse import quote, urlencode

from archive.model.capture import Capture
from archive.model.document import Document
from archive.web.pages.fragments import text_fragment

FEED = "/changes.atom"
_VISIBLE = "%/:=&?~+!$,;'@()*[]#|"


def address(path: str, **parameters: str | None) -> str:
    """A path with the parameters that are given; empty ones are left out.

    >>> address("/", q="产能", site=None)
    '/?q=%E4%BA%A7%E8%83%BD'
    """
    given = {name.rstrip("_"): value for name, value in parameters.items() if value}
    return f"{path}?{urlencode(given, errors='replace')}" if given else path


def document_address(id_: str, at: str | None = None) -> str:
    """Where a document is read; ``at`` is a version's time."""
    return address(f"/document/{quote(id_, safe='')}", at=at)


def speaker_address(name: str) -> str:
    return address("/speaker", name=name)


def site_address(name: str) -> str:
    return address("/site", name=name)


def history_address(url: str, old: str | None = None, new: str | None = None) -> str:
    """The history of a page; ``old`` and ``new`` are times of the versions that are compared, else the last two."""
    return address("/history", url=url, old=old, new=new)


def replay_address(origin: str | None, document: Document, text: str = "") -> str | None:
    """Where the capture of a document is replayed, at these words of it; None where nothing replays."""
    found = capture_address(origin, document.capture)
    return found and found + text_fragment(text)


def capture_address(origin: str | None, capture: Capture) -> str | None:
    """Where a capture is replayed; None where nothing replays, and for a page that has no record."""
    if origin is None or capture.warc is None or not capture.uri.lower().startswith(("http://", "https://")):
        return None
    stamp = re.sub(r"\D", "", capture.date, flags=re.ASCII)
    return f"{origin}/frame/{stamp}/{quote(capture.uri, safe=_VISIBLE, errors='replace')}"
