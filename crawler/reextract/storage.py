"""WARC files, and what is made of them, wherever they lie: on a disk or in object storage, by fsspec's addresses."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fsspec

from archive.errors import ArchiveError, ArchiveMissing, ArchiveUnusable, UsageError
from archive.layout import WARC_SUFFIX

SUCCESS = "_SUCCESS"
"""The name of the empty file that a whole output has, as Hadoop's jobs write it."""

_STAGING = "_staging"
_PIECE = 1024 * 1024
_MAGIC = frozenset("*?[")
_PUT_WHOLE = frozenset({"abfs", "az", "gcs", "gs", "memory", "s3", "s3a"})
"""Storages in which a file is there at once and whole, or not at all; the others can give a file another name."""


def expand(given: Iterable[str]) -> list[str]:
    """The addresses of WARC files that are meant, each once: an address or a path of one, a glob, or a list.

    A list is a text file with an address or a glob a line; empty lines are passed over. A file that is named and not
    there is kept, for whoever reads it to say so. Raises ArchiveMissing where a glob finds nothing or a list is not
    there, UsageError for an address of no known storage, ArchiveUnusable where the storage fails.
    """
    return list(dict.fromkeys(url for each in given for url in _expanded(each)))


def _expanded(given: str) -> list[str]:
    if _MAGIC.intersection(given) or given.endswith(WARC_SUFFIX):
        return _found(given)
    with storage_errors(given), fsspec.open(given, "rt", encoding="utf-8") as lines:
        named = [line.strip() for line in lines]
    return [url for line in named if line for url in _found(line)]


def _found(given: str) -> list[str]:
    with storage_errors(given):
        storage, path = fsspec.core.url_to_fs(given)
        if not _MAGIC.intersection(given):
            return [str(storage.unstrip_protocol(path))]
        found = sorted(str(storage.unstrip_protocol(each)) for each in storage.glob(path))
    if not found:
        raise ArchiveMissing(f"{given}: no file is named so; give the addresses of WARC files, or a list of them")
    return found


def name_of(url: str) -> str:
    """The last part of an address."""
    return url.rstrip("/").rpartition("/")[2]


def beside(url: str, directory: str) -> str:
    """The address of a directory that stands beside the one of a file.

    >>> beside("s3://news/archive/warc/a.warc.gz", "withdrawn")
    's3://news/archive/withdrawn'
    """
    return f"{url.rpartition('/')[0].rpartition('/')[0]}/{directory}"


def fetch(url: str, path: Path) -> None:
    """Copies a whole file to a path. Raises as ``expand``."""
    with storage_errors(url):
        storage, place = fsspec.core.url_to_fs(url)
        storage.get_file(place, str(path))


def fetch_range(url: str, offset: int, length: int, path: Path) -> None:
    """Copies so many bytes of a file from an offset on to the same offset of the file at a path.

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
    """Copies the files of a directory that are named so into another; none where it is not there."""
    with storage_errors(directory):
        storage, place = fsspec.core.url_to_fs(directory)
        for found in storage.glob(f"{place}/{pattern}"):
            storage.get_file(found, str(into / name_of(found)))


class Output:
    """The place for what is made: files below one address, each there whole or not at all.

    Every method raises UsageError for an address of no known storage, ArchiveUnusable where the storage fails.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        with storage_errors(url):
            self._storage, self._root = fsspec.core.url_to_fs(url, use_listings_cache=False)

    def begin(self) -> "Output":
        """The output itself: not whole from here on, and without what jobs that were killed left half.

        Raises UsageError where an archive is: its own commands write there.
        """
        with storage_errors(self.url):
            if self._storage.exists(self._at("warc")):
                raise UsageError(f"{self.url} is an archive; write beside it, then copy documents/ and bitext/ there")
            if self._storage.exists(self._at(_STAGING)):
                self._storage.rm(self._at(_STAGING), recursive=True)
        self.remove(SUCCESS)
        return self

    def end(self) -> None:
        """Says that the output is whole."""
        self.put_bytes(b"", SUCCESS)
        if not self._puts_whole():
            with storage_errors(self.url):
                self._storage.rm(self._at(_STAGING), recursive=True)

    def put(self, path: Path, name: str) -> None:
        """Writes the file at a path under a name, in one step."""
        self._put(name, lambda place: self._storage.put_file(str(path), place))

    def put_bytes(self, content: bytes, name: str) -> None:
        """Writes a small file under a name, in one step."""
        self._put(name, lambda place: self._storage.pipe_file(place, content))

    def _put(self, name: str, write: Callable[[str], object]) -> None:
        with storage_errors(f"{self.url}/{name}"):
            if self._puts_whole():
                write(self._at(name))
                return
            staged = self._at(f"{_STAGING}/{uuid.uuid4().hex}")
            for each in (staged, self._at(name)):
                self._storage.makedirs(each.rpartition("/")[0], exist_ok=True)
            write(staged)
            self._storage.mv(staged, self._at(name))

    def read(self, name: str) -> bytes | None:
        """The content of a small file, None where there is none."""
        with storage_errors(f"{self.url}/{name}"):
            try:
                content: bytes = self._storage.cat_file(self._at(name))
            except FileNotFoundError:
                return None
            return content

    def remove(self, name: str) -> None:
        """Removes a file, if it is there."""
        with storage_errors(f"{self.url}/{name}"):
            if self._storage.exists(self._at(name)):
                self._storage.rm_file(self._at(name))

    def directories(self, name: str) -> list[str]:
        """The names of what is in a directory, in order; none where it is not there."""
        with storage_errors(f"{self.url}/{name}"):
            try:
                return sorted(name_of(each) for each in self._storage.ls(self._at(name), detail=False))
            except FileNotFoundError:
                return []

    def _at(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _puts_whole(self) -> bool:
        protocol: Any = self._storage.protocol
        return not _PUT_WHOLE.isdisjoint([protocol] if isinstance(protocol, str) else protocol)


@contextmanager
def storage_errors(url: str) -> Iterator[None]:
    """Turns what a storage raises inside into an error of ours, which names the address."""
    try:
        yield
    except ArchiveError:
        raise
    except FileNotFoundError as error:
        raise ArchiveMissing(f"{url}: there is no such file; put it there, or leave it out") from error
    except (ImportError, ValueError) as error:
        raise UsageError(f"{url}: {_line(error)}; give a path, or an address that fsspec knows") from error
    except Exception as error:  # each storage has errors of its own
        raise ArchiveUnusable(f"{url}: {_line(error)}; see that it can be reached and read or written") from error


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
