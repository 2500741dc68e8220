"""Where a translation unit comes from and what is known of it, as names and values for forms that take any."""

from collections.abc import Iterable, Iterator

from archive.bitext.units import Origin, Place, TranslationUnit
from archive.export.page_rights import StateUnits, silent

Fact = tuple[str, str]


def origin_facts(unit: TranslationUnit, rights: StateUnits = silent) -> Iterator[Fact]:
    """Document version, capture and rights of the source, then of the target where it stands on another page."""
    yield from _origin(unit.source.origin, rights)
    if unit.is_across:
        yield from ((f"target-{name}", value) for name, value in _origin(unit.target.origin, rights))


def unit_facts(unit: TranslationUnit) -> Iterator[Fact]:
    """Blocks and characters on both sides, the side that stands first, score, and each flag."""
    yield "source-blocks", places_text(unit.source.places)
    yield "target-blocks", places_text(unit.target.places)
    if unit.first is not None:
        yield "first", unit.first
    yield "score", f"{unit.score:.4f}"
    for flag in unit.flags:
        yield "flag", flag


def places_text(places: Iterable[Place]) -> str:
    """Places as ``BLOCK:START-END``, with a space between.

    >>> places_text([Place(3, 0, 12), Place(4, 0, 7)])
    '3:0-12 4:0-7'
    """
    return " ".join(f"{block}:{start}-{end}" for block, start, end in places)


def _origin(origin: Origin, rights: StateUnits) -> Iterator[Fact]:
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
