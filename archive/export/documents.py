"""Chooses the documents that are exported, and cites them."""

from collections.abc import Callable, Iterable, Iterator

from archive.index import Filters, Index
from archive.layout import Archive
from archive.model.document import Document
from archive.query.citation import citation_bibtex
from archive.rights import Stated, stated_by


def require_documents(archive: Archive) -> None:
    """Raises ArchiveMissing when the archive holds no document."""
    with Index(archive) as index:
        if not index.counts().documents:
            raise archive.no_documents()


def chosen_documents(archive: Archive, filters: Filters) -> Iterator[Document]:
    """The current versions of the documents that pass the filters, by id."""
    with Index(archive) as index:
        yield from index.documents(filters)


def bibtex_entries(documents: Iterable[Document], rights: Callable[[Document], Stated] = stated_by) -> Iterator[str]:
    """A BibTeX file in UTF-8: an entry for each document, with an empty line behind it.

    ``rights`` gives what is said of a document; else it is what its page says.
    """
    return (f"{citation_bibtex(document, rights(document))}\n" for document in documents)
