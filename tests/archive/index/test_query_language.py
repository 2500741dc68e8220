import pytest

from archive.errors import UsageError
from archive.index import Filters, Index, IndexWriter
from archive.index.query_parser import MAX_QUERY, MAX_TERMS, Query
from archive.layout import Archive
from tests.archive.index.sample_documents import make_document

TEXTS = {
    "both": "中国与美国 old style",
    "china": "中国 new style",
    "america": "美国 new world",
    "split": "美，国 win win",
}


def found(archive: Archive, query: str) -> set[str]:
    with Index(archive) as index:
        return {hit.document.title or "" for hit in index.search(query, Filters(), 100).hits}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("中国 美国", {"both"}),
        ("中国 AND 美国", {"both"}),
        ("中国 OR 美国", {"both", "china", "america"}),
        ("new style OR win", {"china", "split"}),
        ("new OR style NOT old", {"china", "america"}),
        ("中国 -美国", {"china"}),
        ("中国 NOT 美国", {"china"}),
        ('中国 -"new style"', {"both"}),
        ("美国 -中 -new*", set()),
        ('"win win"', {"split"}),
        ("win-win", set()),
        ("and", set()),
        ("sty*", {"both", "china"}),
        ("、 中国 。", {"both", "china"}),
        ("中国 OR ，", {"both", "china"}),
        ('new -"tyle 中"', {"china", "america"}),
        ('new "ld 美" OR split', set()),
        ("split OR 美，", {"split"}),
    ],
)
def test_operators(archive: Archive, query: str, names: set[str]) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document(text, title=name, path=name) for name, text in TEXTS.items()])
    assert found(archive, query) == names | ({"split"} if "split" in query else set())


def test_unwanted_part_of_a_word_is_left_out(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add(
            (), [make_document("new style 中国", title="cut", path="1"), make_document("new", title="no", path="2")]
        )
    assert found(archive, 'new -"tyle 中"') == {"no"}
    assert found(archive, 'new "tyle 中"') == {"cut"}


@pytest.mark.parametrize("query", ["", "   ", "，。！", "-", "*", '""', '"、"', "… ? OR -", "\x00", "NOT", "OR"])
def test_nothing_to_look_for_is_wrong_usage(query: str) -> None:
    with pytest.raises(UsageError, match="nothing to look for"):
        Query.parse(query)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("-中国", "only excludes"),
        ("a OR NOT b", "only excludes"),
        ('"中国', "not closed"),
        ("中" * (MAX_QUERY + 1), "too long"),
    ],
)
def test_queries_without_a_meaning_are_wrong_usage(query: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Query.parse(query)


@pytest.mark.parametrize("query", ["^a + {b} NEAR(a b", "a'b--;DROP", "\U0010ff80a", "a\x00b"])
def test_the_engines_own_syntax_is_text(archive: Archive, query: str) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("中国 a", path="1")])
    assert found(archive, query) == set()


def test_a_lone_surrogate_is_punctuation(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("a \ud800 b", title="torn", path="1")])
    assert found(archive, "\ud800 a") == {"torn"}


def test_longest_query_is_answered(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("a b c d", title="letters", path="1")])
    assert found(archive, " ".join("abcd" * (MAX_TERMS // 4))) == {"letters"}
    assert found(archive, " OR ".join("abcd" * (MAX_TERMS // 4))) == {"letters"}
    assert found(archive, '"' + "".join(map(chr, range(0x4E00, 0x4E00 + MAX_QUERY - 2))) + '"') == set()


@pytest.mark.parametrize(
    "query",
    [" ".join(["中"] * 500), "中" * 1000, f'"{" ".join(["a"] * 490)}"', " OR ".join(f"{n}x" for n in range(41)),
     " ".join(f"title:{n}x" for n in range(60)), f'"{"a b " * 25}"', f"a {'-b ' * 30}"],
)  # fmt: skip
def test_a_query_that_would_starve_others_is_refused_in_a_line(query: str) -> None:
    with pytest.raises(UsageError, match=r"takes too long; use fewer|times in the query; give it once") as said:
        Query.parse(query)
    assert "\n" not in str(said.value)


def test_a_long_question_with_words_of_its_own_is_none_that_would() -> None:
    sentence = " ".join(f"{word}{n}" for n in range(12) for word in ("the", "of", "translation", "agency", "and"))
    assert Query.parse(f'"{sentence}"').exact
    assert Query.parse(" ".join(f"{n}x" for n in range(MAX_TERMS))).exact


def test_a_term_that_is_written_twice_is_asked_for_once() -> None:
    assert Query.parse("new new OR new").expression == Query.parse("new").expression
