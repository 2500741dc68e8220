"""The media type and encoding of a stored response, the type that replay sends for it, and the way it is
rewritten.
"""

import re
from dataclasses import dataclass
from enum import Enum

from archive.model.page_headers_content_and_charset_names import Headers, charset_named


class ContentKind(Enum):
    """The way in which replay rewrites a response's content; OTHER is not rewritten."""

    PAGE = "page"
    XML_PAGE = "page in XML"
    FRAGMENT = "markup that a script asks for"
    DRAWING = "SVG"
    SHEET = "style sheet"
    UNDECLARED = "without a type"
    OTHER = "other"


_BY_MIME = {
    "text/html": ContentKind.PAGE,
    "application/xhtml+xml": ContentKind.XML_PAGE,
    "application/vnd.wap.xhtml+xml": ContentKind.XML_PAGE,
    "image/svg+xml": ContentKind.DRAWING,
    "text/css": ContentKind.SHEET,
    None: ContentKind.UNDECLARED,
}
_DOCUMENTS = frozenset({"", "document", "iframe", "frame", "object", "embed", "fencedframe"})
_BY_SCRIPT = "empty"
_SNIFFED = 1024
# Beginnings of a page without a type (WHATWG MIME Sniffing, 7.1).
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<title", b"<meta", b"<!--", b"<table")


def kind_of(mime: str | None, destination: str) -> ContentKind | None:
    """Choose how replay rewrites a response, by its media type and the request's Sec-Fetch-Dest; None if not
    rewritten.

    >>> kind_of("text/html", "iframe"), kind_of("text/html", "script"), kind_of("image/png", "document")
    (<ContentKind.PAGE: 'page'>, None, None)
    """
    if destination == "style":
        return ContentKind.SHEET
    kind = _BY_MIME.get(mime)
    if destination == _BY_SCRIPT:
        return (
            {ContentKind.PAGE: ContentKind.FRAGMENT, ContentKind.SHEET: ContentKind.SHEET}.get(kind) if kind else None
        )
    return kind if destination in _DOCUMENTS else None


def kind_of_content(kind: ContentKind, content: bytes, destination: str) -> ContentKind:
    """Choose how replay rewrites a response once its content is known: a script's request for HTML that is none is
    not.

    >>> kind_of_content(ContentKind.FRAGMENT, b' {"a": 1}', "empty")
    <ContentKind.OTHER: 'other'>
    >>> kind_of_content(ContentKind.UNDECLARED, b"<!DOCTYPE html>", "document")
    <ContentKind.PAGE: 'page'>
    """
    start = content[:_SNIFFED].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if kind is ContentKind.FRAGMENT and not start.startswith(b"<"):
        return ContentKind.OTHER
    if kind is ContentKind.UNDECLARED:
        return ContentKind.PAGE if start.startswith(_PAGE_STARTS) else ContentKind.OTHER
    return kind


_VALUES = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')
_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_TYPE = re.compile(rf"[\t\n\r ]*({_NAME}/{_NAME})[\t\n\r ]*(?:;|\Z)")
_CHARSET = re.compile(r';[\t\n\r ]*charset=(?:"([^"]*)"|([^;"]*))', re.IGNORECASE)
_NO_TYPE = frozenset({"*/*", "unknown/unknown", "application/unknown"})
_UNKNOWN = "application/octet-stream"
# The parts of such a type have types of their own, which a browser would apply.
_OF_PARTS = ("multipart/", "message/")
_NEVER_SCRIPTS = ("image/", "audio/", "video/", "text/csv")
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"), (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x00\x00\x01\x00", "image/x-icon"), (b"BM", "image/bmp"), (b"%PDF-", "application/pdf"),
)  # fmt: skip
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class MediaType:
    """The media type of a stored response: type and subtype in lower case, None if there is none, and the charset as
    written.

    ``written`` is the header's value if it holds this one type alone.
    """

    essence: str | None = None
    charset: str | None = None
    written: str | None = None


def media_type(headers: Headers) -> MediaType:
    """Read the media type that browsers derive from all Content-Type fields: the last one (Fetch, "extract a MIME
    type").

    >>> media_type((("Content-Type", "application/pdf"), ("content-type", "text/html;charset=GBK")))
    MediaType(essence='text/html', charset='GBK', written=None)
    >>> media_type((("Content-Type", "text/html; charset=gbk, text/html"),)).charset, media_type(()).essence
    ('gbk', None)
    """
    fields = [value for name, value in headers if name.lower() == "content-type"]
    essence = charset = None
    values = _VALUES.findall(",".join(fields))
    for value in values:
        found = _TYPE.match(value)
        if not found or found[1].lower() in _NO_TYPE:
            continue
        named = _CHARSET.search(value, found.end(1))
        if found[1].lower() != essence:
            charset = None
        charset = (named[1] or named[2] or "").strip() or charset if named else charset
        essence = found[1].lower()
    return MediaType(essence, charset, fields[0] if essence and len(fields) == len(values) == 1 else None)


def sent_type(stored: MediaType, destination: str, content: bytes) -> str:
    """Choose the Content-Type that replay sends for content that is not rewritten, so that browsers need not guess.

    ``destination`` is the request's Sec-Fetch-Dest: scripts and style sheets, which browsers accept under any type,
    get the type they accept under ``nosniff``. ``content`` is the beginning of the body.

    >>> sent_type(MediaType("text/plain"), "script", b"let a"), sent_type(MediaType(), "image", b"GIF89a")
    ('text/javascript', 'image/gif')
    """
    essence = stored.essence
    charset = f"; charset={stored.charset}" if stored.charset else ""
    if destination == "script" and not (essence or "").startswith(_NEVER_SCRIPTS):
        return f"text/javascript{charset}"
    if destination == "style" and essence not in ("text/html", "text/css"):
        return f"text/css{charset}"
    if essence is None:
        return _type_of_content(content)
    if essence.startswith(_OF_PARTS):
        return _UNKNOWN
    return stored.written or f"{essence}{charset}"


def _type_of_content(content: bytes) -> str:
    """Guess the type of content that is stored without one; never that of a document that may run scripts.

    >>> _type_of_content(b"plain"), _type_of_content(b"\\x00")
    ('text/plain', 'application/octet-stream')
    """
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    known = next((mime for start, mime in _SIGNATURES if content.startswith(start)), None)
    return known or (_UNKNOWN if not content or _BINARY.search(content[:1024]) else "text/plain")


_PRESCAN = 1024
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16be"), (b"\xff\xfe", "utf-16le"))
_IN_HEADER = re.compile(r"""charset\s*=\s*["']?([^\s;"']+)""", re.IGNORECASE)
_IN_META = re.compile(rb"""<meta[\s/][^>]*?charset\s*=\s*["']?\s*([^\s"'/>;]+)""", re.IGNORECASE)
_IN_SHEET = re.compile(rb'@charset "([^"\x80-\xff]{1,40})"')
_IN_XML = re.compile(rb"""\A[\t\n\r ]*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)

# Encodings in which an ASCII byte such as a backslash may be half of another character, and Python's codecs.
_OVERLAPPING_ASCII = {"gb18030": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949"}
# Encodings whose markup is not ASCII: they are decoded and encoded again.
_NOT_ASCII = {"utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "iso-2022-jp": "iso2022_jp"}
_AS_IN_META = {"utf-16le": "utf-8", "utf-16be": "utf-8"}  # an element that is readable as ASCII is not in UTF-16


@dataclass(frozen=True, slots=True)
class Charset:
    """The encoding of a replayed page: a label of the WHATWG Encoding Standard in lower case; None if the page
    declares none.
    """

    label: str | None

    @property
    def transcoding_codec(self) -> str | None:
        """Return Python's codec for an encoding whose markup is not ASCII (UTF-16); None for other encodings."""
        return _NOT_ASCII.get(self._name)

    @property
    def _name(self) -> str:
        return charset_named(self.label or "") or ""

    def to_text(self, content: bytes) -> tuple[str, str]:
        """Decode a piece of a page's bytes, and return the codec that encodes it to the same bytes again."""
        codec = _OVERLAPPING_ASCII.get(self._name)
        if codec and b"\\" in content:
            try:
                text = content.decode(codec)
                if text.encode(codec) == content:
                    return text, codec
            except UnicodeError:
                pass
        return content.decode("latin-1"), "latin-1"


def page_charset(content: bytes, content_type: str | None, xml: bool = False) -> Charset:
    """Detect the encoding of a page to rewrite by its byte order mark, its header, or a declaration in its first 1024
    bytes.

    An XML document without a declaration is in UTF-8.

    >>> page_charset(b"<meta charset=GBK>", "text/html"), page_charset(b"", None)
    (Charset(label='gbk'), Charset(label=None))
    >>> page_charset(b"<meta charset=utf-16>", None), page_charset(b"<a/>", None, xml=True)
    (Charset(label='utf-8'), Charset(label='utf-8'))
    """
    known = _from_mark_or_header(content, content_type)
    if known or not xml:
        return known or _from_declaration(_IN_META, _COMMENT.sub(b"", content[:_PRESCAN]))
    return Charset(_from_declaration(_IN_XML, content[:_PRESCAN]).label or "utf-8")


def sheet_charset(content: bytes, content_type: str | None) -> Charset:
    """Detect the encoding of a style sheet by its byte order mark, header or ``@charset`` (CSS Syntax 3, 3.2)."""
    return _from_mark_or_header(content, content_type) or _from_declaration(_IN_SHEET, content[:_PRESCAN])


def _from_mark_or_header(content: bytes, content_type: str | None) -> Charset | None:
    for mark, label in _BOMS:
        if content.startswith(mark):
            return Charset(label)
    found = _IN_HEADER.search(content_type or "")
    return Charset(found[1].lower()) if found and charset_named(found[1]) else None


def _from_declaration(pattern: re.Pattern[bytes], content: bytes) -> Charset:
    found = pattern.search(content)
    label = found[1].decode("latin-1").lower() if found else ""
    name = charset_named(label)
    return Charset(_AS_IN_META.get(name, label) if name else None)
