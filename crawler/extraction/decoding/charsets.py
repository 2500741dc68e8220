"""Decode the encodings of the WHATWG Encoding Standard, losing nothing to a single bad byte.

Python's codecs are used where they agree with the standard, and corrected where they do not: gb18030 serves gb2312
and gbk too, with 0x80 as the euro sign and the characters of GB 18030-2022; undefined bytes of the single-byte
encodings are the control characters of their value.
"""

import codecs
from collections.abc import Callable
from functools import partial

UTF_8, GB18030, BIG5, EUC_KR, SHIFT_JIS, EUC_JP, WINDOWS_1252 = (
    "utf-8", "gb18030", "big5", "euc-kr", "shift_jis", "euc-jp", "windows-1252",
)  # fmt: skip

_CODECS = {
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "ibm866": "cp866",
    "windows-874": "cp874",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
}
_PAIRS = frozenset({"gb18030", "big5", "shift_jis", "euc-kr", "euc-jp"})
_UTF = frozenset({"utf-8", "utf-16le", "utf-16be", "iso-2022-jp"})

_GB18030_2022 = {
    0xE7C7: 0x1E3F,
    **dict(zip(range(0xE78D, 0xE797), (0xFE10, 0xFE12, 0xFE11, *range(0xFE13, 0xFE1A)), strict=True)),
    **dict(zip((0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864), range(0x9FB4, 0x9FBC), strict=True)),
}  # what earlier editions, and Python, have in the private use area


def decode_as(content: bytes, charset: str) -> str:
    r"""Return the text of the bytes in an encoding by its standard name; U+FFFD stands for what cannot be read.

    >>> decode_as(b"\x80 5", "gb18030"), decode_as(b"\xd6\xd0\xff\xb9\xfa", "gb18030")
    ('€ 5', '中\ufffd国')
    """
    if charset in _UTF:
        return content.decode(charset, "replace")
    text = content.decode(_CODECS.get(charset, charset), _handler(charset))
    return text.translate(_GB18030_2022) if charset == GB18030 and _has_private_use(text) else text


def is_single_byte(charset: str) -> bool:
    """Return whether the encoding has one byte for each character."""
    return charset not in _PAIRS | _UTF


def _has_private_use(text: str) -> bool:
    return any(chr(code) in text for code in _GB18030_2022)


def _handler(charset: str) -> str:
    if charset in _PAIRS:
        return "whatwg-pair-gb18030" if charset == GB18030 else "whatwg-pair"
    return "whatwg-single"


def _single(error: UnicodeError) -> tuple[str, int]:
    """Return an undefined byte as the control character of its value."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return chr(error.object[error.start]), error.start + 1


def _pair(error: UnicodeError, euro: bool) -> tuple[str, int]:
    """Return one U+FFFD for a lead byte and its trail; a trail that is ASCII is read again, as the standard says."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    lead, trail = error.object[error.start], error.object[error.start + 1 : error.start + 2]
    if euro and lead == 0x80:
        return "€", error.start + 1
    is_pair = 0x81 <= lead <= 0xFE and trail and 0x80 <= trail[0] <= 0xFE
    return "\ufffd", error.start + (2 if is_pair else 1)


_HANDLERS: dict[str, Callable[[UnicodeError], tuple[str, int]]] = {
    "whatwg-single": _single,
    "whatwg-pair": partial(_pair, euro=False),
    "whatwg-pair-gb18030": partial(_pair, euro=True),
}
for _name, _function in _HANDLERS.items():
    codecs.register_error(_name, _function)
