"""Whatever a captured page tries, a canary beside the replay sees nothing, in Chromium, framed or alone."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Error, Page, sync_playwright

from tests.adversary.pages import attacks
from tests.archive.replay.written import Answer, write_archive
from tests.clients.chromium import needs_chromium
from tests.clients.replay_server import Sink, replayed, sink

pytestmark = [pytest.mark.clients, needs_chromium]

TAME = "http://tame.example/page.html"
_TAME_PAGE = (
    b"<!doctype html><title>Tame</title><h1>A tame page</h1><script>"
    b"const kept = document.body.appendChild(document.createElement('iframe')).contentWindow;"
    b"try { kept.localStorage.setItem('secret', 'of the tame site') } catch {}"
    b"document.querySelector('h1').textContent += ' with scripts'</script>"
)
SECRETS = ("of another program", "of the tame site")
_AT_ONCE = 8
_MOMENT = 2.0
"""Seconds that each batch of pages has to do its worst."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A browser with cookies of another program of this machine, the replay, a canary, and the attacks by name."""

    browser: BrowserContext
    origin: str
    sink: Sink
    attacks: dict[str, Answer]

    def address(self, url: str, framed: bool) -> str:
        return f"{self.origin}{'/frame' if framed else ''}/20261124120000/{url}"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with sink() as reached, sync_playwright() as playwright:
        pages = attacks(reached.origin, reached.origin)
        archive = write_archive(tmp_path_factory.mktemp("hostile"), [Answer(TAME, _TAME_PAGE), *pages.values()])
        # A profile of its own, as readers have it: in a private window storage is refused anyway.
        browser = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"), executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        with replayed(archive) as origin:
            for host in (origin, origin.replace("127.0.0.1", "localhost")):
                browser.add_cookies([{"name": "secret", "value": "of another program", "url": host}])
            yield Stage(browser, origin, reached, pages)
        browser.close()


@pytest.fixture(scope="module", params=(False, True), ids=("alone", "framed"))
def tried(stage: Stage, request: pytest.FixtureRequest) -> dict[str, str]:
    """What each attack said that it got, by name, once all were tried; the canary's log is of these alone."""
    framed: bool = request.param
    _show_tame(stage, framed)
    stage.sink.asked.clear()
    got: dict[str, str] = {}
    names = tuple(stage.attacks)
    for at in range(0, len(names), _AT_ONCE):
        got |= _attacked(stage, names[at : at + _AT_ONCE], framed)
    return got


def _attacked(stage: Stage, names: tuple[str, ...], framed: bool) -> dict[str, str]:
    pages = {name: stage.browser.new_page() for name in names}
    for name, page in pages.items():
        page.on("dialog", lambda dialog: dialog.dismiss())
        with suppress(Error):  # a file is offered for download, which the sandbox refuses
            page.goto(stage.address(stage.attacks[name].url, framed), wait_until="commit")
    time.sleep(_MOMENT)  # a page may have crashed itself: it is not waited for
    got = {name: _out(page) for name, page in pages.items()}
    for page in pages.values():
        page.close()
    return got


def _out(page: Page) -> str:
    """What the page said of itself; where it is, once it has gone elsewhere."""
    if not page.url.startswith(("http://127.0.0.1:", "about:blank", "chrome-error:")):
        return f"gone to {page.url}"
    for frame in page.frames:
        with suppress(Error):
            said = frame.evaluate("window.out")
            if said:
                return str(said)
    return "nothing came"


def _show_tame(stage: Stage, framed: bool) -> str:
    page = stage.browser.new_page()
    page.goto(stage.address(TAME, framed))
    page.wait_for_timeout(500)
    heading = page.frames[1 if framed else 0].inner_text("h1")
    page.close()
    return heading


def test_the_canary_sees_nothing(stage: Stage, tried: dict[str, str]) -> None:
    assert set(tried) == set(stage.attacks)
    assert stage.sink.asked == []


def test_scripts_get_nothing(tried: dict[str, str]) -> None:
    refused = re.compile(r"refused|tried|nothing came|null|true|false|undefined|http://p[0-9a-f]{20}\.localhost|$")
    got = {name: said for name, said in tried.items() if not refused.match(said)}
    assert {name: said for name, said in got.items() if "The archive has no capture of this" not in said} == {}
    assert not [name for name, said in tried.items() if any(secret in said for secret in SECRETS)]


def test_a_tame_page_still_shows(stage: Stage, tried: dict[str, str], request: pytest.FixtureRequest) -> None:
    framed = "framed" in request.node.name
    assert _show_tame(stage, framed) == ("A tame page with scripts" if framed else "A tame page")


def test_the_bar_cannot_be_told_lies(stage: Stage) -> None:
    page = stage.browser.new_page()
    page.goto(stage.address(TAME, framed=True))
    page.wait_for_timeout(500)
    before = page.url
    for lie in ("'/20261124120000/http://none.example/'", "'//127.0.0.1/x'", "'/bar/x'", "'<img>'", "{}"):
        page.frames[1].evaluate(f"parent.postMessage({{replayed: {lie}}}, '*')")
    page.wait_for_timeout(500)
    assert page.url == before
    page.close()
