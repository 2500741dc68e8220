"""Alignments kept from an earlier run: what was aligned before, by the same aligner, is not aligned again.

An alignment depends on its texts and on the aligner alone, and is known by digests of both. ``index/alignments/NAME``
has the alignments of one WARC file's documents (NAME is its stem), or of a site's pages with each other (NAME is the
site's name). Its first line is the SHA-256, in hexadecimal digits, of the aligner's revision and of all that follows:
a line for each alignment, with the digest of its texts and its pairs or beads in JSON. A file of another aligner, or
a damaged one, counts as none; without any, all is aligned again, with the same result.
"""

import json
import platform
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar

from archive import word_lists_and_character_tables
from archive.bitext.chinese_words import dictionary_file
from archive.disk import make_folder, replace_file
from archive.errors import disk_errors
from archive.word_lists_and_character_tables import SIMPLIFIED, digest_of_packages, opencc_file

_DIGEST_SIZE = 15  # bytes, 20 characters in base 64

Alignments = Mapping[bytes, bytes]
"""Alignments in JSON by the digests of their texts."""


class _Aligned(Protocol):
    """A pair of blocks or a bead of segments."""

    @property
    def source(self) -> tuple[int, ...]: ...

    @property
    def target(self) -> tuple[int, ...]: ...

    @property
    def score(self) -> float: ...


T = TypeVar("T", bound=_Aligned)


class KeptAlignments:
    """Alignments known from an earlier run, and those ``used`` in this one, known or new."""

    def __init__(self, known: Alignments | None = None) -> None:
        self._known = known or {}
        self.used: dict[bytes, bytes] = {}

    @classmethod
    def of_file(cls, path: Path) -> Self:
        """Return the alignments kept in a file; none if it is missing, damaged, or of another aligner."""
        try:
            changed = path.stat().st_mtime_ns
        except OSError:
            return cls()
        return cls(_known_in(path, changed, aligner_revision()))

    def store(self, path: Path, *, with_unused: bool = False) -> None:
        """Write the alignments that were used to a file, and with ``with_unused`` those known besides.

        Raises ArchiveUnusable if it cannot be written.
        """
        kept = {**self._known, **self.used} if with_unused else self.used
        if not kept:
            with disk_errors(path):
                path.unlink(missing_ok=True)
            return
        body = b"".join([key + b" " + found + b"\n" for key, found in kept.items()])
        make_folder(path.parent)
        replace_file(path, [_seal(aligner_revision(), body), b"\n", body])

    @contextmanager
    def in_use(self) -> Iterator[Self]:
        """Let the aligner take alignments from here, and add new ones, in this thread, until the block ends."""
        token = _IN_USE.set(self)
        try:
            yield self
        finally:
            _IN_USE.reset(token)

    def find(self, key: bytes) -> bytes | None:
        """Return an alignment in JSON by the digest of its texts, and mark it as used; None for one not kept."""
        found = self.used.get(key) or self._known.get(key)
        if found is not None:
            self.used[key] = found
        return found


_IN_USE: ContextVar[KeptAlignments | None] = ContextVar("kept alignments", default=None)


def find_or_align(
    kind: str,
    texts: Sequence[Any],
    make: Callable[[tuple[int, ...], tuple[int, ...], float], T],
    align: Callable[[], list[T]],
) -> list[T]:
    """Return the alignment of texts that the kept alignments in use have, or else that of the aligner, which is kept.

    ``texts``, in JSON, are all that the aligner of this ``kind`` reads; ``make`` makes a pair or a bead.
    """
    kept = _IN_USE.get()
    if kept is None:
        return align()
    written = json.dumps([kind, texts], ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    key = b64encode(blake2b(written, digest_size=_DIGEST_SIZE).digest())
    if found := kept.find(key):
        return [make(tuple(source), tuple(target), score) for source, target, score in json.loads(found)]
    made = align()
    lines = [(each.source, each.target, each.score) for each in made]
    kept.used[key] = json.dumps(lines, separators=(",", ":")).encode()
    return made


@lru_cache(maxsize=2)  # a worker reads part after part of a file
def _known_in(path: Path, changed: int, revision: str) -> Alignments:
    """The alignments in a file as it was changed last, if they are of this revision of the aligner and undamaged."""
    try:
        seal, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return {}
    if seal != _seal(revision, body):
        return {}
    lines = (line.partition(b" ") for line in body.splitlines())
    return {key: found for key, _, found in lines}


def _seal(revision: str, body: bytes) -> bytes:
    return sha256(f"{revision}\n".encode() + body).hexdigest().encode()


@cache
def aligner_revision() -> str:
    """Return the revision of the aligner: its code, data and dictionary, and the Python that runs it."""
    others = Path(word_lists_and_character_tables.__file__), dictionary_file(), opencc_file(SIMPLIFIED)
    digest = sha256(b"".join([path.read_bytes() for path in others])).hexdigest()
    made_of = digest_of_packages(("archive.bitext", "archive.model"))
    return f"{made_of} {digest} {sys.version} {platform.machine()}"
