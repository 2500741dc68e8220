"""The published JSON Schema of a document, and the check against it."""

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator


@cache
def document_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one document."""
    text = files("archive.model").joinpath("document.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def _validator() -> "Draft202012Validator":
    from jsonschema import Draft202012Validator  # long to load, and only a check needs it

    return Draft202012Validator(document_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def faults(values: Any) -> list[str]:
    """What is wrong with a document's JSON values, a line each with the path to it; empty when it is valid."""
    errors = sorted(_validator().iter_errors(values), key=lambda error: list(map(str, error.absolute_path)))
    return [f"{error.json_path}: {error.message}" for error in errors]
