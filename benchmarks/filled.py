"""Archives of generated documents, made for one benchmark or kept for the next."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from archive.index import IndexWriter
from archive.layout import Archive
from benchmarks.generated import Words, documents

_BATCH = 1000
_SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class Filled:
    """An archive with so many documents in its index, and the seconds that indexing took."""

    archive: Archive
    count: int
    seconds: float


@contextmanager
def filled(count: int, kept: Path | None) -> Iterator[Filled]:
    """An archive that is thrown away afterwards, or one under ``kept``, which is made where it is not there."""
    if kept is None:
        with tempfile.TemporaryDirectory() as directory:
            yield _fill(Path(directory), count)
    else:
        place = kept / str(count)
        known = place / _SECONDS
        yield Filled(Archive(place), count, float(known.read_text())) if known.exists() else _fill(place, count)


def _fill(place: Path, count: int) -> Filled:
    """Making the documents is not counted."""
    archive = Archive(place).create()
    made, seconds = documents(count, Words(1)), 0.0
    with IndexWriter(archive) as writer:
        while batch := list(islice(made, _BATCH)):
            start = time.perf_counter()
            writer.add((), batch)
            seconds += time.perf_counter() - start
        start = time.perf_counter()
        writer.optimize()
        seconds += time.perf_counter() - start
    (place / _SECONDS).write_text(str(seconds))
    return Filled(archive, count, seconds)
