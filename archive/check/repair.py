"""Repair what a crash left: torn tails cut, documents without their record set aside,
translation units made that are missing, the index brought up to date.

A finished WARC file is never changed, and no document is taken away whose record is whole or was damaged since.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from archive.check.fixity import enter_whole
from archive.check.units import check_across
from archive.documents import DocumentsWriter, read_documents, replace_documents
from archive.errors import ArchiveDamaged, ArchiveLocked
from archive.fixity import seal_fault
from archive.fixity.seals import seal_of
from archive.index import IndexWriter, update_index
from archive.jobs import lock_site
from archive.layout import Archive, WarcName
from archive.model.document import encode
from archive.translation_memory.completion import complete_units, remove_units
from archive.translation_memory.cross_page_units import remove_cross_page_units
from archive.warc import Recovery, catalogue_whole, recover_file, unfinished_files, whole_records


def repair(archive: Archive) -> Iterator[str]:
    """Do what can be done without extraction; a line for each thing done. Twice is the same as once.

    Files of a site that is being crawled are left alone.
    """
    for site in archive.sites():
        try:
            with lock_site(archive, site):
                yield from _repair_site(archive, site)
        except ArchiveLocked as error:
            yield f"left alone: {error}"
    yield from _mend_index(archive)


def _mend_index(archive: Archive) -> Iterator[str]:
    try:
        update = update_index(archive, catalogue_whole)
        if update.files:
            yield f"index: brought up to date with {update.files} files that had changed"
    except ArchiveDamaged:
        try:
            update = update_index(archive, catalogue_whole, rebuild=True)
            yield f"index: made anew from {update.files} files"
        except ArchiveDamaged as error:
            yield f"index: not brought up to date: {error}"


def _repair_site(archive: Archive, site: str) -> Iterator[str]:
    for path in unfinished_files(archive.warc_dir):
        if WarcName.parse(path.name).site == site:
            recovery = recover_file(path)
            if recovery.cut:
                _forget(archive, recovery.warc)
            yield _told(recovery)
    yield from enter_whole(archive, site)
    for stem in archive.stems_of(site):
        yield from _mend_documents(archive, stem)
        yield from _mend_units(archive, stem)
    yield from mend_across(archive, site)


def _forget(archive: Archive, warc: str) -> None:
    """Make the index take a file in again that has lost records; where it cannot be read it is made anew later."""
    with suppress(ArchiveDamaged), IndexWriter(archive) as index:
        index.remove_file(warc)


def _told(recovery: Recovery) -> str:
    cut = f"; what was torn off lies in {recovery.cut.name}" if recovery.cut else ""
    return f"{recovery.warc}: {recovery.records} whole records{cut}"


def _mend_documents(archive: Archive, stem: WarcName) -> Iterator[str]:
    """Cut a torn line; sets documents aside whose record was torn off with the end of the WARC file."""
    path = archive.documents_file(stem)
    fault = seal_fault(path) if seal_of(path).exists() else None
    if fault:
        yield f"not mended: {path.name} {fault}; 'scrapy reextract' makes it again"
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
        yield f"not mended: {error}"
        return
    kept = [document for document in stored if end is None or (document.capture.offset or 0) < end]
    if len(kept) < len(stored):
        aside = path.with_suffix(".jsonl.torn")
        with aside.open("a", encoding="utf-8") as stream:
            stream.writelines(f"{encode(document)}\n" for document in stored[len(kept) :])
        replace_documents(path, kept)
        yield f"{path.name}: {len(stored) - len(kept)} documents without their record set aside in {aside.name}"


def _whole_end(path: Path) -> int | None:
    """The length of a WARC file that ends with a whole record; None for one that lost its end, or is lost."""
    size = path.stat().st_size if path.exists() else 0
    return size if size and whole_records(path)[1] == size else None


def _mend_units(archive: Archive, stem: WarcName) -> Iterator[str]:
    """Make the translation units that are missing, in place of what is stale."""
    name = archive.bitext_file(stem).name
    if seal_fault(archive.bitext_file(stem)):
        remove_units(archive, stem)
    try:
        done = complete_units(archive, stem)
    except ArchiveDamaged as error:
        yield f"not mended: {error}"
        return
    if done.made or done.cut:
        yield f"{name}: {done.made} translation units made, {done.cut} bytes cut that were stale or torn"


def mend_across(archive: Archive, site: str) -> Iterator[str]:
    """Take units across pages away that are not right; with the index they are made again."""
    with suppress(ArchiveDamaged):
        if any(check_across(archive, site)):
            remove_cross_page_units(archive, site)
            yield f"{archive.cross_page_file(site).name}: units that were not right taken away, to be made again"
