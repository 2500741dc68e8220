"""The damage drill: something goes wrong in an archive, and what the check advises is done to the letter."""

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from archive.check.consistency_and_repair import check, repair
from archive.document_and_unit_files import find_documents
from archive.errors import ArchiveError
from archive.index import Filters, Index, update_index
from archive.index.update import create_missing_seals
from archive.layout import Archive
from archive.model.document import encode_document
from crawler.reextract.reextraction_of_files_and_worker_processes import reextract_missing
from tests.archive.check.archive_with_articles import BEGAN, SITE, exchange, write_warc

_COPY = re.compile(r"^(?:\S*/)?([^\s:/]+).*(?:put a good copy|own content back)")
_NAMES = re.compile(r"[\w.-]+\.warc\.gz")


def make_large(root: Path, documents: int, files: int = 5) -> Archive:
    """An archive of so many articles in several WARC files, a crawl each."""
    archive = Archive(root).create()
    each = documents // files
    for number in range(files):
        pages = [exchange(n, number) for n in range(number * each, (number + 1) * each)]
        write_warc(archive, f"crawl{number:03d}", pages, began=BEGAN + timedelta(days=number))
    return archive


@dataclass(frozen=True, slots=True)
class Damaged:
    """What was done to an archive: how, and to which file."""

    how: str
    path: Path


def damage(archive: Archive, chance: random.Random) -> Damaged:
    """Flips a byte, cuts, deletes or swaps a file, whichever and wherever chance will."""
    files = sorted(path for path in archive.root.rglob("*") if path.is_file() and path.stat().st_size)
    files = [path for path in files if path.name != "verified.json" and "sqlite3-" not in path.name]
    path, other = chance.sample(files, 2)
    content = path.read_bytes()
    at = chance.randrange(len(content))
    how = chance.choice(["flipped", "cut", "deleted", "swapped"])
    if how == "flipped":
        path.write_bytes(content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :])
    elif how == "cut":
        path.write_bytes(content[:at])
    elif how == "deleted":
        path.unlink()
    else:
        path.write_bytes(other.read_bytes())
        other.write_bytes(content)
    return Damaged(how, path)


def follow(archive: Archive, faults: list[str], copy: Path) -> None:
    """Does what the faults advise: good copies are put back, then what commands mend is mended."""
    for fault in faults:
        if _COPY.match(fault):
            _put_back(archive, fault, copy)
    told = "\n".join(faults)
    rebuild = ("'archive index --rebuild'", lambda: update_index(archive, rebuild=True))
    steps: list[tuple[str, Callable[[], object]]] = [
        rebuild,  # the other commands say so where they meet an index that is none
        ("'archive check --repair'", lambda: list(repair(archive))),
        ("'archive reextract'", lambda: _reextract(archive)),
        rebuild,
        ("put a good copy", lambda: update_index(archive)),
    ]
    for said, step in steps:
        if said in told:
            step()


def _put_back(archive: Archive, fault: str, copy: Path) -> None:
    found = _COPY.match(fault)
    names = {found[1] if found else "", *_NAMES.findall(fault)}
    for good in (path for path in copy.rglob("*") if path.name in names):
        shutil.copy(good, archive.root / good.relative_to(copy))


def _reextract(archive: Archive) -> None:
    """What the command does."""
    update_index(archive)
    list(reextract_missing(archive, SITE, verify=True))
    update_index(archive)


def state(archive: Archive) -> tuple[list[str], int, int]:
    """The documents, and how many of them and of captures the index finds."""
    documents = sorted(encode_document(stored.document) for stored in find_documents(archive))
    with Index(archive) as index:
        return documents, index.search("agency", Filters(), 1).total, index.counts().captures


def drill(sound: Archive, place: Path, seed: int) -> None:
    """One drill on a copy of a sound archive, which is left as it is."""
    shutil.copytree(sound.root, place)
    archive = Archive(place)
    before = state(archive)
    done = damage(archive, random.Random(seed))
    where = f"{done.how} {done.path.relative_to(place)}"
    for _ in range(3):  # what is mended may uncover what lies behind it
        create_missing_seals(archive)
        faults = check(archive).faults
        if not faults:
            break
        follow(archive, faults, sound.root)
    assert not faults, (where, faults)
    try:
        assert state(archive) == before, where
    except ArchiveError as error:
        raise AssertionError(where) from error
    shutil.rmtree(place)
