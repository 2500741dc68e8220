"""A site whose news stand on two pages, one in Chinese and one in English: crawled, killed, made again, exported."""

import os
import signal
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from archive.document_and_unit_files import read_units
from archive.layout import Archive
from tests import forked
from tests.archive.translation_memory.stories import HOLIDAY, HOLIDAY_BEFORE, LIBRARY, OTHER_VISIT, VISIT
from tests.archive_files import files_below, remove_files
from tests.crawler.capture.crawling import assert_sound, crawl
from tests.crawler.spiders.odd_server import PROJECT, Reply, Server, serve

BIN = Path(sys.executable).parent
PAGES = {
    "/cn/news/1.html": (
        "王毅会见法国外交部长",
        VISIT.chinese,
        "<link rel=alternate hreflang=en href=/en/a/visit.html>",
    ),
    "/en/a/visit.html": ("Wang Yi Meets French Foreign Minister", VISIT.english, ""),
    "/cn/news/2.html": ("王毅会见巴西外交部长", OTHER_VISIT.chinese, ""),
    "/en/news/2.html": ("Wang Yi Meets Brazilian Foreign Minister", OTHER_VISIT.english, ""),
    "/yuedu/tushuguan.html": ("河边的图书馆", LIBRARY.chinese, ""),
    "/life/reading.html": ("A Library by the River", LIBRARY.english, ""),
    "/cn/news/7.html": ("关于2025年春节放假的通知", HOLIDAY.chinese, ""),
    "/en/news/7.html": ("Notice on the 2024 Spring Festival Holiday", HOLIDAY_BEFORE.english, ""),
    "/both/1.html": (
        "关于2024年春节放假的通知",
        tuple(chain.from_iterable(zip(HOLIDAY_BEFORE.chinese, HOLIDAY_BEFORE.english, strict=True))),
        "",
    ),
}
JOINED = {
    ("cn/news/1.html", "en/a/visit.html"),
    ("cn/news/2.html", "en/news/2.html"),
    ("yuedu/tushuguan.html", "life/reading.html"),
}
KILLED_IN = (
    ("archive.document_and_unit_files:UnitsWriter.append", "1"),
    ("archive.document_and_unit_files:UnitsWriter.append+", "2"),
    ("archive.index.update:join_pages", "0"),
    ("archive.index.update:index_cross_page_units", "0"),
)


def answer(target: str) -> Reply:
    if target == "/":
        links = "".join(f"<li><a href='{path}'>{title}</a> 2025-03-05</li>" for path, (title, _, _) in PAGES.items())
        return Reply(f"<html><meta charset=utf-8><title>News</title><ul>{links}</ul></html>".encode())
    if target not in PAGES:
        return Reply(status=404)
    title, texts, head = PAGES[target]
    body = "".join(f"<p>{text}</p>" for text in texts)
    page = (
        f"<html><head><meta charset=utf-8><title>{title} - Agency</title>{head}</head><body><a href=/>Home</a>"
        f"<div class=content><h1>{title}</h1><p>2025-03-05</p>{body}</div><p>Copyright Agency</p></body></html>"
    )
    return Reply(page.encode())


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(answer) as served:
        yield served


@pytest.fixture(scope="module")
def crawled(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Killed in each window, then crawled to the end."""
    archive = Archive(tmp_path_factory.mktemp("two") / "data")
    for window in KILLED_IN:
        killed = crawl(archive.root, server.url, fault=(*window, "kill"))
        assert killed.returncode == -signal.SIGKILL, (window, killed.stderr)
    ended = crawl(archive.root, server.url)
    assert ended.returncode == 0, ended.stderr
    return archive


def run(archive: Archive, *command: str) -> str:
    env = {**os.environ, "ARCHIVE_DIR": str(archive.root), "PYTHONPATH": str(PROJECT)}
    done = forked.run([BIN / command[0], *command[1:]], cwd=PROJECT, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def bitext(archive: Archive) -> dict[str, bytes]:
    return files_below(archive.bitext_dir)


def test_the_right_pages_are_joined_and_no_others(crawled: Archive, server: Server) -> None:
    units = list(read_units(crawled.cross_page_file("daxinya")))
    pages = {(unit.source.origin.url, unit.target.origin.url) for unit in units}
    assert {tuple(url.removeprefix(server.url) for url in pair) for pair in pages} == JOINED
    assert all(unit.is_cross_page and unit.source.lang == "zh-Hans" and unit.target.lang == "en" for unit in units)
    assert_sound(crawled.root)


def test_both_pages_stand_in_what_is_exported(crawled: Archive, server: Server) -> None:
    rows = [line.split("\t") for line in run(crawled, "archive", "export", "tsv").splitlines()]
    across = {(row[6], row[8]) for row in rows if row[6] != row[8]}
    assert across == {(server.url + source, server.url + target) for source, target in JOINED}
    inside = {row[6] for row in rows if row[6] == row[8]}
    assert inside == {f"{server.url}both/1.html"}
    assert "x-target-url" in run(crawled, "archive", "export", "tmx", "--lang", "en")


def test_all_is_made_again_byte_for_byte(crawled: Archive) -> None:
    whole = bitext(crawled)
    run(crawled, "archive", "index", "--rebuild")
    assert bitext(crawled) == whole
    exported = run(crawled, "archive", "export", "tsv")
    run(crawled, "scrapy", "reextract", "--all")
    assert bitext(crawled) == whole
    remove_files(crawled.bitext_dir)
    assert "no faults" in run(crawled, "archive", "check", "--repair")
    assert bitext(crawled) == whole
    assert run(crawled, "archive", "export", "tsv") == exported


def test_a_crawl_with_nothing_new_changes_nothing(crawled: Archive, server: Server) -> None:
    whole = bitext(crawled)
    assert crawl(crawled.root, server.url).returncode == 0
    assert {name: bitext(crawled)[name] for name in whole} == whole
