"""Translation units as XLIFF 2.1 (OASIS Standard, 13 February 2018), with their provenance in its Metadata module."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from archive.bitext.units import Origin, TranslationUnit
from archive.errors import ArchiveMissing
from archive.export.escaping import xml_attribute, xml_content
from archive.export.provenance import Property, RightsOfOrigin, no_rights, origin_properties, unit_properties

_FOOT = "</xliff>\n"


@dataclass(frozen=True, slots=True)
class LanguagePair:
    """The languages of one XLIFF file as BCP 47 tags, and the number of units in other languages."""

    source: str
    target: str
    others: int

    @classmethod
    def commonest(cls, units: Iterable[TranslationUnit]) -> "LanguagePair":
        """The pair of most units; of pairs with equally many units the first.

        Raises ArchiveMissing when there is no unit: an XLIFF file must hold at least one (4.2.2.2, 4.2.2.5).
        """
        counts = Counter(map(_languages, units))
        if not counts:
            raise ArchiveMissing("no translation unit passes, and an XLIFF file cannot be empty; filter less")
        (pair, number), *_ = counts.most_common(1)
        return cls(*pair, counts.total() - number)


def xliff_of_units(
    units: Iterable[TranslationUnit], pair: LanguagePair, rights: RightsOfOrigin = no_rights
) -> Iterator[str]:
    """The XLIFF file, in UTF-8, of the units in the pair's languages, of which there must be one at least.

    Consecutive units of one document share a ``file``, whose ``original`` is the document's URL. ``rights`` gives the
    statements about pages' use. What XML cannot hold becomes U+FFFD.
    """
    yield _head(pair)
    in_languages = (unit for unit in units if _languages(unit) == (pair.source, pair.target))
    for number, (origins, group) in enumerate(groupby(in_languages, key=_origins), start=1):
        yield from _file(number, origins[0], group, rights)
    yield _FOOT


def _languages(unit: TranslationUnit) -> tuple[str, str]:
    return unit.source.lang, unit.target.lang


def _origins(unit: TranslationUnit) -> tuple[Origin, Origin]:
    return unit.source.origin, unit.target.origin


def _head(pair: LanguagePair) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" '
        'xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" version="2.1" '
        f"srcLang={xml_attribute(pair.source)} trgLang={xml_attribute(pair.target)}>\n"
    )


def _file(number: int, origin: Origin, units: Iterator[TranslationUnit], rights: RightsOfOrigin) -> Iterator[str]:
    first = next(units)
    metadata = _metadata("origin", origin_properties(first, rights))
    yield f'<file id="f{number}" original={xml_attribute(origin.url)}>\n{metadata}'
    yield _unit(1, first)
    for place, unit in enumerate(units, start=2):
        yield _unit(place, unit)
    yield "</file>\n"


def _unit(number: int, unit: TranslationUnit) -> str:
    texts = f"<source>{xml_content(unit.source.text)}</source>\n<target>{xml_content(unit.target.text)}</target>\n"
    return (
        f'<unit id="u{number}" xml:space="preserve">\n{_metadata("alignment", unit_properties(unit))}'
        f'<segment state="translated">\n{texts}</segment>\n</unit>\n'
    )


def _metadata(category: str, properties: Iterable[Property]) -> str:
    entries = "".join(f'<mda:meta type="{name}">{xml_content(value)}</mda:meta>\n' for name, value in properties)
    return f'<mda:metadata>\n<mda:metaGroup category="{category}">\n{entries}</mda:metaGroup>\n</mda:metadata>\n'
