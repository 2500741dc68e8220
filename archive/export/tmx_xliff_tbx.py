"""Export as XML for translators' programs: TMX and XLIFF of translation units, TBX of terms.

TMX 1.4b (Localization Industry Standards Association, 2005) is a translation memory, which CAT tools read. XLIFF 2.1
(OASIS Standard, 13 February 2018) has the provenance of units in its Metadata module; XLIFF 1.2 (OASIS Standard, 1
February 2008) is what most programs still read. TBX (ISO 30042:2019), dialect TBX-Basic in its style DCA, is a term
base; programs that do not know it read that of 2008.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING, NamedTuple

from archive import __version__
from archive.bitext.translation_units import Side, TranslationUnit, unit_id
from archive.export.provenance import FactsOfOrigin, Property, by_pages, no_facts, origin_properties, unit_properties
from archive.model.language_codes import LanguageCodes
from archive.model.url import is_web_url

if TYPE_CHECKING:
    from archive.terms.term_extraction import Term  # long to load, and only TBX has terms

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_TMX_FOOT = "</body>\n</tmx>\n"


class TextPair(NamedTuple):
    """A text and its translation, for a TMX file."""

    source: str
    target: str


def tmx_of_units(
    units: Iterable[TranslationUnit], facts: FactsOfOrigin = no_facts, source_language: str | None = None
) -> Iterator[str]:
    """Write translation units in any languages as TMX, unit by unit, in UTF-8.

    Properties give a unit's provenance; those named ``x-target-...`` say where the target of a cross-page unit comes
    from. ``creationdate`` is the time of the source's capture. ``facts`` gives facts and rights of the pages.
    ``source_language`` is that of all units, if they have one. What XML cannot hold becomes U+FFFD.
    """
    yield _tmx_head(source_language or "*all*")
    for first, group in by_pages(units):
        origin = _properties(origin_properties(first, facts))
        for unit in group:
            yield _tmx_unit(unit, origin)
    yield _TMX_FOOT


def tmx_of_pairs(pairs: Iterable[TextPair], source_language: str, target_language: str) -> Iterator[str]:
    """Write texts and their translations as TMX, in UTF-8; languages are BCP 47 tags.

    What XML cannot hold (control characters, lone surrogates) becomes U+FFFD.
    """
    yield _tmx_head(source_language)
    for pair in pairs:
        yield f"<tu>\n{_variant(source_language, pair.source)}{_variant(target_language, pair.target)}</tu>\n"
    yield _TMX_FOOT


def _tmx_head(source_language: str) -> str:
    """Return the head of a TMX file; the language ``*all*`` means that units have different source languages."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        f'<header creationtool="agency-archive" creationtoolversion={xml_attribute(__version__)} segtype="sentence" '
        f'o-tmf="text" adminlang="en" srclang={xml_attribute(source_language)} datatype="plaintext"/>\n<body>\n'
    )


def _variant(language: str, text: str) -> str:
    """Return one side of a TMX unit (``tuv``)."""
    return f"<tuv xml:lang={xml_attribute(language)}><seg>{xml_content(text)}</seg></tuv>\n"


def _properties(properties: Iterable[Property]) -> str:
    return "".join(f'<prop type="x-{name}">{xml_content(value)}</prop>\n' for name, value in properties)


def _tmx_unit(unit: TranslationUnit, origin: str) -> str:
    properties = origin + _properties(unit_properties(unit))
    date = _basic_time(unit.version)
    created = f" creationdate={xml_attribute(date)}" if date else ""
    sides = _variant(unit.source.lang, unit.source.text) + _variant(unit.target.lang, unit.target.text)
    return (
        f'<tu tuid="{unit_id(unit)}"{created} srclang={xml_attribute(unit.source.lang)}>\n{properties}{sides}</tu>\n'
    )


def _basic_time(moment: str) -> str | None:
    """Format a time in UTC in ISO 8601's basic form, to the second, as TMX asks; None for any other text.

    >>> _basic_time("2026-11-24T09:32:26.481203Z")
    '20261124T093226Z'
    """
    digits = moment[:19].replace("-", "").replace(":", "")
    return f"{digits}Z" if len(digits) == 15 and moment.endswith("Z") else None


LanguagePair = tuple[str, str]
"""Source and target language as BCP 47 tags."""


class Xliff(ABC):
    """Writes an XLIFF document, in UTF-8, of units in one pair of languages. What XML cannot hold becomes U+FFFD.

    Consecutive units of one document share a ``file``, whose ``original`` is the document's URL. ``facts`` gives
    facts and rights of the pages.
    """

    def __init__(self, pair: LanguagePair, facts: FactsOfOrigin = no_facts) -> None:
        self._pair, self._facts, self._numbers = pair, facts, count(1)

    @property
    @abstractmethod
    def head(self) -> str:
        """Return what stands before the ``file`` elements."""

    @abstractmethod
    def files(self, units: Iterable[TranslationUnit]) -> Iterator[str]:
        """Yield the next ``file`` elements, of which there must be one at least."""

    def around(self, files: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the document of ``file`` elements, in UTF-8."""
        return chain([self.head.encode()], files, [b"</xliff>\n"])


class Xliff21(Xliff):
    """XLIFF 2.1; metadata of a ``file`` have facts and rights of its page, those of a unit its places and flags."""

    @property
    def head(self) -> str:
        source, target = map(xml_attribute, self._pair)
        return (
            f'{_XML}<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" '
            'xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" version="2.1" '
            f"srcLang={source} trgLang={target}>\n"
        )

    def files(self, units: Iterable[TranslationUnit]) -> Iterator[str]:
        for first, group in by_pages(units):
            metadata = _metadata("origin", origin_properties(first, self._facts))
            yield f'<file id="f{next(self._numbers)}" original={xml_attribute(first.url)}>\n{metadata}'
            for place, unit in enumerate(group, start=1):
                yield _xliff_unit(place, unit)
            yield "</file>\n"


def _xliff_unit(number: int, unit: TranslationUnit) -> str:
    texts = f"<source>{xml_content(unit.source.text)}</source>\n<target>{xml_content(unit.target.text)}</target>\n"
    return (
        f'<unit id="u{number}" name="{unit_id(unit)}" xml:space="preserve">\n'
        f"{_metadata('alignment', unit_properties(unit))}"
        f'<segment state="translated">\n{texts}</segment>\n</unit>\n'
    )


def _metadata(category: str, properties: Iterable[Property]) -> str:
    entries = "".join(f'<mda:meta type="{name}">{xml_content(value)}</mda:meta>\n' for name, value in properties)
    return f'<mda:metadata>\n<mda:metaGroup category="{category}">\n{entries}</mda:metaGroup>\n</mda:metadata>\n'


class Xliff12(Xliff):
    """XLIFF 1.2, which older programs read; notes of a ``file`` have facts and rights of its page.

    The ``context`` elements of a unit have its places and flags.
    """

    @property
    def head(self) -> str:
        return f'{_XML}<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">\n'

    def files(self, units: Iterable[TranslationUnit]) -> Iterator[str]:
        source, target = map(xml_attribute, self._pair)
        for first, group in by_pages(units):
            notes = "".join(_note(name, value) for name, value in origin_properties(first, self._facts))
            yield (
                f'<file original={xml_attribute(first.url)} datatype="plaintext" '
                f"source-language={source} target-language={target}>\n<header>\n{notes}</header>\n<body>\n"
            )
            for unit in group:
                yield _xliff12_unit(next(self._numbers), unit)
            yield "</body>\n</file>\n"


def _note(name: str, value: str) -> str:
    return f"<note from={xml_attribute(name)}>{xml_content(value)}</note>\n"


def _xliff12_unit(number: int, unit: TranslationUnit) -> str:
    contexts = "".join(
        f'<context context-type="x-{name}">{xml_content(value)}</context>\n' for name, value in unit_properties(unit)
    )
    return (
        f'<trans-unit id="u{number}" resname="{unit_id(unit)}" xml:space="preserve">\n'
        f"<source xml:lang={xml_attribute(unit.source.lang)}>{xml_content(unit.source.text)}</source>\n"
        f"<target xml:lang={xml_attribute(unit.target.lang)} "
        f'state="translated">{xml_content(unit.target.text)}</target>\n'
        f'<context-group purpose="information">\n{contexts}</context-group>\n</trans-unit>\n'
    )


@dataclass(frozen=True, slots=True)
class TermBaseForm:
    """A version of TBX: the beginning and end of its files, and its elements for a concept, a language and a term."""

    head: str
    foot: str
    concept: str
    language: str
    term: str


_TITLE = "<titleStmt><title>Chinese and English term candidates</title></titleStmt>"
_FOUND = "<sourceDesc><p>Found by agency-archive in translation units of crawled pages</p></sourceDesc>"
TBX_BASIC = TermBaseForm(
    f'{_XML}<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">\n'
    f"<tbxHeader><fileDesc>{_TITLE}\n{_FOUND}</fileDesc></tbxHeader>\n<text><body>\n",
    "</body></text>\n</tbx>\n",
    "conceptEntry",
    "langSec",
    "termSec",
)
"""TBX by ISO 30042:2019."""
TBX_2008 = TermBaseForm(
    f'{_XML}<martif type="TBX" xml:lang="en">\n<martifHeader><fileDesc>{_TITLE}\n{_FOUND}</fileDesc>\n'
    '<encodingDesc><p type="XCSURI">http://www.lisa.org/fileadmin/standards/tbx/TBXXCSV02.XCS</p></encodingDesc>'
    "</martifHeader>\n<text><body>\n",
    "</body></text>\n</martif>\n",
    "termEntry",
    "langSet",
    "tig",
)
"""TBX by ISO 30042:2008, which most programs read."""


def tbx_of_terms(
    terms: "Iterable[Term]", form: TermBaseForm = TBX_BASIC, codes: LanguageCodes = LanguageCodes.BCP47
) -> Iterator[str]:
    """Write bilingual terms as a TBX file, in UTF-8, with a concept for each term, in their order.

    Each language has the sentence of the first example as its context, with the page's URL as the source. A note has
    the counts of the term. What XML cannot hold becomes U+FFFD.
    """
    yield form.head
    for number, term in enumerate(terms, 1):
        yield _concept(number, term, form, codes)
    yield form.foot


def _concept(number: int, term: "Term", form: TermBaseForm, codes: LanguageCodes) -> str:
    note = (
        f"Candidate; translate each other in {term.count} units; {term.chinese_count} units have the Chinese, "
        f"{term.english_count} the English; score {term.score}"
    )
    chinese, english = term.examples[0]
    sections = "".join(
        _language_section(text, example, form, codes)
        for text, example in ((term.chinese, chinese), (term.english, english))
    )
    return (
        f'<{form.concept} id="c{number}">\n<note>{note}</note>\n{_reference(chinese.origin.url)}'
        f"{sections}</{form.concept}>\n"
    )


def _reference(url: str) -> str:
    if not is_web_url(url):
        return ""
    return f'<xref type="externalCrossReference" target={xml_attribute(url)}>{xml_content(url)}</xref>\n'


def _language_section(term: str, example: Side, form: TermBaseForm, codes: LanguageCodes) -> str:
    return (
        f"<{form.language} xml:lang={xml_attribute(codes.code_of(example.lang))}>"
        f"<{form.term}><term>{xml_content(term)}</term>"
        f'<descripGrp><descrip type="context">{xml_content(example.text)}</descrip>'
        f'<admin type="source">{xml_content(example.origin.url)}</admin></descripGrp>'
        f"</{form.term}></{form.language}>\n"
    )


_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_CONTENT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = _IN_CONTENT | str.maketrans({"\n": "&#10;", "\t": "&#9;"})
_TO_ESCAPE_IN_ATTRIBUTE = re.compile("[^ !#-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TO_ESCAPE = re.compile("[^\t\n\u0020-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_content(text: str) -> str:
    """Escape a text as the content of an XML element. What XML cannot hold becomes U+FFFD.

    A carriage return becomes a reference, since readers take it for a line feed.
    """
    if not _TO_ESCAPE.search(text):
        return text
    return xml_text(text).translate(_IN_CONTENT)


def xml_text(text: str) -> str:
    """Replace each character that XML cannot hold by U+FFFD."""
    return _NOT_IN_XML.sub("\ufffd", text)


def xml_attribute(value: str) -> str:
    """Quote and escape the value of an XML attribute."""
    if not _TO_ESCAPE_IN_ATTRIBUTE.search(value):
        return f'"{value}"'
    escaped = xml_text(value).translate(_IN_ATTRIBUTE)
    if '"' in escaped and "'" not in escaped:
        return f"'{escaped}'"
    escaped = escaped.replace('"', "&quot;")
    return f'"{escaped}"'
