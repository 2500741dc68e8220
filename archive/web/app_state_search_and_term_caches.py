"""State that all requests to the reading room share: the archive, its index, the replay's address, the contact, and
the caches of searches and of bilingual terms.
"""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from starlette.exceptions import HTTPException
from starlette.requests import Request

from archive.corpus.corpus_and_selections import Corpus
from archive.errors import ArchiveMissing, IndexMissing
from archive.index import Facets, Filters, Hit, Index, IndexState, Readers, SearchOptions, SearchResult
from archive.layout import Archive
from archive.terms.term_extraction import Term
from archive.web.host_guard_and_security_headers import host_name

_MAIL = re.compile(r"[^\s@<>\"?&]+@[^\s@<>\"?&]+\.[^\s@<>\"?&]+")
_WEB = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Contact:
    """The archive operator's contact, as the footer of pages shows it, and its link; None without a mail or web
    address.
    """

    text: str
    href: str | None

    @classmethod
    def parse(cls, text: str | None) -> "Contact | None":
        """Read the operator's contact from the command line's words; None if there are none.

        >>> Contact.parse(" keeper@archive.example ")
        Contact(text='keeper@archive.example', href='mailto:keeper@archive.example')
        >>> Contact.parse("Room 12, second floor").href is None
        True
        """
        text = (text or "").strip()
        if not text:
            return None
        if _MAIL.fullmatch(text):
            return cls(text, f"mailto:{text}")
        return cls(text, text if _WEB.fullmatch(text) else None)


MOST_SECONDS = 5.0
"""The search engine may work this long for one request."""
MOST_TOKENIZED = 200
"""Documents whose words are read for one request, where that was not done before."""
MOST_CHARACTERS = 4_000_000
"""Most characters of all cached hits; searches used longest ago are dropped first."""
LONGEST = 500_000
"""Most characters of the hits of a cached search."""
_PER_HIT = 2_000
"""Characters that a hit counts for beside its text."""
_LOCKS = 64
_TERMS_KEPT = 600.0
"""Seconds for which terms are cached, whatever is written meanwhile."""
_MOST_SELECTIONS = 8
"""Most selections whose terms are cached."""

SEARCH_STATE = "archive.search_state"
"""Key in a request's scope of the ``SearchState`` of its response; without one no search is cached."""


class Search(NamedTuple):
    """A search on a page or in the API: query, filters, number of hits, the cursor that they follow, and options."""

    query: str
    filters: Filters
    limit: int
    after: str | None = None
    options: SearchOptions = SearchOptions()


class SearchState(Protocol):
    """What the search cache knows of the response that it searches for: the state of the index, and its beginning."""

    @property
    def state(self) -> IndexState:
        """Return the state of the index before the response that searches was begun."""

    @property
    def at(self) -> float:
        """Return when the response that searches was begun, in seconds of a monotonic clock."""

    def reuse(self, state: IndexState, at: float) -> bool:
        """Return whether cached search results found then may be in the response; it then counts as made then."""


class _Found(NamedTuple):
    state: IndexState
    at: float
    result: SearchResult
    facets: Facets


class SearchCache:
    """A cache of search results, each computed once for all pages and API responses that show them."""

    def __init__(self) -> None:
        self._found: OrderedDict[Search, _Found] = OrderedDict()
        self._characters = 0
        self._lock = threading.Lock()
        self._searching = tuple(threading.Lock() for _ in range(_LOCKS))

    def search(self, index: Index, search: Search, state: SearchState | None) -> tuple[SearchResult, Facets]:
        """Search the index for hits and facets; a second thread that asks for the same meanwhile waits for the
        first.
        """
        if state is None:
            return index.search_with_facets(*search)
        seen, at = state.state, state.at
        with self._searching[hash(search) % _LOCKS]:
            known = self._get(search)
            if known is None or not state.reuse(known.state, known.at):
                known = _Found(seen, at, *index.search_with_facets(*search))
                self._put(search, known)
        return known.result, known.facets

    def _get(self, search: Search) -> _Found | None:
        with self._lock:
            found = self._found.get(search)
            if found:
                self._found.move_to_end(search)
            return found

    def _put(self, search: Search, found: _Found) -> None:
        with self._lock:
            known = self._found.pop(search, None)
            self._characters -= _characters(known) if known else 0
            if _characters(found) <= LONGEST:
                self._found[search] = found
                self._characters += _characters(found)
            while self._characters > MOST_CHARACTERS:
                self._characters -= _characters(self._found.popitem(last=False)[1])


def _characters(found: _Found) -> int:
    return sum(map(_length, found.result.hits))


def _length(hit: Hit) -> int:
    return _PER_HIT + sum(len(block.text + block.xpath) for block in hit.document.blocks)


CacheKey = tuple[Archive, Filters]


@dataclass(frozen=True, slots=True)
class FoundTerms:
    """The bilingual terms found in ``units`` translation units; ``whole`` is true if the archive has no more
    units.
    """

    terms: tuple[Term, ...]
    units: int
    whole: bool


class TermCache:
    """A cache of the bilingual terms of an archive, and of parts of it, until the index changes.

    One request at a time extracts terms.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[CacheKey, tuple[tuple[int, ...], float, FoundTerms]] = OrderedDict()

    def get(self, archive: Archive, filters: Filters, find: Callable[[], FoundTerms]) -> FoundTerms:
        """Return the cached terms of the documents that pass the filters; otherwise those that ``find`` returns."""
        with self._lock:
            state, place = _index_state(archive), (archive, filters)
            known = self._known.get(place)
            if known and (known[0] == state or time.monotonic() - known[1] < _TERMS_KEPT):
                return known[2]
            found = find()
            self._known[place] = state, time.monotonic(), found
            self._known.move_to_end(place)
            while len(self._known) > _MOST_SELECTIONS:
                self._known.popitem(last=False)
            return found


def _index_state(archive: Archive) -> tuple[int, ...]:
    """Return a value that changes when the index is written, for the cache of terms."""
    files = (archive.index_file, archive.index_file.with_name(archive.index_file.name + "-wal"))
    stats = [file.stat() for file in files if file.exists()]
    return tuple(value for stat in stats for value in (stat.st_ino, stat.st_size, stat.st_mtime_ns))


@dataclass(frozen=True, slots=True)
class RoomState:
    """The state of the reading room that pages and API use. ``replay_port`` is None without a replay.

    ``replay_url`` is the replay's origin behind a proxy, otherwise None.
    """

    archive: Archive
    readers: Readers
    replay_port: int | None
    replay_url: str | None = None
    contact: Contact | None = None
    searches: SearchCache = field(default_factory=SearchCache)


def room_state(request: Request) -> RoomState:
    """Return the state of the reading room that a request came to."""
    found: RoomState = request.app.state.access
    return found


def replay_origin(request: Request) -> str | None:
    """Return the replay's origin, as ``http://host:port``, under the host name that the reader used; None if none."""
    port = room_state(request).replay_port
    if public := room_state(request).replay_url:
        return public
    return None if port is None else f"http://{host_name(request.headers['host'])}:{port}"


def find_hits(request: Request, search: Search) -> tuple[SearchResult, Facets]:
    """Search for the hits and facets of a request, computed once for all responses that may show the same.

    Raises what ``open_index`` raises, and UsageError when the query is invalid.
    """
    with open_index(request) as index:
        return room_state(request).searches.search(index, search, request.scope.get(SEARCH_STATE))


@contextmanager
def open_index(request: Request) -> Iterator[Index]:
    """Open the index for a whole request in one state, with ``MOST_SECONDS`` for all queries.

    Raises HTTPException 503 if there is no archive or no index, and AnswerTooSlow when the time is over.
    """
    with _opened(room_state(request).readers) as index, index.limited(MOST_SECONDS), index.snapshot():
        yield index


@contextmanager
def open_corpus(request: Request) -> Iterator[Corpus]:
    """Open the corpus for a request, as last brought up to date, with ``MOST_SECONDS`` for all that is read.

    The tokens file of a small archive is made where it is missing. Raises HTTPException 503 if there is no archive,
    index or tokens file, and AnswerTooSlow when the time is over.
    """
    archive = room_state(request).archive
    missing = not archive.tokens_file.exists()
    try:
        if missing:
            with _opened(room_state(request).readers) as index:
                if index.extent().documents > MOST_TOKENIZED:
                    raise IndexMissing(f"{archive.tokens_file} is missing; make it with 'archive index'")
        with Corpus.open(archive, update=missing) as corpus, corpus.limited(MOST_SECONDS):
            yield corpus
    except ArchiveMissing as error:
        raise HTTPException(503, str(error)) from error


@contextmanager
def _opened(readers: Readers) -> Iterator[Index]:
    with ExitStack() as opened:
        try:
            index = opened.enter_context(readers.borrow())
        except ArchiveMissing as error:
            raise HTTPException(503, str(error)) from error
        yield index
