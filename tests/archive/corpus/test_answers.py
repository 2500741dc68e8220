"""Word lists, collocations, keyness and trends equal those of a program that scans all documents."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import log, log2

import pytest

from archive.bitext.translation_units import units_of_document
from archive.corpus import word_lists
from archive.corpus.collocations_their_measures_and_translations import (
    CollocationOptions,
    Measure,
    find_collocations,
    find_translations,
)
from archive.corpus.corpus_and_selections import Corpus
from archive.corpus.keyness_and_trend import Unit, find_keyness, find_trend
from archive.corpus.word_lists import WordListOptions, word_list
from archive.corpus.word_sequences import find_sequence
from archive.errors import UsageError
from archive.index import Filters, IndexWriter
from archive.layout import Archive
from archive.model.document import Block, Document
from tests.archive.corpus.corpus_scan import blocks_of, scan_grams, scan_window, tokens
from tests.archive.index.sample_documents import make_document
from tests.archive.query.concordance_documents import make_bilingual

ALL = Filters()
ENGLISH = (
    "the", "of", "and", "to", "in", "china's", "capacity", "cooperation", "industrial", "production", "nation",
    "station", "growth", "cooperates", "cooperated", "port", "rail", "steel", "win-win", "agreement",
)  # fmt: skip
CHINESE = ("产能", "合作", "国际", "中国", "发展", "经济", "铁路", "钢铁", "协议", "双方", "加强", "的", "和")
COPIED = 40


def make_documents() -> list[Document]:
    """Documents in both languages over three years and on two sites, the last of them with the text of another."""
    chance = random.Random(20)
    made = []
    for number in range(COPIED):
        texts = [
            " ".join(chance.choices(ENGLISH, [1 / (n + 1) for n in range(len(ENGLISH))], k=chance.randint(3, 40)))
            if n % 2
            else "，".join("".join(chance.choices(CHINESE, k=chance.randint(2, 9))) for _ in range(4))
            for n in range(chance.randint(2, 7))
        ]
        blocks = (
            Block(n, "paragraph", text, ("zh-Hans", "en")[n % 2], 1.0, f"/p[{n}]") for n, text in enumerate(texts)
        )
        month = f"{2020 + number % 3}-{1 + number % 12:02d}"
        document = make_document(path=str(number), title=None)
        made.append(
            replace(
                document,
                blocks=tuple(blocks),
                site=("sample", "harbour")[number % 4 == 0],
                published=None if number == 7 else f"{month}-03",
                languages={"zh-Hans": 0.5, "en": 0.5},
            )
        )
    longest = max(made, key=lambda each: sum(len(block.text) for block in each.blocks))
    copy = make_document(path="copy", title=None)
    return [*made, replace(copy, blocks=longest.blocks, published="2026-01-01", languages=longest.languages)]


DOCUMENTS = make_documents()
FIRST = DOCUMENTS[:COPIED]
"""All documents but the copy."""
HARBOUR = [document for document in FIRST if document.site == "harbour"]
OTHERS = [document for document in FIRST if document.site != "harbour"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    archive = Archive(tmp_path_factory.mktemp("corpus")).create()
    with IndexWriter(archive) as writer:
        writer.add((), DOCUMENTS)
    with Corpus.open(archive) as opened:
        yield opened


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("length", [1, 2, 3, 5])
def test_words_and_sequences_are_those_of_a_scan(corpus: Corpus, lang: str, length: int) -> None:
    found = word_list(corpus, corpus.select(ALL, lang), lang, WordListOptions(length, limit=100_000))
    scanned = scan_grams(blocks_of(FIRST, lang), length)
    assert not found.more
    assert {(each.text, each.frequency.count, each.frequency.documents) for each in found.words} == {
        (" ".join(gram), one.hits, one.documents) for gram, one in scanned.items()
    }
    dispersions = {" ".join(gram): one.dispersion for gram, one in scanned.items()}
    for each in found.words:
        assert each.frequency.dispersion == pytest.approx(dispersions[each.text])
        assert each.frequency.per_million == pytest.approx(each.frequency.count * 1e6 / found.tokens)
    assert found.tokens == tokens(blocks_of(FIRST, lang))
    counts = [each.frequency.count for each in found.words]
    assert counts == sorted(counts, reverse=True)


def test_a_word_list_is_narrowed_by_pattern_count_filters_and_limit(corpus: Corpus) -> None:
    def texts(options: WordListOptions, filters: Filters = ALL) -> dict[str, int]:
        found = word_list(corpus, corpus.select(filters, "en"), "en", options)
        return {each.text: each.frequency.count for each in found.words}

    scanned = {gram[0]: one.hits for gram, one in scan_grams(blocks_of(FIRST, "en"), 1).items()}
    assert texts(WordListOptions(pattern="*tion")) == {
        word: count for word, count in scanned.items() if word.endswith("tion")
    }
    assert set(texts(WordListOptions(pattern="lemma:cooperate"))) == {"cooperates", "cooperated"}
    pairs = scan_grams(blocks_of(FIRST, "en"), 2)
    assert texts(WordListOptions(2, "?ail", limit=1000)) == {
        " ".join(pair): one.hits for pair, one in pairs.items() if "rail" in pair
    }
    assert texts(WordListOptions(least=50)) == {word: count for word, count in scanned.items() if count >= 50}
    assert len(texts(WordListOptions(limit=3))) == 3
    harbour = scan_grams(blocks_of(HARBOUR, "en"), 1)
    assert texts(WordListOptions(), Filters(site="harbour")) == {gram[0]: one.hits for gram, one in harbour.items()}


def test_copies_count_once_unless_they_are_asked_for(corpus: Corpus) -> None:
    for copies, documents in ((False, FIRST), (True, DOCUMENTS)):
        part = corpus.select(ALL, "zh", copies=copies)
        found = word_list(corpus, part, "zh", WordListOptions(limit=1000))
        scanned = scan_grams(blocks_of(documents, "zh"), 1)
        assert {each.text: each.frequency.count for each in found.words} == {
            gram[0]: one.hits for gram, one in scanned.items()
        }


@pytest.mark.parametrize("length", [2, 4])
def test_sequences_are_exact_where_memory_is_short(
    corpus: Corpus, length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few buckets, in which sequences meet, and few that a pass may count: the commonest are the same."""
    part = corpus.select(ALL, "en")
    expected = word_list(corpus, part, "en", WordListOptions(length, limit=40))
    monkeypatch.setattr(word_lists, "BUCKETS", 97)
    monkeypatch.setattr(word_lists, "MOST_COUNTED", 60)
    assert word_list(corpus, part, "en", WordListOptions(length, limit=40)) == expected


@pytest.mark.parametrize(
    ("node", "lang", "left", "right"),
    [
        ("capacity", "en", 5, 5), ("cooperation", "en", 2, 0), ("the", "en", 0, 10), ("of the", "en", 3, 3),
        ("产能", "zh", 5, 5), ("产能合作", "zh", 1, 4), ("win-win", "en", 4, 4),
    ],
)  # fmt: skip
def test_collocations_are_those_of_a_scan(corpus: Corpus, node: str, lang: str, left: int, right: int) -> None:
    part = corpus.select(ALL, lang)
    options = CollocationOptions(left, right, least=1, limit=1000)
    found = find_collocations(corpus, part, find_sequence(corpus, node, lang), options)
    words = {"产能合作": ("产能", "合作"), "win-win": ("win", "win")}.get(node, tuple(node.split()))
    blocks = blocks_of(FIRST, lang)
    scanned = scan_window(blocks, words, left, right)
    counts = {gram[0]: one.hits for gram, one in scan_grams(blocks, 1).items()}
    assert found.hits == scanned.hits > 0
    assert found.words
    for each in found.words:
        joint = scanned.beside[each.text]
        assert (each.beside.count, each.total) == (joint, counts[each.text])
        assert each.before + each.after == joint
        assert each.association.log_likelihood == pytest.approx(scanned.log_likelihood[each.text])
        assert each.association.log_dice == pytest.approx(14 + log2(2 * joint / (found.hits + each.total)))
        assert each.association.mi3 == pytest.approx(log2(joint**3 * tokens(blocks) / (found.hits * each.total)))
    scores = [each.association.log_likelihood for each in found.words]
    assert scores == sorted(scores, reverse=True)


def test_words_do_not_reach_across_blocks(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("steel rail", "port steel", title=None, lang="en")])
    with Corpus.open(archive) as corpus:
        part = corpus.select(ALL, "en")
        found = find_collocations(corpus, part, find_sequence(corpus, "port", "en"), CollocationOptions(least=1))
        pairs = word_list(corpus, part, "en", WordListOptions(2))
    assert [each.text for each in found.words] == ["steel"]
    assert [each.text for each in pairs.words] == ["port steel", "steel rail"]


def test_collocations_are_in_the_order_of_the_measure(corpus: Corpus) -> None:
    part, node = corpus.select(ALL, "en"), find_sequence(corpus, "capacity", "en")
    for number, measure in enumerate(Measure):
        found = find_collocations(corpus, part, node, CollocationOptions(order=measure, limit=5)).words
        scores = [each.association[number] for each in found]
        assert scores == sorted(scores, reverse=True)


def test_a_word_that_the_corpus_lacks_has_no_collocations(corpus: Corpus) -> None:
    part = corpus.select(ALL, "en")
    for text in ("bridge", "steel bridge"):
        found = find_collocations(corpus, part, find_sequence(corpus, text, "en"), CollocationOptions())
        assert (found.hits, found.words) == (0, ())
    for text in ("，", "a b c d e f g h i j k"):
        with pytest.raises(UsageError):
            find_sequence(corpus, text, "en")
    with pytest.raises(UsageError, match="no dictionary of base forms for language xx"):
        find_sequence(corpus, "lemma:haus", "xx")


def test_keyness_is_that_of_a_scan(corpus: Corpus) -> None:
    harbour, others = (
        {gram[0]: one for gram, one in scan_grams(blocks_of(documents, "en"), 1).items()}
        for documents in (HARBOUR, OTHERS)
    )
    sizes = tokens(blocks_of(HARBOUR, "en")), tokens(blocks_of(OTHERS, "en"))
    here, there = (corpus.select(Filters(site=site), "en") for site in ("harbour", "sample"))
    found = find_keyness(corpus, here, there, "en", least=1, limit=1000)
    assert (found.tokens, found.other_tokens) == sizes
    expected = {}
    for word, one in harbour.items():
        a, b = one.hits, others[word].hits if word in others else 0
        if a / sizes[0] > b / sizes[1]:
            pooled = (a + b) / sum(sizes)
            expected[word] = 2 * (a * log(a / (sizes[0] * pooled)) + (b * log(b / (sizes[1] * pooled)) if b else 0))
    assert {each.text: each.log_likelihood for each in found.words} == pytest.approx(expected)
    for each in found.words:
        assert (each.frequency.count, each.frequency.documents) == harbour[each.text][:2]
        assert (each.other.count, each.other.documents) == others[each.text][:2]
        assert each.log_ratio == pytest.approx(log2(each.frequency.per_million / each.other.per_million))


@pytest.mark.parametrize("unit", Unit)
def test_a_trend_is_that_of_a_scan(corpus: Corpus, unit: Unit) -> None:
    length = 4 if unit is Unit.YEAR else 7
    part = corpus.select(ALL, "en")
    found = find_trend(corpus, part, find_sequence(corpus, "industrial", "en"), unit)
    counts, sizes = Counter[str](), Counter[str]()
    for document in FIRST:
        words = [word for block in blocks_of([document], "en").get(document.id, []) for word in block]
        counts[(document.published or "")[:length]] += words.count("industrial")
        sizes[(document.published or "")[:length]] += len(words)
    assert found.undated == counts.pop("")
    del sizes[""]
    assert {each.name: (each.frequency.count, each.tokens) for each in found.periods} == {
        name: (counts[name], size) for name, size in sizes.items() if size
    }
    for each in found.periods:
        assert each.low <= each.frequency.per_million <= each.high
    assert [each.name for each in found.periods] == sorted(each.name for each in found.periods)


def test_translations_are_counted_by_units(archive: Archive) -> None:
    """The units of two documents with 合作, of which some have ``cooperation`` on the other side."""
    documents = [make_bilingual("a", "2015-04-28"), make_bilingual("b", "2016-04-28", site="other")]
    documents[1] = replace(documents[1], blocks=documents[1].blocks[:2], pairs=documents[1].pairs[:1], title="报告")
    units = [unit for document in documents for unit in units_of_document(document)]
    with IndexWriter(archive) as writer:
        for document in documents:
            writer.add((), [document], list(units_of_document(document)))
    with Corpus.open(archive) as corpus:
        part = corpus.select(ALL, "zh", copies=True)
        found = find_translations(corpus, part, find_sequence(corpus, "合作", "zh"), CollocationOptions(least=1))
    with_both = [
        "合作" in unit.source.text.replace("產", "产") and "cooperation" in unit.target.text.lower() for unit in units
    ]
    both, of = sum(with_both), sum("cooperation" in unit.target.text.lower() for unit in units)
    assert (found.units, found.documents, found.read) == (len(units), 2, 2)
    (cooperation,) = (each for each in found.words if each.text == "cooperation")
    assert (cooperation.units, cooperation.total) == (both, of)
    assert found.words[0].text in ("cooperation", "industrial")
