"""Import of other tools' files into an archive, each wholly or not at all: its records become a new WARC file."""

import os
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit
from zipfile import BadZipFile

from archive.disk import make_folder, read_pieces, sync_directory
from archive.errors import ArchiveDamaged, ArchiveError, SiteUnknown, UsageError, disk_errors
from archive.index import Index, update_index
from archive.intake.candidates import (
    ZIP_MAGIC,
    ExaminedFile,
    ImportCandidate,
    ImportPackage,
    ReportBytes,
    candidate_at,
    examine,
    leading_bytes,
)
from archive.intake.wacz_and_cdxj import is_cdxj, open_cdxj, open_wacz
from archive.jobs_and_locks import ADDED, Job, find_jobs, job_file, lock_site
from archive.layout import ADDED_JOB, Archive, WarcName, check_site_name, site_name
from archive.manifest_and_seals import add_to_manifest
from archive.model.times import format_time, utc_now
from archive.warc.foreign_records import UnreadablePlace, read_foreign_records

_UNFINISHED = ".adding"
_PIECE = 1024 * 1024
_GZIP = zlib.MAX_WBITS | 16


def _find_warc_name(archive: Archive, examined: ExaminedFile) -> WarcName | None:
    """Return the name under which the archive already has the records of an imported file, None if it does not."""
    if examined.own and _is_at(archive.warc_file(examined.own), examined):
        return examined.own
    return next((stem for stem in archive.warc_names() if stem.job == _job_name(examined)), None)


def _is_at(path: Path, examined: ExaminedFile) -> bool:
    return path.exists() and candidate_at(path).sha256() == examined.file


def _import_records(archive: Archive, examined: ExaminedFile, site: str, report: ReportBytes) -> WarcName:
    """Write imported records into a new file below ``warc/``, with a job that names their origin; returns its name.

    The file is synced to disk before it gets its name, so that readers, and a crash, see all or nothing. If each
    record of the source is a gzip member of its own, its bytes are copied; else each record is compressed as one,
    and the decompressed file equals the source. A file written by this program keeps its name and site, so that its
    documents stay the same.

    Raises ArchiveLocked while the site is being crawled, ArchiveUnusable when the disk does not take it, and
    ArchiveDamaged when the source changes meanwhile.
    """
    stem = _free_stem(archive.create(), examined, site)
    whole = archive.new_warc_file(stem)
    make_folder(whole.parent)
    with lock_site(archive, stem.site):
        for left in whole.parent.parent.rglob(f"*{_UNFINISHED}"):
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
    """Return the job of an imported file, with its origin where crawls have their arguments."""
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
    """Yield the bytes of an imported file's copy: a gzip member for each kept record."""
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


ReportFor = Callable[[ImportCandidate], ReportBytes]
"""Returns the progress callback of a candidate."""


@dataclass(frozen=True, slots=True)
class AddedFile:
    """The result of importing one WARC file: its name in the archive, whether it is new there, and what it holds.

    ``left_out`` lists damaged parts that were not added, a line each; ``pages`` counts pages that may be articles.
    """

    label: str
    stem: WarcName
    is_new: bool
    records: int
    captures: int
    pages: int
    left_out: tuple[str, ...]


def add_file(
    archive: Archive, path: Path, report_for: ReportFor, *, site: str | None = None, partial: bool = False
) -> list[AddedFile]:
    """Import one file into the archive and its index: WARC, WACZ, or a CDXJ with the WARC files that it names.

    A package, or all files of a CDXJ, is added as a whole or not at all; with ``partial``, of damaged files the
    records that are not damaged. Without ``site`` the addresses give it.

    Raises UsageError when it cannot be read, is no WARC, or holds captures that the archive has; SiteUnknown when it
    names no site; ArchiveDamaged when it is damaged, unless ``partial``; ArchiveLocked or ArchiveUnusable when the
    archive cannot take it. Nothing of it is in the archive then.
    """
    package = _package(path)
    if package.faults and not partial:
        raise ArchiveDamaged(_refusal(str(path), package.faults))
    examined = [_examined(candidate, report_for) for candidate in package.warcs]
    if not partial:
        _check_whole(package, examined, path)
    kept = [each for each in examined if each.kept]
    if not kept:
        raise ArchiveDamaged(f"{path}: holds no whole record; get it again from where it came from")
    site = check_site_name(site) if site else _site_of(archive, kept, path)
    stems = [_find_warc_name(archive, each) for each in kept]
    new = [each for each, stem in zip(kept, stems, strict=True) if stem is None]
    _check_unknown(archive, new, path)
    added = [_add_candidate(archive, each, stem, site, report_for) for each, stem in zip(kept, stems, strict=True)]
    update_index(archive)
    return added


def _package(path: Path) -> ImportPackage:
    if is_cdxj(path):
        return open_cdxj(path)
    return open_wacz(path) if leading_bytes(path).startswith(ZIP_MAGIC) else ImportPackage((candidate_at(path),))


def _check_whole(package: ImportPackage, examined: list[ExaminedFile], path: Path) -> None:
    """Raise ArchiveDamaged if a file to import is damaged, or no record begins where its package says so."""
    for each in examined:
        if each.damage:
            raise ArchiveDamaged(_refusal(_label(path, each), each.damage))
        missing = sorted(package.begins.get(each.candidate.name, frozenset()) - {at for at, _ in each.spans})
        if missing:
            fault = f"{each.candidate.name}: no record begins at offset {missing[0]}, where the index says so"
            raise ArchiveDamaged(_refusal(str(path), [fault]))


def _examined(candidate: ImportCandidate, report_for: ReportFor) -> ExaminedFile:
    try:
        return examine(candidate, report_for(candidate))
    except (BadZipFile, zlib.error, EOFError) as error:
        raise ArchiveDamaged(f"{candidate.label}: cannot be read ({error}); get it again") from error
    except OSError as error:
        raise UsageError(
            f"{candidate.label}: cannot be read ({error.strerror or error}); check permissions and disk"
        ) from error


def _label(path: Path, examined: ExaminedFile) -> str:
    return f"{path}: {examined.candidate.name}" if examined.candidate.package else str(path)


def _refusal(label: str, faults: tuple[str, ...] | list[str]) -> str:
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{label}: {faults[0]}{more}; nothing was taken: get it again, or take what is whole with --partial"


def _site_of(archive: Archive, examined: list[ExaminedFile], path: Path) -> str:
    """Choose the site of an imported file: that of most pages, else of most records; by the name it was crawled
    under.
    """
    pages: Counter[str] = sum((each.pages for each in examined), Counter())
    sites = pages or sum((each.sites for each in examined), Counter())
    if not sites:
        raise SiteUnknown(f"{path}: no record has a web address to name its site by; name it with --site NAME")
    host = min(sites, key=lambda site: (-sites[site], site))
    crawled = {_host_crawled(job.asked.get("start_url")): job.site for job in find_jobs(archive).values()}
    return check_site_name(crawled.get(host, host))


def _host_crawled(start_url: object) -> str | None:
    try:
        return site_name(start_url) if isinstance(start_url, str) and urlsplit(start_url).hostname else None
    except ValueError:
        return None


def _check_unknown(archive: Archive, examined: list[ExaminedFile], path: Path) -> None:
    """Raise UsageError if captures to import are in the archive already, since they would be there twice."""
    if not examined or not archive.warc_dir.is_dir():
        return
    update_index(archive)
    ids = {record_id for each in examined for record_id in each.captures}
    with Index(archive) as index:
        known = index.holders(ids)
    if known:
        held = ", ".join(sorted(known))
        raise UsageError(
            f"{path}: {sum(known.values())} of its {len(ids)} captures are in the archive already, in {held}: nothing"
            " taken. Move that file and its documents out of the archive first, if this one is to take its place"
        )


def _add_candidate(
    archive: Archive, examined: ExaminedFile, stem: WarcName | None, site: str, report_for: ReportFor
) -> AddedFile:
    try:
        chosen = stem or _import_records(archive, examined, site, report_for(examined.candidate))
    except OSError as error:
        raise ArchiveError(f"{examined.candidate.label}: cannot be read ({error.strerror or error})") from error
    return AddedFile(
        examined.candidate.label,
        chosen,
        stem is None,
        len(examined.kept),
        len(examined.captures),
        examined.pages.total(),
        tuple(examined.damage),
    )
