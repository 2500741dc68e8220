"""The index: the catalogue of captures and the search over documents, in one SQLite file.

It is derived: thrown away, it is made again from ``warc/`` and ``documents/``. Only this package knows the engine.
"""

from archive.index.across import join_owed
from archive.index.counts import Counts, Extent, Summary
from archive.index.facets import Facets
from archive.index.filters import RIGHTS, Filters
from archive.index.groups import Copy
from archive.index.matches import Matches, find_places
from archive.index.matching import Manner
from archive.index.phrases import Phrase
from archive.index.reader import Index
from archive.index.readers import IndexState, Readers
from archive.index.search import Hit, SearchResult
from archive.index.snippets import Snippet
from archive.index.turns import END, Span, Turn, TurnKind
from archive.index.update import IndexUpdate, note_whole, update_index
from archive.index.writer import IndexWriter

__all__ = [
    "END",
    "RIGHTS",
    "Copy",
    "Counts",
    "Extent",
    "Facets",
    "Filters",
    "Hit",
    "Index",
    "IndexState",
    "IndexUpdate",
    "IndexWriter",
    "Manner",
    "Matches",
    "Phrase",
    "Readers",
    "SearchResult",
    "Snippet",
    "Span",
    "Summary",
    "Turn",
    "TurnKind",
    "find_places",
    "join_owed",
    "note_whole",
    "update_index",
]
