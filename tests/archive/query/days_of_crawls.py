"""An archive of a site that was crawled on several days, written with those days; extracted and indexed as any is."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from archive.layout import Archive
from archive.warc.http_exchange_and_conditional_requests import Exchange
from tests.archive.check.archive_with_articles import BEGAN, BOTH, write_warc
from tests.archive_files import made_once
from tests.crawler.spiders.odd_site import article

HOME = "http://sample.example"
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\nNot found"
LED_HOME = b"HTTP/1.1 302 Found\r\nLocation: /index.html\r\nContent-Length: 0\r\n\r\n"
BUSY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
CHINESE = ("我们明天去北京开会。", "我们明天去上海开会。")
ENGLISH = ("We will go to Beijing", "We shall go to Beijing")

Answers = Mapping[str, bytes]


def page(markup: str) -> bytes:
    """An answer with this page."""
    body = f"<html><body>{markup}</body></html>".encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%b" % (
        len(body),
        body,
    )


def told(number: int, *changed: tuple[str, str]) -> bytes:
    """An answer with an article in both languages, in which some words are others."""
    markup = article(number).replace("<p>Nobody", f"{BOTH}<p>Nobody")
    for old, new in changed:
        assert old in markup
        markup = markup.replace(old, new)
    return page(markup)


NO_ARTICLE = page("<title>Sorry</title><h1>This page does not exist</h1><a href='/'>Home</a>")


def day(number: int) -> datetime:
    return BEGAN + timedelta(days=number)


def crawl(archive: Archive, on: int, answers: Answers) -> None:
    """A crawl that began on a day and was given these answers by path, each in a second of its own."""
    exchanges = [
        Exchange(HOME + path, b"GET / HTTP/1.1\r\n\r\n", BytesIO(answer), day(on) + _second(path), "192.0.2.1")
        for path, answer in answers.items()
    ]
    write_warc(archive, f"day{on}", exchanges, began=day(on))


def _second(path: str) -> timedelta:
    return timedelta(seconds=int(path[1], 36))


def listing(on: int) -> bytes:
    """A list page, another on each day."""
    return page(
        "".join(f"<li><a href='/{n}.html'>A report with the number {n} of day {on}</a></li>" for n in range(9))
    )


DAYS: tuple[Answers, ...] = (
    {"/list": listing(0), **{f"/{n}.html": told(n) for n in range(8)}},
    {
        "/list": listing(1),
        "/0.html": told(0),
        "/1.html": told(1, CHINESE),
        "/2.html": NOT_FOUND,
        "/3.html": NOT_FOUND,
        "/4.html": LED_HOME,
        "/5.html": NO_ARTICLE,
        "/6.html": BUSY,
        "/8.html": told(8),
    },
    {"/1.html": told(1, CHINESE, ENGLISH), "/2.html": told(2), "/3.html": NOT_FOUND, "/7.html": told(7, ENGLISH)},
    {"/3.html": NOT_FOUND, "/4.html": told(4, CHINESE)},
    {"/3.html": NOT_FOUND, "/0.html": told(0)},
)
"""0 stays; 1 changes in Chinese, then in English; 2 is missing once; 3 goes; 4 leads home and is back, changed; 5 is
no article any more; the server is busy when asked for 6; 7 changes in English; 8 is new on the second day. The list
page is another each time."""


@made_once
def make_archive(root: Path) -> Archive:
    archive = Archive(root).create()
    for number, answers in enumerate(DAYS):
        crawl(archive, number, answers)
    return archive
