"""An operation of the JSON API: its parameters, the check of its arguments, its response, cursors, OpenAPI
description.

``openapi.json`` declares the operations with their parameters, and the schemas of their responses.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive import __version__
from archive.errors import UsageError
from archive.index import Filters
from archive.model.document import document_schema
from archive.web.etags_and_compression import conditional_response


def json_response(request: Request, values: Any) -> Response:
    """Encode values as the JSON response of the API, in UTF-8; 304 if the reader has the same."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    body = text.encode("utf-8", "backslashreplace")  # a lone surrogate becomes its JSON escape
    return conditional_response(request, Response(body, media_type="application/json"))


Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter of an API operation; ``schema`` (JSON Schema) describes a string or an integer."""

    name: str
    description: str
    schema: Mapping[str, Any]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of an API request, checked against the operation's parameters."""

    values: Mapping[str, str]
    parameters: Mapping[str, Parameter]

    def text(self, name: str) -> str:
        """Return an API argument for a parameter that is required or has a default."""
        return self.values[name] if name in self.values else str(self.parameters[name].schema["default"])

    def optional(self, name: str) -> str | None:
        return self.values.get(name)

    def number(self, name: str) -> int:
        return int(self.text(name))


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the JSON API; ``schema`` names its response in ``openapi.json``."""

    name: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    schema: str
    respond: Callable[[Request, Arguments], Values]

    @property
    def route(self) -> Route:
        def endpoint(request: Request) -> Response:
            return json_response(request, self.respond(request, _read_arguments(request, self.parameters)))

        return Route(self.path, endpoint, name=self.name)


def operation(name: str, respond: Callable[[Request, Arguments], Values]) -> Operation:
    """Return the API operation that ``openapi.json`` declares under a name; ``respond`` gives its response."""
    declared, shared = _declarations()["operations"][name], _declarations()["parameters"]
    given = (shared[each] if isinstance(each, str) else [each] for each in declared["parameters"])
    parameters = tuple(Parameter(**each) for group in given for each in group)
    return Operation(name, declared["path"], declared["summary"], parameters, declared["schema"], respond)


@cache
def _declarations() -> Values:
    found: Values = json.loads(Path(__file__).with_name("openapi.json").read_text(encoding="utf-8"))
    return found


def _read_arguments(request: Request, parameters: Sequence[Parameter]) -> Arguments:
    """Read and check the arguments in the URL of an API request; an empty value counts as absent.

    Raises UsageError for an unknown, repeated or invalid argument, and for a missing one that is required.
    """
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in known:
            raise UsageError(f"unknown parameter {name!r}; this operation takes {', '.join(known) or 'none'}")
        if name in values:
            raise UsageError(f"parameter {name!r} is repeated")
        _check(known[name], value)
        values[name] = value
    for parameter in parameters:
        if parameter.required and not values.get(parameter.name):
            raise UsageError(f"parameter {parameter.name!r} is missing: {parameter.description}")
    return Arguments({name: value for name, value in values.items() if value}, known)


def _check(parameter: Parameter, value: str) -> None:
    schema = parameter.schema
    if not value:
        return
    if schema["type"] == "integer":
        least, most = schema["minimum"], schema["maximum"]
        if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
            raise UsageError(f"parameter {parameter.name!r} must be a number from {least} to {most}, not {value!r}")
    elif len(value) > schema["maxLength"]:
        raise UsageError(f"parameter {parameter.name!r} may have at most {schema['maxLength']} characters")
    elif value not in schema.get("enum", [value]):
        raise UsageError(f"parameter {parameter.name!r} must be one of {', '.join(schema['enum'])}, not {value!r}")


def usable_value(parameter: Parameter, value: str) -> str:
    """Make a form's value valid for an API parameter: a number within its bounds; empty where it cannot be used."""
    schema = parameter.schema
    if "enum" in schema:
        return value if value in schema["enum"] else ""
    if not (value.isascii() and value.isdecimal() and len(value) < 7):
        return ""
    return str(min(schema["maximum"], max(schema["minimum"], int(value))))


_DIGEST = 8


def read_cursor(given: Arguments) -> int:
    """Read from the ``cursor`` of an API request how many results came before.

    Raises UsageError for a cursor that does not come from a response to the same query.
    """
    cursor = given.optional("cursor")
    if cursor is None:
        return 0
    try:
        raw = urlsafe_b64decode(cursor.encode("ascii", "replace"))
    except (Error, ValueError):
        raw = b""
    came, digest = raw[:-_DIGEST], raw[-_DIGEST:]
    if digest != _query_digest(given) or not came.isdigit() or len(came) > 9:
        raise UsageError("unknown cursor; use the value of 'next' in a response to the same query")
    return int(came)


def next_cursor(given: Arguments, came: int) -> str:
    """Return the API cursor of the results after the first ``came``."""
    return urlsafe_b64encode(b"%d" % came + _query_digest(given)).decode()


def _query_digest(given: Arguments) -> bytes:
    parameters = sorted((name, value) for name, value in given.values.items() if name not in ("cursor", "limit"))
    return sha256(repr(parameters).encode("utf-8", "backslashreplace")).digest()[:_DIGEST]


def read_filters(arguments: Arguments) -> Filters:
    """Read the search filters from the arguments of an API request.

    Raises UsageError for an invalid day or an unknown statement of rights.
    """
    names = ("lang", "site", "kind", "speaker", "from", "to", "rights")
    return Filters(*(arguments.optional(name) for name in names))


def describe(operations: Sequence[Operation]) -> Values:
    """Return the OpenAPI description (OpenAPI Specification 3.1.0) of the API's operations as JSON values.

    ``openapi.json`` holds the schemas of the responses, and what all operations share.
    """
    fixed = _declarations()
    description: Values = fixed["description"]
    description["info"]["version"] = __version__
    description["paths"] = {each.path: {"get": _described(each, **fixed["operation"])} for each in operations}
    schema = {key: value for key, value in document_schema().items() if key != "$schema"}
    description["components"]["schemas"]["Document"] = schema
    return description


def _described(operation: Operation, parameters: Sequence[Values], responses: Values) -> Values:
    answer = {"application/json": {"schema": {"$ref": f"#/components/schemas/{operation.schema}"}}}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [
            *({"in": "query", **asdict(each)} for each in operation.parameters),
            *parameters,
        ],
        "responses": responses | {"200": responses["200"] | {"content": answer}},
    }
