"""Files of an archive as tests read and write them, in whatever folder they are."""

import gzip
import shutil
from collections.abc import Callable, Iterable
from functools import cache, wraps
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.document_and_unit_files import gzip_member
from archive.layout import Archive


def made_once(make: Callable[[Path], Archive]) -> Callable[[Path], Archive]:
    """Wrap a function that makes an archive at a root: it is called once in a process, and its archive copied."""

    @cache
    def made() -> TemporaryDirectory[str]:
        directory = TemporaryDirectory()  # removed as the process ends
        make(Path(directory.name))
        return directory

    @wraps(make)
    def copied(root: Path) -> Archive:
        shutil.copytree(made().name, root, dirs_exist_ok=True)
        return Archive(root)

    return copied


def files_below(folder: Path) -> dict[str, bytes]:
    """The contents of all files below a folder, by their paths from it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def remove_files(folder: Path) -> None:
    """Remove all files below a folder; its folders stay."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()


def new_file(path: Path) -> Path:
    """The path, once its folder exists."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def plain(content: bytes) -> bytes:
    """The content of a file of lines, whether it is compressed or not."""
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


def read_lines(path: Path) -> list[bytes]:
    """The lines of a file of documents or units, with their line ends."""
    return plain(path.read_bytes()).splitlines(keepends=True)


def write_lines(path: Path, lines: Iterable[bytes]) -> None:
    """Replace a file of documents or units; each line becomes a gzip member if its name says so."""
    is_compressed = path.suffix == ".gz"
    path.write_bytes(b"".join(gzip_member(line) if is_compressed else line for line in lines))
