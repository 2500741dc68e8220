"""The page ``/history``: the captures and versions of an address, and the changes between two versions."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.errors import ArchiveMissing, Withdrawn
from archive.index import Index
from archive.interface_languages.texts import texts_for
from archive.model.capture import CatalogueEntry
from archive.query.history.history import History, read_history
from archive.query.history.version_and_text_comparison import Comparison, compare_with_translations
from archive.web.app_state import open_index, replay_origin, room_state
from archive.web.pages.changes_and_feed import absence_note, language_notes
from archive.web.pages.links_and_texts import query_parameter, shorten
from archive.web.rendering_and_error_responses import show_page

MOST_CAPTURES = 500
"""Most captures without a version that are listed."""
MOST_ABSENCES = 20


def history(request: Request) -> Response:
    """Show the page of a URL's captures and versions, comparing two versions: the requested ones, or the last two."""
    url, t = query_parameter(request, "url"), texts_for(request)
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
        document=page_history.document,
        history=page_history,
        others=page_history.others[-MOST_CAPTURES:],
        origin=replay_origin(request),
        difference=compared,
        one_sided=_one_sided(compared) if compared else {},
        notes=language_notes(compared, t) if compared else [],
        absences=[absence_note(each, t) for each in page_history.absences[::-1][:MOST_ABSENCES]],
    )


def _captures_alone(request: Request, url: str, captures: list[CatalogueEntry]) -> Response:
    """Show the history page of a URL that has captures but no document; 404 if there are none."""
    status, others = 200 if captures else 404, captures[-MOST_CAPTURES:]
    return show_page(
        request, "history_ask.html", status, url=shorten(url), others=others, origin=replay_origin(request)
    )


def _compare(request: Request, index: Index, page_history: History) -> Comparison | None:
    """Compare the versions that the URL names, or the last two; None if there are fewer than two."""
    versions = [version.version for version in page_history.versions]
    if len(versions) < 2:
        return None
    old = index.document(page_history.document.id, query_parameter(request, "old") or versions[-2])
    new = index.document(page_history.document.id, query_parameter(request, "new") or versions[-1])
    return compare_with_translations(index, old, new) if old and new else None


def _one_sided(comparison: Comparison) -> Mapping[tuple[bool, int], str]:
    """Return ``source`` or ``target`` for a block that changed in one language alone, by whether it is gone and its
    number.
    """
    return {
        (each.change == "gone", n): "source" if each.changed_lang.split("-")[0] == "zh" else "target"
        for each in comparison.one_sided
        for n in each.changed
    }


routes = [Route("/history", history)]
