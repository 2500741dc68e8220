"""The pages ``/words``, ``/collocations``, ``/keyness``, ``/trend``: counts of words, each number a link to its
lines.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.corpus.collocations_their_measures_and_translations import Measure
from archive.corpus.corpus_and_selections import Corpus
from archive.corpus.keyness_and_trend import Unit
from archive.corpus.word_lists import LONGEST_NGRAM
from archive.index import Filters
from archive.interface_languages.texts_and_language_choice import InterfaceTexts, texts_for
from archive.query.tables_of_words_collocations_and_trends import (
    FILTER_NAMES,
    QUERY,
    Cell,
    CorpusTable,
    TextChoice,
    answer_keyness,
    cell_text,
    lines_query,
    with_period,
)
from archive.web.api import ANSWERS, CORPUS_OPERATIONS, Arguments, usable_value
from archive.web.app_state_search_and_term_caches import open_corpus
from archive.web.pages.links_url_parameters_and_snippets import DisplayText, display_text, query_parameter
from archive.web.pages.search import FilterField, SearchForm, filter_fields
from archive.web.pages.statistics_and_charts import Chart, LineChart, Mark, bars, trend_line
from archive.web.rendering_and_error_responses import file_response, show_page

SHOWN = 100
EXPORTED = 5000
MOST_BARS = 20
_NAME = 24
_LONGEST_QUERY = 300
"""Longest query to which a number leads; a page may have a word of any length."""
_AGAINST = ("site", "kind", "speaker", "from", "to")
"""Filters of the documents that others are compared with; their parameters have ``against_`` before the name."""
_FORMS: Mapping[str, tuple[Callable[[CorpusTable], str], str]] = {
    "csv": (CorpusTable.csv, "text/csv"),
    "json": (CorpusTable.json, "application/json"),
}
_HIDDEN = ("other_documents", "other_dispersion", QUERY)
"""Columns of files that the page leaves out."""
_PLOTTED = {
    "words": "count", "keyness": "log_likelihood", "log-likelihood": "log_likelihood", "logdice": "log_dice",
    "mi3": "mi3",
}  # fmt: skip
"""The column that a plot shows, by question or by the measure of the order."""


@dataclass(frozen=True, slots=True)
class WordsForm:
    """The form of a word-counting page: the page's name, the word with its filters, and the page's own fields."""

    name: str
    form: SearchForm
    against: Filters
    values: Mapping[str, str]

    @classmethod
    def from_request(cls, request: Request) -> "WordsForm":
        """Read the form of a word-counting page from a request's URL.

        Raises UsageError for an invalid filter.
        """
        name = request.url.path.split("/")[1]
        against = {FILTER_NAMES[each]: query_parameter(request, f"against_{each}") for each in _AGAINST}
        values = {each: query_parameter(request, each) or "" for each in _OWN_FIELDS[name]}
        return cls(name, SearchForm.from_request(request), Filters(**against), values)

    def url(self, path: str | None = None) -> str:
        """Return the URL of a word-counting page, or of its file."""
        against = {f"against_{each}": getattr(self.against, FILTER_NAMES[each]) for each in _AGAINST}
        return self.form.url(path or f"/{self.name}", **self.values, **against)

    @property
    def is_complete(self) -> bool:
        """Return whether a word-counting form can be answered: it has the word, or the documents, that it asks
        about.
        """
        if self.name == "words":
            return True
        return (
            self.form.filters != Filters(self.form.filters.lang) if self.name == "keyness" else bool(self.form.query)
        )

    def answer(self, corpus: Corpus, limit: int) -> CorpusTable:
        """Answer a word-counting form from the corpus, as a table of at most ``limit`` rows.

        Raises UsageError for a question without meaning.
        """
        choice, arguments = TextChoice(self.form.filters), self._arguments(limit)
        if self.name == "keyness":
            against = None if self.against == Filters() else self.against
            return answer_keyness(corpus, choice, against, arguments.number("least"), limit)
        return ANSWERS[self.name](corpus, choice, arguments)

    @property
    def plotted(self) -> str:
        """Return the column of a word-counting table that its chart shows."""
        return _PLOTTED[self._arguments(SHOWN).text("sort") if self.name == "collocations" else self.name]

    def _arguments(self, limit: int) -> Arguments:
        """Return the arguments of the API's operation for this form; own fields that cannot be used count as
        absent.
        """
        parameters = {each.name: each for each in CORPUS_OPERATIONS[self.name].parameters}
        own = {name: usable_value(parameters[name], value) for name, value in self.values.items()}
        given = {"q": self.form.query, **own, "limit": str(limit)}
        return Arguments({name: value for name, value in given.items() if value}, parameters)

    def fields(self, corpus: Corpus, t: InterfaceTexts) -> list[FilterField]:
        """Return the fields of a word-counting form, without that of the word."""
        return [*filter_fields(corpus.index, self.form.filters, t), *(self._field(name, t) for name in self.values)]

    def against_fields(self, corpus: Corpus, t: InterfaceTexts) -> list[FilterField]:
        """Return the form fields of the documents that key words are compared with."""
        fields = [field for field in filter_fields(corpus.index, self.against, t) if field.name in _AGAINST]
        return [replace(field, name=f"against_{field.name}") for field in fields]

    def _field(self, name: str, t: InterfaceTexts) -> FilterField:
        names = _OWN_FIELDS[self.name][name]
        choices = tuple((each, DisplayText(t.term(f"words_{name}", each), t.lang)) for each in names)
        hint = str(self._arguments(SHOWN).parameters[name].schema["default"])
        label = {"least": "occurrences", "sort": "measure"}.get(name, name)
        pattern = "" if choices else r"\d{1,6}"
        return FilterField(name, label, self.values[name], choices, pattern, hint, unset=f"no_{label}")


_NUMBERS = tuple(str(length) for length in range(2, LONGEST_NGRAM + 1))
_OWN_FIELDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "words": {"ngrams": _NUMBERS, "least": ()},
    "collocations": {
        "of": ("translations",), "left": (), "right": (), "sort": tuple(map(str, Measure))[1:], "least": (),
    },
    "keyness": {"least": ()},
    "trend": {"by": (str(Unit.MONTH),)},
}  # fmt: skip
"""The fields of each question, each with the values to choose from beside the usual one; none where one writes."""


def _words_page(request: Request) -> Response:
    """Show a word-counting page with the answer to its form; the form alone where it is not complete."""
    asked, t = WordsForm.from_request(request), texts_for(request)
    with open_corpus(request) as corpus:
        fields = asked.fields(corpus, t)
        against = asked.against_fields(corpus, t) if asked.name == "keyness" else []
        found = asked.answer(corpus, SHOWN) if asked.is_complete else None
    return show_page(
        request,
        "words.html",
        asked=asked,
        query=asked.form.query,
        fields=fields,
        against=against,
        questions=[(name, asked.form.url(f"/{name}"), name == asked.name) for name in _OWN_FIELDS],
        found=found,
        columns=[name for name in found.columns if name not in _HIDDEN] if found else [],
        rows=list(_rows(asked, found)) if found else [],
        chart=_chart(asked, found) if found else None,
        lang=found.facts.get("into", found.facts["lang"]) if found else "",
        nav_path="/words",
        exports=[(form, asked.url(f"/{asked.name}/{form}")) for form in _FORMS],
    )


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of a word-counting table: its text, and the URL of the lines that it counts, None if it counts none."""

    text: str
    href: str | None


def _rows(asked: WordsForm, found: CorpusTable) -> Iterator[tuple[str, list[ShownCell]]]:
    """Return the name of each row of a word-counting table, and its other cells."""
    for row in found.rows:
        values = dict(zip(found.columns, row, strict=True))
        name = str(row[0])
        cells = [
            ShownCell(_grouped(column, value), _lines_url(asked, column, values) if value else None)
            for column, value in values.items()
            if column not in _HIDDEN
        ]
        yield name, cells[1:]


def _grouped(column: str, value: Cell) -> str:
    """Format a number grouped by thousands."""
    whole, point, digits = cell_text(column, value).partition(".")
    return f"{InterfaceTexts.number(int(whole))}{point}{digits}" if whole.isdecimal() else f"{whole}{point}{digits}"


def _lines_url(asked: WordsForm, column: str, values: Mapping[str, Cell]) -> str | None:
    """Return the URL of the concordance lines that a number counts; None for what counts none."""
    filters, query = asked.form.filters, str(values[QUERY])
    if len(query) > _LONGEST_QUERY:
        return None
    if asked.name == "trend":
        filters = with_period(filters, str(values["period"]))
    if column == "other_count":
        return None if asked.against == Filters() else SearchForm(query, asked.against).url("/concordance")
    if column == "total":
        return SearchForm(lines_query(str(values["text"])), filters).url("/concordance")
    if column == "documents":
        return SearchForm(query, filters).url("/")
    return SearchForm(query, filters).url("/concordance") if column in ("count", "units") else None


def _chart(asked: WordsForm, found: CorpusTable) -> Chart[Mark] | LineChart | None:
    """Draw the chart of a word-counting table's first rows, a line with its band for a trend."""
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    if asked.name == "trend":
        points = [
            (str(row["period"]), float(row["per_million"]), float(row["low"]), float(row["high"])) for row in rows
        ]
        return trend_line(points) if len(points) > 1 else None
    plotted = asked.plotted
    named = [(display_text(str(row["text"]), (), _NAME).text, round(float(row[plotted]))) for row in rows[:MOST_BARS]]
    return bars(named) if named else None


def export(request: Request) -> Response:
    """Return a word-counting table as a file to download."""
    form, asked = request.path_params["form"], WordsForm.from_request(request)
    if form not in _FORMS or not asked.is_complete:
        raise HTTPException(404)
    write, media_type = _FORMS[form]
    with open_corpus(request) as corpus:
        return file_response(write(asked.answer(corpus, EXPORTED)), f"{asked.name}.{form}", media_type)


routes = [
    *(Route(f"/{name}", _words_page) for name in _OWN_FIELDS),
    *(Route(f"/{name}/{{form}}", export) for name in _OWN_FIELDS),
]
