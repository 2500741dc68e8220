"""Units that join two pages of a site, ``bitext/SITE.across.jsonl``: a Chinese page and the English page of the same.

They follow from the current versions of the site's documents, in whatever order those came: candidates are taken from
the likeliest on, each page is joined once, and what the aligner finds decides. The file has the units of a Chinese
page together, by the ids of the Chinese pages; where no pages are joined there is no file. It is made anew when
documents have changed. Pairs of pages that the old file joins are not aligned again, which changes nothing: what
joins two pages is in the two alone, and a re-extraction, which may change pages, takes the file away first.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from pathlib import Path

from archive.bitext.page_pairs import pair_across
from archive.bitext.units import TranslationUnit, units_across
from archive.disk import disk_errors, replace_file, sync_directory
from archive.documents import read_document, read_documents
from archive.errors import ArchiveDamaged
from archive.fixity import forget_seal, seal
from archive.layout import Archive, Stem, is_stem, version_order
from archive.memory.candidates import Candidate, Candidates
from archive.memory.complete import Tell, side_faults, tell_nobody
from archive.memory.reader import read_units
from archive.memory.signs import Signs, Vocabulary, signs_of
from archive.memory.writer import line_of
from archive.model.document import Document, Pair

Key = tuple[str, str, str, str]
"""Two document versions: id and version of the source, of the target."""

_Places = tuple[tuple[str, int], tuple[str, int], bool]
"""Where the lines of two pages stand, by file and offset, and whether one names the other."""

_AHEAD = 16
"""Candidates that are aligned before they are needed; where an earlier one takes their pages that was in vain."""


@dataclass(frozen=True, slots=True)
class _Joined:
    """Two pages that are joined: the pairs of their blocks, None where the old file has their units."""

    chinese: Signs
    english: Signs
    declared: bool
    pairs: list[Pair] | None = None

    @property
    def key(self) -> Key:
        return self.chinese.id, self.chinese.version, self.english.id, self.english.version


def join_pages(archive: Archive, site: str, tell: Tell = tell_nobody, pool: Executor | None = None) -> int:
    """Writes the units that join two pages of a site; how many pairs of pages are joined.

    The processes of a ``pool`` align pages ahead, which joins the same. The caller holds the site's lock.

    Raises ArchiveDamaged at a line of a documents file that is no document.
    """
    path = archive.across_file(site)
    vocabulary = Vocabulary()
    signs = _current(archive, site, vocabulary)
    old = _joined_in(path)
    judged = _Judged(signs, old, partial(_pairs, archive), pool)
    candidates = Candidates(signs, vocabulary).ranked()
    joined = sorted(_chosen(candidates, judged, tell), key=lambda each: each.key)
    if joined:
        forget_seal(path)
        replace_file(path, _lines(archive, path, joined))
        seal(path)
    else:
        forget_across(archive, site)
    return len(joined)


def forget_across(archive: Archive, site: str) -> None:
    """Removes the units that join two pages of a site, for good when it returns; before its documents change."""
    path = archive.across_file(site)
    forget_seal(path)
    with disk_errors(path):
        if path.exists():
            path.unlink()
            sync_directory(path.parent)


def documents_of_site(archive: Archive, site: str) -> list[Path]:
    """The documents files of a site, in order of their names."""
    found = (path for path in archive.documents_dir.glob(f"{site}-*.jsonl") if is_stem(path.name))
    return sorted(path for path in found if Stem.parse(path.name).site == site)


def _current(archive: Archive, site: str, vocabulary: Vocabulary) -> list[Signs]:
    """The signs of the newest version of each page that may be joined, by id."""
    newest: dict[str, tuple[str, Signs | None]] = {}
    for path in documents_of_site(archive, site):
        for stored in read_documents(path):
            document = stored.document
            place = version_order(document.version, document.capture.warc)
            if document.id not in newest or newest[document.id][0] <= place:
                newest[document.id] = place, signs_of(stored, vocabulary)
    return [signs for _, (_, signs) in sorted(newest.items()) if signs]


def _joined_in(path: Path) -> set[Key]:
    """The pairs of pages that a file joins; none where it is torn or damaged, for it is then made anew."""
    with suppress(ArchiveDamaged):
        if path.exists() and path.read_bytes().endswith(b"\n"):
            return {_key(unit) for unit in read_units(path)}
    return set()


def _key(unit: TranslationUnit) -> Key:
    source, target = unit.source.origin, unit.target.origin
    return source.document, source.version, target.document, target.version


def _chosen(candidates: Sequence[Candidate], judged: "_Judged", tell: Tell) -> Iterator[_Joined]:
    """The pages that are joined, from the likeliest candidates on; each page stands in one pair."""
    taken: set[int] = set()
    for n, candidate in enumerate(candidates, 1):
        if taken.isdisjoint((candidate.chinese, candidate.english)):
            joined = judged.of(candidate, candidates[n : n + _AHEAD], taken)
            if joined:
                taken.update((candidate.chinese, candidate.english))
                yield joined
        tell("pages in two languages", n / len(candidates))


@dataclass(slots=True)
class _Judged:
    """What becomes of candidates: with a pool, those that come next are aligned while one is waited for."""

    signs: Sequence[Signs]
    old: Set[Key]
    align: Callable[[_Places], list[Pair]]
    pool: Executor | None
    ahead: "dict[Candidate, Future[list[Pair]]]" = field(default_factory=dict)

    def of(self, candidate: Candidate, coming: Iterable[Candidate], taken: Set[int]) -> _Joined | None:
        """The two pages as they are joined, None where they are not; ``coming`` are the candidates after it."""
        for each in (candidate, *coming) if self.pool else ():
            self._align_ahead(each, taken)
        joined = self._unjudged(candidate)
        if joined.key in self.old:
            return joined
        ahead = self.ahead.pop(candidate, None)
        pairs = ahead.result() if ahead else self.align(self._places(candidate))
        return replace(joined, pairs=pairs) if pairs else None

    def _align_ahead(self, candidate: Candidate, taken: Set[int]) -> None:
        free = taken.isdisjoint((candidate.chinese, candidate.english)) and candidate not in self.ahead
        if self.pool and free and self._unjudged(candidate).key not in self.old:
            self.ahead[candidate] = self.pool.submit(self.align, self._places(candidate))

    def _unjudged(self, candidate: Candidate) -> _Joined:
        return _Joined(self.signs[candidate.chinese], self.signs[candidate.english], candidate.declared)

    def _places(self, candidate: Candidate) -> _Places:
        return self.signs[candidate.chinese].place, self.signs[candidate.english].place, candidate.declared


def _pairs(archive: Archive, places: _Places) -> list[Pair]:
    """The pairs of blocks of the pages that stand at two places."""
    chinese, english, declared = places
    return pair_across(_page(archive, chinese), _page(archive, english), declared=declared)


def _page(archive: Archive, place: tuple[str, int]) -> Document:
    file, offset = place
    return read_document(archive.documents_dir / file, offset)


def _lines(archive: Archive, path: Path, joined: Iterable[_Joined]) -> Iterator[bytes]:
    """The lines of the new file; those of pages that the old one joins are as they stand there, if they are right."""
    old = _OldUnits(path)
    for each in joined:
        pages = _page(archive, each.chinese.place), _page(archive, each.english.place)
        units = old.units_of(each.key) if each.pairs is None else []
        if not units or not _are_right(units, *pages):
            pairs = each.pairs or pair_across(*pages, declared=each.declared)
            units = list(units_across(*pages, pairs))
        yield from map(line_of, units)


def _are_right(units: Iterable[TranslationUnit], source: Document, target: Document) -> bool:
    return not any(side_faults(unit.source, source) or side_faults(unit.target, target) for unit in units)


class _OldUnits:
    """The units of a file by the pages that they join, asked for in the order in which they stand there."""

    def __init__(self, path: Path) -> None:
        self._groups = groupby(read_units(path), key=_key)

    def units_of(self, key: Key) -> list[TranslationUnit]:
        for found, units in self._groups:
            if found >= key:
                return list(units) if found == key else []
        return []
