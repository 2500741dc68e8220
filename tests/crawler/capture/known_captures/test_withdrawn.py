"""A crawl does not fetch what was withdrawn."""

from pathlib import Path

from archive.check.consistency_and_repair import check
from archive.index import Index
from archive.keeping.withdrawal_and_erasure import restore_withdrawn, withdraw
from archive.layout import Archive
from tests.crawler.capture.crawling import crawl
from tests.crawler.capture.known_captures.changing_site import ChangingSite
from tests.crawler.spiders.odd_server import serve


def test_a_withdrawn_page_is_not_asked_for_until_it_is_taken_back(tmp_path: Path) -> None:
    site = ChangingSite(listed=[4, 3, 2, 1])
    with serve(site.answer) as server:
        assert crawl(tmp_path, server.url).returncode == 0
        archive, url = Archive(tmp_path), f"{server.url}news/2.html"
        withdraw(archive, url, "an order")
        server.log.clear()
        ended = crawl(tmp_path, server.url, "-a", "full=1")
        assert ended.returncode == 0
        assert "/news/3.html" in server.log
        assert "/news/2.html" not in server.log
        assert "withdrawn from the archive" in ended.stdout + ended.stderr
        restore_withdrawn(archive, url)
        assert crawl(tmp_path, server.url, "-a", "full=1").returncode == 0
        assert "/news/2.html" in server.log
    with Index(archive) as index:
        assert index.document(url)
    assert check(archive).faults == []
