"""Translation units as a translation memory in TMX 1.4b, each with its provenance in properties."""

from collections.abc import Iterable, Iterator

from archive.bitext.tmx import TMX_FOOT, attribute, content, tmx_head, variant
from archive.bitext.units import Origin, Place, TranslationUnit


def tmx_memory(units: Iterable[TranslationUnit]) -> Iterator[str]:
    """The file in UTF-8, unit by unit, in whatever languages they are.

    ``creationdate`` is the time of the source's capture. Where the sides stand on two pages, ``x-target-...`` say
    where the target comes from. What XML cannot hold becomes U+FFFD.
    """
    yield from tmx_head("*all*")
    for unit in units:
        yield _unit(unit)
    yield TMX_FOOT


def _unit(unit: TranslationUnit) -> str:
    properties = "".join(f'<prop type="x-{name}">{content(value)}</prop>\n' for name, value in _properties(unit))
    date = _basic(unit.version)
    created = f" creationdate={attribute(date)}" if date else ""
    sides = variant(unit.source.lang, unit.source.text) + variant(unit.target.lang, unit.target.text)
    return f"<tu{created} srclang={attribute(unit.source.lang)}>\n{properties}{sides}</tu>\n"


def _properties(unit: TranslationUnit) -> Iterator[tuple[str, str]]:
    yield from _origin(unit.source.origin)
    if unit.is_across:
        yield from ((f"target-{name}", value) for name, value in _origin(unit.target.origin))
    yield "source-blocks", _places(unit.source.places)
    yield "target-blocks", _places(unit.target.places)
    if unit.first is not None:
        yield "first", unit.first
    yield "score", f"{unit.score:.4f}"
    for flag in unit.flags:
        yield "flag", flag


def _origin(origin: Origin) -> Iterator[tuple[str, str]]:
    capture = origin.capture
    yield "document", origin.document
    yield "version", origin.version
    yield "url", origin.url
    yield "uri", capture.uri
    if capture.warc is not None:
        yield "capture", f"{capture.warc}:{capture.offset}"
    if capture.record_id is not None:
        yield "record-id", capture.record_id


def _places(places: Iterable[Place]) -> str:
    return " ".join(f"{block}:{start}-{end}" for block, start, end in places)


def _basic(moment: str) -> str | None:
    """A time in UTC in ISO 8601's basic form, to the second, as TMX asks; None for what is no time.

    >>> _basic("2026-11-24T09:32:26.481203Z")
    '20261124T093226Z'
    """
    digits = moment[:19].replace("-", "").replace(":", "")
    return f"{digits}Z" if len(digits) == 15 and moment.endswith("Z") else None
