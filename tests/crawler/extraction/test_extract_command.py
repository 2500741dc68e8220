"""``scrapy extract`` as a process."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests import forked

PAGE = (
    "<html><head><title>渡船停航 - 南湖译文</title></head><body><a href=/>首页</a><h1>渡船停航</h1><p>2024-05-06</p>"
    "<p>因大风,渡船停航两天。周四恢复通航,请乘客留意公告。</p></body></html>"
)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    return forked.run([sys.executable, "-m", "scrapy", "extract", *arguments], cwd=Path.cwd(), env=environment)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = self.path == "/n/1.html"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=gbk")
        self.end_headers()
        self.wfile.write(PAGE.encode("gbk"))

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_file_gives_one_document_on_standard_output(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.encode("gbk"))
    done = run(str(path), "--url", "https://www.daxinya.com/n/1.html", "--content-type", "text/html; charset=gbk")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert (document["site"], document["url"]) == ("daxinya", "https://www.daxinya.com/n/1.html")
    assert (document["title"], document["capture"]["charset"]) == ("渡船停航", "gb18030")
    assert "渡船停航两天" in done.stdout
    assert document["capture"]["warc"] is None
    assert document["capture"]["payload_digest"].startswith("sha1:")


def test_a_packed_file_is_unpacked_and_what_is_no_html_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(gzip.compress(PAGE.encode()))
    assert json.loads(run(str(path)).stdout)["title"] == "渡船停航"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    done = run(str(path))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "not HTML" in done.stderr


def test_a_file_without_an_address_has_its_own(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    document = json.loads(run(str(path), "--site", "nanhu").stdout)
    assert (document["site"], document["capture"]["uri"]) == ("nanhu", path.as_uri())


def test_an_address_is_fetched(site: str) -> None:
    done = run(f"{site}/n/1.html")
    assert done.returncode == 0
    document = json.loads(done.stdout)
    assert (document["kind"] in ("news", "notice", "article"), document["title"]) == (True, "渡船停航")
    assert json.loads(run(f"{site}/n/2.html").stdout)["kind"] == "error"


@pytest.mark.parametrize(
    ("arguments", "code"), [(("missing.html",), 2), ((), 2), (("a", "b"), 2), (("http://127.0.0.1:1/",), 4)]
)
def test_failures_are_said_in_a_line_and_by_the_exit_code(arguments: tuple[str, ...], code: int) -> None:
    done = run(*arguments)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    if arguments and len(arguments) == 1:
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1
