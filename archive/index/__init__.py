"""The index: the catalogue of captures and the search over documents, in one SQLite file.

In come the files below ``warc/``, ``documents/`` and ``bitext/`` (``update_index``); out come captures, documents,
units, hits and counts (``Index``). The index is derived data: deleted, it is rebuilt from those files. Only this
package knows the search engine. Begin with ``reader_of_captures_documents_and_units``, the methods that answer; then
``update``, which fills the index by steps of ``index_writer_and_source_files``. Methods that read or change
one table stand with it in ``tables``, and are inherited. ``folding`` and ``tokenizer_and_fact_tokens`` analyse texts,
``query_language`` reads queries into conditions, and ``search`` finds what meets them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from archive.index.query_language.lexemes_and_operators import UnitSide
from archive.index.query_language.query_terms_conditions_and_filters import RIGHTS, Filters, Term
from archive.index.reader_of_captures_documents_and_units import Index
from archive.index.reader_pool import IndexState, Readers
from archive.index.search.facets_and_counts import Counts, Facets, Summary
from archive.index.search.matching_rows_and_their_number import MatchingDocuments, SearchOptions, draw_key
from archive.index.search.ranking_cursors_and_snippets import Hit, SearchResult, Snippet, find_spans
from archive.index.tables.captures_and_change_events import AFTER_ALL_EVENTS, ChangeEvent, ChangeEventKind, EventRange
from archive.index.tables.corpus_text_changes_and_filtered_rows import DocumentFacts
from archive.index.tables.document_rows import Extent
from archive.index.tables.duplicate_groups import Copy

if TYPE_CHECKING:
    from archive.index.index_writer_and_source_files import IndexWriter
    from archive.index.update import IndexUpdate, mark_job_indexed, update_cross_page_units, update_index

_WRITING = {
    "IndexUpdate": "update", "IndexWriter": "index_writer_and_source_files", "mark_job_indexed": "update",
    "update_cross_page_units": "update", "update_index": "update",
}  # fmt: skip
"""The modules of names that only writers need: imported when the name is used, so that a search starts fast."""

__all__ = [
    "AFTER_ALL_EVENTS", "RIGHTS", "ChangeEvent", "ChangeEventKind", "Copy", "Counts", "DocumentFacts", "EventRange",
    "Extent", "Facets", "Filters", "Hit", "Index", "IndexState", "IndexUpdate", "IndexWriter", "MatchingDocuments",
    "Readers", "SearchOptions", "SearchResult", "Snippet", "Summary", "Term", "UnitSide", "draw_key",
    "find_spans", "mark_job_indexed", "update_cross_page_units", "update_index",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _WRITING:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WRITING[name]}"), name)
