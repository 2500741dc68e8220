"""Selection of the translation units and documents to export, their commonest languages, and splits of a corpus.

In the splits of a corpus, such as train, dev and test, texts that are alike always stand in the same split. A
*family* is the documents that belong together: those posted more than once, those whose units have the same texts,
and the two pages of a cross-page unit. A family is in the split that a hash of its earliest document gives, so that
documents captured later leave it where it is.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from io import BytesIO
from itertools import groupby
from math import isclose
from tempfile import SpooledTemporaryFile
from typing import IO

from archive.bitext.units import TranslationUnit, digest_of_texts
from archive.errors import ArchiveMissing, UsageError
from archive.export.unit_filters import FilterStep, UnitFilter, first_of_each, step_of_cap, step_of_filter
from archive.index import Filters, Index
from archive.layout import Archive
from archive.model.document import Document
from archive.model.language_codes import LanguageCodes, language_range, primary_language
from archive.query.search_results import count_documents


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

    @property
    def source_code(self) -> str | None:
        """Return the language code to write for the source of exported units."""
        return self.source and self.codes.code_of(self.source)

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
        return in_range(source, self.source) and in_range(target, self.target)

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


def in_range(tag: str, wanted: str | None) -> bool:
    """Return whether a language tag of a unit is in a language range (RFC 4647, 3.3.1).

    >>> in_range("zh-Hans", "zh"), in_range("zh-Hans", "ZH-hans"), in_range("zh", "z")
    (True, True, False)
    """
    return wanted is None or f"{tag}-".lower().startswith(f"{wanted}-".lower())


def _texts(unit: TranslationUnit) -> list[tuple[str, str]]:
    """Return a unit's languages and texts, by which duplicates are left out of an export."""
    return [(primary_language(side.lang), side.text) for side in (unit.source, unit.target)]


_SPLIT_NAME = re.compile("[a-z][a-z0-9_]*")
_RESERVED_NAME = "all"
"""No name of a split for ``datasets``, which calls so all splits together."""


@dataclass(frozen=True, slots=True)
class SplitShares:
    """The shares of the splits of a corpus (train, dev, test), from 0 to 1; all shares together are 1."""

    shares: Mapping[str, float]

    @classmethod
    def parse(cls, text: str) -> "SplitShares":
        """Parse the shares of corpus splits from text such as ``train=.98,dev=.01,test=.01``. Raises UsageError where
        it is none.
        """
        shares: dict[str, float] = {}
        for part in text.split(","):
            name, _, share = part.strip().partition("=")
            if not _SPLIT_NAME.fullmatch(name) or name == _RESERVED_NAME or name in shares:
                raise UsageError(f"--split: {part!r} does not begin with a new name of small letters and digits")
            shares[name] = _parse_share(part, share)
        if not isclose(sum(shares.values()), 1, abs_tol=1e-6):
            raise UsageError(f"--split: the shares of {text!r} add up to {sum(shares.values()):g}, not to 1")
        return cls(shares)

    def split_of(self, key: str) -> str:
        """Assign a key to a corpus split by its hash, the same in every run; keys are spread evenly.

        >>> SplitShares.parse("train=1").split_of("any")
        'train'
        """
        place = int.from_bytes(blake2b(key.encode(), digest_size=6).digest(), "big") / 2**48
        for name, share in self.shares.items():
            if place < share:
                return name
            place -= share
        return [name for name, share in self.shares.items() if share][-1]  # past the end by rounding


def _parse_share(part: str, share: str) -> float:
    try:
        value = float(share)
    except ValueError:
        value = -1
    if not 0 <= value <= 1:
        raise UsageError(f"--split: the share in {part!r} is no number from 0 to 1")
    return value


@dataclass(frozen=True, slots=True)
class DocumentSplits:
    """The corpus split (train, dev, test) of each document of an archive, by its id, and the names of splits in
    order.
    """

    names: tuple[str, ...]
    of_document: Mapping[str, str]

    @classmethod
    def of_archive(cls, archive: Archive, shares: SplitShares) -> "DocumentSplits":
        """Assign every document of the archive to a split, whatever is selected of them. Reads all units once."""
        with Index(archive) as index, index.snapshot():
            families = _Families()
            for document, captured, group in index.duplicate_groups():
                families.add(document, captured)
                if group is not None:
                    families.join_by(group, document)
            families.join_by_units(index.units(Filters()))
        return cls(
            tuple(shares.shares),
            {document: shares.split_of(families.earliest(document)) for document in families.documents},
        )


class _Families:
    """Families of documents that must be in one split: a forest in which each tree's root is the earliest
    document.
    """

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self._captured: dict[str, tuple[str, str]] = {}
        self._first_with: dict[int | bytes, str] = {}

    @property
    def documents(self) -> Iterable[str]:
        return self._parents

    def add(self, document: str, captured: str) -> None:
        """Add a document as a family of its own; ``captured`` is the time of its first version."""
        self._parents[document] = document
        self._captured[document] = captured, document

    def earliest(self, document: str) -> str:
        """Return the document of a family that was captured first, of several the one with the smallest id."""
        while (parent := self._parents[document]) != document:
            self._parents[document] = self._parents[parent]  # halves the path
            document = parent
        return document

    def join_by(self, key: int | bytes, document: str) -> None:
        """Join a document with the family of earlier ones that have the same key."""
        self._join(self._first_with.setdefault(key, document), document)

    def join_by_units(self, units: Iterable[TranslationUnit]) -> None:
        """Join documents to families whose units have the same texts, and the pages of cross-page units.

        ``units`` are sorted by document.
        """
        for document, group in groupby(units, key=lambda unit: unit.document):
            texts: list[str] = []
            for unit in group:
                texts += unit.source.text, unit.target.text
                self._join(document, unit.target.origin.document)
            self.join_by(digest_of_texts(texts), document)

    def _join(self, first: str, second: str) -> None:
        roots = self.earliest(first), self.earliest(second)
        parent = min(roots, key=self._captured.__getitem__)
        for root in roots:
            self._parents[root] = parent
