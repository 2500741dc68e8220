"""Translation units and documents as rows under named columns, for CSV and Parquet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.bitext.units import Origin, Place, TranslationUnit
from archive.model.document import Document

Cell = str | int | float | None | tuple[str, ...] | tuple[Place, ...]
Row = tuple[Cell, ...]

_ORIGIN = ("document", "version", "url", "uri", "warc", "offset", "length", "record_id", "payload_digest")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, each with a cell under each column."""

    columns: tuple[str, ...]
    rows: Iterable[Row]


def unit_table(units: Iterable[TranslationUnit]) -> Table:
    """A row for each unit. ``target_...`` say where the target comes from, also where that is the same page."""
    columns = (
        "source", "target", "source_lang", "target_lang", "score", "flags", "first", "source_places", "target_places",
        *_ORIGIN, *(f"target_{name}" for name in _ORIGIN),
    )  # fmt: skip
    return Table(columns, map(_unit_row, units))


def block_table(documents: Iterable[Document]) -> Table:
    """A row for each block of each document, with the facts of the document."""
    columns = (
        *_ORIGIN, "site", "kind", "title", "published", "section", "author", "speaker", "delivered", "block",
        "block_kind", "lang", "confidence", "text", "xpath",
    )  # fmt: skip
    return Table(columns, (row for document in documents for row in _block_rows(document)))


def _unit_row(unit: TranslationUnit) -> Row:
    source, target = unit.source, unit.target
    return (
        source.text, target.text, source.lang, target.lang, unit.score, unit.flags, unit.first, source.places,
        target.places, *_origin(source.origin), *_origin(target.origin),
    )  # fmt: skip


def _block_rows(document: Document) -> Iterator[Row]:
    speech = document.speech
    facts = (
        *_origin(Origin.of(document)), document.site, document.kind, document.title, document.published,
        document.section, document.author, speech.speaker if speech else None,
        speech.delivered if speech else None,
    )  # fmt: skip
    for block in document.blocks:
        yield *facts, block.n, block.kind, block.lang, block.confidence, block.text, block.xpath


def _origin(origin: Origin) -> Row:
    capture = origin.capture
    return (
        origin.document, origin.version, origin.url, capture.uri, capture.warc, capture.offset, capture.length,
        capture.record_id, capture.payload_digest,
    )  # fmt: skip
