"""The public sets: where they come from, at which commit, and which of their files are read."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).parents[2] / ".clients" / "sets"
"""Where the sets are cloned to when no folder is named; ignored by git."""

_CLONE_SECONDS = 900


class SetUnusable(Exception):
    """Raised when a set is not there, is another version, or holds what must not be read; says what to do."""


@dataclass(frozen=True, slots=True)
class PublicSet:
    """A set: its folder's name, its repository, the commit, what of it is checked out, and what of that is read.

    ``digest`` is SHA-256 over the names and bytes of the files that ``read`` matches: the set as it is at ``commit``,
    whether it was cloned or copied. ``forbidden`` is a folder that nobody here may look at.
    """

    name: str
    repository: str
    commit: str
    checked_out: tuple[str, ...]
    read: tuple[str, ...]
    digest: str
    forbidden: str | None = None


AEB = PublicSet(
    name="aeb",
    repository="https://github.com/scrapinghub/article-extraction-benchmark",
    commit="4a3bc979f76c0df73cb95fe272e2fc1b96f9f010",
    checked_out=("/LICENSE", "/README.rst", "/evaluate.py", "/ground-truth.json", "/html/", "/output/"),
    read=("ground-truth.json", "html/*.html.gz"),
    digest="4998dba730d5892d660aa9a8c00d834571401c3c5a9566645e15e2665d5b26c7",
)
WCXB = PublicSet(
    name="wcxb",
    repository="https://github.com/Murrough-Foley/web-content-extraction-benchmark",
    commit="c039d5ee9f5a3a984a0e167e63aacd04e76e78a9",
    checked_out=("/LICENSE", "/README.md", "/evaluate.py", "/dev/"),
    read=("dev/ground-truth/*.json", "dev/html/*.html.gz"),
    digest="7c43b227367f623a516e54a7bc17c462905a363b2e03d19a538432b5cd10c283",
    forbidden="test",
)


def folder_of(wanted: PublicSet, named: Path | None) -> Path:
    """The folder of a set: in the named one, else below HOME, where it is cloned if it is not there.

    Raises SetUnusable.
    """
    folder = (named or HOME) / wanted.name
    if named is None and not folder.exists():
        clone(wanted, folder)
    check(wanted, folder)
    return folder


def check(wanted: PublicSet, folder: Path) -> None:
    """Raises SetUnusable when the folder does not hold the set as it is at its commit, or what must not be read."""
    if not folder.is_dir():
        raise SetUnusable(f"{folder} is not there: clone {wanted.repository} at {wanted.commit} into it")
    if wanted.forbidden and (folder / wanted.forbidden).exists():
        raise SetUnusable(
            f"{folder / wanted.forbidden} is kept apart and must not be read here: leave it out of the checkout"
        )
    if content_digest(wanted, folder) != wanted.digest:
        raise SetUnusable(
            f"{folder} is not {wanted.repository} at {wanted.commit}: check that commit out, with nothing changed"
        )


def content_digest(wanted: PublicSet, folder: Path) -> str:
    """SHA-256 in hex over the files of the set that are read, in order of their names."""
    found = hashlib.sha256()
    for path in _read_files(wanted, folder):
        found.update(path.relative_to(folder).as_posix().encode() + b"\0")
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _read_files(wanted: PublicSet, folder: Path) -> Iterator[Path]:
    for pattern in wanted.read:
        yield from sorted(folder.glob(pattern))


def clone(wanted: PublicSet, folder: Path) -> None:
    """Checks the set out at its commit, without what is not to be read. Raises SetUnusable when that fails."""
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    steps = (
        ["init", "--quiet"],
        ["remote", "add", "origin", wanted.repository],
        ["sparse-checkout", "set", "--no-cone", *wanted.checked_out],
        ["fetch", "--quiet", "--depth", "1", "--filter=blob:none", "origin", wanted.commit],
        ["checkout", "--quiet", "--detach", wanted.commit],
    )
    for step in steps:
        _git(wanted, partial, step)
    partial.rename(folder)


def _git(wanted: PublicSet, folder: Path, arguments: list[str]) -> None:
    try:
        subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env={**os.environ, "GIT_TERMINAL_PROMPT": "0"},
            check=True,
            capture_output=True,
            text=True,
            timeout=_CLONE_SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        told = (getattr(error, "stderr", None) or str(error)).strip().splitlines()[-1:]
        raise SetUnusable(
            f"{wanted.repository} cannot be cloned ({' '.join(told)}): "
            f"name a folder that holds '{wanted.name}' with --sets DIR (make eval-public SETS=DIR)"
        ) from error
