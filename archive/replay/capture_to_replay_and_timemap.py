"""The choice of the capture to replay for a URL and time, and its Memento links and TimeMap (RFC 7089)."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import unquote

from starlette.requests import Request

from archive.index import Index, Readers
from archive.layout import Archive
from archive.model.capture import CatalogueEntry
from archive.model.times import http_time, parse_time
from archive.model.url import safe_url
from archive.query.lookup_of_documents_pages_and_attachments import check_withdrawn
from archive.replay.replay_urls import MICROSECOND, SECOND, ReplayUrl, full_stamp, replay_url_at, stamp_at
from archive.warc.http_exchange_and_conditional_requests import NOT_MODIFIED

_LAST = datetime(9999, 1, 1, tzinfo=UTC)
_PRECISIONS = {
    4: timedelta(days=365), 6: timedelta(days=28), 8: timedelta(days=1), 10: timedelta(hours=1),
    12: timedelta(minutes=1), SECOND: timedelta(seconds=1),
}  # fmt: skip
_LOOSE = re.compile(r"%(?:5B|5D|27)", re.IGNORECASE)
_ERROR = 400
_REDIRECTION = 3


@dataclass(frozen=True, slots=True)
class Memento:
    """A memento: a capture to replay, its position among the captures of its URL, and the entry with its payload.

    ``captures`` are ordered earliest first. ``holder`` is the entry itself, or for a revisit the entry it refers to.
    """

    captures: list[CatalogueEntry]
    position: int
    holder: CatalogueEntry

    @property
    def entry(self) -> CatalogueEntry:
        return self.captures[self.position]

    @property
    def original(self) -> CatalogueEntry | None:
        """Return the entry that a revisit to replay refers to; None for any other capture."""
        return self.holder if self.holder is not self.entry else None

    @property
    def stamp(self) -> str:
        """Return the timestamp in the memento's own replay URL."""
        return stamp_at(self.captures, self.position)

    @property
    def url(self) -> str:
        """Return the URL that was requested when the memento was captured."""
        return self.entry.capture.uri

    @property
    def mime(self) -> str | None:
        """Return the media type of the memento's response."""
        return self.entry.mime or self.holder.mime


def captures_of(index: Index, url: str) -> list[CatalogueEntry]:
    """List the captures of a URL to replay, earliest first; if it has none, those of another spelling or scheme."""
    found = next(filter(None, map(index.captures, _spellings(url))), [])
    return [entry for entry in found if len(full_stamp(entry)) == MICROSECOND]


def _spellings(url: str) -> list[str]:
    """Return the spellings of a URL to look captures up by: brackets and apostrophes encoded or not, either scheme.

    Browsers and crawlers differ in which of these characters they encode (URL Standard, 1.3; RFC 3986, 2.2).

    >>> _spellings("http://a.example/?b[]=1")[:3]
    ['http://a.example/?b[]=1', 'http://a.example/?b%5B%5D=1', 'https://a.example/?b[]=1']
    """
    scheme, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    encoded = path.replace("[", "%5B").replace("]", "%5D").replace("'", "%27")
    plain = _LOOSE.sub(lambda found: unquote(found[0]), path)
    schemes = (scheme, "http" if scheme == "https" else "https")
    return list(
        dict.fromkeys(f"{each}{mark}{host}{slash}{tail}" for each in schemes for tail in (path, encoded, plain))
    )


def _choose_capture(
    index: Index, captures: list[CatalogueEntry], url: str, stamp: str | None, redirects: bool = True
) -> Memento | None:
    """Choose the capture nearest to a timestamp, or the newest without one, whose payload is in the archive.

    Among captures equally near, the exact URL comes first, then one without an error status, then the newer one. A
    captured 304 is skipped. ``redirects`` False leaves redirects out.
    """
    nearness = _nearness(url, stamp)
    for position in sorted(range(len(captures)), key=lambda position: nearness(captures[position])):
        entry = captures[position]
        if _is_page(entry) and (redirects or entry.capture.status // 100 != _REDIRECTION):
            holder = index.original(entry) if entry.record_type == "revisit" else entry
            if holder:
                return Memento(captures, position, holder)
    return None


def _is_page(entry: CatalogueEntry) -> bool:
    return entry.record_type == "revisit" or entry.capture.status not in (0, NOT_MODIFIED)


def _nearness(url: str, stamp: str | None) -> Callable[[CatalogueEntry], tuple[float, bool, bool, float]]:
    """Return a sort key for captures whose smallest value is the best to replay."""
    begin, end = _period(stamp) if stamp else (_LAST, _LAST)
    asked = url.partition("#")[0]

    def key(entry: CatalogueEntry) -> tuple[float, bool, bool, float]:
        at = parse_time(entry.capture.date)
        off = max((begin - at).total_seconds(), (at - end).total_seconds(), 0.0)
        return off, entry.capture.uri.partition("#")[0] != asked, entry.capture.status >= _ERROR, -at.timestamp()

    return key


def _period(stamp: str) -> tuple[datetime, datetime]:
    """Return the first and last moment that a timestamp of a replay URL covers; invalid fields move to the nearest
    valid value.

    >>> [str(moment)[:19] for moment in _period("202611")]
    ['2026-11-01 00:00:00', '2026-11-28 23:59:59']
    """
    digits = stamp[: len(stamp) - len(stamp) % 2] if len(stamp) < SECOND else stamp
    parts = [int(digits[:4]), *(int(digits[at : at + 2]) for at in range(4, min(len(digits), SECOND), 2))]
    least = [1, 1, 1, 0, 0, 0]
    most = [9998, 12, 28, 23, 59, 59]
    given = [*parts, *least[len(parts) :]]
    fields = [max(low, min(value, high)) for low, value, high in zip(least, given, most, strict=True)]
    if 28 < given[2] <= 31:
        fields[2] = min(given[2], monthrange(fields[0], fields[1])[1])
    micro = int(digits[SECOND:].ljust(6, "0")) if len(digits) > SECOND else 0
    year, month, day, hour, minute, second = fields
    begin = datetime(year, month, day, hour, minute, second, micro, UTC)
    length = _PRECISIONS.get(len(digits), timedelta(microseconds=10 ** (20 - len(digits))))
    return begin, begin + length - timedelta(microseconds=1)


LINK_FORMAT = "application/link-format"


def requested_stamp(header: str | None) -> str | None:
    """Read the timestamp that an Accept-Datetime header asks for, None without a header.

    Raises ValueError if it is no date.

    >>> requested_stamp("Thu, 31 May 2007 20:35:00 GMT")
    '20070531203500'
    """
    if header is None:
        return None
    moment = parsedate_to_datetime(header.strip())
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return f"{moment:%Y%m%d%H%M%S}".zfill(14)


def memento_links(memento: Memento, url: str, origin: str) -> str:
    """Return the Link header of a replayed capture: original, TimeGate, TimeMap and neighbouring captures."""
    captures, at = memento.captures, memento.position
    kinds: dict[int, list[str]] = {}
    for position, kind in ((0, "first"), (at - 1, "prev"), (at, ""), (at + 1, "next"), (len(captures) - 1, "last")):
        if 0 <= position < len(captures):
            kinds.setdefault(position, []).append(kind)
    neighbours = (
        _memento_link(captures, position, " ".join(filter(None, kinds[position])), origin)
        for position in sorted(kinds)
    )
    return ", ".join((*_general_links(url, origin), *neighbours))


def _general_links(url: str, origin: str) -> tuple[str, ...]:
    """Return the links to the original, the TimeGate and the TimeMap of a URL."""
    safe = safe_url(url)
    return (
        f'<{safe}>; rel="original"',
        f'<{origin}/timegate/{safe}>; rel="timegate"',
        f'<{origin}/timemap/link/{safe}>; rel="timemap"; type="{LINK_FORMAT}"',
    )


def time_map_text(captures: list[CatalogueEntry], url: str, origin: str) -> Iterator[str]:
    """Yield the TimeMap of a URL in link format, earliest capture first (RFC 7089, 5; RFC 6690, 2)."""
    safe = safe_url(url)
    span = f'; from="{http_time(captures[0].capture.date)}"; until="{http_time(captures[-1].capture.date)}"'
    yield f'<{safe}>; rel="original",\n<{origin}/timegate/{safe}>; rel="timegate",\n'
    yield f'<{origin}/timemap/link/{safe}>; rel="self"; type="{LINK_FORMAT}"{span}'
    for position in range(len(captures)):
        ends = (("first", 0), ("last", len(captures) - 1))
        yield ",\n" + _memento_link(
            captures, position, " ".join(name for name, end in ends if end == position), origin
        )
    yield "\n"


def _memento_link(captures: list[CatalogueEntry], position: int, kind: str, origin: str) -> str:
    path, time = replay_url_at(captures, position).path, http_time(captures[position].capture.date)
    return f'<{origin}{path}>; rel="{f"{kind} memento".strip()}"; datetime="{time}"'


@dataclass(frozen=True, slots=True)
class ReplayState:
    """The state of the replay application: the archive and its index. ``room_port`` is None if there is no reading
    room.

    Behind a proxy, ``room_url`` is the room's origin, and the replay's is in ``state.public_url``.
    """

    archive: Archive
    readers: Readers
    room_port: int | None
    room_url: str | None = None


def replay_state(request: Request) -> ReplayState:
    """Return the state of the replay application that a request came to."""
    found: ReplayState = request.app.state.access
    return found


def find_memento(request: Request, replay_url: ReplayUrl, redirects: bool = True) -> Memento | None:
    """Find the capture that a replay URL asks for, None if its URL was never captured.

    ``redirects`` False leaves captured redirects out. Raises Withdrawn for what was withdrawn, ArchiveMissing or
    ArchiveDamaged if the index cannot be read.
    """
    with replay_state(request).readers.borrow() as index:
        captures = captures_of(index, replay_url.url)
        if not captures:
            check_withdrawn(index, replay_url.url)
        return _choose_capture(index, captures, replay_url.url, replay_url.stamp, redirects)
