"""The changes of a site in Chromium: for whoever reads them, and what a page that is gone says."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from archive.bitext.translation_units import cross_page_units
from archive.index import IndexWriter
from archive.model.document import Pair, document_id
from tests.archive.index.sample_documents import make_document
from tests.archive.query.days_of_crawls import make_archive
from tests.clients.chromium import needs_chromium
from tests.clients.reading_room import Room, serve_room, visit
from tests.clients.test_reading_room_for_all import PHONE

pytestmark = [pytest.mark.clients, needs_chromium]

CHINESE = make_document("各国都希望合作。", "还有一段。", path="cn", title="合作")
ENGLISH = make_document("All wish to cooperate.", path="en", lang="en", title="Cooperation")
GONE, CHANGED = (document_id("sample", f"http://sample.example/{number}.html") for number in (3, 4))
PATHS = (
    "/changes",
    "/changes?kind=changed&site=sample",
    "/changes?kind=missing",
    "/changes?site=another",
    "/changes?kind=x",
    f"/document/{GONE}",
    f"/history?url={GONE}",
    f"/history?url={CHANGED}",
    f"/document/{CHINESE.id}",
    f"/document/{ENGLISH.id}?alone=1",
)


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The reading room over five days of crawls, and a page in each language."""
    archive = make_archive(tmp_path_factory.mktemp("days"))
    with IndexWriter(archive) as writer:
        writer.add([], [CHINESE, ENGLISH])
        writer.add([], [], list(cross_page_units(CHINESE, ENGLISH, [Pair((0,), (0,), 0.9)])))
    with serve_room(archive) as (url, replay):
        yield Room(url, replay, CHINESE, 0)


@pytest.mark.parametrize(("scheme", "locale"), [("light", "en-GB"), ("dark", "zh-CN")])
def test_axe_finds_nothing(browser: Browser, days: Room, scheme: str, locale: str) -> None:
    axe = Axe()
    with visit(browser, days, color_scheme=scheme, locale=locale, bypass_csp=True) as seen:
        for path in PATHS:
            seen.page.goto(path)
            found = axe.run(seen.page)
            assert not found.violations_count, f"{path}: {found.generate_report()}"
        seen.complaints[:] = [each for each in seen.complaints if "400" not in each]


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_a_phone_needs_no_scrolling_sideways(browser: Browser, days: Room, locale: str) -> None:
    with visit(browser, days, viewport=PHONE, has_touch=True, is_mobile=True, locale=locale) as seen:
        for path in PATHS:
            seen.page.goto(path)
            assert seen.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        seen.complaints[:] = [each for each in seen.complaints if "400" not in each]


def test_a_reader_without_scripts_finds_what_changed(browser: Browser, days: Room) -> None:
    with visit(browser, days, java_script_enabled=False) as seen:
        page = seen.page
        page.goto("/")
        page.get_by_role("link", name="Changes", exact=True).click()
        page.get_by_role("link", name="Changed", exact=True).click()
        assert {text.lower() for text in page.locator(".became").all_inner_texts()} == {"changed"}
        page.get_by_role("link", name="Show changes word by word").first.click()
        difference = page.locator(".difference")
        assert difference.locator("ins").all_inner_texts() == ["上海"]
        assert difference.locator("del").all_inner_texts() == ["北京"]
        assert (
            difference.locator(".change .note").inner_text()
            == "The Chinese changed here, but its translation did not."
        )


def test_a_page_that_is_gone_is_read_with_a_notice(browser: Browser, days: Room) -> None:
    with visit(browser, days) as seen:
        page = seen.page
        page.goto("/changes?kind=gone")
        page.locator(".changes a").first.click()
        notice, text = page.locator(".notice"), page.get_by_text("我们明天去北京开会。")
        assert notice.inner_text().startswith("The site has removed this page.")
        above, below = notice.bounding_box(), text.bounding_box()
        assert above
        assert below
        assert above["y"] < below["y"]


def test_the_page_in_the_other_language_stands_beside(browser: Browser, days: Room) -> None:
    with visit(browser, days) as seen:
        page = seen.page
        page.goto(f"/document/{ENGLISH.id}")
        row = page.locator(".row").first
        left, right = row.locator(".left p"), row.locator(".right p")
        assert (left.inner_text(), right.inner_text()) == ("各国都希望合作。", "All wish to cooperate.")
        here, there = left.bounding_box(), right.bounding_box()
        assert here
        assert there
        assert here["x"] + here["width"] < there["x"]
        page.locator(".beside").get_by_role("link", name="合作").click()
        assert page.locator("h1").inner_text() == "合作"
        page.get_by_role("link", name="Show this page only").click()
        assert page.locator(".row").count() == 0
