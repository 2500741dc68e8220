"""The read-only JSON API: search, concordance, words and terms, document, history, changes, statistics, description.

``openapi.json`` declares the operations with their parameters, by which a request is checked and the description is
made, and the schemas of their responses.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from archive import __version__
from archive.corpus.collocations_their_measures_and_translations import CollocationOptions, Measure
from archive.corpus.corpus_and_selections import Corpus
from archive.corpus.keyness_and_trend import Unit
from archive.corpus.word_lists import WordListOptions
from archive.errors import ArchiveMissing, UsageError
from archive.index import Facets, Filters, Hit, SearchOptions, SearchResult, Snippet
from archive.interface_languages.texts_and_language_choice import localized, texts_for
from archive.model.document import document_schema, to_json
from archive.model.language_codes import language_range
from archive.model.times import parse_moment
from archive.query.concordance.concordance import ConcordanceOptions, Sample, concordance
from archive.query.concordance.concordance_forms import concordance_values
from archive.query.concordance.line_order import parse_order
from archive.query.history.changes import ChangeCursor, ChangeFilter, parse_kind, read_changes
from archive.query.history.history import read_history
from archive.query.history.history_forms import (
    capture_values,
    change_values,
    comparison_values,
    history_values,
    version_values,
)
from archive.query.history.version_and_text_comparison import compare_versions
from archive.query.lookup_of_documents_pages_and_attachments import check_withdrawn
from archive.query.search_results_and_known_filter_values import hit_facts
from archive.query.statistics import count_files, read_text_sizes, statistics_values
from archive.query.tables_of_words_collocations_and_trends import (
    CorpusTable,
    TextChoice,
    answer_collocations,
    answer_keyness,
    answer_translations,
    answer_trend,
    answer_words,
    parse_filters,
)
from archive.web.app_state_search_and_term_caches import Search, find_hits, open_corpus, open_index, room_state
from archive.web.etags_and_compression import conditional_response
from archive.web.rendering_and_error_responses import show_page


def json_response(request: Request, values: Any) -> Response:
    """Encode values as the JSON response of the API, in UTF-8; 304 if the reader has the same."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    body = text.encode("utf-8", "backslashreplace")  # a lone surrogate becomes its JSON escape
    return conditional_response(request, Response(body, media_type="application/json"))


Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter of an API operation; ``schema`` (JSON Schema) describes a string or an integer."""

    name: str
    description: str
    schema: Mapping[str, Any]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of an API request, checked against the operation's parameters."""

    values: Mapping[str, str]
    parameters: Mapping[str, Parameter]

    def text(self, name: str) -> str:
        """Return an API argument for a parameter that is required or has a default."""
        return self.values[name] if name in self.values else str(self.parameters[name].schema["default"])

    def optional(self, name: str) -> str | None:
        return self.values.get(name)

    def number(self, name: str) -> int:
        return int(self.text(name))


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the JSON API; ``schema`` names its response in ``openapi.json``."""

    name: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    schema: str
    respond: Callable[[Request, Arguments], Values]

    @property
    def route(self) -> Route:
        def endpoint(request: Request) -> Response:
            return json_response(request, self.respond(request, _read_arguments(request, self.parameters)))

        return Route(self.path, endpoint, name=self.name)


def operation(name: str, respond: Callable[[Request, Arguments], Values]) -> Operation:
    """Return the API operation that ``openapi.json`` declares under a name; ``respond`` gives its response."""
    declared, shared = _declarations()["operations"][name], _declarations()["parameters"]
    given = (shared[each] if isinstance(each, str) else [each] for each in declared["parameters"])
    parameters = tuple(Parameter(**each) for group in given for each in group)
    return Operation(name, declared["path"], declared["summary"], parameters, declared["schema"], respond)


@cache
def _declarations() -> Values:
    found: Values = json.loads(Path(__file__).with_name("openapi.json").read_text(encoding="utf-8"))
    return found


def _read_arguments(request: Request, parameters: Sequence[Parameter]) -> Arguments:
    """Read and check the arguments in the URL of an API request; an empty value counts as absent.

    Raises UsageError for an unknown, repeated or invalid argument, and for a missing one that is required.
    """
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in known:
            raise UsageError(f"unknown parameter {name!r}; this operation takes {', '.join(known) or 'none'}")
        if name in values:
            raise UsageError(f"parameter {name!r} is repeated")
        _check(known[name], value)
        values[name] = value
    for parameter in parameters:
        if parameter.required and not values.get(parameter.name):
            raise UsageError(f"parameter {parameter.name!r} is missing: {parameter.description}")
    return Arguments({name: value for name, value in values.items() if value}, known)


def _check(parameter: Parameter, value: str) -> None:
    schema = parameter.schema
    if not value:
        return
    if schema["type"] == "integer":
        least, most = schema["minimum"], schema["maximum"]
        if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
            raise UsageError(f"parameter {parameter.name!r} must be a number from {least} to {most}, not {value!r}")
    elif len(value) > schema["maxLength"]:
        raise UsageError(f"parameter {parameter.name!r} may have at most {schema['maxLength']} characters")
    elif value not in schema.get("enum", [value]):
        raise UsageError(f"parameter {parameter.name!r} must be one of {', '.join(schema['enum'])}, not {value!r}")


def usable_value(parameter: Parameter, value: str) -> str:
    """Make a form's value valid for an API parameter: a number within its bounds; empty where it cannot be used."""
    schema = parameter.schema
    if "enum" in schema:
        return value if value in schema["enum"] else ""
    if not (value.isascii() and value.isdecimal() and len(value) < 7):
        return ""
    return str(min(schema["maximum"], max(schema["minimum"], int(value))))


_DIGEST = 8


def read_cursor(given: Arguments) -> int:
    """Read from the ``cursor`` of an API request how many results came before.

    Raises UsageError for a cursor that does not come from a response to the same query.
    """
    cursor = given.optional("cursor")
    if cursor is None:
        return 0
    try:
        raw = urlsafe_b64decode(cursor.encode("ascii", "replace"))
    except (Error, ValueError):
        raw = b""
    came, digest = raw[:-_DIGEST], raw[-_DIGEST:]
    if digest != _query_digest(given) or not came.isdigit() or len(came) > 9:
        raise UsageError("unknown cursor; use the value of 'next' in a response to the same query")
    return int(came)


def next_cursor(given: Arguments, came: int) -> str:
    """Return the API cursor of the results after the first ``came``."""
    return urlsafe_b64encode(b"%d" % came + _query_digest(given)).decode()


def _query_digest(given: Arguments) -> bytes:
    parameters = sorted((name, value) for name, value in given.values.items() if name not in ("cursor", "limit"))
    return sha256(repr(parameters).encode("utf-8", "backslashreplace")).digest()[:_DIGEST]


def read_filters(arguments: Arguments) -> Filters:
    """Read the search filters from the arguments of an API request.

    Raises UsageError for an invalid day or an unknown statement of rights.
    """
    names = ("lang", "site", "kind", "speaker", "from", "to", "rights")
    return Filters(*(arguments.optional(name) for name in names))


def describe(operations: Sequence[Operation]) -> Values:
    """Return the OpenAPI description (OpenAPI Specification 3.1.0) of the API's operations as JSON values.

    ``openapi.json`` holds the schemas of the responses, and what all operations share.
    """
    fixed = _declarations()
    description: Values = fixed["description"]
    description["info"]["version"] = __version__
    description["paths"] = {each.path: {"get": _described(each, **fixed["operation"])} for each in operations}
    schema = {key: value for key, value in document_schema().items() if key != "$schema"}
    description["components"]["schemas"]["Document"] = schema
    return description


def _described(operation: Operation, parameters: Sequence[Values], responses: Values) -> Values:
    answer = {"application/json": {"schema": {"$ref": f"#/components/schemas/{operation.schema}"}}}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [
            *({"in": "query", **asdict(each)} for each in operation.parameters),
            *parameters,
        ],
        "responses": responses | {"200": responses["200"] | {"content": answer}},
    }


MOST_TRANSLATED_DOCUMENTS = 100
"""Documents whose translations one response reads; 'archive collocations' reads more."""


def _words(corpus: Corpus, choice: TextChoice, arguments: Arguments) -> CorpusTable:
    length, least, limit = (arguments.number(name) for name in ("ngrams", "least", "limit"))
    return answer_words(corpus, choice, WordListOptions(length, arguments.optional("q"), least, limit))


def _collocations(corpus: Corpus, choice: TextChoice, arguments: Arguments) -> CorpusTable:
    left, right, least, limit = (arguments.number(name) for name in ("left", "right", "least", "limit"))
    options = CollocationOptions(left, right, least, Measure(arguments.text("sort")), limit)
    if arguments.text("of") == "translations":
        return answer_translations(corpus, choice, arguments.text("q"), options, MOST_TRANSLATED_DOCUMENTS)
    return answer_collocations(corpus, choice, arguments.text("q"), options)


def _keyness(corpus: Corpus, choice: TextChoice, arguments: Arguments) -> CorpusTable:
    against = parse_filters([arguments.text("against")]) if arguments.optional("against") else None
    return answer_keyness(corpus, choice, against, arguments.number("least"), arguments.number("limit"))


def _trend(corpus: Corpus, choice: TextChoice, arguments: Arguments) -> CorpusTable:
    return answer_trend(corpus, choice, arguments.text("q"), Unit(arguments.text("by")))


ANSWERS: Mapping[str, Callable[[Corpus, TextChoice, Arguments], CorpusTable]] = {
    "words": _words, "collocations": _collocations, "keyness": _keyness, "trend": _trend
}  # fmt: skip
"""What answers each operation, by its name."""


def _operation(name: str) -> Operation:
    def respond(request: Request, arguments: Arguments) -> Values:
        with open_corpus(request) as corpus:
            return ANSWERS[name](corpus, TextChoice(read_filters(arguments)), arguments).values()

    return operation(name, respond)


CORPUS_OPERATIONS = {name: _operation(name) for name in ANSWERS}


_FACETS = ("sites", "kinds", "languages", "speakers", "years")


def _search(request: Request, arguments: Arguments) -> Values:
    query, chosen, after = arguments.text("q"), read_filters(arguments), arguments.optional("cursor")
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


def _hit(hit: Hit) -> Values:
    document = hit.document
    return {
        **hit_facts(document),
        "speaker": document.speech.speaker if document.speech else None,
        "version": document.version,
        "snippets": [_snippet(snippet) for snippet in hit.snippets],
        "also": [copy._asdict() for copy in hit.also],
    }


def _snippet(snippet: Snippet) -> Values:
    return {"text": snippet.text, "spans": [list(span) for span in snippet.spans]}


def _facets(facets: Facets) -> Values:
    return {"counted": facets.counted} | {name: dict(getattr(facets, name)) for name in _FACETS}


MOST_CONCORDANCE_DOCUMENTS = 300
"""One response reads this many documents, the most relevant, and lines; 'archive concordance' reads more."""
MOST_LINES = 5000

MOST_SAMPLED = 1000
"""Documents that a random sample is drawn from; of more, that many are drawn at random."""


def _concordance(request: Request, arguments: Arguments) -> Values:
    offset, number = read_cursor(arguments), arguments.number("limit")
    sample, words, lang = arguments.number("sample"), arguments.optional("context"), arguments.optional("hit_lang")
    options = ConcordanceOptions(
        parse_order(arguments.text("sort")),
        number,
        offset,
        MOST_CONCORDANCE_DOCUMENTS,
        MOST_LINES,
        sample=Sample(sample, arguments.number("seed"), MOST_SAMPLED) if sample else None,
        context=int(words) if words else None,
        hit_lang=lang and language_range(lang),
    )
    with open_index(request) as index:
        found = concordance(index, arguments.text("q"), read_filters(arguments), options)
    more = offset + number < found.distinct
    return {**concordance_values(found), "next": next_cursor(arguments, offset + number) if more else None}


def _document(request: Request, arguments: Arguments) -> Values:
    name = arguments.text("id")
    with open_index(request) as index:
        document = index.document(name, arguments.optional("at"))
        if document is None:
            check_withdrawn(index, name)
    if document is None:
        raise ArchiveMissing(f"{name}: no document with this id or address; find it with /api/search")
    return to_json(document)


def _history(request: Request, arguments: Arguments) -> Values:
    offset = read_cursor(arguments)
    with open_index(request) as index:
        history = read_history(room_state(request).archive, index, arguments.text("id"))
    until = offset + arguments.number("limit")
    return {
        **history_values(history),
        "versions": [version_values(version) for version in history.versions[offset:until]],
        "others": [capture_values(entry) for entry in history.others],
        "next": next_cursor(arguments, until) if until < len(history.versions) else None,
    }


def _difference(request: Request, arguments: Arguments) -> Values:
    with open_index(request) as index:
        return comparison_values(
            compare_versions(index, arguments.text("id"), arguments.text("from"), arguments.text("to"))
        )


def _changes(request: Request, arguments: Arguments) -> Values:
    since, after = arguments.optional("since"), arguments.optional("cursor")
    wanted = ChangeFilter(
        parse_moment(since) if since else "", arguments.optional("site"), parse_kind(arguments.optional("kind"))
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


def _statistics(request: Request, _arguments: Arguments) -> Values:
    with open_index(request) as index:
        counts = index.counts()
    archive = room_state(request).archive
    return statistics_values(replace(count_files(archive, counts), texts=read_text_sizes(archive)))


OPERATIONS = (
    operation("search", _search),
    operation("concordance", _concordance),
    *CORPUS_OPERATIONS.values(),
    operation("document", _document),
    operation("history", _history),
    operation("difference", _difference),
    operation("changes", _changes),
    operation("statistics", _statistics),
)


async def _description(request: Request) -> Response:
    return json_response(request, describe(OPERATIONS))


def _page(request: Request) -> Response:
    """Answer with the description of the API for people."""
    t = texts_for(request)
    return show_page(request, "api.html", operations=OPERATIONS, localized=lambda text: localized(t, text)[0])


routes: list[BaseRoute] = [
    Route("/api/", _page),
    *(operation.route for operation in OPERATIONS),
    Route("/api/openapi.json", _description),
]
