"""Object storage by fsspec (``s3://BUCKET/PATH``), and uploads of finished WARC files to it, each verified there.

Below the store's address are ``warc/``, ``manifest/``, ``withdrawn/`` and ``sites/``, as in the archive. WARC files
in the store are never overwritten. A file's entry in ``manifest/`` is uploaded last: it means that the file is
complete, was read back, and has the stated digest.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.disk import digest_of_file
from archive.errors import ArchiveDamaged, ArchiveError, ArchiveMissing, StoreUnusable, UsageError
from archive.layout import Archive, WarcName
from archive.manifest_and_seals import ManifestEntry, manifest_file, read_manifest

STAGING = "_staging"
"""The directory of files that are still being written, in a storage that does not write files atomically."""

_PIECE = 1024 * 1024
_PUT_WHOLE = frozenset({"abfs", "az", "gcs", "gs", "memory", "s3", "s3a"})
"""Storages that write files atomically; in the others, files are written elsewhere and renamed."""


def filesystem_of(url: str) -> tuple[Any, str]:
    """Return fsspec's file system of a storage address, without cached listings, and the path in it. Needs
    ``storage_errors``.
    """
    import fsspec  # an extra

    storage, path = fsspec.core.url_to_fs(url, use_listings_cache=False)
    return storage, str(path)


def is_storage_address(given: str) -> bool:
    """Return whether a name is the address of a file in object storage (``s3://…``), not a path.

    >>> is_storage_address("s3://news/a.warc.gz"), is_storage_address("news/a.warc.gz")
    (True, False)
    """
    return "://" in given


def found_at(url: str) -> list[str]:
    """List the addresses of the files in object storage that match an address or a glob, in order.

    Raises ArchiveMissing if there is none, UsageError and StoreUnusable as ``Storage`` does.
    """
    with storage_errors(url):
        storage, path = filesystem_of(url)
        found = [str(storage.unstrip_protocol(each)) for each in sorted(storage.glob(path))]
    if not found:
        raise ArchiveMissing(f"{url}: there is no such file; name WARC or WACZ files")
    return found


def fetch(url: str, path: Path) -> None:
    """Download a whole file from object storage to a path. Raises errors as ``found_at`` does."""
    with storage_errors(url):
        storage, place = filesystem_of(url)
        storage.get_file(place, str(path))


def file_name_of(url: str) -> str:
    """Return the file name in an object storage address."""
    return url.rstrip("/").rpartition("/")[2]


def fetch_range(url: str, offset: int, length: int, path: Path) -> None:
    """Download ``length`` bytes of a file in object storage from an offset on, to the same offset of the file at a
    path.

    Missing bytes before them become a hole that takes no space. Raises errors as ``found_at`` does.
    """
    path.touch()
    with storage_errors(url):
        storage, place = filesystem_of(url)
        with storage.open(place, "rb") as remote, path.open("r+b") as local:
            remote.seek(offset)
            local.seek(offset)
            while length > 0 and (piece := remote.read(min(length, _PIECE))):
                local.write(piece)
                length -= len(piece)


def fetch_matching(directory: str, pattern: str, into: Path) -> None:
    """Download the files of a storage directory that match a pattern; none if it does not exist."""
    with storage_errors(directory):
        storage, place = filesystem_of(directory)
        for found in storage.glob(f"{place}/{pattern}"):
            storage.get_file(found, str(into / file_name_of(found)))


class Storage:
    """Object storage below one address; each file is written completely or not at all.

    Every method raises UsageError for an address of no known storage, StoreUnusable if the storage fails.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        with storage_errors(url):
            self._storage, self._root = filesystem_of(url)

    def put(self, path: Path, name: str) -> None:
        """Upload the file at a path to the storage under a name, in one step."""
        self._put(name, lambda place: self._storage.put_file(str(path), place))

    def put_bytes(self, content: bytes, name: str) -> None:
        """Upload bytes to the storage as a small file, in one step."""
        self._put(name, lambda place: self._storage.pipe_file(place, content))

    def read(self, name: str) -> bytes | None:
        """Download the content of a small file in the storage, None if it does not exist."""
        return self.read_all([name]).get(name)

    def read_all(self, names: Iterable[str]) -> dict[str, bytes]:
        """Download the contents of existing small files in the storage by name; in parallel if it supports that."""
        places = {self._at(name): name for name in names}
        with storage_errors(self.url):
            found = self._storage.cat(list(places), on_error="return") if places else {}
            for failure in found.values():
                if isinstance(failure, Exception) and not isinstance(failure, FileNotFoundError):
                    raise failure
        return {places[place]: content for place, content in found.items() if isinstance(content, bytes)}

    def digest(self, name: str) -> tuple[int, str] | None:
        """Return size in bytes and SHA-256 in hexadecimal digits of a stored file, read completely; None if it does
        not exist.
        """
        size, digest = 0, hashlib.sha256()
        with storage_errors(f"{self.url}/{name}"):
            try:
                with self._storage.open(self._at(name), "rb") as stream:
                    while piece := stream.read(_PIECE):
                        size += len(piece)
                        digest.update(piece)
            except FileNotFoundError:
                return None
        return size, digest.hexdigest()

    def names(self, directory: str) -> list[str]:
        """List the names in a directory of the storage, in order; none if it does not exist."""
        with storage_errors(f"{self.url}/{directory}"):
            try:
                found = self._storage.ls(self._at(directory), detail=False)
            except FileNotFoundError:
                return []
        return sorted(file_name_of(str(each)) for each in found)

    def remove(self, name: str) -> None:
        """Delete a file in the storage, if it exists."""
        with storage_errors(f"{self.url}/{name}"):
            if self._storage.exists(self._at(name)):
                self._storage.rm_file(self._at(name))

    def _put(self, name: str, write: Callable[[str], object]) -> None:
        with storage_errors(f"{self.url}/{name}", is_written=True):
            if self._puts_whole():
                write(self._at(name))
                return
            staged = self._at(f"{STAGING}/{uuid.uuid4().hex}")
            for each in (staged, self._at(name)):
                self._storage.makedirs(each.rpartition("/")[0], exist_ok=True)
            write(staged)
            self._storage.mv(staged, self._at(name))

    def _at(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _puts_whole(self) -> bool:
        protocol: Any = self._storage.protocol
        return not _PUT_WHOLE.isdisjoint([protocol] if isinstance(protocol, str) else protocol)


@contextmanager
def storage_errors(url: str, is_written: bool = False) -> Iterator[None]:
    """Turn errors of object storage inside into archive errors that name the address.

    While writing, a missing file means a missing bucket or directory.
    """
    try:
        yield
    except ArchiveError:
        raise
    except FileNotFoundError as error:
        if is_written:
            raise StoreUnusable(f"{url}: {_line(error)}; create the bucket or directory first") from error
        raise ArchiveMissing(f"{url}: there is no such file; put it there, or leave it out") from error
    except ImportError as error:
        raise UsageError(f"{url}: {_line(error)}; for s3:// that is: pip install 'agency-archive[s3]'") from error
    except ValueError as error:
        raise UsageError(f"{url}: {_line(error)}; give a path, or an address that fsspec knows") from error
    except Exception as error:  # each storage has errors of its own
        raise StoreUnusable(f"{url}: {_line(error)}; make sure that it can be reached, read and written") from error


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


_NEWEST = ("withdrawn/*.json", "sites/*.toml")
"""Files that change; the store has their last uploaded state."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A WARC file that was uploaded to object storage, or could not be because of ``fault``."""

    entry: ManifestEntry
    fault: ArchiveError | None = None


def upload(archive: Archive, store: Storage, site: str | None = None) -> Iterator[Upload]:
    """Upload finished WARC files that the object storage lacks; each is yielded once it is verified.

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
    """Verify all files that should be in object storage; return a line for each that is missing or different."""
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
    """Return whether an upload skips a listed file of another site; a file with erased records it never does."""
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
    """Look up a WARC file in the store: its place, with size and digest; None if there is no file yet.

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
