"""Wildcards, NEAR and base forms find what a scan of the texts finds, and mark it."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.index import Filters, Index, IndexWriter, SearchOptions
from archive.index.folding import fold
from archive.index.query_language.query_parser import Query
from archive.index.query_language.vocabulary_and_word_variants import NoVocabulary
from archive.index.query_language.wildcards_and_proximity import MAX_FILLED, MAX_WORDS, pattern_of
from archive.index.search import matching_rows_and_their_number
from archive.index.search.ranking_cursors_and_snippets import wanted_terms
from archive.layout import Archive
from tests.archive.index.pattern_scan import Node, apart, places, plain, scan, written
from tests.archive.index.sample_documents import make_document

ROOT = Path(__file__).parents[3]
_ENGLISH = [
    "the", "of", "and", "to", "in", "cooperation", "cooperate", "cooperates", "cooperated", "cooperating",
    "operation", "operative", "capacity", "co-operation", "capacities", "production", "product", "go", "goes",
    "went", "gone", "going", "nation", "nations", "international", "G20", "U.S.", "APEC", "naïve", "China's",
    "Africa’s", "win-win", "1,000.5", "2025", "translation", "station", "action", "auction", "capture", "cap",
    "cat", "cut", "coat", "colour", "color",
]  # fmt: skip
_CHINESE = [
    "产", "能", "合", "作", "国", "际", "产能", "合作", "产业合作", "生产", "发展", "中国",
    "加强", "一带一路", "APEC会议", "2025年", "G20峰会", "5G", "第3章", "ｶﾅ한글",
]  # fmt: skip
_MARKS = [" ", " ", " ", ", ", ". ", " - ", "，", "。", "、", "", "", "“", "”", "?", "*"]


def make_text(random_: random.Random, words: list[str]) -> str:
    """A text of 3 to 20 words with marks between them."""
    size = random_.randint(3, 20)
    return "".join(random_.choice(words) + random_.choice(_MARKS) for _ in range(size)).strip() or "a"


def make_texts(number: int, seed: int) -> list[list[str]]:
    """The texts of documents, of one or two blocks, in English, Chinese and both."""
    random_ = random.Random(seed)
    kinds = (list(_ENGLISH), list(_CHINESE), list(_ENGLISH) + list(_CHINESE))
    extra = ["".join(random_.choices("abcdeinorst", k=random_.randint(1, 9))) for _ in range(400)]
    kinds[0].extend(extra)
    return [[make_text(random_, random_.choice(kinds)) for _ in range(random_.randint(1, 2))] for _ in range(number)]


QUERIES: list[Node] = [
    *(
        ("word", pattern)
        for pattern in (
            "*tion", "*ation", "c?operat*", "co*e", "c?t", "?at", "c??t", "*pac*", "col*r", "cap*ies", "*20", "?20",
            "*pec", "a?ec", "20?5", "*025", "w?n-win", "win-w*n", "co-op*n", "*-*eration", "*'s", "afr*'s", "na?ve",
            "*ï*", "u*.s", "1,0*.5", "x*q", "*e?at*", "in*n*l",
        )
    ),
    *(
        ("characters", pattern)
        for pattern in (
            "产?合作", "产*作", "产?合", "国?产", "?作", "合*展", "一?一路", "产??作", "a*会议", "2?25年", "20*年",
            "第?章", "g?0峰", "*合作*", "产*发*国", "apec?议", "?g20*会", "国?g",
        )
    ),
    *(("lemma", word) for word in ("cooperate", "go", "capacity", "nation", "cut")),
    ("near", ("word", "cooperation"), ("word", "capacity"), 5),
    ("near", ("word", "cooperation"), ("word", "capacity"), 0),
    ("near", ("word", "china"), ("word", "g20"), 3),
    ("near", ("word", "u*.s"), ("word", "1,0*.5"), 2),
    ("near", ("characters", "产能"), ("characters", "合作"), 5),
    ("near", ("characters", "产"), ("characters", "国"), 1),
    ("near", ("characters", "产*作"), ("characters", "中国"), 4),
    ("near", ("characters", "合"), ("characters", "合"), 2),
    ("near", ("characters", "中国"), ("word", "g20"), 6),
    ("near", ("lemma", "go"), ("word", "*tion"), 2),
    ("near", ("phrase", "the of"), ("word", "c*"), 30),
    ("near", ("phrase", "win-win"), ("lemma", "cooperate"), 8),
    ("near", ("any", ("word", "cat"), ("characters", "产能")), ("any", ("lemma", "go"), ("phrase", "APEC会议")), 4),
    ("any", ("word", "*auct*"), ("characters", "一?一路")),
    ("all", ("word", "*tion"), ("characters", "产?合")),
    ("without", ("characters", "产能"), ("word", "*tion")),
    ("without", ("word", "*tion"), ("near", ("word", "the"), ("word", "of"), 3)),
    ("without", ("lemma", "go"), ("any", ("lemma", "cut"), ("characters", "合*作"))),
    ("all", ("near", ("word", "the"), ("word", "in"), 4), ("characters", "?0年")),
]  # fmt: skip


Filled = tuple[Archive, dict[str, list[str]]]


def fill(directory: Path, texts: list[list[str]]) -> Filled:
    """An archive of documents with these blocks, and their plain texts by id."""
    archive = Archive(directory).create()
    documents = [make_document(*blocks, title=None, path=str(number)) for number, blocks in enumerate(texts)]
    with IndexWriter(archive) as writer:
        writer.add((), documents)
    return archive, {document.id: [plain(block.text) for block in document.blocks] for document in documents}


@pytest.fixture(
    scope="module", params=[2_000, pytest.param(20_000, marks=[pytest.mark.soak, pytest.mark.timeout(3600)])]
)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """An archive of so many generated documents."""
    return fill(tmp_path_factory.mktemp("patterns") / "data", make_texts(request.param, 7))


def found(archive: Archive, query: str) -> set[str]:
    """The ids that a query finds, as many as it counts."""
    with Index(archive) as index:
        answer = index.matches(query, Filters(), 100_000)
        ids = {document.id for document in answer.documents}
        assert len(ids) == answer.total == index.search(query, Filters(), 1, None, SearchOptions(apart=True)).total
    return ids


@pytest.mark.parametrize("node", QUERIES, ids=[f"{number}" for number in range(len(QUERIES))])
def test_a_query_finds_what_a_scan_finds(filled: Filled, node: Node) -> None:
    archive, texts = filled
    wanted = scan(texts, node)
    assert found(archive, written(node)) == wanted, written(node)
    assert len(wanted) < len(texts)


def test_real_texts_are_found_where_a_scan_finds_them(tmp_path: Path) -> None:
    """The texts are the project's documents in English and its interface in simplified Chinese."""
    files = [*(ROOT / "docs").glob("*.md"), ROOT / "CHANGELOG.md", ROOT / "README.md"]
    files.append(ROOT / "archive" / "interface_languages" / "zh.toml")
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    lines = [line for line in lines if plain(line) == " ".join(fold(line).split())]
    archive, texts = fill(tmp_path / "data", [[line] for line in lines])
    for node in REAL:
        wanted = scan(texts, unmarked(node))
        assert found(archive, written(node)) == wanted, written(node)
        assert 0 < len(wanted) < len(texts), written(node)


REAL: list[Node] = [
    *(("word", pattern) for pattern in ("*tion", "re*tion", "w?rc", "*-*tion", "do?ument*", "*ack", "in?ex*")),
    *(("characters", pattern) for pattern in ("word:检?", "采*页", "文", "?案中", "网?存", "检*时", "较?的")),
    *(("lemma", word) for word in ("be", "find", "archive", "write", "document")),
    ("near", ("word", "archive"), ("word", "*tion"), 3),
    ("near", ("phrase", "of a"), ("lemma", "document"), 6),
    ("near", ("characters", "检索"), ("characters", "词"), 9),
    ("near", ("word", "file"), ("word", "w?rc"), 10),
    ("without", ("lemma", "find"), ("near", ("word", "the"), ("word", "of"), 5)),
]

_texts = st.text(st.sampled_from("aab产产能能合1é -'，."), max_size=30).map(lambda text: " ".join(text.split()))
_globs = st.text(st.sampled_from("aabé1?**"), min_size=1, max_size=6).filter(lambda text: set(text) - set("?*"))
_chinese_globs = st.text(st.sampled_from("产能合a1?**"), min_size=1, max_size=6).filter(
    lambda text: set(text) & set("产能合") and text.strip("*?") == text
)
_words = st.builds(lambda glob: ("word", f"word:{glob}"), _globs)
_terms = (
    _words
    | st.builds(lambda glob: ("characters", glob), _chinese_globs)
    | st.builds(lambda text: ("phrase", text), st.sampled_from(["a b", "产能", "aa", "能a", "b", "合 a", "产产"]))
)
_queries = _terms | st.builds(lambda *parts: ("near", *parts), _terms, _terms, st.integers(0, 5))


def unmarked(node: Node) -> Node:
    """The node as the scan reads it: without ``word:``, which marks a pattern that ends with a question mark."""
    return tuple(
        unmarked(part) if isinstance(part, tuple) else part.removeprefix("word:") if isinstance(part, str) else part
        for part in node
    )


@settings(max_examples=400, deadline=None)
@given(_texts, _queries)
def test_a_place_is_where_a_scan_finds_one(text: str, node: Node) -> None:
    terms = wanted_terms(Query.parse(written(node)), "text")
    (term,) = terms
    assert {end for _, end in term.spans(fold(text))} == {end for _, end in spans(text, unmarked(node))}
    assert list(term.spans(fold(text))) == spans(text, unmarked(node))


def spans(text: str, node: Node) -> list[tuple[int, int]]:
    """The places that do not overlap: of a NEAR those that end first, of another term those that begin first."""
    found = places(text, node)
    return apart(found) if node[0] == "near" else first_apart(sorted(found, key=lambda place: place[0]))


def first_apart(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(_texts, min_size=1, max_size=3), min_size=1, max_size=8), st.lists(_queries, max_size=8))
def test_random_texts_are_found_where_a_scan_finds_them(texts: list[list[str]], nodes: list[Node]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        archive, plain_texts = fill(Path(directory) / "data", texts)
        for node in nodes:
            assert found(archive, written(node)) == scan(plain_texts, unmarked(node)), written(node)


def test_snippets_mark_what_was_found(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("They cooperate on capacity, and co-operation 产业合作。", path="1")])
    with Index(archive) as index:

        def marked(query: str) -> list[str]:
            (hit,) = index.search(query, Filters(), 9).hits
            return [piece.text[slice(*span)] for piece in hit.snippets for span in piece.spans]

        assert marked("c?op*te") == ["cooperate"]
        assert marked("*-*tion") == ["co-operation"]
        assert marked("产?合") == ["产业合"]
        assert marked("capacity NEAR/1 cooperate") == ["cooperate on capacity"]
        assert marked("lemma:cooperate") == ["cooperate"]


def test_a_long_place_is_marked_as_far_as_its_snippet_reaches(archive: Archive) -> None:
    between = " ".join(["word"] * 60)
    with IndexWriter(archive) as writer:
        writer.add((), [make_document(f"{between} first {between} last {between}", path="1")])
    with Index(archive) as index:
        (hit,) = index.search("first NEAR/60 last", Filters(), 9).hits
    (snippet,) = hit.snippets
    ((begin, end),) = snippet.spans
    assert snippet.text[begin:end].startswith("first word")
    assert end == len(snippet.text) - 1


def test_a_pattern_of_too_many_words_says_so(archive: Archive) -> None:
    words = [f"x{number}y" for number in range(MAX_WORDS + 1)]
    with IndexWriter(archive) as writer:
        writer.add((), [make_document(" ".join(words), path="1")])
    with Index(archive) as index:
        assert index.search("*0y", Filters(), 9).total == 1
        with pytest.raises(UsageError, match="stands for more than 2000 words of this archive; write more letters"):
            index.search("*y", Filters(), 9)


def test_a_character_that_many_may_stand_for_is_read_for(archive: Archive) -> None:
    between = [chr(0x4E00 + number) for number in range(MAX_FILLED + 1)]
    documents = [make_document("，".join(f"产{each}合" for each in between), "生产合作", path="1")]
    with IndexWriter(archive) as writer:
        writer.add((), [*documents, make_document("产，合", "产", "合", path="2")])
    assert found(archive, "产?合") == {documents[0].id}


def test_too_many_documents_are_not_read(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching_rows_and_their_number, "MOST_READ", 3)
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("win and lose, translation", path=str(number)) for number in range(5)])
    with Index(archive) as index:
        with pytest.raises(UsageError, match="have more than 3 documents read"):
            index.search("win NEAR/1 lose", Filters(), 9)
        assert index.search("*tion", Filters(), 9, None, SearchOptions(apart=True)).total == 5


def test_a_hostile_text_takes_no_more_time_than_its_length() -> None:
    text = "产能" * 50_000 + "a" * 100_000
    for pattern in ("产*能*产*作", "a*a*a*a*b", "*a*a*ab*", "产?产*产?*x"):
        assert list(pattern_of(pattern, NoVocabulary()).places(text)) == []
