"""Update or rebuild of the index from WARC files, documents files and files of translation units.

An update also makes what an archive lacks: translation units, cross-page units, the manifest and the seals.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from archive.disk import FileState
from archive.document_and_unit_files import (
    StoredDocument,
    read_valid_units,
    salvage_documents,
)
from archive.errors import ArchiveDamaged, ArchiveLocked, IndexOutdated
from archive.index.index_writer_and_source_files import IndexWriter
from archive.jobs_and_locks import live_jobs, lock_site, unextracted
from archive.layout import GZIP_SUFFIX, LINES_SUFFIX, OPEN_SUFFIX, Archive, WarcName, is_warc_name, warc_file_of
from archive.manifest_and_seals import add_to_manifest, seal_file, write_seal
from archive.model.capture import Damage
from archive.translation_memory.missing_and_cross_page_units import (
    ReportProgress,
    complete_all_units,
    cross_page_state,
    join_pages,
    report_nothing,
)
from archive.warc.captures_and_pages import catalogue_whole
from archive.warc.warc_records_and_digests import Record, salvage_records


def _is_cross_page_pending(archive: Archive, writer: IndexWriter, site: str) -> bool:
    """Return whether a site's cross-page units must be made and indexed again."""
    return writer.sources.units_state(archive.cross_page_file(site).name) != cross_page_state(archive, site)


def index_cross_page_units(archive: Archive, writer: IndexWriter, site: str, state: FileState) -> int:
    """Index the cross-page translation units in a site's file; returns their number."""
    path = archive.cross_page_file(site)
    with writer.transaction():
        count = writer.replace_cross_page_units(site, read_valid_units(path))
        writer.sources.mark_units_indexed(path.name, state)
    return count


def update_cross_page_units(
    archive: Archive, writer: IndexWriter, site: str, report: ReportProgress = report_nothing
) -> None:
    """Join the pages of a site in two languages into cross-page units and index them, if its documents changed.

    The caller holds the site's lock, and the documents are in the index.
    """
    if _is_cross_page_pending(archive, writer, site):
        join_pages(archive, site, report)
        index_cross_page_units(archive, writer, site, cross_page_state(archive, site))


def create_missing_seals(archive: Archive) -> None:
    """Make the manifest of an archive that has none: enter undamaged finished WARC files, seal fully extracted files.

    Damaged files are not entered, so that a check reports them.
    """
    if archive.manifest_dir.is_dir() or not archive.warc_names():
        return
    archive.manifest_dir.mkdir()
    live, pending = live_jobs(archive), set(unextracted(archive))
    for path in archive.warc_paths():
        if not path.name.endswith(OPEN_SUFFIX) and WarcName.parse(path.name).job not in live:
            found = list(map(_is_record, salvage_records(path)))
            if found and all(found):
                add_to_manifest(archive, path, path.name, len(found))
    for stem in archive.warc_names():
        if stem not in pending and stem.job not in live:
            for path in (archive.documents_file(stem), archive.bitext_file(stem)):
                if path.exists() and not seal_file(path).exists():
                    write_seal(path)
    for site in archive.sites():
        path = archive.cross_page_file(site)
        if path.exists() and not seal_file(path).exists():
            write_seal(path)


def _is_record(found: object) -> bool:
    return isinstance(found, Record)


T = TypeVar("T")

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class IndexUpdate:
    """The result of an index update: the number of changed files, and of the captures, documents and units in them.

    ``renewed``: the index was of another version, and so was rebuilt.
    """

    files: int
    captures: int
    documents: int
    units: int = 0
    renewed: bool = False


def update_index(
    archive: Archive,
    *,
    rebuild: bool = False,
    site: str | None = None,
    report: ReportProgress = report_nothing,
) -> IndexUpdate:
    """Index all new and changed files of an archive, and remove deleted ones; with ``rebuild``, index everything
    again.

    With ``site``, the files of other sites are not looked at, unless the index is empty.

    Missing translation units of changed documents, of one page and cross-page, are made first; ``report`` is called
    with the progress. Those of a site that is being crawled are left to its crawl; so are files of a running crawl,
    which indexes them itself, unless all is rebuilt. A rebuild is one transaction: readers see the old index until it
    ends, other writers wait. An index of another version of this program is rebuilt.

    Damaged parts of files are left out, and listed in the index.

    Raises ArchiveMissing where there is no archive, ArchiveLocked when another writer did not end in time, and
    without ``rebuild`` ArchiveDamaged where the index is unreadable.
    """
    archive.require()
    create_missing_seals(archive)
    if not rebuild:
        with suppress(IndexOutdated), IndexWriter(archive) as writer:
            site = site if writer.sources.are_any else None
            across = _complete_units(archive, writer, report, site)
            return _index_changed_files(archive, writer, _Plan(across, live_jobs(archive), report, site))
    with IndexWriter(archive, rebuild=True) as writer:
        outdated = writer.is_outdated
        across = {} if outdated else _complete_units(archive, writer, report, every=True)
        with writer.transaction():
            writer.clear()
            if outdated:
                across = _complete_units(archive, writer, report, every=True)
            update = _index_changed_files(archive, writer, _Plan(across, set(), report))
            writer.optimize()
        return replace(update, renewed=outdated)


def index_documents(archive: Archive, writer: IndexWriter, stem: WarcName) -> None:
    """Index the documents extracted from one WARC file, and their translation units.

    The caller holds the site's lock.
    """
    _index_documents_file(archive, writer, stem.lines, archive.documents_file(stem))


def apply_withdrawals(archive: Archive, urls: Iterable[str], sites: Iterable[str]) -> None:
    """Update the index to the archive's withdrawals, in one transaction.

    ``urls``, in canonical form, and ``sites`` are those with withdrawn or restored captures.
    """
    wanted = set(sites)
    with IndexWriter(archive) as writer, writer.transaction():
        writer.mark_withdrawn()
        files = {WarcName.parse(warc) for warc in writer.files_with(urls) if is_warc_name(warc)}
        files |= {stem for site in wanted for stem in archive.warc_names_of(site)}
        for stem in sorted(files, key=str):
            if archive.documents_file(stem).exists():
                index_documents(archive, writer, stem)
        for site in sorted({stem.site for stem in files}):
            index_cross_page_units(archive, writer, site, cross_page_state(archive, site))


def mark_job_indexed(archive: Archive, writer: IndexWriter, job: str) -> None:
    """Record that the files of a finished crawl job are indexed, since the crawl indexed them as it wrote them."""
    with writer.transaction():
        for stem in (stem for stem in archive.warc_names() if stem.job == job):
            documents = archive.documents_file(stem)
            writer.sources.mark_indexed(stem.warc, _state_of(archive.warc_file(stem)))
            if documents.exists():
                writer.sources.mark_indexed(stem.lines, _state_of(documents))
                writer.sources.mark_units_indexed(stem.lines, FileState.of_optional_file(archive.bitext_file(stem)))


@dataclass(frozen=True, slots=True)
class _Plan:
    """The plan of an index update: the sites whose cross-page units are indexed, and the jobs whose files are
    skipped.

    ``site`` is the only one whose files are looked at, None for all.
    """

    across: Mapping[str, FileState]
    skipped: Container[str]
    report: ReportProgress
    site: str | None = None

    def with_progress(self, files: Sequence[T], what: str) -> Iterator[T]:
        """Yield the files to index one by one, and call ``report`` with the progress after each."""
        for number, file in enumerate(files, 1):
            yield file
            self.report(what, number / len(files))


def _index_changed_files(archive: Archive, writer: IndexWriter, plan: _Plan) -> IndexUpdate:
    """Index all changed files of the archive except those of skipped jobs."""
    warcs = {path.name.removesuffix(OPEN_SUFFIX): path for path in archive.warc_paths(plan.site)}
    documents = _documents(archive, plan.site)
    with writer.transaction():
        _remove_deleted_files(writer, writer.sources.file_names(plan.site) - {*warcs, *documents})
        changed = [name for name, path in sorted(warcs.items()) if _has_changed(writer, name, path)]
        pending = [
            name for name, path in sorted(documents.items()) if _documents_changed(archive, writer, name, path)
        ]
    files = [warcs[name] for name in changed if _job_of(name) not in plan.skipped]
    pending = [name for name in pending if _job_of(name) not in plan.skipped]
    captures = sum(_index_captures_file(writer, path) for path in plan.with_progress(files, "captures"))
    taken = [
        _index_documents_file(archive, writer, name, documents[name])
        for name in plan.with_progress(pending, "documents")
    ]
    joined = sum(index_cross_page_units(archive, writer, site, state) for site, state in plan.across.items())
    return IndexUpdate(
        len(files) + len(taken), captures, sum(count for count, _ in taken), joined + sum(n for _, n in taken)
    )


def _job_of(name: str) -> str | None:
    """Return the crawl job that wrote a file, None where its name is another tool's."""
    return WarcName.parse(name).job if is_warc_name(name) else None


def _documents(archive: Archive, site: str | None) -> dict[str, Path]:
    """List all documents files, or those of a site, by the names under which the index lists them."""
    return {path.name.removesuffix(GZIP_SUFFIX): path for path in archive.documents_paths(site)}


def _has_changed(writer: IndexWriter, name: str, path: Path) -> bool:
    return writer.sources.state(name) != _state_of(path)


def _documents_changed(archive: Archive, writer: IndexWriter, name: str, path: Path) -> bool:
    """Return whether a documents file or its file of units changed since they were indexed."""
    units = FileState.of_optional_file(_bitext_file(archive, name))
    return _has_changed(writer, name, path) or writer.sources.units_state(name) != units


def _bitext_file(archive: Archive, name: str) -> Path:
    return archive.bitext_file(WarcName.parse(name)) if is_warc_name(name) else archive.bitext_dir / name


def _complete_units(
    archive: Archive, writer: IndexWriter, report: ReportProgress, site: str | None = None, *, every: bool = False
) -> dict[str, FileState]:
    """Make the missing units of changed documents; returns the sites to index the cross-page units of, with states.

    Sites that are being crawled are left out: their crawl makes and indexes its own units.
    """
    files = {name: path for name, path in _documents(archive, site).items() if is_warc_name(name)}
    changed = [
        WarcName.parse(name) for name, path in files.items() if _documents_changed(archive, writer, name, path)
    ]
    complete_all_units(archive, changed, report)
    sites = {stem.site for stem in changed}
    across = {}
    for each in sorted({WarcName.parse(name).site for name in files}):
        pending = _is_cross_page_pending(archive, writer, each)
        if pending or every or each in sites:
            with suppress(ArchiveLocked), lock_site(archive, each):
                if pending:
                    with suppress(ArchiveDamaged):  # 'archive check' reports it
                        join_pages(archive, each, report)
                across[each] = cross_page_state(archive, each)
    return across


def _remove_deleted_files(writer: IndexWriter, deleted: set[str]) -> None:
    """Delete rows of deleted files; the documents of a deleted WARC file stay, since they are in their own file."""
    for file in sorted(deleted):
        if file.endswith(LINES_SUFFIX):
            writer.remove_documents(warc_file_of(file))
        else:
            writer.remove_captures(file)


def _state_of(path: Path) -> FileState:
    """The state of a file; an open WARC file may have been finished and renamed by its crawl meanwhile."""
    try:
        return FileState.of_file(path)
    except FileNotFoundError:
        return FileState.of_file(path.with_name(path.name.removesuffix(OPEN_SUFFIX)))


def _index_captures_file(writer: IndexWriter, path: Path) -> int:
    """Index the captures of a WARC file, and delete those that it no longer holds; returns their number."""
    name = path.name.removesuffix(OPEN_SUFFIX)
    state = _state_of(path)
    count = writer.replace_captures(name, catalogue_whole(path))
    with writer.transaction():
        writer.sources.mark_indexed(name, state)
    return count


def _index_documents_file(archive: Archive, writer: IndexWriter, name: str, path: Path) -> tuple[int, int]:
    """Index a documents file and its units, and delete what they no longer hold; returns both numbers.

    It is one transaction: a document that another writer indexed meanwhile would be deleted as no longer in the file.
    """
    bitext = _bitext_file(archive, name)
    kept: list[tuple[str, str]] = []
    with writer.transaction():
        state, state_of_units = FileState.of_file(path), FileState.of_optional_file(bitext)
        damage: list[Damage] = []
        lines = salvage_documents(path)
        while batch := list(islice(lines, _BATCH)):
            documents = [line.document for line in batch if isinstance(line, StoredDocument)]
            damage += [line for line in batch if isinstance(line, Damage)]
            documents = [document for document in documents if writer.shows(document)]
            writer.add((), documents)
            kept.extend((document.id, document.version) for document in documents)
        writer.remove_documents(warc_file_of(name), kept)
        writer.replace_damage(name, damage)
        units = writer.replace_units(warc_file_of(name), read_valid_units(bitext))
        writer.sources.mark_indexed(name, state)
        writer.sources.mark_units_indexed(name, state_of_units)
    return len(kept), units
