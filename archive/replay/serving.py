"""Answers with a memento: its bytes as stored, or rewritten so that it stays in the archive."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urljoin

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from archive.errors import ContentCodingError, ContentTooLarge
from archive.layout import Archive
from archive.model.content_coding import decode_content
from archive.model.page import MAX_CONTENT, Headers, Page
from archive.replay.addresses import Address, safe_url
from archive.replay.choice import Memento
from archive.replay.headers import replayed_headers
from archive.replay.kinds import Kind, kind_of, sniffed
from archive.replay.memento import http_time, links
from archive.replay.policy import own_origin, page_policy
from archive.replay.rewriting import Markup, Place, rewrite_css, rewrite_html
from archive.replay.rewriting.charset import Charset, page_charset, sheet_charset
from archive.replay.stored import Large, read_readable, read_stored

AT_ONCE = 1024 * 1024
"""Bytes up to which a rewritten page is sent in one piece, with its length."""
_PIECE = 64 * 1024
_SCRIPT = b'<script src="/-/page.js"></script>'
_XML_SCRIPT = b'<script xmlns="http://www.w3.org/1999/xhtml" src="/-/page.js"></script>'
_ESCAPES = b"\x1b$"  # browsers may take an undeclared page for ISO-2022-JP, in which our script would be text
_NO_BODY = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT, HTTPStatus.NOT_MODIFIED})


@dataclass(frozen=True, slots=True)
class Replayed:
    """A stored response as it is to be sent: its body whole or in pieces, and whether that is no more as stored.

    ``scripts`` says that ours stands in the page before its own.
    """

    status: int
    headers: Headers
    body: bytes | Iterator[bytes]
    rewritten: bool
    content_type: str | None = None
    scripts: bool = False


def replay(archive: Archive, memento: Memento, address: Address, request: Request) -> Response:
    """The answer that replays a memento at an address, with its Memento headers (RFC 7089, 2.1.2).

    Raises ArchiveMissing or ArchiveDamaged.
    """
    kind = None if address.raw else kind_of(memento.mime, request.headers.get("sec-fetch-dest", ""))
    if kind:
        replayed = _readable(archive, memento, address, kind, request)
    else:
        replayed = _as_stored(read_stored(archive, memento), address.raw, request)
    return _answer(replayed, memento, address, request)


def redirect_target(memento: Memento, headers: Headers) -> str | None:
    """Where a stored redirect leads, as an absolute address of HTTP; None where it is none or leads elsewhere."""
    location = next((value for name, value in headers if name.lower() == "location"), None)
    if not location or memento.entry.capture.status // 100 != HTTPStatus.MULTIPLE_CHOICES // 100:
        return None
    return _target(memento.url, location)


def _target(url: str, location: str) -> str | None:
    try:
        text = location.encode("latin-1", "replace").decode("utf-8")
    except UnicodeDecodeError:
        text = location
    try:
        target = urljoin(url, text.strip())
    except ValueError:
        return None
    return target if target.lower().startswith(("http://", "https://")) else None


def _readable(archive: Archive, memento: Memento, address: Address, kind: Kind, request: Request) -> Replayed:
    """A page or a sheet rewritten; as it is stored where it cannot be decoded."""
    try:
        page = read_readable(archive, memento)
        content = page.content()
    except (ContentTooLarge, ContentCodingError):
        return _as_stored(read_stored(archive, memento), address.raw, request)
    place = Place(address.stamp or memento.stamp, safe_url(memento.url))
    kind = sniffed(kind, content, request.headers.get("sec-fetch-dest", ""))
    if kind is Kind.OTHER:
        return Replayed(page.status, page.headers, content, rewritten=True)
    if kind is Kind.SHEET:
        return Replayed(page.status, page.headers, _sheet(page, content, place), rewritten=True)
    return _page(page, content, place, kind)


def _sheet(page: Page, content: bytes, place: Place) -> bytes:
    charset = sheet_charset(content, page.header("content-type"))
    if charset.foreign:
        return content
    text, codec = charset.to_text(content)
    return rewrite_css(text, place.rewrite).encode(codec, "replace")


def _page(page: Page, content: bytes, place: Place, kind: Kind) -> Replayed:
    declared = page.header("content-type")
    charset = page_charset(content, declared)
    script = {Kind.PAGE: _SCRIPT, Kind.XML_PAGE: _XML_SCRIPT}.get(kind, b"")
    markup = Markup(charset, xml=kind in (Kind.XML_PAGE, Kind.DRAWING), first=script)
    pieces = _gathered(rewrite_html(content, place, markup))
    body = b"".join(pieces) if len(content) <= AT_ONCE else pieces
    content_type = _with_charset(declared, charset)
    scripts = bool(script) and not (charset.label is None and _ESCAPES in content)
    return Replayed(page.status, page.headers, body, True, content_type, scripts)


def _with_charset(declared: str | None, charset: Charset) -> str | None:
    """A Content-Type that names the encoding which the page itself declares: our script pushes that further down."""
    if not declared or charset.certain or not charset.label or charset.label.startswith("utf-16"):
        return None
    return f"{declared.partition(';')[0].strip()}; charset={charset.label}"


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces worth sending."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _as_stored(stored: Page | Large, raw: bool, request: Request) -> Replayed:
    """The stored bytes; without their content coding for a client that does not know it, unless asked for raw."""
    if isinstance(stored, Large):
        return Replayed(stored.status, stored.headers, stored.pieces, rewritten=False)
    codings = [value.lower().strip() for name, value in stored.headers if name.lower() == "content-encoding"]
    known = request.headers.get("accept-encoding", "").lower()
    if raw or all(coding in known for coding in codings):
        return Replayed(stored.status, stored.headers, stored.payload, rewritten=False)
    try:
        content = decode_content(stored.payload, ",".join(codings), MAX_CONTENT)
    except (ContentTooLarge, ContentCodingError):
        return Replayed(stored.status, stored.headers, stored.payload, rewritten=False)
    return Replayed(stored.status, stored.headers, content, rewritten=True)


def _answer(replayed: Replayed, memento: Memento, address: Address, request: Request) -> Response:
    status = _status(replayed.status, address.raw)
    no_body = request.method == "HEAD" or status in _NO_BODY
    body = replayed.body
    response: Response
    if isinstance(body, bytes):
        response = Response(b"" if no_body else body, status)
        length = [(b"content-length", b"%d" % len(body))] if status not in _NO_BODY else []
    else:
        response = StreamingResponse(iter(()) if no_body else body, status)
        length = []
    fields = (*_stored_fields(replayed, memento, address), *_own_fields(replayed, memento, address, request))
    response.raw_headers = [(name.encode("latin-1").lower(), value.encode("latin-1")) for name, value in fields]
    response.raw_headers += length
    return response


def _status(stored: int, raw: bool) -> int:
    """The status to send: the stored one, unless it says something of this exchange that is not so."""
    if stored == HTTPStatus.PARTIAL_CONTENT and not raw:
        return HTTPStatus.OK
    return stored if HTTPStatus.OK <= stored < 600 and stored != HTTPStatus.NOT_MODIFIED else HTTPStatus.OK


def _stored_fields(replayed: Replayed, memento: Memento, address: Address) -> Iterator[tuple[str, str]]:
    def inside(location: str) -> str:
        target = _target(memento.url, location)
        return Address(target, address.stamp or memento.stamp, address.raw).path if target else "/-/elsewhere"

    for name, value in replayed_headers(replayed.headers, inside, replayed.rewritten):
        if name.lower() == "content-type" and replayed.content_type:
            yield name, replayed.content_type
        elif name.lower() != "location" or replayed.status // 100 == HTTPStatus.MULTIPLE_CHOICES // 100:
            yield name, value


def _own_fields(
    replayed: Replayed, memento: Memento, address: Address, request: Request
) -> Iterator[tuple[str, str]]:
    origin = own_origin(request)
    is_worker = "javascript" in (memento.mime or "")  # as a document it is text
    yield "content-security-policy", page_policy(request, memento.mime, replayed.scripts or is_worker)
    yield "memento-datetime", http_time(memento.entry)
    yield "link", links(memento, memento.url, origin)
    exact = Address(memento.url, memento.stamp, address.raw)
    if exact != address:
        yield "content-location", f"{origin}{exact.path}"
