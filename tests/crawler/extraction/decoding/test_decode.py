"""Bytes to text, whatever the page says of its encoding."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.page_headers_content_and_charset_names import charset_named
from crawler.extraction.decoding.charset_detection import declared_in_header, declared_in_page, decode, decode_as
from tests.processor import ended_if_it_hangs

SIMPLIFIED = (
    "<title>新闻中心</title><p>本公司成立于二〇〇三年,专门从事笔译和口译,译员经验丰富,为各行各业的客户服务。</p>"
)
TRADITIONAL = (
    "<title>新聞中心</title><p>本公司成立於二〇〇三年,專門從事筆譯和口譯,譯員經驗豐富,為各行各業的客戶服務。</p>"
)
JAPANESE = "<p>当社は翻訳と通訳のサービスを提供しております。お問い合わせはこちらまで。</p>"
KOREAN = "<p>저희 회사는 번역과 통역 서비스를 제공합니다. 자세한 내용은 문의해 주십시오.</p>"
FRENCH = "<p>Le traducteur a été reçu à la mairie – « déjà », dit-il, où l’on fête le français.</p>"
GERMAN = "<p>Für größere Übersetzungen müssen die Unterlagen früher eingehen – möglichst im März.</p>"
ENGLISH = "<p>China’s “going out” policy – © 2025 – was discussed…</p>"

TEXTS = {
    "utf-8": [SIMPLIFIED, TRADITIONAL, JAPANESE, KOREAN, FRENCH, GERMAN, ENGLISH],
    "gb18030": [SIMPLIFIED, TRADITIONAL],
    "big5": [TRADITIONAL],
    "shift_jis": [JAPANESE],
    "euc-jp": [JAPANESE],
    "euc-kr": [KOREAN],
    "windows-1252": [FRENCH, GERMAN, ENGLISH],
}
PYTHON = {"big5": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949"}
PAGES = [(charset, text) for charset, texts in TEXTS.items() for text in texts]
LABELS = ["utf-8", "gb2312", "GBK", "gb18030", "big5", "shift_jis", "euc-kr", "iso-8859-1", "windows-1252", "klingon"]


def encode(text: str, charset: str) -> bytes:
    """The text in an encoding by its standard name."""
    return text.encode(PYTHON.get(charset, charset))


@pytest.mark.parametrize(("charset", "text"), PAGES)
@pytest.mark.parametrize("label", [None, *LABELS])
def test_text_is_right_whatever_the_header_says(charset: str, text: str, label: str | None) -> None:
    found = decode(encode(text, charset), f"text/html; charset={label}" if label else None)
    assert (found.text, found.charset) == (text, charset)


@pytest.mark.parametrize(("charset", "text"), PAGES)
@pytest.mark.parametrize("label", LABELS)
def test_text_is_right_whatever_the_page_says(charset: str, text: str, label: str) -> None:
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}">{text}'
    assert decode(encode(page, charset), "text/html").text == page


@pytest.mark.parametrize("label", [None, "utf-8", "gb2312", "shift_jis", "euc-kr", "iso-8859-1"])
def test_quotation_marks_tell_gbk(label: str | None) -> None:
    text = ENGLISH.replace("©", "")
    assert decode(encode(text, "gb18030"), f"text/html; charset={label}" if label else None).text == text


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("<p>囧</p>", "gb2312"),
        ("<p>堃喆翀</p>", "gbk"),
        ("<p>氕氘氚甪直龘靐齉</p>", "gb18030"),
        ("Tel:0755 © 2025", "gb18030"),
        ("<p>café</p>", "windows-1252"),
        ("<p>naïve – ½ m² ÆØÅ</p>", "iso-8859-1"),
        ("<p>喆</p>", "big5"),
        ("<p>ﾊﾝｶｸ</p>", "shift_jis"),
        ("<p>港町翻訳協会は三月三日、新しい図書館を開館した。</p>", "euc-jp"),
        ("<title>会社概要</title>技術翻訳・通訳 お問い合わせ", "euc-jp"),
        ("<p>Привет, мир</p>", "windows-1251"),
        ("<p>Привет, дорогие друзья</p>", "koi8-r"),
        ("<p>ğüşiöç</p>", "iso-8859-9"),
        ("<p>Καλημέρα σε όλους</p>", "windows-1253"),
        ("<p>สวัสดีครับ</p>", "windows-874"),
        ("<p>Ã</p>", "utf-8"),
    ],
)
def test_right_declaration_is_never_overruled(text: str, label: str) -> None:
    charset = charset_named(label) or ""
    content = encode(text, {"iso-8859-9": "cp1254", "windows-874": "cp874"}.get(label, charset))
    assert decode(content, f"text/html; charset={label}").text == text


def test_header_comes_before_meta_and_mark_before_both() -> None:
    page = '<meta charset="big5"><p>é</p>'
    assert decode(page.encode("cp1252"), "text/html; charset=iso-8859-1").charset == "windows-1252"
    assert decode(codecs.BOM_UTF8 + page.encode(), "text/html; charset=gbk").text == page
    assert decode(codecs.BOM_UTF16_LE + SIMPLIFIED.encode("utf-16le"), "text/html; charset=gbk").text == SIMPLIFIED
    assert decode(codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16be"), None).text == SIMPLIFIED


@pytest.mark.parametrize("charset", ["utf-16le", "utf-16be"])
def test_utf_16_is_believed_where_it_can_be(charset: str) -> None:
    assert decode(SIMPLIFIED.encode(charset), f"text/html; charset={charset}").text == SIMPLIFIED
    assert decode(SIMPLIFIED.encode(charset), None).text == SIMPLIFIED
    for content in (SIMPLIFIED.encode(), b"<p>plain</p>"):
        assert decode(content, f"text/html; charset={charset}").charset == "utf-8"


@pytest.mark.parametrize("text", ["<p>© 2020 Lakeside", "<p>Lakeside · harbour office", "<p>a café"])
@pytest.mark.parametrize("content_type", [None, "text/html"])
def test_one_character_of_utf_8_is_enough_where_nothing_is_declared(text: str, content_type: str | None) -> None:
    found = decode(text.encode(), content_type)
    assert (found.text, found.charset) == (text, "utf-8")


def test_page_of_ascii_has_the_encoding_it_declares() -> None:
    assert decode(b"<p>plain</p>", "text/html; charset=gb2312").charset == "gb18030"
    assert decode(b"<p>plain</p>", None).charset == "utf-8"
    assert decode("日本語".encode("iso2022_jp"), None).text == "日本語"


@pytest.mark.parametrize(
    ("page", "charset"),
    [
        (b"<meta charset=gbk>", "gb18030"),
        (b"<META CHARSET='Big5' />", "big5"),
        (b"<meta content='text/html;charset=euc-kr' http-equiv=content-type>", "euc-kr"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=shift_jis" />', "shift_jis"),
        (b'<?xml version="1.0" encoding="gb2312"?><html>', "gb18030"),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"<!-- <meta charset=big5> --><meta charset=gbk>", "gb18030"),
        (b"<meta name=description content='charset=big5'>", None),
        (b"<metadata charset=big5>", None),
        (b"<meta charset=klingon><meta charset=gbk>", "gb18030"),
        (b" " * 3000 + b"<meta charset=gbk>", "gb18030"),
        (b" " * 5000 + b"<meta charset=gbk>", None),
        (b"", None),
    ],
)
def test_declaration_in_the_page(page: bytes, charset: str | None) -> None:
    assert declared_in_page(page) == charset


@pytest.mark.parametrize(
    ("value", "charset"),
    [
        ("text/html; charset=GB2312", "gb18030"),
        ('text/html;charset="utf-8"', "utf-8"),
        ("text/html; Charset = x-sjis ; foo", "shift_jis"),
        ("text/html", None),
        ("", None),
        (None, None),
    ],
)
def test_declaration_in_the_header(value: str | None, charset: str | None) -> None:
    assert declared_in_header(value) == charset


@pytest.mark.parametrize("charset", ["gb18030", "utf-8", "big5"])
def test_one_bad_byte_costs_one_character(charset: str) -> None:
    text = TRADITIONAL if charset == "big5" else SIMPLIFIED
    content = encode(text, charset)
    cut = len(encode(text[:40], charset))
    found = decode(content[:cut] + b"\xff" + content[cut:], f"text/html; charset={charset}")
    assert found.text == text[:40] + "\ufffd" + text[40:]
    assert found.charset == charset


@pytest.mark.parametrize("charset", ["gb18030", "utf-8", "big5"])
def test_cut_last_character_overrules_nothing(charset: str) -> None:
    text = TRADITIONAL if charset == "big5" else SIMPLIFIED
    for label in (charset, None):
        found = decode(encode(text + "中", charset)[:-1], f"text/html; charset={label}" if label else None)
        assert found.charset == charset
        assert found.text.startswith(text)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\x80 5", "€ 5"),
        (b"\xa2\xe3", "€"),
        (b"\xa8\xbc", "ḿ"),
        (b"\xa6\xd9", "︐"),
        (b"\xfe\x59", "龴"),
        (bytes.fromhex("95328236"), "𠀀"),
        (b"\xd6\x3c\x70\x3e", "\ufffd<p>"),
        (b"\xd6\xd0\xff\xb9\xfa", "中\ufffd国"),
    ],
)
def test_gb18030_is_that_of_the_standard(content: bytes, text: str) -> None:
    assert decode_as(content, "gb18030") == text


def test_undefined_bytes_are_control_characters() -> None:
    assert decode_as(b"\x81\x8d", "windows-1252") == "\x81\x8d"


@pytest.mark.parametrize("charset", ["gb18030", "big5", "euc-kr", "shift_jis", "euc-jp", "utf-8", "utf-16le"])
def test_no_pair_of_bytes_gives_a_surrogate(charset: str) -> None:
    for lead in range(0x80, 0x100):
        text = "".join(decode_as(bytes((lead, trail, 0x20, 0x20)), charset) for trail in range(0x100))
        text.encode("utf-8")


def test_nul_is_left_out() -> None:
    assert decode(b"a\0b", None).text == "ab"


@given(st.binary(max_size=400), st.none() | st.sampled_from([f"text/html; charset={label}" for label in LABELS]))
def test_any_bytes_give_text_without_surrogates(content: bytes, content_type: str | None) -> None:
    found = decode(content, content_type)
    found.text.encode("utf-8")
    assert "\0" not in found.text


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=200))
def test_utf_8_that_is_declared_comes_back(text: str) -> None:
    assert decode(text.encode(), "text/html; charset=utf-8").text == text


@pytest.mark.parametrize(
    "unit", [b"\xff", b"\x80", b"<meta ", b"<!--", b"\xd6", b"\xe4\xb8", b"charset=", b"\x1b$B", b"\x81\x30"]
)
def test_long_input_takes_linear_time(unit: bytes) -> None:
    with ended_if_it_hangs():
        decode(unit * 300_000, None)
