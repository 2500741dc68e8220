"""Fields, brackets and facts in queries."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.index import Filters, Index, IndexWriter
from archive.index.query_language.query_parser import MAX_DEPTH, Query
from archive.index.tokenizer_and_fact_tokens import fact_tokens, published_tokens
from archive.layout import Archive
from archive.model.document import Document
from tests.archive.index.sample_documents import make_document, make_speech

WANG = replace(
    make_speech("王毅", "产能 cooperation", path="wang", published="2015-04-28T09:00:00+08:00"), source="China Daily"
)
SMITH = make_speech("Ann O'Smith", "style 王毅", path="smith", published="2020-12-31")
NEWS = replace(
    make_document("wang says", "产能合作", path="news", title="王毅訪問", subtitle="Wang Yi's visit", lang="zh-Hant"),
    site="my_site.8600", source="新华社", published="2016-02-29",
)  # fmt: skip
UNDATED = make_document("合作 new", path="undated", title="标题")


@pytest.fixture
def filled(archive: Archive) -> Archive:
    with IndexWriter(archive) as writer:
        writer.add((), [WANG, SMITH, NEWS, UNDATED])
    return archive


def found(archive: Archive, query: str, filters: Filters = Filters()) -> set[str]:  # noqa: B008 - frozen
    with Index(archive) as index:
        result = index.search(query, filters, 100)
    assert result.total == len(result.hits)
    return {hit.document.url.rpartition("/")[2] for hit in result.hits}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("王毅", {"smith", "news"}),
        ("speaker:王毅", {"wang"}),
        ("speaker:王", {"wang"}),
        ("speaker:smith", {"smith"}),
        ("speaker:o'smith", {"smith"}),
        ("speaker:smit", set()),
        ("speaker:smi*", {"smith"}),
        ('speaker:"ann o’smith"', {"smith"}),
        ("title:王毅", {"news"}),
        ("title:访问", {"news"}),
        ("title:wang", {"news"}),
        ("TITLE:says", set()),
        ("title:(says OR visit)", {"news"}),
        ("title:(访问 visit)", {"news"}),
        ("source:新华", {"news"}),
        ('source:"china daily"', {"wang"}),
        ("source:chin", set()),
        ("site:my_site.8600", {"news"}),
        ("site:my_site", set()),
        ("kind:speech", {"wang", "smith"}),
        ("kind:(speech OR news)", {"wang", "smith", "news", "undated"}),
        ("lang:zh", {"news", "undated"}),
        ("lang:zh-hant", {"news"}),
        ("lang:EN", {"wang", "smith"}),
        ("published:2015", {"wang"}),
        ("published:2015-04-28", {"wang"}),
        ("published:2015..2016", {"wang", "news"}),
        ("published:2015-04-29..2016-02", {"news"}),
        ("published:2016-02-29..", {"news", "smith"}),
        ("published:..2016-02-28", {"wang"}),
        ("published:2021..", set()),
        ("产能 kind:speech", {"wang"}),
        ("产能 -kind:speech", {"news"}),
        ("kind:speech NOT speaker:王毅", {"smith"}),
        ("(产能 OR style) kind:speech", {"wang", "smith"}),
        ("speaker:王毅 OR site:my_site.8600", {"wang", "news"}),
        ("产能 -(speaker:王毅 OR new)", {"news"}),
        ("(合作 -(产能 -(says))) OR style", {"news", "undated", "smith"}),
        ("((合作))", {"news", "undated"}),
        ("(， 合作 new)", {"undated"}),
        ("(，) 合作 new", {"undated"}),
        ('"(产能"', {"wang", "news"} - {"wang", "news"}),
        ("f(x)", set()),
        ("说:产能", set()),
        ("http://a.example/", set()),
    ],
)
def test_what_a_query_with_fields_finds(filled: Archive, query: str, names: set[str]) -> None:
    assert found(filled, query) == names


def test_brackets_inside_a_word_are_text(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("see f(x) and 会议(APEC)的", path="1")])
    for query in ("f(x)", "(f(x))", "会议(APEC)的", "(会议(APEC) OR x)", '"(apec"', '"(APEC)"'):
        assert found(archive, query) == {"1"}, query


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("spaeker:王毅", "no field 'spaeker'"),
        ("title:", "names no value"),
        ("-kind:", "names no value"),
        ('site:""', "names no name"),
        ("site:abc*", "takes no *"),
        ("kind:list", "no kind 'list'"),
        ("lang:x", "no language"),
        ("published:..", "names no day"),
        ("published:yesterday", "no day"),
        ("published:2015-13", "no day"),
        ("published:2015-02-30", "no day"),
        ("published:2016..2015", "nothing is published"),
        ("title:(a speaker:b)", "inside title:"),
        ("title:speaker:b", "inside title:"),
        ("(a", "not closed"),
        ("title:(a OR b", "not closed"),
        ("a)", "not opened"),
        ("(a))", "not opened"),
        ("a (-b)", "only excludes"),
        ("-kind:speech", "only excludes"),
        ("合作~", "~ is for words of letters"),
        ("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1), "nested brackets"),
        ('"' + "box " * 20 + '"~', "too long for ~"),
    ],
)
def test_wrong_use_is_named(query: str, message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("*", r"\*")):
        Query.parse(query)


def test_without_a_query_what_passes_the_filters_is_listed_newest_first(filled: Archive) -> None:
    with Index(filled) as index:
        everything = index.search("", Filters(), 10)
        news = index.search(" ", Filters(kind="news"), 10)
    assert [hit.document for hit in everything.hits] == [SMITH, NEWS, WANG, UNDATED]
    assert [hit.document for hit in news.hits] == [NEWS, UNDATED]
    assert news.hits[0].snippets[0].text == "wang says"
    assert news.hits[0].snippets[0].spans == ()


def test_filters_go_with_fields(filled: Archive) -> None:
    assert found(filled, "产能", Filters(speaker="王")) == {"wang"}
    assert found(filled, "产能 OR style", Filters(speaker="smi")) == {"smith"}
    assert found(filled, "speaker:王毅", Filters(until="2014")) == set()
    assert found(filled, "产能", Filters(speaker="nobody")) == set()


def test_a_name_longer_than_the_engines_tokens_is_told_from_another(archive: Archive) -> None:
    names = ["x" * 40_000 + end for end in "ab"]
    with IndexWriter(archive) as writer:
        writer.add((), [make_speech(name, "text", path=name[-1]) for name in names])
    assert found(archive, "", Filters(speaker=names[0])) == {"a"}


_days = st.dates(date(1, 1, 1), date(9999, 12, 31)) | st.dates(date(2014, 12, 1), date(2016, 3, 2))
_ends = st.none() | st.builds(lambda day, length: day.isoformat()[:length], _days, st.sampled_from([4, 7, 10]))


@given(_days, _ends, _ends)
def test_ranges_of_days_are_covered_by_tokens(day: date, since: str | None, until: str | None) -> None:
    if since and until and since[: len(until)] > until:
        return
    within = _within(day, since, until)
    tokens = published_tokens(since, until)
    document = replace(make_document("text"), published=day.isoformat())
    assert bool(set(fact_tokens(document)).intersection(tokens)) == within
    assert len(tokens) < 140


@given(_days, st.integers(-3, 3))
def test_the_days_beside_a_range_are_not_in_it(day: date, distance: int) -> None:
    try:
        other = day + timedelta(days=distance)
    except OverflowError:
        return
    tokens = set(published_tokens(day.isoformat(), day.isoformat()))
    document: Document = replace(make_document("text"), published=f"{other.isoformat()}T10:00:00+08:00")
    assert bool(tokens.intersection(fact_tokens(document))) == (distance == 0)


def _within(day: date, since: str | None, until: str | None) -> bool:
    text = day.isoformat()
    return (since is None or text >= since) and (until is None or text[: len(until)] <= until)
