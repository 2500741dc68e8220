"""Do the same for many WARC files, in this process or in several."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from archive.index import Index
from archive.layout import Archive, WarcName
from archive.warc import FindOriginal

Work = Callable[[Archive, WarcName, FindOriginal], int]
"""What is done for a file: a function that a process can be told of, so one of a module."""

P = ParamSpec("P")
T = TypeVar("T")


def each_file(
    work: Work, archive: Archive, stems: Sequence[WarcName], workers: int
) -> Iterator[tuple[WarcName, int]]:
    """What ``work`` gives for each file, as it is done; with several workers in no order, the largest file first.

    What it raises for one file is raised here, when the files that are under way are done.
    """
    if workers == 1 or len(stems) < 2:
        yield from ((stem, done(work, archive, stem)) for stem in stems)
        return
    with processes(min(workers, len(stems))) as pool:
        futures = {pool.submit(done, work, archive, stem): stem for stem in largest_first(archive, stems)}
        for future in as_completed(futures):
            yield futures[future], future.result()


@contextmanager
def processes(number: int) -> Iterator[Executor]:
    """So many processes that do what they are told to; for one, this process does it itself, at once.

    What waits when the block ends is not done any more.
    """
    if number == 1:
        yield _ThisProcess()
        return
    with ProcessPoolExecutor(number, get_context("spawn")) as pool:
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)


def done(work: Work, archive: Archive, stem: WarcName) -> int:
    """What ``work`` gives for a file; the payloads of revisits are found by the archive's index."""
    with Index(archive) as index:
        return work(archive, stem, index.capture_with_digest)


def largest_first(archive: Archive, stems: Sequence[WarcName]) -> list[WarcName]:
    """The files in that order, so that none that takes long is begun when the others are nearly done."""
    return sorted(stems, key=lambda stem: archive.warc_file(stem).stat().st_size, reverse=True)


def available_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _ThisProcess(Executor):
    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # raised where the result is asked for
            future.set_exception(error)
        return future
