"""URLs of the reading room's pages and of replayed captures, with text fragments, and the parameters in them."""

import re
from urllib.parse import quote, urlencode

from starlette.requests import Request

from archive.model.capture import Capture
from archive.model.document import Document

_SHORT = 60
"""Characters up to which a text is written out whole."""
_EDGE = 24
"""Characters, about, of its beginning and of its end that stand for a longer one."""
_BREAK = re.compile(r"[\s\u3000-\u303f\uff00-\uff0f\uff1a-\uff20,.;:!?]+")

_LONGEST = 300
"""Characters of what is written at most of a beginning, an end or a whole text."""


def text_fragment(text: str) -> str:
    """The fragment, with its ``#``, that leads to this text of one block.

    Short texts are written whole, of others the first and the last words. Both are cut beside spaces and
    punctuation, since a browser finds whole words only, and where a Chinese word ends is the browser's own idea.
    There is no fragment for an empty text, and for a long one without a place to cut it at.

    >>> text_fragment("产能合作"), text_fragment("a-b, c")
    ('#:~:text=%E4%BA%A7%E8%83%BD%E5%90%88%E4%BD%9C', '#:~:text=a%2Db%2C%20c')
    """
    start, end = _head(text), _tail(text)
    if len(text) > _SHORT and start and end and len(start) + len(end) < len(text):
        return f"#:~:text={_encoded(start)},{_encoded(end)}"
    return f"#:~:text={_encoded(text)}" if 0 < len(text) <= _LONGEST else ""


def _encoded(text: str) -> str:
    """Percent-encoded; the hyphen too, which has a meaning between the parts of a directive."""
    return quote(text, safe="", errors="replace").replace("-", "%2D")


def _head(text: str) -> str:
    """The first words, up to a break."""
    found = _BREAK.search(text, _EDGE, _LONGEST)
    return text[: found.start()] if found else ""


def _tail(text: str) -> str:
    """The last words, from behind a break."""
    breaks = [found.end() for found in _BREAK.finditer(text, max(0, len(text) - _LONGEST), max(0, len(text) - _EDGE))]
    return text[breaks[-1] :] if breaks else ""


FEED = "/changes.atom"
_VISIBLE = "%/:=&?~+!$,;'@()*[]#|"


def page_url(path: str, **parameters: str | None) -> str:
    """A path with the parameters that are given; empty ones are left out.

    >>> page_url("/", q="产能", site=None)
    '/?q=%E4%BA%A7%E8%83%BD'
    """
    given = {name.rstrip("_"): value for name, value in parameters.items() if value}
    return f"{path}?{urlencode(given, errors='replace')}" if given else path


def document_url(id_: str, at: str | None = None) -> str:
    """Where a document is read; ``at`` is a version's time."""
    return page_url(f"/document/{quote(id_, safe='')}", at=at)


def speaker_url(name: str) -> str:
    return page_url("/speaker", name=name)


def site_url(name: str) -> str:
    return page_url("/site", name=name)


def history_url(url: str, old: str | None = None, new: str | None = None) -> str:
    """The history of a page; ``old`` and ``new`` are times of the versions that are compared, else the last two."""
    return page_url("/history", url=url, old=old, new=new)


def replay_url(origin: str | None, document: Document, text: str = "") -> str | None:
    """Where the capture of a document is replayed, at these words of it; None where nothing replays."""
    found = capture_url(origin, document.capture)
    return found and found + text_fragment(text)


def capture_url(origin: str | None, capture: Capture) -> str | None:
    """Where a capture is replayed; None where nothing replays, and for a page that has no record."""
    if origin is None or capture.warc is None or not capture.uri.lower().startswith(("http://", "https://")):
        return None
    stamp = re.sub(r"\D", "", capture.date, flags=re.ASCII)
    return f"{origin}/frame/{stamp}/{quote(capture.uri, safe=_VISIBLE, errors='replace')}"


def query_parameter(request: Request, name: str) -> str | None:
    """What the address gives for a parameter, without space around it; None where it gives nothing."""
    return request.query_params.get(name, "").strip() or None
