"""The encoding of a page or style sheet, as far as rewriting needs it."""

import re
from dataclasses import dataclass

from archive.model.page import charset_named

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
    """An encoding: a label of the WHATWG Encoding Standard, in lower case; None if the page declares none."""

    label: str | None

    @property
    def transcoding_codec(self) -> str | None:
        """Python's codec for an encoding whose markup is not ASCII; None for other encodings."""
        return _NOT_ASCII.get(self._name)

    @property
    def _name(self) -> str:
        return charset_named(self.label or "") or ""

    def to_text(self, content: bytes) -> tuple[str, str]:
        """Return a piece of a page as text, and the codec that encodes it to the same bytes again."""
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
    """Return the encoding of a page by its byte order mark, its header, or a declaration in its first 1024 bytes.

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
    """Return the encoding of a style sheet by its byte order mark, header or ``@charset`` (CSS Syntax 3, 3.2)."""
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
