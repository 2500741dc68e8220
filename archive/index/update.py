"""Brings the index up to date with the WARC, documents and bitext files, or makes it anew from them."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from archive.documents import StoredDocument, salvage_documents
from archive.errors import ArchiveDamaged, ArchiveLocked, IndexOutdated
from archive.index.across import across_state, is_across_owed, take_across
from archive.index.adoption import adopt
from archive.index.sources import DOCUMENTS_SUFFIX, FileState, warc_file_of
from archive.index.writer import IndexWriter
from archive.jobs import live_jobs, lock_site
from archive.layout import OPEN_SUFFIX, Archive, Stem, is_stem
from archive.model.capture import CatalogueEntry, Damage
from archive.translation_memory.completion import ReportProgress, complete_all_units, report_nothing
from archive.translation_memory.cross_page_units import join_pages
from archive.translation_memory.unit_files import read_valid_units

CatalogueFile = Callable[[Path], Iterator[CatalogueEntry | Damage]]
"""Gives the response and revisit records of one WARC file, in order, and between them what is damaged."""

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class IndexUpdate:
    """What an update read: the files that had changed, and the captures, documents and units in them.

    ``renewed`` says that the index was of another version, and so was made anew.
    """

    files: int
    captures: int
    documents: int
    units: int = 0
    renewed: bool = False


def update_index(
    archive: Archive, catalogue: CatalogueFile, *, rebuild: bool = False, tell: ReportProgress = report_nothing
) -> IndexUpdate:
    """Takes in what the index does not know yet; with ``rebuild`` it forgets everything first.

    Translation units that changed documents owe, of one page and across pages, are made before, which ``tell`` is
    told of; those of a site that is being crawled are left to its crawl. So are the files of a crawl that is under
    way, which it takes in itself as it writes them, unless all is rebuilt.
    A rebuild is one transaction: readers see the old index until the new one is whole, other writers wait. An index
    of another version of this program is rebuilt. Files that are gone are forgotten.

    What is damaged is left out, and noted in the index.

    Raises ArchiveMissing where there is no archive, ArchiveLocked when another writer did not end in time, and
    without ``rebuild`` ArchiveDamaged where the index cannot be read.
    """
    archive.require()
    adopt(archive)
    if not rebuild:
        with suppress(IndexOutdated), IndexWriter(archive) as writer:
            across = _complete(archive, writer, tell)
            return _take_in(archive, writer, catalogue, _Taking(across, live_jobs(archive), tell))
    with IndexWriter(archive, anew=True) as writer:
        outdated = writer.is_outdated
        across = {} if outdated else _complete(archive, writer, tell, every=True)
        with writer.transaction():
            writer.clear()
            if outdated:
                across = _complete(archive, writer, tell, every=True)
            update = _take_in(archive, writer, catalogue, _Taking(across, set(), tell))
            writer.optimize()
        return replace(update, renewed=outdated)


def take_documents(archive: Archive, writer: IndexWriter, stem: Stem) -> None:
    """Takes the documents of one WARC file and their units, which were just made, into the index.

    The caller holds the site's lock.
    """
    _take_documents(writer, archive.documents_file(stem), archive.bitext_file(stem))


def apply_withdrawals(archive: Archive, urls: Iterable[str], sites: Iterable[str]) -> None:
    """Brings the index in step with the withdrawals of the archive, in one step.

    ``urls``, in canonical form, and ``sites`` are those of which anything was withdrawn or taken back.
    """
    wanted = set(sites)
    with IndexWriter(archive) as writer, writer.transaction():
        writer.mark_withdrawn()
        files = {Stem.parse(warc) for warc in writer.files_with(urls) if is_stem(warc)}
        files |= {stem for site in wanted for stem in archive.stems_of(site)}
        for stem in sorted(files, key=str):
            if archive.documents_file(stem).exists():
                take_documents(archive, writer, stem)
        for site in sorted({stem.site for stem in files}):
            take_across(archive, writer, site, across_state(archive, site))


def note_whole(archive: Archive, writer: IndexWriter, job: str) -> None:
    """Notes that the files of a job are taken in whole: it has ended, and took them in itself as it wrote them."""
    with writer.transaction():
        for stem in (stem for stem in archive.stems() if stem.job == job):
            documents = archive.documents_file(stem)
            writer.sources.note(stem.warc, _state_of(archive.warc_file(stem)))
            if documents.exists():
                writer.sources.note(documents.name, _state_of(documents))
                writer.sources.note_units(documents.name, FileState.of_any(archive.bitext_file(stem)))


@dataclass(frozen=True, slots=True)
class _Taking:
    """How files are taken in: units across pages of which sites, and without the files of which jobs."""

    across: Mapping[str, FileState]
    left: Container[str]
    tell: ReportProgress

    def told(self, paths: Sequence[Path], what: str) -> Iterator[Path]:
        """The files, one by one, as ``tell`` is told of them."""
        for number, path in enumerate(paths, 1):
            yield path
            self.tell(what, number / len(paths))


def _take_in(archive: Archive, writer: IndexWriter, catalogue: CatalogueFile, taking: _Taking) -> IndexUpdate:
    """Takes in all files that have changed, but not those of the jobs that are left."""
    warcs = {path.name.removesuffix(OPEN_SUFFIX): path for path in archive.warc_paths()}
    documents = _documents(archive)
    with writer.transaction():
        _forget_gone(writer, {*warcs, *documents})
        changed = [name for name, path in sorted(warcs.items()) if _has_changed(writer, name, path)]
        owing = [path for _, path in sorted(documents.items()) if _documents_changed(archive, writer, path)]
    files = [warcs[name] for name in changed if _job_of(name) not in taking.left]
    owing = [path for path in owing if _job_of(path.name) not in taking.left]
    captures = sum(_take_captures(writer, path, catalogue) for path in taking.told(files, "captures"))
    taken = [
        _take_documents(writer, path, archive.bitext_dir / path.name) for path in taking.told(owing, "documents")
    ]
    joined = sum(take_across(archive, writer, site, state) for site, state in taking.across.items())
    return IndexUpdate(
        len(files) + len(taken), captures, sum(count for count, _ in taken), joined + sum(n for _, n in taken)
    )


def _job_of(name: str) -> str | None:
    """The job that wrote a file, None where its name is another tool's."""
    return Stem.parse(name).job if is_stem(name) else None


def _documents(archive: Archive) -> dict[str, Path]:
    return {path.name: path for path in archive.documents_dir.glob(f"*{DOCUMENTS_SUFFIX}")}


def _has_changed(writer: IndexWriter, name: str, path: Path) -> bool:
    return writer.sources.state(name) != _state_of(path)


def _documents_changed(archive: Archive, writer: IndexWriter, path: Path) -> bool:
    """Whether the documents of a file, or their units, are not those that were taken in."""
    units = FileState.of_any(archive.bitext_dir / path.name)
    return _has_changed(writer, path.name, path) or writer.sources.units_state(path.name) != units


def _complete(
    archive: Archive, writer: IndexWriter, tell: ReportProgress, *, every: bool = False
) -> dict[str, FileState]:
    """Makes the units that changed documents owe; the sites whose units across pages are to be taken in, and states.

    Sites that are being crawled are left out, for their crawl makes and takes in what it owes.
    """
    files = {name: path for name, path in _documents(archive).items() if is_stem(name)}
    changed = [Stem.parse(name) for name, path in files.items() if _documents_changed(archive, writer, path)]
    complete_all_units(archive, changed, tell)
    sites = {stem.site for stem in changed}
    across = {}
    for site in sorted({Stem.parse(name).site for name in files}):
        owed = is_across_owed(archive, writer, site)
        if owed or every or site in sites:
            with suppress(ArchiveLocked), lock_site(archive, site):
                if owed:
                    with suppress(ArchiveDamaged):  # 'archive check' tells of it
                        join_pages(archive, site, tell)
                across[site] = across_state(archive, site)
    return across


def _forget_gone(writer: IndexWriter, present: set[str]) -> None:
    """Forgets what came from files that are gone; the documents of a WARC file that is gone stay in their own."""
    for file in sorted(writer.sources.known() - present):
        if file.endswith(DOCUMENTS_SUFFIX):
            writer.remove_documents(warc_file_of(file))
        else:
            writer.remove_captures(file)


def _state_of(path: Path) -> FileState:
    """The state of a file; a WARC file that was listed as open may be finished since, by the crawl that writes it."""
    try:
        return FileState.of(path)
    except FileNotFoundError:
        return FileState.of(path.with_name(path.name.removesuffix(OPEN_SUFFIX)))


def _take_captures(writer: IndexWriter, path: Path, catalogue: CatalogueFile) -> int:
    """Takes in the captures of a WARC file as it is now: what it no longer holds is forgotten."""
    name = path.name.removesuffix(OPEN_SUFFIX)
    state = _state_of(path)
    count = writer.replace_captures(name, catalogue(path))
    with writer.transaction():
        writer.sources.note(name, state)
    return count


def _take_documents(writer: IndexWriter, path: Path, bitext: Path) -> tuple[int, int]:
    """Takes in a documents file and its units as they are now: what they no longer hold is forgotten.

    No writer comes between, for a document is in its file before it is in the index: what another adds meanwhile
    would be taken for one that the file no longer holds.
    """
    kept: list[tuple[str, str]] = []
    with writer.transaction():
        state, state_of_units = FileState.of(path), FileState.of_any(bitext)
        damage: list[Damage] = []
        lines = salvage_documents(path)
        while batch := list(islice(lines, _BATCH)):
            documents = [line.document for line in batch if isinstance(line, StoredDocument)]
            damage += [line for line in batch if isinstance(line, Damage)]
            documents = [document for document in documents if writer.shows(document)]
            writer.add((), documents)
            kept.extend((document.id, document.version) for document in documents)
        writer.remove_documents(warc_file_of(path.name), kept)
        writer.note_damage(path.name, damage)
        units = writer.replace_units(warc_file_of(path.name), read_valid_units(bitext))
        writer.sources.note(path.name, state)
        writer.sources.note_units(path.name, state_of_units)
    return len(kept), units
