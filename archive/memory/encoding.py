"""A translation unit as a line of JSON, and back. The form is in docs/formats.md and ``unit.schema.json``."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from archive.bitext.units import Origin, Place, Side, TranslationUnit
from archive.model.capture import Capture

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

SCHEMA_VERSION = 1


def to_json(unit: TranslationUnit) -> dict[str, Any]:
    """The unit as JSON values, keys in the published order."""
    return {
        "schema": SCHEMA_VERSION,
        **_origin_values(unit.source.origin),
        "source": _side_values(unit.source),
        "target": _side_values(unit.target),
        "target_page": _origin_values(unit.target.origin) if unit.is_across else None,
        "score": unit.score,
        "first": unit.first,
        "flags": list(unit.flags),
    }


def encode(unit: TranslationUnit) -> str:
    """The unit as one line of JSON, without line end; the same unit gives the same line."""
    return _encoder().encode(to_json(unit))


def decode(line: str | bytes) -> TranslationUnit:
    """The unit that a line of ``bitext/*.jsonl`` holds.

    Raises ValueError when the line is not JSON or of another schema version, KeyError or TypeError when a field
    is missing.
    """
    values = json.loads(line)
    if values.get("schema") != SCHEMA_VERSION:
        raise ValueError(f"unit schema {values.get('schema')!r}, this program reads {SCHEMA_VERSION}")
    origin = _origin(values)
    return TranslationUnit(
        _side(values["source"], origin),
        _side(values["target"], _origin(values["target_page"]) if values["target_page"] else origin),
        values["score"],
        values["first"],
        tuple(values["flags"]),
    )


@cache
def unit_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one translation unit."""
    text = files("archive.memory").joinpath("unit.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def faults(values: Any) -> list[str]:
    """What is wrong with a unit's JSON values, a line each with the path to it; empty when it is valid."""
    errors = sorted(_validator().iter_errors(values), key=lambda error: list(map(str, error.absolute_path)))
    return [f"{error.json_path}: {error.message}" for error in errors]


@cache
def _validator() -> "Draft202012Validator":
    from jsonschema import Draft202012Validator  # long to load, and only a check needs it

    return Draft202012Validator(unit_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


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


def _origin(values: Mapping[str, Any]) -> Origin:
    return Origin(values["document"], values["version"], values["url"], Capture(**values["capture"]))


def _side(values: Mapping[str, Any], origin: Origin) -> Side:
    return Side(values["lang"], values["text"], tuple(Place(*place) for place in values["places"]), origin)
