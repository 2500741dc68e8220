"""``/terms``: Chinese and English terms that probably translate each other."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.export.tmx_xliff_tbx import tbx_of_terms
from archive.index import Filters
from archive.layout import Archive
from archive.query.terms import terms_csv
from archive.terms import Term, find_terms
from archive.web.app_state import open_index, room_state
from archive.web.pages.links import page_url, query_parameter
from archive.web.pages.text_display import shorten
from archive.web.rendering import file_response, show_page

MOST_UNITS = 700
"""Most translation units, of the archive or a site, from which a page extracts terms: a second's work.

'archive terms' reads all units.
"""
MOST_TERMS = 1000
SHOWN = 200
_KEPT = 600.0
"""Seconds for which terms are cached, whatever is written meanwhile."""
_MOST_KEPT = 8
"""Most sites whose terms are cached."""
MOST_SITES = 300

CacheKey = tuple[Archive, str | None]


@dataclass(frozen=True, slots=True)
class FoundTerms:
    """The terms in ``units`` translation units; ``whole`` is true if the archive has no more units."""

    terms: tuple[Term, ...]
    units: int
    whole: bool


class TermCache:
    """Caches the terms of an archive, and of some of its sites, until the index changes.

    One request at a time extracts terms.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[CacheKey, tuple[tuple[int, ...], float, FoundTerms]] = OrderedDict()

    def get(self, archive: Archive, site: str | None, find: Callable[[], FoundTerms]) -> FoundTerms:
        """Return the cached terms of the archive or of a site; otherwise those that ``find`` returns."""
        with self._lock:
            state, place = _state(archive), (archive, site)
            known = self._known.get(place)
            if known and (known[0] == state or time.monotonic() - known[1] < _KEPT):
                return known[2]
            found = find()
            self._known[place] = state, time.monotonic(), found
            self._known.move_to_end(place)
            while len(self._known) > _MOST_KEPT:
                self._known.popitem(last=False)
            return found


_cache = TermCache()


def terms(request: Request) -> Response:
    """Show the terms, best first, or those that contain what the reader entered."""
    sites = _sites(request)
    found = _site_terms(request, sites)
    part, site = query_parameter(request, "q") or "", query_parameter(request, "site")
    fitting = [term for term in found.terms if _contains(term, part)]
    return show_page(
        request,
        "terms.html",
        entered=part,
        site=site,
        sites=sites[:MOST_SITES],
        exports=[(form, page_url(f"/terms/{form}", site=site)) for form in ("csv", "tbx")],
        rows=fitting[:SHOWN],
        total=len(fitting),
        found=found,
        phrase_url=phrase_url,
    )


def export(request: Request) -> Response:
    """Return all terms as a file."""
    form = request.path_params["form"]
    found = list(_site_terms(request, _sites(request)).terms)
    if form == "csv":
        body, media_type = terms_csv(found), "text/csv"
    elif form == "tbx":
        body, media_type = "".join(tbx_of_terms(found)), "application/x-tbx"
    else:
        raise HTTPException(404)
    return file_response(body, f"terms.{form}", media_type)


def _site_terms(request: Request, sites: Sequence[str]) -> FoundTerms:
    """Return the terms of the archive, or of the requested site; none of an unknown site."""
    site = query_parameter(request, "site")
    if site is not None and site not in sites:
        return FoundTerms((), 0, True)
    return _cache.get(room_state(request).archive, site, lambda: _extract_terms(request, site))


def _sites(request: Request) -> list[str]:
    with open_index(request) as index:
        return [summary.name for summary in index.sites()]


def _extract_terms(request: Request, site: str | None) -> FoundTerms:
    with open_index(request) as index:
        units = list(islice(index.units(Filters(site=site)), MOST_UNITS + 1))
    whole = len(units) <= MOST_UNITS
    return FoundTerms(tuple(find_terms(units[:MOST_UNITS], limit=MOST_TERMS)), min(len(units), MOST_UNITS), whole)


def _state(archive: Archive) -> tuple[int, ...]:
    """Return a value that changes when the index is written."""
    files = (archive.index_file, archive.index_file.with_name(archive.index_file.name + "-wal"))
    stats = [file.stat() for file in files if file.exists()]
    return tuple(value for stat in stats for value in (stat.st_ino, stat.st_size, stat.st_mtime_ns))


def _contains(term: Term, part: str) -> bool:
    return any(part.casefold() in text.casefold() for text in (term.chinese, term.english))


def phrase_url(text: str) -> str:
    """Return the URL of the concordance of a term."""
    phrase = shorten(text)
    return page_url("/concordance", q=f'"{phrase}"' if " " in text else phrase)


routes = [Route("/terms", terms), Route("/terms/{form}", export)]
