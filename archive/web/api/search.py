"""``/api/search``."""

from starlette.requests import Request

from archive.index import Facets, Filters, Hit, Index, SearchOptions, SearchResult, Snippet
from archive.web.access import reading
from archive.web.api.operation import Given, Operation, Parameter, Values
from archive.web.api.parameters import CURSOR, FILTERS, LONGEST_QUERY, choice, filters, limit, text

_QUERY = Parameter(
    "q", "What to look for, in the language of 'archive query'; nothing finds all documents, the newest first.",
    {**text(LONGEST_QUERY), "default": ""},
)  # fmt: skip
_TOLERANT = Parameter(
    "tolerant", "Whether plurals and accents do not count in English words.", choice("false", "true")
)
_APART = Parameter(
    "apart", "Whether each copy of a text that was posted more than once is a hit.", choice("false", "true")
)

_Question = tuple[str, Filters, int, str | None, SearchOptions]


def _respond(request: Request, given: Given) -> Values:
    query, chosen, after = given.text("q"), filters(given), given.optional("cursor")
    options = SearchOptions(tolerant=given.text("tolerant") == "true", apart=given.text("apart") == "true")
    with reading(request) as index:
        result, facets = _found(index, (query, chosen, given.number("limit"), after, options))
    return {
        "total": result.total,
        "documents": result.documents,
        "hits": [_hit(hit) for hit in result.hits],
        "facets": facets and _facets(facets),
        "next": result.next,
    }


def _found(index: Index, question: _Question) -> tuple[SearchResult, Facets | None]:
    """The hits, with facets on the first page alone."""
    after = question[3]
    return (index.search(*question), None) if after else index.search_with_facets(*question)


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
        "also": [copy._asdict() for copy in hit.also],
    }


def _snippet(snippet: Snippet) -> Values:
    return {"text": snippet.text, "spans": [list(span) for span in snippet.spans]}


def _facets(facets: Facets) -> Values:
    return {
        "sites": dict(facets.sites),
        "kinds": dict(facets.kinds),
        "languages": dict(facets.languages),
        "speakers": dict(facets.speakers),
        "years": dict(facets.years),
    }


SEARCH = Operation(
    "search",
    "/api/search",
    "The documents that answer a query, best first, and on the first page how many there are of each kind.",
    (_QUERY, *FILTERS, _TOLERANT, _APART, limit(20, 100), CURSOR),
    "SearchPage",
    _respond,
)
