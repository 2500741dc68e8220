"""``/concordance``: a word in its sentences, beside the translations, and the lines as a file."""

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.export.formats import FORMATS
from archive.export.selection import PageLookup
from archive.export.tmx_xliff_tbx import tmx_of_units
from archive.index import Index
from archive.interface_languages.texts import texts_for
from archive.query.concordance.concordance import Concordance, ConcordanceOptions, Frequency, LineOrder, concordance
from archive.query.concordance.concordance_forms import concordance_csv, concordance_json
from archive.query.concordance.keyword_lines import Counterpart
from archive.web.app_state import open_index, replay_origin
from archive.web.pages.links_and_texts import (
    SnippetPart,
    display_text,
    marked_parts,
    number_parameter,
    query_parameter,
)
from archive.web.pages.search import SearchForm, filter_fields
from archive.web.pages.statistics_and_charts import Chart, bars, columns, fill_years
from archive.web.rendering import file_response, show_page

LINES = 50
EXPORTED = 5000
READ = 300
"""Documents that are read for one page, and lines that are collected from them."""
GATHERED = 5000
MOST_BARS = 12
_NAME = 24

_FORMS: dict[str, tuple[Callable[[Concordance, PageLookup], str], str]] = {
    "csv": (lambda found, pages: concordance_csv(found), FORMATS["csv"].media_type),
    "json": (lambda found, pages: concordance_json(found), "application/json"),
    "tmx": (lambda found, pages: "".join(tmx_of_units(found.units, pages.facts_of)), FORMATS["tmx"].media_type),
}


def concordance_page(request: Request) -> Response:
    """Show the lines for the query in the URL, in the order that it asks for."""
    question = SearchForm.from_request(request)
    sort, offset = _sort(request), number_parameter(request, "from_line")
    hidden = [("rights", question.filters.rights)] if question.filters.rights else []
    with open_index(request) as index:
        fields = filter_fields(index, question.filters, texts_for(request))
        if not question.query:
            return show_page(request, "concordance.html", query="", found=None, fields=fields, hidden=hidden)
        found = _find_lines(
            index, question, ConcordanceOptions(sort, LINES, offset, most_documents=READ, most_lines=GATHERED)
        )
    return show_page(
        request,
        "concordance.html",
        query=question.query,
        heading=display_text(question.query, (), 100).text,
        found=found,
        origin=replay_origin(request),
        translation=lambda counterpart: _translation(counterpart, found),
        frequencies=_frequencies(found),
        sorts=[(each.value, question.url("/concordance", sort=each.value), each is sort) for each in LineOrder],
        fields=fields,
        hidden=hidden,
        exports=[(form, question.url(f"/concordance/{form}", sort=sort.value)) for form in _FORMS],
        next=_next(question, sort, offset, found),
        start=question.url("/concordance", sort=sort.value) if offset else None,
        search=question.url("/"),
    )


def export(request: Request) -> Response:
    """Return the lines as a file."""
    form = request.path_params["form"]
    if form not in _FORMS:
        raise HTTPException(404)
    write, media_type = _FORMS[form]
    with open_index(request) as index:
        found = _find_lines(
            index, SearchForm.from_request(request), ConcordanceOptions(_sort(request), EXPORTED, most_documents=READ)
        )
        return file_response(write(found, PageLookup(index)), f"concordance.{form}", media_type)


def _find_lines(index: Index, question: SearchForm, options: ConcordanceOptions) -> Concordance:
    return concordance(index, question.query, question.filters, options)


def _sort(request: Request) -> LineOrder:
    """Return the requested order; by default relevance."""
    given = query_parameter(request, "sort")
    return LineOrder(given) if given in list(LineOrder) else LineOrder.SCORE


def _next(question: SearchForm, sort: LineOrder, offset: int, found: Concordance) -> str | None:
    end = offset + len(found.lines)
    if not found.lines or end >= found.distinct:
        return None
    return question.url("/concordance", sort=sort.value, from_line=str(end))


def _translation(counterpart: Counterpart, found: Concordance) -> tuple[SnippetPart, ...]:
    """Return the translation in parts, with probable translations of the query marked."""
    if not counterpart.lang.startswith(found.translations.lang):
        return (SnippetPart(counterpart.text, False),)
    return marked_parts(counterpart.text, [phrase.text for phrase in found.translations.phrases])


def _frequencies(found: Concordance) -> list[tuple[str, Chart, bool]]:
    """Return the charts of frequencies by their keys, each with whether its marks stand upright."""
    years = fill_years(tuple((one.name, one.hits) for one in found.by_year if one.name))
    plots = [("by_year", columns(years), True)] if len(years) > 1 else []
    named = (("by_speaker", _named(found.by_speaker)), ("by_site", _named(found.by_site)))
    return [*plots, *((key, bars(values), False) for key, values in named if values)]


def _named(frequencies: tuple[Frequency, ...]) -> list[tuple[str, int]]:
    return [(display_text(one.name, (), _NAME).text, one.hits) for one in frequencies if one.name][:MOST_BARS]


routes = [Route("/concordance", concordance_page), Route("/concordance/{form}", export)]
