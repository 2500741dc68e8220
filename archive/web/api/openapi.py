"""The OpenAPI description (OpenAPI Specification 3.1.0) of the API, made from its operations."""

from collections.abc import Mapping, Sequence
from typing import Any

from archive import __version__
from archive.web.api.operation import Operation, Parameter
from archive.web.api.schemas import SCHEMAS

_PROBLEMS = {
    "400": "Invalid request: an unknown, missing or invalid parameter, or a Host header that is not the server's.",
    "404": "The archive has no such document.",
    "405": "The archive is read-only: use GET or HEAD.",
    "414": "The URL is too long.",
    "500": "Internal error, or the archive is damaged.",
    "503": "There is no archive yet, there are too many requests at once, or the search takes too long.",
}


def describe(operations: Sequence[Operation]) -> dict[str, Any]:
    """Return the description of the operations as JSON values."""
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
        "parameters": [*parameters, _if_none_match()],
        "responses": {
            "200": {
                "description": "The response.",
                "headers": {"ETag": {"description": "Changes when the response does.", "schema": {"type": "string"}}},
                "content": {"application/json": {"schema": answer}},
            },
            "304": {"description": "The response has not changed since the one that If-None-Match names."},
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


def _if_none_match() -> dict[str, Any]:
    return {
        "name": "If-None-Match",
        "in": "header",
        "description": "The ETag of the response that the client has.",
        "schema": {"type": "string"},
    }


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}
