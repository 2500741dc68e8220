"""The pages ``/`` and ``/help``: the search form, the title page, the hits with their facets, and the help on
queries.

Here too are the fields by which other pages narrow what they show: site, kind, language, speaker, days.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.index import Facets, Filters, Index
from archive.interface_languages.texts_and_language_choice import InterfaceTexts, texts_for
from archive.model.document import ArticleKind
from archive.web.app_state_search_and_term_caches import Search, find_hits, open_index
from archive.web.pages.links_url_parameters_and_snippets import (
    DisplayText,
    display_text,
    page_url,
    query_parameter,
    shorten,
)
from archive.web.rendering_and_error_responses import show_page
from archive.word_lists_and_character_tables import list_lines

NO_FILTERS = Filters()
FILTERS = ("lang", "site", "kind", "speaker", "since", "until", "rights")
_PARAMETERS = {"since": "from", "until": "to"}
"""The URL parameters of filters, where their names differ."""


@dataclass(frozen=True, slots=True)
class SearchForm:
    """The search form of a page: a query, its filters, and where its hits continue."""

    query: str = ""
    filters: Filters = NO_FILTERS
    after: str | None = None

    @classmethod
    def from_request(cls, request: Request) -> "SearchForm":
        """Read the search form (query and filters) from a request's URL.

        Raises UsageError for an invalid filter.
        """
        values = {name: query_parameter(request, _PARAMETERS.get(name, name)) for name in FILTERS}
        return cls(query_parameter(request, "q") or "", Filters(**values), query_parameter(request, "after"))

    @property
    def nothing(self) -> bool:
        """Return whether the search form has neither a query nor a filter."""
        return not self.query and self.filters == NO_FILTERS

    @property
    def parameters(self) -> dict[str, str | None]:
        """Return the search form's query and filters as URL parameters."""
        filters = {_PARAMETERS.get(name, name): getattr(self.filters, name) for name in FILTERS}
        return {"q": self.query or None, **filters}

    def url(self, path: str = "/", **more: str | None) -> str:
        """Return the URL of the search, from the first hit unless ``after`` is given."""
        return page_url(path, **self.parameters, **more)

    def with_filters(self, **changed: str | None) -> "SearchForm":
        """Return the search form with some filters set, or removed if None."""
        return SearchForm(self.query, replace(self.filters, **changed))


MOST_FACET_VALUES = 12
"""Most values shown for a facet."""
_NAME = 60


FacetValue = tuple[DisplayText, int, str]
"""The name of a value, the number of hits with it, and the URL of the filtered search."""


def facets(form: SearchForm, counted: Facets, t: InterfaceTexts) -> list[tuple[str, list[FacetValue]]]:
    """List the facets by which a page of hits can be filtered further, by label; those with a single value are left
    out.

    The values with most hits come first, but years newest first.
    """
    kinds = (
        ("language", "lang", counted.languages),
        ("kind", "kind", counted.kinds),
        ("speaker", "speaker", counted.speakers),
        ("year", "year", tuple(reversed(counted.years))),
        ("site", "site", counted.sites),
    )
    return [
        (
            key,
            [
                (_name(t, key, name), hits, _filtered_url(form, filter_, name))
                for name, hits in values[:MOST_FACET_VALUES]
            ],
        )
        for key, filter_, values in kinds
        if _is_unset(form, filter_) and len(values) > 1
    ]


def _active_filters(form: SearchForm, t: InterfaceTexts) -> list[tuple[str, DisplayText, str]]:
    """List the filters that are set in a search: label, value, and the URL of the search without it."""
    keys = {"lang": "language", "since": "from", "until": "to"}
    given = [(name, keys.get(name, name), getattr(form.filters, name)) for name in FILTERS]
    return [
        (key, _name(t, key, value), form.with_filters(**{name: None}).url()) for name, key, value in given if value
    ]


def _is_unset(form: SearchForm, filter_: str) -> bool:
    if filter_ == "year":
        return not form.filters.since and not form.filters.until
    return getattr(form.filters, filter_) is None


def _filtered_url(form: SearchForm, filter_: str, name: str) -> str:
    values = {"from": name, "to": name} if filter_ == "year" else {filter_: name}
    return page_url("/", **{**form.parameters, **values})


def _name(t: InterfaceTexts, key: str, value: str) -> DisplayText:
    """Return the label of a facet's value in the interface language, as a language or kind; else the value itself."""
    if key in ("language", "kind", "rights"):
        return DisplayText(t.term(key, value), t.lang)
    return display_text(value, ("en",) if key == "speaker" else (), _NAME)


def _help_page(request: Request) -> Response:
    """Show the help page on query syntax, by examples that link to their results."""
    lines = (line.partition(" ") for line in list_lines("archive.web", "examples", "queries"))
    examples = [(query, page_url("/concordance" if key == "units" else "/", q=query), key) for key, _, query in lines]
    return show_page(request, "help.html", examples=examples)


HITS = 20
NEWEST = 6
"""Number of documents on the title page."""


def search(request: Request) -> Response:
    """Show a page of search hits for the query in the URL; without one, the title page."""
    form = SearchForm.from_request(request)
    if form.nothing:
        return _title_page(request)
    result, counted = find_hits(request, Search(form.query, form.filters, HITS, form.after))
    return show_page(
        request,
        "search.html",
        form=form,
        query=form.query,
        heading=display_text(form.query, (), 100).text,
        result=result,
        active_filters=_active_filters(form, texts_for(request)),
        facets=facets(form, counted, texts_for(request)),
        counted=counted.counted if counted.counted < result.documents else None,
        next=form.url(after=result.next) if result.next else None,
        start=form.url() if form.after else None,
        concordance=page_url("/concordance", **form.parameters) if form.query else None,
    )


def _title_page(request: Request) -> Response:
    with open_index(request) as index:
        extent = index.extent()
        newest = index.search("", SearchForm().filters, NEWEST)
    return show_page(request, "title.html", extent=extent, documents=[hit.document for hit in newest.hits])


MOST_SITES = 300


Choice = tuple[str, DisplayText]
"""A value to choose, and how it is displayed."""


@dataclass(frozen=True, slots=True)
class FilterField:
    """A field of a form for a filter, with its URL parameter, its label in ``[filters]``, and its value.

    ``choices`` are the values to choose from; there are none for a field to write into, where ``pattern`` is what may
    be written and ``hint`` an example, on the keyboard ``inputmode`` of a telephone. ``unset`` is the label of no
    choice.
    """

    name: str
    label: str
    value: str
    choices: tuple[Choice, ...] = ()
    pattern: str = ""
    hint: str = ""
    inputmode: str = "numeric"
    unset: str = "any"


def filter_fields(index: Index, filters: Filters, t: InterfaceTexts) -> list[FilterField]:
    """Return the form fields for the filters that are set, with the sites and languages of the archive to choose
    from.
    """
    sites = index.names("site")[:MOST_SITES]
    languages = [(tag, DisplayText(t.term("language", tag), t.lang)) for tag in index.names("language")]
    kinds = [(kind, DisplayText(t.term("kind", kind), t.lang)) for kind in get_args(ArticleKind)]
    day, hint = r"\d{4}(-\d{2}(-\d{2})?)?", "2015-04-28"
    return [
        FilterField(
            "site",
            "site",
            filters.site or "",
            with_chosen([(site, DisplayText(shorten(site), "")) for site in sites], filters.site),
        ),
        FilterField("kind", "kind", filters.kind or "", tuple(kinds)),
        FilterField("lang", "language", filters.lang or "", with_chosen(languages, filters.lang)),
        FilterField("speaker", "speaker", filters.speaker or ""),
        FilterField("from", "from", filters.since or "", pattern=day, hint=hint),
        FilterField("to", "to", filters.until or "", pattern=day, hint=hint),
    ]


def with_chosen(choices: Sequence[Choice], *chosen: str | None) -> tuple[Choice, ...]:
    """Add the chosen values to a form field's choices, so that the form keeps what it was given."""
    known = {value for value, _ in choices}
    others = [
        (value, DisplayText(shorten(value), "")) for value in dict.fromkeys(chosen) if value and value not in known
    ]
    return (*choices, *others)


routes = [Route("/", search), Route("/help", _help_page)]
