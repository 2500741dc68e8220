"""Choices of sections, and sketches of pages, on disk."""

from pathlib import Path

import pytest

from archive.errors import UsageError
from archive.layout import Archive
from crawler.extraction.article.site_sections_page_places_and_user_choices import (
    NOWHERE,
    PagePlace,
    SectionChoices,
    Sections,
)
from crawler.extraction.article.site_template_page_sketch_and_selectors import Sketch
from crawler.sites import KnownSites
from crawler.spiders.agency import Arguments
from crawler.template_files_and_learning import SketchedPage, store_section_choices


def test_it_is_what_was_said_last(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    path = archive.sites_dir / "port.toml"
    store_section_choices(archive, "port", SectionChoices.of_names(['产品 "A"', "-随笔"]))
    path.write_text(f"zone = 'Asia/Shanghai'\n{path.read_text().replace(', ', ',' + chr(10))}")
    store_section_choices(archive, "port", SectionChoices.of_names(["随笔"]))
    assert KnownSites(archive).named("port").sections == ('产品 "A"', "随笔")
    assert KnownSites(archive).named("port").zone == "Asia/Shanghai"
    assert KnownSites(archive).named("other").sections == ()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "port.toml").write_text("sections = [")
    with pytest.raises(UsageError, match=r"port\.toml"):
        store_section_choices(Archive(tmp_path), "port", SectionChoices.of_names(["随笔"]))


def test_the_argument_of_a_crawl() -> None:
    given = Arguments.read({"sections": "产品中心 > 水泵, -/case/"}, "http://port.example/")
    assert given.sections.names == ["产品中心 > 水泵", "-/case/"]
    with pytest.raises(UsageError, match="names no section"):
        Arguments.read({"sections": "a,-"}, "http://port.example/")


PLACE = PagePlace("http://port.example/a/1.html", ("产品中心", "水泵"), "立式水泵", True)


def test_a_page_is_what_was_written() -> None:
    page = SketchedPage(0, 281, "2026-11-24T09:32:27.000000Z", Sketch(7, frozenset({1, 2}), frozenset({2}), PLACE))
    assert SketchedPage.decode(page.encode()) == page


def test_one_of_before_places_has_none() -> None:
    page = SketchedPage.decode(b'[0,281,"2026-11-24T09:32:27.000000Z",7,"AAAAAAAAAAE=",""]\n')
    assert (page.sketch.lines, page.sketch.place) == (frozenset({1}), NOWHERE)
    sections = Sections()
    sections.add(page.sketch.place)
    assert sections.left_out() == ()
