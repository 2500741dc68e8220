"""The pages ``/history`` and ``/changes``: the captures and versions of an address, and the changes between two
versions; articles that are new, changed, missing, gone or back again.

Their feed, ``/changes.atom``, is in the Atom Syndication Format (RFC 4287).
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive import __version__
from archive.errors import ArchiveMissing
from archive.index import Index
from archive.interface_languages.texts_and_language_choice import InterfaceTexts, texts_for
from archive.model.capture import CatalogueEntry
from archive.model.document import Document
from archive.query.history.changes import (
    KINDS,
    Change,
    ChangeCursor,
    ChangeFilter,
    ChangesPage,
    parse_kind,
    read_changes,
)
from archive.query.history.history import Absence, History, read_history
from archive.query.history.version_and_text_comparison import BlockChange, Comparison, compare_with_translations
from archive.query.history.version_and_text_comparison import Change as BlockChanged
from archive.web.app_state_search_and_term_caches import open_index, replay_origin, room_state
from archive.web.etags_and_compression import conditional_response
from archive.web.pages.links_url_parameters_and_snippets import (
    FEED,
    DisplayText,
    display_text,
    page_url,
    query_parameter,
    shorten,
)
from archive.web.rendering_and_error_responses import environment, show_page
from archive.withdrawal import Withdrawn

_MOST_FACTS = 6
_BLOCKS: tuple[tuple[BlockChanged, str], ...] = (
    ("changed", "changed_blocks"),
    ("new", "new_blocks"),
    ("gone", "gone_blocks"),
)


def _change_notes(change: Change, t: InterfaceTexts) -> list[str]:
    """Describe an article change on the page: what is different, or how long the page has been missing."""
    return _describe_comparison(change.comparison, t) if change.comparison else _describe_absence(change, t)


def _describe_comparison(comparison: Comparison, t: InterfaceTexts) -> list[str]:
    facts = [t.term("details", fact.name.split(".")[-1]) for fact in comparison.facts[:_MOST_FACTS]]
    blocks = Counter(block.change for block in comparison.changed)
    return [
        *([t("changes.facts", names=t("changes.and").join(facts))] if facts else []),
        *(t.count(key, blocks[kind]) for kind, key in _BLOCKS if blocks[kind]),
        *language_notes(comparison, t),
    ]


def language_notes(comparison: Comparison, t: InterfaceTexts) -> list[str]:
    """Describe on the page where one language of a document changed and the other did not."""
    chinese = sum(each.changed_lang.split("-")[0] == "zh" for each in comparison.one_sided)
    counts = (("only_source", chinese), ("only_target", len(comparison.one_sided) - chinese))
    return [
        *(t.count(key, number) for key, number in counts if number),
        *(
            t("changes.elsewhere", language=t.term("language", page.lang))
            for page in comparison.unchanged_translations
        ),
    ]


def _describe_absence(change: Change, t: InterfaceTexts) -> list[str]:
    """Describe on the page how long an archived page has been gone or was missing."""
    absence = change.absence
    if absence is None or change.kind == "missing":
        return []
    return [t("changes.since", since=t.moment(absence.since)) if change.kind == "gone" else absence_note(absence, t)]


def absence_note(absence: Absence, t: InterfaceTexts) -> str:
    """Describe since when an archived page has been missing, how often, and since when it is back."""
    if absence.back:
        return t.count("absent", absence.times, since=t.moment(absence.since), back=t.moment(absence.back))
    return t.count("missed", absence.times, since=t.moment(absence.since), last=t.moment(absence.last))


LISTED = 50
MOST_SITES = 300


@dataclass(frozen=True, slots=True)
class ChangesQuery:
    """The query of a request for the changes page or feed, and where its results continue."""

    wanted: ChangeFilter
    after: ChangeCursor | None

    @classmethod
    def from_request(cls, request: Request) -> "ChangesQuery":
        """Read the query for changes (site, kind, cursor) from a request's URL.

        Raises UsageError for an unknown kind of change and an invalid cursor.
        """
        kind, after = query_parameter(request, "kind"), query_parameter(request, "after")
        return cls(
            ChangeFilter(site=query_parameter(request, "site"), kind=parse_kind(kind)),
            ChangeCursor.parse(after) if after else None,
        )

    def url(self, path: str, kind: str | None = None, after: ChangeCursor | None = None) -> str:
        """Return the URL of these changes at a path, from the first result unless ``after`` is given."""
        return page_url(path, site=self.wanted.site, kind=kind, after=str(after) if after else None)

    def read(self, request: Request, limit: int) -> ChangesPage:
        """Read the article changes that match the query of the page or feed."""
        with open_index(request) as index:
            return read_changes(room_state(request).archive, index, self.wanted, limit, self.after)


def changes(request: Request) -> Response:
    """Show the page of article changes, latest first, of all sites or one, of all kinds or one."""
    question, t = ChangesQuery.from_request(request), texts_for(request)
    wanted = question.wanted
    found = question.read(request, LISTED)
    with open_index(request) as index:
        sites = index.names("site")[:MOST_SITES]
    return show_page(
        request,
        "changes.html",
        days=[(day, list(group)) for day, group in groupby(found.changes, key=lambda change: change.at[:10])],
        notes=lambda change: _change_notes(change, t),
        kinds=[(kind, question.url("/changes", kind), kind == wanted.kind) for kind in (None, *KINDS)],
        wanted=wanted,
        sites=sites,
        feed=_feed_url(question),
        next=question.url("/changes", wanted.kind, found.next) if found.next else None,
        start=question.url("/changes", wanted.kind) if question.after else None,
    )


def _feed_url(question: ChangesQuery) -> str:
    """Return the URL of the Atom feed of the same changes."""
    return question.url(FEED, question.wanted.kind)


ENTRIES = 50
MOST_BLOCKS = 20
"""Most blocks of an entry whose changes are shown word by word."""
_LONGEST = 4000
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_IN_ADDRESSES = "%/:=&?~+!$,;'@()*[]#"
_NOTHING_YET = "1970-01-01T00:00:00Z"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(request: Request) -> Response:
    """Return the latest changes as an Atom feed, of all sites or one, of all kinds or one; ``next`` links to earlier
    ones.

    It has an ETag and no Last-Modified: a crawl may add a change at a moment in the past.
    """
    question, t = ChangesQuery.from_request(request), texts_for(request)
    found = question.read(request, ENTRIES)
    here = str(request.base_url).rstrip("/")
    wanted = question.wanted
    text = (
        environment()
        .get_template("feed.xml")
        .render(
            t=t,
            request=request,
            here=here,
            version=__version__,
            site=shorten(wanted.site or ""),
            kind=wanted.kind,
            own=question.url(FEED, wanted.kind, question.after),
            first=_feed_url(question),
            page=question.url("/changes", wanted.kind),
            next=question.url(FEED, wanted.kind, found.next) if found.next else None,
            updated=found.changes[0].at if found.changes else _NOTHING_YET,
            changes=found.changes,
            notes=lambda change: _change_notes(change, t),
            urn=_urn,
            title=_title,
            encoded=lambda url: quote(url, safe=_IN_ADDRESSES, errors="replace"),
            blocks=_blocks,
        )
    )
    answer = Response(xml_text(text).encode(), media_type="application/atom+xml; charset=utf-8")
    answer.headers["vary"] = "Accept-Language"
    return conditional_response(request, answer)


def xml_text(text: str) -> str:
    """Drop the characters from a text of the feed that XML 1.0 does not allow (2.2)."""
    return _NOT_IN_XML.sub("", text)


def _urn(change: Change) -> str:
    """Return the Atom entry's URN, which depends on document, kind and moment of the change alone (RFC 4122, 4.3)."""
    document = change.document
    name = f"{document.url}#{document.id}/{change.kind}/{change.at}".encode("utf-8", "replace").decode()
    return uuid5(NAMESPACE_URL, name).urn


def _title(document: Document) -> DisplayText:
    """Return the document's title for the feed, with its language if that is a valid tag."""
    title = display_text(document.title, document.languages)
    return title if _LANGUAGE.fullmatch(title.lang) else DisplayText(title.text, "")


def _blocks(change: Change) -> tuple[BlockChange, ...]:
    """Return the changed blocks that an entry of the feed shows word by word."""
    blocks = change.comparison.changed[:MOST_BLOCKS] if change.comparison else ()
    return tuple(block for block in blocks if sum(len(piece.text) for piece in block.pieces) <= _LONGEST)


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


routes = [Route("/history", history), Route("/changes", changes), Route(FEED, feed)]
