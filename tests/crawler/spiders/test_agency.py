"""The agency spider against a site with odd ways to link its pages, as a command in a process of its own."""

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.model.url import canonical_url

from .odd_server import Reply, Server, run_scrapy, serve
from .odd_site import OddSite


@dataclass(frozen=True, slots=True)
class Crawled:
    """One finished crawl of the odd site."""

    site: OddSite
    server: Server
    other: Server
    ended: subprocess.CompletedProcess[str]
    documents: list[dict[str, Any]]

    def url(self, target: str) -> str:
        return canonical_url(self.server.url.rstrip("/") + target)

    @property
    def asked(self) -> Counter[str]:
        return Counter(map(self.url, self.server.log))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    place = tmp_path_factory.mktemp("odd")
    with serve(lambda target: Reply(b"outside")) as other:
        site = OddSite(other.port)
        with serve(site.answer) as server:
            site.port = server.port
            start = f"start_url={server.url}"
            items = place / "items.jsonl"
            ended = run_scrapy(
                "crawl", "daxinya", "-a", start, "-s", f"ARCHIVE_DIR={place / 'data'}", "-O", str(items)
            )
            documents = [json.loads(line) for line in items.read_text("utf-8").splitlines()] if items.exists() else []
            yield Crawled(site, server, other, ended, documents)


def test_the_crawl_ends_by_itself_and_well(crawled: Crawled) -> None:
    assert crawled.ended.returncode == 0, crawled.ended.stderr
    assert "Traceback" not in crawled.ended.stderr
    assert len(crawled.server.log) < 500


def test_every_article_is_asked_for(crawled: Crawled) -> None:
    missing = [target for target in crawled.site.articles if crawled.url(target) not in crawled.asked]
    assert not missing


def test_articles_become_documents_and_nothing_else_does(crawled: Crawled) -> None:
    articles = {crawled.url(target) for target in crawled.site.articles}
    found = {document["url"] for document in crawled.documents}
    assert len(articles & found) >= 0.97 * len(articles), articles - found
    assert found <= articles
    assert {document["site"] for document in crawled.documents} == {"daxinya"}


def test_no_page_is_asked_for_twice(crawled: Crawled) -> None:
    late = {crawled.url("/late/1.html"): 3}
    assert {url: count for url, count in crawled.asked.items() if count > 1} == late


def test_nothing_forbidden_off_the_site_or_useless_is_asked_for(crawled: Crawled) -> None:
    assert crawled.other.log == []
    useless = re.compile(r"/secret/|logout|replytocom|\.pdf|\.gif|/tls\.html")
    assert [target for target in crawled.server.log if useless.search(target)] == []


def test_traps_and_dead_links_are_given_up(crawled: Crawled) -> None:
    assert sum("/cal/" in target for target in crawled.server.log) < 80
    assert sum("/gone/" in target for target in crawled.server.log) < 150


def test_the_summary_tells_what_came_of_the_crawl(crawled: Crawled) -> None:
    said = crawled.ended.stdout
    assert re.search(rf"^documents +{len(crawled.documents)}\b", said, re.MULTILINE)
    assert re.search(r"^refused .*/wall: a challenge that needs JavaScript$", said, re.MULTILINE)
    assert re.search(r"^refused .*/members: 403 Forbidden$", said, re.MULTILINE)
    assert re.search(r"^left out +2 forbidden by robots.txt$", said, re.MULTILINE)
    assert re.search(r"^archive +/.*data$", said, re.MULTILINE)
    assert re.search(r"^  ARCHIVE_DIR=\S+ archive query ", said, re.MULTILINE)


def test_what_was_published_before_since_is_left_out(tmp_path: Path) -> None:
    site = OddSite(other_port=1)
    with serve(site.answer) as server:
        site.port = server.port
        items = tmp_path / "items.jsonl"
        arguments = ("-a", f"start_url={server.url}", "-a", "since=2025-03-20", "-O", str(items))
        ended = run_scrapy("crawl", "agency", *arguments, "-s", f"ARCHIVE_DIR={tmp_path / 'data'}")
    assert ended.returncode == 0, ended.stderr
    days = [json.loads(line)["published"][:10] for line in items.read_text("utf-8").splitlines()]
    assert days
    assert min(days) >= "2025-03-20"
    assert sum("/xw/list.asp" in target for target in server.log) == 1
