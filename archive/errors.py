"""The errors that this package raises on purpose, in one tree.

Each says what went wrong, where (file, offset, URL) and what to do next, in one line; a command prints that
line on standard error and ends with the error's ``exit_code``.
"""


class ArchiveError(Exception):
    """Raised when the archive cannot be used; parent of every error of this package."""

    exit_code = 3


class ArchiveMissing(ArchiveError):
    """Raised when there is no archive where one was looked for, or nothing in it that was asked for."""


class ArchiveUnusable(ArchiveError):
    """Raised when the place given for the archive is no directory or cannot be read or written."""


class ArchiveLocked(ArchiveError):
    """Raised when another process holds what this one needs alone."""


class ArchiveDamaged(ArchiveError):
    """Raised when stored bytes are not what they should be: a torn record, a digest that does not fit."""


class Withdrawn(ArchiveMissing):
    """Raised when what was asked for was taken out of all that the archive shows; the message says when and why."""

    @classmethod
    def since(cls, name: str, date: str, reason: str) -> "Withdrawn":
        """The error for a document or an address that was withdrawn on a date, in the archive's form."""
        return cls(f"{name}: withdrawn on {date[:10]}: {reason}")


class IndexMissing(ArchiveMissing):
    """Raised when there is no index, or an empty one; it is made from the files of the archive."""


class IndexOutdated(ArchiveDamaged):
    """Raised when the index was made by another version of this program; it is made anew from the files."""


class AnswerTooSlow(ArchiveError):
    """Raised when a question takes longer than its asker allowed."""


class UsageError(ArchiveError):
    """Raised when a caller asked for something that has no meaning: an empty query, a date that is none."""

    exit_code = 2


class SiteUnknown(UsageError):
    """Raised when nothing in a file that is to be added says of which site it is."""


class SiteUnreachable(ArchiveError):
    """Raised when a site or the network failed so that a crawl could not begin."""

    exit_code = 4


class QueueUnusable(ArchiveError):
    """Raised when the queue of sites cannot be reached, or takes nothing in."""

    exit_code = 4


class StoreUnusable(ArchiveUnusable):
    """Raised when object storage cannot be reached, or refuses to be read or written."""

    exit_code = 4


class AddressTaken(ArchiveError):
    """Raised when a server cannot listen where it was told to, since another program does."""

    exit_code = 4


class ContentCodingError(ArchiveDamaged):
    """Raised when a body cannot be decoded with the content coding that its headers name."""


class ContentTooLarge(ArchiveError):
    """Raised when a body grows past the limit while it is decoded (a decompression bomb)."""
