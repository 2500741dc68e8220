"""What the scripts of a captured page try to do beyond it gets nowhere, in Chromium, with and without the frame."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page

from tests.archive.replay.written import Answer, write_archive
from tests.clients.chromium import chromium, needs_chromium
from tests.clients.replay_server import Sink, replayed, sink

pytestmark = [pytest.mark.clients, needs_chromium]

URL = "http://evil.example/page.html"
FRAMINGS = ("", "/frame")
_MOMENT = 700

_TRIED = tomllib.loads(Path(__file__).with_name("hostile.toml").read_text("utf-8"))
ATTEMPTS: dict[str, str] = _TRIED["reach"]
LEAVING: dict[str, str] = _TRIED["leave"]


@dataclass(frozen=True, slots=True)
class Stage:
    """A browser, the replay of an archive that holds one page of evil.example, and a sink."""

    browser: Browser
    origin: str
    sink: Sink


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    answers = [
        Answer(URL, b"<!doctype html><title>Evil</title><body><p>evil"),
        Answer(
            "http://evil.example/sw.js", b"addEventListener('fetch', () => {})", ("Content-Type: text/javascript",)
        ),
    ]
    archive = write_archive(tmp_path_factory.mktemp("hostile"), answers)
    with sink() as reached, replayed(archive) as origin, chromium() as browser:
        yield Stage(browser, origin, reached)


@pytest.fixture(params=FRAMINGS, ids=("alone", "framed"))
def shown(stage: Stage, request: pytest.FixtureRequest) -> Iterator[tuple[Page, Frame]]:
    """The window, and the frame in it in which the page's scripts run; both have a cookie and an item to steal."""
    context = stage.browser.new_context()
    for host in (stage.origin, stage.origin.replace("127.0.0.1", "localhost")):
        context.add_cookies([{"name": "secret", "value": "1", "url": host}])
    page = context.new_page()
    page.goto(f"{stage.origin}{request.param}/20261124120000/{URL}")
    page.wait_for_timeout(_MOMENT)
    stage.sink.asked.clear()
    yield page, page.frames[-1]
    context.close()


def test_scripts_reach_nothing(stage: Stage, shown: tuple[Page, Frame]) -> None:
    page, frame = shown
    got = {name: frame.evaluate(_watched(attempt, stage.sink)) for name, attempt in ATTEMPTS.items()}
    page.wait_for_timeout(2 * _MOMENT)
    assert stage.sink.asked == []
    refused = ("refused", "tried", "nothing came", "true", "false")
    assert {name: answer for name, answer in got.items() if answer and not str(answer).startswith(refused)} == {}
    assert page.url.startswith(stage.origin)


def _watched(attempt: str, sink: Sink) -> str:
    """The attempt as an expression that says what came of it, in a second at most."""
    expression = attempt.replace("SINK", sink.origin)
    ended = "new Promise(done => setTimeout(done, 1000, 'nothing came'))"
    read = "answer => /Not captured|cannot be shown/.test(answer) ? 'refused: ours' : answer"
    return f"Promise.race([(async () => {expression})(), {ended}]).then({read}).catch(error => 'refused: ' + error)"


@pytest.mark.parametrize("name", LEAVING)
def test_a_page_does_not_leave(stage: Stage, shown: tuple[Page, Frame], name: str) -> None:
    page, frame = shown
    frame.evaluate(f"() => {{ {LEAVING[name].replace('SINK', stage.sink.origin)} }}")
    page.wait_for_timeout(2 * _MOMENT)
    assert stage.sink.asked == []
    assert page.url.startswith(stage.origin)
    if page.url.startswith(f"{stage.origin}/frame"):
        assert "evil.example" in (page.text_content("header h1") or "") + page.title() + page.url


def test_the_bar_cannot_be_told_lies(stage: Stage, shown: tuple[Page, Frame]) -> None:
    page, frame = shown
    for lie in (
        "'/20261124120000/http://none.example/'",
        "'//127.0.0.1/x'",
        "'/bar/x'",
        "'<img>'",
        "{}",
        "'/2026/http:///'",
    ):
        frame.evaluate(f"parent.postMessage({{replayed: {lie}}}, '*')")
    page.wait_for_timeout(_MOMENT)
    assert page.url == f"{stage.origin}{'/frame' if '/frame' in page.url else ''}/20261124120000/{URL}"
    assert stage.sink.asked == []
