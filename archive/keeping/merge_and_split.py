"""Merging archives and splitting a site off: the files of one archive copied into another. A second call changes
nothing.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.disk import digest_of_file, make_folder, replace_file, sync_directory
from archive.errors import ArchiveDamaged, UsageError, disk_errors
from archive.export.bag_and_warc_copies import copy_records, find_referred_records
from archive.index import Index, update_index
from archive.index.update import apply_withdrawals
from archive.intake.add_files import add_file
from archive.jobs_and_locks import job_file, lock_site
from archive.layout import OPEN_SUFFIX, Archive, WarcName
from archive.manifest_and_seals import add_to_manifest, manifest_entry, manifest_file, seal_file
from archive.translation_memory.missing_and_cross_page_units import remove_cross_page_units
from archive.warc.warc_records_and_digests import Record, salvage_records
from archive.withdrawal import Withdrawals, store_withdrawal

_UNFINISHED = ".moving"


@dataclass(frozen=True, slots=True)
class CopiedArchive:
    """Counts of files merged from an archive: new WARC files, those that the target knew already, and withdrawals."""

    source: Path
    files: int
    known: int
    withdrawals: int


def merge(target: Archive, source: Archive) -> CopiedArchive:
    """Merge an archive into another: copy all its files, with its jobs, manifest, withdrawals, documents and units.

    The source is not changed. Raises UsageError if both are the same archive, or the source has an unfinished file or
    one whose name has other content in the target; ArchiveDamaged for a file that differs from its manifest;
    ArchiveLocked while a site of either is being crawled. Files copied before an error stay, and are skipped the next
    time.
    """
    if target.root.resolve() == source.root.resolve():
        raise UsageError(f"{source.root}: the archive itself; name another to merge into it")
    taken = _copy_sites(target.create(), source.require(), source.sites())
    update_index(target)
    standing = Withdrawals.of_archive(target).standing
    apply_withdrawals(target, [url for each in standing for url in each.urls], [e.site for e in standing if e.site])
    return taken


def split(archive: Archive, site: str, target: Archive) -> CopiedArchive:
    """Split a site off: copy it into an archive of its own, with the records of other sites that its revisits refer
    to.

    Raises UsageError if there is no such site, or the target is not empty; otherwise as ``merge`` does.
    """
    if site not in archive.require().sites():
        raise UsageError(f"{site}: no site of this archive; 'archive stats' names them")
    if target.root.exists() and any(target.root.iterdir()):
        raise UsageError(f"{target.root} is not empty; name a directory that is new")
    update_index(archive)
    taken = _copy_sites(target.create(), archive, [site])
    _copy_originals(archive, site, target)
    update_index(target)
    return taken


def _copy_sites(target: Archive, source: Archive, sites: list[str]) -> CopiedArchive:
    """Copy the files of these sites, and all withdrawals; the index of the target is not updated."""
    unfinished = [path for path in source.warc_paths() if path.name.endswith(OPEN_SUFFIX)]
    if any(WarcName.parse(path.name).site in sites for path in unfinished):
        raise UsageError(
            f"{unfinished[0]} is not finished; wait for its crawl, or run 'archive check --repair' there"
        )
    withdrawals = copy_withdrawals(target, source)
    new = 0
    stems = [stem for site in sites for stem in source.warc_names_of(site)]
    with ExitStack() as held:
        for site in sites:
            held.enter_context(lock_site(source, site))
            held.enter_context(lock_site(target, site))
            remove_cross_page_units(target, site)
        for stem in stems:
            new += _copy_warc(target, source, stem)
    _copy_rest(target, source, sites)
    return CopiedArchive(source.root, new, len(stems) - new, withdrawals)


def _copy_warc(target: Archive, source: Archive, stem: WarcName) -> bool:
    """Copy a WARC file and all files made from it to the target archive; return whether it is new there."""
    path, there = source.warc_file(stem), target.warc_file(stem)
    digest = digest_of_file(path)
    entry = manifest_entry(source, stem.warc)
    if entry and entry.sha256 != digest:
        raise ArchiveDamaged(f"{path}: differs from its manifest; repair that archive first ('archive check')")
    is_new = not there.exists()
    if is_new:
        for made in (source.documents_file(stem), source.bitext_file(stem)):
            _copy_with_seal(made, target.root / made.relative_to(source.root))
        _copy(job_file(source, stem.job), job_file(target, stem.job))
        target.manifest_dir.mkdir(exist_ok=True)
        _copy(manifest_file(source, stem.warc), manifest_file(target, stem.warc))
        _copy(path, there)  # last: its presence means that the rest is there
    elif digest_of_file(there) != digest:
        raise UsageError(f"{there}: is a different file from {path}; see 'archive check' in both archives")
    if manifest_entry(target, stem.warc) is None:
        add_to_manifest(target, there, stem.warc, sum(isinstance(each, Record) for each in salvage_records(there)))
    return is_new


def _copy_with_seal(path: Path, place: Path) -> None:
    _copy(path, place)
    _copy(seal_file(path), seal_file(place))


def _copy(path: Path, place: Path) -> None:
    """Copy a file of an archive, if it exists, with its times; it gets its name once it is on disk."""
    if not path.exists():
        return
    make_folder(place.parent)
    beside = place.with_name(place.name + _UNFINISHED)
    with disk_errors(beside):
        try:
            shutil.copy2(path, beside)
            with beside.open("rb+") as stream:
                os.fsync(stream.fileno())
            beside.replace(place)
            sync_directory(place.parent)
        finally:
            beside.unlink(missing_ok=True)


def copy_withdrawals(target: Archive, source: Archive) -> int:
    """Copy withdrawals to the target archive; of one that both have, the restored or erased state wins. Returns the
    number of new ones.
    """
    known = {each.name: each for each in Withdrawals.of_archive(target).all}
    new = 0
    for each in Withdrawals.of_archive(source).all:
        old = known.get(each.name)
        if old is None or ((each.restored or each.erased) and not (old.restored or old.erased)):
            store_withdrawal(target, each)
            new += old is None
    return new


def _copy_rest(target: Archive, source: Archive, sites: list[str]) -> None:
    """Copy acknowledged losses, templates and settings of the sites that the target lacks."""
    for path in _files_of_sites(source, sites):
        place = target.root / path.relative_to(source.root)
        if not place.exists():
            place.parent.mkdir(exist_ok=True)
            replace_file(place, [path.read_bytes()])


def _files_of_sites(source: Archive, sites: list[str]) -> Iterator[Path]:
    for site in sites:
        yield from source.manifest_dir.glob(f"{site}-*.lost.json")
        yield from source.templates_dir.glob(f"{site}-*.json*")
        yield from source.sites_dir.glob(f"{site}.toml")


def _copy_originals(archive: Archive, site: str, target: Archive) -> None:
    """Add the records of other sites that the site's revisits refer to, as a file of another tool."""
    stems = archive.warc_names_of(site)
    with Index(archive) as index, TemporaryDirectory() as directory:
        entries = (entry for stem in stems for entry in index.entries_in(stem.warc))
        referred = find_referred_records(index, entries, frozenset(stem.warc for stem in stems), lambda entry: False)
        if referred.records:
            path = Path(directory) / "originals.warc.gz"
            with path.open("wb") as stream:
                list(copy_records(archive, referred.records, stream))
            add_file(target, path, lambda offered: lambda read: None, site=site)
