"""``archive serve``, as a process that is asked over sockets."""

import os
import signal
import socket
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archive.index import Index, IndexWriter
from archive.layout import Archive
from archive.web import rendering_and_error_responses
from archive.web.app import warm_up
from tests import forked
from tests.archive.cli.sample_archive import make_archive
from tests.archive.index.sample_documents import make_document
from tests.archive.web.served import ask, command, serving


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("serve") / "data").root


def run(archive: Path, *options: str) -> tuple[int, str]:
    """Exit code and standard error of a server that must end by itself."""
    ended = forked.run(command(archive, *options), cwd=Path.cwd(), env=os.environ)
    assert ended.stdout == ""
    return ended.returncode, ended.stderr


def test_a_server_is_warm_before_its_first_search(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = rendering_and_error_responses.environment.__wrapped__()
    monkeypatch.setattr(rendering_and_error_responses, "environment", lambda: environment)
    searched: list[str] = []
    monkeypatch.setattr(Index, "search_with_facets", lambda _self, query, *_given: searched.append(query))
    for root in (place, tmp_path / "none"):
        warm_up(Archive(root))
    assert searched == [""]
    monkeypatch.setattr(environment.loader, "get_source", lambda *_given: pytest.fail("a template was read"))
    for name in ("search.html", "parts.html", "document.html"):
        assert environment.get_template(name)


def test_both_origins_answer_their_own_names_and_no_other(place: Path) -> None:
    with serving(place) as served:
        assert urlsplit(served.room).hostname == urlsplit(served.replay).hostname == "127.0.0.1"
        assert urlsplit(served.room).port != urlsplit(served.replay).port
        for url in (served.room, served.replay):
            port = urlsplit(url).port
            assert ask(url, f"Host: 127.0.0.1:{port}")[0] == 200
            assert ask(url, "Host: localhost")[0] == 200
            for host in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example", "0.0.0.0", ""):  # noqa: S104 - the wildcard address is what is tested
                status, answer = ask(url, f"Host: {host}")
                assert status == 400
                assert "does not answer to that host name" in answer
            assert ask(url)[0] == 400
            assert ask(url, "Host: localhost", "Host: evil.example")[0] == 400
            assert ask(url, "Host: localhost", "X-Forwarded-Host: evil.example")[0] == 200
            assert ask(url, f"Host: localhost:{port}", path="http://evil.example/")[0] in (400, 404)
        assert served.end() == (0, "", "")


def test_what_is_no_http_and_what_is_only_read(place: Path) -> None:
    with serving(place) as served:
        assert ask(served.room, "Host: localhost", "Content-Length: 3", method="POST")[0] == 405
        assert ask(served.room, "Host: localhost", "no header")[0] == 400
        status, answer = ask(served.room, "Host: localhost", "Upgrade: websocket", "Sec-WebSocket-Version: 13")
        assert (status, "server: uvicorn" in answer.lower()) == (200, False)
        assert served.end()[0] == 0


def test_sees_what_is_written_after_it_began(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "data")
    with serving(archive.root) as served:
        before = ask(served.room, "Host: localhost", path="/api/statistics")[1]
        assert '"documents":2' in before
        with IndexWriter(archive) as writer:
            writer.add((), [make_document("later", path="later")])
        assert '"documents":3' in ask(served.room, "Host: localhost", path="/api/statistics")[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ends_cleanly_while_a_reader_is_connected(place: Path, number: int) -> None:
    with serving(place) as served:
        parts = urlsplit(served.room)
        with socket.create_connection((parts.hostname or "", parts.port or 80)) as idle:
            idle.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert idle.recv(15) == b"HTTP/1.1 200 OK"
            assert served.end(number) == (0, "", "")


def test_a_port_that_is_taken(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        for options in (["--port", port], ["--port", "0", "--replay-port", port]):
            code, err = run(place, *options)
            assert code == 4
            assert err.startswith(f"archive: cannot listen on 127.0.0.1, port {port}: ")
            assert err.count("\n") == 1


@pytest.mark.parametrize("options", [["--host", "no such host"], ["--host", "a..b"], ["--port", "70000"]])
def test_what_is_no_host_or_port(place: Path, options: list[str]) -> None:
    code, err = run(place, *options)
    assert code == 2
    assert err.count("\n") == 1


def test_an_archive_that_is_missing_or_has_no_index(tmp_path: Path) -> None:
    code, err = run(tmp_path / "none", "--port", "0")
    assert (code, "crawl into it first" in err) == (3, True)
    code, err = run(Archive(tmp_path).create().root, "--port", "0")
    assert (code, "archive index --rebuild" in err) == (3, True)


def test_listening_everywhere_is_warned_of_and_reached_by_number(place: Path) -> None:
    with serving(place, "--host", "0.0.0.0") as served:  # noqa: S104 - the wildcard address is what is tested
        assert urlsplit(served.room).hostname == "127.0.0.1"
        assert ask(served.room, "Host: 192.0.2.7")[0] == 200
        assert ask(served.room, f"Host: {socket.gethostname()}")[0] == 200
        assert ask(served.room, "Host: evil.example")[0] == 400
        code, _, err = served.end()
        assert code == 0
        assert err.startswith("archive: warning: ")


@pytest.mark.parametrize(("option", "opened"), [(["--open"], True), ([], False), (["--no-browser"], False)])
def test_opens_a_browser_when_told(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: list[str], opened: bool
) -> None:
    """The program that opens addresses on this system is one that writes down what it is given."""
    note, program = tmp_path / "opened", tmp_path / ("open" if sys.platform == "darwin" else "xdg-open")
    program.write_text(f'#!/bin/sh\necho "$1" > "{note}.part"; mv "{note}.part" "{note}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":9")
    with serving(place, *option) as served:
        for _ in range(600 if opened else 10):
            if note.exists():
                break
            time.sleep(0.1)
        assert note.exists() == opened
        if opened:
            assert note.read_text().strip() == served.room
        assert served.end() == (0, "", "")


@pytest.mark.parametrize("host", ["::1", "[::1]"])
def test_the_other_loopback_address(place: Path, host: str) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    with serving(place, "--host", host) as served:
        assert urlsplit(served.room).hostname == "::1"
        assert ask(served.room, f"Host: [::1]:{urlsplit(served.room).port}")[0] == 200
        assert served.end() == (0, "", "")


def test_a_name_that_was_asked_for(place: Path) -> None:
    with serving(place, "--host", "localhost") as served:
        assert urlsplit(served.room).hostname == "localhost"
        assert ask(served.room, "Host: localhost")[0] == 200
        assert served.end() == (0, "", "")


def test_a_head_without_end_is_not_waited_for(place: Path) -> None:
    with serving(place) as served:
        parts = urlsplit(served.room)
        with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=60) as endless:
            endless.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
            answer = b""
            for _ in range(100):
                try:
                    endless.sendall(b"x: " + b"y" * 2000 + b"\r\n")
                    time.sleep(0.005)
                except OSError:
                    break
            else:
                pytest.fail("200 kB of a head were taken")
            while not answer.startswith(b"HTTP/1.1 400"):
                try:
                    piece = endless.recv(65536)
                except ConnectionResetError:
                    break
                assert piece
                answer += piece
        assert ask(served.room, "Host: localhost")[0] == 200
        assert served.end() == (0, "", "")


def test_requests_one_behind_the_other_on_one_connection(place: Path) -> None:
    with serving(place) as served:
        parts = urlsplit(served.room)
        with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=60) as connection:
            request = b"GET /help HTTP/1.1\r\nHost: localhost\r\nx: " + b"y" * 1000
            connection.sendall((request + b"\r\n\r\n") * 40 + request + b"\r\nConnection: close\r\n\r\n")
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
        assert answer.count(b"HTTP/1.1 200 OK") == 41


def test_a_connection_outlasts_the_reading_of_a_page(place: Path) -> None:
    with serving(place) as served:
        parts = urlsplit(served.room)
        with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=60) as connection:
            for pause in (5.5, 0):
                connection.sendall(b"HEAD /help HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK")
                time.sleep(pause)
        assert served.end() == (0, "", "")


def test_the_foot_names_the_contact_of_the_environment(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTACT", "keeper@archive.example")
    with serving(place) as served:
        assert "mailto:keeper@archive.example" in ask(served.room, "Host: localhost")[1]
    with serving(place, "--contact", "desk@archive.example") as served:
        assert "mailto:desk@archive.example" in ask(served.room, "Host: localhost")[1]
