"""Archives of WARC files as crawls of several sites leave them, with pages made from the evaluation's sentences.

The pages are the same each time: in Chinese, in English or in both, block beside block, with a menu, a list and a
script around them, about 24 kB each. A site's first crawl took most of them, later ones few.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random

from archive.bitext.sentences import join_sentences
from archive.index import update_index
from archive.jobs_and_locks import Job
from archive.layout import Archive
from archive.model.times import format_time
from archive.warc.http_exchange_and_conditional_requests import Exchange
from archive.warc.warc_writer import WarcWriter
from tests.eval_bitext.gold import Group, read_corpus

SITES = ("harbour", "lantern", "meridian", "northgate")
CRAWLS = (0.5, 0.25, 0.125, 0.125)
"""The shares of a site's pages that its crawls took, one after the other."""

_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
_PARAGRAPHS = 8
_AROUND = (150, 110, 1200)  # links in the menu, related links, numbers in the script


def make_archive(root: Path, pages: int, sites: int = len(SITES)) -> Archive:
    """An archive with so many pages, a WARC file for each crawl, indexed, and without documents."""
    archive = Archive(root).create()
    whole, around = _groups(), _around()
    for number, site in enumerate(SITES[:sites]):
        first = 0
        for crawl, share in enumerate(CRAWLS):
            last = first + round(pages / sites * share)
            _write_warc(archive, site, f"crawl{number}{crawl}", _exchanges(site, range(first, last), whole, around))
            first = last
    update_index(archive)
    return archive


def site_pages(count: int) -> dict[str, bytes]:
    """A site with so many articles, its front page and the sections of its menu, by their paths."""
    groups, around = _groups(), _around()
    pages = {f"/news/{n}.html": _page(n, Random(f"site{n}"), groups, around).encode() for n in range(count)}
    for section in range(_AROUND[0]):
        links = "".join(
            f"<li><a href='/news/{n}.html'>{2000 + n % 26}-{n % 12 + 1:02d} Report number {n}, 第{n}号报告</a></li>"
            for n in range(section, count, _AROUND[0])
        )
        pages[f"/c/{section}.html"] = f"<html><body>{around[0]}<ul>{links}</ul></body></html>".encode()
    return {"/": pages["/c/0.html"], **pages}


def _groups() -> list[Group]:
    """Sentences that translate each other."""
    groups = [group for text in read_corpus() for block in text.blocks for group in block.groups]
    return [group for group in groups if group.source and group.target]


def _write_warc(archive: Archive, site: str, job: str, exchanges: Iterator[Exchange]) -> None:
    begun = Job(job, site, {}, format_time(_BEGAN)).save(archive)
    with WarcWriter(archive, site, job, {"software": "benchmark"}, lambda digest: None) as writer:
        for exchange in exchanges:
            writer.append(exchange)
        writer.sync()
    begun.end(archive, "finished", {})


def _exchanges(site: str, numbers: range, groups: list[Group], around: tuple[str, str]) -> Iterator[Exchange]:
    for number in numbers:
        body = _page(number, Random(f"{site}{number}"), groups, around).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        request = f"GET /news/{number}.html HTTP/1.1\r\nHost: {site}.example\r\n\r\n".encode()
        began = _BEGAN + timedelta(seconds=number)
        uri = f"http://{site}.example/news/{number}.html"
        yield Exchange(uri, request, BytesIO(head.encode() + body), began, "192.0.2.1")


def _page(number: int, chance: Random, groups: list[Group], around: tuple[str, str]) -> str:
    """Half of the pages have both languages, a quarter each but one."""
    sides = ((0, 1), (0, 1), (0,), (1,))[number % 4]
    chosen = chance.sample(groups, 3 * _PARAGRAPHS)
    paragraphs = [chosen[at : at + 3] for at in range(0, len(chosen), 3)]
    body = "".join(
        f"<p>{join_sentences([one for group in some for one in (group.source, group.target)[side]])}</p>"
        for some in paragraphs
        for side in sides
    )
    title = "".join((chosen[0].source, chosen[0].target)[sides[0]])[:60]
    day = f"{2000 + number % 26}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
    return (
        f"<html><head><meta charset=utf-8><title>{title} {number}</title></head><body>{around[0]}<div class=content>"
        f"<h1>{title} {number}</h1><p class=info>{day} Source: Agency</p>{body}</div>{around[1]}</body></html>"
    )


def _around() -> tuple[str, str]:
    links, related, numbers = _AROUND
    menu = "".join(f"<li><a href='/c/{n}.html'>栏目 {n} Section</a></li>" for n in range(links))
    more = "".join(f"<li><a href='/news/{n}.html'>翻译行业第{n}次会议在深圳召开</a></li>" for n in range(related))
    script = f"<script>var a=[{','.join(map(str, range(numbers)))}];</script>"
    return f"<div class=nav><ul>{menu}</ul></div>", f"<div class=more><ul>{more}</ul></div>{script}"
