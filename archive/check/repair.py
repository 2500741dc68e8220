"""Repair what a crash left: torn files, documents without records, missing translation units, an outdated index.

A finished WARC file is never changed, and no document is removed whose record is whole or was damaged later.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from archive.check.documents_and_units import check_cross_page_units
from archive.check.warc_files import add_missing_entries
from archive.documents import DocumentsWriter, read_documents, replace_documents
from archive.errors import ArchiveDamaged, ArchiveLocked
from archive.fixity import seal_fault, seal_file
from archive.index import IndexWriter, update_index
from archive.jobs import lock_site
from archive.layout import Archive, WarcName
from archive.model.document import encode
from archive.translation_memory.completion import complete_units, remove_units
from archive.translation_memory.cross_page_units import remove_cross_page_units
from archive.warc import Recovery, catalogue_whole, recover_site, whole_records


def repair(archive: Archive) -> Iterator[str]:
    """Repair what can be repaired without extraction; a line for each repair. A second call changes nothing.

    Files of a site that is being crawled are left alone.
    """
    for site in archive.sites():
        try:
            with lock_site(archive, site):
                yield from _repair_site(archive, site)
        except ArchiveLocked as error:
            yield f"left alone: {error}"
    yield from _repair_index(archive)


def _repair_index(archive: Archive) -> Iterator[str]:
    try:
        update = update_index(archive, catalogue_whole)
        if update.files:
            yield f"index: updated with {update.files} files that had changed"
    except ArchiveDamaged:
        try:
            update = update_index(archive, catalogue_whole, rebuild=True)
            yield f"index: rebuilt from {update.files} files"
        except ArchiveDamaged as error:
            yield f"index: not updated: {error}"


def _repair_site(archive: Archive, site: str) -> Iterator[str]:
    for recovery in recover_site(archive, site):
        if recovery.cut:
            _remove_from_index(archive, recovery.warc)
        yield _recovery_line(recovery)
    yield from add_missing_entries(archive, site)
    for stem in archive.warc_names_of(site):
        yield from _repair_documents(archive, stem)
        yield from _repair_units(archive, stem)
    yield from repair_cross_page_units(archive, site)


def _remove_from_index(archive: Archive, warc: str) -> None:
    """Remove a file that lost records, so that it is indexed again; an unreadable index is rebuilt later."""
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
            stream.writelines(f"{encode(document)}\n" for document in stored[len(kept) :])
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
    """Remove wrong cross-page units; the next update of the index makes them again."""
    with suppress(ArchiveDamaged):
        if any(check_cross_page_units(archive, site)):
            remove_cross_page_units(archive, site)
            yield f"{archive.cross_page_file(site).name}: wrong units removed, to be made again"
