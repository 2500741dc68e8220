"""``/api/document``, ``/api/history`` and ``/api/difference``."""

from starlette.requests import Request

from archive.errors import ArchiveMissing
from archive.model.document import to_json
from archive.query.history.history import read_history
from archive.query.history.history_forms import (
    capture_values,
    compare_versions,
    comparison_values,
    history_values,
    version_values,
)
from archive.web.access import access, reading
from archive.web.api.cursor import following, offset
from archive.web.api.operation import Given, Operation, Parameter, Values
from archive.web.api.parameters import AT, CURSOR, NAME, limit, text


def _document(request: Request, given: Given) -> Values:
    name = given.text("id")
    with reading(request) as index:
        document = index.document(name, given.optional("at"))
        if document is None:
            index.check_withdrawn(name)
    if document is None:
        raise ArchiveMissing(f"{name}: no document with this id or address; find it with /api/search")
    return to_json(document)


def _history(request: Request, given: Given) -> Values:
    came = offset(given)
    with reading(request) as index:
        history = read_history(access(request).archive, index, given.text("id"))
    until = came + given.number("limit")
    return {
        **history_values(history),
        "versions": [version_values(version) for version in history.versions[came:until]],
        "others": [capture_values(entry) for entry in history.others],
        "next": following(given, until) if until < len(history.versions) else None,
    }


def _difference(request: Request, given: Given) -> Values:
    with reading(request) as index:
        return comparison_values(compare_versions(index, given.text("id"), given.text("from"), given.text("to")))


DOCUMENT = Operation(
    "document",
    "/api/document",
    "One document: its facts, its text, and the record that it came from.",
    (NAME, AT),
    "Document",
    _document,
)
HISTORY = Operation(
    "history",
    "/api/history",
    "The versions of a document, earliest first, and the captures of each.",
    (NAME, limit(100, 1000), CURSOR),
    "HistoryPage",
    _history,
)
DIFFERENCE = Operation(
    "difference",
    "/api/difference",
    "What changed between two versions of a document, word for word.",
    (
        NAME,
        Parameter("from", "The older version: the one nearest to this time.", text(40), required=True),
        Parameter("to", "The newer version: the one nearest to this time.", text(40), required=True),
    ),
    "Difference",
    _difference,
)
