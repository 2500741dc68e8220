"""The form fields by which pages narrow what they show: site, kind, language, speaker and days of publication."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from archive.index import Filters, Index
from archive.interface_languages.texts import InterfaceTexts
from archive.model.document import ArticleKind
from archive.web.pages.text_display import DisplayText, shorten

MOST_SITES = 300


@dataclass(frozen=True, slots=True)
class FilterField:
    """A field with its URL parameter, its label in ``[filters]``, and its value.

    ``choices`` are the values to choose from; none for a field to write into, ``pattern`` what may be written.
    """

    name: str
    label: str
    value: str
    choices: tuple[tuple[str, DisplayText], ...] = ()
    pattern: str = ""


def filter_fields(index: Index, filters: Filters, t: InterfaceTexts) -> list[FilterField]:
    """Return the fields for the filters that are set, with the sites and languages of the archive to choose from."""
    sites = [summary.name for summary in index.sites()][:MOST_SITES]
    kinds = [(kind, DisplayText(t.term("kind", kind), t.lang)) for kind in get_args(ArticleKind)]
    day = r"\d{4}(-\d{2}(-\d{2})?)?"
    return [
        FilterField(
            "site",
            "site",
            filters.site or "",
            _with([(site, DisplayText(shorten(site), "")) for site in sites], filters.site),
        ),
        FilterField("kind", "kind", filters.kind or "", tuple(kinds)),
        FilterField("lang", "language", filters.lang or "", language_choices(index, t, filters.lang)),
        FilterField("speaker", "speaker", filters.speaker or ""),
        FilterField("from", "from", filters.since or "", pattern=day),
        FilterField("to", "to", filters.until or "", pattern=day),
    ]


def language_choices(index: Index, t: InterfaceTexts, *chosen: str | None) -> tuple[tuple[str, DisplayText], ...]:
    """Return the languages of the archive's documents, most documents first, and the chosen ones."""
    languages = [
        (tag, DisplayText(t.term("language", tag), t.lang)) for tag, _ in index.facets("", Filters()).languages
    ]
    return _with(languages, *chosen)


def _with(choices: Sequence[tuple[str, DisplayText]], *chosen: str | None) -> tuple[tuple[str, DisplayText], ...]:
    """Return the choices with those that are chosen among them, so that a form keeps what it was given."""
    known = {value for value, _ in choices}
    others = [
        (value, DisplayText(shorten(value), "")) for value in dict.fromkeys(chosen) if value and value not in known
    ]
    return (*choices, *others)
