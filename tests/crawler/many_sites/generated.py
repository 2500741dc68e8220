"""Any number of small sites on addresses of 127.0.0.0/8, served by one program; some broken, each in its own way.

A sound site has a home page, three pages of its list and as many articles as make 50 pages. Sites are told by the
address that they are asked at, which is the host in their URLs.
"""

import asyncio
import gzip
import threading
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.crawler.spiders.odd_site import article

PAGES = 50
_LISTS = 3
ARTICLES = PAGES - _LISTS - 1
_CHUNK = 64 * 1024
_TLS = b"\x16"
"""The first byte of a TLS handshake (RFC 8446, 5.1)."""
_HTML = "Content-Type: text/html; charset=utf-8"

Answer = Callable[[int, str], AsyncIterator[bytes]]
"""Gives the bytes of the answer to a target of a site, piece by piece; the connection is closed after them."""


class Reset(Exception):
    """Raised by an answer that ends with a connection reset."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A request: when it came, in seconds, to which site, and for what."""

    at: float
    host: str
    target: str


@dataclass(slots=True)
class Sites:
    """Sites that are being served; ``broken`` maps a site's address to the name of its defect."""

    port: int
    sound: list[str] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)
    log: list[Logged] = field(default_factory=list)

    @property
    def urls(self) -> list[str]:
        """The start pages, broken sites among the others."""
        sound, broken = list(self.sound), list(self.broken)
        every = max(1, len(sound) // max(1, len(broken)))
        mixed = []
        for number, url in enumerate(sound):
            mixed.append(url)
            if number % every == every - 1 and broken:
                mixed.append(broken.pop(0))
        return mixed + broken

    def asked(self) -> dict[str, list[float]]:
        """When each host was asked for something, in order."""
        times = defaultdict(list)
        for logged in self.log:
            times[logged.host].append(logged.at)
        return {host: sorted(found) for host, found in times.items()}


def article_targets() -> list[str]:
    """The targets of the articles of a sound site."""
    return [f"/news/{number}.html" for number in range(ARTICLES)]


def _head(*headers: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", "Connection: close", *headers, "", ""]).encode()


def _page(body: str | bytes, *headers: str, status: str = "200 OK") -> bytes:
    payload = body.encode() if isinstance(body, str) else body
    return _head(*(headers or (_HTML,)), f"Content-Length: {len(payload)}", status=status) + payload


def _missing() -> bytes:
    return _page("<h1>404 Not Found</h1>", status="404 Not Found")


async def sound(site: int, target: str) -> AsyncIterator[bytes]:
    """A site in order."""
    lists = {f"/list_{n}.html": n for n in range(2, _LISTS + 2)}
    number = target.removeprefix("/news/").removesuffix(".html")
    if target == "/" or target in lists:
        page = lists.get(target, 1) - 1
        shown = range(page, ARTICLES, _LISTS + 1)
        items = "".join(f"<li><a href='/news/{n}.html'>Story {n} of the agency</a> 2025-03-03</li>" for n in shown)
        pager = "".join(f"<a href='{other}'>{n}</a> " for other, n in lists.items())
        yield _page(f"<title>Agency {site}</title><ul>{items}</ul>{pager}")
    elif number.isdigit() and int(number) < ARTICLES:
        yield _page(article(site * 1000 + int(number)))
    else:
        yield _missing()


def _only_start(answer: Answer) -> Answer:
    """The answer to all but robots.txt, which there is none of."""

    async def answered(site: int, target: str) -> AsyncIterator[bytes]:
        if target == "/robots.txt":
            yield _missing()
        else:
            async for piece in answer(site, target):
                yield piece

    return answered


def _articles(answer: Answer) -> Answer:
    """The answer to all articles, of which the home page names 46."""

    async def answered(site: int, target: str) -> AsyncIterator[bytes]:
        given = answer if target.startswith("/news/") else sound
        async for piece in given(site, target):
            yield piece

    return answered


def _always(content: bytes) -> Answer:
    async def answered(site: int, target: str) -> AsyncIterator[bytes]:
        yield content

    return answered


def _moved(location: str) -> bytes:
    return _page("", f"Location: {location}", status="302 Found")


async def _reset(site: int, target: str) -> AsyncIterator[bytes]:
    yield b""
    raise Reset


async def _silent(site: int, target: str) -> AsyncIterator[bytes]:
    await asyncio.sleep(3600)
    yield b""


async def _drip(site: int, target: str) -> AsyncIterator[bytes]:
    yield _head(_HTML, "Content-Length: 100000")
    while True:
        yield b"x"
        await asyncio.sleep(0.5)


async def _forbids(site: int, target: str) -> AsyncIterator[bytes]:
    if target == "/robots.txt":
        yield _page("User-agent: *\nDisallow: /\n", "Content-Type: text/plain")
    else:
        yield _page(article(site * 1000))


async def _robots_fault(site: int, target: str) -> AsyncIterator[bytes]:
    yield _page("x", status="503 Service Unavailable") if target == "/robots.txt" else _page(article(site * 1000))


_ROBOTS = b"User-agent: *\n" + b"".join(b"Disallow: /%d/*/x$\n" % n for n in range(1_500_000))


async def _robots_huge(site: int, target: str) -> AsyncIterator[bytes]:
    if target == "/robots.txt":
        yield _page(_ROBOTS, "Content-Type: text/plain")
    else:
        async for piece in sound(site, target):
            yield piece


async def _loop(site: int, target: str) -> AsyncIterator[bytes]:
    yield _moved("/b" if target != "/b" else "/c") if target != "/c" else _moved("/")


async def _itself(site: int, target: str) -> AsyncIterator[bytes]:
    yield _moved(target)


async def _bomb(site: int, target: str) -> AsyncIterator[bytes]:
    yield _page(_BOMB, _HTML, "Content-Encoding: gzip")


def _make_bomb() -> bytes:
    packed = gzip.compress(b"<p>0</p>" * 131072, 6)
    return packed * 400  # members of gzip follow each other: 400 MB


_BOMB = _make_bomb()


async def _endless_lists(site: int, target: str) -> AsyncIterator[bytes]:
    page = int("".join(letter for letter in target if letter.isdigit()) or 1)
    links = "".join(f"<a href='/list_{n}.html'>{n}</a> " for n in range(page + 1, page + 8))
    yield _page(f"<title>Page {page}</title><ul><li>nothing on page {page}</li></ul>{links}")


async def _calendar(site: int, target: str) -> AsyncIterator[bytes]:
    year, _, month = target.removeprefix("/cal/").strip("/").partition("/")
    y, m = (int(year), int(month or 1)) if year.isdigit() and month.isdigit() else (2025, 1)
    days = "".join(f"<td><a href='/cal/{y}/{m}/{day}/'>{day}</a></td>" for day in range(1, 29))
    ahead = f"<a href='/cal/{y + m // 12}/{m % 12 + 1}'>next month</a>"
    yield _page(f"<title>{y}-{m}</title><table><tr>{days}</tr></table>{ahead}")


async def _wrong_length(site: int, target: str) -> AsyncIterator[bytes]:
    body = article(site * 1000).encode()
    yield _head(_HTML, f"Content-Length: {len(body) + 5000}") + body


async def _huge(site: int, target: str) -> AsyncIterator[bytes]:
    yield _head(_HTML, f"Content-Length: {200_000_000}")
    for _ in range(200_000_000 // _CHUNK):
        yield b"<p>0</p>" * (_CHUNK // 8)


async def _endless_chunks(site: int, target: str) -> AsyncIterator[bytes]:
    yield _head(_HTML, "Transfer-Encoding: chunked")
    while True:
        yield b"%x\r\n%s\r\n" % (_CHUNK, b"<p>0</p>" * (_CHUNK // 8))


async def _long_titles(site: int, target: str) -> AsyncIterator[bytes]:
    number = int("".join(letter for letter in target if letter.isdigit()) or 0)
    yield _page(article(site * 1000 + number).replace("<title>", "<title>" + "翻译 story " * 90_000))


async def _endless_articles(site: int, target: str) -> AsyncIterator[bytes]:
    number = int("".join(letter for letter in target if letter.isdigit()) or 0)
    links = "".join(f"<a href='/news/{n}.html'>The story {n}</a> " for n in range(number + 1, number + 5))
    yield _page(article(site * 1_000_000 + number, links))


IMAGES = "127.1.250.1"
"""A host that has images for all sites."""


async def pictured(site: int, target: str) -> AsyncIterator[bytes]:
    """A site of six articles, each with three images that lie on the host for all."""
    number = target.removeprefix("/news/").removesuffix(".html")
    if target == "/":
        items = "".join(f"<li><a href='/news/{n}.html'>Story {n} of the agency</a> 2025-03-03</li>" for n in range(6))
        yield _page(f"<title>Agency {site}</title><ul>{items}</ul>")
    elif number.isdigit():
        images = "".join(f"<img src='//{IMAGES}:PPPPP/{site}-{number}-{n}.png'>" for n in range(3))
        yield _page(article(site * 1000 + int(number)).replace("</p><p>", f"{images}</p><p>", 1))
    else:
        yield _missing()


async def _image(site: int, target: str) -> AsyncIterator[bytes]:
    if target == "/robots.txt":
        yield _missing()
    else:
        yield _page(b"\x89PNG" + target.encode(), "Content-Type: image/png")


BROKEN: dict[str, Answer] = {
    "reset": _reset,
    "silent": _silent,
    "silent articles": _articles(_silent),
    "slow drip": _only_start(_drip),
    "faults everywhere": _always(_page("broken", status="500 Internal Server Error")),
    "robots forbids": _forbids,
    "robots fault": _robots_fault,
    "robots huge": _robots_huge,
    "redirect loop": _only_start(_loop),
    "redirect to private": _only_start(_always(_moved("http://10.0.0.1/"))),
    "redirect to itself": _only_start(_itself),
    "bomb": _articles(_bomb),
    "endless lists": _only_start(_endless_lists),
    "endless calendar": _only_start(_calendar),
    "garbage": _always(b"\x00\x01\x02 this is no HTTP\r\n\r\n\xff\xfe"),
    "wrong length": _only_start(_wrong_length),
    "wrong charset": _articles(_always(_page("翻译公司新闻" * 99, "Content-Type: text/html; charset=klingon-8"))),
    "huge body": _articles(_huge),
    "endless chunks": _articles(_endless_chunks),
    "empty": _always(_page("")),
    "missing everywhere": _always(_missing()),
    "huge header": _always(_page("x", _HTML, "X-Long: " + "x" * 1_000_000)),
    "long titles": _articles(_long_titles),
    "endless articles": _only_start(_endless_articles),
    "refusals": _always(_page("no", status="403 Forbidden")),
    "no TLS": _always(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
}
"""Ways to be broken, by name. "no TLS" is to be crawled over https."""

FED = frozenset({"silent articles", "robots huge", "bomb", "wrong length", "wrong charset", "huge body"}) | frozenset(
    {"endless chunks", "long titles", "endless articles"}
)
"""Those that have a page to begin with, so that their crawl ends like any other."""


@contextmanager
def serve(number: int, defects: dict[str, Answer]) -> Iterator[Sites]:
    """Serves so many sound sites, and one for each defect, on a free port until the block ends."""
    sites = Sites(0)
    answers: dict[str, tuple[int, Answer]] = {IMAGES: (0, _image)}
    ready, loop = threading.Event(), asyncio.new_event_loop()
    for at in range(number):
        answers[_host(at)] = (at, sound)
    for at, answer in enumerate(defects.values(), number):
        answers[_host(at)] = (at, answer)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            first = await reader.readexactly(1)
            head = first + (await reader.readuntil(b"\r\n\r\n") if first != _TLS else b" / \r\n\r\n")
            host, target = writer.get_extra_info("sockname")[0], head.split(b" ", 2)[1].decode("latin-1")
            sites.log.append(Logged(time.monotonic(), host, target))
            await _send(writer, answers[host], target)
        with suppress(ConnectionError):
            writer.close()
            await writer.wait_closed()

    def run() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(asyncio.start_server(connected, "0.0.0.0", 0, backlog=512))  # noqa: S104 - each site has an address of its own
        sites.port = server.sockets[0].getsockname()[1]
        ready.set()
        loop.run_forever()
        server.close()
        under_way = asyncio.all_tasks(loop)
        for task in under_way:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*under_way, return_exceptions=True))
        loop.close()

    serving = threading.Thread(target=run, daemon=True)
    serving.start()
    ready.wait()
    sites.sound = [_url(at, sites.port) for at in range(number)]
    sites.broken = {
        _url(at, sites.port, "https" if name == "no TLS" else "http"): name for at, name in enumerate(defects, number)
    }
    try:
        yield sites
    finally:
        loop.call_soon_threadsafe(loop.stop)
        serving.join(30)


async def _send(writer: asyncio.StreamWriter, answers: tuple[int, Answer], target: str) -> None:
    site, answer = answers
    port = b"%05d" % writer.get_extra_info("sockname")[1]
    try:
        async for piece in answer(site, target):
            writer.write(piece.replace(b"PPPPP", port))
            await asyncio.wait_for(writer.drain(), 60)
    except Reset:
        writer.transport.abort()
    except TimeoutError:
        pass


def _host(at: int) -> str:
    return f"127.1.{at // 200}.{at % 200 + 1}"


def _url(at: int, port: int, scheme: str = "http") -> str:
    return f"{scheme}://{_host(at)}:{port}/"
