"""Upload finished WARC files to object storage, and verify each there. Files in the store are never overwritten.

Below the store's address are ``warc/``, ``manifest/``, ``withdrawn/`` and ``sites/``, as in the archive. A file's
entry in ``manifest/`` is uploaded last: it means that the file is complete, was read back, and has the stated digest.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from archive.disk import digest_of_file
from archive.errors import ArchiveDamaged, ArchiveError, StoreUnusable
from archive.fixity import ManifestEntry, manifest_file, read_manifest
from archive.keeping.storage import Storage
from archive.layout import Archive, WarcName

_NEWEST = ("withdrawn/*.json", "sites/*.toml")
"""Files that change; the store has their last uploaded state."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A WARC file that was uploaded, or that could not be uploaded because of ``fault``."""

    entry: ManifestEntry
    fault: ArchiveError | None = None


def upload(archive: Archive, store: Storage, site: str | None = None) -> Iterator[Upload]:
    """Upload finished WARC files that the store lacks; each is yielded once it is verified.

    If a site is named, listed files of other sites are assumed to be in the store unchanged. Raises StoreUnusable if
    the store fails; files uploaded before stay, and the next call continues.
    """
    listed = set(store.names("manifest")) if site else set()
    entries = [entry for entry in _entries(archive) if not _is_skipped(archive, entry, site, listed)]
    marks = store.read_all(_mark(archive, entry) for entry in entries)
    for entry in entries:
        own = manifest_file(archive, entry.warc).read_bytes()
        if marks.get(_mark(archive, entry)) != own:
            try:
                _upload(archive, store, entry)
            except ArchiveDamaged as error:
                yield Upload(entry, error)
            else:
                store.put_bytes(own, _mark(archive, entry))
                yield Upload(entry)
    _upload_newest(archive, store)


def faults_in_store(archive: Archive, store: Storage) -> Iterator[str]:
    """Read all files that should be in the store; return a line for each that is missing or different."""
    for entry in _entries(archive):
        place, found = _find(store, entry)
        if found is None:
            yield f"{store.url}/{place}: is missing"
        elif found != (entry.bytes, entry.sha256):
            yield f"{store.url}/{place}: differs from the manifest"


def _entries(archive: Archive) -> list[ManifestEntry]:
    """The manifest entries of finished WARC files in the archive, in order of their names."""
    entries = read_manifest(archive).entries
    return [entries[path.name] for path in archive.warc_paths() if path.name in entries]


def _is_skipped(archive: Archive, entry: ManifestEntry, site: str | None, listed: Set[str]) -> bool:
    """Return whether a listed file of another site is skipped; a file with erased records never is."""
    is_other = site not in (None, WarcName.parse(entry.warc).site) and not entry.before
    return is_other and manifest_file(archive, entry.warc).name in listed


def _upload(archive: Archive, store: Storage, entry: ManifestEntry) -> None:
    """Upload a file unless the store has it; one with erased records replaces its former version.

    Raises ArchiveDamaged if the store has a different file in its place, or the file differs from its manifest.
    """
    path, wanted = archive.warc_file(WarcName.parse(entry.warc)), (entry.bytes, entry.sha256)
    place, found = _find(store, entry)
    if found == wanted:
        return
    if found and found[1] not in entry.before:
        raise ArchiveDamaged(
            f"{store.url}/{place}: is a different file from {path}; name another store, or move it away"
        )
    if digest_of_file(path) != entry.sha256:
        raise ArchiveDamaged(f"{path}: differs from its manifest, and was not uploaded; see 'archive check'")
    store.put(path, place)
    if store.digest(place) != wanted:
        store.remove(place)
        raise StoreUnusable(f"{store.url}/{place}: did not arrive complete, and was removed; upload it again")


def _upload_newest(archive: Archive, store: Storage) -> None:
    own = {str(path.relative_to(archive.root)): path for each in _NEWEST for path in archive.root.glob(each)}
    there = store.read_all(own)
    for name, path in own.items():
        content = path.read_bytes()
        if there.get(name) != content:
            store.put_bytes(content, name)


def _find(store: Storage, entry: ManifestEntry) -> tuple[str, tuple[int, str] | None]:
    """The place of a WARC file in the store, with its size and digest; None if there is no file yet.

    Earlier versions uploaded WARC files directly below ``warc/``, where they stay.
    """
    place = f"warc/{WarcName.parse(entry.warc).folder}/{entry.warc}"
    for each in (place, f"warc/{entry.warc}"):
        if found := store.digest(each):
            return each, found
    return place, None


def _mark(archive: Archive, entry: ManifestEntry) -> str:
    path: Path = manifest_file(archive, entry.warc)
    return str(path.relative_to(archive.root))
