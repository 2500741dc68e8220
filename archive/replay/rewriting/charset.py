"""The encoding of a page or sheet, as far as rewriting has to know it."""

import codecs
import re
from dataclasses import dataclass

_PRESCAN = 1024
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"))
_IN_HEADER = re.compile(r"""charset\s*=\s*["']?([^\s;"']+)""", re.IGNORECASE)
_IN_META = re.compile(rb"""<meta[\s/][^>]*?charset\s*=\s*["']?\s*([^\s"'/>;]+)""", re.IGNORECASE)
_IN_SHEET = re.compile(rb'@charset "([^"\x80-\xff]{1,40})"')
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)

# Encodings in which a byte of ASCII may be half of another character, a backslash for one.
_CLASHING = {
    "gb18030": ("gb2312", "gbk", "gb18030", "x-gbk", "chinese", "gb_2312-80", "csgb2312"),
    "big5hkscs": ("big5", "big5-hkscs", "cn-big5", "x-x-big5", "csbig5"),
    "cp932": ("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji"),
    "cp949": ("euc-kr", "ks_c_5601-1987", "windows-949", "korean"),
}
_CODECS = {label: codec for codec, labels in _CLASHING.items() for label in labels}
# Encodings in which markup is no ASCII: they are read as text and written again.
_FOREIGN = {
    "utf-16": "utf-16-le", "utf-16le": "utf-16-le", "utf-16-le": "utf-16-le", "utf-16be": "utf-16-be",
    "utf-16-be": "utf-16-be", "iso-2022-jp": "iso2022_jp", "csiso2022jp": "iso2022_jp",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Charset:
    """A page's encoding: the label that its declaration gives, in lower case, None where it has none.

    ``certain`` says that the HTTP header or a byte order mark declares it.
    """

    label: str | None
    certain: bool = True

    @property
    def foreign(self) -> str | None:
        """Python's codec for an encoding in which markup is not ASCII, None for the others."""
        codec = _FOREIGN.get(self.label or "")
        return codec if self.certain or not (codec or "").startswith("utf") else None  # such a meta element is ASCII

    def to_text(self, content: bytes) -> tuple[str, str]:
        """A stretch of a page as text and the codec that makes the same bytes of it again."""
        codec = _CODECS.get(self.label or "")
        if codec and b"\\" in content:
            try:
                text = content.decode(codec)
                if text.encode(codec) == content:
                    return text, codec
            except UnicodeError:
                pass
        return content.decode("latin-1"), "latin-1"


def page_charset(content: bytes, content_type: str | None) -> Charset:
    """The encoding of a page: by its byte order mark, its header, or what its first 1024 bytes declare.

    >>> page_charset(b"<meta charset=GBK>", "text/html"), page_charset(b"", None)
    (Charset(label='gbk', certain=False), Charset(label=None, certain=False))
    """
    return _known(content, content_type) or _declared(_IN_META, _COMMENT.sub(b"", content[:_PRESCAN]))


def sheet_charset(content: bytes, content_type: str | None) -> Charset:
    """The encoding of a style sheet: by its byte order mark, its header or its ``@charset`` (CSS Syntax 3, 3.2)."""
    return _known(content, content_type) or _declared(_IN_SHEET, content[:_PRESCAN])


def _known(content: bytes, content_type: str | None) -> Charset | None:
    for mark, label in _BOMS:
        if content.startswith(mark):
            return Charset(label)
    found = _IN_HEADER.search(content_type or "")
    return Charset(found[1].lower()) if found and _is_known(found[1]) else None


def _declared(pattern: re.Pattern[bytes], content: bytes) -> Charset:
    found = pattern.search(content)
    label = found[1].decode("latin-1").lower() if found else None
    return Charset(label if label and _is_known(label) else None, certain=False)


def _is_known(label: str) -> bool:
    try:
        return label.lower() in _CODECS or label.lower() in _FOREIGN or bool(codecs.lookup(label))
    except (LookupError, ValueError):
        return False
