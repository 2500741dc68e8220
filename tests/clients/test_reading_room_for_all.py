"""The reading room for whoever reads it: axe-core's rules, dark mode, a phone, no script, no mouse, paper."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.clients.chromium import needs_chromium
from tests.clients.reading_room import CHINESE, Room, Visit, visit

pytestmark = [pytest.mark.clients, needs_chromium]

PHONE = {"width": 390, "height": 844}
PATHS = (
    "/",
    "/?q=产能",
    "/?q=合作&kind=news",
    "/?q=nowhere",
    "/?q=恶意",
    "/document/SEED",
    "/document/hostile-000000000000",
    "/concordance",
    "/concordance?q=产能",
    "/concordance?q=capacity&sort=left",
    "/words?lang=en",
    "/collocations?q=合作&least=1",
    "/keyness?kind=speech&lang=en",
    "/trend?q=cooperation",
    "/terms",
    "/speakers",
    "/speaker?name=Wang+Yi",
    "/sites",
    "/site?name=daxinya",
    "/history",
    "/history?url=SEED",
    "/changes",
    "/changes?kind=changed&site=daxinya",
    "/changes?site=hostile",
    "/statistics",
    "/help",
    "/api/",
    "/none",
)


@pytest.fixture(scope="module", params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def go(seen: Visit, room: Room, path: str) -> Page:
    seen.page.goto(path.replace("SEED", room.seed.id))
    seen.complaints[:] = [each for each in seen.complaints if path != "/none" or "404" not in each]
    return seen.page


def test_axe_finds_nothing_on_any_page(browser: Browser, room: Room, scheme: str) -> None:
    axe, locale = Axe(), {"light": "en-GB", "dark": "zh-CN"}[scheme]
    with visit(browser, room, color_scheme=scheme, locale=locale, bypass_csp=True) as seen:
        for path in PATHS:
            page = go(seen, room, path)
            if path.startswith("/document/hostile"):
                page.evaluate(
                    "document.querySelectorAll('.block')[2].remove()"
                )  # a million characters take axe minutes
            page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
            found = axe.run(page)
            assert not found.violations_count, f"{path}: {found.generate_report()}"
        seen.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
        assert axe.run(seen.page).violations_count  # it does look


def test_dark_mode_is_dark(browser: Browser, room: Room, scheme: str) -> None:
    with visit(browser, room, color_scheme=scheme) as seen:
        go(seen, room, "/document/SEED")
        paper, ink = (_lightness(seen.page, name) for name in ("backgroundColor", "color"))
        assert (paper < 40 and ink > 180) if scheme == "dark" else (paper > 230 and ink < 60)


def test_a_phone_shows_every_page_without_scrolling_sideways(browser: Browser, room: Room) -> None:
    with visit(browser, room, viewport=PHONE, has_touch=True, is_mobile=True) as seen:
        for path in PATHS:
            page = go(seen, room, path)
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
            assert page.evaluate("window.visualViewport.scale") == 1


def test_on_a_phone_the_english_stands_below_its_chinese(browser: Browser, room: Room) -> None:
    with visit(browser, room, viewport=PHONE) as seen:
        seen.page.goto(f"/document/{room.seed.id}?at={room.seed.version}")
        row = seen.page.locator(".row", has_text=CHINESE)
        left, right = (row.locator(f".{side} p").bounding_box() for side in ("left", "right"))
        assert left
        assert right
        assert left["y"] + left["height"] <= right["y"]
        assert abs(left["x"] - right["x"]) < 1


def test_everything_is_read_and_searched_without_script(browser: Browser, room: Room) -> None:
    with visit(browser, room, java_script_enabled=False) as seen:
        page = seen.page
        page.goto("/")
        page.get_by_role("searchbox").fill("产能")
        page.get_by_role("button", name="Search").click()
        page.get_by_role("link", name="Promote Industrial Cooperation for Common Development").first.click()
        assert page.locator(".row").count() > 6
        assert not page.get_by_role("button", name="Copy").is_visible()
        assert "payload digest" in page.locator("#citation").inner_text()
        page.locator("#removed summary").click()
        assert page.locator(".cut > li").first.is_visible()
        page.goto("/concordance?q=产能")
        page.get_by_role("link", name="date").click()
        assert page.locator(".kwic > li").count() > 10


def test_a_chosen_language_is_kept_without_cookies(browser: Browser, room: Room) -> None:
    with visit(browser, room, java_script_enabled=False) as seen:
        page = seen.page
        page.goto("/")
        page.get_by_role("link", name="中文").click()
        _expect_chinese(page)
        page.get_by_role("searchbox").fill("产能")
        page.get_by_role("searchbox").press("Enter")
        _expect_chinese(page)
        page.locator(".hits a").first.click()
        _expect_chinese(page)
        page.get_by_role("navigation").get_by_role("link").nth(1).click()
        _expect_chinese(page)
        page.go_back()
        page.get_by_role("link", name="English").click()
        page.get_by_role("link", name="Reading Room").click()
        assert page.locator("html").get_attribute("lang") == "en"
        assert seen.page.context.cookies() == []


def _expect_chinese(page: Page) -> None:
    page.wait_for_url("**ui=zh*")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"


def test_everything_is_reached_without_a_mouse(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        page = seen.page
        page.goto("/")
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Skip to the text"
        assert _in_sight(page)
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.locator(":focus").get_attribute("name") == "q"
        page.keyboard.type("industrial")
        page.keyboard.press("Enter")
        page.wait_for_url("**/?q=industrial")
        assert any(name == "Promote Industrial Cooperation for Common Development" for name in _tabbed(page))
        page.keyboard.press("Enter")
        page.wait_for_url("**/document/**")
        assert any(name.startswith("Visible on the page") for name in _tabbed(page))
        page.keyboard.press("Enter")
        assert page.locator(".cut > li").first.is_visible()


def test_what_has_the_focus_is_marked(browser: Browser, room: Room, scheme: str) -> None:
    with visit(browser, room, color_scheme=scheme) as seen:
        seen.page.goto("/help")
        for _ in range(12):
            seen.page.keyboard.press("Tab")
            outline = seen.page.locator(":focus").evaluate("each => getComputedStyle(each).outlineStyle")
            assert outline == "solid"


def test_on_paper_there_is_only_what_can_be_read(browser: Browser, room: Room) -> None:
    with visit(browser, room, color_scheme="dark") as seen:
        go(seen, room, "/document/SEED")
        seen.page.emulate_media(media="print")
        assert not seen.page.get_by_role("navigation").first.is_visible()
        assert not seen.page.locator(".tools").is_visible()
        assert seen.page.locator(".row").first.is_visible()
        assert (_lightness(seen.page, "backgroundColor"), _lightness(seen.page, "color")) == (255, 0)


def _tabbed(page: Page) -> Iterator[str]:
    """What has the focus after each of many steps with Tab."""
    for _ in range(150):
        page.keyboard.press("Tab")
        yield page.locator(":focus").inner_text()


def _in_sight(page: Page) -> bool:
    box = page.locator(":focus").bounding_box()
    return box is not None and box["x"] >= 0 and box["y"] >= 0


def _lightness(page: Page, name: str) -> int:
    """The mean of red, green and blue of a colour of the page, up to 255."""
    colour = page.evaluate(f"getComputedStyle(document.body).{name}.match(/[0-9]+/g).slice(0, 3).map(Number)")
    return int(sum(colour) / 3)
