"""Forms with a line for each translation unit or document: JSON as the archive keeps it, and cells between tabs."""

from collections.abc import Iterable, Iterator

from archive.bitext.units import TranslationUnit
from archive.export.escaping import tab_cell
from archive.model.document import Document
from archive.model.document import encode as encode_document
from archive.translation_memory.unit_json import encode_unit


def json_lines_of_units(units: Iterable[TranslationUnit]) -> Iterator[bytes]:
    """A line for each unit, as in ``bitext/``, in UTF-8; a lone surrogate is written as its escape."""
    return map(_line, map(encode_unit, units))


def json_lines_of_documents(documents: Iterable[Document]) -> Iterator[bytes]:
    """A line for each document, as in ``documents/``, in UTF-8; a lone surrogate is written as its escape."""
    return map(_line, map(encode_document, documents))


def tsv_of_units(units: Iterable[TranslationUnit]) -> Iterator[str]:
    """A line for each unit, as the tools of Moses and OPUS read it; there is no header.

    The cells are source, target, score, the two languages, document and URL of the source, document and URL of the
    target; the last two differ from the two before only in cross-page units. What would end a cell becomes a space, a
    lone surrogate U+FFFD.
    """
    for unit in units:
        cells = (
            unit.source.text, unit.target.text, f"{unit.score:.4f}", unit.source.lang, unit.target.lang,
            unit.document, unit.url, unit.target.origin.document, unit.target.origin.url,
        )  # fmt: skip
        yield "\t".join(map(tab_cell, cells)) + "\n"


def _line(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace") + b"\n"
