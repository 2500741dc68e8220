"""Links and texts on the reading room's pages: URLs of pages and captures, text fragments, URL parameters, shortened
texts.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from starlette.requests import Request

from archive.bitext.language_guess_and_length_ratio import HAN_OF_ALL_PLANES
from archive.index import Snippet
from archive.model.capture import Capture
from archive.model.document import Document
from archive.query.terminal_output_columns_json_and_csv import clean

_SHORT = 60
"""Texts of at most this many characters are written whole."""
_EDGE = 24
"""Approximate number of characters from the beginning and from the end of a longer text."""
_BREAK = re.compile(r"[\s\u3000-\u303f\uff00-\uff0f\uff1a-\uff20,.;:!?]+")

_MOST_DIGITS = 6
_LONGEST = 300
"""Most characters of a beginning, an end or a whole text."""


def text_fragment(text: str) -> str:
    """Return the URL fragment, with its ``#``, that scrolls to this text of one block (WICG, Text Directives).

    Short texts are written whole; longer ones by their first and last words. Both are cut at spaces and punctuation,
    since a browser finds only whole words, and browsers disagree on where a Chinese word ends. An empty text, and a
    long one without a place to cut, have no fragment.

    >>> text_fragment("产能合作"), text_fragment("a-b, c")
    ('#:~:text=%E4%BA%A7%E8%83%BD%E5%90%88%E4%BD%9C', '#:~:text=a%2Db%2C%20c')
    """
    start, end = _head(text), _tail(text)
    if len(text) > _SHORT and start and end and len(start) + len(end) < len(text):
        return f"#:~:text={_encoded(start)},{_encoded(end)}"
    return f"#:~:text={_encoded(text)}" if 0 < len(text) <= _LONGEST else ""


def _encoded(text: str) -> str:
    """Percent-encode the text of a text fragment, the hyphen too, which has a meaning between its parts."""
    return quote(text, safe="", errors="replace").replace("-", "%2D")


def _head(text: str) -> str:
    """Return the first words of a text fragment, up to a break."""
    found = _BREAK.search(text, _EDGE, _LONGEST)
    return text[: found.start()] if found else ""


def _tail(text: str) -> str:
    """Return the last words of a text fragment, from a break on."""
    breaks = [found.end() for found in _BREAK.finditer(text, max(0, len(text) - _LONGEST), max(0, len(text) - _EDGE))]
    return text[breaks[-1] :] if breaks else ""


FEED = "/changes.atom"
_VISIBLE = "%/:=&?~+!$,;'@()*[]#|"


def page_url(path: str, **parameters: str | None) -> str:
    """Return the URL of a page of the reading room with these parameters; empty ones are left out.

    >>> page_url("/", q="产能", site=None)
    '/?q=%E4%BA%A7%E8%83%BD'
    """
    given = {name.rstrip("_"): value for name, value in parameters.items() if value}
    return f"{path}?{urlencode(given, errors='replace')}" if given else path


def document_url(id_: str, at: str | None = None) -> str:
    """Return the URL of a document's page; ``at`` is the time of a version."""
    return page_url(f"/document/{quote(id_, safe='')}", at=at)


def block_url(id_: str, at: str, block: int | None) -> str:
    """Return the URL of a block on its document's page, in a version; of the document without a block."""
    return document_url(id_, at) + ("" if block is None else f"#b{block}")


def speaker_url(name: str) -> str:
    return page_url("/speaker", name=name)


def site_url(name: str) -> str:
    return page_url("/site", name=name)


def history_url(url: str, old: str | None = None, new: str | None = None) -> str:
    """Return the URL of the history page of an address; ``old`` and ``new`` are the versions to compare, else the
    last two.
    """
    return page_url("/history", url=url, old=old, new=new)


def replay_url(origin: str | None, document: Document, text: str = "") -> str | None:
    """Return the URL that replays a document's capture, at these words of it; None without a replay."""
    found = capture_url(origin, document.capture)
    return found and found + text_fragment(text)


def capture_url(origin: str | None, capture: Capture) -> str | None:
    """Return the URL that replays a capture; None without a replay, and for a page without a record."""
    if origin is None or capture.warc is None or not capture.uri.lower().startswith(("http://", "https://")):
        return None
    stamp = re.sub(r"\D", "", capture.date, flags=re.ASCII)
    return f"{origin}/frame/{stamp}/{quote(capture.uri, safe=_VISIBLE, errors='replace')}"


def query_parameter(request: Request, name: str) -> str | None:
    """Return a parameter of the request's URL without surrounding white space; None if it is empty or missing."""
    return request.query_params.get(name, "").strip() or None


def number_parameter(request: Request, name: str) -> int:
    """Return a parameter of the request's URL that is a number below a million; 0 if it is missing or anything
    else.
    """
    given = query_parameter(request, name) or ""
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= _MOST_DIGITS else 0


MOST = 300
"""Most characters of a title, a name or a URL that are shown."""

_HAN = re.compile(f"[{HAN_OF_ALL_PLANES}]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class DisplayText:
    """A text on one line of a page and its BCP 47 language; ``lang`` is empty if it is unknown, as HTML writes
    that.
    """

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class SnippetPart:
    """A part of a snippet or line on a page, and whether it matches the query."""

    text: str
    marked: bool


def display_text(text: str | None, langs: Iterable[str], most: int = MOST) -> DisplayText:
    """Shorten a text for one line of a page, to ``most`` characters, with its language among ``langs``, most used
    first.

    >>> display_text("产能", ["en", "zh-Hans"]), display_text("Capacity", ["zh-Hans"])
    (DisplayText(text='产能', lang='zh-Hans'), DisplayText(text='Capacity', lang=''))
    >>> display_text("Capacity", ["zh-Hans", "en"], 4)
    DisplayText(text='Cap…', lang='en')
    """
    line = clean(shorten(text or "", most * 4))
    return DisplayText(shorten(line, most), _language(line[:most], list(langs)))


def known_language(lang: str) -> str:
    """Return a language for HTML's ``lang`` attribute: empty if it is undetermined (``und``)."""
    return "" if lang == "und" else lang


def shorten(text: str, most: int = MOST) -> str:
    """Shorten a text for a page to at most ``most`` characters, with an ellipsis at the end if it was longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def web_url(url: str) -> str | None:
    """Return a URL that a page may link to, since it is HTTP; otherwise None.

    >>> web_url("javascript:alert(1)"), web_url("https://example.com/")
    (None, 'https://example.com/')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def snippet_parts(snippet: Snippet) -> tuple[SnippetPart, ...]:
    """Split the snippet of a search hit into parts, with the matches marked."""
    pieces, at = [], 0
    for begin, end in snippet.spans:
        pieces += [SnippetPart(snippet.text[at:begin], False), SnippetPart(snippet.text[begin:end], True)]
        at = end
    return tuple(piece for piece in (*pieces, SnippetPart(snippet.text[at:], False)) if piece.text)


def _language(text: str, langs: Sequence[str]) -> str:
    """Choose the language of a text among its page's languages, by its characters."""
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    if _HAN.search(text):
        return next((lang for lang in langs if lang.split("-")[0] in ("zh", "ja")), "zh")
    return next((lang for lang in langs if lang.split("-")[0] not in ("zh", "ja", "ko", "und")), "")


def marked_parts(text: str, phrases: Iterable[str]) -> tuple[SnippetPart, ...]:
    """Split a text into parts for a page, with each phrase in it marked, whatever its case.

    >>> [(part.text, part.marked) for part in marked_parts("An Act", ["act"])]
    [('An ', False), ('Act', True)]
    """
    longest_first = sorted((re.escape(phrase) for phrase in phrases), key=len, reverse=True)
    if not longest_first:
        return (SnippetPart(text, False),)
    parts = re.split(rf"({'|'.join(longest_first)})", text, flags=re.IGNORECASE)
    return tuple(SnippetPart(part, number % 2 == 1) for number, part in enumerate(parts) if part)
