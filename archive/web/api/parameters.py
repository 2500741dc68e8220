"""Parameters that several operations share, and their JSON Schemas."""

from archive.index import RIGHTS, Filters
from archive.model.document import ARTICLE_KINDS
from archive.web.api.operation import Arguments, Parameter

LONGEST_QUERY = 1000


def text_schema(most: int) -> dict[str, object]:
    """Return the schema of a string of at most ``most`` characters."""
    return {"type": "string", "maxLength": most}


def number_schema(default: int, least: int, most: int) -> dict[str, object]:
    """Return the schema of an integer within these bounds."""
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}


def choice_schema(*names: str) -> dict[str, object]:
    """Return the schema of one of these names; the first is the default."""
    return {"type": "string", "maxLength": max(map(len, names)), "enum": list(names), "default": names[0]}


QUERY = Parameter("q", "Query, in the syntax of 'archive query'.", text_schema(LONGEST_QUERY), required=True)
FILTERS = (
    Parameter("lang", "Only documents that contain text in this language: zh, zh-Hans, en.", text_schema(35)),
    Parameter("site", "Only documents from this site.", text_schema(200)),
    Parameter("kind", "Only documents of this kind.", {**text_schema(20), "enum": sorted(ARTICLE_KINDS)}),
    Parameter("speaker", "Only speeches by this speaker; part of the name is enough.", text_schema(200)),
    Parameter("from", "Only documents published in or after this year, month or day.", text_schema(10)),
    Parameter("to", "Only documents published up to the end of this year, month or day.", text_schema(10)),
    Parameter(
        "rights",
        "Only documents with this statement of rights, or under the licence at this URL: " + ", ".join(RIGHTS) + ".",
        text_schema(500),
    ),
)
CURSOR = Parameter(
    "cursor", "Where to continue: 'next' of the previous response to the same query.", text_schema(100)
)
NAME = Parameter("id", "A document's id, or the URL of its page.", text_schema(8000), required=True)
AT = Parameter("at", "The version nearest to this time; by default the newest.", text_schema(40))


def limit_parameter(default: int, most: int) -> Parameter:
    """Return the parameter for the number of results of one response."""
    return Parameter("limit", "Most results to return.", number_schema(default, 1, most))


def read_filters(arguments: Arguments) -> Filters:
    """Return the filters that the arguments give.

    Raises UsageError for an invalid day or an unknown statement of rights.
    """
    names = ("lang", "site", "kind", "speaker", "from", "to", "rights")
    return Filters(*(arguments.optional(name) for name in names))
