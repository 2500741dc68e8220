"""JSON Schemas (draft 2020-12) of what the archive stores, and the check of JSON values against them."""

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

_DOCUMENT = ("archive.model", "document.schema.json")


def document_schema() -> dict[str, Any]:
    """The JSON Schema of one document."""
    return read_schema(*_DOCUMENT)


def faults(values: Any) -> list[str]:
    """The faults of a document's JSON values, a line each with the path to it; empty when it is valid."""
    return schema_faults(values, *_DOCUMENT)


@cache
def read_schema(package: str, file: str) -> dict[str, Any]:
    """The JSON Schema in a file of a package."""
    schema: dict[str, Any] = json.loads(files(package).joinpath(file).read_text(encoding="utf-8"))
    return schema


def schema_faults(values: Any, package: str, file: str) -> list[str]:
    """The faults of JSON values by a schema, a line each with the path to it; empty when they are valid."""
    errors = _validator(package, file).iter_errors(values)
    in_order = sorted(errors, key=lambda error: list(map(str, error.absolute_path)))
    return [f"{error.json_path}: {error.message}" for error in in_order]


@cache
def _validator(package: str, file: str) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator  # long to load, and only a check needs it

    return Draft202012Validator(read_schema(package, file), format_checker=Draft202012Validator.FORMAT_CHECKER)
