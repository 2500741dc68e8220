"""The OpenAPI description (OpenAPI Specification 3.1.0) of the API, made from its operations."""

from collections.abc import Mapping, Sequence
from typing import Any

from archive import __version__
from archive.web.api.operation import Operation, Parameter
from archive.web.api.schemas import SCHEMAS

_PROBLEMS = {
    "400": "The question has no meaning: a parameter that is unknown, missing or out of bounds, a Host of another.",
    "404": "What was asked for is not in the archive.",
    "405": "The archive is only read here, with GET and HEAD.",
    "414": "The address is too long.",
    "500": "The program failed, or the archive is damaged.",
    "503": "There is no archive yet, too many ask at once, or the answer takes too long; ask for rarer words.",
}


def describe(operations: Sequence[Operation]) -> dict[str, Any]:
    """The description as JSON values."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Agency Archive",
            "version": __version__,
            "description": "Search and read an archive of crawled news and speeches. Read only; times are UTC.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": {operation.path: {"get": _operation(operation)} for operation in operations},
        "components": {"schemas": SCHEMAS, "responses": {code: _problem(text) for code, text in _PROBLEMS.items()}},
    }


def _operation(operation: Operation) -> dict[str, Any]:
    answer = {"$ref": f"#/components/schemas/{operation.schema}"}
    parameters = [_parameter(each) for each in operation.parameters]
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [*parameters, _held()],
        "responses": {
            "200": {
                "description": "The answer.",
                "headers": {"ETag": {"description": "Changes when the answer does.", "schema": {"type": "string"}}},
                "content": {"application/json": {"schema": answer}},
            },
            "304": {"description": "The answer is what If-None-Match names."},
            **{code: {"$ref": f"#/components/responses/{code}"} for code in _PROBLEMS},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    described: Mapping[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "required": parameter.required,
        "schema": dict(parameter.schema),
    }
    return dict(described)


def _held() -> dict[str, Any]:
    return {
        "name": "If-None-Match",
        "in": "header",
        "description": "The ETag of the answer that the asker has.",
        "schema": {"type": "string"},
    }


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}
