"""The page ``/concordance``: a word in its sentences, beside the translations, and the lines as a file."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.errors import UsageError
from archive.export.formats_and_export_of_units import FORMATS
from archive.export.provenance import PageLookup
from archive.export.tmx_xliff_tbx import tmx_of_units
from archive.interface_languages.texts_and_language_choice import InterfaceTexts, texts_for
from archive.model.language_codes import language_range, primary_language
from archive.query.concordance.concordance import (
    MOST_LINES,
    Concordance,
    ConcordanceOptions,
    Frequency,
    Sample,
    concordance,
)
from archive.query.concordance.concordance_forms import concordance_csv, concordance_json
from archive.query.concordance.keyword_lines import Counterpart
from archive.query.concordance.line_order import MOST_CONTEXT, LineOrder, Order, WordOrder, parse_order
from archive.web.app_state_search_and_term_caches import open_index, replay_origin
from archive.web.pages.links_url_parameters_and_snippets import (
    DisplayText,
    SnippetPart,
    display_text,
    marked_parts,
    number_parameter,
    query_parameter,
)
from archive.web.pages.search import Choice, FilterField, SearchForm, filter_fields, with_chosen
from archive.web.pages.statistics_and_charts import Chart, Mark, bars, columns, fill_years
from archive.web.rendering_and_error_responses import file_response, show_page

LINES = 50
EXPORTED = 5000
READ = 300
"""Documents that are read for one page, and lines that are collected from them."""
GATHERED = 5000
SAMPLED = 1000
"""Documents that a random sample is drawn from; of more, that many are drawn."""
MOST_SAMPLED = 1000
"""Hits of a random sample."""
SUGGESTED = WordOrder((-1, 1, 2))
WORD_ORDER = "([1-5][LRlr]|0)(,([1-5][LRlr]|0)){0,5}"
MOST_BARS = 12
_NAME = 24

_FORMS: dict[str, tuple[Callable[[Concordance, PageLookup], str], str]] = {
    "csv": (lambda found, pages: concordance_csv(found), FORMATS["csv"].media_type),
    "json": (lambda found, pages: concordance_json(found), "application/json"),
    "tmx": (lambda found, pages: "".join(tmx_of_units(found.units, pages.facts_of)), FORMATS["tmx"].media_type),
}


@dataclass(frozen=True, slots=True)
class _LineForm:
    """The concordance page's form: order of lines, a random sample, words of context, the language of the hit."""

    order: Order = LineOrder.SCORE
    sample: int = 0
    seed: int = 0
    context: int | None = None
    hit_lang: str | None = None

    @classmethod
    def from_request(cls, request: Request) -> "_LineForm":
        """Read the concordance form from a request's URL; what it does not understand counts as absent."""
        context, lang = query_parameter(request, "context"), query_parameter(request, "hit_lang")
        return cls(
            _order(query_parameter(request, "sort")),
            min(number_parameter(request, "sample"), MOST_SAMPLED),
            number_parameter(request, "seed"),
            min(number_parameter(request, "context"), MOST_CONTEXT) if (context or "").isdecimal() else None,
            language_range(lang) if lang else None,
        )

    @property
    def parameters(self) -> dict[str, str | None]:
        """Return the concordance form as URL parameters, without those that have their default."""
        return {
            "sort": None if self.order is LineOrder.SCORE else str(self.order),
            "sample": str(self.sample) if self.sample else None,
            "seed": str(self.seed) if self.sample and self.seed else None,
            "context": None if self.context is None else str(self.context),
            "hit_lang": self.hit_lang,
        }

    def options(self, limit: int, offset: int = 0, most_lines: int = MOST_LINES) -> ConcordanceOptions:
        return ConcordanceOptions(
            self.order,
            limit,
            offset,
            READ,
            most_lines,
            sample=Sample(self.sample, self.seed or 1, SAMPLED) if self.sample else None,
            context=self.context,
            hit_lang=self.hit_lang,
        )

    def fields(self, languages: tuple[Choice, ...]) -> list[FilterField]:
        """Return the fields of the concordance form, with the languages to choose from."""
        given = {name: value or "" for name, value in self.parameters.items()}
        order = given["sort"] if isinstance(self.order, WordOrder) else ""
        return [
            FilterField("hit_lang", "hit_lang", given["hit_lang"], with_chosen(languages, self.hit_lang)),
            FilterField("sort", "sort", order, (), WORD_ORDER, "1L,1R,2R", "text"),
            FilterField("context", "context", given["context"], (), r"\d{1,3}", "10"),
            FilterField("sample", "sample", given["sample"], (), r"\d{1,4}", "100"),
            FilterField("seed", "seed", given["seed"], (), r"\d{1,6}", "1"),
        ]


def _languages(tags: Sequence[Choice], t: InterfaceTexts) -> tuple[Choice, ...]:
    """List the languages to choose from: each with whatever script, then the tags that have one."""
    primary = dict.fromkeys(primary_language(tag) for tag, _ in tags)
    with_script = ((tag, name) for tag, name in tags if tag not in primary)
    return (*((lang, DisplayText(t.term("language", lang), t.lang)) for lang in primary), *with_script)


def _order(text: str | None) -> Order:
    with suppress(UsageError):
        return parse_order(text or LineOrder.SCORE)
    return LineOrder.SCORE


def _concordance_page(request: Request) -> Response:
    """Show the concordance page for the query in the URL, in the order that it asks for."""
    question, form, t = SearchForm.from_request(request), _LineForm.from_request(request), texts_for(request)
    offset = number_parameter(request, "from_line")
    hidden = [("rights", question.filters.rights)] if question.filters.rights else []
    with open_index(request) as index:
        fields = filter_fields(index, question.filters, t)
        languages = _languages(next(field.choices for field in fields if field.name == "lang"), t)
        shared: dict[str, Any] = {"fields": fields, "line_fields": form.fields(languages), "hidden": hidden}
        if not question.query:
            return show_page(request, "concordance.html", query="", found=None, **shared)
        found = concordance(index, question.query, question.filters, form.options(LINES, offset, GATHERED))
    return show_page(
        request,
        "concordance.html",
        query=question.query,
        heading=display_text(question.query, (), 100).text,
        heading_of_lines=_heading(found, t),
        found=found,
        origin=replay_origin(request),
        translation=lambda counterpart: _translation(counterpart, found),
        frequencies=_frequencies(found),
        sorts=_sorts(question, form, t),
        exports=[(each, question.url(f"/concordance/{each}", **form.parameters)) for each in _FORMS],
        next=_next(question, form, offset, found),
        start=question.url("/concordance", **form.parameters) if offset else None,
        search=question.url("/"),
        **shared,
    )


def export(request: Request) -> Response:
    """Return the lines of a concordance as a file to download."""
    form = request.path_params["form"]
    if form not in _FORMS:
        raise HTTPException(404)
    write, media_type = _FORMS[form]
    question, options = SearchForm.from_request(request), _LineForm.from_request(request).options(EXPORTED)
    with open_index(request) as index:
        found = concordance(index, question.query, question.filters, options)
        return file_response(write(found, PageLookup(index)), f"concordance.{form}", media_type)


def _heading(found: Concordance, t: InterfaceTexts) -> str:
    """Say how many concordance lines and hits there are, and out of how many documents."""
    lines, sample = t.count("lines", found.distinct), found.sample
    hits = t.count("hits", found.hits, documents=t.count("documents", found.documents))
    if sample and found.exact:
        return f"{lines} {t('concordance.sampled', hits=hits, seed=sample.seed)}"
    if sample:
        partly = t("concordance.sampled_partly", n=found.read, of=found.documents, seed=sample.seed)
        return f"{lines} {partly}"
    if found.exact:
        parts = [lines, hits]
        parts += [t("concordance.partly_shown", n=found.read)] if found.read < found.documents else []
    else:
        parts = [t("lines.at_least", lines=lines)]
        parts += [t("concordance.partly", n=found.read, of=found.documents)] if found.read < found.documents else []
    return " · ".join(parts)


def _sorts(question: SearchForm, form: _LineForm, t: InterfaceTexts) -> list[tuple[str, str, bool]]:
    """Return the orders of lines to choose from: label, URL, and whether it is the current one."""
    orders: list[Order] = [*LineOrder, form.order if isinstance(form.order, WordOrder) else SUGGESTED]
    return [
        (
            str(order) if isinstance(order, WordOrder) else t.term("sort", order),
            question.url("/concordance", **replace(form, order=order).parameters),
            order == form.order,
        )
        for order in orders
    ]


def _next(question: SearchForm, form: _LineForm, offset: int, found: Concordance) -> str | None:
    end = offset + len(found.lines)
    if not found.lines or end >= found.distinct:
        return None
    return question.url("/concordance", **form.parameters, from_line=str(end))


def _translation(counterpart: Counterpart, found: Concordance) -> tuple[SnippetPart, ...]:
    """Return the translation of a concordance line in parts, with probable translations of the query marked."""
    if not counterpart.lang.startswith(found.translations.lang):
        return (SnippetPart(counterpart.text, False),)
    return marked_parts(counterpart.text, [phrase.text for phrase in found.translations.phrases])


def _frequencies(found: Concordance) -> list[tuple[str, Chart[Mark], bool]]:
    """Return the charts of a concordance's hits by year, speaker and site, each with whether its marks stand
    upright.
    """
    years = fill_years(tuple((one.name, one.hits) for one in found.by_year if one.name))
    plots = [("by_year", columns(years), True)] if len(years) > 1 else []
    named = (("by_speaker", _named(found.by_speaker)), ("by_site", _named(found.by_site)))
    return [*plots, *((key, bars(values), False) for key, values in named if values)]


def _named(frequencies: tuple[Frequency, ...]) -> list[tuple[str, int]]:
    return [(display_text(one.name, (), _NAME).text, one.hits) for one in frequencies if one.name][:MOST_BARS]


routes = [Route("/concordance", _concordance_page), Route("/concordance/{form}", export)]
