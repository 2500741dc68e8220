"""``/history``: the captures and versions of a page, and the changes between two versions."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.errors import ArchiveMissing, Withdrawn
from archive.index import Index
from archive.interface_languages.texts import InterfaceTexts, texts_for
from archive.model.capture import CatalogueEntry
from archive.query.history.comparison import BlockChange, Comparison, OneSidedChange, compare_with_translations
from archive.query.history.history import History, read_history
from archive.web.app_state import open_index, replay_origin, room_state
from archive.web.pages.changes_and_feed import absence_note, language_notes
from archive.web.pages.links import capture_url, document_url, query_parameter
from archive.web.pages.text_display import DisplayText, display_text, shorten, web_url
from archive.web.rendering import show_page

MOST_CAPTURES = 500
"""Most captures without a version that are listed."""
MOST_ABSENCES = 20


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the list: its time, first and last seen, number of captures, and URL."""

    version: str
    first_seen: str
    last_seen: str
    captures: int
    href: str


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """A capture without a version: its time, status and replay URL."""

    date: str
    status: int
    href: str | None


@dataclass(frozen=True, slots=True)
class FactChange:
    """A changed field in both versions."""

    name: str
    old: DisplayText
    new: DisplayText


@dataclass(frozen=True, slots=True)
class BlockChangeRow:
    """A changed block; ``one_sided`` is ``source`` or ``target`` if its translation did not change."""

    block: BlockChange
    lang: str
    one_sided: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """The changes between two versions; ``notes`` describe where one language changed alone."""

    old: str
    new: str
    facts: tuple[FactChange, ...]
    changes: tuple[BlockChangeRow, ...]
    notes: tuple[str, ...]


def history(request: Request) -> Response:
    """Show the captures and versions of a URL, and compare two versions: the requested ones, or the last two."""
    url = query_parameter(request, "url")
    if url is None:
        return show_page(request, "history_ask.html", url=None)
    with open_index(request) as index:
        try:
            page_history = read_history(room_state(request).archive, index, url)
        except Withdrawn:
            raise
        except ArchiveMissing:
            return _captures_alone(request, url, index.captures(url))
        compared = _compare(request, index, page_history)
    return show_page(
        request,
        "history.html",
        title=display_text(page_history.document.title, page_history.document.languages),
        url=page_history.document.url,
        shown_url=shorten(page_history.document.url),
        link=web_url(page_history.document.url),
        history=page_history,
        versions=_version_rows(page_history)[::-1],
        others=_capture_rows(request, page_history.others),
        difference=_difference(compared, texts_for(request)) if compared else None,
        absences=[absence_note(each, texts_for(request)) for each in page_history.absences[::-1][:MOST_ABSENCES]],
    )


def _captures_alone(request: Request, url: str, captures: list[CatalogueEntry]) -> Response:
    """Show the captures of a URL that has no document; 404 if there are none."""
    others = _capture_rows(request, tuple(captures))
    return show_page(request, "history_ask.html", url=shorten(url), others=others, status_code=200 if others else 404)


def _version_rows(page_history: History) -> list[VersionRow]:
    return [
        VersionRow(
            version.version,
            version.first_seen,
            version.last_seen,
            len(version.captures),
            document_url(page_history.document.id, version.version),
        )
        for version in page_history.versions
    ]


def _capture_rows(request: Request, entries: tuple[CatalogueEntry, ...]) -> list[CaptureRow]:
    origin = replay_origin(request)
    return [
        CaptureRow(entry.capture.date, entry.capture.status, capture_url(origin, entry.capture))
        for entry in entries[-MOST_CAPTURES:]
    ]


def _compare(request: Request, index: Index, page_history: History) -> Comparison | None:
    """Compare the versions that the URL names, or the last two; None if there are fewer than two."""
    versions = [version.version for version in page_history.versions]
    if len(versions) < 2:
        return None
    old = index.document(page_history.document.id, query_parameter(request, "old") or versions[-2])
    new = index.document(page_history.document.id, query_parameter(request, "new") or versions[-1])
    return compare_with_translations(index, old, new) if old and new else None


def _difference(comparison: Comparison, t: InterfaceTexts) -> Difference:
    langs = list(comparison.new.languages)
    facts = tuple(
        FactChange(fact.name, display_text(fact.old, langs), display_text(fact.new, langs))
        for fact in comparison.facts
    )
    one_sided = _sides(comparison)
    changes = tuple(
        BlockChangeRow(change, _lang(change), one_sided.get((change.new is None, change.shown.n)))
        for change in comparison.changed
    )
    notes = tuple(language_notes(comparison, t))
    return Difference(comparison.old.version, comparison.new.version, facts, changes, notes)


def _lang(change: BlockChange) -> str:
    return "" if change.shown.lang == "und" else change.shown.lang


def _sides(comparison: Comparison) -> Mapping[tuple[bool, int], str]:
    """Return the side that changed alone, by whether the block is gone and by its number."""
    return {(each.change == "gone", n): _side(each) for each in comparison.one_sided for n in each.changed}


def _side(one_sided: OneSidedChange) -> str:
    return "source" if one_sided.changed_lang.split("-")[0] == "zh" else "target"


routes = [Route("/history", history)]
