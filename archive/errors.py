"""The exceptions that the archive raises on purpose, in one tree under ``ArchiveError``.

The message of each has the fault, its place (file, offset, URL) and advice, in one line; a command prints that line
on standard error and exits with the error's ``exit_code``.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class ArchiveError(Exception):
    """Raised when the archive cannot be used; parent of every exception of this package."""

    exit_code = 3


class ArchiveMissing(ArchiveError):
    """Raised if there is no archive at a place, or the archive does not have what was requested."""


class ArchiveUnusable(ArchiveError):
    """Raised if the place given for the archive is not a directory, or cannot be read or written."""


class ArchiveLocked(ArchiveError):
    """Raised if another process, such as a crawl, holds a lock of the archive that this one needs."""


class ArchiveDamaged(ArchiveError):
    """Raised if stored bytes are damaged: a torn record, a digest that does not match."""


class IndexMissing(ArchiveMissing):
    """Raised if there is no index, or an empty one; it can be built from the files of the archive."""


class IndexOutdated(ArchiveDamaged):
    """Raised if the index was built by another version of this program; it can be rebuilt from the files."""


class AnswerTooSlow(ArchiveError):
    """Raised if a query of the index takes longer than its caller allowed."""


class UsageError(ArchiveError):
    """Raised for a meaningless request: an empty query, a malformed date."""

    exit_code = 2


class SiteUnknown(UsageError):
    """Raised if nothing in a file to be added to the archive shows its site."""


class SiteUnreachable(ArchiveError):
    """Raised if a crawl could not begin because the site or the network failed."""

    exit_code = 4


class QueueUnusable(ArchiveError):
    """Raised if the queue of sites cannot be reached, or accepts no writes."""

    exit_code = 4


class StoreUnusable(ArchiveUnusable):
    """Raised if object storage cannot be reached, or refuses to be read or written."""

    exit_code = 4


class AddressTaken(ArchiveError):
    """Raised if the reading room's server cannot listen on its address because another program does."""

    exit_code = 4


class ContentCodingError(ArchiveDamaged):
    """Raised if a body cannot be decoded with the content coding that its headers name."""


class ContentTooLarge(ArchiveError):
    """Raised if a response body exceeds the limit while it is decoded (a decompression bomb)."""


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn the system's errors of a file into ArchiveUnusable, whose message has the file and advice."""
    try:
        yield
    except OSError as error:
        raise _unusable(path, error) from error


def _unusable(path: Path, error: OSError) -> ArchiveError:
    """The error for a file that cannot be written, with the cause and advice.

    >>> print(_unusable(Path("a.warc.gz"), OSError(errno.ENOSPC, "No space left on device")))
    a.warc.gz cannot be written: No space left on device; make room, then give the same command again
    """
    if error.errno in _FULL:
        advice = "make room, then give the same command again"
    else:
        advice = "check permissions and disk, then give the same command again"
    return ArchiveUnusable(f"{path} cannot be written: {error.strerror or error}; {advice}")
