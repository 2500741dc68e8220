"""Units across two pages on disk and in the index: each page once, in step with the documents, found without a search
of all against all."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from archive.document_and_unit_files import StoredDocument, read_units, replace_documents
from archive.index import Filters, Index, update_index
from archive.jobs_and_locks import lock_site
from archive.layout import Archive, WarcName
from archive.model.document import Document, Part
from archive.translation_memory.missing_and_cross_page_units import join_pages
from archive.translation_memory.page_candidates import (
    PageFeatures,
    WordNumbers,
    features_of_page,
    rank_candidates,
    url_without_language,
)
from tests.archive.translation_memory.stories import (
    HOLIDAY,
    HOLIDAY_BEFORE,
    LIBRARY,
    OTHER_VISIT,
    STEM,
    STORIES,
    VISIT,
    page,
)

OTHER_STEM = "sample-20260203030405-job2-00000"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path).create()


def store(archive: Archive, *documents: Document, stem: str = STEM) -> None:
    replace_documents(archive.documents_file(WarcName.parse(stem)), documents)


def joined(archive: Archive) -> set[tuple[str, str]]:
    """The addresses of the pages that the site's file joins."""
    units = read_units(archive.cross_page_file("sample"))
    return {(short(unit.source.origin.url), short(unit.target.origin.url)) for unit in units}


def short(url: str) -> str:
    return url.removeprefix("http://sample.example/")


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        (page("cn/news/12.html", VISIT.chinese), page("en/news/12.html", VISIT.english)),
        (page("a.php?lang=cn&id=7", VISIT.chinese), page("a.php?lang=en&id=7", VISIT.english)),
        (page("12.html", VISIT.chinese), page("12_en.html", VISIT.english)),
        (page("xinwen/20250305.html", VISIT.chinese), page("stories/20250305.html", VISIT.english)),
        (page("x", VISIT.chinese, names=("y",)), page("y", VISIT.english)),
        (page("x", VISIT.chinese), page("y", VISIT.english, names=("x",))),
        (page("x", VISIT.chinese), page("y", VISIT.english)),
        (page("x", LIBRARY.chinese), page("y", LIBRARY.english)),
    ],
)
def test_the_pages_find_each_other(archive: Archive, chinese: Document, english: Document) -> None:
    others = [page("b", OTHER_VISIT.chinese), page("c", HOLIDAY.english), page("d", HOLIDAY_BEFORE.chinese)]
    store(archive, chinese, *others, english)
    assert join_pages(archive, "sample") == 1
    assert joined(archive) == {(short(chinese.url), short(english.url))}


def test_parts_of_an_article_in_two_languages_are_joined(archive: Archive) -> None:
    first = "http://sample.example/12.html"
    texts = (*zip(("12.html", "12_2.html"), (VISIT.chinese, LIBRARY.chinese), strict=True),
             *zip(("12_3.html", "12_4.html"), (VISIT.english, LIBRARY.english), strict=True))  # fmt: skip
    pages = [replace(page(path, text), part=Part(number, 4, first)) for number, (path, text) in enumerate(texts, 1)]
    store(archive, *pages)
    assert join_pages(archive, "sample") == 2
    assert joined(archive) == {("12.html", "12_3.html"), ("12_2.html", "12_4.html")}


def test_a_link_to_other_news_joins_nothing(archive: Archive) -> None:
    store(archive, page("cn/1", VISIT.chinese, names=("en/1",)), page("en/1", LIBRARY.english, names=("cn/1",)))
    assert join_pages(archive, "sample") == 0
    assert not archive.cross_page_file("sample").exists()


def test_each_page_is_joined_once_and_units_stand_by_the_chinese_page(archive: Archive) -> None:
    pages = [page(f"cn/{n}", story.chinese) for n, story in enumerate(STORIES)]
    pages += [page(f"e/{n + 10}", story.english) for n, story in enumerate(STORIES)]
    pages += [page("again", VISIT.english)]
    store(archive, *pages)
    assert join_pages(archive, "sample") == len(STORIES)
    assert {source for source, _ in joined(archive)} == {f"cn/{n}" for n in range(len(STORIES))}
    ids = [unit.document for unit in read_units(archive.cross_page_file("sample"))]
    assert ids == sorted(ids)


def test_a_pool_that_aligns_ahead_joins_the_same(archive: Archive) -> None:
    pages = [page(f"cn/{n}", story.chinese) for n, story in enumerate(STORIES)]
    pages += [page(f"e/{n + 10}", story.english) for n, story in enumerate(STORIES)]
    store(archive, *pages, page("again", VISIT.english), page("cn/again", VISIT.chinese))
    join_pages(archive, "sample")
    alone = archive.cross_page_file("sample").read_bytes()
    archive.cross_page_file("sample").unlink()
    with ThreadPoolExecutor(2) as pool:
        assert join_pages(archive, "sample", pool=pool) == len(STORIES) + 1
        assert archive.cross_page_file("sample").read_bytes() == alone
        assert join_pages(archive, "sample", pool=pool) == len(STORIES) + 1
    assert archive.cross_page_file("sample").read_bytes() == alone


def test_the_file_and_the_index_keep_step_with_the_documents(archive: Archive) -> None:
    chinese, english = page("cn/1", VISIT.chinese), page("en/1", VISIT.english)
    store(archive, chinese)
    update_index(archive)
    assert joined(archive) == set()
    store(archive, english, stem=OTHER_STEM)
    update_index(archive)
    assert joined(archive) == {("cn/1", "en/1")}
    with Index(archive) as index:
        units = list(index.units(Filters()))
        assert index.units_of(chinese.id, chinese.version) == tuple(units)
    assert units == list(read_units(archive.cross_page_file("sample")))
    whole = archive.cross_page_file("sample").read_bytes()
    assert update_index(archive, rebuild=True).units == len(units)
    assert archive.cross_page_file("sample").read_bytes() == whole
    store(archive, english, page("en/1", LIBRARY.english, day=3), stem=OTHER_STEM)
    update_index(archive)
    with Index(archive) as index:
        assert list(index.units(Filters())) == []
    assert not archive.cross_page_file("sample").exists()


def test_what_is_joined_does_not_depend_on_the_order_of_coming(archive: Archive) -> None:
    pages = [page(f"cn/{n}", story.chinese) for n, story in enumerate(STORIES)]
    pages += [page(f"e/{n}", story.english) for n, story in enumerate(STORIES)]
    contents = set()
    for seed in range(4):
        shuffled = Random(seed).sample(pages, len(pages))
        for count in (4, 7, len(pages)):
            store(archive, *sorted(shuffled[:count], key=lambda each: each.id))
            join_pages(archive, "sample")
        contents.add(archive.cross_page_file("sample").read_bytes())
        archive.cross_page_file("sample").unlink()
    assert len(contents) == 1


def test_a_spoiled_file_is_made_again(archive: Archive) -> None:
    store(archive, page("cn/1", VISIT.chinese), page("en/1", VISIT.english))
    join_pages(archive, "sample")
    path = archive.cross_page_file("sample")
    whole = path.read_bytes()
    for spoiled in (whole[:-30], b"[]\n" + whole, whole.replace("签署".encode(), "签订".encode())):
        path.write_bytes(spoiled)
        join_pages(archive, "sample")
        assert path.read_bytes() == whole


def test_a_site_that_is_being_crawled_is_left_to_its_crawl(archive: Archive) -> None:
    store(archive, page("cn/1", VISIT.chinese), page("en/1", VISIT.english))
    with lock_site(archive, "sample"):
        update_index(archive)
        assert joined(archive) == set()
    update_index(archive)
    assert joined(archive) == {("cn/1", "en/1")}


def many_pages(count: int) -> tuple[list[PageFeatures], WordNumbers]:
    """Pages in two languages about whatever chance gives, on one template."""
    chance, word_numbers = Random(7), WordNumbers()
    signs = []
    for n in range(count):
        stories = chance.sample(STORIES, 2)
        for lang, made in (("cn", [s.chinese for s in stories]), ("en", [s.english for s in stories])):
            document = page(f"{lang}/news/{n}.html", (*made[0], *made[1]))
            found = features_of_page(StoredDocument(document, "f", n, 1), word_numbers)
            assert found is not None
            signs.append(found)
    return signs, word_numbers


def test_candidates_grow_as_the_pages() -> None:
    counts = [len(rank_candidates(*many_pages(count))) for count in (40, 160)]
    assert counts[1] <= 5 * counts[0]
    assert counts[0] >= 40


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/en/news/1.html", "http://a.example/zh-CN/news/1.html"),
        ("http://en.a.example/news/1.html", "http://www.a.example/news/1.html"),
        ("http://a.example/1-en.html", "http://a.example/1.html"),
        ("http://a.example/en_1.html", "http://a.example/cn_1.html"),
        ("http://a.example/1.aspx?language=english&id=3", "http://a.example/1.aspx?id=3"),
    ],
)
def test_addresses_that_differ_by_language_alone(one: str, other: str) -> None:
    assert url_without_language(one) == url_without_language(other)


@pytest.mark.parametrize("other", ["http://a.example/news/2.html", "http://a.example/news/1.html?id=2"])
def test_addresses_that_differ_by_more(other: str) -> None:
    assert url_without_language("http://a.example/en/news/1.html") != url_without_language(other)
