"""The provenance of exported translation units as names and values (TMX properties)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby
from typing import TYPE_CHECKING

from archive.bitext.translation_units import Origin, TranslationUnit, format_places
from archive.model.document import Document, stated_facts

if TYPE_CHECKING:
    from archive.index import Index  # long to load, and "archive align" has no archive
    from archive.layout import Archive
    from archive.rights_of_pages_and_sites import StatedRights  # the same

FACTS = {
    "title": "title", "subtitle": "subtitle", "section": "section", "news_source": "source", "author": "author",
    "published": "published", "speaker": "speech.speaker", "role": "speech.role", "occasion": "speech.occasion",
    "form": "speech.form", "delivered": "speech.delivered",
}  # fmt: skip
"""The names that exports give to the facts of a document; ``source`` is the name of a unit's side."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Facts of a page that exports give with its units: site, kind, what it states of itself by the names of
    ``FACTS``, rights.

    ``rights`` are None where they were not looked up.
    """

    site: str
    kind: str
    stated: Mapping[str, str | None]
    rights: "StatedRights | None" = None

    @classmethod
    def of_document(cls, document: Document, rights: "StatedRights | None" = None) -> "PageFacts":
        """Return the facts of a document's page for exports."""
        facts = stated_facts(document)
        return cls(document.site, document.kind, {name: facts[fact] for name, fact in FACTS.items()}, rights)

    def values(self) -> dict[str, str | None]:
        """Return the facts of a page by name: site, kind and what the page states of itself."""
        return {"site": self.site, "kind": self.kind, **self.stated}


FactsOfOrigin = Callable[[Origin], PageFacts | None]
"""Gives the facts of the page that one side of a unit comes from; None where the page is unknown."""

Property = tuple[str, str]
"""The name and the value of a property."""


def no_facts(_origin: Origin) -> None:
    """Return no facts of the page, for exports without them."""


_MOST_CACHED = 256


class PageLookup:
    """Looks up the facts and rights statements of exported pages, each document read once for the units around it."""

    def __init__(self, index: "Index") -> None:
        self._index = index
        self.rights_of = index.site_rights().of_document
        self._cached = lru_cache(_MOST_CACHED)(self._find)

    @classmethod
    @contextmanager
    def open(cls, archive: "Archive") -> Iterator["PageLookup"]:
        """Open the look-up of page facts in an archive, as long as the block runs."""
        from archive.index import Index  # the same

        with Index(archive) as index:
            yield cls(index)

    def facts_of(self, origin: Origin) -> PageFacts | None:
        """Look up the facts of the page that one side of a unit comes from; None where the page is unknown."""
        return self._cached(origin.document, origin.version)

    def _find(self, id_: str, version: str) -> PageFacts | None:
        document = self._index.document(id_, version)
        return PageFacts.of_document(document, self.rights_of(document)) if document else None


def by_pages(units: Iterable[TranslationUnit]) -> Iterator[tuple[TranslationUnit, Iterator[TranslationUnit]]]:
    """Group translation units to export by the two pages that they come from; yields each group's first unit and all
    of it.
    """
    for _, group in groupby(units, key=lambda unit: (unit.source.origin, unit.target.origin)):
        first = next(group)
        yield first, chain([first], group)  # noqa: B031 - its rest, read once


def origin_properties(unit: TranslationUnit, facts: FactsOfOrigin = no_facts) -> Iterator[Property]:
    """Yield the provenance of a unit's source page: version, capture, facts, rights; of the target's too, if on
    another page.
    """
    yield from page_properties(unit.source.origin, facts)
    if unit.is_cross_page:
        yield from ((f"target-{name}", value) for name, value in page_properties(unit.target.origin, facts))


def unit_properties(unit: TranslationUnit) -> Iterator[Property]:
    """Yield a unit's properties for exports: blocks and characters on both sides, the first side, the score, and each
    flag.
    """
    yield "source-blocks", format_places(unit.source.places)
    yield "target-blocks", format_places(unit.target.places)
    if unit.first is not None:
        yield "first", unit.first
    yield "score", f"{unit.score:.4f}"
    for flag in unit.flags:
        yield "flag", flag


def page_properties(origin: Origin, facts: FactsOfOrigin) -> Iterator[Property]:
    """Yield the provenance of a page as properties for exports: document version, capture, facts and rights."""
    capture = origin.capture
    yield "document", origin.document
    yield "version", origin.version
    yield "url", origin.url
    yield "uri", capture.uri
    if capture.warc is not None:
        yield "capture", f"{capture.warc}:{capture.offset}"
    if capture.record_id is not None:
        yield "record-id", capture.record_id
    if capture.payload_digest is not None:
        yield "payload-digest", capture.payload_digest
    if page := facts(origin):
        yield from ((name.replace("_", "-"), value) for name, value in page.values().items() if value is not None)
        if page.rights:
            yield from page.rights.lines
