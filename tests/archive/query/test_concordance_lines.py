"""Which lines a concordance has and in which order: words to the left and right, samples, context, language."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypinyin import Style, pinyin

from archive.corpus.words import split_words
from archive.errors import UsageError
from archive.index.folding import fold
from archive.layout import Archive
from archive.model.document import Document
from archive.query.concordance import line_order
from archive.query.concordance.concordance import Concordance, ConcordanceOptions, Sample
from archive.query.concordance.keyword_lines import KeywordLine
from archive.query.concordance.line_order import LineOrder, WordOrder, lacks_pinyin, parse_order
from tests.archive.index.sample_documents import make_document
from tests.archive.query.concordance_documents import asked, make_bilingual, store

CHINESE = ("重庆", "银行", "加强", "合作", "发展", "中国", "贸易", "港口", "国际", "今年", "绿色", "能源", "支持")
ENGLISH = ("Ports", "trade", "banks", "green", "energy", "closer", "Chinese", "firms", "support", "growth")


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    """Pages whose sentences are words in a random order, 产能 and capacity often among them."""
    chance = random.Random(22)

    def sentence(words: tuple[str, ...], word: str, space: str, end: str) -> str:
        return space.join(chance.choices([*words, word, word], k=chance.randint(2, 12))) + end

    def page(number: int) -> Document:
        if number % 2:
            texts = [" ".join(sentence(ENGLISH, "capacity", " ", ".") for _ in range(3)) for _ in range(2)]
        else:
            texts = ["".join(sentence(CHINESE, "产能", "", "。") for _ in range(3)) for _ in range(2)]
        return make_document(*texts, path=str(number), title=str(number), lang="en" if number % 2 else "zh-Hans")

    return [page(number) for number in range(24)]


@pytest.fixture(scope="module")
def archive(documents: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return store(tmp_path_factory.mktemp("lines"), documents)


def lines(found: Concordance) -> list[KeywordLine]:
    return [one.line for one in found.lines]


def places(found: Concordance) -> set[tuple[str, int | None, int]]:
    return {(line.origin.id, line.block, line.place.start) for line in lines(found)}


def scan(documents: list[Document], word: str) -> Iterator[tuple[str, int, int]]:
    """Where a word is, by reading."""
    for document in documents:
        for block in document.blocks:
            at = fold(block.text).find(word)
            while at >= 0:
                yield document.id, block.n, at
                at = fold(block.text).find(word, at + 1)


def scanned_words(line: KeywordLine) -> dict[int, str]:
    """The words of a line's sentence by their position."""
    left = [word.key for word in split_words(line.left, line.lang) if word.is_word]
    right = [word.key for word in split_words(line.right, line.lang) if word.is_word]
    return {at - len(left): word for at, word in enumerate(left)} | dict(enumerate(right, 1))


def as_read(word: str | None) -> list[tuple[str, str]]:
    """A word as a dictionary sorts it: by reading and tone, then by character."""
    if word is None:
        return []
    if word.isascii():
        return [("", each) for each in word]
    return [(reading[0], each) for reading, each in zip(pinyin(word, style=Style.TONE3), word, strict=True)]


@pytest.mark.parametrize(("word", "language"), [("产能", "zh"), ("capacity", "en")])
@pytest.mark.parametrize("order", ["1L,1R,2R", "2L", "3R,1L", "left", "right"])
def test_counts_and_orders_are_those_of_a_scan(
    archive: Archive, documents: list[Document], word: str, language: str, order: str
) -> None:
    expected = set(scan(documents, word))
    found = asked(archive, word, ConcordanceOptions(parse_order(order), limit=10_000))
    assert found.exact
    assert found.hits == len(expected) == sum(one.copies for one in found.lines)
    by_name = {"left": range(-1, -9, -1), "right": range(1, 9)}
    positions = by_name.get(order) or [int(one[0]) * (-1 if one[1] == "L" else 1) for one in order.split(",")]
    words = [scanned_words(line) for line in lines(found)]
    keys = [[as_read(one.get(at)) for at in positions] for one in words]
    assert keys == sorted(keys)
    assert len({str(key) for key in keys}) > 10


def test_chinese_is_sorted_by_the_reading_and_tone_of_a_character_in_its_word(tmp_path: Path) -> None:
    texts = ("产能行走。", "产能银行。", "产能重庆。", "产能重要。", "产能吃饭。", "产能APEC。", "产能2025。", "产能")
    archive = store(tmp_path, [make_document(text, path=str(n)) for n, text in enumerate(texts)])
    found = lines(asked(archive, "产能", ConcordanceOptions(parse_order("1R"))))
    assert [line.right.rstrip("。") for line in found] == [
        "", "2025", "APEC", "吃饭", "重庆", "行走", "银行", "重要",
    ]  # fmt: skip


def test_without_pypinyin_chinese_is_sorted_by_code_point(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    caches = (line_order._pinyin, line_order.collation_key)
    monkeypatch.setattr(line_order, "_has_pinyin", lambda: False)
    for each in caches:
        each.cache_clear()
    found = lines(asked(archive, "产能", ConcordanceOptions(parse_order("1R"), limit=1000)))
    first = [scanned_words(line).get(1, "") for line in found]
    assert first == sorted(first)
    assert lacks_pinyin(parse_order("1R"), found)
    assert not lacks_pinyin(LineOrder.DATE, found)
    for each in caches:
        each.cache_clear()


def test_the_hit_itself_can_be_sorted_by(archive: Archive) -> None:
    found = lines(asked(archive, "gr*", ConcordanceOptions(parse_order("0,1l"), limit=1000)))
    keys = [(line.keyword.lower(), scanned_words(line).get(-1, "")) for line in found]
    assert keys == sorted(keys)
    assert len({keyword for keyword, _ in keys}) == 2


@pytest.mark.parametrize("text", ["", "1", "L", "6L", "1L,", "1L 2L", "1L,1R,2R,3R,2L,3L,4L", "up"])
def test_what_is_no_order(text: str) -> None:
    with pytest.raises(UsageError, match="no order of lines"):
        parse_order(text)


def test_orders_are_written_as_they_are_read() -> None:
    assert str(parse_order("1l, 0,5R")) == "1L,0,5R"
    assert parse_order("Date") is LineOrder.DATE
    assert parse_order("2R") == WordOrder((2,))


def test_a_sample_is_drawn_from_all_hits_and_the_same_each_time(archive: Archive, documents: list[Document]) -> None:
    every = set(scan(documents, "产能"))

    def sample(size: int, seed: int) -> Concordance:
        return asked(archive, "产能", ConcordanceOptions(limit=1000, most_documents=1, sample=Sample(size, seed)))

    first = sample(20, 1)
    assert (first.hits, first.exact, first.documents, first.read) == (len(every), True, 12, 12)
    assert sum(one.copies for one in first.lines) == 20
    assert places(first) <= every
    assert len({line.origin.id for line in lines(first)}) > 5
    assert lines(sample(20, 1)) == lines(first)
    assert places(sample(20, 2)) != places(first)
    assert places(sample(10, 1)) < places(first)
    assert places(sample(10_000, 3)) == every
    assert first.by_site == asked(archive, "产能").by_site


def test_each_hit_is_drawn_about_equally_often(archive: Archive, documents: list[Document]) -> None:
    every, size, times = sorted(scan(documents, "capacity")), 10, 60
    drawn = [
        place
        for seed in range(times)
        for place in places(asked(archive, "capacity", ConcordanceOptions(limit=1000, sample=Sample(size, seed))))
    ]
    expected = len(drawn) / len(every)
    statistic = sum((drawn.count(place) - expected) ** 2 / expected for place in every)
    assert set(drawn) <= set(every)
    assert abs(statistic - len(every)) < 4 * (2 * len(every)) ** 0.5


def test_of_too_many_documents_some_are_drawn_first(archive: Archive) -> None:
    def sample(seed: int) -> Concordance:
        return asked(archive, "产能", ConcordanceOptions(limit=1000, sample=Sample(1000, seed, most_documents=3)))

    found = sample(1)
    assert (found.documents, found.read, found.exact) == (12, 3, False)
    assert lines(sample(1)) == lines(found)
    assert {line.origin.id for seed in range(9) for line in lines(sample(seed))} > {
        line.origin.id for line in lines(found)
    }


def test_hits_are_counted_beyond_the_documents_that_lines_are_made_of(
    archive: Archive, documents: list[Document]
) -> None:
    number = len(set(scan(documents, "产能")))
    found = asked(archive, "产能", ConcordanceOptions(most_documents=2, most_counted=100))
    assert (found.read, found.documents, found.hits, found.exact) == (2, 12, number, True)
    assert found.distinct < number
    few = asked(archive, "产能", ConcordanceOptions(most_documents=2, most_counted=5))
    assert (few.read, few.exact) == (2, False)
    assert found.distinct < few.hits < number
    full = asked(archive, "产能", ConcordanceOptions(most_lines=3, most_counted=100))
    assert (full.distinct, full.hits, full.exact) == (3, number, True)


def test_words_of_context_pass_the_end_of_a_sentence_but_not_of_a_block(tmp_path: Path) -> None:
    block = "First, ports grew. Trade in capacity rose, they said. Banks too."
    archive = store(tmp_path, [make_document("Before that.", block, "After that.", lang="en")])

    def context(number: int | None) -> tuple[str, str]:
        (line,) = lines(asked(archive, "capacity", ConcordanceOptions(context=number)))
        return line.left, line.right

    assert context(None) == ("Trade in ", " rose, they said.")
    assert context(0) == ("", "")
    assert context(2) == ("Trade in ", " rose, they")
    assert context(4) == ("ports grew. Trade in ", " rose, they said. Banks")
    assert context(90) == ("First, ports grew. Trade in ", " rose, they said. Banks too")


def test_with_context_the_words_of_the_block_are_sorted_by(tmp_path: Path) -> None:
    texts = ("Zebras ran. Capacity rose.", "Apes slept. Capacity fell.")
    archive = store(tmp_path, [make_document(text, path=str(n), lang="en") for n, text in enumerate(texts)])
    found = lines(asked(archive, "capacity", ConcordanceOptions(parse_order("2L"), context=1)))
    assert [line.left for line in found] == ["slept. ", "ran. "]


def test_long_runs_around_hits_are_cut_in_part(tmp_path: Path) -> None:
    """A run without marks is read near the hit only: all of it for each of its hits would take minutes."""
    block = "，。" * 1500 + "产能" + "合作产能" * 600 + "，。" * 1500
    archive = store(tmp_path, [make_document(block)])
    found = lines(asked(archive, "产能", ConcordanceOptions(parse_order("1L,1R"), limit=9_000, context=2)))
    assert len(found) == 601
    assert {line.left.strip("，。") for line in found} == {"", "产能合作"}
    assert {line.right.strip("，。") for line in found} == {"", "合作产能"}


def test_the_language_of_the_hit(tmp_path: Path) -> None:
    page = make_bilingual("first", "2015-04-28", "Wang Yi")
    texts = [block.text for block in page.blocks]
    mixed = make_document("产能在 APEC 合作。", path="mixed")
    english = make_document("APEC met, 产能 said it.", path="english", lang="en", title="APEC")
    archive = store(tmp_path, [page, mixed, english])
    assert any("产能" in text for text in texts)
    for lang, found in (("zh", {mixed.id}), ("zh-Hans", {mixed.id}), ("en", {english.id}), ("fr", set())):
        result = asked(archive, "apec", ConcordanceOptions(hit_lang=lang))
        assert {line.origin.id for line in lines(result)} == found
        assert result.documents == 2
        assert result.hits == sum(one.copies for one in result.lines)
        drawn = asked(archive, "apec", ConcordanceOptions(hit_lang=lang, sample=Sample(9)))
        assert (places(drawn), drawn.hits) == (places(result), result.hits)
