"""Sketches of pages on disk."""

from crawler.extraction.body.site_template import Sketch
from crawler.extraction.kind.sections import NOWHERE, PagePlace, Sections
from crawler.reextract.sketches import SketchedPage

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
