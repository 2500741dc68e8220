"""Withdrawal of captures from everything that the archive shows, their restoration, and the erasure of their records.

Records are erased when the law requires it. Only this breaks the promise that nothing is lost: a ``metadata`` record
takes the place of each erased capture; the manifest keeps the digests from before and after; documents, units and
index follow.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from archive.corpus.tokens_file_writer_and_postings import remove_tokens, update_tokens
from archive.disk import digest_of_file, sync_directory
from archive.document_and_unit_files import read_documents, remove_units, replace_documents
from archive.errors import ArchiveDamaged, ArchiveLocked, ArchiveMissing, UsageError, disk_errors
from archive.index import Index, IndexWriter, update_index
from archive.index.update import apply_withdrawals
from archive.jobs_and_locks import lock_site
from archive.layout import OPEN_SUFFIX, Archive, WarcName
from archive.manifest_and_seals import ManifestEntry, manifest_entry, replace_manifest_entry
from archive.model.capture import CatalogueEntry, Damage
from archive.model.document import Document, document_id
from archive.model.times import format_time, utc_now
from archive.model.url import canonical
from archive.translation_memory.missing_and_cross_page_units import complete_units, remove_cross_page_units
from archive.warc.warc_records_and_digests import (
    WARC_FIELDS,
    NewRecord,
    Record,
    belongs_to,
    field_lines,
    member_pieces,
    salvage_records,
)
from archive.withdrawal import Withdrawal, Withdrawals, mark_restored, store_withdrawal


@dataclass(frozen=True, slots=True)
class WithdrawalResult:
    """A withdrawal that was made, and the addresses of copies of the text that it does not include."""

    withdrawal: Withdrawal
    copies: tuple[str, ...]


def withdraw(
    archive: Archive,
    name: str,
    reason: str,
    *,
    since: str | None = None,
    until: str | None = None,
    copies: bool = False,
) -> WithdrawalResult:
    """Withdraw an address, the page of a document, or a whole site from all that is shown; with ``copies`` its copies
    too.

    With ``since`` and ``until``, times in the archive's form, only captures from the one on and before the other. The
    index is updated. An address that was never captured can be withdrawn, so that no crawl fetches it. Raises
    UsageError without a reason, ArchiveMissing when ``name`` is no address, document or site.
    """
    if not reason.strip():
        raise UsageError("a withdrawal has a reason: --reason TEXT")
    site = name if name in archive.require().sites() else None
    with Index(archive) as index:
        found = None if site else index.document(name)
        documents = [found] if found else []
        urls = {document.url for document in documents}
        if not site and not urls:
            urls = {_address(name)}
        others = {copy.id: copy.url for document in documents for copy in index.duplicates_of(document.id)}
    others = {id_: url for id_, url in others.items() if canonical(url) not in set(map(canonical, urls))}
    if copies:
        urls |= set(others.values())
    ids = {document_id(each, canonical(url)) for each in archive.sites() for url in urls}
    ids |= {document.id for document in documents} | (set(others) if copies else set())
    made = replace(Withdrawal.now(reason, urls, site, ids), since=since, until=until)
    store_withdrawal(archive, made)
    apply_withdrawals(archive, made.urls, [site] if site else [])
    _update_tokens(archive)
    return WithdrawalResult(made, () if copies else tuple(sorted(others.values())))


def restore_withdrawn(archive: Archive, name: str) -> list[Withdrawal]:
    """Restore what was withdrawn of an address, a document or a site, or by the withdrawal of this name.

    Raises ArchiveMissing when nothing is withdrawn.
    """
    standing = Withdrawals.of_archive(archive.require()).standing
    found = [each for each in standing if name in (each.name, each.site, *each.ids) or canonical(name) in each.urls]
    erased = [each.name for each in found if each.erased]
    if erased:
        raise UsageError(f"{name}: its records were erased ({', '.join(erased)}); nothing is left to show again")
    if not found:
        raise ArchiveMissing(f"{name}: not withdrawn; 'archive withdraw --list' lists what is")
    restored = mark_restored(archive, found)
    urls = [url for each in restored for url in each.urls]
    apply_withdrawals(archive, urls, [each.site for each in restored if each.site])
    _update_tokens(archive)
    return restored


def _update_tokens(archive: Archive) -> None:
    """Take the words of withdrawn documents out of the tokens file, or put those of restored ones into it."""
    if archive.tokens_file.exists():
        update_tokens(archive)


def _address(name: str) -> str:
    """Return the address to withdraw, where the name is one. Raises ArchiveMissing where it is neither that nor a
    document's id.
    """
    if "://" not in name:
        raise ArchiveMissing(f"{name}: neither a document nor a site nor an address; find it with 'archive query'")
    return name


_UNFINISHED = ".erasing"


@dataclass(slots=True)
class _Rewritten:
    """The result of rewriting a WARC file: new offsets of its records by the old ones, their number, and its size."""

    moved: dict[int, int] = field(default_factory=dict)
    records: int = 0
    size: int = 0


def erase(archive: Archive, withdrawal: Withdrawal) -> list[str]:
    """Erase the WARC records of all captures that a withdrawal covers; return the names of the rewritten files.

    Raises ArchiveLocked while a crawl of an affected site is running, ArchiveUnusable if the disk rejects a write.
    """
    update_index(archive)
    with Index(archive) as index:
        files = {
            warc: gone
            for warc in index.warc_files()
            if (
                gone := [
                    entry for entry in index.entries_in(warc) if Withdrawals((withdrawal,)).covers_capture(entry)
                ]
            )
        }
    for warc, gone in files.items():
        _erase_from(archive, WarcName.parse(warc), gone, withdrawal)
        archive.alignments_file(WarcName.parse(warc)).unlink(missing_ok=True)  # with digests of what was erased
    store_withdrawal(archive, replace(withdrawal, erased=format_time(utc_now())))
    for site in sorted({WarcName.parse(warc).site for warc in files}):
        with lock_site(archive, site):
            remove_cross_page_units(archive, site)
            archive.alignments_file(site).unlink(missing_ok=True)
    update_index(archive)
    with IndexWriter(archive) as writer:
        writer.vacuum()
    remove_tokens(archive)  # its postings would still say which words were erased; the next question makes it again
    return sorted(files)


def _erase_from(archive: Archive, stem: WarcName, gone: list[CatalogueEntry], withdrawal: Withdrawal) -> None:
    path = archive.warc_file(stem)
    if path.name.endswith(OPEN_SUFFIX):
        raise ArchiveLocked(f"{path} is not finished; wait for its crawl, or run 'archive check --repair'")
    beside = path.with_name(path.name + _UNFINISHED)
    with lock_site(archive, stem.site), disk_errors(beside):
        try:
            with beside.open("wb") as target:
                done = _rewrite(path, {entry.capture.record_id: entry for entry in gone}, withdrawal, target)
                target.flush()
                os.fsync(target.fileno())
            old = manifest_entry(archive, path.name)
            before = (*old.before, old.sha256) if old else (digest_of_file(path),)
            entry = ManifestEntry(path.name, done.size, digest_of_file(beside), done.records, before)
            beside.replace(path)
            sync_directory(path.parent)
            replace_manifest_entry(archive, entry)
        finally:
            beside.unlink(missing_ok=True)
        _update_documents(archive, stem, done)


def _rewrite(
    path: Path, gone: dict[str | None, CatalogueEntry], withdrawal: Withdrawal, target: BinaryIO
) -> _Rewritten:
    """Copy all records of a WARC file except those to be erased, byte for byte, damaged parts included."""
    done = _Rewritten()
    with path.open("rb") as source:
        for found in salvage_records(path):
            if isinstance(found, Damage):
                source.seek(found.offset)
                done.size += target.write(source.read(found.end - found.offset))
            elif found.field("WARC-Record-ID") in gone:
                done.size += target.write(b"".join(member_pieces(_notice(found, withdrawal))))
                done.records += 1
            elif not belongs_to(found, gone):
                source.seek(found.offset)
                done.moved[found.offset] = done.size
                done.size += target.write(source.read(found.length))
                done.records += 1
    return done


def _notice(record: Record, withdrawal: Withdrawal) -> NewRecord:
    fields = [
        ("WARC-Date", format_time(utc_now())),
        *((name, value) for name in ("WARC-Warcinfo-ID",) if (value := record.field(name))),
    ]
    lines = [
        ("erased", f"a {record.type} record of {record.length} bytes"),
        ("erased-id", record.field("WARC-Record-ID") or ""),
        ("erased-date", record.field("WARC-Date") or ""),
        ("withdrawal", withdrawal.name),
        ("reason", withdrawal.reason),
    ]
    return NewRecord.of_bytes("metadata", tuple(fields), WARC_FIELDS, field_lines(lines))


def _update_documents(archive: Archive, stem: WarcName, done: _Rewritten) -> None:
    """Give documents and units the new offsets of their records, and remove those of erased records."""
    path = archive.documents_file(stem)
    with suppress(ArchiveDamaged):  # 'archive check' reports it, and a re-extraction makes the file again
        if path.exists():
            documents = [stored.document for stored in read_documents(path)]
            remove_units(archive, stem)
            replace_documents(path, _moved(documents, done))
            complete_units(archive, stem)


def _moved(documents: Iterable[Document], done: _Rewritten) -> Iterator[Document]:
    for document in documents:
        offset = done.moved.get(document.capture.offset or 0)
        if offset is not None:
            yield replace(document, capture=replace(document.capture, offset=offset))
