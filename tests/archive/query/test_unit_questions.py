"""Questions about both sides of translation units: a word of one side, and a word that the other has or lacks."""

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from archive.bitext.translation_units import TranslationUnit, cross_page_units, units_of_document
from archive.errors import UsageError
from archive.index import Filters, IndexWriter
from archive.layout import Archive
from archive.model.document import Block, Document, Pair
from archive.query.concordance.concordance import ConcordanceOptions, Sample
from tests.archive.index.sample_documents import make_document
from tests.archive.query.concordance_documents import asked, make_bilingual, store

_WORDS = {
    "产能": ["capacity", "output"], "合作": ["cooperation", "partnership"], "中国": ["China"],
    "发展": ["development"], "工业": ["industry"], "计划": ["plan", "plans"], "市场": ["market", "markets"],
}  # fmt: skip


def make_sentence(random_: random.Random) -> tuple[str, str]:
    """A Chinese sentence and its translation; here and there either has a word that the other lacks."""
    words = random_.choices(list(_WORDS), k=random_.randint(4, 7))
    english = [random_.choice(_WORDS[word]) for word in words if random_.random() < 0.8]
    english += [random_.choice(_WORDS[random_.choice(list(_WORDS))]) for _ in range(random_.randint(0, 2))]
    return f"{'和'.join(words)}。", f"The {' and the '.join(english or ['nation'])}."


def make_documents(number: int, seed: int) -> list[Document]:
    """Pages whose Chinese paragraphs each have an English one behind them, but for the last."""
    random_, made = random.Random(seed), []
    for path in range(number):
        pairs = [[make_sentence(random_) for _ in range(random_.randint(1, 3))] for _ in range(3)]
        texts = [text for pair in pairs for text in ("".join(zh for zh, _ in pair), " ".join(en for _, en in pair))]
        blocks = tuple(
            Block(n, "paragraph", text, ("zh-Hans", "en")[n % 2], 1.0, f"/p[{n}]") for n, text in enumerate(texts)
        )
        made.append(
            replace(
                make_document(path=str(path), title=None),
                blocks=(*blocks, Block(len(blocks), "paragraph", "只有中国产能。", "zh-Hans", 1.0, "/p[9]")),
                pairs=tuple(Pair((n,), (n + 1,), 0.95) for n in range(0, len(blocks), 2)),
                languages={"zh-Hans": 0.5, "en": 0.5},
            )
        )
    return made


Wanted = tuple[str, str]
Filled = tuple[Archive, list[tuple[Document, list[TranslationUnit]]]]


def scan(
    stored: list[tuple[Document, list[TranslationUnit]]], first: Wanted, *others: tuple[str, str, bool]
) -> list[tuple[str, int, int]]:
    """The places of a pattern on one side of units of which a side has, or has not, what a pattern finds.

    ``first`` and the others name their language; each place is a document, a block and a character.
    """
    found: set[tuple[str, int, int]] = set()
    for document, units in stored:
        for unit in units:
            by_lang = {side.lang[:2]: side for side in (unit.source, unit.target)}
            own = by_lang[first[0]]
            if any(bool(re.search(text, by_lang[lang].text)) != wanted for lang, text, wanted in others):
                continue
            for block, start, end in own.places:
                text = document.blocks[block].text
                places = (place.start() for place in re.finditer(first[1], text[:end]))
                found.update((document.id, block, place) for place in places if place >= start)
    return sorted(found)


QUERIES = [
    ("zh:产能 -en:capacity", ("zh", "产能"), [("en", r"\bcapacity\b", False)]),
    ("zh:产能 en:capacity", ("zh", "产能"), [("en", r"\bcapacity\b", True)]),
    ("en:capacity -zh:产能", ("en", r"\bcapacity\b"), [("zh", "产能", False)]),
    ("-en:(capacity OR output) zh:产能", ("zh", "产能"), [("en", r"\b(capacity|output)\b", False)]),
    ("zh:产能 NOT en:capacity NOT en:output", ("zh", "产能"), [("en", r"\bcapacity\b|\boutput\b", False)]),
    ("en:partner* -zh:合作", ("en", r"\bpartner\w*"), [("zh", "合作", False)]),
    ("zh:合? -en:*tion", ("zh", "合作"), [("en", r"\w+tion\b", False)]),
    ("zh:(合*市) -en:market~", ("zh", "合[^。]*?市"), [("en", r"\bmarkets?\b", False)]),
    ("zh:计划 -en:lemma:plan", ("zh", "计划"), [("en", r"\bplans?\b", False)]),
    ("zh-Hans:中国 -en:(the NEAR/0 China)", ("zh", "中国"), [("en", r"\bthe China\b|\bThe China\b", False)]),
    ("zh:产能 -zh:合作", ("zh", "产能"), [("zh", "合作", False)]),
    ("zh:产能", ("zh", "产能"), []),
    ('en:"the plan" zh:市场 -zh:计划', ("en", r"\b[tT]he plan\b"), [("zh", "市场", True), ("zh", "计划", False)]),
]  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """An archive of pages with units, and both."""
    stored = [(document, list(units_of_document(document))) for document in make_documents(60, 3)]
    archive = Archive(tmp_path_factory.mktemp("units") / "data").create()
    with IndexWriter(archive) as writer:
        for document, units in stored:
            writer.add((), [document], units)
    return archive, stored


@pytest.mark.parametrize(("query", "first", "others"), QUERIES, ids=[query for query, _, _ in QUERIES])
def test_lines_are_those_that_a_scan_of_the_units_finds(
    filled: Filled, query: str, first: Wanted, others: list[tuple[str, str, bool]]
) -> None:
    archive, stored = filled
    query = query.replace("合?", "word:合?") if "合?" in query else query
    wanted = scan(stored, first, *others)
    answer = asked(archive, query, ConcordanceOptions(limit=100_000))
    assert answer.hits == len(wanted) > 0
    drawn = asked(archive, query, ConcordanceOptions(limit=100_000, sample=Sample(100_000)))
    assert drawn.hits == len(wanted)
    places = {(line.line.origin.id, line.line.block, line.line.place.start) for line in drawn.lines}
    assert places <= set(wanted)
    assert sum(line.copies for line in drawn.lines) == len(wanted)


def test_a_line_is_shown_beside_the_sentence_that_lacks_the_word(tmp_path: Path) -> None:
    archive = store(tmp_path / "data", [make_bilingual("first", "2015-04-28")])
    lines = [found.line for found in asked(archive, "zh:产能 -en:capacity").lines]
    assert [(line.field, line.block) for line in lines] == [("title", None), ("block", 0), ("block", 2)]
    for line in lines:
        assert line.keyword in ("产能", "產能")
        assert line.counterpart
        assert "capacity" not in line.counterpart.text
    (other,) = asked(archive, "zh:产能 en:capacity").lines
    assert other.line.counterpart
    assert "capacity" in other.line.counterpart.text


def test_text_without_a_translation_is_no_hit(tmp_path: Path) -> None:
    archive = store(tmp_path / "data", [make_bilingual("first", "2015-04-28")], with_units=False)
    assert asked(archive, "zh:产能 -en:capacity").hits == 0


def test_the_other_side_may_stand_on_another_page(tmp_path: Path) -> None:
    chinese = replace(make_document("富余产能很多。", path="zh", title=None), languages={"zh-Hans": 1.0})
    english = make_document("There is much surplus output.", path="en", title=None, lang="en")
    units: list[TranslationUnit] = list(cross_page_units(chinese, english, [Pair((0,), (0,), 0.9)]))
    archive = Archive(tmp_path / "data").create()
    with IndexWriter(archive) as writer:
        writer.add((), [chinese, english])
        writer.replace_cross_page_units("sample", units)
    assert asked(archive, "zh:产能 -en:capacity").hits == 1
    assert asked(archive, "en:output -zh:产能").hits == 0
    assert asked(archive, "en:output zh:产能").hits == 1


def test_filters_and_other_terms_narrow_the_documents(filled: Filled) -> None:
    archive, _ = filled
    everything = asked(archive, "zh:产能 -en:capacity").hits
    assert asked(archive, "zh:产能 -en:capacity site:sample 只有").hits == everything
    assert asked(archive, "zh:产能 -en:capacity 没有").hits == 0
    assert asked(archive, "zh:产能 -en:capacity", filters=Filters(kind="speech")).hits == 0
    assert {line.line.keyword for line in asked(archive, "zh:产能 -en:capacity 只有").lines} == {"产能"}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("-en:capacity", "only excludes"),
        ("NOT en:capacity NOT zh:产能", "only excludes"),
        ("zh:产能 OR en:capacity", "write OR in brackets"),
        ("(zh:产能) -en:capacity", "stands inside brackets"),
        ("title:(zh:产能)", "stands inside brackets"),
        ("zh:(en:a)", "stands inside brackets"),
        ("zh:(title:产能)", "fields cannot be nested"),
        ("zh:title:产能", "fields cannot be nested"),
        ("zh:产能 NEAR/5 zh:合作", "stands between two words"),
        ("产能 NEAR/5 zh:合作", "stands between two words"),
        ("zh:产能 NEAR/5 合作", "stands between two words"),
        ("-en:capacity kind:news", "no word to look for"),
        ("fr:capacité -zh:产能", "no document has text in fr"),
        ("zh:产能 -fr:capacité", "no document has text in fr"),
    ],
)
def test_a_question_that_is_not_understood_is_wrong_usage(filled: Filled, query: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        asked(filled[0], query)
