"""The page of changes, and what the pages of a document and its history say of what went and came back."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from archive.model.document import document_id
from archive.web.app import create_app
from archive.web.pages import history_and_changes
from tests.archive.query.days_of_crawls import make_archive
from tests.archive.web.pages.test_pages import read, text

CHANGES = "//ol[@class='list changes']/li"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(make_archive(tmp_path_factory.mktemp("days")), replay_port=8641)
    with TestClient(app, "http://127.0.0.1:8640") as made:
        yield made


def document(number: int) -> str:
    return document_id("sample", f"http://sample.example/{number}.html")


def test_the_changes_stand_by_day_the_latest_first(client: TestClient) -> None:
    page = read(client, "/changes")
    days = [" ".join(each.text_content().split()) for each in page.xpath("//section[@class='day']/h2")]
    assert days == ["27 November 2026", "26 November 2026", "25 November 2026", "24 November 2026"]
    kinds = [each.text_content() for each in page.xpath("//section[1]//p[contains(@class, 'became')]")]
    assert kinds == ["Changed", "Back again", "Gone"]
    assert len(page.xpath(CHANGES)) == 20


def test_a_change_says_what_changed_and_leads_to_it(client: TestClient) -> None:
    (first, *_) = read(client, "/changes?kind=changed").xpath(CHANGES)
    assert (
        "1 paragraph changed. In one place the Chinese changed, but its translation did not." in first.text_content()
    )
    (difference,) = first.xpath(".//p[@class='notes']/a/@href")
    shown = read(client, difference)
    assert [each.text for each in shown.xpath("//section[@class='difference']//ins")] == ["上海"]
    assert "back since 27 November 2026" in text(shown, "//p[@class='notice']")
    assert text(shown, "//section[@class='difference']/p[@class='note']").startswith("In one place the Chinese")


def test_kinds_and_sites_narrow_them(client: TestClient) -> None:
    page = read(client, "/changes?kind=gone&site=sample")
    assert [each.text for each in page.xpath("//nav[@class='sorting']/a[@aria-current]")] == ["Gone"]
    assert page.xpath("//option[@selected]/@value") == ["sample"]
    assert len(page.xpath(CHANGES)) == 1
    everything = page.xpath("//nav[@class='sorting']/a[1]/@href")
    assert everything == ["/changes?site=sample"]
    assert text(read(client, "/changes?site=another"), "//p[@class='nothing']")


def test_list_pages_are_not_among_them(client: TestClient) -> None:
    assert not [href for href in read(client, "/changes").xpath(f"{CHANGES}//a/@href") if "/list" in href]


def test_they_are_paged_without_loss(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_and_changes, "LISTED", 4)
    seen: list[str] = []
    path: str | None = "/changes?x=1"
    while path:
        page = read(client, path)
        seen += [each.text_content() for each in page.xpath(CHANGES)]
        path = next(iter(page.xpath("//a[@rel='next']/@href")), None)
    assert len(seen) == len(set(seen)) == 20


@pytest.mark.parametrize("query", ["kind=list", "after=1", "after=2026-11-24T09:32:26.481203Z/1/%00"])
def test_what_is_no_question_is_said_to_be(client: TestClient, query: str) -> None:
    assert text(read(client, f"/changes?{query}", 400), "//h1") == "Invalid request"


def test_a_page_that_is_gone_stays_readable_and_says_so(client: TestClient) -> None:
    page = read(client, f"/document/{document(3)}")
    notice = text(page, "//article//p[@class='notice']")
    assert notice.startswith("The site has removed this page.")
    assert "found missing 4 times, last on 28 November 2026" in notice
    assert "我们明天去北京开会。" in page.text_content()
    history = read(client, f"/history?url={document(3)}")
    known = history.xpath("//dl[contains(@class, 'moments')]/dt/text()")
    assert known == ["First seen", "Last seen", "Missing since", "Gone"]
    assert text(history, "//dd[4]") == "27 November 2026, 09:32:29 UTC"


@pytest.mark.parametrize(("number", "said"), [(2, False), (4, False), (5, True), (6, False), (0, False)])
def test_missing_is_what_was_not_there_the_last_time(client: TestClient, number: int, said: bool) -> None:
    notices = read(client, f"/document/{document(number)}").xpath("//article//p[@class='notice']")
    assert bool(notices) == said
    assert not said or "was missing when the site was last crawled" in notices[0].text_content()


def test_the_same_in_chinese(client: TestClient) -> None:
    page = read(client, f"/document/{document(3)}", accepted="zh")
    assert text(page, "//article//p[@class='notice']").startswith("网站已删除此页，")
    assert text(read(client, "/changes", accepted="zh"), "//h2") == "2026年11月27日"
