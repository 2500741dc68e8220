"""A crawl captures what its site says of text and data mining, once."""

from pathlib import Path

import pytest

from archive.index import Index
from archive.layout import Archive
from archive.rights_of_pages_and_sites import RESERVATION_FILE, SiteRights

from .odd_server import Reply, run_scrapy, serve
from .odd_site import article

RULES = b'[{"location": "/news/", "tdm-reservation": 1}]'
HOME = "<html><body><h1>News</h1><ul>{}</ul></body></html>".format(
    "".join(
        f"<li><a href=/news/{number}.html>Report {number} of the agency</a> 2025-03-0{number}</li>"
        for number in range(1, 4)
    )
)


class Site:
    """Three articles behind a home page, and an answer for the file of reservations."""

    def __init__(self, reservation: Reply, robots: bytes = b"") -> None:
        self._known = {
            "/": Reply(HOME.encode()),
            "/robots.txt": Reply(robots, headers=(("Content-Type", "text/plain"),)),
            RESERVATION_FILE: reservation,
            **{f"/news/{number}.html": Reply(article(number).encode()) for number in range(1, 4)},
        }

    def answer(self, target: str) -> Reply:
        return self._known.get(target, Reply(b"<h1>404 Not Found</h1>", 404))


@pytest.mark.parametrize(
    ("reservation", "reserved"),
    [
        (Reply(RULES, headers=(("Content-Type", "application/json"),)), True),
        (Reply(b"none", 404), None),
        (Reply(b"busy", 503), None),
        (Reply(b"", 302, (("Location", "/"),)), None),
        (Reply(article(9).encode()), None),  # a site that answers every address with a page
    ],
    ids=["reserved", "missing", "busy", "redirected", "an article"],
)
def test_it_is_asked_for_once_and_is_no_page(reservation: Reply, reserved: bool | None, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "data")
    with serve(Site(reservation).answer) as server:
        ended = run_scrapy(
            "crawl",
            "agency",
            "-a",
            f"start_url={server.url}",
            "-s",
            f"ARCHIVE_DIR={archive.root}",
            "-a",
            "max_pages=9",
        )
        assert ended.returncode == 0, ended.stderr
        assert ended.stderr.count("Traceback") == 0
        assert server.log.count(RESERVATION_FILE) == 1
        assert len(server.log) < 12
        url = f"{server.url}news/1.html"
        with Index(archive) as index:
            assert index.counts().documents == 3
            assert len(index.captures(f"{server.url}{RESERVATION_FILE[1:]}")) == 1
            document = index.document(url)
            assert document
            assert SiteRights(archive, index.captures, index.original).of_document(document).reserved is reserved


def test_it_is_not_asked_for_where_robots_are_kept_out(tmp_path: Path) -> None:
    site = Site(Reply(RULES), b"User-agent: *\nDisallow: /.well-known/")
    with serve(site.answer) as server:
        ended = run_scrapy(
            "crawl", "agency", "-a", f"start_url={server.url}", "-s", f"ARCHIVE_DIR={tmp_path / 'data'}"
        )
    assert ended.returncode == 0, ended.stderr
    assert RESERVATION_FILE not in server.log
    assert "forbidden" not in ended.stdout
