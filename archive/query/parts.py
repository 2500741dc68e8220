"""The parts of an article over several pages, found again."""

from archive.errors import UsageError
from archive.index import Filters, Index, SearchOptions
from archive.model.document import Document

MOST_PARTS = 50
_MOST_HITS = 200
_LONGEST_TITLE = 300


def parts_of(index: Index, document: Document) -> list[Document]:
    """The parts of the article that a document belongs to, in their order; the document alone where it is no part.

    They are looked for by their title, which they share, and told by the address of their first part.
    """
    part, title = document.part, document.title
    if part is None or not title or len(title) > _LONGEST_TITLE:
        return [document]
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    try:
        hits = index.search(
            f'title:"{quoted}"', Filters(site=document.site), _MOST_HITS, options=SearchOptions(apart=True)
        ).hits
    except UsageError:  # a title of nothing but punctuation
        return [document]
    found = {
        each.document.part.number: each.document
        for each in hits
        if each.document.part and each.document.part.first == part.first
    }
    found[part.number] = document
    return [found[number] for number in sorted(found)[:MOST_PARTS]]
