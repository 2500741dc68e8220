"""Export for corpus programs, with texts cut into words: vertical text, CoNLL-U and TEI P5.

Vertical text has a token a line and tags on lines of their own: what Sketch Engine describes as "Preparing a text
corpus", and the IMS Open Corpus Workbench in chapters 2 and 5 of its Corpus Encoding Tutorial. CoNLL-U is the format
of Universal Dependencies 2, TEI P5 that of the Text Encoding Initiative. Each form holds documents, or translation
units. Tokens are those that the corpus counts (``archive.corpus.words``), and marks.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from itertools import chain, groupby
from typing import NamedTuple
from unicodedata import category, normalize
from xml.sax.saxutils import escape

from archive import __version__
from archive.bitext.sentences import split_sentences
from archive.bitext.translation_units import Origin, Side, TranslationUnit, unit_id
from archive.corpus.words import TITLE, corpus_texts, lemma, split_words
from archive.errors import ArchiveMissing
from archive.export.provenance import FactsOfOrigin, PageFacts, no_facts, page_properties
from archive.export.tables_csv_jsonl_moses_and_glossary import (
    IDENTIFIERS,
    RIGHTS,
    language_names,
    one_line,
    safe_name,
)
from archive.export.tmx_xliff_tbx import xml_attribute, xml_content, xml_text
from archive.model.document import Document
from archive.model.language_codes import is_in_language, primary_language
from archive.model.url import is_web_url
from archive.rights_of_pages_and_sites import StatedRights, rights_stated_by


class Token(NamedTuple):
    """A word or mark of an exported text: its text, key, language (BCP 47), and whether white space follows."""

    text: str
    key: str
    lang: str
    is_word: bool
    is_spaced: bool

    @property
    def lemma(self) -> str | None:
        """Return the base form of an exported word, the key of a mark; None where it is not known."""
        return lemma(self.key, self.lang) if self.is_word else self.key


class Passage(NamedTuple):
    """A passage of an exported page: a block or the title, or one side of a unit; ``kind`` is that of the block, or
    ``unit``.
    """

    id: str
    kind: str
    lang: str
    text: str
    unit: TranslationUnit | None = None

    @property
    def sentences(self) -> Iterator[list[Token]]:
        """Cut a passage into the tokens of each sentence; together they are those of the whole text."""
        words = list(split_words(self.text, self.lang))
        starts = [word.start for word in words]
        tokens = [
            Token(self.text[word.start : word.end], word.key, self.lang, word.is_word, word.end != following)
            for word, following in zip(words, [*starts[1:], None], strict=False)
        ]
        first = 0
        for sentence in split_sentences(self.text, self.lang):
            end = bisect_left(starts, sentence.end, first)
            if end > first:
                yield tokens[first:end]
            first = end


class Page(NamedTuple):
    """A page exported for corpus programs: its facts, by the names of properties in TMX, and its passages."""

    properties: dict[str, str]
    passages: list[Passage]

    @property
    def id(self) -> str:
        """Return the id of the exported document."""
        return self.properties["document"]


def pages_of_documents(
    documents: Iterable[Document],
    rights: Callable[[Document], StatedRights] = rights_stated_by,
    lang: str | None = None,
) -> Iterator[Page]:
    """Yield documents as pages for corpus programs, with the texts that the corpus counts, of the language range
    ``lang`` if given.
    """
    for document in documents:
        facts = PageFacts.of_document(document, rights(document))
        kinds = {TITLE: "title"} | {block.n: str(block.kind) for block in document.blocks}
        passages = [
            Passage(_passage_id(document, text.block), kinds[text.block], text.lang, text.text)
            for text in corpus_texts(document)
            if is_in_language(text.lang, lang)
        ]
        if passages:
            yield _page(Origin.of_document(document), lambda _, facts=facts: facts, passages)  # type: ignore[misc]


def _passage_id(document: Document, block: int) -> str:
    return f"{document.id}.{'title' if block == TITLE else block}"


def pages_of_units(units: Iterable[TranslationUnit], facts: FactsOfOrigin = no_facts) -> Iterator[tuple[Page, Page]]:
    """Yield the source page and the target page of translation units, whose passages translate each other, one by
    one.

    Each pair of pages stands once for each pair of languages. The units of one document are held at a time.
    """
    for _, of_document in groupby(units, key=lambda unit: unit.document):
        groups: dict[tuple[str, tuple[str, str]], list[TranslationUnit]] = {}
        for unit in of_document:
            groups.setdefault((unit.target.origin.document, language_names(unit)), []).append(unit)
        for group in groups.values():
            source, target = ([_passage_of_side(unit, getattr(unit, side)) for unit in group] for side in _SIDES)
            yield _page(group[0].source.origin, facts, source), _page(group[0].target.origin, facts, target)


WritePages = Callable[[Iterable[Page]], Iterator[str]]
"""Writes pages in one form."""


_SIDES = ("source", "target")


def _passage_of_side(unit: TranslationUnit, side: Side) -> Passage:
    return Passage(unit_id(unit), "unit", side.lang, side.text, unit)


def _page(origin: Origin, facts: FactsOfOrigin, passages: list[Passage]) -> Page:
    return Page(dict(page_properties(origin, facts)), passages)


def vertical_of_pages(pages: Iterable[Page]) -> Iterator[str]:
    """Write pages as vertical text in UTF-8: columns of word, key, lemma and language, in structures doc, p or align,
    and s.

    ``<g/>`` stands between tokens without white space between them, in Chinese too, since by it programs write the
    text as it was printed. ``&``, ``<`` and ``>`` are entities, and what XML cannot hold becomes U+FFFD.
    """
    for page in pages:
        facts = {name.replace("-", "_"): value for name, value in page.properties.items() if name != "document"}
        yield _vertical_tag("doc", id=page.id, **facts)
        for passage in page.passages:
            if unit := passage.unit:
                yield _vertical_tag("align", id=passage.id, lang=passage.lang, score=f"{unit.score:.4f}")
            else:
                yield _vertical_tag("p", id=passage.id, lang=passage.lang, kind=passage.kind)
            for number, sentence in enumerate(passage.sentences, start=1):
                yield _vertical_tag("s", id=f"{passage.id}.{number}") + _vertical_tokens(sentence) + "</s>\n"
            yield "</align>\n" if passage.unit else "</p>\n"
        yield "</doc>\n"


def _vertical_tag(tag: str, **attributes: str) -> str:
    values = {name: escape(one_line(value), {'"': "&quot;"}) for name, value in attributes.items()}
    written = "".join(f' {name}="{value}"' for name, value in values.items())
    return f"<{tag}{written}>\n"


def _vertical_tokens(sentence: list[Token]) -> str:
    lines = (
        "\t".join(map(xml_content, (token.text, token.key, token.lemma or "_", token.lang)))
        + ("\n" if token.is_spaced else "\n<g/>\n")
        for token in sentence
    )
    return "".join(lines).removesuffix("<g/>\n")


def conllu_of_pages(pages: Iterable[Page]) -> Iterator[str]:
    """Write pages as CoNLL-U in UTF-8 and NFC: a document's facts, its blocks as paragraphs, sentences with their
    tokens.

    A unit is one sentence, with its translation in ``text_LANG`` and its id in ``parallel_id``. There are no heads,
    and a part of speech only for marks and figures; what is not known is ``_``.
    """
    for page in pages:
        comments = [("newdoc id", page.id), *((name, page.properties.get(name)) for name in ("url", "title"))]
        for passage in page.passages:
            if unit := passage.unit:
                translation = f"text_{primary_language(unit.target.lang)}", unit.target.text
                comments += [("parallel_id", f"archive/{passage.id}"), translation]
                if tokens := [*chain(*passage.sentences)]:
                    yield _conllu_sentence(passage.id, tokens, comments)
                comments = []
                continue
            comments.append(("newpar id", passage.id))
            for number, sentence in enumerate(passage.sentences, start=1):
                yield _conllu_sentence(f"{passage.id}.{number}", sentence, comments)
                comments = []


def _conllu_sentence(id_: str, tokens: list[Token], comments: list[tuple[str, str | None]]) -> str:
    forms = [normalize("NFC", xml_text(token.text)) for token in tokens]
    spaced = [f"{form} " if token.is_spaced else form for form, token in zip(forms, tokens, strict=True)]
    named = [*comments, ("sent_id", id_), ("lang", tokens[0].lang), ("text", "".join(spaced).rstrip())]
    lines = [f"# {name} = {normalize('NFC', one_line(value))}\n" for name, value in named if value is not None]
    for number, (form, token) in enumerate(zip(forms, tokens, strict=True), start=1):
        base = normalize("NFC", xml_text(token.lemma or "_"))
        columns = (
            str(number),
            form,
            base,
            _part_of_speech(token),
            *"_____",
            "_" if token.is_spaced else "SpaceAfter=No",
        )
        lines.append("\t".join(columns) + "\n")
    return "".join(lines) + "\n"


_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
_UNSURE = frozenset("%‰&@#*/\\§\ufffd")
"""Marks that Unicode takes for punctuation, and treebanks for symbols, conjunctions or either."""


def _part_of_speech(token: Token) -> str:
    """Return the universal part of speech of a token where its characters show it, else ``_``."""
    if token.is_word:
        return "NUM" if _FIGURES.fullmatch(token.text) else "_"
    if _UNSURE.isdisjoint(token.text):
        kinds = {category(character)[0] for character in token.text}
        return {"P": "PUNCT", "S": "SYM"}.get("".join(kinds), "_")
    return "_"


_TEI_HEAD = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader><fileDesc><titleStmt><title>Texts of crawled pages</title></titleStmt>
<publicationStmt><p>Exported from an archive of captured pages; each text states its rights.</p></publicationStmt>
<sourceDesc><p>Pages captured as WARC records, which each text names.</p></sourceDesc></fileDesc>
<encodingDesc><appInfo><application ident="agency-archive" version="{__version__}">
<label>agency-archive</label></application></appInfo></encodingDesc></teiHeader>
"""


def tei_of_pages(groups: Iterable[tuple[Page, ...]]) -> Iterator[str]:
    """Write pages as a TEI P5 corpus in UTF-8: a text of a page, or of a unit's two pages with links between their
    passages.

    What XML cannot hold becomes U+FFFD. Raises ArchiveMissing where there is none, since a corpus cannot be empty.
    """
    pages = iter(groups)
    first = next(pages, None)
    if first is None:
        raise ArchiveMissing("nothing passes, and a TEI corpus has one text at least; filter less")
    yield _TEI_HEAD
    for group in chain([first], pages):
        yield f"<TEI>\n{_tei_header(group)}"
        yield f"<text{_tei_language(group[0].passages[0])}><body>\n"
        if len(group) == 1:
            yield from map(_tei_passage, group[0].passages)
            yield "</body></text>\n</TEI>\n"
            continue
        for side, page in zip(_SIDES, group, strict=True):
            yield f'<div type="{side}"{_tei_language(page.passages[0])}>\n'
            yield from (_tei_passage(passage, f".{side}") for passage in page.passages)
            yield "</div>\n"
        yield f'</body></text>\n<standOff><linkGrp type="translation">\n{_tei_links(group[0])}'
        yield "</linkGrp></standOff>\n</TEI>\n"
    yield "</teiCorpus>\n"


def _tei_links(page: Page) -> str:
    ids = ((_xml_id(passage.id), passage.unit) for passage in page.passages)
    return "".join(
        f'<link target="#{id_}.source #{id_}.target" cert="{unit.score:.4f}"/>\n' for id_, unit in ids if unit
    )


def _tei_passage(passage: Passage, side: str = "") -> str:
    element, id_ = "ab" if passage.unit else "p", _xml_id(passage.id) + side
    kind = "" if passage.kind in ("paragraph", "unit") else f' rend="{passage.kind}"'
    sentences = "".join(
        f'<s xml:id="{id_}.{number}">{_tei_tokens(tokens)}</s>\n'
        for number, tokens in enumerate(passage.sentences, start=1)
    )
    return f'<{element} xml:id="{id_}"{kind}{_tei_language(passage)}>\n{sentences}</{element}>\n'


def _tei_tokens(tokens: list[Token]) -> str:
    return "".join(_tei_token(token) + " " * token.is_spaced for token in tokens).rstrip()


def _tei_token(token: Token) -> str:
    if not token.is_word:
        return f"<pc>{xml_content(token.text)}</pc>"
    base = f" lemma={xml_attribute(token.lemma)}" if token.lemma else ""
    key = f" norm={xml_attribute(token.key)}" if token.key != token.text else ""
    return f"<w{base}{key}>{xml_content(token.text)}</w>"


_LANGUAGE_TAG = re.compile("[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


def _tei_language(passage: Passage) -> str:
    return f' xml:lang="{passage.lang if _LANGUAGE_TAG.fullmatch(passage.lang) else "und"}"'


def _xml_id(id_: str) -> str:
    """An identifier as a name of XML, which begins with a letter."""
    return f"t.{safe_name(id_)}"


def _tei_header(pages: tuple[Page, ...]) -> str:
    """Return the TEI header of a text: what the first page says of its use, and where each page comes from."""
    facts = pages[0].properties
    title = _tei_element("title", facts.get("title") or facts["url"])
    author = _tei_element("author", facts.get("speaker") or facts.get("author"))
    rights = "".join(_tei_right(name, facts[name]) for name in RIGHTS if name in facts)
    sources = "".join(_tei_source(page.properties) for page in {page.id: page for page in pages}.values())
    return (
        f"<teiHeader><fileDesc><titleStmt>{title}{author}</titleStmt>\n"
        f"<publicationStmt><distributor>agency-archive</distributor>{_tei_element('idno', pages[0].id)}\n"
        f"<availability>{rights or '<p>The page states nothing of its use.</p>'}</availability></publicationStmt>\n"
        f"<sourceDesc>{sources}</sourceDesc></fileDesc></teiHeader>\n"
    )


def _tei_source(facts: dict[str, str]) -> str:
    """Return the TEI description of a page's source and stated facts; what has no element of its own is a note."""
    named = ("title", "author", "news_source", "published", *RIGHTS)
    day = facts.get("published", "")[:10]
    when = f' when="{day}"' if _is_day(day) else ""
    parts = [
        _tei_element("title", facts.get("title")),
        _tei_element("author", facts.get("author")),
        _tei_element("publisher", facts.get("news-source") or facts.get("site")),
        _tei_element("date", facts.get("published"), when),
        *(_tei_element("idno", facts.get(name), f' type="{name}"') for name in IDENTIFIERS),
        *(
            _tei_element("note", value, f' type="{name}"')
            for name, value in facts.items()
            if name not in (*named, *IDENTIFIERS, "news-source")
        ),
    ]
    return f"<bibl>{''.join(parts)}</bibl>\n"


def _tei_element(name: str, value: str | None, attributes: str = "") -> str:
    return f"<{name}{attributes}>{xml_content(value)}</{name}>" if value else ""


def _tei_right(name: str, value: str) -> str:
    if name != "license":
        return _tei_element("p", f"{name}: {value}")
    target = f" target={xml_attribute(value)}" if is_web_url(value) and " " not in value else ""
    return _tei_element("licence", value, target)


def _is_day(text: str) -> bool:
    with suppress(ValueError):
        return date.fromisoformat(text).isoformat() == text
    return False
