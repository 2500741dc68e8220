"""The response that replays a capture, as stored or rewritten so that links stay in the archive, and its headers."""

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import urljoin

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from archive import __version__
from archive.errors import ContentCodingError, ContentTooLarge
from archive.layout import Archive
from archive.model.page_headers_content_and_charset_names import MAX_CONTENT, Headers, Page, decode_content
from archive.model.times import http_time
from archive.model.url import safe_url
from archive.replay import media_type_and_charset as types
from archive.replay.capture_to_replay_and_timemap import Memento, memento_links
from archive.replay.html_and_css_rewriting import Markup, UrlRewriter, rewrite_css, rewrite_html
from archive.replay.origins_and_security_policies import (
    SCRIPT,
    Scripts,
    connection_allowlist,
    own_origin,
    page_policy,
    scripts_of,
)
from archive.replay.replay_urls import ReplayUrl
from archive.warc.captures_and_pages import open_payload, read_page
from archive.word_lists_and_character_tables import word_list

STORED = "X-Archive-Orig-"
"""Prefix of a stored field name that would otherwise act on the browser or the connection."""

_LISTS = ("archive.replay", "headers")
_ACTING = word_list(*_LISTS, "fields that act")
_ACTING_BEGINNINGS = tuple(word_list(*_LISTS, "beginnings of fields that act"))
_OF_BYTES = word_list(*_LISTS, "fields that describe the stored bytes")


def _replayed_headers(stored: Headers, change: Callable[[str], str], rewritten: bool) -> Iterable[tuple[str, str]]:
    """Yield the header fields that replay sends: harmless ones unchanged, ``Location`` changed, others as
    ``X-Archive-Orig-``.

    ``change`` rewrites a location. With ``rewritten``, fields that describe the stored bytes are renamed too.
    """
    for name, value in stored:
        lower = name.lower()
        clean = _one_line(value)
        if not _is_token(name):
            continue
        if lower == "location":
            yield "Location", _one_line(change(value))
        if lower in _ACTING or lower.startswith(_ACTING_BEGINNINGS) or (rewritten and lower in _OF_BYTES):
            yield f"{STORED}{name}", clean
        else:
            yield name, clean


def _one_line(value: str) -> str:
    """Drop characters from a header value that end a field or are outside ISO 8859-1."""
    return "".join(char for char in value if char == "\t" or (" " <= char <= "\xff" and char != "\x7f"))


def _is_token(name: str) -> bool:
    """Return whether HTTP allows the header field's name (RFC 9110, 5.6.2)."""
    return bool(name) and name.isascii() and all(char.isalnum() or char in "!#$%&'*+-.^_`|~" for char in name)


VARY_HEADERS = ("sec-fetch-dest", "sec-ch-ua", "accept-encoding")
"""The request headers that a response depends on."""


def entity_tag(memento: Memento, replay_url: ReplayUrl, request: Request) -> str:
    """Return the ETag of a replayed response, which follows from the stored record, the request and the program's
    version.
    """
    capture, holder = memento.entry.capture, memento.holder.capture
    parts = (
        __version__, replay_url.path, capture.uri, memento.stamp, capture.record_id, holder.record_id,
        holder.payload_digest, own_origin(request), *(request.headers.get(name) for name in VARY_HEADERS),
    )  # fmt: skip
    return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'


def matches_etag(request: Request, etag: str) -> bool:
    """Return whether a replay request's If-None-Match names the tag; compared weakly (RFC 9110, 13.1.2)."""
    return any(etag in tags for tags in request.headers.getlist("if-none-match"))


MOST_IN_MEMORY = 2 * 1024 * 1024
"""Payloads of at most this many bytes are read at once."""


@dataclass(frozen=True, slots=True)
class LargeResponse:
    """A stored response too large for memory: its payload comes in pieces, with its content coding."""

    status: int
    headers: Headers
    pieces: Iterator[bytes]


def read_response(archive: Archive, memento: Memento) -> Page | LargeResponse:
    """Read the stored response of a capture to replay, with its own headers; a large revisit has those of the record
    it refers to.

    Raises ArchiveMissing or ArchiveDamaged.
    """
    try:
        if (memento.holder.capture.length or 0) <= MOST_IN_MEMORY:
            return read_page(archive, memento.entry, memento.original, MOST_IN_MEMORY)
    except ContentTooLarge:
        pass
    status, headers, pieces = open_payload(archive, memento.holder.capture)
    return LargeResponse(status, headers, pieces)


MOST_IN_ONE_PIECE = 1024 * 1024
"""A rewritten page of at most this many bytes is sent at once, with its length."""
_PIECE = 64 * 1024
_SCRIPT = f'<script src="{SCRIPT}"></script>'.encode("ascii")
_XML_SCRIPT = f'<script xmlns="http://www.w3.org/1999/xhtml" src="{SCRIPT}"></script>'.encode("ascii")
_ESCAPES = b"\x1b"  # browsers may read an undeclared page as ISO-2022-JP, in which our script would be text
_NO_BODY = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT, HTTPStatus.NOT_MODIFIED})


@dataclass(frozen=True, slots=True)
class ReplayedContent:
    """A stored response ready to be replayed: its body, whole or in pieces, and whether it differs from the stored
    bytes.

    ``scripts`` is true if our script stands in the page before the page's own.
    """

    status: int
    headers: Headers
    body: bytes | Iterator[bytes]
    rewritten: bool
    content_type: str
    scripts: bool = False


def replay_response(archive: Archive, memento: Memento, replay_url: ReplayUrl, request: Request) -> Response:
    """Make the response that replays a capture at a replay URL, with its Memento headers (RFC 7089, 2.1.2).

    Raises ArchiveMissing or ArchiveDamaged.
    """
    destination = request.headers.get("sec-fetch-dest", "")
    stored = read_response(archive, memento)
    is_typed = any(name.lower() == "content-type" for name, _ in stored.headers)
    mime = types.media_type(stored.headers) if is_typed else types.MediaType(memento.mime)
    kind = None if replay_url.raw else types.kind_of(mime.essence, destination)
    replayed = _rewritten(archive, memento, replay_url, kind, mime, destination) if kind else None
    return _response(replayed or _unchanged(stored, mime, replay_url.raw, request), memento, replay_url, request)


def redirect_target(memento: Memento, headers: Headers) -> str | None:
    """Return the absolute HTTP URL that a captured redirect leads to; None if it is no redirect or leads
    elsewhere.
    """
    location = next((value for name, value in headers if name.lower() == "location"), None)
    if not location or memento.entry.capture.status // 100 != HTTPStatus.MULTIPLE_CHOICES // 100:
        return None
    return _absolute_url(memento.url, location)


def _absolute_url(url: str, location: str) -> str | None:
    try:
        text = location.encode("latin-1", "replace").decode("utf-8")
    except UnicodeDecodeError:
        text = location
    try:
        target = urljoin(url, text.strip())
    except ValueError:
        return None
    return target if target.lower().startswith(("http://", "https://")) else None


def _rewritten(
    archive: Archive,
    memento: Memento,
    replay_url: ReplayUrl,
    kind: types.ContentKind,
    mime: types.MediaType,
    destination: str,
) -> ReplayedContent | None:
    """Rewrite a stored page or style sheet for replay; None if it cannot be decoded."""
    try:
        page = read_page(archive, memento.entry, memento.original)
        content = page.content()
    except (ContentTooLarge, ContentCodingError):
        return None
    urls = UrlRewriter(replay_url.stamp or memento.stamp, safe_url(memento.url))
    kind = types.kind_of_content(kind, content, destination)
    if kind is types.ContentKind.OTHER:
        return ReplayedContent(
            page.status, page.headers, content, True, types.sent_type(mime, destination, content[:_PIECE])
        )
    if kind is types.ContentKind.SHEET:
        content_type = types.sent_type(mime, destination, content[:_PIECE])
        return ReplayedContent(page.status, page.headers, _sheet(content, content_type, urls), True, content_type)
    return _page(page, content, mime, urls, kind)


def _sheet(content: bytes, content_type: str, urls: UrlRewriter) -> bytes:
    charset = types.sheet_charset(content, content_type)
    if charset.transcoding_codec:
        return content
    text, codec = charset.to_text(content)
    return rewrite_css(text, urls.rewrite).encode(codec, "replace")


def _page(
    page: Page, content: bytes, mime: types.MediaType, urls: UrlRewriter, kind: types.ContentKind
) -> ReplayedContent:
    """Rewrite a stored page for replay, declared in the encoding in which our script is inserted."""
    xml = kind in (types.ContentKind.XML_PAGE, types.ContentKind.DRAWING)
    charset = types.page_charset(content, f"charset={mime.charset}" if mime.charset else None, xml)
    script = {types.ContentKind.PAGE: _SCRIPT, types.ContentKind.XML_PAGE: _XML_SCRIPT}.get(kind, b"")
    pieces = in_larger_pieces(rewrite_html(content, urls, Markup(charset, xml, first=script)))
    body = b"".join(pieces) if len(content) <= MOST_IN_ONE_PIECE else pieces
    essence = mime.essence or "text/html"
    content_type = f"{essence}; charset={charset.label}" if charset.label else essence
    scripts = bool(script) and not (charset.label is None and _ESCAPES in content)
    return ReplayedContent(page.status, page.headers, body, True, content_type, scripts)


def in_larger_pieces(pieces: Iterable[bytes], least: int = _PIECE) -> Generator[bytes]:
    """Join the pieces of a replayed page or a download to pieces of at least ``least`` bytes, but for the last."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= least:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _unchanged(stored: Page | LargeResponse, mime: types.MediaType, raw: bool, request: Request) -> ReplayedContent:
    """Return stored bytes for replay, decoded if the client does not accept their content coding and wants no raw
    bytes.
    """
    destination = request.headers.get("sec-fetch-dest", "")
    if isinstance(stored, LargeResponse):
        content_type = types.sent_type(mime, destination, b"")
        return ReplayedContent(stored.status, stored.headers, stored.pieces, False, content_type)
    codings = [value.lower().strip() for name, value in stored.headers if name.lower() == "content-encoding"]
    known = request.headers.get("accept-encoding", "").lower()
    try:
        content = decode_content(stored.payload, ",".join(codings), MAX_CONTENT)
    except (ContentTooLarge, ContentCodingError):
        content = b""
    content_type = types.sent_type(mime, destination, content[:_PIECE])
    if raw or not content or all(coding in known for coding in codings):
        return ReplayedContent(stored.status, stored.headers, stored.payload, False, content_type)
    return ReplayedContent(stored.status, stored.headers, content, True, content_type)


def _response(replayed: ReplayedContent, memento: Memento, replay_url: ReplayUrl, request: Request) -> Response:
    status = _status(replayed.status, replay_url.raw)
    no_body = request.method == "HEAD" or status in _NO_BODY
    body = replayed.body
    response: Response
    if isinstance(body, bytes):
        response = Response(b"" if no_body else body, status)
        length = [(b"content-length", b"%d" % len(body))] if status not in _NO_BODY else []
    else:
        response = StreamingResponse(iter(()) if no_body else body, status)
        length = []
    fields = (*_stored_fields(replayed, memento, replay_url), *_replay_fields(replayed, memento, replay_url, request))
    response.raw_headers = [(name.encode("latin-1").lower(), value.encode("latin-1")) for name, value in fields]
    response.raw_headers += length
    return response


def _status(stored: int, raw: bool) -> int:
    """Return the HTTP status that replay sends: the stored one, unless it would be wrong for this exchange."""
    if stored == HTTPStatus.PARTIAL_CONTENT and not raw:
        return HTTPStatus.OK
    return stored if HTTPStatus.OK <= stored < 600 and stored != HTTPStatus.NOT_MODIFIED else HTTPStatus.OK


def _stored_fields(replayed: ReplayedContent, memento: Memento, replay_url: ReplayUrl) -> Iterator[tuple[str, str]]:
    def inside(location: str) -> str:
        target = _absolute_url(memento.url, location)
        return ReplayUrl(target, replay_url.stamp or memento.stamp, replay_url.raw).path if target else "/-/elsewhere"

    for name, value in _replayed_headers(replayed.headers, inside, replayed.rewritten):
        lower = name.lower()
        if (lower == "content-disposition" and _is_pdf(replayed)) or (lower == "etag" and not replay_url.raw):
            yield f"{STORED}{name}", value
        elif lower == "content-type":
            if value != replayed.content_type:
                yield f"{STORED}{name}", value
        elif lower != "location" or replayed.status // 100 == HTTPStatus.MULTIPLE_CHOICES // 100:
            yield name, value


def _replay_fields(
    replayed: ReplayedContent, memento: Memento, replay_url: ReplayUrl, request: Request
) -> Iterator[tuple[str, str]]:
    origin = own_origin(request)
    is_worker = "javascript" in replayed.content_type  # as a document it is text
    scripts = scripts_of(request, memento.url) if replayed.scripts else Scripts.NONE
    scripts = Scripts.ALL if is_worker else scripts
    yield "content-type", "".join(char for char in replayed.content_type if " " <= char <= "~")
    if _is_pdf(replayed):  # browsers show no PDF in a sandbox
        yield "content-disposition", "attachment"
    yield "content-security-policy", page_policy(request, scripts, raw=replay_url.raw and not is_worker)
    yield "connection-allowlist", connection_allowlist(request)
    yield "vary", ", ".join(VARY_HEADERS)
    if not replay_url.raw:
        yield "etag", entity_tag(memento, replay_url, request)
    yield "memento-datetime", http_time(memento.entry.capture.date)
    yield "link", memento_links(memento, memento.url, origin)
    exact = ReplayUrl(memento.url, memento.stamp, replay_url.raw)
    if exact != replay_url:
        yield "content-location", f"{origin}{exact.path}"


def _is_pdf(replayed: ReplayedContent) -> bool:
    return replayed.content_type.startswith("application/pdf")
