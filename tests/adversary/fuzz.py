"""Random input for all that reads a stranger's bytes: crawler, extraction, ``archive add``, rewriting, API.

Each function gets a source of chance and does one round; it raises where something is found, and that becomes a case.
"""

import random
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from starlette.testclient import TestClient
from twisted.internet.testing import StringTransport
from twisted.web._newclient import Request
from twisted.web.http_headers import Headers

from archive.errors import ArchiveError
from archive.intake.add_files import add_file
from archive.layout import Archive
from archive.model.capture import Capture
from archive.model.document import decode_document, encode_document
from archive.model.page_headers_content_and_charset_names import Page
from archive.replay.html_and_css_rewriting import Markup, UrlRewriter, rewrite_html
from archive.replay.media_type_and_charset import media_type, page_charset, sent_type
from crawler.capture.tap import BoundedParser, HeadTooLarge
from crawler.extraction import extract
from tests.crawler.many_sites.crawling import faults, missing_pages, run_measured
from tests.crawler.many_sites.generated import Answer, serve

MOST_MEMORY = 300
"""Megabytes that a crawl may take, whatever it meets."""

_HEADS = (
    b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 103 Early Hints\r\n", b"\r\n", b"\n", b"A: b\r\n", b" folded\r\n", b":\r\n",
    b"Content-Length: 5\r\n", b"Content-Length: -1\r\n", b"Transfer-Encoding: chunked\r\n", b"hello", b"0\r\n\r\n",
    b"X: " + b"x" * 9000 + b"\r\n", b"\x00\xff", b"HTTP/9.9 999\r\n", b"5;a=b\r\nhello\r\n",
)  # fmt: skip
_MARKUP = (
    b"<a href='", b"'>", b"<img srcset=\"", b"\"", b"<style>", b"</style>", b"url(", b")", b"@import '", b"<!--",
    b"-->", b"<script>", b"</script>", b"<base href=//x>", b"<iframe srcdoc=\"",
    b"<meta http-equiv=refresh content='0;url=",
    b"<svg><image xlink:href=", b"\x1b(I", b"\xff\xfe", b"\xe2\x80\xae", b"&#0;", b"&amp;", b"http://x/", b"//",
    b"<?xml encoding='utf-16'?>", b"]]>", b"<plaintext>", b"<", b">", b"\x00",
)  # fmt: skip
_TEXT = (
    b"<p>", b"</p>", b"<br>", b"<td>", b"<h1>", b"<li>", b"<table>", b"<template>", b"<noscript>", b"2025-03-03",
    "来源：新华社 作者：".encode(), "中国加强国际产能合作。".encode(), "<p>版权所有 京ICP备12345678号".encode(),
    b"\xe6\x96\xb0", "兩國".encode("big5"), "新闻".encode("gb18030"),
    b"<p>China steps up industrial cooperation. ", b"Wang Yi: ", b"Copyright (c) 2025 ",
    b"<meta property=og:title content=\"", b"<script type=application/ld+json>{\"@graph\": [", b"]}</script>",
    b"<script id=__NEXT_DATA__>{\"a\": {", b"<title>", b"<time datetime=\"9999-99-99", b"1234567890" * 40,
)  # fmt: skip
_QUERIES = ('"', "(", ")", "*", "~", "-", "NOT ", "OR ", "title:", "published:", "..", "中", "a ", "%00", "\\", "é")
_TYPES = (
    "text/html",
    "application/pdf",
    "*/*",
    ",",
    ";",
    " charset=",
    "utf-16",
    "unicode",
    '"',
    "x",
    "image/svg+xml",
)


def _joined(chance: random.Random, pieces: tuple[bytes, ...], most: int) -> bytes:
    return b"".join(chance.choices(pieces, k=chance.randrange(most)))


def head(chance: random.Random) -> None:
    """The parser of responses takes any bytes in any pieces, and holds no more of a head than it may."""
    parser = BoundedParser(Request(b"GET", b"/", Headers({b"Host": [b"a"]}), None), lambda _: None)  # type: ignore[no-untyped-call]
    parser.head_limit = 20_000
    parser._responseDeferred.addErrback(lambda _: None)
    parser.makeConnection(StringTransport())  # type: ignore[no-untyped-call]
    sent = _joined(chance, _HEADS, 60)
    try:
        while sent and parser.state != "DONE":
            size = chance.randrange(1, 3000)
            parser.dataReceived(sent[:size])  # type: ignore[no-untyped-call]
            sent = sent[size:]
    except HeadTooLarge:
        pass
    except Exception as error:
        if isinstance(error, AttributeError | IndexError | RecursionError | MemoryError):
            raise
    assert parser.head_size <= parser.head_limit + BoundedParser.MAX_LENGTH + 3000


def markup(chance: random.Random) -> None:
    """Rewriting takes any bytes as a page, and every address in them that is whole leads into the archive."""
    page = _joined(chance, _MARKUP, 80)
    fields = tuple(("Content-Type", "".join(chance.choices(_TYPES, k=3))) for _ in range(chance.randrange(3)))
    found = media_type(fields)
    sent = sent_type(found, chance.choice(("", "script", "style", "iframe")), page)
    assert "\n" not in sent
    charset = page_charset(page, f"charset={found.charset}" if found.charset else None)
    rewritten = b"".join(rewrite_html(page, UrlRewriter("2026", "http://a.example/"), Markup(charset, first=b"<us>")))
    assert len(rewritten) <= 200 * (len(page) + 100)


def extracted(chance: random.Random) -> None:
    """Extraction takes any bytes as a page, and what it makes of them is a document that can be stored."""
    payload = _joined(chance, _MARKUP + _TEXT, 120)
    fields = tuple(("Content-Type", "".join(chance.choices(_TYPES, k=2))) for _ in range(chance.randrange(3)))
    coded = ((("Content-Encoding", chance.choice(("gzip", "br", "x, gzip", ""))),)) if chance.random() < 0.1 else ()
    capture = Capture(
        "http://a.example/news/1.html", "a.warc.gz", 0, 1, "<urn:a>", "2026-11-24T09:32:26Z", 200, "", None
    )
    document = extract(Page("agency", capture, (*fields, *coded), payload))
    assert decode_document(encode_document(document)) == document


def site(chance: random.Random) -> Answer:
    """A site that answers each address in a way of its own: with a page of random markup, or with random bytes."""
    seed = chance.getrandbits(32)

    async def answered(_site: int, target: str) -> AsyncIterator[bytes]:
        own = random.Random(f"{seed} {target}")
        if own.random() < 0.4:
            yield _joined(own, _HEADS, 60)
            return
        links = "".join(f"<li><a href='/news/{own.randrange(40)}.html'>Story of the agency</a>" for _ in range(20))
        yield b"HTTP/1.1 200 OK\r\nContent-Type: " + own.choice(_TYPES[:2] + ("text/html",) * 6).encode()
        yield b"\r\n\r\n<title>Agency</title>" + links.encode() + _joined(own, _MARKUP + _TEXT, 200)

    return answered


def crawled(chance: random.Random, place: Path) -> None:
    """Random sites crawled with a sound one: the crawl ends in little memory, and of the sound one all is there."""
    root = place / str(chance.getrandbits(48))
    with serve(1, {str(number): site(chance) for number in range(6)}) as sites:
        ended = run_measured(
            root, sites.urls, "-s", "DOWNLOAD_DELAY=0.01", "-s", "DOWNLOAD_TIMEOUT=3", "-s", "MAX_PAGES=60"
        )
    assert ended.code == 0, ended.errors
    assert "Traceback" not in ended.errors, ended.errors
    assert ended.peak < MOST_MEMORY
    assert missing_pages(root, sites) == {}
    assert faults(root) == []
    shutil.rmtree(root)


def request(chance: random.Random, client: TestClient) -> None:
    """Every answer to a request is one that is meant."""
    query = quote("".join(chance.choices(_QUERIES, k=chance.randrange(30))))
    path = chance.choice(("/", "/api/search", "/concordance", "/api/concordance", "/terms", "/history", "/changes"))
    answer = client.get(f"{path}?q={query}&url={query}")
    assert answer.status_code in (200, 400, 404, 503), (path, query, answer.status_code)


def added(chance: random.Random, whole: Path, place: Path) -> None:
    """A WARC or WACZ file that was changed anywhere is taken in or refused; nothing is written beside the archive."""
    changed = bytearray(whole.read_bytes())
    for _ in range(chance.randrange(1, 40)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    file = place / f"changed{''.join(whole.suffixes)}"
    file.write_bytes(bytes(changed[: chance.randrange(1, len(changed))]) if chance.random() < 0.3 else bytes(changed))
    before = set(place.iterdir())
    with suppress(ArchiveError):
        add_file(Archive(place / "data").create(), file, lambda _: lambda *_: None)
    assert set(place.iterdir()) - before <= {place / "data"}
