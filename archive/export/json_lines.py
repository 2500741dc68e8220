"""Translation units and documents as JSON, one a line, in the forms in which the archive keeps them."""

from collections.abc import Iterable, Iterator

from archive.bitext.units import TranslationUnit
from archive.memory import encode as encode_unit
from archive.model.document import Document
from archive.model.document import encode as encode_document


def unit_lines(units: Iterable[TranslationUnit]) -> Iterator[bytes]:
    """A line for each unit, as in ``bitext/``, in UTF-8; a lone surrogate stands as its escape."""
    return map(_line, map(encode_unit, units))


def document_lines(documents: Iterable[Document]) -> Iterator[bytes]:
    """A line for each document, as in ``documents/``, in UTF-8; a lone surrogate stands as its escape."""
    return map(_line, map(encode_document, documents))


def _line(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace") + b"\n"
