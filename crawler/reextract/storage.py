"""WARC files, and what is made of them, wherever they lie: on a disk or in object storage, by fsspec's addresses."""

from collections.abc import Iterable
from pathlib import Path

import fsspec

from archive.errors import UsageError
from archive.layout import WARC_SUFFIX
from archive.storage import STAGING, Storage, filesystem_of, found_at, storage_errors

SUCCESS = "_SUCCESS"
"""The name of the empty file that a whole output has, as Hadoop's jobs write it."""

_PIECE = 1024 * 1024
_MAGIC = frozenset("*?[")


def expand(given: Iterable[str]) -> list[str]:
    """The addresses of WARC files that are meant, each once: an address or a path of one, a glob, or a list.

    A list is a text file with an address or a glob a line; empty lines are passed over. A file that is named and not
    there is kept, for whoever reads it to say so. Raises ArchiveMissing where a glob finds nothing or a list is not
    there, UsageError for an address of no known storage, StoreUnusable where the storage fails.
    """
    return list(dict.fromkeys(url for each in given for url in _expanded(each)))


def _expanded(given: str) -> list[str]:
    if _MAGIC.intersection(given) or given.endswith(WARC_SUFFIX):
        return _found(given)
    with storage_errors(given), fsspec.open(given, "rt", encoding="utf-8") as lines:
        named = [line.strip() for line in lines]
    return [url for line in named if line for url in _found(line)]


def _found(given: str) -> list[str]:
    if _MAGIC.intersection(given):
        return found_at(given)
    with storage_errors(given):
        storage, path = filesystem_of(given)
        return [str(storage.unstrip_protocol(path))]


def name_of(url: str) -> str:
    """The last part of an address."""
    return url.rstrip("/").rpartition("/")[2]


def fetch_range(url: str, offset: int, length: int, path: Path) -> None:
    """Copy so many bytes of a file from an offset on to the same offset of the file at a path.

    What is before them there, if it is not there yet, is a hole that takes no room. Raises as ``expand``.
    """
    path.touch()
    with storage_errors(url), fsspec.open(url, "rb") as remote, path.open("r+b") as local:
        remote.seek(offset)
        local.seek(offset)
        while length > 0 and (piece := remote.read(min(length, _PIECE))):
            local.write(piece)
            length -= len(piece)


def fetch_all(directory: str, pattern: str, into: Path) -> None:
    """Copy the files of a directory that are named so into another; none where it is not there."""
    with storage_errors(directory):
        storage, place = fsspec.core.url_to_fs(directory)
        for found in storage.glob(f"{place}/{pattern}"):
            storage.get_file(found, str(into / name_of(found)))


class Output(Storage):
    """The place for what is made."""

    def begin(self) -> "Output":
        """The output itself: not whole from here on, and without what jobs that were killed left half.

        Raises UsageError where an archive is: its own commands write there.
        """
        with storage_errors(self.url):
            if self._storage.exists(self._at("warc")):
                raise UsageError(f"{self.url} is an archive; write beside it, then copy documents/ and bitext/ there")
            if self._storage.exists(self._at(STAGING)):
                self._storage.rm(self._at(STAGING), recursive=True)
        self.remove(SUCCESS)
        return self

    def end(self) -> None:
        """Say that the output is whole."""
        self.put_bytes(b"", SUCCESS)
        if not self._puts_whole():
            with storage_errors(self.url):
                self._storage.rm(self._at(STAGING), recursive=True)
