"""The decoder of a page's bytes to text: by byte order mark, HTTP header and meta element, then by the bytes
themselves.

The order is that of the HTML Standard (13.2.3.2). A declaration is only overruled when the text that it gives is
no writing and another encoding's is, so that a right one stands however strange the page. Bytes of one East Asian
encoding are nearly always valid in another, and give rare characters there; ``_legibility`` measures that: frequent
characters count for a reading, rare ones, symbols in a row and control characters against it.

The decoders are those of the WHATWG Encoding Standard, and lose nothing to a single bad byte. Python's codecs are
used where they agree with the standard, and corrected where they do not: gb18030 serves gb2312 and gbk too, with
0x80 as the euro sign and the characters of GB 18030-2022; undefined bytes of the single-byte encodings are the
control characters of their value.
"""

import codecs
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from archive.model.page_headers_content_and_charset_names import charset_named
from archive.word_lists_and_character_tables import traditional_forms
from crawler.extraction.text.word_lists_and_patterns import lazy_pattern, read_rows

UTF_8, GB18030, BIG5, EUC_KR, SHIFT_JIS, EUC_JP, WINDOWS_1252 = (
    "utf-8", "gb18030", "big5", "euc-kr", "shift_jis", "euc-jp", "windows-1252",
)  # fmt: skip

_CODECS = {"big5": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949", "ibm866": "cp866", "windows-874": "cp874",
           "macintosh": "mac_roman", "x-mac-cyrillic": "mac_cyrillic"}  # fmt: skip
_PAIRS = frozenset({"gb18030", "big5", "shift_jis", "euc-kr", "euc-jp"})
_UTF = frozenset({"utf-8", "utf-16le", "utf-16be", "iso-2022-jp"})

_GB18030_2022 = {
    0xE7C7: 0x1E3F,
    **dict(zip(range(0xE78D, 0xE797), (0xFE10, 0xFE12, 0xFE11, *range(0xFE13, 0xFE1A)), strict=True)),
    **dict(zip((0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864), range(0x9FB4, 0x9FBC), strict=True)),
}  # what earlier editions, and Python, have in the private use area


def decode_as(content: bytes, charset: str) -> str:
    r"""Decode bytes in an encoding by its standard name; U+FFFD stands for what cannot be read.

    >>> decode_as(b"\x80 5", "gb18030"), decode_as(b"\xd6\xd0\xff\xb9\xfa", "gb18030")
    ('€ 5', '中\ufffd国')
    """
    if charset in _UTF:
        return content.decode(charset, "replace")
    text = content.decode(_CODECS.get(charset, charset), _handler(charset))
    return (
        text.translate(_GB18030_2022)
        if charset == GB18030 and any(chr(code) in text for code in _GB18030_2022)
        else text
    )


def _is_single_byte(charset: str) -> bool:
    """Return whether an encoding has one byte for each character."""
    return charset not in _PAIRS | _UTF


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


_LETTERS_BESIDE = lazy_pattern("[\x80-ſ‚ƒ„†‡ˆ‰‹Œ‘-•–—˜™š›œžŸ]{3,}")


def _legibility(text: str, single_byte: bool = False) -> float:
    """Rate how legible a decoded text is, to choose the encoding: about 2 for one read right, below 0 for a wrong
    reading.

    0 when there are none. ``single_byte`` says that the encoding has one byte a character, where several letters
    with accents in a row count against it.
    """
    counts = Counter(text)
    worth, total = 0.0, 0
    for character, count in counts.items():
        if character > "\x7f":
            worth += count * _worth(character)
            total += count
    if single_byte and total:
        worth -= 3.0 * sum(map(len, _LETTERS_BESIDE.findall(text)))
    return worth / total if total else 0.0


@lru_cache(maxsize=8192)
def _worth(character: str) -> float:
    if character in _frequent():
        return 3.0
    if "一" <= character <= "鿿":
        return 0.5 if _is_level_one(character) else -1.5
    if "가" <= character <= "힣":
        return 0.0 if character.encode("euc_kr", "ignore") else -2.0
    for pattern, worth in _WORTHS:
        if pattern.match(character):
            return worth
    return -1.0


_LEVEL_ONE = (("gb2312", 0xD7), ("big5", 0xC6), ("euc_jp", 0xCF))  # the last lead byte of the frequent characters
_WORTHS = (
    (lazy_pattern("[\x80-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]"), -6.0),
    (lazy_pattern("[ぁ-んァ-ヶー]"), 1.5),
    (lazy_pattern("[　-】〝-〟！（），．：；？～–—‘’“”…·０-９]"), 1.5),
    (lazy_pattern("[•©®™€°«»§¥£\xa0′″×→●■◆★※▲％／－Ａ-Ｚａ-ｚ]"), 1.0),
    (lazy_pattern("[À-ÖØ-öø-ſƠơƯưẠ-ỹ]"), 1.0),
    (lazy_pattern("[Ͱ-ϿЀ-ԯא-ת؀-ۿऀ-ॿก-๎Ა-Ჿა-ჿ]"), 1.0),
)


@cache
def _frequent() -> frozenset[str]:
    frequent: dict[str, str] = dict(read_rows("frequent_characters.tsv"))
    return frozenset(frequent["zh"] + frequent["ko"]) | traditional_forms(frequent["zh"])


def _is_level_one(character: str) -> bool:
    """Return whether GB 2312, Big5 or JIS X 0208 has a character among its frequent ones."""
    frequent = ((character.encode(charset, "ignore"), last) for charset, last in _LEVEL_ONE)
    return any(encoded and encoded[0] <= last for encoded, last in frequent)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's decoded text and its encoding, by the lower-case name in the WHATWG Encoding Standard."""

    text: str
    charset: str


_BOMS = ((b"\xef\xbb\xbf", UTF_8), (b"\xfe\xff", "utf-16be"), (b"\xff\xfe", "utf-16le"))
_PREFERRED = {UTF_8: 0.2, GB18030: 0.2}  # legibility added to the encodings of most sites
_UTF_16 = frozenset(("utf-16le", "utf-16be"))
_CANDIDATES = (UTF_8, GB18030, BIG5, SHIFT_JIS, EUC_JP, EUC_KR, WINDOWS_1252)
_PRESCAN = 4096  # bytes; the standard says 1024, sites write more
_SAMPLE = 8_192  # bytes with something beyond ASCII that are weighed
_GOOD = 2.0  # legibility at which no other encoding is tried
_MARGIN = 1.0  # legibility by which another encoding must be better
_ENOUGH = 8  # bytes beyond ASCII, below which a declaration that can be read is believed

_CHARSET = lazy_pattern(r"""charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))""", re.IGNORECASE)
_XML_ENCODING = lazy_pattern(rb"""\A\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([^"'>]{1,40})["']""")
_META = lazy_pattern(rb"<!--.*?(?:-->|\Z)|<meta(?=[\s/])([^>]*)>", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = lazy_pattern(r"""([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_BEYOND_ASCII = lazy_pattern(rb"[\x80-\xff][^<>\n]*")
_HIRAGANA = lazy_pattern("[ぁ-ん]")
_ISO_2022_JP = lazy_pattern(rb"\x1b(?:\$[@B]|\([JI])")


def decode(content: bytes, content_type: str | None) -> Decoded:
    r"""Decode a page's bytes to text, given the value of its Content-Type header; NULs are left out.

    >>> decode("<p>中国翻译协会".encode(), "text/html; charset=gb2312")
    Decoded(text='<p>中国翻译协会', charset='utf-8')
    """
    charset = _choose(content, content_type)
    for mark, marked in _BOMS:
        if marked == charset and content.startswith(mark):
            content = content[len(mark) :]
    return Decoded(decode_as(content, charset).replace("\0", ""), charset)


def declared_in_header(content_type: str | None) -> str | None:
    """Return the encoding that the Content-Type header names, or None.

    >>> declared_in_header("text/html; charset=GBK"), declared_in_header("text/html")
    ('gb18030', None)
    """
    found = _CHARSET.search(content_type or "")
    return charset_named(found[1] or found[2] or found[3] or "") if found else None


def declared_in_page(content: bytes) -> str | None:
    """Return the encoding that a page's meta element or XML declaration names in the first 4096 bytes, or None.

    >>> declared_in_page(b'<!-- <meta charset=utf-8> --><META http-equiv=Content-Type content="a; charset=big5">')
    'big5'
    """
    head = content[:_PRESCAN]
    if found := _XML_ENCODING.match(head):
        return _in_page(found[1].decode("latin-1"))
    for meta in _META.finditer(head):
        if meta[1] is not None and (charset := _in_meta(meta[1].decode("latin-1"))):
            return charset
    return None


def _in_meta(attributes: str) -> str | None:
    values: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(attributes):
        values.setdefault(name.lower(), double or single or bare)
    if charset := _in_page(values.get("charset", "")):
        return charset
    if values.get("http-equiv", "").strip().lower() != "content-type":
        return None
    found = _CHARSET.search(values.get("content", ""))
    return _in_page(found[1] or found[2] or found[3] or "") if found else None


def _in_page(label: str) -> str | None:
    """Return an encoding as a page may declare it: UTF-16 cannot be what the declaration was read in."""
    charset = charset_named(label)
    return UTF_8 if charset in _UTF_16 else charset


def _choose(content: bytes, content_type: str | None) -> str:
    marked = next((charset for mark, charset in _BOMS if content.startswith(mark)), None)
    if marked and marked != UTF_8:
        return marked
    declared = marked or declared_in_header(content_type) or declared_in_page(content)
    if (wide := _utf_16(content, declared)) or declared in _UTF_16:
        declared = wide
    if content.isascii():
        return _of_ascii(content, declared)
    is_utf_8 = _is_utf_8(content)
    if wide or (declared == UTF_8 and is_utf_8):
        return declared or UTF_8
    if not declared and is_utf_8:
        return UTF_8  # text of another encoding is hardly ever valid UTF-8
    return _weigh(_sample(content), declared, is_utf_8)


def _utf_16(content: bytes, declared: str | None) -> str | None:
    """Return UTF-16 where a page declares it and it is possible, or where the bytes begin with one of its '<'."""
    if declared in _UTF_16:
        return declared if b"\0" in content[:_PRESCAN] or len(content) < 2 else None
    return {b"<\0": "utf-16le", b"\0<": "utf-16be"}.get(content[:2])


def _of_ascii(content: bytes, declared: str | None) -> str:
    if _ISO_2022_JP.search(content):
        return "iso-2022-jp"
    return declared or UTF_8


def _sample(content: bytes) -> bytes:
    """Return a sample of a page's bytes to guess the encoding by: stretches from a byte beyond ASCII to one that ends
    a character.
    """
    stretches: list[bytes] = []
    size = 0
    for found in _BEYOND_ASCII.finditer(content):
        stretches.append(found[0])
        size += len(found[0])
        if size >= _SAMPLE:
            break
    return b"\n".join(stretches)[: _SAMPLE * 2]


def _is_utf_8(content: bytes) -> bool:
    """Return whether bytes are UTF-8 throughout, but for a last character cut short."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end == len(content) and error.reason == "unexpected end of data"
    return True


def _weigh(sample: bytes, declared: str | None, is_utf_8: bool) -> str:
    """Choose a page's encoding: the declared one, or that which reads the sample better by far."""
    if declared and _is_believed(sample, declared, is_utf_8):
        return declared
    scores = {charset: _score(sample, charset) + _PREFERRED.get(charset, 0.0) for charset in _CANDIDATES}
    if is_utf_8:
        scores[UTF_8] += _MARGIN
    if scores[EUC_JP] > scores[GB18030] and _is_japanese(decode_as(sample, EUC_JP)):
        scores[EUC_JP] += _MARGIN
    best = max(scores, key=lambda charset: scores[charset])
    if declared is None:
        return best
    own = scores.get(declared, _score(sample, declared))
    return best if scores[best] >= own + _MARGIN else declared


def _is_believed(sample: bytes, declared: str, is_utf_8: bool) -> bool:
    """Return whether a page's declared encoding stands without a look at the others."""
    if _score(sample, declared) >= _GOOD:
        return True
    if is_utf_8:
        return declared == UTF_8
    few = sum(byte > 0x7F for byte in sample) < _ENOUGH
    return few and "\ufffd" not in decode_as(sample, declared)


def _is_japanese(text: str) -> bool:
    """Return whether kana make up much of a decoded text.

    EUC-JP and GB 2312 have them at the same places, so that only the characters between them tell the two apart, by
    less than other encodings.
    """
    return len(_HIRAGANA.findall(text)) >= 0.2 * (len(text) - len(text.encode("ascii", "ignore")))


def _score(sample: bytes, charset: str) -> float:
    return _legibility(decode_as(sample, charset), _is_single_byte(charset))
