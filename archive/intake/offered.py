"""What is offered to the archive: WARC files, alone or in a package, and what kind of file is none."""

import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from archive.errors import UsageError
from archive.warc.digests import digest_of
from archive.warc.record import pieces
from archive.warc.source import GZIP_MAGIC, PLAIN_MAGIC

ZIP_MAGIC = b"PK\x03\x04"

_KNOWN = {
    b"\x28\xb5\x2f\xfd": "compressed with zstd; decompress it first ('zstd -d')",
    b"BZh": "compressed with bzip2; decompress it first ('bunzip2')",
    b"\xfd7zXZ": "compressed with xz; decompress it first ('unxz')",
    b"filedesc:": "an ARC file; convert it to WARC first ('warcio recompress')",
}


@dataclass(frozen=True, slots=True)
class Offered:
    """One WARC file: its name, the package that it lies in, if any, its size in bytes, and how it is opened."""

    name: str
    package: str | None
    size: int
    open: Callable[[], BinaryIO]

    @property
    def label(self) -> str:
        """How it is called in messages."""
        return f"{self.package}: {self.name}" if self.package else self.name

    def sha256(self) -> str:
        """The SHA-256 of all its bytes, in hexadecimal digits."""
        with self.open() as stream:
            return digest_of("sha256", pieces(stream)).hex()


@dataclass(frozen=True, slots=True)
class Package:
    """WARC files that are offered together, and what is not as the package says of them, a line each.

    ``begins`` are the offsets in bytes at which, by the package, records begin in a file, by the file's name.
    """

    warcs: tuple[Offered, ...]
    faults: tuple[str, ...] = ()
    begins: Mapping[str, frozenset[int]] = field(default_factory=dict)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turns the system's errors of reading a file inside into UsageError, which says what to do."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; name a WARC or WACZ file that can be read") from error


def magic_of(path: Path) -> bytes:
    """The first bytes of a file that may hold WARC records.

    Raises UsageError, which says what it is instead, for a directory, a device, an empty file, and a file of another
    format.
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


def warc_at(path: Path) -> Offered:
    """The file itself as what is offered."""
    with readable(path):
        return Offered(path.name, None, path.stat().st_size, lambda: path.open("rb"))
