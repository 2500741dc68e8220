"""Selects the translation units and documents to export, and looks up the facts of their pages."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache

from archive.bitext.languages import primary_language
from archive.bitext.units import Origin, TranslationUnit
from archive.export.provenance import PageFacts
from archive.export.unit_filters import FilterStep, UnitFilter, first_of_each, step_of_cap, step_of_filter
from archive.index import Filters, Index
from archive.layout import Archive
from archive.model.document import Document
from archive.model.language_codes import LanguageCodes, language_range
from archive.query.filter_values import count_documents


@dataclass(slots=True)
class ExportCounts:
    """How many units or documents an export wrote, and how many each filter left out, by the filter's name.

    ``splits`` are the units written to each split, if the export has splits.
    """

    written: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    splits: dict[str, int] = field(default_factory=dict)

    def reset(self) -> None:
        """Count from nothing again, except splits, each of which reads the units again."""
        self.written = 0
        self.left_out.clear()

    def leave_out(self, name: str) -> None:
        """Count one that was about to be written as left out."""
        self.written -= 1
        self.left_out[name] += 1


@dataclass(frozen=True, slots=True)
class UnitSelection:
    """A selection of units: of documents that pass the filters, with at least this score, in these languages.

    ``source`` and ``target`` are BCP 47 ranges or what ``language_range`` understands: ``zh`` includes ``zh-Hans``;
    None includes all. A unit that fits them only the other way round is turned. ``unflagged``: only units without a
    flag. ``dedupe``: each pair of texts once, whatever their spaces and the width of their characters. ``codes`` are
    those by which languages are written. ``unit_filters`` are applied in their order; ``cap`` is the most units with
    one template, None for any number.
    """

    filters: Filters
    min_score: float = 0.0
    source: str | None = None
    target: str | None = None
    unflagged: bool = False
    dedupe: bool = False
    codes: LanguageCodes = LanguageCodes.BCP47
    unit_filters: tuple[UnitFilter, ...] = ()
    cap: int | None = None

    def __post_init__(self) -> None:
        for name in ("source", "target"):
            if (wanted := getattr(self, name)) is not None:
                object.__setattr__(self, name, language_range(wanted))  # of a frozen value

    @property
    def source_code(self) -> str | None:
        """The code to write for ``source``."""
        return self.source and self.codes.code_of(self.source)

    def select(
        self, units: Iterable[TranslationUnit], counts: ExportCounts | None = None
    ) -> Iterator[TranslationUnit]:
        """The selected units, in their order; of several with the same texts the first. ``counts`` counts them."""
        counts = counts or ExportCounts()
        steps = list(self._steps())
        counts.left_out.update(dict.fromkeys((step.name for step in steps), 0))
        for unit in units:
            directed = self._directed(unit)
            if directed is None:
                counts.left_out["--source and --target"] += 1
            elif reason := next((step.name for step in steps if not step.keeps(directed)), None):
                counts.left_out[reason] += 1
            else:
                counts.written += 1
                yield self._with_codes(directed)

    def _directed(self, unit: TranslationUnit) -> TranslationUnit | None:
        """The unit in the wanted direction; None when it has other languages."""
        if self._fits(unit.source.lang, unit.target.lang):
            return unit
        return unit.turned() if self._fits(unit.target.lang, unit.source.lang) else None

    def _fits(self, source: str, target: str) -> bool:
        return _in_range(source, self.source) and _in_range(target, self.target)

    def _steps(self) -> Iterator[FilterStep]:
        """The steps that a unit must pass, in order; those that remember units see only what passed before."""
        if self.min_score:
            yield FilterStep("--min-score", lambda unit: unit.score >= self.min_score)
        if self.unflagged:
            yield FilterStep("--unflagged", lambda unit: not unit.flags)
        if self.dedupe:
            yield FilterStep("--dedupe", first_of_each(_texts))
        yield from map(step_of_filter, self.unit_filters)
        if self.cap is not None:
            yield step_of_cap(self.cap)

    def _with_codes(self, unit: TranslationUnit) -> TranslationUnit:
        if self.codes is LanguageCodes.BCP47:
            return unit
        source, target = (replace(side, lang=self.codes.code_of(side.lang)) for side in (unit.source, unit.target))
        return replace(unit, source=source, target=target)


@dataclass(frozen=True, slots=True)
class SelectedUnits:
    """The selected units of the current versions of an archive's documents, by the documents' ids.

    Each iteration reads and counts them again, and holds the units of one document at a time.
    """

    archive: Archive
    selection: UnitSelection
    counts: ExportCounts = field(default_factory=ExportCounts)

    def __iter__(self) -> Iterator[TranslationUnit]:
        self.counts.reset()
        with Index(self.archive) as index:
            yield from self.selection.select(index.units(self.selection.filters), self.counts)


_DOCUMENT_OPTIONS = {
    "site": "--site", "kind": "--kind", "lang": "--lang", "speaker": "--speaker", "since": "--from", "until": "--to",
    "rights": "--rights",
}  # fmt: skip
"""The option of each filter of documents, in the order in which they are counted."""


def count_documents_left_out(archive: Archive, filters: Filters) -> Counter[str]:
    """How many documents each filter leaves out of those that passed the filters before it, by option."""
    left_out: Counter[str] = Counter()
    if filters == Filters():
        return left_out
    with Index(archive) as index, index.snapshot():
        narrowed = Filters()
        before = count_documents(index, narrowed)
        for name, option in _DOCUMENT_OPTIONS.items():
            if (value := getattr(filters, name)) is not None:
                narrowed = replace(narrowed, **{name: value})
                passing = count_documents(index, narrowed)
                left_out[option] = before - passing
                before = passing
    return left_out


def require_documents(archive: Archive) -> None:
    """Raise ArchiveMissing when the archive holds no document."""
    with Index(archive) as index:
        if not index.counts().documents:
            raise archive.no_documents()


def selected_documents(archive: Archive, filters: Filters, counts: ExportCounts) -> Iterator[Document]:
    """The current versions of the documents that pass the filters, by id; ``counts`` counts them."""
    counts.reset()
    with Index(archive) as index:
        for document in index.documents(filters):
            counts.written += 1
            yield document


def _in_range(tag: str, wanted: str | None) -> bool:
    """Return whether a language tag is in a language range (RFC 4647, 3.3.1).

    >>> _in_range("zh-Hans", "zh"), _in_range("zh-Hans", "ZH-hans"), _in_range("zh", "z")
    (True, True, False)
    """
    return wanted is None or f"{tag}-".lower().startswith(f"{wanted}-".lower())


def _texts(unit: TranslationUnit) -> list[tuple[str, str]]:
    """A unit's languages and texts, which a page that was posted again has too."""
    return [(primary_language(side.lang), side.text) for side in (unit.source, unit.target)]


_MOST_CACHED = 256


class PageLookup:
    """The facts and rights statements of an archive's pages, each document read once for the units around it."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.rights_of = index.site_rights().of_document
        self._cached = lru_cache(_MOST_CACHED)(self._find)

    @classmethod
    @contextmanager
    def open(cls, archive: Archive) -> Iterator["PageLookup"]:
        """The pages of an archive, as long as the block runs."""
        with Index(archive) as index:
            yield cls(index)

    def facts_of(self, origin: Origin) -> PageFacts | None:
        """The facts of the page that one side of a unit comes from; None where the page is unknown."""
        return self._cached(origin.document, origin.version)

    def _find(self, id_: str, version: str) -> PageFacts | None:
        document = self._index.document(id_, version)
        return PageFacts.of_document(document, self.rights_of(document)) if document else None
