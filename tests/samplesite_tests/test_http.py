"""How the site speaks HTTP."""

import gzip
import socket
import struct
from urllib.robotparser import RobotFileParser

import pytest

from tests.samplesite import ARTICLES, Served, serve
from tests.samplesite.listings import NEVER
from tests.samplesite_tests.conftest import Ask

_LATE = next(article.path for article in ARTICLES if "late" in article.traits)
_TARGETS = (
    *(article.path for article in ARTICLES), "/", "/en/", "/news/", "/news/company/", "/news/company/list_12_2.html",
    "/news/industry/?page=2", "/notices/", "/tags?name=x&order=date", "/search?q=a", "/calendar?month=2025-04",
    "/css/site.css", "/images/logo.png", "/uploads/term-checker.png", "/files/brochure.pdf", "/robots.txt", "/none",
)  # fmt: skip


def test_two_requests_and_two_starts_give_the_same_bytes(ask: Ask) -> None:
    with serve() as site, serve() as again:
        first = [ask(site, target, Accept_Encoding="gzip", Host="same") for target in _TARGETS]
        assert [ask(again, target, Accept_Encoding="gzip", Host="same") for target in _TARGETS] == first
        assert [ask(site, target, Accept_Encoding="gzip", Host="same") for target in _TARGETS] == first


def test_no_page_names_the_port(site: Served, ask: Ask) -> None:
    for target in _TARGETS:
        if target != "/robots.txt":
            assert str(site.port).encode() not in ask(site, target, Host="same").body


def test_absolute_addresses_follow_the_host_field(site: Served, ask: Ask) -> None:
    assert b"<loc>http://sample.test/guides/38.html</loc>" in ask(site, "/sitemap.xml", Host="sample.test").body
    assert b"<link>http://sample.test/news/" in ask(site, "/feed.xml", Host="sample.test").body
    assert b"show.asp?id=231&amp;utm_source=rss" in ask(site, "/feed.xml").body
    old = ask(site, "/shownews.asp?id=1", Host="sample.test")
    assert (old.status, old.headers["Location"]) == (301, "http://sample.test/news/industry/20250303093226.html")
    assert ask(site, "/latest").status == 302


def test_a_page_that_has_not_changed_is_not_sent_again(site: Served, ask: Ask) -> None:
    path = "/news/industry/20250303093226.html"
    whole = ask(site, path)
    tag, modified = whole.headers["ETag"], whole.headers["Last-Modified"]
    assert modified == "Mon, 03 Mar 2025 01:32:26 GMT"
    for held in ({"If_None_Match": tag}, {"If_None_Match": f'"x", W/{tag}'}, {"If_Modified_Since": modified}):
        answer = ask(site, path, **held)
        assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", tag)
    changed: tuple[dict[str, str], ...] = (
        {"If_None_Match": '"x"', "If_Modified_Since": modified},
        {"If_Modified_Since": "Sun, 02 Mar 2025 01:32:26 GMT"},
        {"If_Modified_Since": "yesterday"},
    )
    for held in changed:
        assert ask(site, path, **held) == whole


def test_a_page_is_packed_for_who_accepts_it(site: Served, ask: Ask) -> None:
    path = "/guides/2024/05/shall-and-must/"
    plain, packed = ask(site, path), ask(site, path, Accept_Encoding="gzip, deflate")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Transfer-Encoding"] == "chunked"
    assert gzip.decompress(packed.body) == plain.body
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert ask(site, path, Accept_Encoding="gzip", If_None_Match=packed.headers["ETag"]).status == 304
    assert ask(site, path, If_None_Match=packed.headers["ETag"]).status == 200


def test_one_connection_carries_many_requests(site: Served) -> None:
    request = b"GET /about.html HTTP/1.1\r\nHost: a\r\n\r\n"
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        connection.sendall(request * 2 + b"HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    assert received.count(b"HTTP/1.1 200 OK\r\n") == 3
    assert received.endswith(b"\r\n\r\n")
    assert b"\r\nDate:" not in received


def test_the_late_page_comes_the_third_time_in_each_start(ask: Ask) -> None:
    for _ in range(2):
        with serve() as site:
            assert [ask(site, _LATE).status for _ in range(4)] == [503, 503, 200, 200]


def test_dead_ends(site: Served, ask: Ask) -> None:
    company = ask(site, "/news/company/list_12_2.html").body.decode("gbk")
    expected = {NEVER: 503, "/news/company/20180101000000.html": 404, "/news/company/20190101000000.html": 200}
    for path, status in expected.items():
        assert f'href="{path}"' in company
        assert {ask(site, path).status for _ in range(3)} == {status}
    assert "页面不存在" in ask(site, "/news/company/20190101000000.html").body.decode()
    assert ask(site, "/members/").status == 403
    assert ask(site, "/comment", "POST").status == 405


def test_robots_forbids_what_some_pages_link(site: Served, ask: Ask) -> None:
    robots = RobotFileParser()
    robots.parse(ask(site, "/robots.txt").body.decode().splitlines())
    home = ask(site, "/").body
    for path, allowed in (
        ("/admin/login.php", False),
        ("/private/prices.html", False),
        ("/calendar?month=2025-03", True),
    ):
        assert path.encode() in home
        assert robots.can_fetch("anyone", site.url + path[1:]) is allowed
    assert robots.site_maps() == [f"{site.url}sitemap.xml"]


def test_the_log_holds_what_was_sent(site: Served, ask: Ask) -> None:
    page = ask(site, "/speeches/soil-and-water-dialogue/?utm_source=x", Accept_Encoding="gzip")
    head = ask(site, "/members/", "HEAD")
    logged = [(entry.method, entry.target, entry.status, entry.payload) for entry in site.log]
    assert logged == [
        ("GET", "/speeches/soil-and-water-dialogue/?utm_source=x", 200, page.body),
        ("HEAD", "/members/", 403, head.body),
    ]
    assert head.body == b""


def test_a_client_that_goes_away_makes_no_noise(site: Served, ask: Ask, capfd: pytest.CaptureFixture[str]) -> None:
    reset = struct.pack("ii", 1, 0)
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
            connection.sendall(b"GET /speeches/heritage-craft/ HTTP/1.1\r\nHost: a\r\n\r\n" * 20)
            connection.recv(1)
    assert ask(site, "/").status == 200
    assert capfd.readouterr().err == ""


def test_repeated_fields_are_sent_apart(site: Served, ask: Ask) -> None:
    cookies = [value for name, value in ask(site, "/notices/").pairs if name == "Set-Cookie"]
    assert len(cookies) == 2
