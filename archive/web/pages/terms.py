"""The pages ``/terms`` and ``/term``: Chinese and English terms that probably translate each other, and one of
them.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import islice

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.export.tables_csv_jsonl_moses_and_glossary import terms_csv
from archive.export.tmx_xliff_tbx import tbx_of_terms
from archive.index import Filters
from archive.interface_languages.texts_and_language_choice import texts_for
from archive.query.concordance.concordance import Concordance, ConcordanceOptions, concordance
from archive.query.concordance.keyword_lines import Counterpart
from archive.query.concordance.line_order import LineOrder
from archive.terms.term_extraction import Term, find_terms
from archive.web.app_state_search_and_term_caches import FoundTerms, TermCache, open_index, replay_origin, room_state
from archive.web.pages.links_url_parameters_and_snippets import (
    marked_parts,
    number_parameter,
    query_parameter,
    shorten,
)
from archive.web.pages.search import FilterField, SearchForm, filter_fields
from archive.web.rendering_and_error_responses import file_response, show_page

MOST_UNITS = 700
"""Most translation units, of the archive or a site, from which a page extracts terms: a second's work.

'archive terms' reads all units.
"""
MOST_TERMS = 1000
SHOWN = 200
LINES = 300
"""Most sentences with a term whose translations are counted."""
CONTEXTS = 20

_cache = TermCache()


def terms(request: Request) -> Response:
    """Show the page of bilingual terms of the documents that pass the filters, best first."""
    form = SearchForm.from_request(request)
    filters_alone = SearchForm(filters=form.filters)
    found = _cached_terms(request, form.filters)
    least = number_parameter(request, "least")
    fitting = _fitting(found, form.query, least)
    with open_index(request) as index:
        fields = filter_fields(index, form.filters, texts_for(request))
    return show_page(
        request,
        "terms.html",
        entered=form.query,
        fields=[*fields, FilterField("least", "least", str(least) if least else "", pattern=r"\d{1,6}", hint="2")],
        exports=[(kind, form.url(f"/terms/{kind}", least=str(least or ""))) for kind in ("csv", "tbx")],
        rows=fitting[:SHOWN],
        total=len(fitting),
        found=found,
        term_url=lambda term: filters_alone.url("/term", chinese=term.chinese, english=term.english),
    )


def export(request: Request) -> Response:
    """Return the bilingual terms as a file to download."""
    form, least = SearchForm.from_request(request), number_parameter(request, "least")
    found = _fitting(_cached_terms(request, form.filters), form.query, least)
    match request.path_params["form"]:
        case "csv":
            return file_response(terms_csv(found), "terms.csv", "text/csv")
        case "tbx":
            return file_response("".join(tbx_of_terms(found)), "terms.tbx", "application/x-tbx")
    raise HTTPException(404)


def _term_page(request: Request) -> Response:
    """Show the page of one term: its figures, how its Chinese is translated over the years, and sentences that have
    both.
    """
    form = SearchForm.from_request(request)
    chinese, english = (query_parameter(request, name) or "" for name in ("chinese", "english"))
    if not chinese or not english:
        raise HTTPException(404)
    options = ConcordanceOptions(LineOrder.SCORE, LINES, most_documents=LINES, most_lines=LINES)
    with open_index(request) as index:
        found = concordance(index, _phrase(chinese), form.filters, options)
    known = _cached_terms(request, form.filters).terms
    return show_page(
        request,
        "term.html",
        chinese=chinese,
        english=english,
        term=next((term for term in known if (term.chinese, term.english) == (chinese, english)), None),
        renderings=_count_renderings(found, english),
        lines=[line for line in (each.line for each in found.lines) if _has(line.counterpart, english)][:CONTEXTS],
        origin=replay_origin(request),
        concordances=[SearchForm(_phrase(text), form.filters).url("/concordance") for text in (chinese, english)],
        translation=lambda counterpart: marked_parts(counterpart.text, [english]),
    )


@dataclass(frozen=True, slots=True)
class Rendering:
    """A translation of a term, None for any other, and the number of sentences with it, in all and by year."""

    text: str | None
    count: int
    years: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Renderings:
    """The translations of a term, most frequent first, in ``total`` sentences, of which each year has ``years``."""

    total: int
    years: tuple[tuple[str, int], ...]
    by_text: tuple[Rendering, ...]


def _count_renderings(found: Concordance, english: str) -> Renderings:
    """Count the translations of a term in its concordance, ``english`` among them.

    Each translated sentence counts for the longest translation that it has.
    """
    probable = [phrase.text for phrase in found.translations.phrases] if found.translations.lang == "en" else []
    phrases = sorted({english.casefold(): english, **{text.casefold(): text for text in probable}}.values(), key=len)
    counts: dict[str | None, Counter[str]] = {}
    for line in (each.line for each in found.lines):
        if line.counterpart is not None and line.counterpart.lang.startswith("en"):
            text = next((phrase for phrase in reversed(phrases) if _has(line.counterpart, phrase)), None)
            counts.setdefault(text, Counter())[(line.origin.published or "")[:4]] += 1
    years = sum(counts.values(), Counter())
    ordered = sorted(counts.items(), key=lambda item: (item[0] is None, -item[1].total(), item[0] or ""))
    by_text = tuple(Rendering(text, each.total(), tuple(sorted(each.items()))) for text, each in ordered)
    return Renderings(years.total(), tuple(sorted(years.items())), by_text)


def _has(counterpart: Counterpart | None, phrase: str) -> bool:
    return counterpart is not None and phrase.casefold() in counterpart.text.casefold()


def _cached_terms(request: Request, filters: Filters) -> FoundTerms:
    """Return the bilingual terms of the documents that pass the filters, from the cache."""
    return _cache.get(room_state(request).archive, filters, lambda: _extract_terms(request, filters))


def _extract_terms(request: Request, filters: Filters) -> FoundTerms:
    with open_index(request) as index:
        units = list(islice(index.units(filters), MOST_UNITS + 1))
    whole = len(units) <= MOST_UNITS
    return FoundTerms(tuple(find_terms(units[:MOST_UNITS], limit=MOST_TERMS)), min(len(units), MOST_UNITS), whole)


def _fitting(found: FoundTerms, part: str, least: int) -> list[Term]:
    """Return the bilingual terms that contain a text and are in at least ``least`` units."""
    return [term for term in found.terms if term.count >= least and _contains(term, part)]


def _contains(term: Term, part: str) -> bool:
    return any(part.casefold() in text.casefold() for text in (term.chinese, term.english))


def _phrase(text: str) -> str:
    """Return the search query for a term."""
    phrase = shorten(text).replace('"', " ")
    return f'"{phrase}"' if " " in text else phrase


routes = [Route("/terms", terms), Route("/terms/{form}", export), Route("/term", _term_page)]
