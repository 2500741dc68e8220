"""Translation memories in TMX 1.4b (Localization Industry Standards Association, 2005), which CAT tools read."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from archive import __version__
from archive.bitext.units import TranslationUnit
from archive.export.escaping import xml_attribute, xml_content
from archive.export.provenance import RightsOfOrigin, no_rights, origin_properties, unit_properties

_FOOT = "</body>\n</tmx>\n"


class TextPair(NamedTuple):
    """A text and its translation."""

    source: str
    target: str


def tmx_of_units(units: Iterable[TranslationUnit], rights: RightsOfOrigin = no_rights) -> Iterator[str]:
    """The TMX file of translation units in any languages, unit by unit, in UTF-8.

    Properties give a unit's provenance; those named ``x-target-...`` say where the target of a cross-page unit comes
    from. ``creationdate`` is the time of the source's capture. ``rights`` gives the statements about pages' use. What
    XML cannot hold becomes U+FFFD.
    """
    yield _head("*all*")
    for unit in units:
        yield _unit(unit, rights)
    yield _FOOT


def tmx_of_pairs(pairs: Iterable[TextPair], source_language: str, target_language: str) -> Iterator[str]:
    """The TMX file of texts and their translations, in UTF-8; languages are BCP 47 tags.

    What XML cannot hold (control characters, lone surrogates) becomes U+FFFD.
    """
    yield _head(source_language)
    for pair in pairs:
        yield f"<tu>\n{_variant(source_language, pair.source)}{_variant(target_language, pair.target)}</tu>\n"
    yield _FOOT


def _head(source_language: str) -> str:
    """The head of the file; the language ``*all*`` means that units have different source languages."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        f'<header creationtool="agency-archive" creationtoolversion={xml_attribute(__version__)} segtype="sentence" '
        f'o-tmf="text" adminlang="en" srclang={xml_attribute(source_language)} datatype="plaintext"/>\n<body>\n'
    )


def _variant(language: str, text: str) -> str:
    """One side of a unit (``tuv``)."""
    return f"<tuv xml:lang={xml_attribute(language)}><seg>{xml_content(text)}</seg></tuv>\n"


def _unit(unit: TranslationUnit, rights: RightsOfOrigin) -> str:
    properties = "".join(
        f'<prop type="x-{name}">{xml_content(value)}</prop>\n'
        for name, value in chain(origin_properties(unit, rights), unit_properties(unit))
    )
    date = _basic_time(unit.version)
    created = f" creationdate={xml_attribute(date)}" if date else ""
    sides = _variant(unit.source.lang, unit.source.text) + _variant(unit.target.lang, unit.target.text)
    return f"<tu{created} srclang={xml_attribute(unit.source.lang)}>\n{properties}{sides}</tu>\n"


def _basic_time(moment: str) -> str | None:
    """A time in UTC in ISO 8601's basic form, to the second, as TMX asks; None for any other text.

    >>> _basic_time("2026-11-24T09:32:26.481203Z")
    '20261124T093226Z'
    """
    digits = moment[:19].replace("-", "").replace(":", "")
    return f"{digits}Z" if len(digits) == 15 and moment.endswith("Z") else None
