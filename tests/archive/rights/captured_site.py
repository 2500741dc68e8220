"""An archive of a site that says in its files what may be done with its pages."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

from archive.index import Index
from archive.layout import Archive
from archive.rights_of_pages_and_sites import SiteRights
from archive.warc.http_exchange_and_conditional_requests import Exchange
from tests.archive.check.archive_with_articles import BEGAN, exchange, write_warc

HOST = "http://sample.example"
RESERVED = b'[{"location": "/news/2*", "tdm-reservation": 0}, {"location": "/news/", "tdm-reservation": 1, "tdm-policy": "https://sample.example/terms"}]'  # fmt: skip  # noqa: E501 - a file as a site has it
ROBOTS = b"User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /news/\n\nUser-agent: *\nDisallow: /secret/\n"


def answer(path: str, body: bytes, day: int = 0, status: bytes = b"200 OK") -> Exchange:
    """The exchange in which a file of the site is fetched, on a day after the first."""
    head = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (status, len(body))
    began = BEGAN + timedelta(days=day, seconds=-1)
    return Exchange(f"{HOST}{path}", b"GET / HTTP/1.1\r\n\r\n", BytesIO(head + body), began, "192.0.2.1")


def says(number: int, head: str, day: int = 0) -> Exchange:
    """The exchange of an article whose head says more."""
    whole = exchange(number, day)
    content = whole.response.read()
    start, _, body = content.partition(b"\r\n\r\n")
    body = body.replace(b"<head>", b"<head>" + head.encode())
    kept = b"\r\n".join(line for line in start.split(b"\r\n") if not line.startswith(b"Content-Length"))
    return replace(whole, response=BytesIO(kept + b"\r\n\r\n" + body))


def make_site(archive: Archive) -> Archive:
    """Five articles: 1 and 2 silent, 3 free, 4 reserved and 5 licensed by their own word; a file that reserves."""
    archive.create()
    files = [answer("/robots.txt", ROBOTS), answer("/.well-known/tdmrep.json", RESERVED)]
    pages = [
        exchange(1),
        exchange(2),
        says(3, '<meta name="tdm-reservation" content="0">'),
        says(4, '<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="/mine">'),
        says(5, '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">'),
    ]
    write_warc(archive, "first", [*files, *pages])
    return archive


def site_rights(archive: Archive, index: Index) -> SiteRights:
    return SiteRights(archive, index.captures, index.original)
