"""Translation units and documents as rows under named columns, for CSV and Parquet."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from archive.bitext.units import Origin, Place, TranslationUnit
from archive.export.page_rights import StateUnits, silent
from archive.model.document import Document
from archive.rights import Stated, stated_by

Cell = str | int | float | None | tuple[str, ...] | tuple[Place, ...]
Row = tuple[Cell, ...]

_ORIGIN = ("document", "version", "url", "uri", "warc", "offset", "length", "record_id", "payload_digest")
_RIGHTS = ("license", "copyright", "noarchive", "tdm_reservation", "tdm_policy", "robots_kept_out")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, each with a cell under each column."""

    columns: tuple[str, ...]
    rows: Iterable[Row]


def unit_table(units: Iterable[TranslationUnit], rights: StateUnits = silent) -> Table:
    """A row for each unit. ``target_...`` say where the target comes from, also where that is the same page.

    ``rights`` gives what is said of pages; without it these columns are empty.
    """
    columns = (
        "source", "target", "source_lang", "target_lang", "score", "flags", "first", "source_places", "target_places",
        *_ORIGIN, *(f"target_{name}" for name in _ORIGIN), *_RIGHTS, *(f"target_{name}" for name in _RIGHTS),
    )  # fmt: skip
    return Table(columns, (_unit_row(unit, rights) for unit in units))


def block_table(documents: Iterable[Document], rights: Callable[[Document], Stated] = stated_by) -> Table:
    """A row for each block of each document, with the facts of the document.

    ``rights`` gives what is said of it; else it is what its page says.
    """
    columns = (
        *_ORIGIN, "site", "kind", "title", "published", "section", "author", "speaker", "delivered", *_RIGHTS,
        "block", "block_kind", "lang", "confidence", "text", "xpath",
    )  # fmt: skip
    return Table(columns, (row for document in documents for row in _block_rows(document, rights(document))))


def _unit_row(unit: TranslationUnit, rights: StateUnits) -> Row:
    source, target = unit.source, unit.target
    return (
        source.text, target.text, source.lang, target.lang, unit.score, unit.flags, unit.first, source.places,
        target.places, *_origin(source.origin), *_origin(target.origin),
        *_rights(rights(source.origin)), *_rights(rights(target.origin)),
    )  # fmt: skip


def _block_rows(document: Document, stated: Stated) -> Iterator[Row]:
    speech = document.speech
    facts = (
        *_origin(Origin.of(document)), document.site, document.kind, document.title, document.published,
        document.section, document.author, speech.speaker if speech else None,
        speech.delivered if speech else None, *_rights(stated),
    )  # fmt: skip
    for block in document.blocks:
        yield *facts, block.n, block.kind, block.lang, block.confidence, block.text, block.xpath


def _rights(stated: Stated | None) -> Row:
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
