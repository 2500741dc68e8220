"""The addresses of the reading room's pages, and of captured pages where they are replayed."""

from urllib.parse import quote, urlencode

from archive.model.document import Document
from archive.model.times import format_stamp, parse_time
from archive.web.pages.fragments import text_fragment


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


def history_address(url: str) -> str:
    return address("/history", url=url)


def replay_address(origin: str | None, document: Document, text: str = "") -> str | None:
    """Where the capture of a document is replayed, at these words of it; None where nothing replays."""
    if origin is None or document.capture.warc is None:
        return None
    stamp = format_stamp(parse_time(document.capture.date))
    uri = quote(document.capture.uri, safe="%/:=&?~+!$,;'@()*[]", errors="replace")
    return f"{origin}/{stamp}/{uri}{text_fragment(text)}"
