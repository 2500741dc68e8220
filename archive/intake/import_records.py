"""Imports the undamaged records of an examined file as a new WARC file, all or nothing."""

import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from archive.disk import disk_errors, sync_directory
from archive.errors import ArchiveDamaged
from archive.fixity import add_to_manifest
from archive.intake.candidates import ExaminedFile, ReportBytes, candidate_at
from archive.jobs import ADDED, Job, job_file, lock_site
from archive.layout import ADDED_JOB, Archive, WarcName
from archive.model.times import format_time, utc_now
from archive.warc.foreign_records import UnreadablePlace, read_foreign_records
from archive.warc.http_exchange import read_pieces

_UNFINISHED = ".adding"
_PIECE = 1024 * 1024
_GZIP = zlib.MAX_WBITS | 16


def find_warc_name(archive: Archive, examined: ExaminedFile) -> WarcName | None:
    """The stem under which the archive already has the same records, None if it does not."""
    if examined.own and _is_at(archive.warc_file(examined.own), examined):
        return examined.own
    return next((stem for stem in archive.warc_names() if stem.job == _job_name(examined)), None)


def _is_at(path: Path, examined: ExaminedFile) -> bool:
    return path.exists() and candidate_at(path).sha256() == examined.file


def import_records(archive: Archive, examined: ExaminedFile, site: str, report: ReportBytes) -> WarcName:
    """Write the records into a new file below ``warc/``, with a job that names their origin; returns its stem.

    The file is synced to disk before it gets its name, so that readers, and a crash, see all or nothing. If each
    record of the source is a gzip member of its own, its bytes are copied; else each record is compressed as one,
    and the decompressed file equals the source. A file written by this program keeps its name and site, so that its
    documents stay the same.

    Raises ArchiveLocked while the site is being crawled, ArchiveUnusable when the disk does not take it, and
    ArchiveDamaged when the source changes meanwhile.
    """
    stem = _free_stem(archive.create(), examined, site)
    whole = archive.warc_dir / stem.warc
    with lock_site(archive, stem.site):
        for left in archive.warc_dir.glob(f"{stem.site}-*{_UNFINISHED}"):
            left.unlink()  # by an add that was killed
        beside = whole.with_name(whole.name + _UNFINISHED)
        try:
            _write(beside, examined, report)
            if not job_file(archive, stem.job).exists():
                _job(examined, stem).save(archive)
            add_to_manifest(archive, beside, whole.name, len(examined.kept))
            with disk_errors(whole):
                beside.rename(whole)
                sync_directory(whole.parent)
        finally:
            beside.unlink(missing_ok=True)
    return stem


def _job_name(examined: ExaminedFile) -> str:
    return examined.content[:ADDED_JOB]


def _free_stem(archive: Archive, examined: ExaminedFile, site: str) -> WarcName:
    own = examined.own
    if own and not examined.damage and not archive.warc_file(own).exists():
        return own
    return WarcName(site, examined.began, _job_name(examined), 0)


def _job(examined: ExaminedFile, stem: WarcName) -> Job:
    """The job of an added file, with its origin where crawls have their arguments."""
    now = format_time(utc_now())
    candidate = examined.candidate
    asked = {
        "file": candidate.name,
        "package": candidate.package,
        "bytes": candidate.size,
        "sha256": examined.file,
        "left_out": len(examined.damage),
    }
    counts = {"records": len(examined.kept), "captures": len(examined.captures)}
    return Job(stem.job, stem.site, asked, now, now, ADDED, (), counts)


def _write(path: Path, examined: ExaminedFile, report: ReportBytes) -> None:
    with disk_errors(path), path.open("wb") as target:
        with examined.candidate.open() as source:
            for piece in _members(source, examined, report):
                target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    if examined.candidate.sha256() != examined.file:
        raise ArchiveDamaged(f"{examined.candidate.label}: changed while it was read; give the command again")


def _members(source: BinaryIO, examined: ExaminedFile, report: ReportBytes) -> Iterator[bytes]:
    """The bytes of the new file: a gzip member for each kept record."""
    if examined.alone:
        for offset, length in examined.spans:
            source.seek(offset)
            yield from read_pieces(source, length)
            report(offset)
        return
    kept, number = set(examined.kept), 0
    for each in read_foreign_records(source):
        if isinstance(each, UnreadablePlace):
            continue
        if number in kept:
            yield from _compressed(each.member.content)
        number += 1
        report(each.member.offset)


def _compressed(record: BinaryIO) -> Iterator[bytes]:
    engine = zlib.compressobj(wbits=_GZIP)
    while piece := record.read(_PIECE):
        yield engine.compress(piece)
    yield engine.flush()
