"""Run a function on many WARC files, in this process or in several worker processes."""

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
"""The function that is run on a file; a worker process imports it, so it must belong to a module."""

P = ParamSpec("P")
T = TypeVar("T")


def for_each_file(
    work: Work, archive: Archive, stems: Sequence[WarcName], workers: int
) -> Iterator[tuple[WarcName, int]]:
    """The result of ``work`` for each file, as it is finished; several workers begin with the largest files.

    An error for one file is raised here, once the files that are being worked on are finished.
    """
    if workers == 1 or len(stems) < 2:
        yield from ((stem, run_on_file(work, archive, stem)) for stem in stems)
        return
    with worker_pool(min(workers, len(stems))) as pool:
        futures = {pool.submit(run_on_file, work, archive, stem): stem for stem in largest_first(archive, stems)}
        for future in as_completed(futures):
            yield futures[future], future.result()


@contextmanager
def worker_pool(number: int) -> Iterator[Executor]:
    """A pool of worker processes; with one worker, this process does the work itself, at once.

    Tasks that wait when the block ends are cancelled.
    """
    if number == 1:
        yield _ThisProcess()
        return
    with ProcessPoolExecutor(number, get_context("spawn")) as pool:
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)


def run_on_file(work: Work, archive: Archive, stem: WarcName) -> int:
    """The result of ``work`` for a file; payloads of revisits are found by the archive's index."""
    with Index(archive) as index:
        return work(archive, stem, index.capture_with_digest)


def largest_first(archive: Archive, stems: Sequence[WarcName]) -> list[WarcName]:
    """The files by size, so that no large file is begun when the others are nearly finished."""
    return sorted(stems, key=lambda stem: archive.warc_file(stem).stat().st_size, reverse=True)


def available_cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _ThisProcess(Executor):
    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # raised when the result is read
            future.set_exception(error)
        return future
