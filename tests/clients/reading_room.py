"""A crawl of the sample site, and the reading room that serves it as its users start it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from archive.index import Filters, Index
from archive.layout import Archive
from archive.model.document import Block, Document, Image, Link, Pair, Removed, Speech
from tests.samplesite import serve

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
LATER = "2027-01-02T03:04:05.000006Z"
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)><svg onload=alert(1)>\u202e\u2066{{7*7}}'
SEED = "/speeches/lanting-forum/"
"""Where the seed's speech stands in paragraphs; elsewhere it was posted again, in other markup."""
CHINESE = "中国加强国际产能合作,是自身经济加快转型升级的必由之路。"


@dataclass(frozen=True, slots=True)
class Room:
    """A reading room that runs: its address, that of its replay, the seed's speech, and how many documents it has."""

    url: str
    replay: str
    seed: Document
    size: int


def crawl(archive: Archive) -> tuple[Document, int]:
    """Crawls the sample site; gives the seed's speech and the number of documents."""
    env = {**os.environ, "ARCHIVE_DIR": str(archive.root)}
    with serve() as site:
        command: list[str | Path] = [BIN / "scrapy", "crawl", "daxinya", "-a", f"start_url={site.url}"]
        subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
    with Index(archive) as index:
        posted = index.matches(f'"{CHINESE}"', Filters(), 10).documents
        return next(each for each in posted if each.url.endswith(SEED)), index.counts().documents


def changed(seed: Document) -> Document:
    """A later version: a word changed on both sides of one pair, and in the Chinese of another alone."""
    first, second = (pair for pair in seed.pairs[:2])
    blocks = list(seed.blocks)
    for n, old, new in (
        (first.source[0], "世界各国", "世界所有国家"),
        (first.target[0], "China", "The People's Republic of China"),
        (second.source[0], "必由之路", "唯一道路"),
    ):
        assert old in blocks[n].text
        blocks[n] = replace(blocks[n], text=blocks[n].text.replace(old, new, 1))
    capture = replace(seed.capture, date=LATER)
    return replace(seed, version=LATER, capture=capture, blocks=tuple(blocks), section="Changed Section")


def hostile(seed: Document) -> Document:
    """A document in which everything that a page can say is hostile, and much of it a million characters long."""
    texts = (f"恶意{HOSTILE}", f"hostile {HOSTILE}", "恶意" + "长" * 1_000_000, "恶意\u202e\u2067\u200f反转")
    blocks = tuple(Block(n, "paragraph", text, "zh-Hans", 1.0, "/p") for n, text in enumerate(texts))
    return replace(
        seed,
        id="hostile-000000000000",
        url='http://hostile.invalid/"><script>alert(1)</script>',
        site="hostile",
        title=HOSTILE + "T" * 1_000_000,
        subtitle=HOSTILE,
        section=HOSTILE,
        author=HOSTILE,
        speech=Speech(HOSTILE, HOSTILE, HOSTILE, HOSTILE, "2015-04-28"),
        blocks=(*blocks[:1], replace(blocks[1], lang="en"), *blocks[2:]),
        pairs=(Pair((0,), (1,), 0.9),),
        removed=(Removed("other", HOSTILE, "/x"),),
        links=(Link("javascript:alert(1)", HOSTILE), Link("https://example.com/", HOSTILE)),
        images=(Image("https://example.com/x.png", HOSTILE),),
    )


@contextmanager
def serve_room(archive: Archive) -> Iterator[tuple[str, str]]:
    """The addresses of the reading room and of the replay, as 'archive serve' says them."""
    command: list[str | Path] = [
        BIN / "archive", "--archive", archive.root, "serve", "--port", "0", "--replay-port", "0", "--no-browser",
    ]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            room, replay = (_address(server.stdout.readline()) for _ in range(2))
            yield room, replay
        finally:
            server.terminate()


def _address(line: str) -> str:
    found = re.search(r"http://\S+", line)
    assert found, line
    return found[0].rstrip("/")


@dataclass(slots=True)
class Visit:
    """A page in a browser, with all that the browser had to say about it."""

    page: Page
    complaints: list[str]


@contextmanager
def visit(browser: Browser, room: Room, **options: object) -> Iterator[Visit]:
    """A page of its own, at first of nothing; in the end the browser must have had nothing to say.

    ``options`` are those of Playwright's ``new_context``.
    """
    settings = {"base_url": room.url, "locale": "en-GB", "viewport": {"width": 1280, "height": 900}, **options}
    context: BrowserContext = browser.new_context(**settings)  # type: ignore[arg-type] # they are named as they are
    seen = Visit(context.new_page(), [])
    seen.page.on("console", lambda message: _note(seen, message))
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on("dialog", lambda dialog: seen.complaints.append(f"dialog {dialog.message}"))
    seen.page.on("request", lambda request: _foreign(seen, room, request.url))
    yield seen
    context.close()
    assert not seen.complaints, seen.complaints


def _note(seen: Visit, message: ConsoleMessage) -> None:
    seen.complaints.append(f"{message.type}: {message.text}")


def _foreign(seen: Visit, room: Room, url: str) -> None:
    port = room.replay.rstrip("/").rpartition(":")[2]
    inside = re.match(rf"http://p[0-9a-f]{{20}}\.localhost:{port}/", url)  # an archived site has an origin of its own
    if not inside and not url.startswith((room.url, room.replay)):
        seen.complaints.append(f"asked for {url}")
