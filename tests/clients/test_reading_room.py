"""The reading room in Chromium: what its readers see and can do."""

import json
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page
from pypinyin import Style, pinyin

from tests.clients.chromium import needs_chromium
from tests.clients.reading_room import CHINESE, HOSTILE, LATER, Room, visit

pytestmark = [pytest.mark.clients, needs_chromium]

ENGLISH = "To strengthen industrial cooperation is a sure path for China"


def look_for(page: Page, query: str) -> None:
    """Types a query into the box and sends it."""
    page.goto("/")
    page.get_by_role("searchbox", name="Search terms").fill(query)
    page.get_by_role("button", name="Search").click()


def test_search_in_chinese(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        look_for(seen.page, "产能")
        assert seen.page.locator("#tally").inner_text().lower() == "3 texts in 5 documents"
        speech = seen.page.locator(".hits > li", has_text="Promote Industrial Cooperation")
        assert set(speech.locator("mark").all_inner_texts()) == {"产能"}
        speech.get_by_text("2 other copies").click()
        assert speech.locator(".again a").count() == 2


def test_search_in_english_and_in_traditional_characters(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        look_for(seen.page, '"industrial cooperation"')
        assert {text.lower() for text in seen.page.locator(".hits mark").all_inner_texts()} == {
            "industrial cooperation"
        }
        look_for(seen.page, "產能")
        assert set(seen.page.locator(".hits mark").all_inner_texts()) == {"产能"}


def test_facets_count_and_narrow(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        look_for(seen.page, "产能")
        speeches = seen.page.locator(".narrow li", has=seen.page.get_by_role("link", name="Speech", exact=True))
        assert speeches.locator("span").inner_text() == "1"
        speeches.get_by_role("link").click()
        assert seen.page.locator("#tally").inner_text().lower() == "1 text in 3 documents"
        seen.page.get_by_role("textbox", name="From").fill("2026")
        seen.page.get_by_role("button", name="Apply").click()
        assert "No results." in seen.page.locator("main").inner_text()
        seen.page.get_by_role("link", name="Remove filter: 2026").click()
        seen.page.get_by_role("link", name="Remove filter: Speech").click()
        assert seen.page.locator("#tally").inner_text().lower() == "3 texts in 5 documents"


def test_the_seeds_speech_stands_side_by_side(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        seen.page.goto(f"/document/{room.seed.id}?at={room.seed.version}")
        row = seen.page.locator(".row", has_text=CHINESE)
        left, right = row.locator(".left p"), row.locator(".right p")
        assert right.inner_text().startswith(ENGLISH)
        here, there = left.bounding_box(), right.bounding_box()
        assert here
        assert there
        assert here["x"] + here["width"] < there["x"]
        assert abs(here["y"] - there["y"]) < 8
        assert seen.page.locator(".row:has(.left):has(.right)").count() == len(room.seed.pairs) == 6
        assert (left.get_attribute("lang"), right.get_attribute("lang")) == ("zh-Hans", "en")
        assert "Serif CJK SC" in _face(seen.page, left.element_handle())


def test_lines_are_as_long_as_in_a_book(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        seen.page.goto(f"/document/{room.seed.id}?at={room.seed.version}")
        row = seen.page.locator(".row", has_text=CHINESE)
        assert 30 <= _characters_a_line(seen.page, row.locator(".left p").element_handle()) <= 40
        assert 55 <= _characters_a_line(seen.page, row.locator(".right p").element_handle()) <= 75


def test_one_language_is_one_column(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        look_for(seen.page, "title:书页之间的远方")
        seen.page.locator(".hits h3 a").click()
        assert seen.page.locator(".row").count() == 0
        assert seen.page.locator(".prose > .block").count() == 7
        assert 30 <= _characters_a_line(seen.page, seen.page.locator(".prose p").nth(3).element_handle()) <= 40


def test_what_was_removed_is_shown_on_request(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        seen.page.goto(f"/document/{room.seed.id}")
        icp = seen.page.locator(".cut > li", has_text="ICP").first
        assert not icp.is_visible()
        seen.page.locator("#removed summary").click()
        assert icp.is_visible()
        assert icp.locator(".label").inner_text().lower() == "icp number"


def test_a_block_leads_to_its_words_on_the_captured_page(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        seen.page.goto(f"/document/{room.seed.id}?at={room.seed.version}")
        place = seen.page.locator(".block", has_text=CHINESE).locator(".place")
        assert re.fullmatch(r"Block \d+ on the captured page", place.get_attribute("aria-label") or "")
        href = place.get_attribute("href") or ""
        assert href.startswith(f"{room.replay}/frame/")
        assert quote(CHINESE[:10]) in href
        place.click()
        captured = seen.page.frame_locator("iframe").locator("p", has_text=CHINESE)
        captured.wait_for(timeout=90_000)
        inside = seen.page.frames[-1]
        inside.wait_for_function("CSS.highlights.has('archive-words') && scrollY > 0", timeout=90_000)
        words = inside.evaluate("[...CSS.highlights.get('archive-words')].map(String).join('')")
        assert words.strip().startswith(CHINESE)
        assert words.strip().endswith("这对世界各国来说都将是个利好消息。")
        assert seen.page.url.startswith(f"{room.replay}/frame/")


def test_the_concordance_of_a_word_shows_its_english_beside_it(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        seen.page.goto("/concordance")
        seen.page.get_by_role("searchbox").fill("产能")
        seen.page.get_by_role("button", name="Look up").click()
        assert "industrial cooperation" in seen.page.locator(".probable").inner_text()
        lines = seen.page.locator(".kwic > li", has_text="符合广大发展中国家的现实需求")
        line = lines.filter(has_text="serves the needs of developing countries.").first
        assert line.locator(".key").inner_text() == "产能"
        assert "serves the needs of developing countries" in line.locator(".translation").inner_text()
        assert line.locator(".translation mark").inner_text() == "industrial cooperation"
        keys = [box["x"] for each in seen.page.locator(".kwic .key").all() if (box := each.bounding_box())]
        assert max(keys) - min(keys) < 1


def test_the_concordance_is_sorted_and_taken_away(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        seen.page.goto("/concordance?q=产能")
        seen.page.get_by_role("link", name="word after").click()
        rights = [text[0] for text in seen.page.locator(".kwic .right").all_inner_texts() if text[:1].isalnum()]
        assert rights == sorted(rights, key=lambda first: pinyin(first, style=Style.TONE3))
        for form, beginning in (("CSV", "left,keyword,right"), ("TMX", "<?xml"), ("JSON", "{")):
            href = seen.page.get_by_role("link", name=form, exact=True).get_attribute("href")
            assert seen.page.request.get(href or "").text().startswith(beginning)


def test_a_sample_of_a_concordance_is_sorted_by_words(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        seen.page.goto("/concordance?q=合作")
        seen.page.get_by_text("Lines", exact=True).click()
        seen.page.get_by_label("Random sample").fill("3")
        seen.page.get_by_label("Words on either side").fill("2")
        seen.page.get_by_label("Words to sort by").fill("1L,1R")
        seen.page.get_by_role("button", name="Look up").click()
        assert "drawn at random from" in seen.page.locator("#lines").inner_text().lower()
        assert 1 <= seen.page.locator(".kwic > li").count() <= 3
        assert seen.page.locator(".sorting [aria-current]").inner_text() == "1L,1R"


def test_history_shows_what_changed_word_by_word(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        seen.page.goto(f"/document/{room.seed.id}")
        seen.page.get_by_role("link", name="Versions (2)").click()
        difference = seen.page.locator(".difference")
        assert difference.locator("ins", has_text="The People's Republic of").count() == 1
        assert "所有国家" in "".join(difference.locator("ins").all_inner_texts())
        alone = difference.locator(".change", has_text="唯一道路")
        assert alone.locator(".note").inner_text() == "The Chinese changed here, but its translation did not."
        seen.page.get_by_label("Older").select_option(LATER)
        seen.page.get_by_role("button", name="Compare").click()
        assert "The text is the same in both versions." in difference.inner_text()


def test_plots_draw_what_their_tables_say(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        seen.page.goto("/statistics")
        languages = seen.page.locator("figure", has=seen.page.get_by_role("heading", name="Languages"))
        image = languages.get_by_role("img")
        assert image.locator("rect").first.bounding_box()
        widths = [box["width"] for each in image.locator("rect").all() if (box := each.bounding_box())]
        languages.get_by_text("Show as a table").click()
        numbers = [int(text) for text in languages.locator("td").all_inner_texts()]
        assert widths == sorted(widths, reverse=True)
        assert len(widths) == len(numbers)
        assert abs(widths[1] / widths[0] - numbers[1] / numbers[0]) < 0.01


def test_a_speaker_and_a_site_have_a_timeline(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        seen.page.goto("/speakers")
        seen.page.get_by_role("link", name="Wang Yi", exact=True).click()
        assert seen.page.get_by_role("img", name="Documents by month of publication").locator("rect").count() == 1
        assert seen.page.locator(".list > li").count() >= 1
        seen.page.goto("/sites")
        seen.page.get_by_role("link", name="daxinya").click()
        assert seen.page.get_by_role("img").locator("rect").count() > 12


def test_a_citation_is_copied(browser: Browser, room: Room) -> None:
    with visit(browser, room, permissions=["clipboard-read", "clipboard-write"]) as seen:
        seen.page.goto(f"/document/{room.seed.id}?at={room.seed.version}")
        seen.page.get_by_role("button", name="Copy").click()
        seen.page.get_by_text("Copied").wait_for()
        copied = seen.page.evaluate("navigator.clipboard.readText()")
        assert room.seed.capture.payload_digest in copied
        assert room.seed.version in copied
        href = seen.page.get_by_role("link", name="CSL-JSON").get_attribute("href") or ""
        assert json.loads(seen.page.request.get(href).text())[0]["id"] == room.seed.id


def test_a_slash_leads_to_the_search_field(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        seen.page.goto("/concordance")
        seen.page.keyboard.press("/")
        seen.page.keyboard.type("a/b")
        assert seen.page.locator("input[type=search]").input_value() == "a/b"
        seen.page.goto("/statistics")
        seen.page.keyboard.press("/")
        seen.page.wait_for_url("**/")


def test_a_concordance_is_narrowed(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        seen.page.goto("/concordance?q=合作")
        seen.page.get_by_text("Filters", exact=True).click()
        seen.page.get_by_label("Kind").select_option("speech")
        seen.page.get_by_role("button", name="Look up").click()
        assert "kind=speech" in seen.page.url
        assert seen.page.get_by_label("Kind").input_value() == "speech"
        assert seen.page.locator(".kwic > li").count() > 0


def test_units_are_exported(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        seen.page.goto("/export")
        seen.page.get_by_label("Format").select_option("tsv")
        seen.page.get_by_label("Source language").select_option("en")
        seen.page.get_by_role("button", name="Count").click()
        counted = int(seen.page.get_by_role("heading", name="translation units").inner_text().split()[0])
        with seen.page.expect_download() as taken:
            seen.page.get_by_role("link", name="Download").click()
        lines = taken.value.path().read_text(encoding="utf-8").splitlines()
        assert len(lines) == counted > 0


def test_a_block_without_translation_prints_over_both_columns(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        seen.page.emulate_media(media="print")
        seen.page.goto(f"/document/{room.seed.id}")
        shares = seen.page.eval_on_selector_all(
            ".row > :only-child", "all => all.map(each => each.offsetWidth / each.parentElement.offsetWidth)"
        )
        assert shares
        assert min(shares) > 0.9


def test_terms_lead_to_their_concordance(browser: Browser, room: Room) -> None:
    with visit(browser, room) as seen:
        seen.page.goto("/terms")
        for form, beginning in (("CSV", "chinese,english,units"), ("TBX", "<?xml")):
            href = seen.page.get_by_role("link", name=form, exact=True).get_attribute("href")
            assert seen.page.request.get(href or "").text().startswith(beginning)
        row = seen.page.get_by_role("row", name="产能合作 industrial cooperation")
        row.get_by_role("link", name="产能合作", exact=True).first.click()
        assert seen.page.locator(".kwic > li").count() > 5


def test_the_interface_is_chinese_too(browser: Browser, room: Room) -> None:
    with visit(browser, room, locale="zh-CN") as seen:
        seen.page.goto("/")
        assert seen.page.locator("html").get_attribute("lang") == "zh-Hans"
        seen.page.get_by_role("searchbox", name="检索词").fill("合作")
        seen.page.get_by_role("button", name="检索").click()
        assert "篇文献" in seen.page.locator("#tally").inner_text()
        seen.page.get_by_role("link", name="English").first.click()
        assert "documents" in seen.page.locator("#tally").inner_text().lower()
        seen.page.get_by_role("link", name="Help").first.click()  # which carries the language on
        assert seen.page.locator("h1").inner_text()
        assert seen.page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize(
    "path",
    [
        "/", "/?q=恶意", "/document/hostile-000000000000", "/concordance?q=恶意", "/history?url=hostile-000000000000",
        "/speakers", "/speaker?name=script", "/site?name=hostile", "/statistics", "/terms", "/changes?site=hostile",
        "/words?lang=en", "/collocations?q=script&least=1", "/trend?q=script",
    ],
)  # fmt: skip
def test_a_hostile_page_is_text(browser: Browser, room: Room, path: str) -> None:
    with visit(browser, room) as seen:
        seen.page.goto(path)
        assert seen.page.locator("main script, main img, main iframe, [onerror], [onload]").count() == 0
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 1280
        if path.startswith("/document"):
            text = seen.page.locator("main").inner_text()
            assert text.count(HOSTILE.replace("\u202e\u2066", "")[:40]) >= 6
            assert seen.page.locator(".block p").nth(2).evaluate("each => each.textContent.length") == 1_000_002


def _face(page: Page, element: object) -> str:
    return str(page.evaluate("each => getComputedStyle(each).fontFamily", element))


def _characters_a_line(page: Page, element: object) -> float:
    """How many characters a full line of a paragraph has, on average."""
    return float(
        page.evaluate(
            """each => {
              const range = document.createRange(); range.selectNodeContents(each);
              const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top / 6)));
              const text = each.textContent; const last = [...range.getClientRects()].at(-1).width;
              return text.length / (lines.size - 1 + last / each.getBoundingClientRect().width);
            }""",
            element,
        )
    )
