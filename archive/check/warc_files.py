"""The check of WARC files: records and digests, manifest and jobs; the choice of those to read
(``verified.json``).
"""

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from archive.disk import digest_of_file, replace_file
from archive.errors import ArchiveUnusable
from archive.jobs_and_locks import Job, find_jobs
from archive.layout import OPEN_SUFFIX, WARC_SUFFIX, Archive, WarcName, warc_name
from archive.manifest_and_seals import (
    Manifest,
    ManifestEntry,
)
from archive.model.capture import CatalogueEntry, Damage
from archive.model.times import format_time, utc_now
from archive.warc.captures_and_pages import catalogue_records
from archive.warc.warc_records_and_digests import Record, record_faults, salvage_records


@dataclass(frozen=True, slots=True)
class Scope:
    """The scope of a check: WARC files not read completely ``since`` a time (archive's form), or a share of these."""

    since: str | None = None
    share: float = 1.0

    def chosen(self, archive: Archive, paths: Sequence[Path]) -> list[Path]:
        """Choose the WARC files to check, in order; a share is a random sample of at least one."""
        read = _read_times(archive)
        due = [path for path in paths if self.since is None or read.get(path.name, "") < self.since]
        if self.share >= 1 or not due:
            return due
        number = max(1, round(len(due) * self.share))
        return sorted(random.SystemRandom().sample(due, number))


def _read_times(archive: Archive) -> dict[str, str]:
    """When each WARC file was last read completely without faults, by name; an unreadable entry counts as never."""
    with suppress(OSError, ValueError):
        values = json.loads(_file(archive).read_bytes())
        if isinstance(values, dict):
            return {str(name): str(time) for name, time in values.items()}
    return {}


def store_read_times(archive: Archive, warcs: Iterable[str]) -> None:
    """Store that a check now read these WARC files completely without faults; nothing happens in a read-only
    archive.
    """
    now = format_time(utc_now())
    times = {**_read_times(archive), **dict.fromkeys(warcs, now)}
    with suppress(ArchiveUnusable):
        replace_file(_file(archive), [json.dumps(dict(sorted(times.items())), indent=0).encode()])


def _file(archive: Archive) -> Path:
    return archive.root / "verified.json"


_REPAIR_FILE = "repair it with 'archive check --repair'"
_REPLACE = "put a good copy of the file in its place; what is whole of it is used meanwhile"


@dataclass(slots=True)
class FileCheck:
    """The result of checking one WARC file: its captures, the number of its records, and its faults, a line each.

    ``damage`` are its parts without a whole record. ``ids`` are the ids of its records, ``concurrent`` the ids of the
    records that these are concurrent to, each with the offset of the record that states it.
    """

    warc: str
    entries: list[CatalogueEntry] = field(default_factory=list)
    damage: list[Damage] = field(default_factory=list)
    records: int = 0
    faults: list[str] = field(default_factory=list)
    ids: list[tuple[int, str]] = field(default_factory=list)
    concurrent: list[tuple[int, str]] = field(default_factory=list)


def check_file(path: Path) -> FileCheck:
    """Check a whole WARC file: that each record is whole, has its stated length and matches its digests."""
    found = FileCheck(warc_name(path))
    if path.name.endswith(OPEN_SUFFIX):
        found.faults.append(f"{path.name}: not finished; its crawl is still running or was stopped")
    for each in catalogue_records(_checked(path, found), found.warc):
        if isinstance(each, CatalogueEntry):
            found.entries.append(each)
    return found


def _checked(path: Path, found: FileCheck) -> Iterator[Record | Damage]:
    """The records of the file; the faults of each are noted in ``found``."""
    for record in salvage_records(path):
        if isinstance(record, Damage):
            found.damage.append(record)
            advice = _REPAIR_FILE if path.name.endswith(OPEN_SUFFIX) else _REPLACE
            found.faults.append(f"{record.what}, {record.end - record.offset} bytes damaged; {advice}")
        else:
            found.records += 1
            found.faults += [f"{path.name}: offset {record.offset}: {fault}" for fault in record_faults(record)]
            found.ids += _named(record, "WARC-Record-ID")
            found.concurrent += _named(record, "WARC-Concurrent-To")
        yield record


def link_faults(files: Iterable[FileCheck]) -> Iterator[str]:
    """Yield a line for each WARC record id that occurs twice, and each record that is concurrent to a missing one.

    A missing one is not reported for a file with damage, which may contain it.
    """
    files = list(files)
    known: set[str] = set()
    for found in files:
        for offset, record_id in found.ids:
            if record_id in known:
                yield f"{found.warc}: offset {offset}: the record {record_id} occurs twice"
            known.add(record_id)
    for found in (each for each in files if not each.damage):
        for offset, record_id in found.concurrent:
            if record_id not in known:
                yield f"{found.warc}: offset {offset}: is concurrent to {record_id}, which is not in the archive"


def _named(record: Record, field_name: str) -> list[tuple[int, str]]:
    value = record.field(field_name)
    return [(record.offset, value)] if value else []


def manifest_faults(archive: Archive, manifest: Manifest, paths: Sequence[Path]) -> Iterator[str]:
    """Check finished WARC files against the manifest: a line for each that was changed, swapped or added."""
    for path in manifest.damaged:
        yield f"manifest/{path.name}: is not what was written; {_REPAIR_FILE}"
    if not manifest.is_kept:
        if paths:
            yield "manifest: is missing; 'archive index' creates it again from the WARC files"
        return
    by_digest = {entry.sha256: entry.warc for entry in manifest.entries.values()}
    for path in paths:
        entry = manifest.entries.get(path.name)
        if entry is None and not any(
            entry.name.startswith(str(WarcName.parse(path.name))) for entry in manifest.damaged
        ):
            yield f"{path.name}: not in the manifest; if it belongs here, 'archive check --repair' adds it"
        elif entry:
            yield from _changed(path, entry, by_digest)


def _changed(path: Path, entry: ManifestEntry, by_digest: Mapping[str, str]) -> Iterator[str]:
    size, digest = path.stat().st_size, digest_of_file(path)
    other = by_digest.get(digest)
    if digest == entry.sha256 and size == entry.bytes:
        return
    if other:
        yield f"{path.name}: has the content of {other} by the manifest; give both files their own content back"
    else:
        yield (
            f"{path.name}: not what was written: {size} bytes with SHA-256 {digest[:12]}…, the manifest states "
            f"{entry.bytes} with {entry.sha256[:12]}…; put a good copy of the file in its place"
        )


def missing_files(archive: Archive, manifest: Manifest) -> list[str]:
    """Names of missing WARC files that the manifest or a job lists, acknowledged losses included, in order."""
    jobs: Iterable[Job] = find_jobs(archive).values()
    named = {f"{stem}.warc.gz" for job in jobs for stem in job.extracted}
    there = {warc_name(path) for path in archive.warc_paths()}
    return sorted(({*manifest.entries} | named) - there)


def misplaced_faults(archive: Archive) -> Iterator[str]:
    """Check for misplaced WARC files: a line for each that is not where its name says or is there twice, and so not
    read.
    """
    known = set(archive.warc_paths())
    for path in sorted(archive.warc_dir.rglob(f"*{WARC_SUFFIX}")):
        if path not in known and path.is_file():
            yield f"{path.relative_to(archive.root)}: is not in the folder that its name gives; move it there"


def missing_faults(archive: Archive, manifest: Manifest) -> Iterator[str]:
    """Check for missing WARC files: a line for each whose loss is not acknowledged."""
    for warc in missing_files(archive, manifest):
        if warc not in manifest.losses:
            yield (
                f"{warc}: missing; put a good copy back, or acknowledge its loss with "
                f"'archive check --accept-loss {warc} --reason TEXT'"
            )
