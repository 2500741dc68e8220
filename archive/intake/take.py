"""Takes the whole records of an examined file into the archive: as a new WARC file, all or nothing."""

import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from archive.disk import disk_errors, sync_directory
from archive.errors import ArchiveDamaged
from archive.fixity import enter
from archive.intake.examine import Examined, Tell
from archive.intake.offered import warc_at
from archive.jobs import ADDED, Job, job_file, lock_site
from archive.layout import ADDED_JOB, Archive, Stem
from archive.model.times import format_time, utc_now
from archive.warc.source import Damage, read_source

_UNFINISHED = ".adding"
_PIECE = 1024 * 1024
_GZIP = zlib.MAX_WBITS | 16


def stem_with(archive: Archive, examined: Examined) -> Stem | None:
    """The stem under which the archive already has these very records, None where it does not."""
    if examined.own and _is_at(archive.warc_file(examined.own), examined):
        return examined.own
    return next((stem for stem in archive.stems() if stem.job == _job_name(examined)), None)


def _is_at(path: Path, examined: Examined) -> bool:
    return path.exists() and warc_at(path).sha256() == examined.file


def take(archive: Archive, examined: Examined, site: str, tell: Tell) -> Stem:
    """Writes the records into a file of their own below ``warc/``, with a job that says where they came from.

    The file is on disk before it has its name, so that a reader and a crash see all of it or nothing. Where each
    record of the source is a gzip member of its own its bytes are copied as they are; else each record is made one,
    and decompressed the file is the source again. A file of an archive of this program's keeps its name and its site,
    so that its documents come out the same.

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
            _write(beside, examined, tell)
            if not job_file(archive, stem.job).exists():
                _job(examined, stem).save(archive)
            enter(archive, beside, whole.name, len(examined.kept))
            with disk_errors(whole):
                beside.rename(whole)
                sync_directory(whole.parent)
        finally:
            beside.unlink(missing_ok=True)
    return stem


def _job_name(examined: Examined) -> str:
    return examined.content[:ADDED_JOB]


def _free_stem(archive: Archive, examined: Examined, site: str) -> Stem:
    own = examined.own
    if own and not examined.damage and not archive.warc_file(own).exists():
        return own
    return Stem(site, examined.began, _job_name(examined), 0)


def _job(examined: Examined, stem: Stem) -> Job:
    """What was added, in the place where crawls say what they were asked."""
    now = format_time(utc_now())
    offered = examined.offered
    asked = {
        "file": offered.name,
        "package": offered.package,
        "bytes": offered.size,
        "sha256": examined.file,
        "left_out": len(examined.damage),
    }
    counts = {"records": len(examined.kept), "captures": len(examined.captures)}
    return Job(stem.job, stem.site, asked, now, now, ADDED, (), counts)


def _write(path: Path, examined: Examined, tell: Tell) -> None:
    with disk_errors(path), path.open("wb") as target:
        with examined.offered.open() as source:
            for piece in _members(source, examined, tell):
                target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    if examined.offered.sha256() != examined.file:
        raise ArchiveDamaged(f"{examined.offered.label}: changed while it was read; give the command again")


def _members(source: BinaryIO, examined: Examined, tell: Tell) -> Iterator[bytes]:
    """The bytes of the new file: a gzip member for each record that is kept."""
    if examined.alone:
        for offset, length in examined.spans:
            source.seek(offset)
            yield from _copied(source, length)
            tell(offset)
        return
    kept, number = set(examined.kept), 0
    for each in read_source(source):
        if isinstance(each, Damage):
            continue
        if number in kept:
            yield from _compressed(each.member.content)
        number += 1
        tell(each.member.offset)


def _copied(source: BinaryIO, length: int) -> Iterator[bytes]:
    while length and (piece := source.read(min(length, _PIECE))):
        length -= len(piece)
        yield piece


def _compressed(record: BinaryIO) -> Iterator[bytes]:
    engine = zlib.compressobj(wbits=_GZIP)
    while piece := record.read(_PIECE):
        yield engine.compress(piece)
    yield engine.flush()
