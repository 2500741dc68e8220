"""Gzip members of a WARC file, read strictly: a member that breaks off or fails its check sum is an error.

Other readers pass over a torn member and give a part of its record as if it were whole.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from archive.errors import ArchiveDamaged
from archive.layout import OPEN_SUFFIX

_GZIP = zlib.MAX_WBITS | 16
_PIECE = 16 * 1024  # a piece inflates to 16 MiB at most
_IN_MEMORY = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """One member: offset and length in the file in bytes, and its content at position 0."""

    offset: int
    length: int
    content: BinaryIO


def read_members(path: Path, start: int = 0) -> Iterator[Member]:
    """The members of the file from the offset ``start`` on, which is where one begins.

    A member's content is to be used before the next is asked for. Content over 4 MiB lies in a temporary file.
    A file that is named as open may be finished since, by the crawl that writes it. Raises ArchiveDamaged at the
    first member that is torn, fails its check sum, or is no gzip member.
    """
    with _opened(path) as stream:
        stream.seek(start)
        offset = start
        while stream.read(1):
            stream.seek(offset)
            with SpooledTemporaryFile(max_size=_IN_MEMORY) as content:
                length = _inflate(stream, cast(IO[bytes], content), f"{path.name}: offset {offset}")
                content.seek(0)
                yield Member(offset, length, cast(BinaryIO, content))
            offset += length
            stream.seek(offset)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        return path.with_name(path.name.removesuffix(OPEN_SUFFIX)).open("rb")


def _inflate(stream: BinaryIO, content: IO[bytes], where: str) -> int:
    """Writes the content of the member at the stream's position; its compressed length in bytes."""
    engine = zlib.decompressobj(_GZIP)
    read = 0
    while not engine.eof:
        piece = stream.read(_PIECE)
        read += len(piece)
        if not piece:
            raise ArchiveDamaged(f"{where}: the record breaks off at the end of the file")
        try:
            content.write(engine.decompress(piece))
        except zlib.error as error:
            raise ArchiveDamaged(f"{where}: no whole gzip member ({error})") from error
    return read - len(engine.unused_data)
