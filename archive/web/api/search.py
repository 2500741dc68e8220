"""``/api/search``."""

from starlette.requests import Request

from archive.index import Hit, Snippet
from archive.web.access import reading
from archive.web.api.cursor import following, offset
from archive.web.api.operation import Given, Operation, Values
from archive.web.api.parameters import CURSOR, FILTERS, QUERY, filters, limit

MOST_HITS = 1000
"""Hits of one question that can be paged through."""


def _respond(request: Request, given: Given) -> Values:
    came = offset(given)
    wanted = min(came + given.number("limit"), MOST_HITS)
    with reading(request) as index:
        result = index.search(given.text("q"), filters(given), wanted)
    more = wanted < min(result.total, MOST_HITS)
    return {
        "total": result.total,
        "hits": [_hit(hit) for hit in result.hits[came:]],
        "next": following(given, wanted) if more else None,
    }


def _hit(hit: Hit) -> Values:
    document = hit.document
    return {
        "id": document.id,
        "url": document.url,
        "title": document.title,
        "published": document.published,
        "site": document.site,
        "kind": document.kind,
        "speaker": document.speech.speaker if document.speech else None,
        "version": document.version,
        "snippets": [_snippet(snippet) for snippet in hit.snippets],
    }


def _snippet(snippet: Snippet) -> Values:
    return {"text": snippet.text, "spans": [list(span) for span in snippet.spans]}


SEARCH = Operation(
    "search",
    "/api/search",
    f"The documents that answer a query, best first, up to the {MOST_HITS}th.",
    (QUERY, *FILTERS, limit(20, 100), CURSOR),
    "SearchPage",
    _respond,
)
