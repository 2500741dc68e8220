import sys

import pytest

from archive.errors import UsageError
from archive.index import Filters, Index, IndexWriter
from archive.index.query_language.query_parser import MAX_QUERY, MAX_TERMS, Query
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


@pytest.mark.parametrize("query", ["", "   ", "，。！", "-", '""', '"、"', "… ? OR -", "??", "\x00"])
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
        ("*", "wildcards alone"),
        ("word:??", "wildcards alone"),
        ("a * b", "wildcards alone"),
        ("c?op~", "both wildcards and ~"),
        ("a.b?c*d", "wildcards and punctuation"),
        ("合，作*力", "wildcards and punctuation"),
        ("speaker:*son", "takes no wildcards"),
        ("site:*son", r"takes no \?"),
        ("OR", "OR stands between two terms"),
        ("AND", "AND stands between two terms"),
        ("NOT", "NOT stands before a term"),
        ("a OR", "OR stands between"),
        ("OR a", "OR stands between"),
        ("a OR OR b", "OR stands between"),
        ("a AND OR b", "AND stands between"),
        ("a AND", "AND stands between"),
        ("(a OR) b", "OR stands between"),
        ("a NOT", "NOT stands before"),
        ("a NOT NOT b", "NOT stands before"),
        ("NEAR/5", "NEAR/5 stands between"),
        ("a NEAR/5", "NEAR/5 stands between"),
        ("NEAR/5 a", "NEAR/5 stands between"),
        ("a NEAR/5 -b", "NEAR/5 stands between"),
        ("c -a NEAR/5 b", r"to exclude it write -\(a NEAR/5 b\)"),
        ("， NEAR/5 b", "NEAR/5 stands between"),
        ("a NEAR/5 kind:news", "NEAR/5 stands between"),
        ("a NEAR/5 title:b", "in the same field"),
        ("(a b) NEAR/5 c", "or brackets with OR"),
        ("a NEAR/5 b NEAR/5 c", r"write \(a NEAR/5 b\) \(b NEAR/5 c\)"),
        ("a NEAR/101 b", "at most NEAR/100"),
        ("a NEAR b", "NEAR/5 b for at most 5 words"),
        ("NEAR(a b, 5)", "NEAR/5 b for at most 5 words"),
        ("a near/5 b", "NEAR/5 b for at most 5 words"),
        ("a NEAR/x b", "NEAR/5 b for at most 5 words"),
        ("/coop.*/", "is a regular expression"),
        ("/co op|cap/i", "is a regular expression"),
        ("-/colou?r/", "is a regular expression"),
        ("coop.*", "is a regular expression"),
        (r"\bcoop", "is a regular expression"),
        (r"\w+tion", "is a regular expression"),
        ('[lemma="x"]', "is CQL"),
        ('a [] [pos = "N"]', "is CQL"),
        ("a || b", "write AND, OR or NOT"),
        ("a && b", "write AND, OR or NOT"),
        ("+word", "begins with +"),
        ('"a b"~5', "a number behind ~"),
        ("roam~2", "a number behind ~"),
        ("pos:noun", "no field 'pos'"),
        ("English:word", "no field 'English'"),
        ("a lemma:", "names no value"),
        ('lemma:"a b"', "takes one word"),
        ("lemma:(a OR b)", "takes one word"),
        ("lemma:合作", "takes one word of letters"),
        ("lemma:co*", "takes one word of letters"),
        ("lemma:co-op", "takes one word of letters"),
        ("speaker:(lemma:go)", "takes one word, in the text"),
        ("lemma:went", "write lemma:go"),
        (" ".join(f"a?b{n}" for n in range(9)), "more than 8 terms with wildcards"),
        ("zh:产能 -en:capacity", "which the concordance does"),
    ],
)
def test_queries_without_a_meaning_are_wrong_usage(query: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Query.parse(query)


@pytest.mark.parametrize("query", ["^a + {b} near(a b", "a'b--;DROP", "\U0010ff80a", "a\x00b"])
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


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("The train leaves at 10:30, platform 2.", "at 10:30"),
        ("See http://agency.example/a?b=c&d=*", "http://agency.example/a?b=c&d="),
        ("Who? Me? Why??", "Who?"),
        ("Who? Me? Why??", "Who? Me? Why??"),
        ("谁来了?没有人,是吗?", "谁来了? 是吗?"),
        ("谁来了？没有人", "谁来了？没有人"),
        ("U.S.-China trade, a 5-year plan - at last", "U.S.-China - trade, a 5-year plan"),
        ("从10~20页，下午3点~5点", "10~20页 3点~5点"),
        ("a path /usr/lib/x and 1/2 or either/or", "/usr/lib/x 1/2 either/or"),
        ("cited in [1] and [sic] or [t]he", "[1] [sic] [t]he"),
        ("Home | News || more", "Home | News"),
        ("call +86 10, C++, A+", "+86 C++, A+"),
        ("标题:合作", "标题:合作"),
        ("in near and not or", "near and not or"),
        ("It is $5*, e.g. cash", "e.g. cash"),
    ],
)
def test_ordinary_text_copied_into_a_search_is_found(archive: Archive, text: str, query: str) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document(text, title="text", path="1"), make_document("合作", title="other", path="2")])
    assert found(archive, query) == {"text"}


def test_without_simplemma_a_base_form_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "simplemma", None)
    with pytest.raises(UsageError, match=r"lemma: needs simplemma; pip install 'agency-archive\[corpus\]'"):
        Query.parse("lemma:cooperate")
