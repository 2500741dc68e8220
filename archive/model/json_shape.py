"""The JSON form of a dataclass, from its declaration: how it is written, read, described by a JSON Schema,
and checked by one.

A field's type says which JSON values it takes: ``str``, ``int``, ``float``, ``bool``, ``Literal``, another dataclass,
``tuple[X, ...]``, ``Mapping[str, X]``, and ``X | None``. ``Annotated[X, keywords(...)]`` adds keywords of JSON
Schema, such as ``pattern`` or ``description``. A field with ``metadata=ADDED_LATER`` may be absent in old files; its
default then holds. So may every field with a default of a class with ``DEFAULTS_MAY_BE_ABSENT``. ``FORMER_KEYS`` of a
class are keys of old files that are read and dropped.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from importlib.resources import files
from operator import attrgetter
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

ADDED_LATER: Final = {"added_later": True}

_NAMES_OF_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}

Reader = Callable[[Any], Any]


def keywords(**values: Any) -> tuple[tuple[str, Any], ...]:
    """Make keywords of JSON Schema for a dataclass field's ``Annotated``."""
    return tuple(values.items())


def to_values(value: Any) -> Any:
    """Convert a dataclass to JSON values: objects for dataclasses and mappings, arrays for tuples."""
    if isinstance(value, tuple | list):
        return [to_values(each) for each in value]
    if is_dataclass(value) or isinstance(value, Mapping):
        return {name: to_values(entry) for name, entry in entries(value).items()}
    return value


def line_encoder() -> json.JSONEncoder:
    """Return a JSON encoder that writes a dataclass, or a mapping of them, as one line, keys in declared order."""
    return json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=entries)


@cache
def reader_of(type_: Any) -> Reader:
    """Return the function that makes a dataclass, or another declared type, from parsed JSON.

    It raises KeyError or TypeError when a field is missing or unknown.
    """
    return _reader(type_) or (lambda value: value)


def schema_of(type_: Any) -> dict[str, Any]:
    """Make the JSON Schema (draft 2020-12) of a dataclass or another declared type, without ``$schema``."""
    origin, arguments = get_origin(type_), get_args(type_)
    if origin is Annotated:
        return schema_of(arguments[0]) | dict(pair for each in arguments[1:] for pair in each)
    if origin in (UnionType, Union):
        return _or_null(schema_of(_without_none(arguments)))
    if origin is tuple:
        return {"type": "array", "items": schema_of(arguments[0])}
    if origin is Literal:
        return {"enum": list(arguments)}
    if is_dataclass(type_):
        return _object_schema(type_)
    if origin is not None:  # a mapping
        return {
            "type": "object",
            "propertyNames": schema_of(arguments[0]),
            "additionalProperties": schema_of(arguments[1]),
        }
    return {"type": _NAMES_OF_TYPES[type_]}


def entries(value: Any) -> dict[str, Any]:
    """The fields of a dataclass, or the entries of a mapping; a tuple of dataclasses as their fields."""
    if isinstance(value, Mapping):
        return dict(value)
    values = {name: getattr(value, name) for name in value.__slots__}
    for name, each in values.items():
        if isinstance(each, tuple) and each and is_dataclass(each[0]):
            values[name] = _rows(each)
    return values


def _rows(values: tuple[Any, ...]) -> list[dict[str, Any]]:
    """The fields of dataclasses of one type; much faster than one by one."""
    names = values[0].__slots__
    if len(names) == 1:
        return [entries(each) for each in values]
    return [dict(zip(names, row, strict=True)) for row in map(attrgetter(*names), values)]


def _without_none(arguments: tuple[Any, ...]) -> Any:
    (type_,) = (each for each in arguments if each is not NoneType)
    return type_


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    if schema.get("type") in ("object", None):
        return {"anyOf": [{"type": "null"}, schema]}
    return schema | {"type": [schema["type"], "null"]}


def _object_schema(class_: Any) -> dict[str, Any]:
    hints = get_type_hints(class_, include_extras=True)
    declared = fields(class_)
    former = {key: {"description": "no longer written"} for key in _former_keys(class_)}
    return {
        "type": "object",
        "description": class_.__doc__.strip().partition("\n")[0],
        "additionalProperties": False,
        "required": [field.name for field in declared if not _may_be_absent(class_, field)],
        "properties": {field.name: schema_of(hints[field.name]) for field in declared} | former,
    }


def _reader(type_: Any) -> Reader | None:
    """The function that reads a type; None where the parsed value is taken as it is."""
    origin, arguments = get_origin(type_), get_args(type_)
    if origin is Annotated:
        return _reader(arguments[0])
    if origin in (UnionType, Union):
        read = _reader(_without_none(arguments))
        return _none_or(read) if read else None
    if origin is tuple:
        read = _reader(arguments[0])
        return (lambda value: tuple(map(read, value))) if read else tuple
    return _object_reader(type_) if is_dataclass(type_) else None


def _none_or(read: Reader) -> Reader:
    return lambda value: None if value is None else read(value)


def _object_reader(class_: Any) -> Reader:
    hints = get_type_hints(class_, include_extras=True)
    readers = [(field.name, _reader(hints[field.name]), _may_be_absent(class_, field)) for field in fields(class_)]
    former = _former_keys(class_)
    if not former and not any(read or is_later for _, read, is_later in readers):
        return lambda values: class_(**values)

    def read_object(values: Mapping[str, Any]) -> Any:
        known = {
            name: read(values[name]) if read else values[name]
            for name, read, is_later in readers
            if name in values or not is_later
        }
        return class_(**known)

    return read_object


def _may_be_absent(class_: Any, field: "Field[Any]") -> bool:
    has_default = field.default is not MISSING or field.default_factory is not MISSING
    return field.metadata == ADDED_LATER or (has_default and getattr(class_, "DEFAULTS_MAY_BE_ABSENT", False))


def _former_keys(class_: Any) -> tuple[str, ...]:
    return getattr(class_, "FORMER_KEYS", ())


def schema_faults(values: Any, package: str, file: str) -> list[str]:
    """Check JSON values by a schema: a line for each fault with the path to it; empty when they are valid."""
    errors = _validator(package, file).iter_errors(values)
    in_order = sorted(errors, key=lambda error: list(map(str, error.absolute_path)))
    return [f"{error.json_path}: {error.message}" for error in in_order]


@cache
def read_schema(package: str, file: str) -> dict[str, Any]:
    """Read the JSON Schema in a file of a package."""
    schema: dict[str, Any] = json.loads(files(package).joinpath(file).read_text(encoding="utf-8"))
    return schema


@cache
def _validator(package: str, file: str) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator  # long to load, and only a check needs it

    return Draft202012Validator(read_schema(package, file), format_checker=Draft202012Validator.FORMAT_CHECKER)
