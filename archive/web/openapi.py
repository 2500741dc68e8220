"""The OpenAPI description (Specification 3.1.0) of the API, made from its operations, and the JSON Schemas."""

from collections.abc import Mapping, Sequence
from typing import Any

from archive import __version__
from archive.model.document import document_schema
from archive.web.api_operation import Operation, Parameter

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
MOMENT: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$"}
MOMENT_OR_NULL: Schema = {"anyOf": [MOMENT, {"type": "null"}]}
NEXT_CURSOR: Schema = {
    "type": ["string", "null"],
    "description": "Give it as 'cursor' for what follows; null at the end.",
}


def object_with(**properties: Schema) -> Schema:
    """Return the schema of an object with exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def array_of(items: Schema) -> Schema:
    """Return the schema of an array."""
    return {"type": "array", "items": items}


def ref(name: str) -> Schema:
    """Return a reference to the schema with this name."""
    return {"$ref": f"#/components/schemas/{name}"}


def or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _document_schema() -> Schema:
    """The published schema of a document."""
    return {key: value for key, value in document_schema().items() if key != "$schema"}


_COUNTS: Schema = {"type": "object", "additionalProperties": NUMBER}
_FILES = object_with(files=NUMBER, bytes=NUMBER)
_BLOCKS = array_of(NUMBER)
_SPAN = object_with(start=NUMBER, end=NUMBER)
_PLACE = object_with(block=NUMBER, start=NUMBER, end=NUMBER)

SCHEMAS: dict[str, Schema] = {
    "Problem": {
        **object_with(type=STRING, title=STRING, status={"type": "integer"}, detail=STRING),
        "description": "What went wrong and what to do next (RFC 9457).",
    },
    "Snippet": {
        **object_with(text=STRING, spans=array_of({"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2})),
        "description": "A piece of a text; the spans are what was found, begin and end in characters (code points).",
    },
    "Hit": object_with(
        id=STRING, url=STRING, title=TEXT_OR_NULL, published=TEXT_OR_NULL, site=STRING, kind=STRING,
        speaker=TEXT_OR_NULL, version=MOMENT, snippets=array_of(ref("Snippet")), also=array_of(ref("Copy")),
    ),
    "Copy": {
        **object_with(id=STRING, url=STRING, site=STRING, published=TEXT_OR_NULL),
        "description": "Another document with the same text.",
    },
    "Facets": {
        **object_with(sites=_COUNTS, kinds=_COUNTS, languages=_COUNTS, speakers=_COUNTS, years=_COUNTS),
        "description": "How many hits there are of each.",
    },
    "SearchPage": {
        **object_with(
            total=NUMBER, documents=NUMBER, hits=array_of(ref("Hit")), facets=or_null(ref("Facets")),
            next=NEXT_CURSOR,
        ),
        "description": "total counts the copies of a text as one, documents each; later pages have no facets.",
    },
    "Document": _document_schema(),
    "Frequency": object_with(name=TEXT_OR_NULL, hits=NUMBER, documents=NUMBER),
    "Counterpart": {
        **object_with(
            kind={"enum": ["sentence", "block", "title"]}, lang=STRING, text=STRING, places=array_of(_PLACE),
            document=STRING, version=MOMENT,
        ),
        "description": "What translates a line; its document may be another page.",
    },
    "Origin": object_with(
        id=STRING, version=MOMENT, url=STRING, title=TEXT_OR_NULL, site=STRING, kind=STRING, published=TEXT_OR_NULL,
        speaker=TEXT_OR_NULL, delivered=TEXT_OR_NULL,
        capture={"$ref": "#/components/schemas/Document/properties/capture"},
    ),
    "Line": object_with(
        left=STRING, keyword=STRING, right=STRING, field=STRING, block=or_null(NUMBER), lang=STRING, start=NUMBER,
        end=NUMBER, sentence=_SPAN, translation=or_null(ref("Counterpart")), document=ref("Origin"), copies=NUMBER,
        also=array_of(object_with(id=STRING, version=MOMENT, url=STRING)),
    ),
    "ConcordancePage": object_with(
        query=STRING, documents=NUMBER, read=NUMBER, hits=NUMBER, distinct=NUMBER, exact={"type": "boolean"},
        lines=array_of(ref("Line")),
        frequencies=object_with(
            years=array_of(ref("Frequency")), sites=array_of(ref("Frequency")), speakers=array_of(ref("Frequency"))
        ),
        translations=object_with(
            lang={"enum": ["zh", "en"]}, units=NUMBER,
            phrases=array_of(object_with(text=STRING, count=NUMBER, score={"type": "number"})),
        ),
        next=NEXT_CURSOR,
    ),
    "Capture": object_with(
        date=MOMENT, uri=STRING, status={"type": "integer"}, record_type={"enum": ["response", "revisit"]},
        payload_digest=TEXT_OR_NULL, warc=TEXT_OR_NULL, offset=or_null(NUMBER), record_id=TEXT_OR_NULL,
    ),
    "Version": object_with(
        version=MOMENT, first_seen=MOMENT, last_seen=MOMENT, payload_digest=TEXT_OR_NULL,
        captures=array_of(ref("Capture")),
    ),
    "HistoryPage": object_with(
        id=STRING, url=STRING, title=TEXT_OR_NULL, first_seen=MOMENT, last_seen=MOMENT,
        missing_since=MOMENT_OR_NULL, gone={"type": "boolean"}, versions=array_of(ref("Version")),
        others=array_of(ref("Capture")), next=NEXT_CURSOR,
    ),
    "FactChange": object_with(name=STRING, old=TEXT_OR_NULL, new=TEXT_OR_NULL),
    "Piece": object_with(kind={"enum": ["same", "gone", "new"]}, text=STRING),
    "BlockChange": object_with(
        change={"enum": ["changed", "gone", "new"]}, lang=STRING, old=or_null(NUMBER), new=or_null(NUMBER),
        pieces=array_of(ref("Piece")),
    ),
    "OneSided": {
        **object_with(
            change={"enum": ["changed", "gone", "new"]}, changed_lang=STRING, changed=_BLOCKS,
            kept_lang=STRING, kept=_BLOCKS,
        ),
        "description": "Blocks of one language that changed while those that translate them did not.",
    },
    "Elsewhere": {
        **object_with(lang=STRING, id=STRING, url=STRING),
        "description": "A page that says the same in another language and did not change with this one.",
    },
    "Difference": {
        **object_with(
            **{"from": MOMENT}, to=MOMENT, facts=array_of(ref("FactChange")), blocks=array_of(ref("BlockChange")),
            one_sided=array_of(ref("OneSided")), elsewhere=array_of(ref("Elsewhere")),
        ),
        "description": "What changed between two versions; blocks that are the same are left out.",
    },
    "Absence": {
        **object_with(since=MOMENT, last=MOMENT, times=NUMBER, gone=MOMENT_OR_NULL, back=MOMENT_OR_NULL),
        "description": "A page that was not there: first and last found so, how often, when it was gone, and back.",
    },
    "Change": object_with(
        change={"enum": ["new", "changed", "missing", "gone", "back"]}, at=MOMENT, id=STRING, url=STRING,
        title=TEXT_OR_NULL, site=STRING, version=MOMENT, difference=or_null(ref("Difference")),
        absence=or_null(ref("Absence")),
    ),
    "ChangesPage": object_with(changes=array_of(ref("Change")), next=NEXT_CURSOR),
    "Statistics": object_with(
        captures=NUMBER, documents=NUMBER, versions=NUMBER, warc=_FILES, documents_files=_FILES,
        index=object_with(bytes=NUMBER), published=object_with(earliest=TEXT_OR_NULL, latest=TEXT_OR_NULL),
        sites=_COUNTS, kinds=_COUNTS, languages=_COUNTS, years=_COUNTS, months=_COUNTS,
    ),
}  # fmt: skip
"""The schemas by name; in the OpenAPI description they stand below ``components``."""


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
        "paths": {operation.path: {"get": _described_operation(operation)} for operation in operations},
        "components": {"schemas": SCHEMAS, "responses": {code: _problem(text) for code, text in _PROBLEMS.items()}},
    }


def _described_operation(operation: Operation) -> dict[str, Any]:
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
