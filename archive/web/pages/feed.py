"""``/changes.atom``: the changes as a feed (RFC 4287, The Atom Syndication Format)."""

import re
from dataclasses import dataclass
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive import __version__
from archive.interface_languages.texts import InterfaceTexts, texts_for
from archive.model.document import Document
from archive.query.history.changes import Change
from archive.query.history.comparison import BlockChange
from archive.web.conditional_requests import conditional_response
from archive.web.pages.changes import ChangeRow, ChangesQuery, change_row, feed_url
from archive.web.pages.links import FEED
from archive.web.pages.text_display import display_text, shorten
from archive.web.rendering import environment

ENTRIES = 50
MOST_BLOCKS = 20
"""Most blocks of an entry whose changes are shown word by word."""
_LONGEST = 4000
_BEGINNING = 300
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_IN_ADDRESSES = "%/:=&?~+!$,;'@()*[]#"
_NOTHING_YET = "1970-01-01T00:00:00Z"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A change as a feed entry. ``id`` is independent of the server; ``blocks`` show the changes word by word.

    ``via`` is the page's original URL, percent-encoded; ``lang`` is the title's language if it is a valid tag.
    """

    id: str
    via: str | None
    lang: str | None
    page: ChangeRow
    summary: str
    blocks: tuple[BlockChange, ...]


def feed(request: Request) -> Response:
    """Return the latest changes as a feed, of all sites or one, of all kinds or one; ``next`` links to earlier ones.

    It has an ETag and no Last-Modified: a crawl may add a change at a moment in the past.
    """
    question, t = ChangesQuery.from_request(request), texts_for(request)
    found = question.read(request, ENTRIES)
    here = str(request.base_url).rstrip("/")
    wanted = question.wanted
    text = (
        environment()
        .get_template("feed.xml")
        .render(
            t=t,
            request=request,
            here=here,
            version=__version__,
            site=shorten(wanted.site or ""),
            kind=wanted.kind,
            own=question.url(FEED, wanted.kind, question.after),
            first=feed_url(question),
            page=question.url("/changes", wanted.kind),
            next=question.url(FEED, wanted.kind, found.next) if found.next else None,
            updated=found.changes[0].at if found.changes else _NOTHING_YET,
            entries=[_entry(change, t) for change in found.changes],
        )
    )
    answer = Response(xml_text(text).encode(), media_type="application/atom+xml; charset=utf-8")
    answer.headers["vary"] = "Accept-Language"
    return conditional_response(request, answer)


def xml_text(text: str) -> str:
    """Return the text without the characters that XML 1.0 does not allow (2.2)."""
    return _NOT_IN_XML.sub("", text)


def _entry(change: Change, t: InterfaceTexts) -> Entry:
    page = change_row(change, t)
    notes = t("changes.stop").join(page.notes)
    via = page.link and quote(page.link, safe=_IN_ADDRESSES, errors="replace")
    lang = page.title.lang if _LANGUAGE.fullmatch(page.title.lang) else None
    return Entry(_id(change), via, lang, page, notes or _first_words(change.document), _blocks(change))


def _id(change: Change) -> str:
    """Return a URN for the change that depends on document, kind and moment alone (RFC 4122, 4.3)."""
    document = change.document
    name = f"{document.url}#{document.id}/{change.kind}/{change.at}".encode("utf-8", "replace").decode()
    return uuid5(NAMESPACE_URL, name).urn


def _first_words(document: Document) -> str:
    text = next((block.text for block in document.blocks), "")
    return display_text(text, (), _BEGINNING).text


def _blocks(change: Change) -> tuple[BlockChange, ...]:
    blocks = change.comparison.changed[:MOST_BLOCKS] if change.comparison else ()
    return tuple(block for block in blocks if sum(len(piece.text) for piece in block.pieces) <= _LONGEST)


routes = [Route(FEED, feed)]
