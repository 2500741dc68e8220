"""``/api/concordance``."""

from starlette.requests import Request

from archive.query.concordance.concordance import ConcordanceOptions, LineOrder, concordance
from archive.query.concordance.concordance_forms import concordance_values
from archive.web.access import reading
from archive.web.api.cursor import following, offset
from archive.web.api.operation import Given, Operation, Parameter, Values
from archive.web.api.parameters import CURSOR, FILTERS, QUERY, choice, filters, limit

MOST_DOCUMENTS = 300
"""Documents that are read for one answer, the most relevant, and lines; 'archive concordance' reads more."""
MOST_LINES = 5000

_SORT = Parameter(
    "sort", "By relevance, the word before or after, or the day.", choice(*(each.value for each in LineOrder))
)


def _respond(request: Request, given: Given) -> Values:
    came, number = offset(given), given.number("limit")
    options = ConcordanceOptions(LineOrder(given.text("sort")), number, came, MOST_DOCUMENTS, MOST_LINES)
    with reading(request) as index:
        found = concordance(index, given.text("q"), filters(given), options)
    more = came + number < found.distinct
    return {**concordance_values(found), "next": following(given, came + number) if more else None}


CONCORDANCE = Operation(
    "concordance",
    "/api/concordance",
    f"A word in its sentences, beside their translations, in the {MOST_DOCUMENTS} most relevant documents.",
    (QUERY, *FILTERS, _SORT, limit(50, 500), CURSOR),
    "ConcordancePage",
    _respond,
)
