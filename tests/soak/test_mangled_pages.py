"""Pages of the evaluation, mangled in random ways: extraction reads each, and every text counts once."""

import random
from collections import Counter
from collections.abc import Callable

import pytest

from archive.model.document import Document, document_faults, encode_document, to_json
from archive.model.page_headers_content_and_charset_names import Page
from crawler.extraction import extract
from crawler.extraction.decoding.charset_detection import decode
from crawler.extraction.decoding.html_tree_xpath_and_script_json import parse
from tests.crawler.extraction.conftest import page_of
from tests.crawler.extraction.test_accounting import accounted, characters, visible
from tests.eval.gold import read_corpus

SEED = 20_261_125
_PIECES = (
    b"<div>", b"</div>", b"</p>", b"<table><tr><td>", b"</td></tr></table>", b"<br><br>", b"<!--", b"-->",
    b"<p hidden>", b"<a href=/x>", b"<script>", b"</script>", b"\x00", b"\xff\xfe", b"\x81", b"&#0;",
    b"&#xd800;", b"]]>", b"<![CDATA[", b"<o:p>", b"<svg><title>", b"<font>", b"<body>", b"</html>",
    b"<template>", b"<select><option>", b"<textarea>", b"<plaintext>", b"<frameset>", b"\xe2\x80\xae",
    b"<h1>", b"<base href=//>",
)  # fmt: skip

_HIDES = {
    "hidden_text_traps",  # hides text in more ways than ``visible`` knows
    "entities_for_every_character",  # cut, its entities are escaped twice, which fields resolve
}
_OF_DATES = frozenset(
    "0123456789〇一二三四五六七八九十年月日号時时分秒星期周天上下午早晚中间間-/.,:()（）T+ZGMT"
) | frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LONGEST_DATE = 50

Mangle = Callable[[random.Random, bytes], bytes]


def _cut(chance: random.Random, page: bytes) -> bytes:
    return page[: chance.randrange(len(page) + 1)]


def _drop(chance: random.Random, page: bytes) -> bytes:
    at = chance.randrange(len(page) + 1)
    return page[:at] + page[at + chance.randrange(1, 2000) :]


def _repeat(chance: random.Random, page: bytes) -> bytes:
    at = chance.randrange(len(page) + 1)
    return page[:at] + page[at : at + chance.randrange(1, 3000)] * chance.randrange(2, 5) + page[at:]


def _insert(chance: random.Random, page: bytes) -> bytes:
    at = chance.randrange(len(page) + 1)
    return page[:at] + chance.choice(_PIECES) * chance.choice((1, 1, 1, 2, 50)) + page[at:]


def _flip(chance: random.Random, page: bytes) -> bytes:
    mangled = bytearray(page)
    for _ in range(min(len(mangled), chance.randrange(1, 30))):
        mangled[chance.randrange(len(mangled))] = chance.randrange(256)
    return bytes(mangled)


def _swap(chance: random.Random, page: bytes) -> bytes:
    first, second = sorted((chance.randrange(len(page) + 1), chance.randrange(len(page) + 1)))
    return page[second:] + page[first:second] + page[:first]


_WAYS: tuple[Mangle, ...] = (_cut, _drop, _repeat, _insert, _insert, _flip, _swap)


@pytest.mark.parametrize("pages", [300, pytest.param(10_000, marks=pytest.mark.soak)])
def test_mangled_pages_are_read_and_every_text_counts_once(pages: int) -> None:
    cases = [case for case in read_corpus() if case.name not in _HIDES]
    chance = random.Random(SEED)
    for number in range(pages):
        case = chance.choice(cases)
        payload = case.payload
        for _ in range(chance.randrange(1, 5)):
            payload = chance.choice(_WAYS)(chance, payload)
        page = page_of(payload, url=case.url, content_type=case.content_type)
        wrong = _faults(page)
        assert not wrong, f"mangled page {number}, from {case.name}: {wrong}"


def _faults(page: Page) -> list[str]:
    document = extract(page)
    wrong = document_faults(to_json(document))
    if encode_document(document) != encode_document(extract(page)):
        wrong.append("is read otherwise the second time")
    root = parse(decode(page.payload, page.header("Content-Type")).text)
    if document.is_article and root is not None:
        seen, counted = characters(list(visible(root))), accounted(document)
        if lost := _lost(seen - counted, document.published):
            wrong.append(f"lost {dict(lost.most_common(9))}")
        if invented := counted - seen - characters(_from_metadata(document)):
            wrong.append(f"invented {dict(invented.most_common(9))}")
    return wrong


def _lost(lost: Counter[str], published: str | None) -> Counter[str]:
    """What is lost besides the words of the date, of which only its meaning is kept."""
    is_date = published is not None and lost.total() <= _LONGEST_DATE and _OF_DATES.issuperset(lost)
    return Counter() if is_date else lost


def _from_metadata(document: Document) -> list[str]:
    """Fields that a page may give in its head alone."""
    return [text for text in (document.title, document.author, document.source) if text]
