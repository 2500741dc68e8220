"""Does the same for many WARC files, in this process or in several."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from archive.index import Index
from archive.layout import Archive, Stem
from archive.warc import FindOriginal

Work = Callable[[Archive, Stem, FindOriginal], int]
"""What is done for a file: a function that a process can be told of, so one of a module."""


def each_file(work: Work, archive: Archive, stems: Sequence[Stem], workers: int) -> Iterator[tuple[Stem, int]]:
    """What ``work`` gives for each file, as it is done; with several workers in no order, the largest file first.

    What it raises for one file is raised here, when the files that are under way are done.
    """
    if workers == 1 or len(stems) < 2:
        yield from ((stem, _done(work, archive, stem)) for stem in stems)
        return
    waiting = sorted(stems, key=lambda stem: archive.warc_file(stem).stat().st_size, reverse=True)
    with ProcessPoolExecutor(min(workers, len(stems)), get_context("spawn")) as pool:
        futures = {pool.submit(_done, work, archive, stem): stem for stem in waiting}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def available_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _done(work: Work, archive: Archive, stem: Stem) -> int:
    with Index(archive) as index:
        return work(archive, stem, index.capture_with_digest)
