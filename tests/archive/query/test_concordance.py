"""The concordance: every place there is, in its sentence, beside what translates it."""

import csv
import io
import json
import tempfile
from collections import Counter
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from archive.bitext.translation_units import cross_page_units
from archive.errors import UsageError
from archive.index import Filters, Index, IndexWriter
from archive.index.folding import fold
from archive.layout import Archive
from archive.model.document import Block, Document, Pair
from archive.query.concordance.concordance import Concordance, ConcordanceOptions
from archive.query.concordance.concordance_forms import concordance_csv, concordance_json, concordance_text
from archive.query.concordance.keyword_lines import KeywordLine, find_lines, split_bilingual_title
from archive.query.concordance.line_order import LineOrder
from tests.archive.index.sample_documents import make_document
from tests.archive.index.scan import inside_word, joined, quoted, searchable
from tests.archive.query.concordance_documents import CHINESE, ENGLISH, asked, make_bilingual, store
from tests.archive.query.test_document_as_text_html_and_markdown import CONTROLS, HOSTILE

FIRST = make_bilingual("first", "2015-04-28", "Wang Yi")
COPY = make_bilingual("copy", "2016-05-01T10:00:00+08:00", site="other")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return store(tmp_path / "data", [FIRST, COPY])


def lines(found: Concordance) -> list[KeywordLine]:
    return [one.line for one in found.lines]


def text_of(line: KeywordLine, document: Document = FIRST) -> str:
    """The text that a line stands in."""
    if line.block is None:
        return (document.title if line.field == "title" else document.subtitle) or ""
    return document.blocks[line.block].text


def test_each_place_stands_in_its_sentence_beside_the_sentence_that_translates_it(archive: Archive) -> None:
    found = lines(asked(archive, "国际产能合作"))
    (line,) = found
    assert (line.left, line.keyword, line.right) == (
        "中国加强",
        "国际产能合作",
        ",是自身经济加快转型升级的必由之路。",
    )
    assert line.counterpart
    assert (line.counterpart.kind, line.counterpart.lang) == ("sentence", "en")
    assert line.counterpart.text == ENGLISH[0][: ENGLISH[0].index(" After")]
    assert [place.block for place in line.counterpart.places] == [1]
    assert line.origin.speaker == "Wang Yi"
    assert line.origin.capture == FIRST.capture


def test_offsets_are_exact_and_traditional_characters_are_found(archive: Archive) -> None:
    found = lines(asked(archive, "产能"))
    assert [(line.block, line.keyword) for line in found] == [
        (None, "产能"), (0, "产能"), (0, "产能"), (2, "產能"), (4, "产能"),
    ]  # fmt: skip
    for line in found:
        text = text_of(line)
        assert text[slice(*line.place)] == line.keyword
        assert text[slice(*line.sentence)] == line.left + line.keyword + line.right


def test_english_phrases_and_prefixes(archive: Archive) -> None:
    phrase = lines(asked(archive, '"industrial cooperation"'))
    assert [(line.field, line.block) for line in phrase] == [("subtitle", None), ("block", 1), ("block", 3)]
    assert phrase[2].counterpart
    assert phrase[2].counterpart.text == CHINESE[1]
    prefix = lines(asked(archive, "industr*"))
    assert Counter(line.keyword for line in prefix) == {"Industrial": 1, "industrial": 2, "industrialization": 1}


def test_a_title_stands_beside_the_title_in_the_other_language(archive: Archive) -> None:
    (line,) = lines(asked(archive, "title:产能"))
    assert line.counterpart
    assert (line.counterpart.kind, line.counterpart.lang, line.counterpart.text) == (
        "title", "en", "Industrial Cooperation",
    )  # fmt: skip


def test_a_block_without_translation_is_still_a_line(archive: Archive) -> None:
    (line,) = lines(asked(archive, '"这一段没有译文"'))
    assert line.counterpart is None
    assert line.unit is None


def test_what_translates_a_line_may_stand_on_another_page(tmp_path: Path) -> None:
    chinese, english = make_document(CHINESE[1], path="cn"), make_document(ENGLISH[1], path="en", lang="en")
    archive = store(tmp_path, [chinese, english])
    with IndexWriter(archive) as writer:
        writer.add((), (), list(cross_page_units(chinese, english, [Pair((0,), (0,), 0.9)])))
    for query, text, page in (("产能合作", ENGLISH[1], english), ("cooperation", CHINESE[1], chinese)):
        (line,) = lines(asked(archive, query))
        assert line.counterpart
        assert (line.counterpart.text, line.counterpart.document) == (text, page.id)


def test_a_bilingual_title_is_beside_itself(tmp_path: Path) -> None:
    title = "新图书馆开馆 | The New Library Opens"
    archive = store(tmp_path, [make_document("正文。", title=title)])
    for query, left, right, other in (
        ("title:图书馆", "新", "开馆", "The New Library Opens"),
        ("title:library", "The New ", " Opens", "新图书馆开馆"),
    ):
        (line,) = lines(asked(archive, query))
        assert line.counterpart
        assert (line.left, line.right, line.counterpart.text, line.counterpart.kind) == (left, right, other, "title")


@pytest.mark.parametrize(
    ("title", "chinese", "english"),
    [
        ("Translation Services 翻译服务", "翻译服务", "Translation Services"),
        (
            "“产能合作”论坛 / Forum on Capacity Cooperation (2015)",
            "“产能合作”论坛",
            "Forum on Capacity Cooperation (2015)",
        ),
        (
            "中国与 ASEAN 的合作 Cooperation of China and ASEAN",
            "中国与 ASEAN 的合作",
            "Cooperation of China and ASEAN",
        ),
        ("AI 与翻译 AI and Translation", "AI 与翻译", "AI and Translation"),
        ("对话 Bill Gates", None, None),
        ("用 SDL Trados Studio 翻译", None, None),
        ("WTO 总干事谈贸易", None, None),
        ("Industrial Cooperation", None, None),
        ("合作" * 600 + " Cooperation and more", None, None),
    ],
)
def test_halves_of_titles(title: str, chinese: str | None, english: str | None) -> None:
    found = split_bilingual_title(title)
    assert [title[half.start : half.end] for half in found or ()] == [each for each in (chinese, english) if each]


def test_the_title_of_the_other_page_translates_a_title(tmp_path: Path) -> None:
    chinese = make_document(CHINESE[1], path="cn", title="总理访问非洲")
    english = make_document(ENGLISH[1], path="en", lang="en", title="Premier Visits Africa")
    stranger = make_document(CHINESE[2], path="other", title="非洲来信")
    archive = store(tmp_path, [chinese, english, stranger])
    with IndexWriter(archive) as writer:
        writer.add((), (), list(cross_page_units(chinese, english, [Pair((0,), (0,), 0.9)])))
    found = {line.origin.id: line.counterpart for line in lines(asked(archive, "title:非洲"))}
    beside = found[chinese.id]
    assert beside
    assert (beside.kind, beside.text, beside.document) == ("title", "Premier Visits Africa", english.id)
    assert found[stranger.id] is None


def test_without_units_the_blocks_stand_beside_each_other(tmp_path: Path) -> None:
    archive = store(tmp_path, [FIRST], with_units=False)
    line = lines(asked(archive, "富余产能"))[0]
    assert line.counterpart
    assert (line.counterpart.kind, line.counterpart.text) == ("block", ENGLISH[0])
    assert line.counterpart.places == ((1, 0, len(ENGLISH[0])),)


def test_the_same_line_elsewhere_is_folded_and_counted(archive: Archive) -> None:
    found = asked(archive, "产能")
    assert (found.documents, found.read, found.hits, found.distinct, found.exact) == (2, 2, 10, 5, True)
    assert [one.copies for one in found.lines] == [2] * 5
    assert [(one.line.origin.id, [copy.id for copy in one.also]) for one in found.lines] == [
        (FIRST.id, [COPY.id])
    ] * 5


def test_spaces_and_wide_forms_do_not_keep_copies_apart(tmp_path: Path) -> None:
    texts = ("资金、 产能,需求２。", "资金、产能，需求2。")
    found = asked(store(tmp_path, [make_document(text, path=str(n)) for n, text in enumerate(texts)]), "产能")
    assert [one.copies for one in found.lines] == [2]


def test_a_sentence_that_stands_twice_in_a_document_is_two_lines(tmp_path: Path) -> None:
    archive = store(tmp_path, [make_document("谢谢大家。", "谢谢大家。", path=path) for path in "ab"])
    found = asked(archive, "谢谢")
    assert [(one.line.block, one.copies) for one in found.lines] == [(0, 2), (1, 2)]


def test_frequencies_by_year_site_and_speaker(archive: Archive) -> None:
    found = asked(archive, "产能")

    def rows(frequencies: object) -> list[tuple[str | None, int, int]]:
        return [(one.name, one.hits, one.documents) for one in frequencies]  # type: ignore[attr-defined]

    assert rows(found.by_year) == [("2015", 5, 1), ("2016", 5, 1)]
    assert rows(found.by_site) == [("other", 5, 1), ("sample", 5, 1)]
    assert rows(found.by_speaker) == [("Wang Yi", 5, 1), (None, 5, 1)]


def test_probable_translations(archive: Archive) -> None:
    found = asked(archive, "产能合作").translations
    assert (found.lang, found.units) == ("en", 3)  # two sentences and the title
    assert (found.phrases[0].text, found.phrases[0].count) == ("industrial cooperation", 3)
    back = asked(archive, '"industrial cooperation"').translations
    assert back.lang == "zh"
    assert "产能合作" in [fold(one.text) for one in back.phrases]


def test_orders(tmp_path: Path) -> None:
    texts = ("乙产能丙。", "甲产能丁。", "丁产能甲。")
    days = ("2020-01-01", None, "2010-01-01")
    made = [
        replace(make_document(text, path=str(n)), published=day)
        for n, (text, day) in enumerate(zip(texts, days, strict=True))
    ]
    archive = store(tmp_path, made)

    def order(sort: LineOrder) -> list[str]:
        return [line.left + line.right for line in lines(asked(archive, "产能", ConcordanceOptions(sort)))]

    assert order(LineOrder.LEFT) == ["丁甲。", "甲丁。", "乙丙。"]
    assert order(LineOrder.RIGHT) == ["乙丙。", "甲丁。", "丁甲。"]
    assert order(LineOrder.DATE) == ["丁甲。", "乙丙。", "甲丁。"]


def test_english_is_sorted_by_words_outwards_from_the_keyword(tmp_path: Path) -> None:
    texts = ("A big, red house stands.", "The big Red house fell.", "One blue house burns.")
    archive = store(tmp_path, [make_document(*texts, lang="en")])
    assert [line.left for line in lines(asked(archive, "house", ConcordanceOptions(LineOrder.LEFT)))] == [
        "One blue ", "A big, red ", "The big Red ",
    ]  # fmt: skip
    assert [line.right for line in lines(asked(archive, "house", ConcordanceOptions(LineOrder.RIGHT)))] == [
        " burns.", " fell.", " stands.",
    ]  # fmt: skip


def test_pages_of_lines_follow_each_other(archive: Archive) -> None:
    whole = lines(asked(archive, "产能"))
    pages = [lines(asked(archive, "产能", ConcordanceOptions(limit=2, offset=offset))) for offset in (0, 2, 4, 6)]
    assert [line for page in pages for line in page] == whole
    assert asked(archive, "产能", ConcordanceOptions(limit=2)).distinct == 5


def test_what_is_read_is_bounded_and_said(archive: Archive) -> None:
    found = asked(archive, "产能", ConcordanceOptions(most_documents=1))
    assert (found.documents, found.read, found.hits, found.exact) == (2, 1, 5, False)
    few = asked(archive, "产能", ConcordanceOptions(most_lines=7))
    assert (few.hits, few.read, few.exact, sum(one.copies for one in few.lines)) == (10, 2, True, 7)
    assert asked(archive, "产能", ConcordanceOptions(most_lines=10)).exact


def test_terms_that_are_left_out_and_places_inside_others_are_no_lines(archive: Archive) -> None:
    assert {line.keyword for line in lines(asked(archive, "产能合作 -月亮 OR 产能"))} == {
        "产能合作",
        "產能合作",
        "产能",
    }
    found = lines(asked(archive, "产能合作 OR 合作"))
    assert {line.keyword for line in found} == {"产能合作", "產能合作"}


@pytest.mark.parametrize("query", ["", "，", "site:sample", "speaker:Wang", "title:"])
def test_a_query_without_words_is_wrong_usage(archive: Archive, query: str) -> None:
    with pytest.raises(UsageError):
        asked(archive, query)


def test_filters_count(archive: Archive) -> None:
    with Index(archive) as index:
        assert index.matches("产能", Filters(site="other"), 10).total == 1
    found = asked(archive, "产能", filters=Filters(speaker="wang"))
    assert found.hits == 5
    assert asked(archive, "没有这个").hits == 0


_LETTERS = "中国产能合作a b'-。.,é國產２0!?"
_texts = st.text(st.sampled_from(_LETTERS), min_size=1, max_size=30).map(lambda text: " ".join(text.split()))
_documents = st.lists(st.lists(_texts | st.text(max_size=12), min_size=1, max_size=3), min_size=1, max_size=4)


def places(text: str, wanted: str) -> list[tuple[int, int]]:
    """Where the words stand, by reading from the left; the texts have no runs of spaces."""
    folded, words = fold(text), fold(wanted).strip()
    whole = not any(map(joined, words))
    found, at = [], folded.find(words)
    while at >= 0:
        end = at + len(words)
        opens = at > 0 and inside_word(folded[at - 1], folded[at])
        closes = end < len(folded) and inside_word(folded[end - 1], folded[end])
        kept = not (whole and (opens or closes))
        found.extend([(at, end)] if kept else [])
        at = folded.find(words, end if kept else at + 1)
    return found


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_documents, st.data())
def test_every_place_that_reading_finds_is_a_line(texts: list[list[str]], data: st.DataObject) -> None:
    blocks = [[" ".join(text.split()) for text in each] for each in texts]
    documents = [make_document(*each, title=each[0], path=str(n)) for n, each in enumerate(blocks)]
    text = data.draw(st.sampled_from([text for each in blocks for text in each]))
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    wanted = text[start : start + data.draw(st.integers(1, 8))]
    if not searchable(wanted):
        return
    with tempfile.TemporaryDirectory() as directory:
        archive = store(Path(directory), documents)
        found = asked(archive, quoted(wanted), ConcordanceOptions(limit=10_000))
        with Index(archive) as index:
            matches = index.matches(quoted(wanted), Filters(), 100)
            every = [line for document in matches.documents for line in find_lines(document, matches, ())]
    expected = Counter(
        (document.id, n, place)
        for document in documents
        for n, text in [(None, document.title or ""), *((block.n, block.text) for block in document.blocks)]
        for place in places(text, wanted)
    )
    assert Counter((line.origin.id, line.block, tuple(line.place)) for line in every) == expected
    assert found.hits == expected.total() == sum(one.copies for one in found.lines)
    for line in every:
        text = text_of(line, next(one for one in documents if one.id == line.origin.id))
        assert text[slice(*line.sentence)] == line.left + line.keyword + line.right


def hostile_archive(directory: Path, text: str = HOSTILE) -> Archive:
    """A page whose every text is hostile, and says 产能 too."""
    texts = f"产能{text}产能。", f"Capacity {text}."
    blocks = tuple(
        Block(n, "paragraph", each, lang, 1.0, "/p")
        for n, (each, lang) in enumerate(zip(texts, ("zh", "en"), strict=True))
    )
    made = make_document(title=f"产能{text}", subtitle=text)
    return store(directory, [replace(made, blocks=blocks, pairs=(Pair((0,), (1,), 0.9),), published=f"2015{text}")])


def test_a_page_whose_text_is_hostile_is_text_in_every_form(tmp_path: Path) -> None:
    found = asked(hostile_archive(tmp_path), "产能")
    assert found.hits == 3
    for form in (concordance_text(found, 80).plain, concordance_json(found)):
        assert not CONTROLS.search(form)
    rows = list(csv.reader(io.StringIO(concordance_csv(found), newline="")))
    assert {len(row) for row in rows} == {24}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_a_text_of_a_megabyte_is_cut(tmp_path: Path) -> None:
    long = "产能" + "x" * 1_000_000 + "产能" + "茶" * 1_000_000
    (first, second) = lines(asked(store(tmp_path, [make_document(long)]), "产能"))
    assert [len(line.left) for line in (first, second)] == [0, 300]
    assert [len(line.right) for line in (first, second)] == [300, 300]
    assert first.sentence == (0, len(long))


def test_json_has_lines_frequencies_and_translations(archive: Archive) -> None:
    values = json.loads(concordance_json(asked(archive, "国际产能合作")))
    assert list(values) == [
        "query", "documents", "read", "hits", "distinct", "exact", "sample", "lines", "frequencies", "translations",
    ]  # fmt: skip
    (line,) = values["lines"]
    assert (line["start"], line["end"], line["block"]) == (4, 10, 0)
    assert line["sentence"] == {"start": 0, "end": 28}
    assert line["translation"]["places"] == [{"block": 1, "start": 0, "end": ENGLISH[0].index(" After")}]
    assert line["document"]["capture"]["record_id"] == "<urn:uuid:first-2>"
    assert [also["id"] for also in line["also"]] == [COPY.id]
    assert values["frequencies"]["years"] == [
        {"name": "2015", "hits": 1, "documents": 1}, {"name": "2016", "hits": 1, "documents": 1},
    ]  # fmt: skip


@pytest.mark.parametrize("width", [40, 80, 100])
def test_the_keyword_stands_in_one_column_whatever_stands_before_it(archive: Archive, width: int) -> None:
    for query in ("产能", "cooperation"):
        text = concordance_text(asked(archive, query), width)
        ends_of_parts = list(accumulate(len(part) for part, _ in text.parts))
        starts = [at for at, (_, style) in zip([0, *ends_of_parts], text.parts, strict=False) if "yellow" in style]
        assert len(starts) > 2
        columns = {cell_len(text.plain[text.plain.rfind("\n", 0, start) + 1 : start]) for start in starts}
        assert columns == {width * 2 // 5}
        assert all(cell_len(line) <= 2 * width + 2 for line in text.plain.splitlines())
        ends = [text.plain.index("\n", start) for start in starts]
        assert all(cell_len(text.plain[text.plain.rfind("\n", 0, end) + 1 : end]) <= width for end in ends)


def test_text_says_what_was_counted(archive: Archive) -> None:
    whole = concordance_text(asked(archive, "产能"), 80).plain
    assert whole.endswith("10 hits for 产能; 2 documents; 5 different lines")
    part = concordance_text(asked(archive, "产能", ConcordanceOptions(limit=1, most_documents=1)), 80).plain
    assert part.endswith(
        "at least 5 hits for 产能; 2 documents; lines from the 1 most relevant; 1 shown, more with --limit"
    )
    assert concordance_text(asked(archive, "没有这个"), 80).plain == "0 hits for 没有这个; 0 documents"
