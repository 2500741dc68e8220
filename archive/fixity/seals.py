"""Seals: ``NAME.sha256`` beside a file of documents or units, in the form of ``sha256sum``.

A seal is taken away before its file is changed, and made when that is done: a file without one is being written, or
was when its writer died.
"""

from pathlib import Path

from archive.disk import LinesFile, digest_of_file, disk_errors, replace_file, sync_directory

_SUFFIX = ".sha256"


def seal_of(path: Path) -> Path:
    """Where the seal of a file stands."""
    return path.with_name(path.name + _SUFFIX)


def seal(path: Path) -> None:
    """Make the seal of a file as it is."""
    replace_file(seal_of(path), [f"{digest_of_file(path)}  {path.name}\n".encode()])


def forget_seal(path: Path) -> None:
    """Take the seal of a file away, for good when it returns; before the file changes."""
    with disk_errors(path):
        if seal_of(path).exists():
            seal_of(path).unlink()
            sync_directory(path.parent)


def seal_fault(path: Path) -> str | None:
    """What is wrong with a sealed file: that it is missing, changed, or has no seal; None where it is as it was."""
    if not seal_of(path).exists():
        return "has no digest beside it" if path.exists() else None
    if not path.exists():
        return "is missing"
    if seal_of(path).read_bytes() != f"{digest_of_file(path)}  {path.name}\n".encode():
        return "is not what was written"
    return None


class SealedLines(LinesFile):
    """A file of lines that has a seal while nobody writes to it; what changes it is sealed when it is closed.

    One that has a seal and a torn line was not left by a writer but damaged: it keeps the seal, which tells.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._is_changed = not seal_of(path).exists()

    def append(self, lines: bytes) -> None:
        if lines:
            self._unseal()
        super().append(lines)

    def truncate(self, size: int) -> None:
        self._unseal()
        super().truncate(size)

    def close(self) -> None:
        super().close()
        if self._is_changed and self.path.exists():
            self._is_changed = False
            seal(self.path)

    def _unseal(self) -> None:
        if not self._is_changed:
            forget_seal(self.path)
            self._is_changed = True
