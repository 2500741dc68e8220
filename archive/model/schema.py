"""Checks JSON values against the JSON Schemas (draft 2020-12) of what the archive stores.

``python -m archive.model.schema`` prints the schema of a document.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from archive.model.document import document_schema

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator


def faults(values: Any) -> list[str]:
    """The faults of a document's JSON values, a line each with the path to it; empty when it is valid."""
    return _faults(_document_validator(), values)


@cache
def read_schema(package: str, file: str) -> dict[str, Any]:
    """The JSON Schema in a file of a package."""
    schema: dict[str, Any] = json.loads(files(package).joinpath(file).read_text(encoding="utf-8"))
    return schema


def schema_faults(values: Any, package: str, file: str) -> list[str]:
    """The faults of JSON values by a schema, a line each with the path to it; empty when they are valid."""
    return _faults(_file_validator(package, file), values)


def _faults(validator: "Draft202012Validator", values: Any) -> list[str]:
    in_order = sorted(validator.iter_errors(values), key=lambda error: list(map(str, error.absolute_path)))
    return [f"{error.json_path}: {error.message}" for error in in_order]


@cache
def _document_validator() -> "Draft202012Validator":
    return _validator(document_schema())


@cache
def _file_validator(package: str, file: str) -> "Draft202012Validator":
    return _validator(read_schema(package, file))


def _validator(schema: Mapping[str, Any]) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator  # long to load, and only a check needs it

    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


if __name__ == "__main__":
    print(json.dumps(document_schema(), ensure_ascii=False, indent=1))
