"""Files of translation units: ``bitext/SITE/YEAR/*.jsonl``, a unit a line, as ``unit.schema.json`` defines it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from archive.bitext.units import BlockSpan, Origin, Side, TranslationUnit
from archive.json_lines import LineFormat, LinesWriter, StoredLine
from archive.model.capture import Capture
from archive.model.document import schema_faults

SCHEMA_VERSION = 1
_SCHEMA = ("archive.translation_memory", "unit.schema.json")


def unit_values(unit: TranslationUnit) -> dict[str, Any]:
    """The unit as JSON values, with the keys in the published order."""
    return {
        "schema": SCHEMA_VERSION,
        **_origin_values(unit.source.origin),
        "source": _side_values(unit.source),
        "target": _side_values(unit.target),
        "target_page": _origin_values(unit.target.origin) if unit.is_cross_page else None,
        "score": unit.score,
        "first": unit.first,
        "flags": list(unit.flags),
    }


def encode_unit(unit: TranslationUnit) -> str:
    """The unit as one line of JSON, without line end; the same unit gives the same line."""
    return _encoder().encode(unit_values(unit))


def decode_unit(line: str | bytes) -> TranslationUnit:
    """The unit that a line of a file of units holds.

    Raises ValueError when the line is not JSON or has another schema version, KeyError or TypeError when a field is
    missing.
    """
    values = json.loads(line)
    if values.get("schema") != SCHEMA_VERSION:
        raise ValueError(f"unit schema {values.get('schema')!r}, this program reads {SCHEMA_VERSION}")
    origin = _read_origin(values)
    return TranslationUnit(
        _read_side(values["source"], origin),
        _read_side(values["target"], _read_origin(values["target_page"]) if values["target_page"] else origin),
        values["score"],
        values["first"],
        tuple(values["flags"]),
    )


def unit_faults(values: Any) -> list[str]:
    """The faults of a unit's JSON values, a line each with the path to it; empty when it is valid."""
    return schema_faults(values, *_SCHEMA)


@cache
def _encoder() -> json.JSONEncoder:
    return json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _origin_values(origin: Origin) -> dict[str, Any]:
    return {
        "document": origin.document,
        "version": origin.version,
        "url": origin.url,
        "capture": asdict(origin.capture),
    }


def _side_values(side: Side) -> dict[str, Any]:
    return {"lang": side.lang, "text": side.text, "places": [list(place) for place in side.places]}


def _read_origin(values: Mapping[str, Any]) -> Origin:
    return Origin(values["document"], values["version"], values["url"], Capture(**values["capture"]))


def _read_side(values: Mapping[str, Any], origin: Origin) -> Side:
    return Side(values["lang"], values["text"], tuple(BlockSpan(*place) for place in values["places"]), origin)


UNIT_LINES = LineFormat("translation unit", "'archive check --repair' makes the file again", encode_unit, decode_unit)
"""Translation units as lines of a file."""

StoredUnit = StoredLine[TranslationUnit]


def read_units(path: Path) -> Iterator[TranslationUnit]:
    """The units of one file, in order; none where there is no file. A torn last line is left out.

    Raises ArchiveDamaged at a line that is no unit.
    """
    return (stored.value for stored in read_stored_units(path))


def read_valid_units(path: Path) -> Iterator[TranslationUnit]:
    """The units of one file as ``read_units`` gives them, without damaged lines, which a check reports."""
    lines = UNIT_LINES.salvage(path) if path.exists() else ()
    return (line.value for line in lines if isinstance(line, StoredLine))


def read_stored_units(path: Path) -> Iterator[StoredUnit]:
    """The units of one file as ``read_units`` gives them, each with its place."""
    if path.exists():
        yield from UNIT_LINES.read(path)


def read_units_by_document(path: Path) -> Iterator[list[StoredUnit]]:
    """The units of one file as ``read_stored_units`` gives them, those of one document together."""
    for _, group in groupby(read_stored_units(path), key=lambda stored: document_of_unit(stored.value)):
        yield list(group)


def document_of_unit(unit: TranslationUnit) -> tuple[str, str]:
    """The id and version of the document that a unit belongs to."""
    return unit.document, unit.version


class UnitsWriter(LinesWriter[TranslationUnit]):
    """Appends to one file of units."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, UNIT_LINES)
