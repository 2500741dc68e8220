"""Random input against what reads a stranger's bytes: heads, files to add, requests, markup.

What one finds becomes a case.

Each gets a source of chance and does one round; it raises where something is found.
"""

import random
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from starlette.testclient import TestClient
from twisted.internet.testing import StringTransport
from twisted.web._newclient import Request
from twisted.web.http_headers import Headers

from archive.errors import ArchiveError
from archive.intake import Choice, add_file
from archive.layout import Archive
from archive.replay.media_type import media_type, sent_type
from archive.replay.rewriting import Markup, Place, rewrite_html
from archive.replay.rewriting.charset import page_charset
from crawler.capture.head import BoundedParser, HeadTooLarge

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
    rewritten = b"".join(rewrite_html(page, Place("2026", "http://a.example/"), Markup(charset, first=b"<us>")))
    assert len(rewritten) <= 200 * (len(page) + 100)


def request(chance: random.Random, client: TestClient) -> None:
    """Every answer to a request is one that is meant."""
    query = quote("".join(chance.choices(_QUERIES, k=chance.randrange(30))))
    path = chance.choice(("/", "/api/search", "/concordance", "/api/concordance", "/terms", "/history", "/changes"))
    answer = client.get(f"{path}?q={query}&url={query}")
    assert answer.status_code in (200, 400, 404, 503), (path, query, answer.status_code)


def added(chance: random.Random, whole: bytes, place: Path) -> None:
    """A WARC file that was changed anywhere is taken in or refused, and nothing is written beside the archive."""
    changed = bytearray(whole)
    for _ in range(chance.randrange(1, 40)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    file = place / "changed.warc.gz"
    file.write_bytes(bytes(changed[: chance.randrange(1, len(changed))]) if chance.random() < 0.3 else bytes(changed))
    before = set(place.iterdir())
    with suppress(ArchiveError):
        add_file(Archive(place / "data").create(), file, Choice(), lambda _: lambda *_: None)
    assert set(place.iterdir()) - before <= {place / "data"}
