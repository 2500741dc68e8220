"""The choice of the capture to replay, and its Memento links and TimeMap (RFC 7089)."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import unquote

from archive.index import Index
from archive.model.capture import CatalogueEntry
from archive.model.times import parse_time
from archive.replay.replay_urls import MICROSECOND, SECOND, ReplayUrl, full_stamp, safe_url, stamp_at
from archive.warc import NOT_MODIFIED

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
    """A capture that can be replayed: one of the captures of its URL, earliest first, and what holds its payload.

    ``holder`` is the entry itself unless that is a revisit.
    """

    captures: list[CatalogueEntry]
    place: int
    holder: CatalogueEntry

    @property
    def entry(self) -> CatalogueEntry:
        return self.captures[self.place]

    @property
    def stamp(self) -> str:
        """The stamp of its own address."""
        return stamp_at(self.captures, self.place)

    @property
    def url(self) -> str:
        """What was asked for when it was captured."""
        return self.entry.capture.uri

    @property
    def mime(self) -> str | None:
        """The media type of the response."""
        return self.entry.mime or self.holder.mime


def captures_of(index: Index, url: str) -> list[CatalogueEntry]:
    """The captures of a URL, earliest first; where it has none, those of the same spelled or fetched otherwise."""
    found = next(filter(None, map(index.captures, _spellings(url))), [])
    return [entry for entry in found if len(full_stamp(entry)) == MICROSECOND]


def _spellings(url: str) -> list[str]:
    """The URL, the same with its brackets and apostrophes percent-encoded or not, and all with the other scheme.

    Browsers and crawlers differ in what of these they encode (URL Standard, 1.3; RFC 3986, 2.2).

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


def choose_capture(
    index: Index, captures: list[CatalogueEntry], url: str, stamp: str | None, redirects: bool = True
) -> Memento | None:
    """The capture nearest in time to a stamp, or the newest, whose payload is in the archive.

    Of captures as near, that of the very URL comes first, then one without an error, then the newer. A bare 304 is
    no page. ``redirects`` False leaves redirects out.
    """
    nearness = _nearness(url, stamp)
    for place in sorted(range(len(captures)), key=lambda place: nearness(captures[place])):
        entry = captures[place]
        if _is_page(entry) and (redirects or entry.capture.status // 100 != _REDIRECTION):
            holder = index.original(entry) if entry.record_type == "revisit" else entry
            if holder:
                return Memento(captures, place, holder)
    return None


def _is_page(entry: CatalogueEntry) -> bool:
    return entry.record_type == "revisit" or entry.capture.status not in (0, NOT_MODIFIED)


def _nearness(url: str, stamp: str | None) -> Callable[[CatalogueEntry], tuple[float, bool, bool, float]]:
    """A key by which the capture to be taken is the least."""
    begin, end = _period(stamp) if stamp else (_LAST, _LAST)
    asked = url.partition("#")[0]

    def key(entry: CatalogueEntry) -> tuple[float, bool, bool, float]:
        at = parse_time(entry.capture.date)
        off = max((begin - at).total_seconds(), (at - end).total_seconds(), 0.0)
        return off, entry.capture.uri.partition("#")[0] != asked, entry.capture.status >= _ERROR, -at.timestamp()

    return key


def _period(stamp: str) -> tuple[datetime, datetime]:
    """The first and the last moment that a stamp may mean; what is no date counts as the nearest that is one.

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


def http_time(entry: CatalogueEntry) -> str:
    """The time of a capture as HTTP writes it (RFC 9110, 5.6.7), to the second.

    Raises ValueError when its time is none.
    """
    return format_datetime(parse_time(entry.capture.date).replace(microsecond=0), usegmt=True)


def requested_stamp(header: str | None) -> str | None:
    """The stamp that an Accept-Datetime header asks for, None where there is none.

    Raises ValueError when it is no date.

    >>> requested_stamp("Thu, 31 May 2007 20:35:00 GMT")
    '20070531203500'
    """
    if header is None:
        return None
    moment = parsedate_to_datetime(header.strip())
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return f"{moment:%Y%m%d%H%M%S}".zfill(14)


def memento_links(memento: Memento, url: str, origin: str) -> str:
    """The Link header of an answer that replays a memento: its original, TimeGate, TimeMap and neighbours."""
    captures, at = memento.captures, memento.place
    kinds: dict[int, list[str]] = {}
    for place, kind in ((0, "first"), (at - 1, "prev"), (at, ""), (at + 1, "next"), (len(captures) - 1, "last")):
        if 0 <= place < len(captures):
            kinds.setdefault(place, []).append(kind)
    neighbours = (
        _memento_link(captures, place, " ".join(filter(None, kinds[place])), origin) for place in sorted(kinds)
    )
    return ", ".join((*general_links(url, origin), *neighbours))


def general_links(url: str, origin: str) -> tuple[str, ...]:
    """The links to the original, the TimeGate and the TimeMap of a URL."""
    safe = safe_url(url)
    return (
        f'<{safe}>; rel="original"',
        f'<{origin}/timegate/{safe}>; rel="timegate"',
        f'<{origin}/timemap/link/{safe}>; rel="timemap"; type="{LINK_FORMAT}"',
    )


def time_map_text(captures: list[CatalogueEntry], url: str, origin: str) -> Iterator[str]:
    """The TimeMap of a URL in pieces, earliest capture first (RFC 7089, 5; RFC 6690, 2)."""
    safe = safe_url(url)
    span = f'; from="{http_time(captures[0])}"; until="{http_time(captures[-1])}"'
    yield f'<{safe}>; rel="original",\n<{origin}/timegate/{safe}>; rel="timegate",\n'
    yield f'<{origin}/timemap/link/{safe}>; rel="self"; type="{LINK_FORMAT}"{span}'
    for place in range(len(captures)):
        ends = (("first", 0), ("last", len(captures) - 1))
        yield ",\n" + _memento_link(captures, place, " ".join(name for name, end in ends if end == place), origin)
    yield "\n"


def address_at(captures: list[CatalogueEntry], place: int) -> ReplayUrl:
    """The address of one of the captures of a URL."""
    return ReplayUrl(captures[place].capture.uri, stamp_at(captures, place))


def _memento_link(captures: list[CatalogueEntry], place: int, kind: str, origin: str) -> str:
    path = address_at(captures, place).path
    return f'<{origin}{path}>; rel="{f"{kind} memento".strip()}"; datetime="{http_time(captures[place])}"'
