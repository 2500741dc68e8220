"""The read-only JSON API: search, concordance, document, history, difference, changes, statistics, description.

``openapi.json`` declares the parameters, by which ``api_operation`` checks a request and makes the description.
"""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from archive.errors import ArchiveMissing
from archive.index import Facets, Hit, SearchOptions, SearchResult, Snippet
from archive.interface_languages.texts_and_language_choice import localized, texts_for
from archive.model.document import to_json
from archive.model.language_codes import language_range
from archive.model.times import parse_moment
from archive.query.concordance.concordance import ConcordanceOptions, Sample, concordance
from archive.query.concordance.concordance_forms import concordance_values
from archive.query.concordance.line_order import parse_order
from archive.query.history.changes import ChangeCursor, ChangeFilter, read_changes
from archive.query.history.history import read_history
from archive.query.history.history_forms import (
    capture_values,
    change_values,
    comparison_values,
    history_values,
    version_values,
)
from archive.query.history.version_and_text_comparison import compare_versions
from archive.query.statistics import count_files, read_text_sizes, statistics_values
from archive.web import api_corpus
from archive.web import api_operation as api
from archive.web.app_state_search_and_term_caches import Search, find_hits, open_index, room_state
from archive.web.pages.history_and_changes import as_kind
from archive.web.rendering_and_error_responses import show_page

_FACETS = ("sites", "kinds", "languages", "speakers", "years")


def _search(request: Request, arguments: api.Arguments) -> api.Values:
    query, chosen, after = arguments.text("q"), api.read_filters(arguments), arguments.optional("cursor")
    options = SearchOptions(tolerant=arguments.text("tolerant") == "true", apart=arguments.text("apart") == "true")
    result, facets = _found(request, Search(query, chosen, arguments.number("limit"), after, options))
    return {
        "total": result.total,
        "documents": result.documents,
        "hits": [_hit(hit) for hit in result.hits],
        "facets": facets and _facets(facets),
        "next": result.next,
    }


def _found(request: Request, search: Search) -> tuple[SearchResult, Facets | None]:
    """Return the search hits of an API request, with facets on the first page only."""
    if search.after is None:
        return find_hits(request, search)
    with open_index(request) as index:
        return index.search(*search), None


def _hit(hit: Hit) -> api.Values:
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


def _snippet(snippet: Snippet) -> api.Values:
    return {"text": snippet.text, "spans": [list(span) for span in snippet.spans]}


def _facets(facets: Facets) -> api.Values:
    return {"counted": facets.counted} | {name: dict(getattr(facets, name)) for name in _FACETS}


MOST_DOCUMENTS = 300
"""One response reads this many documents, the most relevant, and lines; 'archive concordance' reads more."""
MOST_LINES = 5000

MOST_SAMPLED = 1000
"""Documents that a random sample is drawn from; of more, that many are drawn at random."""


def _concordance(request: Request, arguments: api.Arguments) -> api.Values:
    offset, number = api.read_cursor(arguments), arguments.number("limit")
    sample, words, lang = arguments.number("sample"), arguments.optional("context"), arguments.optional("hit_lang")
    options = ConcordanceOptions(
        parse_order(arguments.text("sort")),
        number,
        offset,
        MOST_DOCUMENTS,
        MOST_LINES,
        sample=Sample(sample, arguments.number("seed"), MOST_SAMPLED) if sample else None,
        context=int(words) if words else None,
        hit_lang=lang and language_range(lang),
    )
    with open_index(request) as index:
        found = concordance(index, arguments.text("q"), api.read_filters(arguments), options)
    more = offset + number < found.distinct
    return {**concordance_values(found), "next": api.next_cursor(arguments, offset + number) if more else None}


def _document(request: Request, arguments: api.Arguments) -> api.Values:
    name = arguments.text("id")
    with open_index(request) as index:
        document = index.document(name, arguments.optional("at"))
        if document is None:
            index.check_withdrawn(name)
    if document is None:
        raise ArchiveMissing(f"{name}: no document with this id or address; find it with /api/search")
    return to_json(document)


def _history(request: Request, arguments: api.Arguments) -> api.Values:
    offset = api.read_cursor(arguments)
    with open_index(request) as index:
        history = read_history(room_state(request).archive, index, arguments.text("id"))
    until = offset + arguments.number("limit")
    return {
        **history_values(history),
        "versions": [version_values(version) for version in history.versions[offset:until]],
        "others": [capture_values(entry) for entry in history.others],
        "next": api.next_cursor(arguments, until) if until < len(history.versions) else None,
    }


def _difference(request: Request, arguments: api.Arguments) -> api.Values:
    with open_index(request) as index:
        return comparison_values(
            compare_versions(index, arguments.text("id"), arguments.text("from"), arguments.text("to"))
        )


def _changes(request: Request, arguments: api.Arguments) -> api.Values:
    since, after = arguments.optional("since"), arguments.optional("cursor")
    wanted = ChangeFilter(
        parse_moment(since) if since else "", arguments.optional("site"), as_kind(arguments.optional("kind"))
    )
    with open_index(request) as index:
        found = read_changes(
            room_state(request).archive,
            index,
            wanted,
            arguments.number("limit"),
            ChangeCursor.parse(after) if after else None,
        )
    return {
        "changes": [change_values(change) for change in found.changes],
        "next": str(found.next) if found.next else None,
    }


def _statistics(request: Request, _arguments: api.Arguments) -> api.Values:
    with open_index(request) as index:
        counts = index.counts()
    archive = room_state(request).archive
    return statistics_values(replace(count_files(archive, counts), texts=read_text_sizes(archive)))


OPERATIONS = (
    api.operation("search", _search),
    api.operation("concordance", _concordance),
    *api_corpus.OPERATIONS.values(),
    api.operation("document", _document),
    api.operation("history", _history),
    api.operation("difference", _difference),
    api.operation("changes", _changes),
    api.operation("statistics", _statistics),
)


async def _description(request: Request) -> Response:
    return api.json_response(request, api.describe(OPERATIONS))


def _page(request: Request) -> Response:
    """Answer with the description of the API for people."""
    t = texts_for(request)
    return show_page(request, "api.html", operations=OPERATIONS, localized=lambda text: localized(t, text)[0])


routes: list[BaseRoute] = [
    Route("/api/", _page),
    *(operation.route for operation in OPERATIONS),
    Route("/api/openapi.json", _description),
]
