"""Memento (RFC 7089): the links between a page, its captures, its TimeGate and its TimeMap."""

from collections.abc import Iterator
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime

from archive.model.capture import CatalogueEntry
from archive.model.times import parse_time
from archive.replay.addresses import Address, safe_url, stamp_at
from archive.replay.choice import Memento

LINK_FORMAT = "application/link-format"


def http_time(entry: CatalogueEntry) -> str:
    """The time of a capture as HTTP writes it (RFC 9110, 5.6.7), to the second.

    Raises ValueError when its time is none.
    """
    return format_datetime(parse_time(entry.capture.date).replace(microsecond=0), usegmt=True)


def asked_stamp(header: str | None) -> str | None:
    """The stamp that an Accept-Datetime header asks for, None where there is none.

    Raises ValueError when it is no date.

    >>> asked_stamp("Thu, 31 May 2007 20:35:00 GMT")
    '20070531203500'
    """
    if header is None:
        return None
    moment = parsedate_to_datetime(header.strip())
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return f"{moment:%Y%m%d%H%M%S}".zfill(14)


def links(memento: Memento, url: str, origin: str) -> str:
    """The Link header of an answer that replays a memento: its original, TimeGate, TimeMap and neighbours."""
    captures, at = memento.captures, memento.place
    kinds: dict[int, list[str]] = {}
    for place, kind in ((0, "first"), (at - 1, "prev"), (at, ""), (at + 1, "next"), (len(captures) - 1, "last")):
        if 0 <= place < len(captures):
            kinds.setdefault(place, []).append(kind)
    neighbours = (_memento(captures, place, " ".join(filter(None, kinds[place])), origin) for place in sorted(kinds))
    return ", ".join((*general_links(url, origin), *neighbours))


def general_links(url: str, origin: str) -> tuple[str, ...]:
    """The links to the original, the TimeGate and the TimeMap of a URL."""
    safe = safe_url(url)
    return (
        f'<{safe}>; rel="original"',
        f'<{origin}/timegate/{safe}>; rel="timegate"',
        f'<{origin}/timemap/link/{safe}>; rel="timemap"; type="{LINK_FORMAT}"',
    )


def time_map(captures: list[CatalogueEntry], url: str, origin: str) -> Iterator[str]:
    """The TimeMap of a URL in pieces, earliest capture first (RFC 7089, 5; RFC 6690, 2)."""
    safe = safe_url(url)
    span = f'; from="{http_time(captures[0])}"; until="{http_time(captures[-1])}"'
    yield f'<{safe}>; rel="original",\n<{origin}/timegate/{safe}>; rel="timegate",\n'
    yield f'<{origin}/timemap/link/{safe}>; rel="self"; type="{LINK_FORMAT}"{span}'
    for place in range(len(captures)):
        ends = (("first", 0), ("last", len(captures) - 1))
        yield ",\n" + _memento(captures, place, " ".join(name for name, end in ends if end == place), origin)
    yield "\n"


def address_at(captures: list[CatalogueEntry], place: int) -> Address:
    """The address of one of the captures of a URL."""
    return Address(captures[place].capture.uri, stamp_at(captures, place))


def _memento(captures: list[CatalogueEntry], place: int, kind: str, origin: str) -> str:
    path = address_at(captures, place).path
    return f'<{origin}{path}>; rel="{f"{kind} memento".strip()}"; datetime="{http_time(captures[place])}"'
