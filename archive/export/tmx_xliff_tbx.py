"""The XML forms of translators' programs: TMX and XLIFF of translation units, TBX of terms.

TMX 1.4b (Localization Industry Standards Association, 2005) is a translation memory, which CAT tools read. XLIFF 2.1
(OASIS Standard, 13 February 2018) has the provenance of units in its Metadata module. TBX (ISO 30042:2019), dialect
TBX-Basic in its style DCA, is a term base, which terminology programs read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import TYPE_CHECKING, NamedTuple

from archive import __version__
from archive.bitext.units import Origin, Side, TranslationUnit
from archive.errors import ArchiveMissing
from archive.export.escaping import xml_attribute, xml_content
from archive.export.provenance import Property, RightsOfOrigin, no_rights, origin_properties, unit_properties
from archive.model.url import is_web_url

if TYPE_CHECKING:
    from archive.terms import Term  # long to load, and only TBX has terms

_TMX_FOOT = "</body>\n</tmx>\n"


class TextPair(NamedTuple):
    """A text and its translation."""

    source: str
    target: str


def tmx_of_units(
    units: Iterable[TranslationUnit], rights: RightsOfOrigin = no_rights, source_language: str | None = None
) -> Iterator[str]:
    """The TMX file of translation units in any languages, unit by unit, in UTF-8.

    Properties give a unit's provenance; those named ``x-target-...`` say where the target of a cross-page unit comes
    from. ``creationdate`` is the time of the source's capture. ``rights`` gives the statements about pages' use.
    ``source_language`` is that of all units, if they have one. What XML cannot hold becomes U+FFFD.
    """
    yield _tmx_head(source_language or "*all*")
    for unit in units:
        yield _tmx_unit(unit, rights)
    yield _TMX_FOOT


def tmx_of_pairs(pairs: Iterable[TextPair], source_language: str, target_language: str) -> Iterator[str]:
    """The TMX file of texts and their translations, in UTF-8; languages are BCP 47 tags.

    What XML cannot hold (control characters, lone surrogates) becomes U+FFFD.
    """
    yield _tmx_head(source_language)
    for pair in pairs:
        yield f"<tu>\n{_variant(source_language, pair.source)}{_variant(target_language, pair.target)}</tu>\n"
    yield _TMX_FOOT


def _tmx_head(source_language: str) -> str:
    """The head of the file; the language ``*all*`` means that units have different source languages."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        f'<header creationtool="agency-archive" creationtoolversion={xml_attribute(__version__)} segtype="sentence" '
        f'o-tmf="text" adminlang="en" srclang={xml_attribute(source_language)} datatype="plaintext"/>\n<body>\n'
    )


def _variant(language: str, text: str) -> str:
    """One side of a unit (``tuv``)."""
    return f"<tuv xml:lang={xml_attribute(language)}><seg>{xml_content(text)}</seg></tuv>\n"


def _tmx_unit(unit: TranslationUnit, rights: RightsOfOrigin) -> str:
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


_XLIFF_FOOT = "</xliff>\n"


class LanguagePair(NamedTuple):
    """The languages of one XLIFF file as BCP 47 tags."""

    source: str
    target: str

    @classmethod
    def commonest(cls, units: Iterable[TranslationUnit]) -> "LanguagePair":
        """The pair of most units; of pairs with equally many units the first.

        Raises ArchiveMissing when there is no unit: an XLIFF file must hold at least one (4.2.2.2, 4.2.2.5).
        """
        counts = Counter((unit.source.lang, unit.target.lang) for unit in units)
        if not counts:
            raise ArchiveMissing("no translation unit passes, and an XLIFF file cannot be empty; filter less")
        (pair, _), *_ = counts.most_common(1)
        return cls(*pair)

    def includes(self, unit: TranslationUnit) -> bool:
        """Whether the unit is in these languages, in this direction."""
        return (unit.source.lang, unit.target.lang) == self


def xliff_of_units(
    units: Iterable[TranslationUnit], pair: LanguagePair, rights: RightsOfOrigin = no_rights
) -> Iterator[str]:
    """The XLIFF file, in UTF-8, of units in the pair's languages, of which there must be one at least.

    Consecutive units of one document share a ``file``, whose ``original`` is the document's URL. ``rights`` gives the
    statements about pages' use. What XML cannot hold becomes U+FFFD.
    """
    yield _xliff_head(pair)
    for number, (origins, group) in enumerate(groupby(units, key=_origins), start=1):
        yield from _xliff_file(number, origins[0], group, rights)
    yield _XLIFF_FOOT


def _origins(unit: TranslationUnit) -> tuple[Origin, Origin]:
    return unit.source.origin, unit.target.origin


def _xliff_head(pair: LanguagePair) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" '
        'xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" version="2.1" '
        f"srcLang={xml_attribute(pair.source)} trgLang={xml_attribute(pair.target)}>\n"
    )


def _xliff_file(
    number: int, origin: Origin, units: Iterator[TranslationUnit], rights: RightsOfOrigin
) -> Iterator[str]:
    first = next(units)
    metadata = _metadata("origin", origin_properties(first, rights))
    yield f'<file id="f{number}" original={xml_attribute(origin.url)}>\n{metadata}'
    yield _xliff_unit(1, first)
    for place, unit in enumerate(units, start=2):
        yield _xliff_unit(place, unit)
    yield "</file>\n"


def _xliff_unit(number: int, unit: TranslationUnit) -> str:
    texts = f"<source>{xml_content(unit.source.text)}</source>\n<target>{xml_content(unit.target.text)}</target>\n"
    return (
        f'<unit id="u{number}" xml:space="preserve">\n{_metadata("alignment", unit_properties(unit))}'
        f'<segment state="translated">\n{texts}</segment>\n</unit>\n'
    )


def _metadata(category: str, properties: Iterable[Property]) -> str:
    entries = "".join(f'<mda:meta type="{name}">{xml_content(value)}</mda:meta>\n' for name, value in properties)
    return f'<mda:metadata>\n<mda:metaGroup category="{category}">\n{entries}</mda:metaGroup>\n</mda:metadata>\n'


_TBX_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">\n'
    "<tbxHeader><fileDesc><titleStmt><title>Chinese and English term candidates</title></titleStmt>\n"
    "<sourceDesc><p>Found by agency-archive in translation units of crawled pages</p></sourceDesc></fileDesc>"
    "</tbxHeader>\n<text><body>\n"
)
_TBX_FOOT = "</body></text>\n</tbx>\n"


def tbx_of_terms(terms: "Iterable[Term]") -> Iterator[str]:
    """The TBX file of terms, in UTF-8, with a concept for each term, in their order.

    Each language has the sentence of the first example as its context, with the page's URL as the source. A note has
    the counts of the term. What XML cannot hold becomes U+FFFD.
    """
    yield _TBX_HEAD
    for number, term in enumerate(terms, 1):
        yield _concept(number, term)
    yield _TBX_FOOT


def _concept(number: int, term: "Term") -> str:
    note = (
        f"Candidate; translate each other in {term.count} units; {term.chinese_count} units have the Chinese, "
        f"{term.english_count} the English; score {term.score}"
    )
    chinese, english = term.examples[0]
    return (
        f'<conceptEntry id="c{number}">\n<note>{note}</note>\n{_reference(chinese.origin.url)}'
        f"{_language_section(term.chinese, chinese)}{_language_section(term.english, english)}</conceptEntry>\n"
    )


def _reference(url: str) -> str:
    if not is_web_url(url):
        return ""
    return f'<xref type="externalCrossReference" target={xml_attribute(url)}>{xml_content(url)}</xref>\n'


def _language_section(term: str, example: Side) -> str:
    return (
        f"<langSec xml:lang={xml_attribute(example.lang)}><termSec><term>{xml_content(term)}</term>"
        f'<descripGrp><descrip type="context">{xml_content(example.text)}</descrip>'
        f'<admin type="source">{xml_content(example.origin.url)}</admin></descripGrp></termSec></langSec>\n'
    )
