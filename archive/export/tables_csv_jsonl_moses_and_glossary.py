"""Export as CSV tables, as a line for each unit or document (JSON lines, TSV, files of Moses), and as plain text.

A table has a row for each translation unit, or for each block of a document. Moses and OPUS read parallel plain text:
a file for each language, and one of ids.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from archive.bitext.translation_units import (
    BlockSpan,
    Origin,
    TranslationUnit,
    encode_unit,
    format_places,
    unit_id,
)
from archive.corpus.words import split_words
from archive.disk import remove_unfinished, replacing, replacing_folder
from archive.export.provenance import FACTS, FactsOfOrigin, PageFacts, by_pages, no_facts
from archive.export.tmx_xliff_tbx import xml_text
from archive.model.document import Document, encode_document
from archive.model.language_codes import primary_language
from archive.query.terminal_output_columns_json_and_csv import csv_line, csv_lines, to_csv
from archive.rights_of_pages_and_sites import StatedRights, rights_stated_by
from archive.terms.term_extraction import Term

if TYPE_CHECKING:
    from archive.export.conllu_tei_and_vertical_text import Page, Passage


BYTE_ORDER_MARK = "\ufeff"
"""By it a spreadsheet knows that a file is in UTF-8."""

Cell = str | int | float | None | tuple[str, ...] | tuple[BlockSpan, ...]
Row = tuple[Cell, ...]

_ORIGIN = ("document", "version", "url", "uri", "warc", "offset", "length", "record_id", "payload_digest")
_RIGHTS = ("license", "copyright", "noarchive", "tdm_reservation", "tdm_policy", "robots_kept_out")
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_FACTS = ("site", "kind", *FACTS)
_NO_FACTS: Row = (None,) * len(_FACTS)

_HEADER = (
    "chinese", "english", "units", "chinese_units", "english_units", "score", "chinese_example", "english_example",
    "url", "document", "version", "chinese_places", "english_document", "english_version", "english_places",
    "type", "variants", "documents", "first_seen", "last_seen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """An export table: rows with a cell under each column, in two parts; that of the page is the same tuple in row
    after row.
    """

    columns: tuple[str, ...]
    rows: Iterable[tuple[Row, Row]]


def unit_table(units: Iterable[TranslationUnit], facts: FactsOfOrigin = no_facts) -> Table:
    """Make the export table with a row for each translation unit. The columns ``target_...`` give the target's
    origin, even where that is the source's.

    ``facts`` gives facts and rights of the pages; without it these columns are empty.
    """
    of_page = (*_ORIGIN, *_RIGHTS, *_FACTS)
    columns = (
        "id", "source", "target", "source_lang", "target_lang", "score", "flags", "first", "source_places",
        "target_places", *of_page, *(f"target_{name}" for name in of_page),
    )  # fmt: skip
    return Table(columns, _unit_rows(units, facts))


def block_table(
    documents: Iterable[Document], rights: Callable[[Document], StatedRights] = rights_stated_by
) -> Table:
    """Make the export table with a row for each block of each document, with the fields of the document.

    ``rights`` gives the statements about its use; without it they are those of its page.
    """
    columns = (*_ORIGIN, *_FACTS, *_RIGHTS, "block", "block_kind", "lang", "confidence", "text", "xpath")
    return Table(columns, (row for document in documents for row in _block_rows(document, rights(document))))


def csv_of_table(table: Table, byte_order_mark: bool = False) -> Iterator[str]:
    """Write an export table as lines of CSV in UTF-8, the columns' names first, after a byte order mark if one is
    wanted.

    Flags stand in one cell with a space between them, places as ``BLOCK:START-END``. No cell is a formula, and
    characters that reverse text or control a terminal are left out; JSON and Parquet have the exact characters.
    """
    lines = chain(csv_lines(table.columns, ()), _csv_lines(table.rows))
    return chain([BYTE_ORDER_MARK], lines) if byte_order_mark else lines


def _csv_lines(rows: Iterable[tuple[Row, Row]]) -> Iterator[str]:
    known: tuple[Row, Row] = ((), ())
    texts = ["", ""]
    for row in rows:
        for side, part in enumerate(row):
            if part is not known[side]:  # a page's is the same again and again
                texts[side] = _csv_part(part)
        known = row
        yield f"{texts[0]},{texts[1]}\r\n"


def _csv_part(row: Row) -> str:
    cells = [cell if isinstance(cell, _CELL_OF_CSV) else _csv_cell(cell) for cell in row]
    return csv_line(cells).removesuffix("\r\n")


_CELL_OF_CSV = (str, float, type(None))


def _csv_cell(cell: int | tuple[str, ...] | tuple[BlockSpan, ...]) -> str:
    if isinstance(cell, int):
        return str(cell).lower()  # of a bool too
    return format_places(cell) if cell and isinstance(cell[0], BlockSpan) else " ".join(map(str, cell))


def _unit_rows(units: Iterable[TranslationUnit], facts: FactsOfOrigin) -> Iterator[tuple[Row, Row]]:
    for first, group in by_pages(units):
        of_source = _page_cells(first.source.origin, facts)
        pages = (*of_source, *(_page_cells(first.target.origin, facts) if first.is_cross_page else of_source))
        for unit in group:
            source, target = unit.source, unit.target
            own = (
                unit_id(unit), source.text, target.text, source.lang, target.lang, unit.score, unit.flags, unit.first,
                source.places, target.places,
            )  # fmt: skip
            yield own, pages


def _page_cells(origin: Origin, facts: FactsOfOrigin) -> Row:
    page = facts(origin)
    if page is None:
        return (*_origin(origin), *_rights(None), *_NO_FACTS)
    return (*_origin(origin), *_rights(page.rights), *page.values().values())


def _block_rows(document: Document, stated: StatedRights) -> Iterator[tuple[Row, Row]]:
    facts = PageFacts.of_document(document).values().values()
    fields = (*_origin(Origin.of_document(document)), *facts, *_rights(stated))
    for block in document.blocks:
        yield fields, (block.n, block.kind, block.lang, block.confidence, block.text, block.xpath)


def _rights(stated: StatedRights | None) -> Row:
    if stated is None:
        return (None,) * len(_RIGHTS)
    page = stated.page
    return page.license, page.copyright, page.noarchive or None, stated.reserved, stated.policy, stated.robots


def _origin(origin: Origin) -> Row:
    capture = origin.capture
    return (
        origin.document, origin.version, origin.url, capture.uri, capture.warc, capture.offset, capture.length,
        capture.record_id, capture.payload_digest,
    )  # fmt: skip


def json_lines_of_units(units: Iterable[TranslationUnit], facts: FactsOfOrigin = no_facts) -> Iterator[bytes]:
    """Write translation units as JSON lines, as in ``bitext/``, with an ``id``, in UTF-8; a lone surrogate becomes
    its escape.

    ``facts`` gives the facts of pages, which are then ``facts`` and, of the target on another page, ``target_facts``.
    """
    for first, group in by_pages(units):
        known = {"facts": facts(first.source.origin)}
        if first.is_cross_page:
            known["target_facts"] = facts(first.target.origin)
        added = {name: page.values() for name, page in known.items() if page}
        end = f",{_COMPACT.encode(added)[1:]}" if added else "}"
        for unit in group:
            yield _line(f'{encode_unit(unit)[:-1]},"id":"{unit_id(unit)}"{end}')


def json_lines_of_documents(documents: Iterable[Document]) -> Iterator[bytes]:
    """Write documents as JSON lines, as in ``documents/``, in UTF-8; a lone surrogate becomes its escape."""
    return map(_line, map(encode_document, documents))


def glossary_of_terms(terms: "Iterable[Term]", english_first: bool = False) -> Iterator[str]:
    """Write terms as the glossary of OmegaT: source, target and, as comment, counts and an example, with tabs
    between.

    The source is Chinese unless ``english_first``. A line that OmegaT would take for a comment is left out.
    """
    for term in terms:
        pair = (term.english, term.chinese) if english_first else (term.chinese, term.english)
        chinese, english = term.examples[0]
        comment = f"{term.count} units: {chinese.text} | {english.text}"
        if not pair[0].startswith("#"):
            yield "\t".join(map(tab_cell, (*pair, comment))) + "\n"


def tsv_of_units(units: Iterable[TranslationUnit]) -> Iterator[str]:
    """Write translation units as TSV, as the tools of Moses and OPUS read it; there is no header.

    The cells are source, target, score, the two languages, document and URL of the source, document and URL of the
    target; the last two differ from the two before only in cross-page units. What would end a cell becomes a space, a
    lone surrogate U+FFFD.
    """
    for unit in units:
        cells = (
            unit.source.text, unit.target.text, f"{unit.score:.4f}", unit.source.lang, unit.target.lang,
            unit.document, unit.url, unit.target.origin.document, unit.target.origin.url,
        )  # fmt: skip
        yield "\t".join(map(tab_cell, cells)) + "\n"


def _line(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace") + b"\n"


LanguageNames = tuple[str, str]
"""The names of source and target language in the names of files."""


def language_names(unit: TranslationUnit) -> LanguageNames:
    """Return the names of a unit's languages for files: the first subtags (``zh``, ``en``); whole tags where these
    are the same.

    Simplified and traditional Chinese are ``zh`` beside English, ``zh-Hans`` and ``zh-Hant`` beside each other.
    """
    tags = unit.source.lang, unit.target.lang
    names = primary_language(tags[0]), primary_language(tags[1])
    return tags if names[0] == names[1] else names


def moses_paths(prefix: Path, names: LanguageNames) -> list[Path]:
    """Return the Moses files of the source, the target and the ids: ``PREFIX.zh``, ``PREFIX.en``, ``PREFIX.ids``."""
    return [prefix.with_name(f"{prefix.name}.{ending}") for ending in (*names, "ids")]


def moses_lines(units: Iterable[TranslationUnit]) -> Iterator[str]:
    """Yield a line for each unit, with tabs between: source, target, id, documents of both, and score.

    What would end a line or a cell becomes a space, a lone surrogate U+FFFD.
    """
    for unit in units:
        documents = unit.source.origin.document, unit.target.origin.document
        cells = tab_cell(unit.source.text), tab_cell(unit.target.text), unit_id(unit), *documents, f"{unit.score:.4f}"
        yield "\t".join(cells) + "\n"


def write_moses(lines: Iterable[bytes], prefix: Path, names: LanguageNames) -> None:
    """Write translation units as the three files of Moses; they get their names when all are complete.

    ``lines`` are those of ``moses_lines`` in UTF-8, of which a line of ids has the cells behind the texts.
    """
    with ExitStack() as files:
        paths = moses_paths(prefix, names)
        for path in paths:
            remove_unfinished(path)
        streams = [files.enter_context(replacing(path)) for path in paths]
        for line in lines:
            source, target, ids = line.split(b"\t", 2)
            streams[0].write(source + b"\n")
            streams[1].write(target + b"\n")
            streams[2].write(ids)


IDENTIFIERS = ("document", "version", "url", "uri", "capture", "record-id", "payload-digest")
RIGHTS = ("license", "copyright", "noarchive", "tdm-reservation", "tdm-policy", "robots-kept-out")
"""Names of a page's properties."""


_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ENDS_CELL = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ODD_IN_CELL = re.compile(r"[\t-\r\x1c-\x1e\x85\u2028\u2029\ud800-\udfff]")


def replace_surrogates(text: str) -> str:
    """Replace each lone surrogate in an exported text by U+FFFD, since UTF-8 cannot hold it.

    >>> replace_surrogates("a\\ud800b")
    'a\ufffdb'
    """
    return _LONE_SURROGATE.sub("\ufffd", text)


def tab_cell(text: str) -> str:
    """Make a text fit for a cell of TSV: a space for each character that would end the cell or the line."""
    return replace_surrogates(_ENDS_CELL.sub(" ", text)) if _ODD_IN_CELL.search(text) else text


def one_line(text: str) -> str:
    """Put an exported text on one line, with U+FFFD for control characters too."""
    return xml_text(tab_cell(text))


_LONGEST_NAME = 100


def safe_name(name: str) -> str:
    """Make a name safe for an exported file on any system: its letters with a digest, where the name itself is not.

    >>> safe_name("agency-3f9c0a11d2e4"), safe_name("../a")
    ('agency-3f9c0a11d2e4', '_._a-33a80bec')
    """
    safe = re.sub(r"[^A-Za-z0-9_.-]|^[.-]|\.\.|^$", "_", name)[:_LONGEST_NAME]
    digest = blake2b(name.encode("utf-8", "replace"), digest_size=4).hexdigest()
    return name if name == safe else f"{safe[: _LONGEST_NAME - len(digest) - 1]}-{digest}"


_TEXTS_TABLE = "metadata.tsv"
_TEXTS_COLUMNS = (*IDENTIFIERS, "site", "kind", *(name.replace("_", "-") for name in FACTS), *RIGHTS)
_TEXTS_COUNTS = ("file", "lang", "aligned_with", "lines", "words", "characters")


def write_texts(groups: "Iterable[tuple[Page, ...]]", folder: Path) -> None:
    """Export a new folder of plain text in UTF-8: a file for each language of a page, or for each side of its units.

    A line is a block, or a side of a unit: line N of the one file translates line N of the other. ``metadata.tsv``
    has a line for each file. The folder gets its name when it is complete. Raises UsageError where it is not new.
    """
    with replacing_folder(folder) as made, (made / _TEXTS_TABLE).open("w", encoding="utf-8", newline="\n") as table:
        table.write("\t".join([*_TEXTS_COUNTS, *_TEXTS_COLUMNS]).replace("-", "_") + "\n")
        for page, *translated in groups:
            if translated:
                _write_sides(page, translated[0], made, table)
            else:
                _write_languages(page, made, table)


def _write_languages(page: "Page", folder: Path, table: TextIO) -> None:
    languages: dict[str, list[Passage]] = {}
    for passage in page.passages:
        languages.setdefault(primary_language(passage.lang), []).append(passage)
    for lang, passages in languages.items():
        name = f"{safe_name(page.id)}.{safe_name(lang)}.txt"
        _write_text(page._replace(passages=passages), folder / name, table)


def _write_sides(source: "Page", target: "Page", folder: Path, table: TextIO) -> None:
    unit = source.passages[0].unit
    langs = list(map(safe_name, language_names(unit))) if unit else []
    stem = "_".join(dict.fromkeys(safe_name(page.id) for page in (source, target)))
    names = [f"{stem}.{'-'.join(langs)}.{lang}.txt" for lang in langs]
    _write_text(source, folder / names[0], table, names[1])
    _write_text(target, folder / names[1], table, names[0])


def _write_text(page: "Page", file: Path, table: TextIO, other: str = "") -> None:
    """Write a page's passages as lines of a text file, and its line of ``metadata.tsv``."""
    lines = [one_line(passage.text) for passage in page.passages]
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    words = sum(word.is_word for passage in page.passages for word in split_words(passage.text, passage.lang))
    counts = (file.name, page.passages[0].lang, other, len(lines), words, sum(map(len, lines)))
    facts = (page.properties.get(name) or "" for name in _TEXTS_COLUMNS)
    table.write("\t".join(one_line(str(cell)) for cell in (*counts, *facts)) + "\n")


def terms_csv(terms: Sequence[Term]) -> str:
    """Print bilingual terms as CSV, each with its first example and the place of that."""
    return to_csv(_HEADER, map(_row, terms))


def _row(term: Term) -> list[str]:
    counts = map(str, (term.count, term.chinese_count, term.english_count, term.score))
    row = [term.chinese, term.english, *counts]
    chinese, english = term.examples[0]
    origin = chinese.origin
    return [
        *row, chinese.text, english.text, origin.url, origin.document, origin.version,
        format_places(chinese.places), english.origin.document, english.origin.version, format_places(english.places),
        term.type, "; ".join(term.variants), str(term.documents), term.first_seen, term.last_seen,
    ]  # fmt: skip
