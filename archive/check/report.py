"""The whole check: WARC files, documents, translation units and index, each against the others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.check.provenance import check_documents
from archive.check.units import check_across, check_units, units_in
from archive.check.warc_files import FileCheck, check_file, link_faults
from archive.documents import StoredDocument, read_documents
from archive.errors import ArchiveDamaged, ArchiveError
from archive.index import Index
from archive.jobs import find_jobs, is_added, job_faults, live_jobs, unextracted
from archive.layout import ACROSS_SUFFIX, Archive, Stem, is_stem
from archive.memory import documents_of_site


@dataclass(slots=True)
class Report:
    """What a check read, and its faults, a line each; ``unextracted`` captures wait for extraction.

    ``under_way`` counts the WARC files of crawls that are under way: only that they can be read is looked at.
    """

    files: int = 0
    records: int = 0
    captures: int = 0
    documents: int = 0
    units: int = 0
    unextracted: int = 0
    under_way: int = 0
    faults: list[str] = field(default_factory=list)


def check(archive: Archive) -> Report:
    """Reads everything in the archive and holds it against each other. Nothing is changed.

    Raises ArchiveMissing or ArchiveUnusable where there is no archive.
    """
    owing = set(unextracted(archive.require()))
    report = Report()
    under_way = _UnderWay.now(archive)
    files = [check_file(path) for path in archive.warc_paths()]
    under_way = under_way.with_others(_UnderWay.now(archive), files)
    still = [found for found in files if not under_way.writes(found.warc)]
    for found in files:
        report.records += found.records
        report.captures += len(found.entries)
    for found in still:
        stem = Stem.parse(found.warc)
        report.faults += [*found.faults, *_document_faults(archive, stem, found)]
        report.unextracted += _owed(archive, stem, found) if stem in owing else 0
    report.files = len(files)
    report.under_way = len(files) - len(still)
    report.documents = sum(_count(path) for path in archive.documents_dir.glob("*.jsonl"))
    report.units = sum(1 for path in archive.bitext_dir.glob("*.jsonl") for _ in units_in(path))
    own = [found for found in still if not is_added(archive, Stem.parse(found.warc))]
    report.faults += [
        *job_faults(archive),
        *link_faults(own),
        *_revisit_faults(own, files),
        *(fault for name, fault in _orphans(archive) if not under_way.writes(name)),
        *(fault for site in archive.sites() if site not in under_way.sites for fault in check_across(archive, site)),
        *_index_faults(archive, still, under_way),
    ]
    return report


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """The jobs that write while the archive is checked, and their sites; what they write is left out."""

    jobs: frozenset[str]
    sites: frozenset[str]
    stems: frozenset[str] | None = None

    @classmethod
    def now(cls, archive: Archive) -> "_UnderWay":
        live = live_jobs(archive)
        sites = {job.site for name, job in find_jobs(archive).items() if name in live}
        return cls(frozenset(live), frozenset(sites))

    def with_others(self, others: "_UnderWay", files: Iterable[FileCheck]) -> "_UnderWay":
        """Those that began meanwhile too; a file that came when ``files`` had been listed is theirs."""
        stems = frozenset(str(Stem.parse(found.warc)) for found in files)
        return _UnderWay(self.jobs | others.jobs, self.sites | others.sites, stems)

    def writes(self, name: str) -> bool:
        """Whether the file of this name is one of theirs."""
        if not self.jobs or not is_stem(name):
            return False
        stem = Stem.parse(name)
        return stem.job in self.jobs or (self.stems is not None and str(stem) not in self.stems and bool(self.jobs))


def _document_faults(archive: Archive, stem: Stem, found: FileCheck) -> Iterator[str]:
    path = archive.documents_file(stem)
    if path.exists():
        yield from check_documents(path, found)
        yield from check_units(path, archive.bitext_file(stem))


def _owed(archive: Archive, stem: Stem, found: FileCheck) -> int:
    """How many captures stand behind the last document of a file that was not wholly extracted from."""
    path = archive.documents_file(stem)
    last = max((line.document.capture.offset or 0 for line in _readable(path)), default=-1)
    return sum((entry.capture.offset or 0) > last for entry in found.entries)


def _readable(path: Path) -> Iterator[StoredDocument]:
    try:
        yield from read_documents(path) if path.exists() else ()
    except ArchiveDamaged:
        return  # told by the check of the file itself


def _count(path: Path) -> int:
    return sum(1 for _ in _readable(path))


def _orphans(archive: Archive) -> Iterator[tuple[str, str]]:
    """Documents files whose WARC file is gone, and files of units whose documents are: their names and the faults."""
    stems = {str(stem) for stem in archive.stems()}
    for path in sorted(archive.documents_dir.glob("*.jsonl")):
        if path.stem not in stems:
            yield path.name, f"{path.name}: the WARC file that it was extracted from is not there"
    for path in sorted(archive.bitext_dir.glob("*.jsonl")):
        site = path.name.removesuffix(ACROSS_SUFFIX) if path.name.endswith(ACROSS_SUFFIX) else None
        if not (documents_of_site(archive, site) if site else (archive.documents_dir / path.name).exists()):
            yield path.name, f"bitext/{path.name}: the documents that it was made from are not there"


def _revisit_faults(own: list[FileCheck], files: list[FileCheck]) -> Iterator[str]:
    """Revisits whose payload is in no response record of the archive.

    Files of other tools are not asked: they may come without those that they refer to.
    """
    payloads = {
        entry.capture.payload_digest for found in files for entry in found.entries if entry.record_type == "response"
    }
    for entry in (entry for found in own for entry in found.entries):
        if entry.record_type == "revisit" and entry.capture.payload_digest not in payloads:
            capture = entry.capture
            yield f"{capture.warc}: offset {capture.offset}: the payload of this revisit is not in the archive"


def _index_faults(archive: Archive, files: list[FileCheck], under_way: _UnderWay) -> Iterator[str]:
    known = {found.warc: found.entries for found in files}
    try:
        with Index(archive) as index:
            for warc in sorted(name for name in {*known, *index.warc_files()} if not under_way.writes(name)):
                if index.entries_in(warc) != known.get(warc, []):
                    yield f"index: its captures of {warc} are not those in the file; run 'archive index'"
                documents = archive.documents_file(Stem.parse(warc))
                if index.versions_in(warc) != _versions(documents):
                    yield f"index: its documents of {documents.name} are not those in the file; run 'archive index'"
                if index.versions_with_units(warc) != _versions_with_units(archive.bitext_dir / documents.name):
                    yield f"index: its units of {documents.name} are not those in the file; run 'archive index'"
    except ArchiveError as error:
        yield f"index: {error}"


def _versions(path: Path) -> list[tuple[str, str]]:
    return sorted({(line.document.id, line.document.version) for line in _readable(path)})


def _versions_with_units(path: Path) -> list[tuple[str, str]]:
    return sorted({(unit.document, unit.version) for unit in units_in(path)})
