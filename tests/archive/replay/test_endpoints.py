"""Memento (RFC 7089): what is found under which address, and what the answers say of it."""

import gzip
import re
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from archive.index import Index
from archive.layout import Archive
from archive.replay.app import create_replay_app
from archive.warc.captures_and_pages import read_page
from tests.archive.replay.conftest import ORIGIN, Replay
from tests.archive.replay.link_format import parse_links
from tests.archive.replay.written import NOON, Answer

URL = "http://news.example/a.html"
DAYS = [NOON + timedelta(days=10 * number) for number in range(3)]
STAMPS = [f"{day:%Y%m%d%H%M%S}" for day in DAYS]
THREE = [Answer(URL, f"<p>{number}".encode(), at=day) for number, day in enumerate(DAYS)]


def http_date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (None, 2),
        (DAYS[0] - timedelta(days=900), 0),
        (DAYS[0], 0),
        (DAYS[1] - timedelta(days=4), 1),
        (DAYS[1] + timedelta(days=6), 2),
        (DAYS[2] + timedelta(days=900), 2),
    ],
)
def test_the_time_gate_leads_to_the_nearest(replay: Replay, asked: datetime | None, found: int) -> None:
    headers = {"Accept-Datetime": http_date(asked)} if asked else {}
    answer = replay(THREE).get(f"/timegate/{URL}", headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (302, f"{ORIGIN}/{STAMPS[found]}/{URL}")
    assert "accept-datetime" in answer.headers["vary"].lower()
    assert "memento-datetime" not in answer.headers
    relations = {relation for link in parse_links(answer.headers["link"]) for relation in link.relations}
    assert relations >= {"original", "timemap", "memento", "first", "last"}


def test_the_time_gate_refuses_what_is_no_date_and_knows_what_was_never_captured(replay: Replay) -> None:
    client = replay(THREE)
    assert client.get(f"/timegate/{URL}", headers={"Accept-Datetime": "yesterday"}).status_code == 400
    assert client.get("/timegate/http://news.example/none").status_code == 404
    assert client.get("/timemap/link/http://news.example/none").status_code == 404
    assert client.get("/timegate/none").status_code == 404


def test_a_client_follows_from_gate_to_memento_to_map(replay: Replay) -> None:
    client = replay(THREE)
    gate = client.get(f"/timegate/{URL}", headers={"Accept-Datetime": http_date(DAYS[1])})
    memento = client.get(gate.headers["location"])
    assert memento.status_code == 200
    assert parsedate_to_datetime(memento.headers["memento-datetime"]) == DAYS[1]
    links = parse_links(memento.headers["link"])
    assert {link.target for link in links if "original" in link.relations} == {URL}
    assert {link.target for link in links if "timegate" in link.relations} == {f"{ORIGIN}/timegate/{URL}"}
    (listing,) = (link for link in links if "timemap" in link.relations)
    answer = client.get(listing.target)
    assert answer.headers["content-type"].partition(";")[0] == listing.parameters["type"] == "application/link-format"
    mementos = [link for link in parse_links(answer.text) if "memento" in link.relations]
    assert [link.target for link in mementos] == [f"{ORIGIN}/{stamp}/{URL}" for stamp in STAMPS]
    assert [parsedate_to_datetime(link.parameters["datetime"]) for link in mementos] == DAYS
    assert [link.relations - {"memento"} for link in mementos] == [{"first"}, set(), {"last"}]
    (own,) = (link for link in parse_links(answer.text) if "self" in link.relations)
    assert [parsedate_to_datetime(own.parameters[end]) for end in ("from", "until")] == [DAYS[0], DAYS[2]]
    for number, link in enumerate(mementos):
        assert f"<p>{number}" in client.get(link.target).text


def test_between_two_captures_the_nearest_says_where_it_is(replay: Replay) -> None:
    client = replay(THREE)
    for stamp, found in ((STAMPS[1][:8] + "235959", 1), ("2026", 2), ("20261124", 0), ("99990101000000", 2)):
        answer = client.get(f"/{stamp}/{URL}")
        assert parsedate_to_datetime(answer.headers["memento-datetime"]) == DAYS[found]
        assert answer.headers["content-location"] == f"{ORIGIN}/{STAMPS[found]}/{URL}"
    assert "content-location" not in client.get(f"/{STAMPS[1]}/{URL}").headers


def test_what_is_no_time_of_the_calendar_finds_what_is_nearest(replay: Replay) -> None:
    client = replay(THREE)
    for stamp in ("20269999999999", "00000000000000", "2026023112", "20261", "99999999999999999999"):
        assert client.get(f"/{stamp}/{URL}").status_code == 200, stamp


@pytest.mark.parametrize(
    "variant",
    [
        "http://NEWS.example:80/a.html",
        "HTTP://news.example/%61.html",
        "http://news.example/x/../a.html",
        "http:/news.example/a.html",
        "http%3A%2F%2Fnews.example%2Fa.html",
        "http://news.example/a.html?utm_source=b",
        "https://news.example/a.html",
    ],
)
def test_variants_of_a_url_are_one(replay: Replay, variant: str) -> None:
    assert "<p>2" in replay(THREE).get(f"/{STAMPS[2]}/{variant}").text


def test_addresses_beyond_ascii(replay: Replay) -> None:
    url = "http://news.example/%E6%96%B0%E9%97%BB?q=%B2%FA&w=%25"
    client = replay([Answer(url, b"<p>found")])
    assert "found" in client.get(f"/2026/{url}").text
    assert "found" in client.get("/2026/http://news.example/新闻?q=%B2%FA&w=%25").text
    assert parse_links(client.get(f"/timemap/link/{url}").text)[0].target == url


def test_each_capture_of_one_second_has_an_address(replay: Replay) -> None:
    moments = [NOON + timedelta(microseconds=number) for number in (1, 2, 3)]
    client = replay(
        [Answer(URL, str(at.microsecond).encode(), status="503 Busy", at=at) for at in moments[:2]]
        + [Answer(URL, b"3", at=moments[2])]
    )
    links = parse_links(client.get(f"/timemap/link/{URL}").text)
    targets = [link.target for link in links if "memento" in link.relations]
    assert [client.get(target).text for target in targets] == ["1", "2", "3"]
    assert client.get(f"/{NOON:%Y%m%d%H%M%S}/{URL}").text == "3", "of those as near the one without an error"


def test_a_page_that_failed_is_replayed_as_it_failed(replay: Replay) -> None:
    answer = replay([Answer(URL, b"<p>gone", status="404 Not Found")]).get(f"/2026/{URL}")
    assert answer.status_code == 404
    assert "memento-datetime" in answer.headers
    assert "<p>gone" in answer.text


def test_a_revisit_is_what_it_refers_to_in_another_url_and_another_file(replay: Replay) -> None:
    other = Answer("http://other.example/b", b"<p>same", ("Content-Type: text/html", "X-From: b"), at=DAYS[1])
    client = replay([Answer(URL, b"<p>same")], [other])
    for modifier in ("", "id_"):
        answer = client.get(f"/{STAMPS[1]}{modifier}/{other.url}")
        assert answer.text.endswith("<p>same")
        assert answer.headers["x-from"] == "b"
        assert parsedate_to_datetime(answer.headers["memento-datetime"]) == DAYS[1]


def test_redirects_stay_inside(replay: Replay) -> None:
    moved = Answer(URL, b"moved", ("Location: /b?c=1#d", "Content-Type: text/html"), "301 Moved")
    away = Answer("http://news.example/away", b"", ("Location: mailto:a@b",), "302 Found")
    client = replay([moved, away])
    for modifier in ("", "id_"):
        answer = client.get(f"/{STAMPS[0]}{modifier}/{URL}")
        assert (answer.status_code, answer.content[-5:]) == (301, b"moved")
        assert answer.headers["location"] == f"/{STAMPS[0]}{modifier}/http://news.example/b?c=1#d"
        assert answer.headers["x-archive-orig-location"] == "/b?c=1#d"
        assert client.get(f"/2026{modifier}/{away.url}").headers["location"] == "/-/elsewhere"


def test_a_redirect_to_a_form_of_its_own_url_gives_the_page(replay: Replay) -> None:
    tracked = Answer(f"{URL}?utm_source=a", b"", (f"Location: {URL}",), "302 Found")
    client = replay([tracked, Answer(URL, b"<p>page", at=NOON + timedelta(seconds=5))])
    assert "<p>page" in client.get(f"/{STAMPS[0]}/{URL}").text


def test_only_reading_is_answered(replay: Replay) -> None:
    client = replay(THREE)
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        answer = client.request(method, f"/{STAMPS[0]}/{URL}")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    head = client.head(f"/{STAMPS[0]}/{URL}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == client.get(f"/{STAMPS[0]}/{URL}").headers["content-length"]


def test_every_capture_comes_back_byte_for_byte(replay: Replay, tmp_path: Path) -> None:
    packed = gzip.compress(b"<p>packed" * 50)
    client = replay(
        [
            *THREE,
            Answer("http://news.example/gz", packed, ("Content-Encoding: gzip", "Content-Type: text/html")),
            Answer("http://news.example/bad", b"\x1f\x8bno", ("Content-Encoding: gzip", "Content-Type: text/html")),
            Answer("http://news.example/ch", b"3\r\nabc\r\n0\r\n\r\n", ("Transfer-Encoding: chunked",)),
            Answer("http://news.example/no", b"", status="204 No Content"),
            Answer(
                "http://news.example/gbk", "<a href=/x>产能".encode("gbk"), ("Content-Type: text/html; charset=gbk",)
            ),
            Answer("http://news.example/large", bytes(range(256)) * 20_000, ("Content-Type: video/mp4",)),
        ]
    )
    archive = Archive(tmp_path)
    checked = 0
    with Index(archive) as index:
        for warc in index.warc_files():
            for entry in index.entries_in(warc):
                stamp = "".join(filter(str.isdigit, entry.capture.date))
                with client.stream("GET", f"/{stamp}id_/{entry.capture.uri}") as answer:
                    assert b"".join(answer.iter_raw()) == read_page(archive, entry).payload, entry.capture.uri
                    assert answer.status_code == entry.capture.status
                    checked += 1
    assert checked == len(THREE) + 6


def test_headers_come_back_as_far_as_they_do_nothing(replay: Replay) -> None:
    headers = (
        "Content-Type: text/html; charset=gbk", "Server: old/1", "X-Powered-By: ASP.NET", 'ETag: "a"',
        "Last-Modified: Mon, 23 Nov 2026 08:00:00 GMT",
        "Set-Cookie: session=1", "Set-Cookie: skin=2", "Content-Security-Policy: default-src 'none'",
        "X-Frame-Options: DENY", "Refresh: 0; url=http://other.example/",
        "Link: <http://other.example/>; rel=preconnect", "Strict-Transport-Security: max-age=9", "Clear-Site-Data: *",
        "Access-Control-Allow-Origin: *",
        "Connection: close", "WWW-Authenticate: Basic", "Sec-GPC: 1", "Bad Name: x", "Speculation-Rules: \"/r.json\"",
    )  # fmt: skip
    client = replay([Answer(URL, b"<p>a", headers)])
    for modifier in ("", "id_"):
        answer = client.get(f"/2026{modifier}/{URL}")
        kept = {name: answer.headers[name] for name in ("content-type", "server", "x-powered-by", "last-modified")}
        assert kept == {
            "content-type": "text/html; charset=gbk",
            "server": "old/1",
            "x-powered-by": "ASP.NET",
            "last-modified": "Mon, 23 Nov 2026 08:00:00 GMT",
        }
        assert answer.headers.get_list("x-archive-orig-set-cookie") == ["session=1", "skin=2"]
        acting = (
            "set-cookie", "x-frame-options", "refresh", "strict-transport-security", "clear-site-data",
            "access-control-allow-origin", "connection", "www-authenticate", "sec-gpc", "speculation-rules",
        )  # fmt: skip
        assert not [name for name in acting if name in answer.headers]
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "other.example" not in answer.headers["link"]
    assert client.get(f"/2026/{URL}").headers["etag"] != '"a"', "it is that of other bytes"
    assert client.get(f"/2026/{URL}").headers["x-archive-orig-etag"] == '"a"'
    assert client.get(f"/2026id_/{URL}").headers["etag"] == '"a"'


def test_what_a_browser_holds_is_not_sent_again(replay: Replay) -> None:
    client = replay(THREE)
    framed = {"Sec-Fetch-Dest": "iframe"}
    led = client.get(f"/{STAMPS[0]}/{URL}", headers=framed).headers["location"]
    first = client.get(led, headers=framed)
    again = client.get(led, headers={**framed, "If-None-Match": f'W/{first.headers["etag"]}, "other"'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert "content-security-policy" not in again.headers, "that of the page holds"
    for target, headers in (
        (f"/{STAMPS[0]}/{URL}", {}),
        (f"/{STAMPS[1]}/{URL}", {}),
        (led, {"Sec-Fetch-Dest": "document"}),
    ):
        answer = client.get(target, headers={**headers, "If-None-Match": first.headers["etag"]})
        assert (answer.status_code, answer.headers["etag"] != first.headers["etag"]) == (200, True)


def test_a_client_that_knows_no_coding_gets_it_removed(replay: Replay) -> None:
    packed = Answer(
        "http://news.example/a.js",
        gzip.compress(b"var a"),
        ("Content-Encoding: gzip", "Content-Type: text/javascript"),
    )
    client = replay([packed])
    plain = client.get("/2026/http://news.example/a.js", headers={"Accept-Encoding": "identity"})
    assert (plain.content, plain.headers.get("content-encoding")) == (b"var a", None)
    coded = client.get("/2026/http://news.example/a.js", headers={"Accept-Encoding": "gzip"})
    assert (coded.content, coded.headers.get("content-encoding")) == (b"var a", "gzip")


def test_a_large_body_comes_in_pieces(replay: Replay) -> None:
    body = bytes(range(256)) * 40_000
    client = replay([Answer("http://news.example/a.mp4", body, ("Content-Type: video/mp4",))])
    answer = client.get("/2026/http://news.example/a.mp4")
    assert answer.content == body
    assert "content-length" not in answer.headers


def test_what_a_page_asks_for_at_the_root_is_led_into_the_archive(replay: Replay) -> None:
    client = replay(THREE)
    page = {"Referer": f"{ORIGIN}/{STAMPS[0]}/{URL}"}
    answer = client.get("/data/a.json?b=1", headers=page)
    assert (answer.status_code, answer.headers["location"]) == (
        307,
        f"/{STAMPS[0]}/http://news.example/data/a.json?b=1",
    )
    assert client.get("/favicon.ico", headers=page).status_code == 204
    assert client.get("/data/a.json").status_code == 404
    assert (
        client.get("/data/a.json", headers={"Referer": f"http://evil.example/{STAMPS[0]}/{URL}"}).status_code == 404
    )


def test_no_script_becomes_a_worker_that_outlives_its_page(replay: Replay) -> None:
    client = replay([Answer("http://news.example/sw.js", b"1", ("Content-Type: text/javascript",))])
    for target in ("/2026/http://news.example/sw.js", "/2026id_/http://news.example/sw.js", "/-/page.js"):
        assert client.get(target, headers={"Service-Worker": "script"}).status_code == 403


@pytest.mark.parametrize(
    "target",
    [f"/2026/{URL}", f"/2026id_/{URL}", f"/{URL}", "/2026/http://none.example/", f"/timegate/{URL}",
     f"/timemap/link/{URL}", f"/frame/2026/{URL}", f"/frame/{STAMPS[0]}/{URL}", f"/bar/2026/{URL}",
     f"/compare/2025/2027/{URL}", "/", "/none", "/-/page.js", "/-/../app.py",
     "/frame/none", "/2026/http://[/", "/2026/http://a:b/", "/2026/http://%00/"],
)  # fmt: skip
def test_every_answer_has_a_policy_and_leaves_no_origin_open(replay: Replay, target: str) -> None:
    answer = replay(THREE).get(target)
    assert answer.status_code in (200, 302, 404), answer.text
    policy = answer.headers["content-security-policy"]
    assert policy.startswith(("default-src 'none'", "default-src 'self' "))
    assert set(re.findall(r"[^ ;]*\*[^ ;]*", policy)) <= {"http://*.localhost:8641"}
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


CHROMIUM = '"HeadlessChrome";v="156", "Chromium";v="156", "Not)A;Brand";v="24"'


def test_scripts_run_only_behind_ours_in_our_frame_and_under_the_name_of_their_site(replay: Replay) -> None:
    drawing = Answer(
        "http://news.example/a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", ("Content-Type: image/svg+xml",)
    )
    client = replay([*THREE, drawing])

    def policy(target: str, destination: str, browser: str = CHROMIUM) -> str:
        answer = client.get(target, headers={"Sec-Fetch-Dest": destination, "Sec-CH-UA": browser})
        return str(answer.headers["content-security-policy"])

    def sandbox(target: str, destination: str) -> str:
        return policy(target, destination).rpartition("; sandbox")[2]

    led = client.get(f"/2026/{URL}", headers={"Sec-Fetch-Dest": "iframe"})
    assert led.status_code == 307
    of_site = led.headers["location"].partition("/2026/")[0]
    assert re.fullmatch(r"http://p[0-9a-f]{20}\.localhost:8641", of_site)
    assert sandbox(f"{of_site}/2026/{URL}", "iframe") == " allow-scripts allow-same-origin"
    assert sandbox(f"{of_site}/2026/{URL}", "document") == sandbox(f"/2026/{URL}", "document") == " allow-same-origin"
    assert sandbox(f"{of_site}/2026id_/{URL}", "iframe") == ""
    assert sandbox(f"{of_site}/2026/{drawing.url}", "iframe") == " allow-same-origin"
    assert "script-src" not in policy(f"{of_site}/2026/{URL}", "iframe")
    for browser in ("", '"Chromium";v="147", "Not A Brand";v="8"'):
        assert f"script-src {of_site}/-/page.js; " in policy(f"{of_site}/2026/{URL}", "iframe", browser)
    other = client.get(f"{of_site}/2026/http://other.example/", headers={"Sec-Fetch-Dest": "iframe"})
    assert other.status_code == 404


def test_off_the_loopback_address_a_framed_page_keeps_the_only_name(replay: Replay) -> None:
    client = replay(THREE)
    answer = client.get(
        f"http://archive.example:8641/2026/{URL}", headers={"Sec-Fetch-Dest": "iframe", "Sec-CH-UA": CHROMIUM}
    )
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"].endswith("; sandbox allow-scripts allow-same-origin")
    assert answer.headers["connection-allowlist"] == "(response-origin);redirects=allow"
    assert client.get("/").headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("asked", ["a[]=1&b='c'", "a%5B%5D=1&b=%27c%27", "a[]=1&b=%27c%27"])
@pytest.mark.parametrize("captured", ["a[]=1&b='c'", "a%5B%5D=1&b=%27c%27"])
def test_brackets_are_found_however_they_are_written(replay: Replay, asked: str, captured: str) -> None:
    client = replay([Answer(f"http://news.example/i?{captured}", b"found")])
    assert client.get(f"/2026id_/http://news.example/i?{asked}").content == b"found"


def test_a_notice_lets_the_browser_show_its_own_icon(replay: Replay) -> None:
    missing = replay(THREE).get("/2026/http://none.example/")
    assert "img-src data:" in missing.headers["content-security-policy"]


def test_without_an_archive_it_says_so(tmp_path: Path) -> None:
    answer = TestClient(create_replay_app(Archive(tmp_path / "none")), ORIGIN).get(f"/2026/{URL}")
    assert answer.status_code == 503
    assert "none" in answer.text


def test_a_large_page_comes_rewritten_in_pieces(replay: Replay) -> None:
    line = "<p>产能<a href=/x>合作</a>\n".encode("gbk")
    client = replay([Answer(URL, line * 80_000, ("Content-Type: text/html; charset=gbk",))])
    answer = client.get(f"/{STAMPS[0]}/{URL}")
    assert "content-length" not in answer.headers
    inside = line.replace(b"/x", f"/{STAMPS[0]}/http://news.example/x".encode())
    assert answer.content == b'<script src="/-/page.js"></script>' + inside * 80_000
