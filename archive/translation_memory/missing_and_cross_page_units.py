"""Creation of missing translation units: those of documents, and cross-page units that join two pages of a site.

Units of documents: ``bitext/X.jsonl`` holds those of the documents in ``documents/X.jsonl.gz``, in their order. A
document is written before its units, so what is missing after a crash is at the end. A file of units is right up to
the last of its documents whose units all say what the blocks say; from that document on all units are made again,
since its own may have been cut short. What follows a damaged line, a document whose units are not in their place, or
units of a document that is missing or has other text, is out of date and is made again too. A re-extraction removes
the units before it replaces the documents, so no units outlive their pairs. Where nothing is missing, no file is
changed.

Cross-page units, ``bitext/SITE.across.jsonl``, join a Chinese page and its English version. They follow from the
current versions of the site's documents, in whatever order these were captured. Candidates are tried from the
likeliest on, each page is joined once, and the aligner decides. The file has the units of a Chinese page together, by
the ids of the Chinese pages; where no pages are joined there is no file. It is written again when documents have
changed. Pairs of pages that the old file joins are not aligned again, which changes nothing: whether two pages are
joined depends on these two alone, and a re-extraction, which may change pages, removes the file first.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from archive.bitext.alignment.kept_alignments import Alignments, KeptAlignments
from archive.bitext.page_pairs import pair_pages
from archive.bitext.translation_units import (
    TranslationUnit,
    cross_page_units,
    document_of_unit,
    side_faults,
    units_of_document,
)
from archive.disk import FileState, replace_file
from archive.document_and_unit_files import (
    UNIT_LINES,
    StoredUnit,
    UnitsWriter,
    documents_files_of_site,
    is_torn,
    newest_versions,
    read_document,
    read_documents,
    read_units,
    read_units_by_document,
    remove_sealed,
    remove_units,
)
from archive.errors import ArchiveDamaged, ArchiveLocked
from archive.jobs_and_locks import lock_site
from archive.layout import Archive, WarcName
from archive.manifest_and_seals import remove_seal, write_seal
from archive.model.document import Document, Pair
from archive.translation_memory.page_candidates import (
    PageCandidate,
    PageFeatures,
    WordNumbers,
    features_of_page,
    rank_candidates,
)

ReportProgress = Callable[[str, float], None]
"""Called while units are made, with the file and the share of it that is done, from 0 to 1."""

logger = logging.getLogger(__name__)


def report_nothing(file: str, done: float) -> None:
    """Ignore reports of progress of the alignment."""


def make_units(document: Document) -> list[TranslationUnit]:
    """Make the translation units of a document; none, with a line in the log, where making them failed."""
    try:
        return list(units_of_document(document))
    except Exception:  # a fault of ours on one page must not end a crawl; a re-extraction makes them again
        logger.exception(
            "%s: its translation units were not found; 'archive reextract --all' tries again", document.url
        )
        return []


class Completion(NamedTuple):
    """The number of translation units that were made in a file, and of bytes that were cut as out of date or torn."""

    made: int = 0
    cut: int = 0


def complete_units(archive: Archive, stem: WarcName, report: ReportProgress = report_nothing) -> Completion:
    """Make the missing translation units of one documents file and remove those out of date. The caller holds the
    site's lock.

    Raises ArchiveDamaged at a line of the documents file that is no document.
    """
    path = archive.documents_file(stem)
    if not path.exists():
        remove_units(archive, stem)
        return Completion()
    right = _right_part(path, archive.bitext_file(stem))
    size = path.stat().st_size
    made = cut = 0
    with UnitsWriter(archive.bitext_file(stem)) as writer:
        cut += writer.cut
        at = right.units
        for stored in read_documents(path, right.documents):
            lines = b"".join(map(UNIT_LINES.line, make_units(stored.document)))
            if not _holds(writer.path, at, lines):
                cut += writer.truncate(at)
                writer.append_lines(lines)
                made += lines.count(b"\n")
            at += len(lines)
            report(path.name, (stored.offset + stored.length) / size)
        cut += writer.truncate(at)
    return Completion(made, cut)


def complete_all_units(archive: Archive, stems: Iterable[WarcName], report: ReportProgress = report_nothing) -> int:
    """Make the missing translation units of these WARC files' documents; returns how many were made.

    Sites that are being crawled are left out, since their crawl makes them, and so are damaged documents files.
    """
    made = 0
    for site, group in groupby(sorted(stems, key=str), key=lambda stem: stem.site):
        with suppress(ArchiveLocked), lock_site(archive, site):
            for stem in group:
                with suppress(ArchiveDamaged):  # 'archive check' reports it
                    made += complete_units(archive, stem, report).made
    return made


class _RightPart(NamedTuple):
    """The part of a documents file and its units that is right: offsets in bytes of the last document with units, and
    of its units.
    """

    documents: int
    units: int


def _right_part(documents: Path, bitext: Path) -> _RightPart:
    found = _RightPart(0, 0)
    groups = _right_groups(bitext)
    group = next(groups, None)
    for stored in read_documents(documents):
        if group is None:
            break
        if document_of_unit(group[0].value) == (stored.document.id, stored.document.version):
            if not all(_is_right(each.value, stored.document) for each in group):
                break
            found = _RightPart(stored.offset, group[0].offset)
            group = next(groups, None)
        elif make_units(stored.document):
            break
    return found


def _right_groups(bitext: Path) -> Iterator[list[StoredUnit]]:
    """Yield the translation units of a file, grouped by document, up to the first damaged line."""
    with suppress(ArchiveDamaged):
        yield from read_units_by_document(bitext)


def _is_right(unit: TranslationUnit, document: Document) -> bool:
    return not (unit.is_cross_page or side_faults(unit.source, document) or side_faults(unit.target, document))


def _holds(path: Path, offset: int, lines: bytes) -> bool:
    with path.open("rb") as stream:
        stream.seek(offset)
        return stream.read(len(lines)) == lines


Key = tuple[str, str, str, str]
"""Two document versions: id and version of the source, of the target."""

_Places = tuple[tuple[str, int], tuple[str, int], bool]
"""The file and offset of two pages, and whether one names the other."""

_PagePairs = tuple[list[Pair], Alignments]
"""Pairs of the blocks of two pages, and the alignments that they were made by."""

_KEPT = 256
"""Pages that are kept in memory: each is compared with several others."""

_AHEAD = 16
"""Candidates that are aligned before they are needed, in vain where an earlier candidate takes their pages."""


@dataclass(frozen=True, slots=True)
class _JoinedPages:
    """Two pages joined by cross-page units, and the pairs of their blocks; None where the old file has their
    units.
    """

    chinese: PageFeatures
    english: PageFeatures
    declared: bool
    pairs: list[Pair] | None = None

    @property
    def key(self) -> Key:
        return self.chinese.id, self.chinese.version, self.english.id, self.english.version


def join_pages(
    archive: Archive, site: str, report: ReportProgress = report_nothing, pool: Executor | None = None
) -> int:
    """Join the pages of a site that translate each other, and write its cross-page units; returns how many pairs were
    joined.

    The processes of a ``pool`` align pages ahead, with the same result. The caller holds the site's lock.

    Raises ArchiveDamaged at a line of a documents file that is no document.
    """
    path, alignments = archive.cross_page_file(site), archive.alignments_file(site)
    word_numbers = WordNumbers()
    pages = _features_of_pages(archive, site, word_numbers)
    read = partial(_page, archive)
    align = partial(_pairs, read if pool else lru_cache(_KEPT)(read), alignments)
    with KeptAlignments.of_file(alignments).in_use() as kept:
        joiner = _PageJoiner(pages, _pages_joined_in(path), align, kept, pool)
        candidates = rank_candidates(pages, word_numbers)
        joined = sorted(_join_candidates(candidates, joiner, report), key=lambda each: each.key)
        if joined:
            remove_seal(path)
            replace_file(path, _lines(archive, path, joined))
            write_seal(path)
        else:
            remove_cross_page_units(archive, site)
    kept.store(alignments, with_unused=bool(joiner.old))
    return len(joined)


def cross_page_state(archive: Archive, site: str) -> FileState:
    """Return the state by which an update notices that a site's cross-page units are out of date: sizes and change
    time.

    The units are out of date if either differs from the state in the index.
    """
    documents = sum(path.stat().st_size for path in documents_files_of_site(archive, site))
    return FileState(documents, FileState.of_optional_file(archive.cross_page_file(site)).changed)


def _features_of_pages(archive: Archive, site: str, word_numbers: WordNumbers) -> list[PageFeatures]:
    """Extract the features of the newest version of each page that may be joined, by id."""
    newest = newest_versions(archive, site, lambda _, stored: features_of_page(stored, word_numbers))
    return [features for _, features in sorted(newest.items()) if features]


def _pages_joined_in(path: Path) -> set[Key]:
    """Return the pairs of pages that a file of cross-page units joins; none where it is torn or damaged."""
    with suppress(ArchiveDamaged):
        if path.exists() and not is_torn(path):
            return {_key(unit) for unit in read_units(path)}
    return set()


def _key(unit: TranslationUnit) -> Key:
    source, target = unit.source.origin, unit.target.origin
    return source.document, source.version, target.document, target.version


def _join_candidates(
    candidates: Sequence[PageCandidate], joiner: "_PageJoiner", report: ReportProgress
) -> Iterator[_JoinedPages]:
    """Join candidate pages, from the likeliest pairs on; each page is in one pair."""
    taken: set[int] = set()
    for n, candidate in enumerate(candidates, 1):
        if taken.isdisjoint((candidate.chinese, candidate.english)):
            joined = joiner.join(candidate, candidates[n : n + _AHEAD], taken)
            if joined:
                taken.update((candidate.chinese, candidate.english))
                yield joined
        report("pages in two languages", n / len(candidates))


@dataclass(slots=True)
class _PageJoiner:
    """Joins candidate pages into cross-page units; with a pool, the next candidates are aligned meanwhile."""

    pages: Sequence[PageFeatures]
    old: Set[Key]
    align: Callable[[_Places], _PagePairs]
    kept: KeptAlignments
    pool: Executor | None
    ahead: "dict[PageCandidate, Future[_PagePairs]]" = field(default_factory=dict)

    def join(
        self, candidate: PageCandidate, following: Iterable[PageCandidate], taken: Set[int]
    ) -> _JoinedPages | None:
        """Return two joined pages with their pairs, None where they are not joined; ``following`` are the next
        candidates.
        """
        for each in (candidate, *following) if self.pool else ():
            self._align_ahead(each, taken)
        joined = self._pages_of(candidate)
        if joined.key in self.old:
            return joined
        ahead = self.ahead.pop(candidate, None)
        pairs, alignments = ahead.result() if ahead else self.align(self._places(candidate))
        self.kept.used.update(alignments)
        return replace(joined, pairs=pairs) if pairs else None

    def _align_ahead(self, candidate: PageCandidate, taken: Set[int]) -> None:
        free = taken.isdisjoint((candidate.chinese, candidate.english)) and candidate not in self.ahead
        if self.pool and free and self._pages_of(candidate).key not in self.old:
            self.ahead[candidate] = self.pool.submit(self.align, self._places(candidate))

    def _pages_of(self, candidate: PageCandidate) -> _JoinedPages:
        return _JoinedPages(self.pages[candidate.chinese], self.pages[candidate.english], candidate.declared)

    def _places(self, candidate: PageCandidate) -> _Places:
        return self.pages[candidate.chinese].place, self.pages[candidate.english].place, candidate.declared


def _pairs(read: Callable[[tuple[str, int]], Document], alignments: Path, places: _Places) -> _PagePairs:
    """Pair the blocks of the pages at two places, by the alignments kept in a file where it has them."""
    chinese, english, declared = places
    with KeptAlignments.of_file(alignments).in_use() as kept:
        return pair_pages(read(chinese), read(english), declared=declared), kept.used


def _page(archive: Archive, place: tuple[str, int]) -> Document:
    """Read the page at a place of a documents file, without what was removed from it."""
    file, offset = place
    return replace(read_document(archive.documents_file(WarcName.parse(file)), offset), removed=(), links=())


def _lines(archive: Archive, path: Path, joined: Iterable[_JoinedPages]) -> Iterator[bytes]:
    """Yield the lines of a new file of cross-page units; those of pages that the old file joins are taken from it, if
    right.
    """
    old = _OldUnits(path)
    for each in joined:
        pages = _page(archive, each.chinese.place), _page(archive, each.english.place)
        units = old.units_of(each.key) if each.pairs is None else []
        if not units or not _are_right(units, *pages):
            pairs = each.pairs or pair_pages(*pages, declared=each.declared)
            units = list(cross_page_units(*pages, pairs))
        yield from map(UNIT_LINES.line, units)


def _are_right(units: Iterable[TranslationUnit], source: Document, target: Document) -> bool:
    return not any(side_faults(unit.source, source) or side_faults(unit.target, target) for unit in units)


class _OldUnits:
    """The cross-page units of an old file by the pages that they join, which are asked for in the order of the
    file.
    """

    def __init__(self, path: Path) -> None:
        self._groups = groupby(read_units(path), key=_key)

    def units_of(self, key: Key) -> list[TranslationUnit]:
        for found, units in self._groups:
            if found >= key:
                return list(units) if found == key else []
        return []


def remove_cross_page_units(archive: Archive, site: str) -> None:
    """Delete the file of a site's cross-page units, durably; call it before its documents change."""
    remove_sealed(archive.cross_page_file(site))
