"""The pages as the server writes them; what a browser makes of them is tests/clients/test_reading_room.py."""

from dataclasses import replace
from unittest.mock import patch
from urllib.parse import urlencode

import pytest
from lxml import html
from starlette.testclient import TestClient

from archive.bitext.translation_units import cross_page_units
from archive.corpus.tokens_file_writer_and_postings import update_tokens
from archive.index import IndexWriter
from archive.layout import Archive
from archive.model.document import Alternate, Attachment, Document, Image, Link, Pair, Part, Removed
from archive.query.statistics import read_text_sizes
from archive.web.app import create_app
from archive.web.app_state_search_and_term_caches import TermCache
from archive.web.pages import terms
from tests.archive.cli.sample_archive import NEWS, SPEECH
from tests.archive.index.sample_documents import make_document, make_entry, make_speech
from tests.archive.query.concordance_documents import make_bilingual, store

PATHS = (
    "/",
    "/?q=合作",
    "/?q=nowhere",
    "/?site=sample",
    f"/document/{SPEECH.id}",
    f"/document/{NEWS.id}",
    "/concordance",
    "/concordance?q=合作",
    "/concordance?q=cooperation&sort=left",
    "/words?lang=en",
    "/collocations?q=合作&least=1",
    "/keyness?kind=speech&lang=en",
    "/trend?q=cooperation",
    "/terms",
    "/term?chinese=产能&english=capacity",
    "/export",
    "/export?form=tmx",
    "/speakers",
    "/speaker?name=Wang+Yi",
    "/sites",
    "/site?name=sample",
    "/history",
    f"/history?url={SPEECH.id}",
    "/history?url=http://sample.example/list",
    "/changes",
    "/changes?kind=missing&site=sample",
    "/statistics",
    "/help",
)


def read(client: TestClient, path: str, status: int = 200, accepted: str = "en") -> html.HtmlElement:
    """The page at a path."""
    answer = client.get(path, headers={"accept-language": accepted})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return html.document_fromstring(answer.content)


def text(element: html.HtmlElement, xpath: str) -> str:
    """What stands there, on one line."""
    found = element.xpath(xpath)
    assert found, f"no {xpath}"
    return " ".join(found[0].text_content().split())


def add(archive: Archive, *documents: Document) -> None:
    with IndexWriter(archive) as writer:
        writer.add([], list(documents))


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_one_heading_one_main_part_and_a_way_past_its_head(client: TestClient, path: str) -> None:
    page = read(client, path)
    assert len(page.xpath("//h1")) == len(page.xpath("//main[@id='main']")) == len(page.xpath("//header//nav")) == 1
    assert page.xpath("//body/*[1]/@href") == ["#main"]
    assert page.xpath("/html/@lang") == ["en"]
    assert text(page, "//title")
    assert not page.xpath("//@style | //style | //script[not(@src)] | //@onclick")


@pytest.mark.parametrize("path", PATHS)
def test_every_link_of_a_page_leads_somewhere(client: TestClient, path: str) -> None:
    for href in set(read(client, path).xpath("//main//a/@href")):
        if href.startswith("#"):
            assert read(client, path).xpath(f"//*[@id='{href[1:]}']"), href
        elif href.startswith("/"):
            assert client.get(href).status_code == 200, href
        else:
            assert href.startswith(("http://127.0.0.1:8641/", "http://sample.example/")), href


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_in_chinese_too_and_links_keep_a_chosen_language(client: TestClient, path: str) -> None:
    page = read(client, path, accepted="zh-CN")
    assert page.xpath("/html/@lang") == ["zh-Hans"]
    assert "ui=" not in "".join(page.xpath("//main//@href"))
    switch = page.xpath("//header//p[@class='tongue']/a/@href")[0]
    chosen = read(client, f"{path.partition('?')[0]}{switch}", accepted="zh-CN")
    assert not client.cookies
    assert chosen.xpath("/html/@lang") == ["en"]
    assert len(chosen.xpath("//form")) == len(chosen.xpath("//form/input[@name='ui'][@value='en']"))
    for href in set(chosen.xpath("//a/@href")):
        if href.startswith("/") and not href.startswith("/api/"):
            linked = client.get(href, headers={"accept-language": "zh-CN"})
            assert linked.status_code == 200, href
            if linked.headers["content-type"].startswith("text/html"):
                assert '<html lang="en"' in linked.text, href


def test_text_that_looks_like_a_link_stays_as_it_is(client: TestClient) -> None:
    query = '<a href="/help">?</a></form>'
    page = read(client, "/?" + urlencode({"q": f"({query}", "ui": "zh"}), 400)
    assert page.xpath("//form//input[@type='search']/@value") == [f"({query}"]


def test_a_language_is_kept_on_a_page_of_an_error(client: TestClient) -> None:
    page = read(client, "/none?ui=zh", 404)
    assert page.xpath("/html/@lang") == ["zh-Hans"]
    assert page.xpath("//p[@class='imprint']/a/@href") == ["/?ui=zh"]


def test_pages_of_both_languages_are_kept_apart_by_caches(client: TestClient) -> None:
    assert client.get("/").headers["vary"] == "Accept-Language, Accept-Encoding"


def test_hits_show_their_words_marked(client: TestClient) -> None:
    page = read(client, "/?q=合作")
    assert text(page, "//h2[@id='tally']") == "2 documents"
    assert set(page.xpath("//div[@class='snippets']//mark/text()")) == {"合作"}
    assert page.xpath("//div[@class='snippets']/p/@lang")


def test_facets_narrow_and_are_taken_away_again(client: TestClient) -> None:
    page = read(client, "/?q=合作")
    ways = {" ".join(li.text_content().split()): li.xpath("./a/@href")[0] for li in page.xpath("//aside//li")}
    assert ways.keys() == {"News 1", "Speech 1", "English 1", "Chinese, simplified 1"}
    narrowed = read(client, ways["Speech 1"])
    assert text(narrowed, "//h2[@id='tally']") == "1 document"
    wider = narrowed.xpath("//aside//a[@aria-current]/@href")
    assert wider == ["/?q=%E5%90%88%E4%BD%9C"]


def test_a_page_says_how_many_documents_its_facets_count(client: TestClient) -> None:
    note = "//aside//p[starts-with(., 'Numbers are of the 1 ')]"
    assert not read(client, "/?q=合作").xpath(note)
    with patch("archive.index.search.facets_and_counts.COUNTED", 1):
        assert read(client, "/?q=合作 OR 文").xpath(note)


def test_an_empty_question_is_the_title_page_with_what_is_newest(client: TestClient) -> None:
    page = read(client, "/?q=++")
    assert "2 documents" in text(page, "//main//p[@class='lede']")
    assert len(page.xpath("//ol[@class='list']/li")) == 2


@pytest.mark.parametrize(
    "query",
    ['"', "-合作", "。", "published:yesterday", "nofield:x", "(" * 50, "a" * 1001, "合作&kind=none", "合作&from=x"],
)
def test_a_question_that_is_none_is_said_to_be(client: TestClient, query: str) -> None:
    page = read(client, f"/?q={query}", 400)
    assert text(page, "//h1") == "Invalid request"
    assert text(page, "//main//p[@dir='auto']").endswith(".")
    (box,) = page.xpath("//main//input[@type='search']/@value")
    assert box == query.partition("&")[0][:1000]


def test_more_hits_than_a_page_holds_are_paged_without_loss(archive: Archive, client: TestClient) -> None:
    add(archive, *(make_document(f"编号{n}的合作。" + chr(0x4E00 + n * 7) * 40, path=f"n{n}") for n in range(45)))
    seen: list[str] = []
    path: str | None = "/?q=编号"
    while path:
        page = read(client, path)
        assert text(page, "//h2[@id='tally']") == "45 documents"
        seen += page.xpath("//ol[@class='hits']//h3/a/@href")
        path = next(iter(page.xpath("//a[@rel='next']/@href")), None)
    assert len(seen) == len(set(seen)) == 45


def test_a_text_posted_again_is_one_hit_that_names_the_others(archive: Archive, client: TestClient) -> None:
    long = "".join(chr(0x4E00 + 37 * n % 4000) for n in range(300)) + "产能往来"
    add(archive, *(make_document(long, path=f"again{n}") for n in range(3)))
    page = read(client, "/?q=产能往来")
    assert text(page, "//h2[@id='tally']") == "1 text in 3 documents"
    assert text(page, "//details[@class='again']/summary") == "2 other copies"
    assert len(page.xpath("//details[@class='again']//a")) == 2
    assert "word:cat? finds one more letter" in client.get("/", params={"q": "产能往来?"}).text
    assert "word:cat? finds one more letter" in client.get("/concordance", params={"q": "产能往来?"}).text
    assert "word:cat?" not in client.get("/", params={"q": "往来没有"}).text
    lines = read(client, "/concordance?q=产能往来")
    assert text(lines, "//h2[@id='lines']") == "1 line · 3 hits in 3 documents"


def test_a_concordance_is_sampled_sorted_by_words_and_cut_to_words(
    archive: Archive, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, *(make_document(f"各国加强能源往来，第{n}年。", path=f"year{n}") for n in "二三四五"))
    page = read(client, "/concordance?q=往来&sort=1L,1R&sample=2&seed=5&context=1&hit_lang=zh")
    assert text(page, "//h2[@id='lines']") == "2 lines drawn at random from 4 hits in 4 documents (seed 5)"
    assert page.xpath("//ol[@class='kwic']//span[@class='left']/bdi/text()") == ["能源"] * 2
    fields = {field.get("name"): field.get("value") for field in page.xpath("//form[@action='/concordance']//input")}
    assert [fields[name] for name in ("sort", "sample", "seed", "context")] == ["1L,1R", "2", "5", "1"]
    chosen = page.xpath("//select[@name='hit_lang']/option")
    assert ("zh", "Chinese") in [(option.get("value"), option.text_content()) for option in chosen]
    assert [option.get("value") for option in chosen if option.get("selected") is not None] == ["zh"]
    kept = "sample=2&seed=5&context=1&hit_lang=zh"
    links = page.xpath("//p[@class='sorting']//a")
    assert len(links) == 8
    assert all(link.get("href").endswith(kept) for link in links)
    assert text(page, "//p[@class='sorting']//a[@aria-current]") == "1L,1R"
    assert (
        text(read(client, "/concordance?q=往来&sort=9L&sample=x"), "//p[@class='sorting']//a[@aria-current]")
        == "relevance"
    )
    monkeypatch.setattr("archive.web.pages.concordance.SAMPLED", 3)
    partly = text(read(client, "/concordance?q=往来&sample=9&seed=2"), "//h2[@id='lines']")
    assert "in 3 of 4 documents, which were drawn at random too (seed 2)" in partly
    whole = client.get("/concordance/csv?q=往来&sample=3&context=0").text.splitlines()
    assert [line.split(",")[:3] for line in whole[1:]] == [["", "往来", ""]] * 3


def test_the_page_of_a_site_lists_each_copy_and_part(archive: Archive, client: TestClient) -> None:
    long = "".join(chr(0x4E00 + 37 * n % 4000) for n in range(300))
    part = replace(make_document("第二页。", path="p2"), part=Part(2, 3, "http://sample.example/p1"))
    add(archive, part, *(make_document(long, path=f"again{n}") for n in range(3)))
    listed = text(read(client, "/sites"), "//tbody//td[@class='number']")
    page = read(client, "/site?name=sample")
    assert text(page, "//main//p[@class='lede']").startswith(f"{listed} documents")
    assert len(page.xpath("//ol[@class='list']/li")) == int(listed) == 6
    assert "Page 2 of 3" in page.text_content()


def test_chinese_stands_beside_its_english(archive: Archive, client: TestClient) -> None:
    page = make_document("中国加强合作。", "China cooperates.", "没有译文。", path="pair")
    english = replace(page.blocks[1], lang="en")
    add(archive, replace(page, blocks=(page.blocks[0], english, page.blocks[2]), pairs=(Pair((0,), (1,), 0.9),)))
    shown = read(client, f"/document/{page.id}")
    rows = shown.xpath("//div[@class='row']")
    assert [text(rows[0], f".//div[@class='{side}']//p") for side in ("left", "right")] == [
        "中国加强合作。", "China cooperates.",
    ]  # fmt: skip
    assert rows[0].xpath(".//p/@lang") == ["zh-Hans", "en"]
    assert [text(rows[1], ".//p"), len(rows[1].xpath("./div"))] == ["没有译文。", 1]


def test_one_language_is_one_column(client: TestClient) -> None:
    page = read(client, f"/document/{NEWS.id}")
    assert not page.xpath("//div[@class='row']")
    assert len(page.xpath("//div[@class='prose']/div")) == 1


def test_every_block_leads_to_its_words_where_they_were_captured(client: TestClient) -> None:
    page = read(client, f"/document/{SPEECH.id}")
    hrefs = page.xpath("//a[@class='place']/@href")
    assert len(hrefs) == len(page.xpath("//div[@id]/a[@class='place']")) >= 2
    assert all(href.startswith("http://127.0.0.1:8641/frame/2026") and "#:~:text=" in href for href in hrefs)


def test_the_parts_of_an_article_are_read_as_one(archive: Archive, client: TestClient) -> None:
    first = "http://sample.example/p1"
    parts = [
        replace(make_document(f"第{n}部分", path=f"p{n}", title='合作"的\\文章'), part=Part(n, 3, first))
        for n in (2, 3, 1)
    ]
    other = replace(
        make_document("别的", path="q1", title='合作"的\\文章'), part=Part(1, 2, "http://sample.example/q1")
    )
    add(archive, *parts, other)
    page = read(client, f"/document/{parts[0].id}")
    assert page.xpath("//div[@class='prose']//p/text()") == ["第1部分", "第2部分", "第3部分"]
    assert page.xpath("//div[@class='prose']/div/@id") == ["p1-b0", "b0", "p3-b0"]


def test_a_page_leads_to_the_page_that_translates_it(archive: Archive, client: TestClient) -> None:
    chinese, english = make_document("各国都希望合作。", path="cn"), make_document("Every one.", path="en", lang="en")
    add(archive, chinese, english)
    with IndexWriter(archive) as writer:
        writer.add((), (), list(cross_page_units(chinese, english, [Pair((0,), (0,), 0.9)])))
    for here, there, language in ((chinese, english, "English"), (english, chinese, "Chinese, simplified")):
        links = read(client, f"/document/{here.id}").xpath(f"//ul[@class='tools']//a[@href='/document/{there.id}']")
        assert [link.text for link in links] == [f"In another language: {language}"]


def test_two_pages_of_one_text_stand_side_by_side(archive: Archive, client: TestClient) -> None:
    chinese = make_document("各国都希望合作。", "还有一段。", "产能很大。", path="cn")
    english = make_document("An opening.", "All wish to cooperate.", "Capacity is high.", path="en", lang="en")
    add(archive, chinese, english)
    with IndexWriter(archive) as writer:
        pairs = [Pair((0,), (1,), 0.9), Pair((2,), (2,), 0.9)]
        writer.add((), (), list(cross_page_units(chinese, english, pairs)))
    rows = [
        ("", "An opening."),
        ("各国都希望合作。", "All wish to cooperate."),
        ("还有一段。", ""),
        ("产能很大。", "Capacity is high."),
    ]
    for here, there, ids in (
        (chinese, english, ["o-b0", "b0", "o-b1", "b1", "b2", "o-b2"]),
        (english, chinese, ["b0", "o-b0", "b1", "o-b1", "o-b2", "b2"]),
    ):
        page = read(client, f"/document/{here.id}")
        assert [
            tuple("".join(row.xpath(f"./div[@class='{side}']//p/text()")) for side in ("left", "right"))
            for row in page.xpath("//div[@class='row']")
        ] == rows
        assert page.xpath("//div[@class='row']//div[starts-with(@class, 'block')]/@id") == ids
        (beside, alone) = page.xpath("//p[@class='beside soft']/a/@href")
        assert beside == f"/document/{there.id}"
        single = read(client, alone)
        assert not single.xpath("//div[@class='row']")
        assert single.xpath("//div[@class='prose']//p/text()") == [block.text for block in here.blocks]
        assert single.xpath("//p[@class='beside soft']/a/@href") == [f"/document/{here.id}"]


def test_a_page_with_a_translation_of_its_own_stands_by_itself(archive: Archive, client: TestClient) -> None:
    chinese, english = (
        make_document("各国都希望合作。", "All.", path="cn"),
        make_document("Every one.", path="en", lang="en"),
    )
    own = replace(chinese, pairs=(Pair((0,), (1,), 0.9),))
    add(archive, own, english)
    with IndexWriter(archive) as writer:
        writer.add((), (), list(cross_page_units(own, english, [Pair((0,), (0,), 0.9)])))
    page = read(client, f"/document/{own.id}")
    assert not page.xpath("//p[@class='beside soft']")
    assert len(page.xpath("//div[@class='row']")) == 1


def test_what_was_removed_is_shown_with_its_reason(archive: Archive, client: TestClient) -> None:
    page = make_document("正文。", path="cut")
    add(archive, replace(page, removed=(Removed("icp", "粤ICP备00000000号", "/html/body/p[9]"),)))
    shown = read(client, f"/document/{page.id}")
    assert text(shown, "//ul[@class='cut']/li").split() == ["ICP", "number", "粤ICP备00000000号"]
    assert not shown.xpath("//details[@open]")


@pytest.mark.parametrize(
    ("form", "beginning", "suffix"),
    [
        ("bibtex", "@online{sample-", "bib"),
        ("ris", "TY  - ELEC", "ris"),
        ("csl", "[", "json"),
        ("text", "Wang Yi", "txt"),
    ],
)
def test_a_document_is_cited_in_each_form(client: TestClient, form: str, beginning: str, suffix: str) -> None:
    answer = client.get(f"/document/{SPEECH.id}/cite/{form}")
    assert answer.text.startswith(beginning)
    assert answer.headers["content-disposition"] == f'attachment; filename="{SPEECH.id}.{suffix}"'


def test_a_document_is_cited_in_each_style(client: TestClient) -> None:
    page = read(client, f"/document/{SPEECH.id}")
    assert page.xpath("//dl[@class='styles']/dt/span[@lang]/text()") == ["GB/T 7714", "APA", "MLA", "Chicago"]
    (title,) = page.xpath("//dd[@id='cite-apa']/cite/text()")
    assert title.startswith("Remarks")
    for cited in page.xpath("//dl[@class='styles']/dd"):
        assert title in cited.text_content()
        assert SPEECH.url.partition("://")[2] in cited.text_content()


def test_an_earlier_version_says_that_there_is_a_newer_one_and_is_cited_itself(client: TestClient) -> None:
    page = read(client, f"/document/{SPEECH.id}?at={SPEECH.version}")
    assert "There is a newer one" in text(page, "//main")
    href = page.xpath("//section[@id='cite']//a[text()='BibTeX']/@href")[0]
    assert SPEECH.version in client.get(href).text


def test_versions_are_compared_word_by_word(client: TestClient) -> None:
    page = read(client, f"/history?url={SPEECH.id}")
    assert page.xpath("//section[@class='difference']//ins")
    assert page.xpath("//section[@class='difference']//del")
    assert page.xpath("//dt[text()='Missing since']")
    same = read(client, f"/history?url={SPEECH.id}&old={SPEECH.version}&new={SPEECH.version}")
    assert "The text is the same in both versions." in text(same, "//section[@class='difference']")


def test_captures_of_what_is_no_document_have_a_history_too(client: TestClient) -> None:
    page = read(client, "/history?url=http://sample.example/list")
    assert len(page.xpath("//tbody/tr")) == 2
    read(client, "/history?url=http://sample.example/never", 404)


def test_a_speaker_has_a_timeline_and_those_who_are_named_alike(archive: Archive, client: TestClient) -> None:
    add(archive, make_speech("Wang Yifu", "Else.", path="yifu", published="2024-01-05"))
    page = read(client, "/speaker?name=Wang+Yi")
    assert text(page, "//h1") == "Wang Yi"
    assert page.xpath("//main/header//a[text()='Wang Yifu']")
    assert len(page.xpath("//svg//*[name()='rect']")) == len(page.xpath("//figure//tbody/tr")) == 15
    assert text(page, "//svg/*[name()='title']") == "Documents by month of publication"


@pytest.mark.parametrize(
    "path", ["/document/none", "/speaker?name=none", "/site?name=none", "/document/x/cite/bibtex"]
)
def test_what_is_not_there_is_said_to_be_not_there(client: TestClient, path: str) -> None:
    assert text(read(client, path, 404), "//h1") == "Not found"


def test_plots_have_a_table_that_says_the_same(client: TestClient) -> None:
    page = read(client, "/statistics")
    for figure in page.xpath("//figure"):
        marks = figure.xpath(".//*[name()='rect']/*[name()='title']/text()")
        rows = [": ".join(cell.text_content() for cell in row) for row in figure.xpath(".//tbody/tr")]
        assert marks == rows
        assert figure.xpath(".//*[name()='svg']/@role") == ["img"]


def test_statistics_are_plotted_by_documents_words_or_characters(archive: Archive, client: TestClient) -> None:
    update_tokens(archive)
    sizes = read_text_sizes(archive)
    assert sizes
    for measure, head in (("documents", "Documents"), ("words", "Words"), ("characters", "Characters")):
        page = read(client, f"/statistics?of={measure}")
        assert text(page, "//p[@class='sorting']/a[@aria-current]") == head
        (sites,) = page.xpath("//figure[.//h2[text()='Sites']]")
        assert text(sites, ".//th[@class='number']") == head
        assert text(sites, ".//td") == f"{getattr(sizes.sites['sample'], measure):,}"
        assert text(page, "//dl[@class='sums']/div[4]/dd") == f"{sizes.total.words:,}"
    assert "not counted" not in page.text_content()


def test_statistics_without_words_say_how_they_are_counted(archive: Archive, client: TestClient) -> None:
    archive.tokens_file.unlink(missing_ok=True)
    page = read(client, "/statistics?of=words")
    assert "Words are not counted yet" in page.text_content()
    assert len(page.xpath("//dl[@class='sums']/div")) == 3


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)><svg onload=alert(1)>\u202e\u2066{{7*7}}\ud800'


def hostile_document() -> Document:
    """A document in which all that a page can say is hostile, and much of it long."""
    page = make_speech(HOSTILE, HOSTILE, "长" * 1_000_000, HOSTILE + "产能", path="hostile", published="2025-01-01")
    return replace(
        page,
        title=HOSTILE + "T" * 1_000_000,
        subtitle=HOSTILE,
        section=HOSTILE,
        author=HOSTILE,
        source=HOSTILE,
        breadcrumb=(HOSTILE,),
        removed=(Removed("other", HOSTILE, "/x"),),
        links=(Link("javascript:alert(1)", HOSTILE), Link('https://example.com/"><script>', HOSTILE)),
        images=(Image("data:text/html,<script>", HOSTILE),),
        attachments=(Attachment(f"javascript:{HOSTILE}", HOSTILE, "pdf"),),
    )


HOSTILE_PATHS = (
    "/", "/?q=产能", "/speakers", "/speaker?name=%3Cscript%3E", "/statistics", "/terms", "/concordance?q=产能",
    "/document/ID", "/history?url=ID", "/words?lang=en", "/words?lang=zh&ngrams=2", "/collocations?q=script&least=1",
    "/trend?q=%3Cscript%3Ealert(1)%3C/script%3E", "/keyness?site=hostile",
)  # fmt: skip


def test_hostile_text_is_text_and_a_long_one_is_shown_whole(archive: Archive, client: TestClient) -> None:
    page = hostile_document()
    add(archive, page)
    with IndexWriter(archive) as writer:
        writer.add([make_entry("javascript:alert(1)")], [])
    for path in HOSTILE_PATHS:
        assert_harmless(read(client, path.replace("ID", page.id)))
    document = read(client, f"/document/{page.id}")
    assert max(len(p.text_content()) for p in document.xpath("//div[@class='prose']//p")) == 1_000_000
    assert len(text(document, "//h1")) <= 300


def assert_harmless(page: html.HtmlElement) -> None:
    assert not page.xpath("//main//script | //main//img | //@onerror | //@onload | //header//script | //main//iframe")
    assert not [href for href in page.xpath("//@href") if href.lower().startswith(("javascript:", "data:"))]
    assert max(map(len, page.xpath("//@href"))) < 5000
    assert "49" not in page.xpath("//h1")[0].text_content()
    assert len(page.xpath("//title")[0].text_content()) < 500
    for element in page.xpath("//main//*[contains(text(), 'alert(1)')]"):
        bounds = "@dir='auto' or self::bdi or name()='title' or name()='desc' or name()='text'"
        assert element.xpath(f"ancestor-or-self::*[{bounds}]"), html.tostring(element)


def test_terms_say_in_how_many_units_and_of_which_site(
    archive: Archive, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(archive.root, [make_bilingual(name, "2015-04-28", "Wang Yi", site="other") for name in ("one", "two")])
    pages = {path: read(client, path) for path in ("/terms", "/terms?site=other", "/terms?site=sample")}
    said = "//p[@class='soft']"
    units = int(text(pages["/terms?site=other"], said).split()[2])
    assert text(pages["/terms"], said) == f"From all {units} translation units."
    assert not pages["/terms?site=sample"].xpath(said)
    assert pages["/terms?site=other"].xpath("//option[@selected]/@value") == ["other"]
    links = pages["/terms?site=other"].xpath("//p[@class='forms']/a/@href")
    assert [client.get(link).status_code for link in links] == ([200, 200] if links else [])
    monkeypatch.setattr(terms, "MOST_UNITS", 1)
    monkeypatch.setattr(terms, "_cache", TermCache())
    partly = text(read(client, "/terms?site=other&q="), said)
    assert partly.startswith("From the first 1 translation units only.")


def test_an_empty_archive_has_all_its_pages(archive: Archive) -> None:
    empty = Archive(archive.root.with_name("empty")).create()
    with IndexWriter(empty):
        pass
    with TestClient(create_app(empty), "http://127.0.0.1:8640") as asked:
        for path in (
            *PATHS[:4],
            "/concordance?q=a",
            "/terms",
            "/speakers",
            "/sites",
            "/statistics",
            "/help",
            "/history",
        ):
            assert asked.get(path).status_code == 200, path


def test_without_replay_blocks_lead_to_themselves(archive: Archive) -> None:
    with TestClient(create_app(archive), "http://127.0.0.1:8640") as asked:
        page = read(asked, f"/document/{NEWS.id}")
    assert page.xpath("//a[@class='place']/@href") == ["#b0"]
    assert not page.xpath("//ul[@class='tools']//a[contains(@href, '8641')]")


def test_the_page_in_another_language_and_copies_are_named(archive: Archive, client: TestClient) -> None:
    text_of_both = "".join(chr(0x4E00 + 41 * n % 4000) for n in range(300))
    english = make_document("In English.", path="en/1", lang="en")
    chinese = make_document(text_of_both, path="zh/1")
    add(archive, english, make_document(text_of_both, path="copy"))
    add(
        archive,
        replace(chinese, alternates=(Alternate("en", english.url), Alternate("fr", "http://sample.example/fr"))),
    )
    page = read(client, f"/document/{chinese.id}")
    assert page.xpath(f"//ul[@class='tools']//a[@href='/document/{english.id}']/text()") == [
        "In another language: English"
    ]
    assert text(page, "//details[@class='again']/summary") == "1 other copy"
