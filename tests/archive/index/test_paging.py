"""Pages of hits, facets and timelines say the same as all hits at once."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.index import Extent, Filters, Hit, Index, IndexWriter, SearchOptions, Summary
from archive.index.search.ranking_cursors_and_snippets import Cursor
from archive.layout import Archive
from archive.model.document import Document, Speech
from tests.archive.index.sample_documents import make_document
from tests.archive.index.test_duplicate_groups import text

_SITES, _KINDS = ("harbour", "lantern"), ("news", "speech", "notice")
_made = st.builds(
    lambda *facts: facts,
    st.sampled_from(["产能", "产能 产能", "合作", "产能 合作 and more"]),
    st.sampled_from([None, "2015-04-28", "2015-04-29T01:00:00+08:00", "2016-12-31"]),
    st.sampled_from(_SITES),
    st.sampled_from(_KINDS),
    st.sampled_from([None, None, 1, 2]),
)
_documents = st.lists(_made, min_size=1, max_size=12)
Made = tuple[str, str | None, str, str, int | None]


def document(number: int, made: Made) -> Document:
    """A document of these facts, the last of which says which text it shares with others."""
    words, published, site, kind, shared = made
    blocks = [words, text(shared)] if shared else [words]
    speech = Speech(f"Speaker {site}", None, None, None, None) if kind == "speech" else None
    made_document = make_document(*blocks, path=str(number), title=None)
    return replace(made_document, published=published, site=site, kind=kind, speech=speech)  # type: ignore[arg-type]


def pages(index: Index, query: str, size: int, options: SearchOptions) -> Iterator[Hit]:
    after: str | None = None
    while True:
        result = index.search(query, Filters(), size, after, options)
        yield from result.hits
        after = result.next
        if after is None:
            return
        assert len(result.hits) == size


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    _documents,
    st.sampled_from(["产能", "", "产能 OR 合作", "产能 OR an*", "kind:news"]),
    st.integers(1, 4),
    st.tuples(st.integers(1, 20), st.integers(0, 5)),
)
def test_pages_together_are_all_hits_once(made: list[Made], query: str, size: int, ranked: tuple[int, int]) -> None:
    with (
        tempfile.TemporaryDirectory() as directory,
        patch("archive.index.search.ranking_cursors_and_snippets.RANKED", ranked[0]),
        patch("archive.index.search.ranking_cursors_and_snippets.WEIGHED", sum(ranked)),
    ):
        archive = Archive(Path(directory)).create()
        with IndexWriter(archive) as writer:
            writer.add((), [document(number, each) for number, each in enumerate(made)])
        with Index(archive) as index:
            for options in (SearchOptions(), SearchOptions(apart=True)):
                whole = index.search(query, Filters(), 100, options=options)
                assert whole.next is None
                assert whole.total == len(whole.hits) <= whole.documents
                shown = [hit.document.id for hit in whole.hits]
                assert [hit.document.id for hit in pages(index, query, size, options)] == shown
                copies = [copy.id for hit in whole.hits for copy in hit.also]
                apart = index.search(query, Filters(), 100, options=SearchOptions(apart=True))
                everything = {hit.document.id for hit in apart.hits}
                assert set(shown + copies) == everything
                assert len(everything) == whole.documents
                if not options.apart:
                    assert len(shown + copies) == len(everything)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_documents, st.sampled_from(["产能", "", "产能 OR 合作", "产能 OR an*"]), st.booleans())
def test_facets_count_the_hits(made: list[Made], query: str, apart: bool) -> None:
    with tempfile.TemporaryDirectory() as directory:
        archive = Archive(Path(directory)).create()
        with IndexWriter(archive) as writer:
            writer.add((), [document(number, each) for number, each in enumerate(made)])
        with Index(archive) as index:
            options = SearchOptions(apart=apart)
            facets = index.facets(query, Filters(), options)
            hits = index.search(query, Filters(), 3, options=options)
            assert index.search_with_facets(query, Filters(), 3, None, options) == (hits, facets)
            counts, extent = index.counts(), index.extent()
            assert extent == Extent(counts.documents, counts.earliest, counts.latest)

            def totals(names: tuple[tuple[str, int], ...], field: str) -> None:
                for name, number in names:
                    narrowed = index.search(f'({query}) {field}:"{name}"', Filters(), 100, options=options)
                    assert narrowed.total == number, (field, name)

            totals(facets.sites, "site")
            totals(facets.kinds, "kind")
            totals(facets.years, "published")
            totals(facets.languages, "lang")
            totals(facets.speakers, "speaker")
            assert facets.counted == index.search(query, Filters(), 1).documents
            assert index.timeline(query, Filters(), "year", options) == facets.years
            months = dict(index.timeline(query, Filters(), "month", options))
            assert sum(months.values()) == sum(number for _, number in facets.years)
            assert [number for _, number in facets.sites] == sorted(dict(facets.sites).values(), reverse=True)


def test_facets_of_very_many_are_those_of_the_newest(archive: Archive) -> None:
    made: list[Made] = [
        ("产能", f"{year}-01-01", "harbour" if year < 2013 else "lantern", "news", shared)
        for year, shared in ((2010, 1), (2011, 1), (2012, 1), (2013, 1), (2014, None), (2015, 1))
    ]
    with IndexWriter(archive) as writer:
        writer.add((), [document(number, each) for number, each in enumerate(made)])
    with Index(archive) as index, patch("archive.index.search.facets_and_counts.COUNTED", 4):
        facets = index.facets("产能", Filters())
        apart = index.facets("产能", Filters(), SearchOptions(apart=True))
        hits = index.search("产能", Filters(), 3)
        assert index.search_with_facets("产能", Filters(), 3) == (hits, facets)
    assert (facets.counted, facets.sites) == (4, (("lantern", 2), ("harbour", 1)))
    assert (apart.counted, apart.sites) == (4, (("lantern", 3), ("harbour", 1)))
    assert facets.years == apart.years == tuple((str(year), 1) for year in range(2012, 2016))


@pytest.mark.parametrize("early", [0, 1, 3, 100])
def test_rows_known_from_the_facets_are_ranked_as_without(archive: Archive, early: int) -> None:
    made: list[Made] = [
        ("and more" if n % 2 else "other", f"2015-01-{n:02d}", "harbour", "news", None) for n in range(1, 9)
    ]
    with IndexWriter(archive) as writer:
        writer.add((), [document(number, each) for number, each in enumerate(made)])
    with (
        patch("archive.index.search.ranking_cursors_and_snippets.RANKED", 2),
        patch("archive.index.search.facets_and_counts.EARLY", early),
        Index(archive) as index,
    ):
        result, facets = index.search_with_facets("more*", Filters(), 10)
        assert result == index.search("more*", Filters(), 10)
        assert (facets.counted, len(result.hits)) == (4, 4)


_PIECES = ["and", "more", "mo", "m", "2025年", "在more国", "an APEC", "ｍｏre", "é", "合作，an", "m" * 50]
_titled = st.tuples(st.lists(st.sampled_from(_PIECES), max_size=6), st.lists(st.sampled_from(_PIECES), max_size=2))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(_titled, min_size=1, max_size=9),
    st.sampled_from(
        ["mo*", "mor*", "20*", "202*", "ap* OR an*", "mo* kind:news", "title:mo*", "mo* -an*", "mo* 合作"]
    ),
    st.tuples(st.integers(1, 9), st.integers(0, 5)),
)
def test_beginnings_are_found_and_ranked_as_by_all_words_that_have_them(
    made: list[tuple[list[str], list[str]]], query: str, ranked: tuple[int, int]
) -> None:
    documents = [
        make_document(" ".join(texts), title=" ".join(title) or None, path=str(number))
        for number, (texts, title) in enumerate(made)
    ]
    with (
        tempfile.TemporaryDirectory() as directory,
        patch("archive.index.search.ranking_cursors_and_snippets.RANKED", ranked[0]),
        patch("archive.index.search.ranking_cursors_and_snippets.WEIGHED", sum(ranked)),
    ):
        archive = Archive(Path(directory)).create()
        with IndexWriter(archive) as writer:
            writer.add((), [*documents, replace(documents[0], version="2026-03-01T00:00:00.000000Z", blocks=())])
            writer.add((), [replace(documents[-1], title="move", blocks=documents[0].blocks)])
        with Index(archive) as index:
            found = index.search_with_facets(query, Filters(lang="zh"), 20)
            with patch("archive.index.search.matching_rows_and_their_number.BEGINNINGS", ()):
                assert index.search_with_facets(query, Filters(lang="zh"), 20) == found
            assert index.search(query, Filters(lang="zh"), 20) == found[0]


@pytest.mark.parametrize("titled", [2012, 2014])
def test_of_very_many_those_with_the_word_in_the_title_come_first(archive: Archive, titled: int) -> None:
    texts = [
        replace(
            make_document("产能 产能", path=str(year), title="产能" if year == titled else "标题"),
            published=f"{year}-01-01",
        )
        for year in range(2010, 2016)
    ]
    with IndexWriter(archive) as writer:
        writer.add((), texts)
    with (
        patch("archive.index.search.ranking_cursors_and_snippets.RANKED", 4),
        patch("archive.index.search.ranking_cursors_and_snippets.WEIGHED", 5),
        Index(archive) as index,
    ):
        hits = index.search("产能", Filters(), 10).hits
    others = [year for year in range(2015, 2009, -1) if year != titled]
    assert [int((hit.document.published or "")[:4]) for hit in hits] == [titled, *others]


@pytest.mark.parametrize("day", [None, "1812-06-24", "2015-01-01T23:30:00-08:00", "2200-01-01"])
def test_a_word_in_the_title_comes_first_whatever_the_day(archive: Archive, day: str | None) -> None:
    texts = [make_document("产能", path=str(n), title="产能" if n == 2 else "标题") for n in range(6)]
    with IndexWriter(archive) as writer:
        writer.add((), [replace(each, published=day) for each in texts])
    with (
        patch("archive.index.search.ranking_cursors_and_snippets.RANKED", 4),
        patch("archive.index.search.ranking_cursors_and_snippets.WEIGHED", 5),
        Index(archive) as index,
    ):
        assert index.search("产能", Filters(), 10).hits[0].document.title == "产能"


def test_counts_and_summaries(archive: Archive) -> None:
    made: list[Made] = [
        ("a", "2015-04-28", "harbour", "speech", 1), ("b", "2016-12-31", "harbour", "speech", 1),
        ("c", None, "lantern", "speech", None), ("d", "2015-05-01", "lantern", "news", None),
    ]  # fmt: skip
    with IndexWriter(archive) as writer:
        writer.add((), [document(number, each) for number, each in enumerate(made)])
    with Index(archive) as index:
        counts = index.counts()
        assert index.speakers() == (
            Summary("Speaker harbour", 2, "2015-04-28", "2016-12-31"), Summary("Speaker lantern", 1, None, None)
        )  # fmt: skip
        assert index.sites()[1] == Summary("lantern", 2, "2015-05-01", "2015-05-01")
    assert counts.by_month == (("2015-04", 1), ("2015-05", 1), ("2016-12", 1))
    assert counts.by_year == (("2015", 2), ("2016", 1))
    assert (counts.by_kind, counts.earliest) == ((("speech", 3), ("news", 1)), "2015-04-28")
    assert Counter(dict(counts.by_site)) == {"harbour": 2, "lantern": 2}


def test_names_are_those_of_documents_that_are_still_there(archive: Archive) -> None:
    documents = [make_document("a", path=f"{n}", lang=lang) for n, lang in enumerate(("zh-Hans", "en", "fr"))]
    one, other, gone = (replace(each, site=site) for each, site in zip(documents, ("b", "a", "c"), strict=True))
    gone = replace(gone, capture=replace(gone.capture, warc="gone.warc.gz"))
    with IndexWriter(archive) as writer:
        writer.add((), [one, other, gone, replace(one, id="b-2", kind="speech")])
        with Index(archive) as index:
            assert (index.names("site"), index.names("language")) == (("b", "a", "c"), ("zh-Hans", "en", "fr"))
            writer.remove_file("gone.warc.gz")
            assert (index.names("site"), index.names("language")) == (("b", "a"), ("zh-Hans", "en"))


@given(st.text() | st.binary().map(lambda content: content.hex()))
def test_what_is_no_cursor_is_wrong_usage(given_text: str) -> None:
    try:
        assert isinstance(Cursor.parse(given_text), Cursor)
    except UsageError as error:
        assert "is no cursor" in str(error)  # noqa: PT017 - either is right


@given(st.builds(Cursor, st.floats(allow_nan=False, allow_infinity=False), st.text(st.characters(codec="utf-8")),
                 st.text(st.characters(codec="utf-8")), st.integers(0, 2**60), st.booleans()))  # fmt: skip
def test_a_cursor_is_read_as_it_was_written(cursor: Cursor) -> None:
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize(
    "after",
    ["", "W10", "WzEsMiwzXQ", "Wy0xLCIiLCIiLDk5OTk5OTk5OTk5OTk5OTk5OTk5OSx0cnVlXQ", "WzEsIiIsIlx1ZDgwMCIsMSx0cnVlXQ"],
)
def test_a_page_after_nowhere(archive: Archive, after: str) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("产能")])
    with Index(archive) as index:
        if not after:
            assert index.search("产能", Filters(), 1, after).total == 1
            return
        with pytest.raises(UsageError, match="no cursor"):
            index.search("产能", Filters(), 1, after)
