"""Vertical text, CoNLL-U, TEI and plain text: each is read back by its own grammar, with the words that we count."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

import conllu
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archive.bitext.translation_units import TranslationUnit, unit_id
from archive.cli import main
from archive.corpus.corpus_and_selections import Corpus
from archive.corpus.words import corpus_texts, split_words
from archive.errors import ArchiveMissing, UsageError
from archive.export.conllu_tei_and_vertical_text import (
    Page,
    conllu_of_pages,
    pages_of_documents,
    pages_of_units,
    tei_of_pages,
    vertical_of_pages,
)
from archive.export.provenance import PageFacts
from archive.export.tables_csv_jsonl_moses_and_glossary import safe_name, write_texts
from archive.index import Filters, IndexWriter
from archive.index.folding import fold
from archive.layout import Archive
from archive.model.document import Block, Document, Rights, Speech
from tests.archive.export.sample_units import (
    ANY_TEXT,
    DOCUMENT,
    HOSTILE,
    OTHER,
    in_xml,
    make_cross_page_unit,
    make_unit,
)
from tests.archive.index.sample_documents import make_document

GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parent / "tei_written.rng"))
TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
TEXTS = (
    ("zh-Hans", "他说：“产能合作很好！”2015年，王毅出席APEC会议。会议很成功。"),
    ("en", 'He said: "We\'ll cooperate, e.g. on <b>3.5%</b> & more." The U.S. agreed.\nSo did we.'),
    ("zh-Hant", "加強國際產能合作"),
    ("fr", "L’accord d'hier."),
)
SPOKEN = replace(
    make_document(),
    kind="speech",
    published="2025-03-03T09:32+08:00",
    speech=Speech("王毅 <Wang>", "Minister", '"Forum"', "speech", "2015-04-28"),
    rights=Rights("https://license.example/by?a&b", "© 2025 <us>"),
    blocks=tuple(Block(n, "heading", text, lang, 1.0, "/p") for n, (lang, text) in enumerate(TEXTS)),
)
ENGLISH = ['He said: "We\'ll cooperate, e.g. on <b>3.5%</b> & more."', "The U.S. agreed.", "So did we."]
MARKS = [text for name, text in HOSTILE.items() if name != "megabyte"]


class Line(NamedTuple):
    """A line of vertical text: a tag with its attributes, or a token with its columns."""

    tag: str | None
    attributes: dict[str, str]
    columns: list[str]


_TAG = re.compile(r"<(/?[a-z][a-z0-9_-]*)((?: [a-z][a-z0-9_-]*=\"[^\"<>]*\")*)(/?)>")
_BEGINS_WORD = regex.compile(r"[\w\U00020000-\U0003ffff]").match
_ATTRIBUTE = re.compile(r" ([a-z][a-z0-9_-]*)=\"([^\"]*)\"")


def read_vertical(text: str) -> list[Line]:
    """The lines of vertical text, by the published descriptions.

    Each token, and each tag, stands on a line of its own; columns are parted by tabs; names have small letters of
    ASCII, digits, "-" and "_"; "&", "<" and ">" are XML's entities; regions of one name do not nest (IMS Open Corpus
    Workbench, Corpus Encoding Tutorial, 2 and 5; Sketch Engine, "Preparing a text corpus").
    """
    lines: list[Line] = []
    opened: list[str] = []
    for line in text.removesuffix("\n").split("\n"):
        if tag := _TAG.fullmatch(line):
            name = tag[1].removeprefix("/")
            if tag[1] != name:
                assert opened.pop() == name
            elif not tag[3]:
                assert name not in opened
                opened.append(name)
            attributes = {key: unescape(value) for key, value in _ATTRIBUTE.findall(tag[2])}
            lines.append(Line(tag[1] + tag[3], attributes, []))
        else:
            assert not re.search("[<>]|&(?!amp;|lt;|gt;|quot;)", line), line
            columns = [unescape(column) for column in line.split("\t")]
            assert (len(columns), all(columns), line.split()) == (4, True, line.split("\t")), line
            lines.append(Line(None, {}, columns))
    assert not opened
    return lines


def words_counted(documents: Iterable[Document], lang: str = "") -> int:
    return sum(
        word.is_word
        for document in documents
        for text in corpus_texts(document)
        if text.lang.startswith(lang)
        for word in split_words(text.text, text.lang)
    )


def words_of_sides(units: Iterable[TranslationUnit], side: str) -> int:
    sides = (getattr(unit, side) for unit in units)
    return sum(word.is_word for each in sides for word in split_words(each.text, each.lang))


def words_of_vertical(text: str) -> int:
    return sum(_BEGINS_WORD(line.columns[1]) is not None for line in read_vertical(text) if not line.tag)


def words_of_conllu(text: str) -> int:
    return sum(_BEGINS_WORD(fold(token["form"])) is not None for sentence in conllu.parse(text) for token in sentence)


def read_tei(parts: Iterator[str]) -> etree._Element:
    tree = etree.fromstring("".join(parts).encode())
    assert GRAMMAR.validate(tree), GRAMMAR.error_log
    return tree


def text_of(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def words_of_tei(tree: etree._Element) -> int:
    return sum(1 for _ in tree.iter(f"{TEI}w"))


def single(pages: Iterator[Page]) -> Iterator[tuple[Page]]:
    return ((page,) for page in pages)


def with_text(text: str, lang: str) -> Document:
    return replace(make_document(text, lang=lang), title=text, speech=Speech(text, None, None, None, None))


@given(st.lists(st.tuples(ANY_TEXT.filter(bool), st.sampled_from(["zh-Hans", "en", "fr"])), max_size=3))
def test_every_form_has_the_words_that_are_counted_whatever_the_text(texts: list[tuple[str, str]]) -> None:
    documents = [SPOKEN, *(with_text(*each) for each in texts), *(with_text(text, "en") for text in MARKS)]
    counted = words_counted(documents)
    assert words_of_vertical("".join(vertical_of_pages(pages_of_documents(documents)))) == counted
    assert words_of_conllu("".join(conllu_of_pages(pages_of_documents(documents)))) == counted
    for document in documents:  # of which an archive has each once
        tree = read_tei(tei_of_pages(single(pages_of_documents([document]))))
        assert words_of_tei(tree) == words_counted([document])


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), min_size=1, max_size=3))
def test_every_form_has_the_words_of_units(texts: list[tuple[str, str]]) -> None:
    units = [make_unit(*pair) for pair in dict.fromkeys(texts)]
    sources = [source for source, _ in pages_of_units(units)]
    assert words_of_vertical("".join(vertical_of_pages(sources))) == words_of_sides(units, "source")
    assert words_of_conllu("".join(conllu_of_pages(sources))) == words_of_sides(units, "source")
    tree = read_tei(tei_of_pages(pages_of_units(units)))
    assert words_of_tei(tree) == words_of_sides(units, "source") + words_of_sides(units, "target")


def test_one_language_is_that_language_alone() -> None:
    found = read_vertical("".join(vertical_of_pages(pages_of_documents([SPOKEN], lang="zh"))))
    assert {line.columns[3] for line in found if not line.tag} == {"zh", "zh-Hans", "zh-Hant"}
    text = "".join(conllu_of_pages(pages_of_documents([SPOKEN], lang="en")))
    assert words_of_conllu(text) == words_counted([SPOKEN], "en")
    assert list(pages_of_documents([SPOKEN], lang="ja")) == []


def test_a_token_of_vertical_text_has_word_key_lemma_and_language() -> None:
    found = read_vertical("".join(vertical_of_pages(pages_of_documents([SPOKEN]))))
    tokens = [line.columns for line in found if not line.tag]
    assert ["agreed", "agreed", "agree", "en"] in tokens
    assert ["國際", "国际", "国际", "zh-Hant"] in tokens
    assert ["<", "<", "<", "en"] in tokens
    document, *_ = (line.attributes for line in found if line.tag == "doc")
    assert (document["id"], document["speaker"], document["occasion"]) == (SPOKEN.id, "王毅 <Wang>", '"Forum"')
    assert (document["record_id"], document["license"]) == (
        SPOKEN.capture.record_id,
        "https://license.example/by?a&b",
    )
    blocks = [line.attributes for line in found if line.tag == "p"]
    assert [block["lang"] for block in blocks] == ["zh", *(lang for lang, _ in TEXTS)]
    assert [block["kind"] for block in blocks] == ["title", *["heading"] * 4]


def test_the_glue_of_vertical_text_gives_the_sentences_as_they_were_printed() -> None:
    found = read_vertical("".join(vertical_of_pages(pages_of_documents([replace(SPOKEN, title=None)]))))
    sentences, text = [], ""
    for line in found:
        if line.tag == "g/":
            text = text.removesuffix(" ")
        elif line.tag == "/s":
            sentences.append(text.strip())
            text = ""
        elif not line.tag:
            text += f"{line.columns[0]} "
    assert sentences[:3] == ["他说：“产能合作很好！”", "2015年，王毅出席APEC会议。", "会议很成功。"]
    assert sentences[3:6] == ENGLISH


def test_the_two_directions_of_units_are_aligned_one_by_one() -> None:
    units = [make_unit(), make_unit("再见。很好。", "Bye."), make_cross_page_unit()]
    directions = units, [unit.turned() for unit in units]
    found = [
        [line.attributes for line in read_vertical("".join(vertical_of_pages(sources))) if line.tag == "align"]
        for sources in ([source for source, _ in pages_of_units(each)] for each in directions)
    ]
    assert [[each["id"] for each in direction] for direction in found] == [[unit_id(unit) for unit in units]] * 2
    assert [direction[0]["lang"] for direction in found] == ["zh-Hans", "en"]


def test_conllu_has_documents_paragraphs_and_texts() -> None:
    document = replace(SPOKEN, title="Cafe\u0301 <talk>")
    sentences = conllu.parse("".join(conllu_of_pages(pages_of_documents([document], lang="en"))))
    assert [sentence.metadata.get("newdoc id") for sentence in sentences] == [document.id, None, None, None]
    assert [sentence.metadata.get("newpar id") for sentence in sentences] == [
        f"{document.id}.title", f"{document.id}.1", None, None,
    ]  # fmt: skip
    assert len({sentence.metadata["sent_id"] for sentence in sentences}) == len(sentences)
    assert sentences[0].metadata["title"] == sentences[0].metadata["text"] == normalize("NFC", "Cafe\u0301 <talk>")
    for sentence in sentences:
        spaces = ["" if (token["misc"] or {}).get("SpaceAfter") == "No" else " " for token in sentence]
        text = "".join(token["form"] + space for token, space in zip(sentence, spaces, strict=True))
        assert text.rstrip() == sentence.metadata["text"]


def test_conllu_has_parts_of_speech_where_characters_tell_them() -> None:
    text = "Sales rose 3.5% (2,015 units) & cost $5 — 王 said 第3 😀."
    pages = pages_of_documents([make_document(text, title=None, lang="en")])
    (sentence,) = conllu.parse("".join(conllu_of_pages(pages)))
    found = {token["form"]: token["upos"] for token in sentence}
    assert [found[form] for form in ("3.5", "2,015", "(", "—", "$", "😀", ".")] == [
        "NUM", "NUM", "PUNCT", "PUNCT", "SYM", "SYM", "PUNCT",
    ]  # fmt: skip
    assert [found[form] for form in ("%", "&", "王", "Sales")] == ["_"] * 4
    assert {(token["head"], token["deprel"]) for token in sentence} == {(None, "_")}
    assert [token["lemma"] for token in sentence if token["form"] in ("units", "said")] == ["unit", "say"]


def test_conllu_of_a_unit_has_its_translation() -> None:
    unit = make_unit("再见。很好。", "Bye.\nGood.")
    (sentence,) = conllu.parse("".join(conllu_of_pages([source for source, _ in pages_of_units([unit])])))
    assert sentence.metadata["text_en"] == "Bye. Good."
    assert sentence.metadata["parallel_id"] == f"archive/{unit_id(unit)}"
    assert [token["form"] for token in sentence] == ["再见", "。", "很", "好", "。"]


def test_tei_says_where_a_text_comes_from() -> None:
    tree = read_tei(tei_of_pages(single(pages_of_documents([SPOKEN]))))
    header = tree.find(f"{TEI}TEI/{TEI}teiHeader")
    assert header is not None
    known = {each.get("type"): each.text for each in header.iter(f"{TEI}idno", f"{TEI}note")}
    assert (known["url"], known["version"], known["record-id"]) == (
        SPOKEN.url,
        SPOKEN.version,
        SPOKEN.capture.record_id,
    )
    assert (known["speaker"], known["occasion"]) == ("王毅 <Wang>", '"Forum"')
    dates = [(each.get("when"), each.text) for each in header.iter(f"{TEI}date")]
    assert dates == [("2025-03-03", "2025-03-03T09:32+08:00")]
    assert [each.get("target") for each in header.iter(f"{TEI}licence")] == ["https://license.example/by?a&b"]
    assert [each.text for each in header.iter(f"{TEI}p")] == ["copyright: © 2025 <us>"]


def test_tei_has_languages_sentences_and_base_forms() -> None:
    tree = read_tei(tei_of_pages(single(pages_of_documents([SPOKEN]))))
    text = tree.find(f"{TEI}TEI/{TEI}text/{TEI}body")
    assert text is not None
    assert [p.get(f"{XML}lang") for p in text] == ["zh", *(lang for lang, _ in TEXTS)]
    sentences = [text_of(s) for s in text[2]]
    assert sentences == ENGLISH
    agreed = next(w for w in text.iter(f"{TEI}w") if w.text == "agreed")
    assert (agreed.get("lemma"), agreed.get("norm")) == ("agree", None)
    traditional = next(w for w in text.iter(f"{TEI}w") if w.text == "國際")
    assert (traditional.get("lemma"), traditional.get("norm")) == ("国际", "国际")


def test_tei_links_the_sides_of_units() -> None:
    units = [make_unit(), make_unit("再见。", "Bye."), make_cross_page_unit()]
    tree = read_tei(tei_of_pages(pages_of_units(units)))
    ids = {each.get(f"{XML}id", ""): text_of(each).strip() for each in tree.iter(f"{TEI}ab")}
    links = [(each.get("target") or "").split() for each in tree.iter(f"{TEI}link")]
    linked = [tuple(ids[end.removeprefix("#")] for end in link) for link in links]
    assert linked == [(unit.source.text, unit.target.text) for unit in units]
    assert [len(each.findall(f".//{TEI}bibl")) for each in tree.iter(f"{TEI}TEI")] == [1, 2]


def test_a_tei_corpus_cannot_be_empty() -> None:
    with pytest.raises(ArchiveMissing, match="filter less"):
        next(tei_of_pages(iter(())))


@pytest.mark.parametrize("published", ["2025-13-45", "yesterday", "2025", None])
@pytest.mark.parametrize("lang", ["zh-Hans", "not a language"])
def test_tei_is_valid_whatever_a_page_states(published: str | None, lang: str) -> None:
    document = replace(
        make_document("text", lang=lang), published=published, id="1/../<a>", rights=Rights("http://[ <")
    )
    read_tei(tei_of_pages(single(pages_of_documents([document]))))


def table_of(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "metadata.tsv").open(encoding="utf-8", newline="") as stream:
        return {row["file"]: row for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)}


def lines_of(file: Path) -> list[str]:
    return file.read_bytes().decode().removesuffix("\n").split("\n")


def test_plain_text_has_a_file_for_each_language_and_a_table_of_all(tmp_path: Path) -> None:
    documents = [SPOKEN, make_document(*MARKS, path="hostile", lang="en")]
    write_texts(single(pages_of_documents(documents)), tmp_path / "texts")
    table = table_of(tmp_path / "texts")
    assert {path.name for path in (tmp_path / "texts").iterdir()} == {"metadata.tsv", *table}
    assert sorted(name for name in table if name.startswith(SPOKEN.id)) == [
        f"{SPOKEN.id}.{lang}.txt" for lang in ("en", "fr", "zh")
    ]
    for name, row in table.items():
        lines = lines_of(tmp_path / "texts" / name)
        assert (len(lines), sum(map(len, lines))) == (int(row["lines"]), int(row["characters"]))
    assert sum(int(row["words"]) for row in table.values()) == words_counted(documents)
    assert lines_of(tmp_path / "texts" / f"{SPOKEN.id}.zh.txt") == ["标题", TEXTS[0][1], TEXTS[2][1]]
    row = table[f"{SPOKEN.id}.en.txt"]
    assert (row["speaker"], row["license"], row["record_id"]) == (
        "王毅 <Wang>", "https://license.example/by?a&b", SPOKEN.capture.record_id,
    )  # fmt: skip


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), min_size=1, max_size=3))
def test_plain_text_of_units_is_aligned_whatever_the_text(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("texts") / "new"
    units = [*(make_unit(*pair) for pair in [*texts, *zip(MARKS, MARKS, strict=True)]), make_cross_page_unit()]
    write_texts(pages_of_units(units), folder)
    table = table_of(folder)
    stems = DOCUMENT.id, f"{DOCUMENT.id}_{OTHER.id}"
    names = [f"{stem}.zh-en.{lang}.txt" for stem in stems for lang in ("zh", "en")]
    assert list(table) == names
    assert [table[name]["aligned_with"] for name in names] == [names[n] for n in (1, 0, 3, 2)]
    assert [table[name]["document"] for name in names] == [DOCUMENT.id] * 3 + [OTHER.id]
    found = [lines_of(folder / name) for name in names]
    assert [len(lines) for lines in found] == [len(units) - 1] * 2 + [1] * 2
    for text, line in zip([source for source, _ in texts], found[0], strict=False):
        assert line.split() == in_xml(re.sub(r"[\s\x85]", " ", text.replace("\x1f", "\ufffd"))).split()


def test_a_folder_that_is_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(UsageError, match="not an empty directory"):
        write_texts(single(pages_of_documents([SPOKEN])), tmp_path)


@given(ANY_TEXT)
def test_a_name_is_safe_whatever_the_text(text: str) -> None:
    name = safe_name(text)
    assert re.fullmatch(r"[A-Za-z0-9_.-]{1,120}", name)
    assert not name.startswith((".", "-"))
    assert ".." not in name
    assert safe_name(name) == name


def test_the_facts_of_a_unit_are_those_of_its_page() -> None:
    facts = {DOCUMENT.id: PageFacts.of_document(SPOKEN), OTHER.id: PageFacts.of_document(OTHER)}
    ((source, target),) = pages_of_units([make_cross_page_unit()], lambda origin: facts[origin.document])
    assert (source.id, source.properties["speaker"]) == (DOCUMENT.id, "王毅 <Wang>")
    assert (target.id, target.properties.get("speaker")) == (OTHER.id, None)


LONG = (
    "今天上午，中国与拉美国家的代表在北京举行产能合作论坛，双方就基础设施、装备制造、农业、能源等领域的合作交换了意见。"
    * 6
)


@pytest.mark.parametrize("copies", [False, True])
@pytest.mark.parametrize("lang", ["zh", "en", None])
def test_an_exported_corpus_has_the_words_that_the_archive_counts(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], copies: bool, lang: str | None
) -> None:
    archive = Archive(tmp_path / "data").create()
    first, second = (replace(make_document(LONG, path=f"p{day}"), published=f"2026-01-0{day}") for day in (1, 2))
    with IndexWriter(archive) as index:
        index.add((), [second, first, replace(SPOKEN, languages={"zh-Hans": 0.5, "en": 0.5})])
    with Corpus.open(archive) as corpus:
        counted = corpus.select(Filters(lang), lang, copies=copies).words
    options = [*([] if copies else ["--dedupe"]), *(["--lang", lang] if lang else []), "--archive", str(archive.root)]
    found = []
    for form, words_of in (("vertical", words_of_vertical), ("conllu", words_of_conllu)):
        assert main(["export", form, *options]) == 0
        out, err = capfd.readouterr()
        found.append(words_of(out))
        assert err.startswith(f"{1 if lang == 'en' else 3 if copies else 2} document")
        assert ("by --dedupe" in err) == (not copies and lang != "en")
    assert main(["export", "tei", *options]) == 0
    found.append(words_of_tei(read_tei(iter([capfd.readouterr().out]))))
    assert main(["export", "text", "-o", str(tmp_path / "texts"), *options]) == 0
    found.append(sum(int(row["words"]) for row in table_of(tmp_path / "texts").values()))
    assert found == [counted] * 4
