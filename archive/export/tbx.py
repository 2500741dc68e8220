"""Term bases in TBX (ISO 30042:2019), dialect TBX-Basic in its style DCA, which terminology programs read."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from archive.bitext.units import Side
from archive.export.escaping import xml_attribute, xml_content
from archive.terms import Term

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">\n'
    "<tbxHeader><fileDesc><titleStmt><title>Chinese and English term candidates</title></titleStmt>\n"
    "<sourceDesc><p>Found by agency-archive in translation units of crawled pages</p></sourceDesc></fileDesc>"
    "</tbxHeader>\n<text><body>\n"
)
_FOOT = "</body></text>\n</tbx>\n"


def tbx_of_terms(terms: Iterable[Term]) -> Iterator[str]:
    """The TBX file of terms, in UTF-8, with a concept for each term, in their order.

    Each language has the sentence of the first example as its context, with the page's URL as the source. A note has
    the counts of the term. What XML cannot hold becomes U+FFFD.
    """
    yield _HEAD
    for number, term in enumerate(terms, 1):
        yield _concept(number, term)
    yield _FOOT


def _concept(number: int, term: Term) -> str:
    note = (
        f"Candidate; translate each other in {term.count} units; {term.chinese_count} units have the Chinese, "
        f"{term.english_count} the English; score {term.score}"
    )
    chinese, english = term.examples[0]
    return (
        f'<conceptEntry id="c{number}">\n<note>{note}</note>\n{_reference(chinese.origin.url)}'
        f"{_language(term.chinese, chinese)}{_language(term.english, english)}</conceptEntry>\n"
    )


def _reference(url: str) -> str:
    if not _is_web(url):
        return ""
    return f'<xref type="externalCrossReference" target={xml_attribute(url)}>{xml_content(url)}</xref>\n'


def _language(term: str, example: Side) -> str:
    return (
        f"<langSec xml:lang={xml_attribute(example.lang)}><termSec><term>{xml_content(term)}</term>"
        f'<descripGrp><descrip type="context">{xml_content(example.text)}</descrip>'
        f'<admin type="source">{xml_content(example.origin.url)}</admin></descripGrp></termSec></langSec>\n'
    )


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False
