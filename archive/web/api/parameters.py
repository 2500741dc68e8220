"""Parameters that several questions of the API take."""

from archive.index import RIGHTS, Filters
from archive.model.document import ARTICLE_KINDS
from archive.web.api.operation import Arguments, Parameter

LONGEST_QUERY = 1000


def text(most: int) -> dict[str, object]:
    """The schema of a string of at most so many characters."""
    return {"type": "string", "maxLength": most}


def number(default: int, least: int, most: int) -> dict[str, object]:
    """The schema of an integer in these bounds."""
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}


def choice(*names: str) -> dict[str, object]:
    """The schema of one of these names, the first where none is given."""
    return {"type": "string", "maxLength": max(map(len, names)), "enum": list(names), "default": names[0]}


QUERY = Parameter("q", "What to look for, in the language of 'archive query'.", text(LONGEST_QUERY), required=True)
FILTERS = (
    Parameter("lang", "Only documents with text in this language: zh, zh-Hans, en.", text(35)),
    Parameter("site", "Only documents of this site.", text(200)),
    Parameter("kind", "Only documents of this kind.", {**text(20), "enum": sorted(ARTICLE_KINDS)}),
    Parameter("speaker", "Only speeches of this speaker; a part of the name will do.", text(200)),
    Parameter("from", "Only what was published on or after this year, month or day.", text(10)),
    Parameter("to", "Only what was published on or before the end of this year, month or day.", text(10)),
    Parameter(
        "rights",
        "Only what is said to be so, or under the licence at this address: " + ", ".join(RIGHTS) + ".",
        text(500),
    ),
)
CURSOR = Parameter("cursor", "Where to go on: 'next' of the answer before, which had the same question.", text(100))
NAME = Parameter("id", "A document's id, or the address of its page.", text(8000), required=True)
AT = Parameter("at", "The version nearest to this time; the newest where it is not given.", text(40))


def limit(default: int, most: int) -> Parameter:
    """How many come back at once."""
    return Parameter("limit", "How many come back at most.", number(default, 1, most))


def filters(given: Arguments) -> Filters:
    """The filters that were given.

    Raises UsageError for a day, and for rights, that are none.
    """
    names = ("lang", "site", "kind", "speaker", "from", "to", "rights")
    return Filters(*(given.optional(name) for name in names))
