"""The frame around a captured page, in Chromium, as ``archive serve`` and ``archive replay`` show it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from archive.layout import Archive
from tests.archive.replay.written import NOON, Answer, write_archive
from tests.clients.chromium import chromium, needs_chromium
from tests.clients.pictured import Log
from tests.clients.replay_server import replayed
from tests.samplesite.assets import png

pytestmark = [pytest.mark.clients, needs_chromium]

BIN = Path(sys.executable).parent
URL = "http://news.example/a.html"
LATER = NOON + timedelta(days=9)
WORDS = "国际产能合作"
_FILLING = "<p>Some words that stand between.</p>" * 60
_MOMENT = 800
OTHER = "http://other.example/c.html"
HIDING = "http://news.example/hides.html"
_HIDING_PAGE = (
    b"<style id=hide>body { display: none !important }</style>"
    b"<script>if (self === top) document.getElementById('hide').remove()</script><p>Shown all the same"
)


def page_of(title: str) -> bytes:
    return (
        f"<!doctype html><meta charset=gbk><title>{title}</title><h1>{title}</h1>{_FILLING}"
        f"<p id=wanted>首先,{WORDS}是必由之路。</p><table><tr><td>2015<td>Forum</table>"
        f"{_FILLING}<a href=/b.html target=_blank>next</a><img src=/i.png>"
    ).encode("gbk")


@dataclass(frozen=True, slots=True)
class Stage:
    browser: Browser
    origin: str
    archive: Archive


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    answers = [
        Answer(URL, page_of("First"), at=NOON),
        Answer(URL, page_of("Second"), at=LATER),
        Answer("http://news.example/b.html", page_of("Next"), at=NOON),
        Answer("http://news.example/i.png", png(8, 8, (1, 2, 3)), ("Content-Type: image/png",)),
        Answer(OTHER, b"<h1>Other</h1>", at=NOON),
        Answer(HIDING, _HIDING_PAGE, ("Content-Type: text/html",)),
        Answer("http://news.example/c.pdf", b"%PDF-1.4", ("Content-Type: application/pdf",)),
    ]
    archive = write_archive(tmp_path_factory.mktemp("framed"), answers)
    with replayed(archive) as origin, chromium() as browser:
        yield Stage(browser, origin, archive)


@pytest.fixture
def page(stage: Stage) -> Iterator[Page]:
    context = stage.browser.new_context(viewport={"width": 1100, "height": 700})
    yield context.new_page()
    context.close()


def test_the_bar_says_what_is_shown(stage: Stage, page: Page) -> None:
    log = Log()
    log.follow(page)
    page.goto(f"{stage.origin}/frame/{URL}")
    page.wait_for_timeout(_MOMENT)
    bar = page.inner_text("header")
    assert "Captured 2026-12-03 12:00:00 UTC" in bar
    assert "2 captures" in bar
    assert re.search(r"sha1:[A-Z2-7]{32}", bar)
    assert page.frames[-1].inner_text("h1") == "Second"
    assert page.evaluate("document.querySelector('header').offsetHeight") < 48
    for width in (1100, 600, 390):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate("document.getElementById('page').offsetWidth") == width
    assert (log.failed, log.errors) == ([], [])


def test_another_capture_and_two_beside_each_other(stage: Stage, page: Page) -> None:
    page.goto(f"{stage.origin}/frame/{URL}")
    page.click("summary")
    page.click("text=2026-11-24 12:00:00 UTC")
    page.wait_for_timeout(_MOMENT)
    assert page.frames[-1].inner_text("h1") == "First"
    page.click("summary")
    page.click("text=Compare with")
    page.wait_for_timeout(_MOMENT)
    assert [frame.inner_text("h1") for frame in page.frames[1:]] == ["First", "Second"]


def test_the_bar_follows_the_page(stage: Stage, page: Page) -> None:
    page.goto(f"{stage.origin}/frame/20261124120000/{URL}")
    page.wait_for_timeout(_MOMENT)
    page.frames[-1].click("text=next")
    page.wait_for_timeout(_MOMENT)
    assert page.frames[-1].inner_text("h1") == "Next"
    assert page.url == f"{stage.origin}/frame/20261124120000/http://news.example/b.html"
    assert "1 capture" in page.inner_text("header")
    assert page.inner_text("header h1") == page.title() == "Next", "no document names it: it names itself"


@pytest.mark.parametrize(
    "fragment",
    [f"#:~:text={quote(WORDS)}", f"#:~:text={quote('首先')},{quote('必由之路')}", f"#words={quote(WORDS)}"],
)
def test_words_are_shown(stage: Stage, page: Page, fragment: str) -> None:
    page.goto(f"{stage.origin}/frame/20261124120000/{URL}{fragment}")
    page.wait_for_timeout(_MOMENT)
    place = page.frames[-1].evaluate(
        "[...CSS.highlights.get('archive-words')].map(range => [range.toString(), range.getBoundingClientRect().top])"
    )
    assert WORDS in place[0][0]
    assert 0 < place[0][1] < 600


def test_words_of_cells_beside_each_other_are_shown(stage: Stage, page: Page) -> None:
    page.goto(f"{stage.origin}/frame/20261124120000/{URL}#:~:text=2015%20Forum")
    page.wait_for_timeout(_MOMENT)
    assert page.frames[-1].evaluate("[...CSS.highlights.get('archive-words')][0].toString()") == "2015Forum"


def test_words_are_shown_in_the_page_alone(stage: Stage, page: Page) -> None:
    page.goto(f"{stage.origin}/20261124120000/{URL}#:~:text={quote(WORDS)}")
    page.wait_for_timeout(_MOMENT)
    assert 0 < page.evaluate("document.querySelector('#wanted').getBoundingClientRect().top") < 700


def test_a_page_that_hides_itself_in_a_frame_is_shown(stage: Stage, page: Page) -> None:
    page.goto(f"{stage.origin}/frame/2026/{HIDING}")
    page.frame_locator("iframe").get_by_text("Shown all the same").wait_for(state="visible")


def test_words_that_are_not_there_hurt_nothing(stage: Stage, page: Page) -> None:
    log = Log()
    log.follow(page)
    page.goto(f"{stage.origin}/frame/20261124120000/{URL}#:~:text=absent,-,%E0%A4%A,x-")
    page.wait_for_timeout(_MOMENT)
    assert (page.frames[-1].inner_text("h1"), log.errors) == ("First", [])


def test_what_scripts_put_into_sheets_is_led_into_the_archive(stage: Stage, page: Page) -> None:
    page.goto(f"{stage.origin}/frame/20261124120000/{URL}")
    page.wait_for_timeout(_MOMENT)
    rule = "body { background: url(/b.html) }"  # our script does not see it
    with page.expect_response(lambda answer: answer.url.endswith("/20261124120000/http://news.example/b.html")):
        page.frames[-1].evaluate(
            f"document.head.append(Object.assign(document.createElement('style'), {{textContent: '{rule}'}}))"
        )
    assert page.frames[-1].evaluate("fetch('/none.json').then(answer => answer.status)") == 404


def test_a_page_that_another_site_frames_keeps_its_own_origin(stage: Stage, page: Page) -> None:
    page.goto(f"{stage.origin}/frame/20261124120000/{URL}")
    page.wait_for_timeout(_MOMENT)
    frame = page.frames[1]
    frame.evaluate("document.body.append(Object.assign(document.createElement('iframe'), {src: '" + OTHER + "'}))")
    page.wait_for_timeout(_MOMENT)
    assert frame.child_frames[0].inner_text("h1") == "Other"
    origins = {each.evaluate("self.origin") for each in (frame, frame.child_frames[0])}
    assert len(origins) == 2
    assert all(re.fullmatch(r"http://p[0-9a-f]{20}\.localhost:\d+", origin) for origin in origins)


def test_a_page_alone_runs_no_scripts(stage: Stage, page: Page) -> None:
    page.goto(f"{stage.origin}/2026/{HIDING}")
    page.wait_for_timeout(_MOMENT)
    assert page.get_by_text("Shown all the same").is_visible() is False


def test_a_server_without_a_second_name_shows_pages_without_an_origin(stage: Stage, page: Page) -> None:
    log = Log()
    log.follow(page)
    page.goto(f"{stage.origin.replace('127.0.0.1', 'archive.localhost')}/frame/20261124120000/{URL}")
    page.wait_for_timeout(_MOMENT)
    frame = page.frames[-1]
    assert frame.inner_text("h1") == "First"
    assert frame.evaluate("[self.origin, document.cookie, document.images[0].naturalWidth]") == ["null", "", 8]
    assert (
        frame.evaluate("(() => { try { return parent.document.title; } catch { return 'refused'; } })()") == "refused"
    )
    assert (log.failed, log.errors) == ([], [])


def test_a_file_is_offered(stage: Stage, page: Page) -> None:
    page.goto(f"{stage.origin}/frame/2026/http://news.example/c.pdf")
    assert "Open the file" in page.inner_text("main")


@pytest.mark.parametrize(("scheme", "locale", "word"), [("light", "en-GB", "Captured"), ("dark", "zh-CN", "采集于")])
def test_axe_finds_nothing(stage: Stage, scheme: str, locale: str, word: str) -> None:
    context = stage.browser.new_context(color_scheme=scheme, locale=locale)  # type: ignore[arg-type] # one of its words
    page = context.new_page()
    for target in (
        f"frame/{URL}",
        f"compare/2026/2027/{URL}",
        "",
        "2026/http://none.example/",
        "frame/2026/http://news.example/c.pdf",
    ):
        page.goto(f"{stage.origin}/{target}")
        if target.startswith("frame"):
            assert word in page.inner_text("header")
            page.click("summary")
        found = Axe().run(page, options={"iframes": False})
        assert found.response["violations"] == [], found.generate_report()
    context.close()


def test_the_command_prints_where_it_is_and_ends_when_told(stage: Stage, page: Page) -> None:
    command = [str(BIN / "archive"), "replay", f"{URL}#:~:text={quote(WORDS)}", "--at", "2026-11-24", "--no-browser"]
    env = {**os.environ, "ARCHIVE_DIR": str(stage.archive.root)}
    with subprocess.Popen(command, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        page.goto(process.stdout.readline().strip())
        page.wait_for_timeout(_MOMENT)
        assert page.frames[-1].inner_text("h1") == "First"
        assert page.frames[-1].evaluate("CSS.highlights.size") == 1
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
