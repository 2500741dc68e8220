"""Worker processes of a re-extraction: a task is run on many WARC files at once, the largest files first."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from archive.index import Index
from archive.layout import Archive, WarcName
from archive.warc.warc_writer import FindOriginal

Work = Callable[[Archive, WarcName, FindOriginal], int]
"""The function that is run on a file; a worker process imports it, so it must belong to a module."""

P = ParamSpec("P")
T = TypeVar("T")


def for_each_file(
    work: Work, archive: Archive, stems: Sequence[WarcName], workers: int
) -> Iterator[tuple[WarcName, int]]:
    """Run ``work`` on each WARC file in workers, and yield its result as it is finished; the largest files first.

    An error for one file is raised here, once the files that are being worked on are finished.
    """
    if workers == 1 or len(stems) < 2:
        yield from ((stem, _run_on_file(work, archive, stem)) for stem in stems)
        return
    with worker_pool(min(workers, len(stems))) as pool:
        futures = {pool.submit(_run_on_file, work, archive, stem): stem for stem in largest_first(archive, stems)}
        for future in as_completed(futures):
            yield futures[future], future.result()


@contextmanager
def worker_pool(number: int) -> Iterator[Executor]:
    """Start a pool of worker processes for re-extraction; with one worker, this process does the work itself, at
    once.

    Tasks that wait when the block ends are cancelled.
    """
    if number == 1:
        collect_garbage_seldom()
        yield _ThisProcess()
        return
    with ProcessPoolExecutor(number, get_context("spawn"), collect_garbage_seldom) as pool:
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)


def collect_garbage_seldom() -> None:
    """Look for cyclic garbage every few pages: a page has thousands of objects, nearly all in use until its end."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _run_on_file(work: Work, archive: Archive, stem: WarcName) -> int:
    """The result of ``work`` for a file; payloads of revisits are found by the archive's index."""
    with Index(archive) as index:
        return work(archive, stem, index.capture_with_digest)


def largest_first(archive: Archive, stems: Sequence[WarcName]) -> list[WarcName]:
    """Order WARC files by size, so that no large one is begun when the others are nearly finished."""
    return sorted(stems, key=lambda stem: archive.warc_file(stem).stat().st_size, reverse=True)


def available_cores() -> int:
    """Return the number of processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _ThisProcess(Executor):
    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # raised when the result is read
            future.set_exception(error)
        return future
