"""The configuration for Debian's nginx in the documentation: TLS, a log-in, the two names, and who asks."""

import re
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path

import pytest

from tests.archive.replay.written import Answer, write_archive
from tests.archive.web.served import Served, serving
from tests.clients.needed import needs
from tests.clients.pywb_server import free_port

pytestmark = [pytest.mark.clients, needs("nginx", "'apt-get install nginx' brings it")]

CONFIGURATION = Path(__file__).parents[2] / "docs" / "nginx.conf"
URL = "http://news.example/a.html"
_READER = "Basic cmVhZGVyOnNlY3JldA=="  # reader:secret


@dataclass(frozen=True, slots=True)
class Room:
    """The room and the replay behind nginx at one port, and the program itself."""

    port: int
    served: Served

    def ask(self, host: str, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Status, header fields in lower case, and text."""
        unchecked = ssl.create_default_context()
        unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
        connection = HTTPSConnection("127.0.0.1", self.port, context=unchecked, timeout=60)
        connection.request(
            "GET", path, headers={"Host": host, **{k.replace("_", "-"): v for k, v in headers.items()}}
        )
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    place = tmp_path_factory.mktemp("nginx")
    archive = write_archive(place / "data", [Answer(URL, b"<!doctype html><title>A</title><p>behind a proxy")])
    public = ("--public-url", "https://archive.example", "--public-replay-url", "https://replay.example")
    subject = ("-subj", "/CN=archive.example", "-days", "2", "-nodes", "-newkey", "rsa:2048")
    subprocess.run(
        ["openssl", "req", "-x509", *subject, "-keyout", str(place / "key"), "-out", str(place / "cert")],
        check=True, capture_output=True,
    )  # fmt: skip
    hashed = subprocess.check_output(["openssl", "passwd", "-apr1", "secret"], text=True)
    (place / "users").write_text(f"reader:{hashed}")
    with serving(archive.root, *public, "--replay-port", "0") as served:
        port = free_port()
        (place / "nginx.conf").write_text(_whole(CONFIGURATION.read_text(), place, port, served))
        nginx = subprocess.Popen(
            ["nginx", "-e", str(place / "log"), "-p", str(place), "-c", str(place / "nginx.conf")]
        )
        try:
            running = Room(port, served)
            for _ in range(100):
                with suppress(OSError):
                    running.ask("archive.example", "/")
                    break
                time.sleep(0.1)
            yield running
        finally:
            nginx.terminate()
            nginx.wait(20)


def _whole(site: str, place: Path, port: int, served: Served) -> str:
    """The site's configuration with places and ports of the test, in one that runs in the foreground."""
    for of, name in (("/etc/ssl/certs/archive.pem", "cert"), ("/etc/ssl/private/archive.key", "key"),
                     ("/etc/nginx/archive.users", "users")):  # fmt: skip
        site = site.replace(of, str(place / name))
    site = site.replace("listen 443", f"listen 127.0.0.1:{port}")
    site = re.sub(r"server \{\n    listen 80;.*?\n\}\n", "", site, flags=re.DOTALL)
    for number, url in ((8640, served.room), (8641, served.replay)):
        site = site.replace(f"http://127.0.0.1:{number}", url.rstrip("/"))
    temporary = " ".join(
        f"{kind}_temp_path {place}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off; worker_processes 1; pid {place}/pid; user root; events {{}}\n"
        f"http {{ access_log off; {temporary}\n{site}\n}}\n"
    )


def test_nobody_reads_without_a_log_in(room: Room) -> None:
    for host in ("archive.example", "replay.example"):
        assert room.ask(host, "/")[0] == 401
        assert room.ask(host, "/", Authorization=_READER)[0] == 200


def test_room_and_replay_name_each_other_by_their_public_addresses(room: Room) -> None:
    status, headers, _ = room.ask("replay.example", f"/2026/{URL}", Authorization=_READER)
    assert status == 200
    assert "https://replay.example/timegate/" in headers["link"]
    status, headers, body = room.ask("replay.example", f"/frame/20261124120000/{URL}", Authorization=_READER)
    assert status == 200
    assert f'src="https://replay.example/20261124120000/{URL}"' in body
    assert "frame-src https://replay.example;" in headers["content-security-policy"]
    status, _, body = room.ask("archive.example", f"/history?url={URL}", Authorization=_READER)
    assert "http://127.0.0.1" not in body


def test_other_names_are_not_answered_and_who_asks_is_the_reader(room: Room) -> None:
    assert room.ask("other.example", "/", Authorization=_READER)[0] == 400
    forged = room.ask("archive.example", "/", Authorization=_READER, X_Forwarded_For="10.0.0.1")
    assert forged[0] == 200
