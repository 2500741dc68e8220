"""The provenance of a translation unit as names and values, for forms that take any properties."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from archive.bitext.units import BlockSpan, Origin, TranslationUnit

if TYPE_CHECKING:
    from archive.rights import StatedRights  # long to load, and "archive align" has no rights

RightsOfOrigin = Callable[[Origin], "StatedRights | None"]
"""Gives the rights statements of the page that one side of a unit comes from; None where the page is unknown."""

Property = tuple[str, str]
"""The name and the value of a property."""


def no_rights(_origin: Origin) -> None:
    """No rights statement for any page."""


def origin_properties(unit: TranslationUnit, rights: RightsOfOrigin = no_rights) -> Iterator[Property]:
    """Document version, capture and rights of the source; of the target too, if it is on another page."""
    yield from _properties_of(unit.source.origin, rights)
    if unit.is_cross_page:
        yield from ((f"target-{name}", value) for name, value in _properties_of(unit.target.origin, rights))


def unit_properties(unit: TranslationUnit) -> Iterator[Property]:
    """Blocks and characters on both sides, the side that stands first, the score, and each flag."""
    yield "source-blocks", format_places(unit.source.places)
    yield "target-blocks", format_places(unit.target.places)
    if unit.first is not None:
        yield "first", unit.first
    yield "score", f"{unit.score:.4f}"
    for flag in unit.flags:
        yield "flag", flag


def format_places(places: Iterable[BlockSpan]) -> str:
    """Places as ``BLOCK:START-END``, with a space between them.

    >>> format_places([BlockSpan(3, 0, 12), BlockSpan(4, 0, 7)])
    '3:0-12 4:0-7'
    """
    return " ".join(f"{block}:{start}-{end}" for block, start, end in places)


def _properties_of(origin: Origin, rights: RightsOfOrigin) -> Iterator[Property]:
    capture = origin.capture
    yield "document", origin.document
    yield "version", origin.version
    yield "url", origin.url
    yield "uri", capture.uri
    if capture.warc is not None:
        yield "capture", f"{capture.warc}:{capture.offset}"
    if capture.record_id is not None:
        yield "record-id", capture.record_id
    if capture.payload_digest is not None:
        yield "payload-digest", capture.payload_digest
    if stated := rights(origin):
        yield from stated.lines
