"""Candidates for adding: WARC files, alone or in a package, recognized by their first bytes."""

import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from archive.errors import UsageError
from archive.warc.digests import digest_of
from archive.warc.foreign_records import GZIP_MAGIC, PLAIN_MAGIC
from archive.warc.http_exchange import read_pieces

ZIP_MAGIC = b"PK\x03\x04"

_KNOWN = {
    b"\x28\xb5\x2f\xfd": "compressed with zstd; decompress it first ('zstd -d')",
    b"BZh": "compressed with bzip2; decompress it first ('bunzip2')",
    b"\xfd7zXZ": "compressed with xz; decompress it first ('unxz')",
    b"filedesc:": "an ARC file; convert it to WARC first ('warcio recompress')",
}


@dataclass(frozen=True, slots=True)
class ImportCandidate:
    """A WARC file: its name, the package that holds it, if any, its size in bytes, and a function that opens it."""

    name: str
    package: str | None
    size: int
    open: Callable[[], BinaryIO]

    @property
    def label(self) -> str:
        """Its name in messages."""
        return f"{self.package}: {self.name}" if self.package else self.name

    def sha256(self) -> str:
        """The SHA-256 of all its bytes, in hexadecimal digits."""
        with self.open() as stream:
            return digest_of("sha256", read_pieces(stream)).hex()


@dataclass(frozen=True, slots=True)
class ImportPackage:
    """WARC files of one package, and where they differ from what the package states, a line each.

    ``begins`` are the offsets in bytes at which the package says that records begin, by file name.
    """

    warcs: tuple[ImportCandidate, ...]
    faults: tuple[str, ...] = ()
    begins: Mapping[str, frozenset[int]] = field(default_factory=dict)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn errors of reading a file inside into UsageError with advice."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; name a WARC or WACZ file that can be read") from error


def leading_bytes(path: Path) -> bytes:
    """The first bytes of a WARC or ZIP file.

    Raises UsageError, which names what it is instead, for a directory, a device, an empty file, and another format.
    """
    with readable(path):
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UsageError(f"{path}: a directory; name the WARC and WACZ files in it")
        if not stat.S_ISREG(mode):
            raise UsageError(f"{path}: no regular file; name a WARC or WACZ file")
        with path.open("rb") as stream:
            magic = stream.read(16)
    if not magic:
        raise UsageError(f"{path}: empty; there is nothing to take")
    if not magic.startswith((GZIP_MAGIC, PLAIN_MAGIC, ZIP_MAGIC)):
        what = next((what for known, what in _KNOWN.items() if magic.startswith(known)), "neither WARC nor WACZ")
        raise UsageError(f"{path}: {what}; nothing was taken")
    return magic


def candidate_at(path: Path) -> ImportCandidate:
    """The candidate for a file on disk."""
    with readable(path):
        return ImportCandidate(path.name, None, path.stat().st_size, lambda: path.open("rb"))
