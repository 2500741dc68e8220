"""Document versions on disk: ``documents/*.jsonl``, a line each, in the order of their response records."""

from archive.documents.reader import (
    StoredDocument,
    find_documents,
    read_document,
    read_documents,
    salvage_documents,
)
from archive.documents.writer import DocumentsWriter, replace_documents

__all__ = [
    "DocumentsWriter",
    "StoredDocument",
    "find_documents",
    "read_document",
    "read_documents",
    "replace_documents",
    "salvage_documents",
]
