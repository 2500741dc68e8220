"""The agency spider on a site whose articles need much, as a command in a process of its own."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.layout import Archive
from archive.model.capture import CatalogueEntry
from archive.rights_of_pages_and_sites import RESERVATION_FILE
from archive.warc.captures_and_pages import catalogue_file
from archive.warc.warc_records_and_digests import read_records
from tests import forked
from tests.archive_files import read_lines

from .needy_site import ARTICLES, FRAME, LIMIT, Needy, serve

PROJECT = Path(__file__).parents[3]
NEEDED = {
    "/css/site.css", "/css/base.css", "/css/loop.css", "/css/deep1.css", "/css/deep2.css", "/css/deep3.css",
    "/css/deep4.css", "/css/deep5.css", "/favicon.ico", "/font/a.woff2", "/img/one.png", "/img/dead.png",
    "/img/huge.png", "/img/declared.png", "/img/moved.png", "/img/moved-too.png", "/img/target.png",
    "/img/circle.png", "/img/circle2.png", "/img/wide.png", "/img/wider.png", "/img/late.png", "/img/table.png",
    "/img/cell.png", "/img/page.png", "/img/poster.png", "/img/button.png", "/img/lead.png", "/img/bg.png",
    "/img/base.png", "/img/trap.png", "/img/trap-by-name.png",
    "/js/writes.js", "/img/written.png", "/inc/hot.htm", "/img/inserted.png", "/img/of-a-frame.png",
}  # fmt: skip
PAGES = {"/", "/robots.txt", RESERVATION_FILE, "/sitemap.xml", *(f"/news/{n}.html" for n in range(1, ARTICLES + 1))}


@dataclass(frozen=True, slots=True)
class Crawled:
    """One crawl of the site that has ended: what it said, what it asked for, what it stored."""

    site: Needy
    ended: subprocess.CompletedProcess[str]
    archive: Archive

    @property
    def captures(self) -> list[CatalogueEntry]:
        return [entry for path in self.archive.warc_paths() for entry in catalogue_file(path)]

    @property
    def documents(self) -> list[str]:
        return [line.decode() for path in self.archive.documents_paths() for line in read_lines(path)]

    def stat(self, name: str) -> int:
        """A figure of Scrapy's stats, as dumped at the end."""
        found = re.search(rf"'{re.escape(name)}': (\d+)", self.ended.stderr)
        return int(found[1]) if found else 0


def crawl(site: Needy, place: Path, *options: str) -> Crawled:
    """Crawls the site into an archive at ``place``, with the stats at the end."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "SCRAPY_SETTINGS_MODULE": "tests.crawler.requisites.needy_settings",
    }
    command = [str(Path(sys.executable).with_name("scrapy")), "crawl", "agency", "-a", f"start_url={site.url}"]
    chosen = ["-s", f"ARCHIVE_DIR={place}", "-s", f"REQUISITES_MAX_SIZE={LIMIT}", "-s", "STATS_DUMP=1", *options]
    ended = forked.run([*command, *chosen, "-L", "INFO"], cwd=place.parent, env=environment)
    assert ended.returncode == 0, ended.stderr
    return Crawled(site, ended, Archive(place))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with serve() as site:
        yield crawl(site, tmp_path_factory.mktemp("needy") / "data")


def test_everything_that_articles_need_is_asked_for_once_and_nothing_else(crawled: Crawled) -> None:
    asked = Counter(crawled.site.asked())
    assert NEEDED - set(asked) == set()
    assert {target for target in asked if target not in NEEDED | PAGES} <= {"/news/", FRAME}
    assert {target: count for target, count in asked.items() if count > 1 and target != FRAME} == {}
    assert asked[FRAME] <= 2


def test_other_hosts_are_asked_too_and_their_robots_txt_is_obeyed(crawled: Crawled) -> None:
    assert Counter(crawled.site.asked("127.0.0.2")) == Counter(["/robots.txt", "/lib.js", "/font/b.woff"])


def test_no_address_that_is_not_public_is_connected_to(crawled: Crawled) -> None:
    assert crawled.site.asked("not to be asked") == []
    assert crawled.stat("requisites/failed/NotPublic") == 7


def test_each_requisite_is_in_the_archive_once(crawled: Crawled) -> None:
    stored = Counter(entry.capture.uri for entry in crawled.captures)
    expected = {crawled.site.url.rstrip("/") + target for target in NEEDED}
    expected.add(f"http://cdn.example:{crawled.site.port}/lib.js")
    assert {uri: stored[uri] for uri in expected if stored[uri] != 1} == {}


def test_what_is_larger_than_the_limit_is_cut_there(crawled: Crawled) -> None:
    lengths = {entry.capture.uri.rpartition("/")[2]: entry.capture.length or 0 for entry in crawled.captures}
    assert 0 < lengths["huge.png"] < 2 * LIMIT
    assert 0 < lengths["declared.png"] < 2 * LIMIT
    total = sum(path.stat().st_size for path in crawled.archive.warc_paths())
    assert total < 10 * LIMIT


def test_requisites_are_no_pages_of_the_crawl(crawled: Crawled) -> None:
    pages = re.search(r"^pages +(\d+) ", crawled.ended.stdout, re.MULTILINE)
    assert pages
    assert int(pages[1]) <= len(PAGES) + 1
    assert ".png" not in crawled.ended.stdout
    assert "WARNING" not in crawled.ended.stderr
    assert "Traceback" not in crawled.ended.stderr


def test_html_that_is_asked_for_as_an_image_is_not_followed(crawled: Crawled) -> None:
    assert "/named-in-an-image.html" not in crawled.site.asked()


def test_articles_become_documents(crawled: Crawled) -> None:
    assert len([line for line in crawled.documents if "/news/" in line[:200]]) == ARTICLES


def test_html_that_is_asked_for_as_an_image_becomes_no_document(crawled: Crawled) -> None:
    assert [line for line in crawled.documents if "/img/page.png" in line[:200]] == []


def test_a_requisite_is_asked_for_as_browsers_ask(crawled: Crawled) -> None:
    sent = {
        record.field("WARC-Target-URI"): record.block.read()
        for path in crawled.archive.warc_paths()
        for record in read_records(path)
        if record.type == "request"
    }
    own, elsewhere = sent[f"{crawled.site.url}css/base.css"], sent[f"http://cdn.example:{crawled.site.port}/lib.js"]
    assert b"Sec-Fetch-Dest: style\r\n" in own
    assert f"Referer: {crawled.site.url}css/site.css\r\n".encode() in own
    assert f"Referer: {crawled.site.url}\r\n".encode() in elsewhere
    pages = {uri: request for uri, request in sent.items() if uri and uri.endswith(".html") and FRAME not in uri}
    assert not any(b"Sec-Fetch-Dest" in request for request in pages.values())


def test_requisites_are_counted(crawled: Crawled) -> None:
    assert crawled.stat("requisites/asked") >= len(NEEDED)
    assert crawled.stat("requisites/status/404") == 1
    assert crawled.stat("requisites/left_out") == 0


def test_pages_come_first(crawled: Crawled) -> None:
    """The last article is asked for before half of what the first needs, and something of that before it."""
    asked = crawled.site.asked()
    before = NEEDED & set(asked[: max(map(asked.index, PAGES))])
    assert 0 < len(before) < len(NEEDED) / 2


def test_requisites_can_be_switched_off(tmp_path: Path) -> None:
    with serve() as site:
        plain = crawl(site, tmp_path / "data", "-s", "REQUISITES=0")
    assert set(site.asked()) <= PAGES | {"/news/", FRAME}
    assert len(plain.documents) == ARTICLES


def test_there_is_a_limit_to_the_requisites_of_a_crawl_and_of_a_page(tmp_path: Path) -> None:
    with serve() as site:
        few = crawl(site, tmp_path / "a", "-s", "REQUISITES_MAX=3")
        assert len(NEEDED & set(site.asked())) == 3
        site.log.clear()
        some = crawl(site, tmp_path / "b", "-s", "REQUISITES_MAX_PAGE=2")
        assert {"/css/site.css", "/css/base.css"} <= set(site.asked())
        assert "/img/one.png" not in site.asked()
    assert few.stat("requisites/left_out") > 10
    assert some.stat("requisites/left_out") > 10


def test_a_crawl_ends_at_its_limit_of_bytes(tmp_path: Path) -> None:
    limits = ("-s", "REQUISITES_MAX_SIZE=10000000", "-s", "CRAWL_MAX_BYTES=1000000")
    with serve() as site:
        ended = crawl(site, tmp_path / "data", *limits)
    assert "(max_bytes)" in ended.ended.stdout
    assert 1_000_000 < ended.stat("archive/bytes") < 1_500_000
    assert NEEDED - set(site.asked())
