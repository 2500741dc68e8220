"""Translation units as a translation memory in TMX 1.4b, each with its provenance in properties."""

from collections.abc import Iterable, Iterator
from itertools import chain

from archive.bitext.tmx import TMX_FOOT, attribute, content, tmx_head, variant
from archive.bitext.units import TranslationUnit
from archive.export.page_rights import StateUnits, silent
from archive.export.provenance import origin_facts, unit_facts


def tmx_memory(units: Iterable[TranslationUnit], rights: StateUnits = silent) -> Iterator[str]:
    """The file in UTF-8, unit by unit, in whatever languages they are.

    ``creationdate`` is the time of the source's capture. Where the sides stand on two pages, ``x-target-...`` say
    where the target comes from. ``rights`` gives what is said of pages. What XML cannot hold becomes U+FFFD.
    """
    yield from tmx_head("*all*")
    for unit in units:
        yield _unit(unit, rights)
    yield TMX_FOOT


def _unit(unit: TranslationUnit, rights: StateUnits) -> str:
    facts = chain(origin_facts(unit, rights), unit_facts(unit))
    properties = "".join(f'<prop type="x-{name}">{content(value)}</prop>\n' for name, value in facts)
    date = _basic(unit.version)
    created = f" creationdate={attribute(date)}" if date else ""
    sides = variant(unit.source.lang, unit.source.text) + variant(unit.target.lang, unit.target.text)
    return f"<tu{created} srclang={attribute(unit.source.lang)}>\n{properties}{sides}</tu>\n"


def _basic(moment: str) -> str | None:
    """A time in UTC in ISO 8601's basic form, to the second, as TMX asks; None for what is no time.

    >>> _basic("2026-11-24T09:32:26.481203Z")
    '20261124T093226Z'
    """
    digits = moment[:19].replace("-", "").replace(":", "")
    return f"{digits}Z" if len(digits) == 15 and moment.endswith("Z") else None
