"""Selection of the translation units and documents to export, and their commonest languages."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO

from archive.bitext.translation_units import TranslationUnit
from archive.errors import ArchiveMissing
from archive.export.unit_filters_templates_and_corpus_splits import (
    FilterStep,
    UnitFilter,
    first_of_each,
    step_of_cap,
    step_of_filter,
)
from archive.index import Filters, Index
from archive.layout import Archive
from archive.model.document import Document
from archive.model.language_codes import LanguageCodes, is_in_language, language_range, primary_language
from archive.query.search_results_and_known_filter_values import count_documents


@dataclass(slots=True)
class ExportCounts:
    """How many units or documents an export wrote, and how many each filter left out, by the filter's name.

    ``splits`` are the units written to each split, if the export has splits.
    """

    written: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    splits: dict[str, int] = field(default_factory=dict)

    def reset(self) -> None:
        """Count an export from nothing again, except splits, each of which reads the units again."""
        self.written = 0
        self.left_out.clear()

    def leave_out(self, name: str, number: int) -> None:
        """Count ``number`` units that were about to be exported as left out."""
        self.written -= number
        self.left_out[name] += number


@dataclass(frozen=True, slots=True)
class UnitSelection:
    """A selection of translation units to export: of documents that pass the filters, with at least this score, by
    language.

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

    def select(
        self, units: Iterable[TranslationUnit], counts: ExportCounts | None = None
    ) -> Iterator[TranslationUnit]:
        """Select the translation units to export, in their order; of several with the same texts the first.
        ``counts`` counts them.
        """
        counts = counts or ExportCounts()
        steps = list(self._steps())
        counts.left_out.update(dict.fromkeys((step.name for step in steps), 0))
        for unit in units:
            directed = self._directed(unit)
            if directed is None:
                counts.left_out["--source and --target"] += 1
                continue
            for step in steps:
                if not step.keeps(directed):
                    counts.left_out[step.name] += 1
                    break
            else:
                counts.written += 1
                yield self._with_codes(directed)

    def _directed(self, unit: TranslationUnit) -> TranslationUnit | None:
        """Return the unit in the direction of the export; None when it has other languages."""
        if self._fits(unit.source.lang, unit.target.lang):
            return unit
        return unit.turned() if self._fits(unit.target.lang, unit.source.lang) else None

    def _fits(self, source: str, target: str) -> bool:
        return is_in_language(source, self.source) and is_in_language(target, self.target)

    def _steps(self) -> Iterator[FilterStep]:
        """Yield the filter steps that a unit must pass, in order; those that remember units see only what passed
        before.
        """
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
    """The units selected for export from the current versions of an archive's documents, by the documents' ids.

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
    """Count the documents that each filter leaves out of an export after the filters before it, by option."""
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
    """Raise ArchiveMissing when the archive holds no document to export."""
    with Index(archive) as index:
        if not index.counts().documents:
            raise archive.no_documents()


def selected_documents(archive: Archive, selection: UnitSelection, counts: ExportCounts) -> Iterator[Document]:
    """Yield the documents to export: current versions that pass the filters, by id; ``counts`` counts them.

    With ``dedupe``, of documents with one text only the earliest published.
    """
    counts.reset()
    with Index(archive) as index:
        if selection.dedupe:
            numbers = (len(index.passing_rows(selection.filters, copies=copies)) for copies in (True, False))
            counts.left_out["--dedupe"] = next(numbers) - next(numbers)
        for document in index.documents(selection.filters, copies=not selection.dedupe):
            counts.written += 1
            yield document


Languages = tuple[str, str]
"""The languages of a unit's source and target."""

WriteUnits = Callable[[list[TranslationUnit]], Iterable[str]]
"""Returns the text of units."""

_MOST_IN_MEMORY = 2**16  # bytes in one pair of languages; what is longer is in a file


def language_tags(unit: TranslationUnit) -> Languages:
    """Return the BCP 47 tags of a translation unit's source and target, for exports."""
    return unit.source.lang, unit.target.lang


def commonest_languages(languages_of_units: Iterable[Languages]) -> Languages:
    """Return the pair of languages of most units to export; of pairs with equally many units the first.

    Raises ArchiveMissing without a unit.
    """
    counts = Counter(languages_of_units)
    if not counts:
        raise ArchiveMissing("no translation unit passes, so there is no pair of languages to write; filter less")
    return counts.most_common(1)[0][0]


@dataclass(slots=True)
class TextsByLanguages:
    """What the writers of ``writer_of`` write of units, apart by ``languages_of``, in temporary files of a folder.

    ``numbers`` has the number of units in each pair of languages, ``written`` of those that are written.
    """

    languages_of: Callable[[TranslationUnit], Languages]
    writer_of: Callable[[Languages], WriteUnits]
    folder: str | None
    numbers: Counter[Languages] = field(default_factory=Counter)
    written: Counter[Languages] = field(default_factory=Counter)
    _opened: dict[Languages, tuple[WriteUnits, IO[bytes]]] = field(default_factory=dict)

    def add(self, units: Iterable[TranslationUnit], written: bool) -> None:
        """Count the units of one document, and write them behind the earlier ones if they are to be ``written``."""
        by_languages: dict[Languages, list[TranslationUnit]] = {}
        for unit in units:
            by_languages.setdefault(self.languages_of(unit), []).append(unit)
        for languages, group in by_languages.items():
            self.numbers[languages] += len(group)
            if written:
                self.written[languages] += len(group)
                self._write(languages, group)

    def _write(self, languages: Languages, units: list[TranslationUnit]) -> None:
        if languages not in self._opened:
            new = SpooledTemporaryFile(_MOST_IN_MEMORY, dir=self.folder)  # noqa: SIM115 - read later
            self._opened[languages] = self.writer_of(languages), new
        write, file = self._opened[languages]
        file.writelines(part.encode() for part in write(units))

    def read(self, languages: Languages) -> IO[bytes]:
        """Return what is written of the units in these languages, from its beginning; the rest is deleted."""
        _, wanted = self._opened.pop(languages, (None, BytesIO()))
        for _, file in self._opened.values():
            file.close()
        wanted.seek(0)
        return wanted


def _texts(unit: TranslationUnit) -> list[tuple[str, str]]:
    """Return a unit's languages and texts, by which duplicates are left out of an export."""
    return [(primary_language(side.lang), side.text) for side in (unit.source, unit.target)]
