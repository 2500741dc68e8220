"""The whole check: WARC files, documents, translation units and index, each against the others."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.check.provenance import check_documents
from archive.check.units import check_across, check_units, units_in
from archive.check.warc_files import FileCheck, check_file, link_faults
from archive.documents import StoredDocument, read_documents
from archive.errors import ArchiveDamaged, ArchiveError
from archive.index import Index
from archive.jobs import is_added, unextracted
from archive.layout import ACROSS_SUFFIX, Archive, Stem
from archive.memory import documents_of_site


@dataclass(slots=True)
class Report:
    """What a check read, and its faults, a line each; ``unextracted`` captures wait for extraction."""

    files: int = 0
    records: int = 0
    captures: int = 0
    documents: int = 0
    units: int = 0
    unextracted: int = 0
    faults: list[str] = field(default_factory=list)


def check(archive: Archive) -> Report:
    """Reads everything in the archive and holds it against each other. Nothing is changed.

    Raises ArchiveMissing or ArchiveUnusable where there is no archive.
    """
    owing = set(unextracted(archive.require()))
    report = Report()
    files = [check_file(path) for path in archive.warc_paths()]
    for found in files:
        stem = Stem.parse(found.warc)
        report.records += found.records
        report.captures += len(found.entries)
        report.faults += [*found.faults, *_document_faults(archive, stem, found)]
        report.unextracted += _owed(archive, stem, found) if stem in owing else 0
    report.files = len(files)
    report.documents = sum(_count(path) for path in archive.documents_dir.glob("*.jsonl"))
    report.units = sum(1 for path in archive.bitext_dir.glob("*.jsonl") for _ in units_in(path))
    own = [found for found in files if not is_added(archive, Stem.parse(found.warc))]
    report.faults += [
        *link_faults(own),
        *_revisit_faults(own, files),
        *_orphans(archive),
        *(fault for site in archive.sites() for fault in check_across(archive, site)),
        *_index_faults(archive, files),
    ]
    return report


def _document_faults(archive: Archive, stem: Stem, found: FileCheck) -> Iterator[str]:
    path = archive.documents_file(stem)
    if path.exists():
        yield from check_documents(path, found.entries)
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


def _orphans(archive: Archive) -> Iterator[str]:
    """Documents files whose WARC file is gone, and files of units whose documents are."""
    stems = {str(stem) for stem in archive.stems()}
    for path in sorted(archive.documents_dir.glob("*.jsonl")):
        if path.stem not in stems:
            yield f"{path.name}: the WARC file that it was extracted from is not there"
    for path in sorted(archive.bitext_dir.glob("*.jsonl")):
        site = path.name.removesuffix(ACROSS_SUFFIX) if path.name.endswith(ACROSS_SUFFIX) else None
        if not (documents_of_site(archive, site) if site else (archive.documents_dir / path.name).exists()):
            yield f"bitext/{path.name}: the documents that it was made from are not there"


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


def _index_faults(archive: Archive, files: list[FileCheck]) -> Iterator[str]:
    known = {found.warc: found.entries for found in files}
    try:
        with Index(archive) as index:
            for warc in sorted({*known, *index.warc_files()}):
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
