"""The check of a whole archive, its parts each against the others, and the repair of what a crash left.

WARC files, documents, translation units and index are compared. Repaired are torn files, documents without records,
missing translation units, and an outdated index. A finished WARC file is never changed, and no document is removed
whose record is whole or was damaged later.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from archive.check import warc_files
from archive.check.documents_and_units import check_cross_page_units, check_documents, check_units, seal_faults
from archive.corpus.tokens_file_writer_and_postings import remove_tokens, tokens_faults
from archive.document_and_unit_files import (
    DocumentsWriter,
    StoredDocument,
    documents_files_of_site,
    read_documents,
    read_units_before_damage,
    remove_units,
    replace_documents,
)
from archive.errors import ArchiveDamaged, ArchiveError, ArchiveLocked, ArchiveUnusable
from archive.index import Index, IndexWriter, update_index
from archive.index.tables.document_rows import content_digest
from archive.index.tables.unit_rows import is_hidden
from archive.jobs_and_locks import find_jobs, is_added, job_faults, job_file, live_jobs, lock_site, unextracted
from archive.layout import ACROSS_SUFFIX, GZIP_SUFFIX, LINES_SUFFIX, OPEN_SUFFIX, Archive, WarcName, is_warc_name
from archive.manifest_and_seals import add_to_manifest, read_manifest, seal_fault, seal_file
from archive.model.document import encode_document
from archive.translation_memory.missing_and_cross_page_units import complete_units, remove_cross_page_units
from archive.warc.open_warc_file_and_recovery import Recovery, recover_site, whole_records
from archive.warc.warc_records_and_digests import Record, salvage_records
from archive.withdrawal import Withdrawals, damaged_files

WHOLE = warc_files.Scope()
_NOT_THOSE = "are not those in the file; run 'archive index --rebuild'"
"""The end of a fault of the index."""


@dataclass(slots=True)
class Report:
    """The report of an archive check: counts of what was read, and the faults, a line each; ``unextracted`` captures
    wait for extraction.

    ``under_way`` counts the WARC files of running crawls, which are only read. ``skipped`` files are outside the
    scope; ``losses`` are acknowledged.
    """

    files: int = 0
    records: int = 0
    captures: int = 0
    documents: int = 0
    units: int = 0
    unextracted: int = 0
    under_way: int = 0
    skipped: int = 0
    losses: int = 0
    faults: list[str] = field(default_factory=list)


def check(archive: Archive, scope: warc_files.Scope = WHOLE) -> Report:
    """Check an archive against its manifest, and its parts against each other; only ``verified.json`` is changed.

    For WARC files outside the scope, only the files made from them are checked, by size and digest.

    Raises ArchiveMissing or ArchiveUnusable if there is no archive.
    """
    pending = set(unextracted(archive.require()))
    under_way = _RunningJobs.now(archive)
    paths = archive.warc_paths()
    chosen = scope.chosen(archive, paths)
    files = [warc_files.check_file(path) for path in chosen]
    under_way = under_way.with_others(_RunningJobs.now(archive), paths)
    still = [found for found in files if not under_way.writes(found.warc)]
    report = Report(len(files), under_way=len(files) - len(still), skipped=len(paths) - len(chosen))
    for found in files:
        report.records += found.records
        report.captures += len(found.entries)
    report.faults += _manifest_faults(archive, [path for path in chosen if not under_way.writes(path.name)], report)
    for found in still:
        stem = WarcName.parse(found.warc)
        report.faults += [*found.faults, *_document_faults(archive, stem, found)]
        report.faults += seal_faults(archive, found, stem not in pending)
        report.unextracted += _count_pending(archive, stem, found) if stem in pending else 0
    report.documents = sum(1 for path in archive.documents_paths() for _ in _readable(path))
    report.units = sum(1 for path in archive.bitext_paths() for _ in read_units_before_damage(path))
    report.faults += _faults_between(archive, files, under_way, report)
    warc_files.store_read_times(archive, _files_without_faults(still, report))
    return report


def _manifest_faults(archive: Archive, paths: list[Path], report: Report) -> Iterator[str]:
    manifest = read_manifest(archive)
    finished = [path for path in paths if not path.name.endswith(OPEN_SUFFIX)]
    yield from warc_files.manifest_faults(archive, manifest, finished)
    yield from warc_files.missing_faults(archive, manifest)
    yield from warc_files.misplaced_faults(archive)
    report.losses = len(manifest.losses)


def _faults_between(
    archive: Archive, files: list[warc_files.FileCheck], under_way: "_RunningJobs", report: Report
) -> Iterator[str]:
    """Yield the faults between WARC files, jobs and index. A record may refer to one in a file outside the scope."""
    still = [found for found in files if not under_way.writes(found.warc)]
    own = [found for found in still if not is_added(archive, WarcName.parse(found.warc))]
    for path in damaged_files(archive):
        yield f"withdrawn/{path.name}: is not what was written; put a good copy in its place"
    yield from job_faults(archive)
    yield from _missing_job_faults(archive, (WarcName.parse(found.warc) for found in still))
    yield from warc_files.link_faults(own)
    if not report.skipped and not report.losses and not _may_have_erased_records(archive):
        yield from _revisit_faults(own, files)
    yield from (fault for name, fault in _orphans(archive) if not under_way.writes(name))
    for site in archive.sites():
        if site not in under_way.sites:
            yield from check_cross_page_units(archive, site)
    yield from _index_faults(archive, still, under_way, report)


def _missing_job_faults(archive: Archive, stems: Iterable[WarcName]) -> Iterator[str]:
    """Check for missing jobs: a line for each crawl job that wrote one of these WARC files and whose own file is
    missing.
    """
    for job in sorted({stem.job for stem in stems}):
        path = job_file(archive, job)
        if not path.exists():
            yield f"jobs/{path.name}: is missing; put a good copy back, or 'archive reextract' writes a new one"


def _may_have_erased_records(archive: Archive) -> bool:
    """Return whether records were erased, or the withdrawals cannot be read."""
    try:
        return any(each.erased for each in Withdrawals.of_archive(archive).standing)
    except ArchiveDamaged:
        return True


def _files_without_faults(still: list[warc_files.FileCheck], report: Report) -> list[str]:
    faults = "\n".join(report.faults)
    return [found.warc for found in still if found.warc not in faults]


@dataclass(frozen=True, slots=True)
class _RunningJobs:
    """The crawl jobs that write while the archive is checked, and their sites; their files are left out."""

    jobs: frozenset[str]
    sites: frozenset[str]
    stems: frozenset[str] | None = None

    @classmethod
    def now(cls, archive: Archive) -> "_RunningJobs":
        live = live_jobs(archive)
        sites = {job.site for name, job in find_jobs(archive).items() if name in live}
        return cls(frozenset(live), frozenset(sites))

    def with_others(self, others: "_RunningJobs", paths: Iterable[Path]) -> "_RunningJobs":
        """Add the jobs that began during the check; a file that is not among ``paths`` counts as one of theirs."""
        stems = frozenset(str(WarcName.parse(path.name)) for path in paths)
        return _RunningJobs(self.jobs | others.jobs, self.sites | others.sites, stems)

    def writes(self, name: str) -> bool:
        """Return whether a running crawl job writes the file of this name."""
        if not self.jobs or not is_warc_name(name):
            return False
        stem = WarcName.parse(name)
        return stem.job in self.jobs or (self.stems is not None and str(stem) not in self.stems and bool(self.jobs))


def _document_faults(archive: Archive, stem: WarcName, found: warc_files.FileCheck) -> Iterator[str]:
    path = archive.documents_file(stem)
    if path.exists():
        yield from check_documents(path, found)
        yield from check_units(path, archive.bitext_file(stem))


def _count_pending(archive: Archive, stem: WarcName, found: warc_files.FileCheck) -> int:
    """The number of captures after the last document of a file whose extraction is pending."""
    path = archive.documents_file(stem)
    last = max((line.document.capture.offset or 0 for line in _readable(path)), default=-1)
    return sum((entry.capture.offset or 0) > last for entry in found.entries)


def _readable(path: Path) -> Iterator[StoredDocument]:
    try:
        yield from read_documents(path) if path.exists() else ()
    except ArchiveDamaged:
        return  # reported by the check of the file itself


def _orphans(archive: Archive) -> Iterator[tuple[str, str]]:
    """Names and faults of documents files without their WARC file, and of files of units without their documents.

    Files made from a WARC file whose loss is acknowledged may exist or not.
    """
    lost = {WarcName.parse(warc) for warc in read_manifest(archive).losses}
    stems = {str(stem) for stem in (*archive.warc_names(), *lost)}
    kept = {str(stem) for stem in lost} | {stem.site for stem in lost}
    for path in archive.documents_paths():
        if _stem(path) not in stems:
            yield path.name, f"{path.name}: the WARC file that it was extracted from is not there"
    documents = {_stem(path) for path in archive.documents_paths()}
    for path in archive.bitext_paths():
        site = path.name.removesuffix(ACROSS_SUFFIX) if path.name.endswith(ACROSS_SUFFIX) else None
        there = documents_files_of_site(archive, site) if site else _stem(path) in documents
        if not there and (site or _stem(path)) not in kept:
            gone = "the documents that it was made from are not there"
            yield path.name, f"bitext/{path.name}: {gone}; 'archive reextract' makes them again"


def _stem(path: Path) -> str:
    return path.name.removesuffix(GZIP_SUFFIX).removesuffix(LINES_SUFFIX)


def _revisit_faults(own: list[warc_files.FileCheck], files: list[warc_files.FileCheck]) -> Iterator[str]:
    """A line for each revisit whose payload is in no response record of the archive.

    Files of other tools are left out: they may come without the files that they refer to.
    """
    payloads = {
        entry.capture.payload_digest for found in files for entry in found.entries if entry.record_type == "response"
    }
    for entry in (entry for found in own for entry in found.entries):
        if entry.record_type == "revisit" and entry.capture.payload_digest not in payloads:
            capture = entry.capture
            yield f"{capture.warc}: offset {capture.offset}: the payload of this revisit is not in the archive"


def _index_faults(
    archive: Archive, files: list[warc_files.FileCheck], under_way: _RunningJobs, report: Report
) -> Iterator[str]:
    known = {found.warc: found.entries for found in files}
    try:
        yield from _engine_faults(archive)
        hidden = Withdrawals.of_archive(archive)
        with Index(archive) as index:
            for warc in sorted(name for name in {*known, *index.warc_files()} if not under_way.writes(name)):
                if report.skipped and warc not in known:
                    continue
                if index.entries_in(warc) != known.get(warc, []):
                    yield f"index: its captures of {warc} {_NOT_THOSE}"
                stem = WarcName.parse(warc)
                documents = archive.documents_file(stem)
                if index.versions_in(warc) != _versions(documents, hidden):
                    yield f"index: its documents of {documents.name} {_NOT_THOSE}"
                bitext = archive.bitext_file(stem)
                if index.versions_with_units(warc) != _versions_with_units(bitext, hidden):
                    yield f"index: its units of {bitext.name} {_NOT_THOSE}"
    except ArchiveError as error:
        yield f"index: {error}"


def _engine_faults(archive: Archive) -> Iterator[str]:
    """The faults of the tokens file, and those that the search engine finds.

    The engine needs write access, so it is not asked in a read-only archive.
    """
    name = archive.tokens_file.name
    yield from (f"{name}: {fault}; run 'archive check --repair'" for fault in tokens_faults(archive))
    Index(archive).close()
    with suppress(ArchiveUnusable), IndexWriter(archive) as writer:
        yield from (f"index: {fault}; run 'archive index --rebuild'" for fault in writer.faults())


def _versions(path: Path, hidden: Withdrawals) -> list[tuple[str, str, str]]:
    """Id, version and digest of the documents of a file that are not withdrawn; the last of each version counts."""
    shown = (line.document for line in _readable(path) if not hidden.covers_document(line.document))
    found = {(document.id, document.version): document for document in shown}
    return sorted((*key, content_digest(encode_document(document).encode())) for key, document in found.items())


def _versions_with_units(path: Path, hidden: Withdrawals) -> list[tuple[str, str]]:
    return sorted(
        {(unit.document, unit.version) for unit in read_units_before_damage(path) if not is_hidden(unit, hidden)}
    )


def repair(archive: Archive) -> Iterator[str]:
    """Repair what a crash left in an archive, as far as it needs no extraction; yields a line for each repair. A
    second call changes nothing.

    Files of a site that is being crawled are left alone.
    """
    for site in archive.sites():
        try:
            with lock_site(archive, site):
                yield from _repair_site(archive, site)
        except ArchiveLocked as error:
            yield f"left alone: {error}"
    yield from _repair_index(archive)
    if tokens_faults(archive):
        remove_tokens(archive)
        yield f"{archive.tokens_file.name}: deleted, since it was damaged; it is made again when words are counted"


def _repair_index(archive: Archive) -> Iterator[str]:
    try:
        update = update_index(archive)
        if update.files:
            yield f"index: updated with {update.files} files that had changed"
    except ArchiveDamaged:
        try:
            update = update_index(archive, rebuild=True)
            yield f"index: rebuilt from {update.files} files"
        except ArchiveDamaged as error:
            yield f"index: not updated: {error}"


def _repair_site(archive: Archive, site: str) -> Iterator[str]:
    for recovery in recover_site(archive, site):
        if recovery.cut:
            _remove_from_index(archive, recovery.warc)
        yield _recovery_line(recovery)
    yield from _add_missing_entries(archive, site)
    for stem in archive.warc_names_of(site):
        yield from _repair_documents(archive, stem)
        yield from _repair_units(archive, stem)
    yield from repair_cross_page_units(archive, site)


def _add_missing_entries(archive: Archive, site: str) -> Iterator[str]:
    """Add those finished WARC files of a site to the manifest that are whole and have no entry."""
    manifest = read_manifest(archive)
    for path in archive.warc_paths():
        if path.name.endswith(OPEN_SUFFIX) or path.name in manifest.entries or WarcName.parse(path.name).site != site:
            continue
        records = _count_if_whole(path)
        if records:
            add_to_manifest(archive, path, path.name, records)
            yield f"{path.name}: added to the manifest with {records} records"
        else:
            yield f"{path.name}: damaged, so not added to the manifest"


def _count_if_whole(path: Path) -> int:
    """The number of records in a file; 0 if any part of it is damaged."""
    count = 0
    for found in salvage_records(path):
        if not isinstance(found, Record):
            return 0
        count += 1
    return count


def _remove_from_index(archive: Archive, warc: str) -> None:
    """Delete a WARC file that lost records from the index, so that it is indexed again; an unreadable index is
    rebuilt later.
    """
    with suppress(ArchiveDamaged), IndexWriter(archive) as index:
        index.remove_file(warc)


def _recovery_line(recovery: Recovery) -> str:
    cut = f"; the torn end is kept in {recovery.cut.name}" if recovery.cut else ""
    return f"{recovery.warc}: {recovery.records} whole records{cut}"


def _repair_documents(archive: Archive, stem: WarcName) -> Iterator[str]:
    """Cut a torn line; set documents aside whose record was torn off with the end of the WARC file."""
    path = archive.documents_file(stem)
    fault = seal_fault(path) if seal_file(path).exists() else None
    if fault:
        yield f"not repaired: {path.name} {fault}; 'archive reextract' makes it again"
        return
    if not path.exists():
        return
    with DocumentsWriter(path) as writer:
        if writer.cut:
            yield f"{path.name}: a torn line of {writer.cut} bytes cut; its document is extracted again"
    end = _whole_end(archive.warc_file(stem))
    try:
        stored = [line.document for line in read_documents(path)]
    except ArchiveDamaged as error:
        yield f"not repaired: {error}"
        return
    kept = [document for document in stored if end is None or (document.capture.offset or 0) < end]
    if len(kept) < len(stored):
        aside = path.with_name(f"{stem.lines}.torn")
        with aside.open("a", encoding="utf-8") as stream:
            stream.writelines(f"{encode_document(document)}\n" for document in stored[len(kept) :])
        replace_documents(path, kept)
        yield f"{path.name}: {len(stored) - len(kept)} documents without their record set aside in {aside.name}"


def _whole_end(path: Path) -> int | None:
    """The length of a WARC file that ends with a whole record; None for a file without its end, or a missing one."""
    size = path.stat().st_size if path.exists() else 0
    return size if size and whole_records(path)[1] == size else None


def _repair_units(archive: Archive, stem: WarcName) -> Iterator[str]:
    """Make the translation units that are missing, and replace stale ones."""
    name = archive.bitext_file(stem).name
    if seal_fault(archive.bitext_file(stem)):
        remove_units(archive, stem)
    try:
        done = complete_units(archive, stem)
    except ArchiveDamaged as error:
        yield f"not repaired: {error}"
        return
    if done.made or done.cut:
        yield f"{name}: {done.made} translation units made, {done.cut} bytes cut that were stale or torn"


def repair_cross_page_units(archive: Archive, site: str) -> Iterator[str]:
    """Delete wrong cross-page units; the next update of the index makes them again."""
    with suppress(ArchiveDamaged):
        if any(check_cross_page_units(archive, site)):
            remove_cross_page_units(archive, site)
            yield f"{archive.cross_page_file(site).name}: wrong units removed, to be made again"
