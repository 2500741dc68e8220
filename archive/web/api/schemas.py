"""JSON Schemas (draft 2020-12) of the API's responses."""

from typing import Any

from archive.model.document import document_schema

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
MOMENT: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$"}
MOMENT_OR_NULL: Schema = {"anyOf": [MOMENT, {"type": "null"}]}
CURSOR: Schema = {"type": ["string", "null"], "description": "Give it as 'cursor' for what follows; null at the end."}


def record(**properties: Schema) -> Schema:
    """Return the schema of an object with exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def many(items: Schema) -> Schema:
    """Return the schema of an array."""
    return {"type": "array", "items": items}


def ref(name: str) -> Schema:
    """Return a reference to the schema with this name."""
    return {"$ref": f"#/components/schemas/{name}"}


def or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _document() -> Schema:
    """The published schema of a document."""
    return {key: value for key, value in document_schema().items() if key != "$schema"}


_COUNTS: Schema = {"type": "object", "additionalProperties": NUMBER}
_FILES = record(files=NUMBER, bytes=NUMBER)
_BLOCKS = many(NUMBER)
_SPAN = record(start=NUMBER, end=NUMBER)
_PLACE = record(block=NUMBER, start=NUMBER, end=NUMBER)

SCHEMAS: dict[str, Schema] = {
    "Problem": {
        **record(type=STRING, title=STRING, status={"type": "integer"}, detail=STRING),
        "description": "What went wrong and what to do next (RFC 9457).",
    },
    "Snippet": {
        **record(text=STRING, spans=many({"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2})),
        "description": "A piece of a text; the spans are what was found, begin and end in characters (code points).",
    },
    "Hit": record(
        id=STRING, url=STRING, title=TEXT_OR_NULL, published=TEXT_OR_NULL, site=STRING, kind=STRING,
        speaker=TEXT_OR_NULL, version=MOMENT, snippets=many(ref("Snippet")), also=many(ref("Copy")),
    ),
    "Copy": {
        **record(id=STRING, url=STRING, site=STRING, published=TEXT_OR_NULL),
        "description": "Another document with the same text.",
    },
    "Facets": {
        **record(sites=_COUNTS, kinds=_COUNTS, languages=_COUNTS, speakers=_COUNTS, years=_COUNTS),
        "description": "How many hits there are of each.",
    },
    "SearchPage": {
        **record(total=NUMBER, documents=NUMBER, hits=many(ref("Hit")), facets=or_null(ref("Facets")), next=CURSOR),
        "description": "total counts the copies of a text as one, documents each; later pages have no facets.",
    },
    "Document": _document(),
    "Frequency": record(name=TEXT_OR_NULL, hits=NUMBER, documents=NUMBER),
    "Counterpart": {
        **record(
            kind={"enum": ["sentence", "block", "title"]}, lang=STRING, text=STRING, places=many(_PLACE),
            document=STRING, version=MOMENT,
        ),
        "description": "What translates a line; its document may be another page.",
    },
    "Origin": record(
        id=STRING, version=MOMENT, url=STRING, title=TEXT_OR_NULL, site=STRING, kind=STRING, published=TEXT_OR_NULL,
        speaker=TEXT_OR_NULL, delivered=TEXT_OR_NULL,
        capture={"$ref": "#/components/schemas/Document/properties/capture"},
    ),
    "Line": record(
        left=STRING, keyword=STRING, right=STRING, field=STRING, block=or_null(NUMBER), lang=STRING, start=NUMBER,
        end=NUMBER, sentence=_SPAN, translation=or_null(ref("Counterpart")), document=ref("Origin"), copies=NUMBER,
        also=many(record(id=STRING, version=MOMENT, url=STRING)),
    ),
    "ConcordancePage": record(
        query=STRING, documents=NUMBER, read=NUMBER, hits=NUMBER, distinct=NUMBER, exact={"type": "boolean"},
        lines=many(ref("Line")),
        frequencies=record(
            years=many(ref("Frequency")), sites=many(ref("Frequency")), speakers=many(ref("Frequency"))
        ),
        translations=record(
            lang={"enum": ["zh", "en"]}, units=NUMBER,
            phrases=many(record(text=STRING, count=NUMBER, score={"type": "number"})),
        ),
        next=CURSOR,
    ),
    "Capture": record(
        date=MOMENT, uri=STRING, status={"type": "integer"}, record_type={"enum": ["response", "revisit"]},
        payload_digest=TEXT_OR_NULL, warc=TEXT_OR_NULL, offset=or_null(NUMBER), record_id=TEXT_OR_NULL,
    ),
    "Version": record(
        version=MOMENT, first_seen=MOMENT, last_seen=MOMENT, payload_digest=TEXT_OR_NULL,
        captures=many(ref("Capture")),
    ),
    "HistoryPage": record(
        id=STRING, url=STRING, title=TEXT_OR_NULL, first_seen=MOMENT, last_seen=MOMENT,
        missing_since=MOMENT_OR_NULL, gone={"type": "boolean"}, versions=many(ref("Version")),
        others=many(ref("Capture")), next=CURSOR,
    ),
    "FactChange": record(name=STRING, old=TEXT_OR_NULL, new=TEXT_OR_NULL),
    "Piece": record(kind={"enum": ["same", "gone", "new"]}, text=STRING),
    "BlockChange": record(
        change={"enum": ["changed", "gone", "new"]}, lang=STRING, old=or_null(NUMBER), new=or_null(NUMBER),
        pieces=many(ref("Piece")),
    ),
    "OneSided": {
        **record(
            change={"enum": ["changed", "gone", "new"]}, changed_lang=STRING, changed=_BLOCKS,
            kept_lang=STRING, kept=_BLOCKS,
        ),
        "description": "Blocks of one language that changed while those that translate them did not.",
    },
    "Elsewhere": {
        **record(lang=STRING, id=STRING, url=STRING),
        "description": "A page that says the same in another language and did not change with this one.",
    },
    "Difference": {
        **record(
            **{"from": MOMENT}, to=MOMENT, facts=many(ref("FactChange")), blocks=many(ref("BlockChange")),
            one_sided=many(ref("OneSided")), elsewhere=many(ref("Elsewhere")),
        ),
        "description": "What changed between two versions; blocks that are the same are left out.",
    },
    "Absence": {
        **record(since=MOMENT, last=MOMENT, times=NUMBER, gone=MOMENT_OR_NULL, back=MOMENT_OR_NULL),
        "description": "A page that was not there: first and last found so, how often, when it was gone, and back.",
    },
    "Change": record(
        change={"enum": ["new", "changed", "missing", "gone", "back"]}, at=MOMENT, id=STRING, url=STRING,
        title=TEXT_OR_NULL, site=STRING, version=MOMENT, difference=or_null(ref("Difference")),
        absence=or_null(ref("Absence")),
    ),
    "ChangesPage": record(changes=many(ref("Change")), next=CURSOR),
    "Statistics": record(
        captures=NUMBER, documents=NUMBER, versions=NUMBER, warc=_FILES, documents_files=_FILES,
        index=record(bytes=NUMBER), published=record(earliest=TEXT_OR_NULL, latest=TEXT_OR_NULL),
        sites=_COUNTS, kinds=_COUNTS, languages=_COUNTS, years=_COUNTS, months=_COUNTS,
    ),
}  # fmt: skip
"""The schemas by name; in the OpenAPI description they stand below ``components``."""
