"""Of a stored response's types one is sent, the one that browsers took it for, and its page is judged by that."""

import pytest

from tests.archive.replay.conftest import Replay
from tests.archive.replay.written import Answer

URL = "http://news.example/a"
PAGE = "<p>Hello <a href=/x>there</a>"
SCRIPT = '<script src="/-/page.js"></script>'

# Fields of a type, what is wanted for which destination, and whether the page is then rewritten.
TYPES = [
    (("application/pdf", "text/html"), "iframe", "text/html", True),
    (("text/javascript", "text/html"), "iframe", "text/html", True),
    (("text/javascript, text/html",), "iframe", "text/html", True),
    (("text/html, application/pdf",), "iframe", "application/pdf", False),
    (("text/html", "nonsense"), "iframe", "text/html", True),
    (("text/html", "*/*"), "iframe", "text/html", True),
    (("text/plain", 'text/html; x="a,b"'), "document", "text/html", True),
    (("text/html", "image/png;"), "document", "image/png", False),
    (("multipart/x-mixed-replace; boundary=a",), "iframe", "application/octet-stream", False),
    (("message/rfc822",), "document", "application/octet-stream", False),
    (("unknown/unknown",), "iframe", "text/plain", False),
    (("text/html",), "script", "text/javascript", False),
    (("image/png",), "script", "image/png", False),
    (("text/plain",), "style", "text/css", False),
    (("text/html",), "style", "text/html", False),
]


@pytest.mark.parametrize(("fields", "destination", "sent", "rewritten"), TYPES)
def test_one_type_is_sent(
    replay: Replay, fields: tuple[str, ...], destination: str, sent: str, rewritten: bool
) -> None:
    headers = tuple(f"Content-Type: {field}" for field in fields)
    client = replay([Answer(URL, PAGE.encode(), headers)])
    led = client.get(f"/2026/{URL}", headers={"Sec-Fetch-Dest": "iframe"}).headers.get("location", f"/2026/{URL}")
    answer = client.get(led, headers={"Sec-Fetch-Dest": destination})
    assert answer.headers.get_list("content-type") == [sent]
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]
    policy = answer.headers["content-security-policy"]
    scripted = (destination == "iframe" and rewritten) or sent == "text/javascript"
    assert policy.rpartition("; sandbox")[2] == f"{' allow-scripts' if scripted else ''} allow-same-origin"
    assert (SCRIPT in answer.text) == rewritten


def test_a_page_cannot_switch_the_guessing_of_types_on(replay: Replay) -> None:
    client = replay([Answer(URL, b"a", ("Content-Type: text/plain", "X-Content-Type-Options: none"))])
    answer = client.get(f"/2026/{URL}")
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]
    assert answer.headers["x-archive-orig-x-content-type-options"] == "none"


def test_a_file_that_no_browser_shows_in_a_sandbox_is_given_to_be_kept(replay: Replay) -> None:
    headers = ("Content-Type: application/pdf", "Content-Disposition: inline")
    answer = replay([Answer(URL, b"%PDF-1.4", headers)]).get(f"/2026/{URL}")
    assert answer.headers.get_list("content-disposition") == ["attachment"]
    assert "; sandbox" in answer.headers["content-security-policy"]


UTF_16 = ("unicode", "ucs-2", "csunicode", "iso-10646-ucs-2", "unicodefeff", "utf-16", "UTF-16LE")


@pytest.mark.parametrize(
    ("fields", "codec", "sent"),
    [
        *(((f"text/html; charset={label}",), "utf-16-le", label.lower()) for label in UTF_16),
        *(((f"text/html; charset={label}",), "utf-16-be", label) for label in ("unicodefffe", "utf-16be")),
        (("text/html; charset=utf-8", "text/html; charset=utf-16"), "utf-16-le", "utf-16"),
        (("text/html; charset=utf-16, text/html",), "utf-16-le", "utf-16"),
        (("text/html; charset=utf-16", "text/html; charset=gbk"), "gbk", "gbk"),
        (('text/html; charset="utf-16le"',), "utf-16-le", "utf-16le"),
        (("text/html; charset=utf-7",), "ascii", None),
        (("text/html; charset=klingon",), "ascii", None),
        (("application/xhtml+xml",), "utf-8", "utf-8"),
    ],
)
def test_our_script_is_written_in_the_charset_that_is_sent(
    replay: Replay, fields: tuple[str, ...], codec: str, sent: str | None
) -> None:
    headers = tuple(f"Content-Type: {field}" for field in fields)
    answer = replay([Answer(URL, PAGE.encode(codec), headers)]).get(f"/2026/{URL}")
    essence = fields[0].partition(";")[0]
    assert answer.headers.get_list("content-type") == [f"{essence}; charset={sent}" if sent else essence]
    assert 'src="/-/page.js"></script><p>Hello' in answer.content.decode(codec)


def test_a_page_with_escapes_and_no_charset_runs_no_scripts(replay: Replay) -> None:
    """Browsers may take it for ISO-2022-JP, in which what follows an escape is no ASCII."""
    client = replay([Answer(URL, b"\x1b(I" + PAGE.encode())])
    led = client.get(f"/2026/{URL}", headers={"Sec-Fetch-Dest": "iframe"}).headers["location"]
    answer = client.get(led, headers={"Sec-Fetch-Dest": "iframe"})
    assert "allow-scripts" not in answer.headers["content-security-policy"]
