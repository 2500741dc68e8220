"""The registry of forms for terms: what each is, and how it is written.

To add a form, write its function into the module of its family and add an entry to ``TERM_FORMATS``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.export.escaping import tab_cell
from archive.export.tables_and_lines import BYTE_ORDER_MARK
from archive.export.tmx_xliff_tbx import TBX_2008, tbx_of_terms
from archive.model.language_codes import LanguageCodes
from archive.query.terms import terms_csv, terms_json, terms_text
from archive.terms import Term


@dataclass(frozen=True, slots=True)
class TermExport:
    """Terms to export. ``codes`` are those of languages; ``english_first``: a glossary is from English to Chinese."""

    terms: Sequence[Term]
    codes: LanguageCodes = LanguageCodes.BCP47
    english_first: bool = False
    byte_order_mark: bool = False


@dataclass(frozen=True, slots=True)
class TermFormat:
    """A form of terms; ``write`` gives the parts of the file. ``help`` begins the form's description in the docs."""

    name: str
    help: str
    write: Callable[[TermExport], Iterable[str] | Iterable[bytes]]
    is_binary: bool = False


def glossary_of_terms(terms: Iterable[Term], english_first: bool = False) -> Iterator[str]:
    """The glossary of OmegaT, line by line: source, target and, as comment, counts and an example, with tabs between.

    The source is Chinese unless ``english_first``. A line that OmegaT would take for a comment is left out.
    """
    for term in terms:
        pair = (term.english, term.chinese) if english_first else (term.chinese, term.english)
        chinese, english = term.examples[0]
        comment = f"{term.count} units: {chinese.text} | {english.text}"
        if not pair[0].startswith("#"):
            yield "\t".join(map(tab_cell, (*pair, comment))) + "\n"


def _csv(export: TermExport) -> Iterable[str]:
    return [BYTE_ORDER_MARK if export.byte_order_mark else "", terms_csv(export.terms)]


def _xlsx(export: TermExport) -> Iterable[bytes]:
    from archive.export.spreadsheet import xlsx_of_terms  # long to load, and only this form needs it

    return xlsx_of_terms(export.terms)


_ALL = (
    TermFormat("text", "A table for people", lambda export: [terms_text(export.terms), "\n"]),
    TermFormat("csv", "A row a term", _csv),
    TermFormat("json", "An array of objects", lambda export: [terms_json(export.terms), "\n"]),
    TermFormat("xlsx", "A workbook", _xlsx, is_binary=True),
    TermFormat("tbx", "A term base in TBX", lambda export: tbx_of_terms(export.terms, codes=export.codes)),
    TermFormat(
        "tbx2", "A term base in TBX of 2008", lambda export: tbx_of_terms(export.terms, TBX_2008, export.codes)
    ),
    TermFormat("omegat", "A glossary", lambda export: glossary_of_terms(export.terms, export.english_first)),
)
TERM_FORMATS = {form.name: form for form in _ALL}
"""The forms of terms by name, in the order of the help and the docs."""
