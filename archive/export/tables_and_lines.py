"""Tables of translation units and of documents' blocks, as CSV, and forms with a line each: JSON lines and TSV."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from archive.bitext.units import BlockSpan, Origin, TranslationUnit
from archive.export.escaping import tab_cell
from archive.export.provenance import RightsOfOrigin, format_places, no_rights
from archive.model.document import Document
from archive.model.document import encode as encode_document
from archive.query.terminal_and_csv import csv_lines
from archive.rights import StatedRights, rights_stated_by
from archive.translation_memory.unit_files import encode_unit

Cell = str | int | float | None | tuple[str, ...] | tuple[BlockSpan, ...]
Row = tuple[Cell, ...]

_ORIGIN = ("document", "version", "url", "uri", "warc", "offset", "length", "record_id", "payload_digest")
_RIGHTS = ("license", "copyright", "noarchive", "tdm_reservation", "tdm_policy", "robots_kept_out")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, each with a cell under each column."""

    columns: tuple[str, ...]
    rows: Iterable[Row]


def unit_table(units: Iterable[TranslationUnit], rights: RightsOfOrigin = no_rights) -> Table:
    """A row for each unit. The columns ``target_...`` give the target's origin, even where that is the source's.

    ``rights`` gives the statements about pages' use; without it these columns are empty.
    """
    columns = (
        "source", "target", "source_lang", "target_lang", "score", "flags", "first", "source_places", "target_places",
        *_ORIGIN, *(f"target_{name}" for name in _ORIGIN), *_RIGHTS, *(f"target_{name}" for name in _RIGHTS),
    )  # fmt: skip
    return Table(columns, (_unit_row(unit, rights) for unit in units))


def block_table(
    documents: Iterable[Document], rights: Callable[[Document], StatedRights] = rights_stated_by
) -> Table:
    """A row for each block of each document, with the fields of the document.

    ``rights`` gives the statements about its use; without it they are those of its page.
    """
    columns = (
        *_ORIGIN, "site", "kind", "title", "published", "section", "author", "speaker", "delivered", *_RIGHTS,
        "block", "block_kind", "lang", "confidence", "text", "xpath",
    )  # fmt: skip
    return Table(columns, (row for document in documents for row in _block_rows(document, rights(document))))


def csv_of_table(table: Table) -> Iterator[str]:
    """The lines in UTF-8, the columns' names first.

    Flags stand in one cell with a space between them, places as ``BLOCK:START-END``. No cell is a formula, and
    characters that reverse text or control a terminal are left out; JSON and Parquet have the exact characters.
    """
    return csv_lines(table.columns, ([_csv_cell(cell) for cell in row] for row in table.rows))


def _csv_cell(cell: Cell) -> str | None:
    if isinstance(cell, tuple):
        return format_places(cell) if cell and isinstance(cell[0], BlockSpan) else " ".join(map(str, cell))
    if isinstance(cell, bool):
        return str(cell).lower()
    return cell if cell is None or isinstance(cell, str) else str(cell)


def _unit_row(unit: TranslationUnit, rights: RightsOfOrigin) -> Row:
    source, target = unit.source, unit.target
    return (
        source.text, target.text, source.lang, target.lang, unit.score, unit.flags, unit.first, source.places,
        target.places, *_origin(source.origin), *_origin(target.origin),
        *_rights(rights(source.origin)), *_rights(rights(target.origin)),
    )  # fmt: skip


def _block_rows(document: Document, stated: StatedRights) -> Iterator[Row]:
    speech = document.speech
    fields = (
        *_origin(Origin.of_document(document)), document.site, document.kind, document.title, document.published,
        document.section, document.author, speech.speaker if speech else None,
        speech.delivered if speech else None, *_rights(stated),
    )  # fmt: skip
    for block in document.blocks:
        yield *fields, block.n, block.kind, block.lang, block.confidence, block.text, block.xpath


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


def json_lines_of_units(units: Iterable[TranslationUnit]) -> Iterator[bytes]:
    """A line for each unit, as in ``bitext/``, in UTF-8; a lone surrogate is written as its escape."""
    return map(_line, map(encode_unit, units))


def json_lines_of_documents(documents: Iterable[Document]) -> Iterator[bytes]:
    """A line for each document, as in ``documents/``, in UTF-8; a lone surrogate is written as its escape."""
    return map(_line, map(encode_document, documents))


def tsv_of_units(units: Iterable[TranslationUnit]) -> Iterator[str]:
    """A line for each unit, as the tools of Moses and OPUS read it; there is no header.

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
