"""The pages that say the same in another language, found again."""

from collections import Counter
from collections.abc import Iterable

from archive.bitext.units import TranslationUnit
from archive.index import Index
from archive.model.document import Document

MOST = 12


def in_other_languages(index: Index, document: Document) -> list[tuple[str, Document]]:
    """The same page in other languages, as far as the archive has it: the language, and the document.

    First come those that the page itself names, then those that translation units join it to.
    """
    named = ((each.lang, index.document(each.url)) for each in document.alternates[:MOST] if each.lang != "x-default")
    units = index.units_of(document.id, document.version)
    joined = ((_main_language(each), each) for each in joined_by(index, document, units))
    found: dict[str, tuple[str, Document]] = {}
    for lang, page in (*named, *joined):
        if page and page.id != document.id:
            found.setdefault(page.id, (lang, page))
    return list(found.values())


def joined_by(index: Index, document: Document, units: Iterable[TranslationUnit]) -> list[Document]:
    """The other documents that these units join a document to, the one with most of them first."""
    sides = (side.origin.document for unit in units for side in (unit.source, unit.target))
    others = Counter(id_ for id_ in sides if id_ != document.id)
    pages = (index.document(id_) for id_, _ in others.most_common(MOST))
    return [page for page in pages if page]


def _main_language(document: Document) -> str:
    return max(document.languages, key=lambda lang: document.languages[lang], default="und")
