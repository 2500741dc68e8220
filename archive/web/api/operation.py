"""What the API can be asked: from this come its routes, the check of what is given, and its description."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.errors import UsageError
from archive.web.api.answer import answer

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that can be given in the address; ``schema`` (JSON Schema) is of a string or an integer."""

    name: str
    description: str
    schema: Mapping[str, Any]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What was given in an address, checked against the parameters there are."""

    values: Mapping[str, str]
    parameters: Mapping[str, Parameter]

    def text(self, name: str) -> str:
        """What was given under a name that is required, or has a default."""
        return self.values[name] if name in self.values else str(self.parameters[name].schema["default"])

    def optional(self, name: str) -> str | None:
        return self.values.get(name)

    def number(self, name: str) -> int:
        return int(self.text(name))


@dataclass(frozen=True, slots=True)
class Operation:
    """A question that the API answers with JSON; ``schema`` names what comes back, in ``schemas.py``."""

    name: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    schema: str
    respond: Callable[[Request, Given], Values]

    @property
    def route(self) -> Route:
        def endpoint(request: Request) -> Response:
            return answer(request, self.respond(request, read_given(request, self.parameters)))

        return Route(self.path, endpoint, name=self.name)


def read_given(request: Request, parameters: Sequence[Parameter]) -> Given:
    """What the request's address gives; an empty value is none.

    Raises UsageError for what is unknown, given twice or out of bounds, and where something is missing.
    """
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in known:
            raise UsageError(f"no parameter {name!r} here; there are {', '.join(known) or 'none'}")
        if name in values:
            raise UsageError(f"parameter {name!r} is given twice")
        _check(known[name], value)
        values[name] = value
    for parameter in parameters:
        if parameter.required and not values.get(parameter.name):
            raise UsageError(f"parameter {parameter.name!r} is missing: {parameter.description}")
    return Given({name: value for name, value in values.items() if value}, known)


def _check(parameter: Parameter, value: str) -> None:
    schema = parameter.schema
    if not value:
        return
    if schema["type"] == "integer":
        least, most = schema["minimum"], schema["maximum"]
        if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
            raise UsageError(f"parameter {parameter.name!r} is a number from {least} to {most}, not {value!r}")
    elif len(value) > schema["maxLength"]:
        raise UsageError(f"parameter {parameter.name!r} has at most {schema['maxLength']} characters")
    elif value not in schema.get("enum", [value]):
        raise UsageError(f"parameter {parameter.name!r} is one of {', '.join(schema['enum'])}, not {value!r}")
