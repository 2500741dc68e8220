"""``/`` and ``/help``: the search form, the title page, the hits with their facets, and the help on queries."""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.index import Facets, Filters
from archive.interface_languages.texts import InterfaceTexts, texts_for
from archive.web.app_state import open_index
from archive.web.pages.links import page_url, query_parameter
from archive.web.pages.text_display import DisplayText, display_text, document_card, hit_card
from archive.web.rendering import show_page

NARROWED_BY_NOTHING = Filters()
FILTERS = ("lang", "site", "kind", "speaker", "since", "until", "rights")
_PARAMETERS = {"since": "from", "until": "to"}
"""The URL parameters of filters, where their names differ."""


@dataclass(frozen=True, slots=True)
class SearchForm:
    """A query, its filters, and where its hits continue."""

    query: str = ""
    filters: Filters = NARROWED_BY_NOTHING
    after: str | None = None

    @classmethod
    def from_request(cls, request: Request) -> "SearchForm":
        """Read the query and its filters from a request's URL.

        Raises UsageError for an invalid filter.
        """
        values = {name: query_parameter(request, _PARAMETERS.get(name, name)) for name in FILTERS}
        return cls(query_parameter(request, "q") or "", Filters(**values), query_parameter(request, "after"))

    @property
    def nothing(self) -> bool:
        """Tell whether there is neither a query nor a filter."""
        return not self.query and self.filters == NARROWED_BY_NOTHING

    @property
    def parameters(self) -> dict[str, str | None]:
        """The query and its filters as URL parameters."""
        filters = {_PARAMETERS.get(name, name): getattr(self.filters, name) for name in FILTERS}
        return {"q": self.query or None, **filters}

    def url(self, path: str = "/", **more: str | None) -> str:
        """Return the URL of the search, from the first hit unless ``after`` is given."""
        return page_url(path, **self.parameters, **more)

    def with_filters(self, **changed: str | None) -> "SearchForm":
        """Return the search with some filters set, or removed if None."""
        return SearchForm(self.query, replace(self.filters, **changed))


MOST_FACET_VALUES = 12
"""Most values shown for a facet."""
_NAME = 60


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, the number of hits with it, and the URL of the filtered search."""

    name: DisplayText
    hits: int
    href: str


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of a facet, those with most hits first, years newest first; ``key`` is its label in ``[narrow]``."""

    key: str
    ways: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter that is set; ``href`` is the search without it."""

    key: str
    name: DisplayText
    href: str


def facets(asked: SearchForm, counted: Facets, t: InterfaceTexts) -> list[Facet]:
    """Return the facets that can filter the search further; those with a single value are left out."""
    kinds = (
        ("language", "lang", counted.languages),
        ("kind", "kind", counted.kinds),
        ("speaker", "speaker", counted.speakers),
        ("year", "year", tuple(reversed(counted.years))),
        ("site", "site", counted.sites),
    )
    given = asked.parameters
    return [
        Facet(
            key,
            tuple(
                FacetValue(_name(t, key, name), hits, _narrowed(given, filter_, name))
                for name, hits in values[:MOST_FACET_VALUES]
            ),
        )
        for key, filter_, values in kinds
        if _open(asked, filter_) and len(values) > 1
    ]


def active_filters(asked: SearchForm, t: InterfaceTexts) -> list[ActiveFilter]:
    """Return the filters that are set, each with the search without it."""
    keys = {"lang": "language", "since": "from", "until": "to"}
    given = [(name, getattr(asked.filters, name)) for name in FILTERS if getattr(asked.filters, name)]
    return [
        ActiveFilter(
            keys.get(name, name), _name(t, keys.get(name, name), value), asked.with_filters(**{name: None}).url()
        )
        for name, value in given
    ]


def _open(asked: SearchForm, filter_: str) -> bool:
    if filter_ == "year":
        return not asked.filters.since and not asked.filters.until
    return getattr(asked.filters, filter_) is None


def _narrowed(given: dict[str, str | None], filter_: str, name: str) -> str:
    values = {"from": name, "to": name} if filter_ == "year" else {filter_: name}
    return page_url("/", **{**given, **values})


def _name(t: InterfaceTexts, key: str, value: str) -> DisplayText:
    """Return the label of a language, a kind or a statement of rights; the name itself of anything else."""
    if key in ("language", "kind", "rights"):
        return DisplayText(t.term(key, value), t.lang)
    return display_text(value, ("en",) if key == "speaker" else (), _NAME)


EXAMPLES = (
    ("产能", "characters"),
    ("cooperation", "word"),
    ("产能 合作", "both"),
    ('"industrial cooperation"', "phrase"),
    ("产能 OR capacity", "either"),
    ("合作 -产能", "without"),
    ("(产能 OR 能力) 译员", "brackets"),
    ("coop*", "begins"),
    ("resume~", "tolerant"),
    ("title:合作", "title"),
    ('speaker:"Wang Yi"', "speaker"),
    ("kind:speech lang:en", "facts"),
    ("published:2015..2025", "published"),
)
"""Example queries, and the key in ``[example]`` of the description of each."""


def help_page(request: Request) -> Response:
    """Show the query syntax by examples that link to their results."""
    return show_page(request, "help.html", examples=[(query, page_url("/", q=query), key) for query, key in EXAMPLES])


HITS = 20
NEWEST = 6
"""Number of documents on the title page."""


def search(request: Request) -> Response:
    """Show a page of hits for the search in the URL; without one, the title page."""
    asked = SearchForm.from_request(request)
    if asked.nothing:
        return _title_page(request)
    with open_index(request) as index:
        result, counted = index.search_with_facets(asked.query, asked.filters, HITS, asked.after)
    return show_page(
        request,
        "search.html",
        asked=asked,
        query=asked.query,
        heading=display_text(asked.query, (), 100).text,
        result=result,
        cards=[hit_card(hit) for hit in result.hits],
        chosen=active_filters(asked, texts_for(request)),
        facets=facets(asked, counted, texts_for(request)),
        next=asked.url(after=result.next) if result.next else None,
        start=asked.url() if asked.after else None,
        concordance=page_url("/concordance", **asked.parameters) if asked.query else None,
    )


def _title_page(request: Request) -> Response:
    with open_index(request) as index:
        extent = index.extent()
        newest = index.search("", SearchForm().filters, NEWEST)
    return show_page(request, "title.html", extent=extent, cards=[document_card(hit.document) for hit in newest.hits])


routes = [Route("/", search), Route("/help", help_page)]
