"""Two versions of a document compared, and beside them the page that says the same in another language."""

from collections.abc import Iterator
from dataclasses import replace

from archive.index import Index
from archive.model.document import Document
from archive.query.comparison import Comparison, Elsewhere, compare
from archive.query.translated import in_other_languages

_WAS_THERE = frozenset({200, 304})


def compare_in_archive(index: Index, old: Document, new: Document) -> Comparison:
    """What changed from one version to another, and which pages in other languages did not change with it."""
    comparison = compare(old, new)
    if new.pairs or not (comparison.facts or comparison.changed):
        return comparison
    return replace(comparison, elsewhere=tuple(_unchanged(index, old, new)))


def _unchanged(index: Index, old: Document, new: Document) -> Iterator[Elsewhere]:
    """The pages that were seen again behind the older version and have no version since."""
    for lang, page in in_other_languages(index, new):
        seen = (entry.capture for entry in index.captures(page.url))
        again = any(capture.date > old.version and capture.status in _WAS_THERE for capture in seen)
        if again and page.version <= old.version:
            yield Elsewhere(lang, page.id, page.url)
