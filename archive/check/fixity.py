"""Hold WARC files against the manifest, and files of documents and units against their seals."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from archive.check.warc_files import FileCheck
from archive.disk import digest_of_file
from archive.errors import UsageError
from archive.fixity import Entry, Manifest, accept_loss, enter, read_manifest, seal_fault
from archive.jobs import Job, find_jobs, job_file
from archive.layout import OPEN_SUFFIX, Archive, WarcName
from archive.warc import Record, salvage_records, warc_name

_REMAKE = "'scrapy reextract' makes it again from the WARC file"


def manifest_faults(archive: Archive, manifest: Manifest, paths: Sequence[Path]) -> Iterator[str]:
    """What of these finished WARC files is not as the manifest has it: changed, swapped, added or missing.

    Files of which the loss is acknowledged are not missing.
    """
    for path in manifest.damaged:
        yield f"manifest/{path.name}: is not what was written; mend it with 'archive check --repair'"
    if not manifest.is_kept:
        if paths:
            yield "manifest: is missing; 'archive index' writes it anew from the WARC files"
        return
    by_digest = {entry.sha256: entry.warc for entry in manifest.entries.values()}
    for path in paths:
        entry = manifest.entries.get(path.name)
        if entry is None and not any(
            entry.name.startswith(str(WarcName.parse(path.name))) for entry in manifest.damaged
        ):
            yield f"{path.name}: not in the manifest; if it belongs here, 'archive check --repair' enters it"
        elif entry:
            yield from _changed(path, entry, by_digest)


def _changed(path: Path, entry: Entry, by_digest: Mapping[str, str]) -> Iterator[str]:
    size, digest = path.stat().st_size, digest_of_file(path)
    other = by_digest.get(digest)
    if digest == entry.sha256 and size == entry.bytes:
        return
    if other:
        yield f"{path.name}: holds what the manifest has as {other}; give both files their own content back"
    else:
        yield (
            f"{path.name}: not what was written: {size} bytes with SHA-256 {digest[:12]}…, the manifest has "
            f"{entry.bytes} with {entry.sha256[:12]}…; put a good copy of the file in its place"
        )


def missing_files(archive: Archive, manifest: Manifest) -> list[str]:
    """The names of WARC files that the manifest or a job names and that are not there, losses too, in order."""
    jobs: Iterable[Job] = find_jobs(archive).values()
    named = {f"{stem}.warc.gz" for job in jobs for stem in job.extracted}
    there = {warc_name(path) for path in archive.warc_paths()}
    return sorted(({*manifest.entries} | named) - there)


def missing_faults(archive: Archive, manifest: Manifest) -> Iterator[str]:
    """A line for each WARC file that is missing without its loss being acknowledged."""
    for warc in missing_files(archive, manifest):
        if warc not in manifest.losses:
            yield (
                f"{warc}: missing; put a good copy back, or acknowledge its loss with "
                f"'archive check --accept-loss {warc} --reason TEXT'"
            )


def accept(archive: Archive, warc: str | None, reason: str | None) -> str:
    """Acknowledge that a missing WARC file is gone for good; a line that says so.

    Raises UsageError where no file of that name is missing, or no reason is given.
    """
    if not warc or not (reason or "").strip():
        raise UsageError("a loss has a file and a reason: --accept-loss FILE --reason TEXT")
    name = warc.rpartition("/")[2]
    if name not in missing_files(archive, read_manifest(archive)):
        raise UsageError(f"{warc}: no missing WARC file of this archive; 'archive check' names those that are")
    loss = accept_loss(archive, name, str(reason))
    return f"{loss.warc}: its loss is acknowledged: {loss.reason}"


def lost_jobs(archive: Archive, stems: Iterable[WarcName]) -> Iterator[str]:
    """A line for each job that wrote one of these WARC files and has no file itself."""
    for job in sorted({stem.job for stem in stems}):
        path = job_file(archive, job)
        if not path.exists():
            yield f"jobs/{path.name}: is missing; put a good copy back, or 'scrapy reextract' writes a new one"


def seal_faults(archive: Archive, found: FileCheck, is_extracted: bool) -> Iterator[str]:
    """What is wrong with the files of documents and units of a WARC file as files, if it is extracted from."""
    stem = WarcName.parse(found.warc)
    path, bitext = archive.documents_file(stem), archive.bitext_file(stem)
    if not is_extracted:
        return
    fault = seal_fault(path)
    if fault is None and not path.exists() and found.entries:
        fault = "is missing"
    if fault:
        yield f"documents/{path.name}: {fault}; {_REMAKE}"
    fault = seal_fault(bitext)
    if fault:
        yield f"bitext/{bitext.name}: {fault}; mend it with 'archive check --repair'"


def enter_whole(archive: Archive, site: str) -> Iterator[str]:
    """Enter those finished WARC files of a site in the manifest that are whole and have no entry."""
    manifest = read_manifest(archive)
    for path in archive.warc_paths():
        if path.name.endswith(OPEN_SUFFIX) or path.name in manifest.entries or WarcName.parse(path.name).site != site:
            continue
        records = _whole(path)
        if records:
            enter(archive, path, path.name, records)
            yield f"{path.name}: entered in the manifest with {records} records"
        else:
            yield f"{path.name}: damaged, so not entered in the manifest"


def _whole(path: Path) -> int:
    """How many records a file holds, 0 where any part of it is damaged."""
    count = 0
    for found in salvage_records(path):
        if not isinstance(found, Record):
            return 0
        count += 1
    return count
