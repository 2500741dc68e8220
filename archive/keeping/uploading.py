"""Upload finished WARC files to object storage, each verified there. What is there is never written over.

Below the store's address are ``warc/``, ``manifest/``, ``withdrawn/`` and ``sites/``, as in the archive. The entry of
a file in ``manifest/`` is put there last: with it the file is whole, was read back, and has the digest that it says.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from archive.disk import digest_of_file
from archive.errors import ArchiveDamaged, ArchiveError, StoreUnusable
from archive.fixity import Entry, read_manifest
from archive.fixity.manifest import entry_file
from archive.layout import Archive, WarcName
from archive.storage import Storage

_NEWEST = ("withdrawn/*.json", "sites/*.toml")
"""Files that change, of which the store has them as they were uploaded last."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A WARC file that was uploaded, or could not be: ``fault`` says why."""

    entry: Entry
    fault: ArchiveError | None = None


def upload(archive: Archive, store: Storage, site: str | None = None) -> Iterator[Upload]:
    """Upload finished WARC files that the store does not have; each as soon as it is verified.

    Where a site is named, what the store lists of other sites is taken to be there as it is here.
    Raises StoreUnusable when the store fails; what was uploaded until then stays, and the next call goes on.
    """
    listed = set(store.names("manifest")) if site else set()
    entries = [entry for entry in _entries(archive) if not _is_passed(archive, entry, site, listed)]
    marks = store.read_all(_mark(archive, entry) for entry in entries)
    for entry in entries:
        own = entry_file(archive, entry.warc).read_bytes()
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
    """Read all that should be in the store, and gives a line for each WARC file that is not there as it is here."""
    for entry in _entries(archive):
        found = store.digest(_place(entry))
        if found is None:
            yield f"{store.url}/{_place(entry)}: is not there"
        elif found != (entry.bytes, entry.sha256):
            yield f"{store.url}/{_place(entry)}: is not what the manifest says"


def _entries(archive: Archive) -> list[Entry]:
    """Those of finished WARC files that are there, in order of their names."""
    entries = read_manifest(archive).entries
    return [entries[path.name] for path in archive.warc_paths() if path.name in entries]


def _is_passed(archive: Archive, entry: Entry, site: str | None, listed: Set[str]) -> bool:
    """Return whether a listed file of another site is skipped; a file with erased records never is."""
    is_other = site not in (None, WarcName.parse(entry.warc).site) and not entry.before
    return is_other and entry_file(archive, entry.warc).name in listed


def _upload(archive: Archive, store: Storage, entry: Entry) -> None:
    """See to it that the store has the file. One from which records were erased since takes its older self's place.

    Raises ArchiveDamaged where another file is in its place, or the file is not what its manifest says.
    """
    path, place, wanted = archive.warc_dir / entry.warc, _place(entry), (entry.bytes, entry.sha256)
    found = store.digest(place)
    if found == wanted:
        return
    if found and found[1] not in entry.before:
        raise ArchiveDamaged(f"{store.url}/{place}: is another file than {path}; name another store, or move it away")
    if digest_of_file(path) != entry.sha256:
        raise ArchiveDamaged(f"{path}: not what its manifest says, and not uploaded; see 'archive check'")
    store.put(path, place)
    if store.digest(place) != wanted:
        store.remove(place)
        raise StoreUnusable(f"{store.url}/{place}: did not arrive whole, and was removed; upload it again")


def _upload_newest(archive: Archive, store: Storage) -> None:
    own = {str(path.relative_to(archive.root)): path for each in _NEWEST for path in archive.root.glob(each)}
    there = store.read_all(own)
    for name, path in own.items():
        content = path.read_bytes()
        if there.get(name) != content:
            store.put_bytes(content, name)


def _place(entry: Entry) -> str:
    return f"warc/{entry.warc}"


def _mark(archive: Archive, entry: Entry) -> str:
    path: Path = entry_file(archive, entry.warc)
    return str(path.relative_to(archive.root))
