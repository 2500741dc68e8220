"""Translation units as XLIFF 2.1 (OASIS Standard, 13 February 2018), with their provenance in its Metadata module."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from archive.bitext.tmx import attribute, content
from archive.bitext.units import Origin, TranslationUnit
from archive.errors import ArchiveMissing
from archive.export.page_rights import StateUnits, silent
from archive.export.provenance import Fact, origin_facts, unit_facts

_FOOT = "</xliff>\n"


@dataclass(frozen=True, slots=True)
class LanguagePair:
    """The languages of one XLIFF file, BCP 47, and how many of the units counted are in others."""

    source: str
    target: str
    others: int

    @classmethod
    def of(cls, units: Iterable[TranslationUnit]) -> "LanguagePair":
        """The pair that most units have; of pairs with as many the one that comes first.

        Raises ArchiveMissing when there is no unit: an XLIFF file holds at least one (4.2.2.2, 4.2.2.5).
        """
        counts = Counter(map(_languages, units))
        if not counts:
            raise ArchiveMissing("no translation unit passes, and an XLIFF file cannot be empty; filter less")
        (pair, number), *_ = counts.most_common(1)
        return cls(*pair, counts.total() - number)


def xliff_file(units: Iterable[TranslationUnit], pair: LanguagePair, rights: StateUnits = silent) -> Iterator[str]:
    """The file in UTF-8: those of the units that are in the pair's languages, of which there is one at least.

    Units of one document that come one behind the other share a ``file``, whose ``original`` is the document's URL.
    ``rights`` gives what is said of pages. What XML cannot hold becomes U+FFFD.
    """
    yield _head(pair)
    fitting = (unit for unit in units if _languages(unit) == (pair.source, pair.target))
    for number, (origins, group) in enumerate(groupby(fitting, key=_origins), start=1):
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
        f"srcLang={attribute(pair.source)} trgLang={attribute(pair.target)}>\n"
    )


def _file(number: int, origin: Origin, units: Iterator[TranslationUnit], rights: StateUnits) -> Iterator[str]:
    first = next(units)
    facts = _metadata("origin", origin_facts(first, rights))
    yield f'<file id="f{number}" original={attribute(origin.url)}>\n{facts}'
    yield _unit(1, first)
    for place, unit in enumerate(units, start=2):
        yield _unit(place, unit)
    yield "</file>\n"


def _unit(number: int, unit: TranslationUnit) -> str:
    texts = f"<source>{content(unit.source.text)}</source>\n<target>{content(unit.target.text)}</target>\n"
    return (
        f'<unit id="u{number}" xml:space="preserve">\n{_metadata("alignment", unit_facts(unit))}'
        f'<segment state="translated">\n{texts}</segment>\n</unit>\n'
    )


def _metadata(category: str, facts: Iterable[Fact]) -> str:
    entries = "".join(f'<mda:meta type="{name}">{content(value)}</mda:meta>\n' for name, value in facts)
    return f'<mda:metadata>\n<mda:metaGroup category="{category}">\n{entries}</mda:metaGroup>\n</mda:metadata>\n'
