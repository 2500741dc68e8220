"""Make all documents of many sites again, in several processes at once, and index them as they are made.

A worker's task is a part of a WARC file, so that one large file keeps all workers busy; results are written in the
order of the records. Workers take parts from one file and one site after another; this process writes files and index
meanwhile. A site is locked from its first part until its documents are indexed and its cross-page units made.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import IO

from archive.index import IndexWriter
from archive.index.update import cross_page_state, index_cross_page_units, index_documents
from archive.jobs import job_of, lock_site
from archive.layout import Archive, WarcName
from archive.translation_memory.cross_page_units import join_pages, remove_cross_page_units
from archive.warc import recover_site
from crawler.reextract.template_updates import store_learned_templates
from crawler.reextract.warc_file import (
    FileLines,
    Part,
    ReextractedFile,
    ReplacementFiles,
    largest_first,
    reextract_part,
    replace_files,
    worker_pool,
)
from crawler.rules import rules_revision

PART = 512 * 1024
"""The least bytes of a part of a WARC file: some fifty pages."""

_AHEAD = 2
"""Tasks per worker that are submitted before they are needed."""


@dataclass(slots=True)
class SiteProgress:
    """A site whose documents are made again: the files that wait, and those that are finished."""

    name: str
    lock: IO[bytes]
    waiting: deque[WarcName]
    files: int
    made: list[ReextractedFile] = field(default_factory=list)

    @property
    def documents(self) -> int:
        return sum(each.documents for each in self.made)


@dataclass(slots=True)
class FileProgress:
    """A WARC file whose documents are made again, part by part, in whatever order the parts are finished."""

    site: SiteProgress
    stem: WarcName
    closing: ExitStack
    new: ReplacementFiles
    waiting: deque[Part]
    begun: int = 0
    written: int = 0
    done: dict[int, FileLines] = field(default_factory=dict)

    def take(self, number: int, lines: FileLines) -> bool:
        """Take the result of a part, and write those that are next in order; return whether the file is complete."""
        self.done[number] = lines
        while self.written in self.done:
            self.new.append(self.done.pop(self.written))
            self.written += 1
        return not self.waiting and self.written == self.begun


@dataclass(slots=True)
class _Run:
    """The sites in progress and the tasks of the workers, each a part of a file, by its number."""

    archive: Archive
    writer: IndexWriter
    pool: Executor
    workers: int
    coming: deque[str]
    held: ExitStack
    report: Callable[[ReextractedFile], None]
    site: SiteProgress | None = None
    file: FileProgress | None = None
    tasks: dict["Future[FileLines]", tuple[FileProgress, int]] = field(default_factory=dict)

    def has_tasks(self, number: int) -> bool:
        """Submit parts until ``number`` tasks are running or no part is left; return whether any task is running."""
        while len(self.tasks) < number and (self._has_part() or self._has_file() or self.coming):
            if self.file and self._has_part():
                self._submit(self.file)
            elif self.site and self._has_file():
                self.file = self._open(self.site, self.site.waiting.popleft())
            else:
                self.site = self._begin(self.coming.popleft())
        return bool(self.tasks)

    def take(self, future: "Future[FileLines]") -> SiteProgress | None:
        """Take the result of a task; return its site once that is complete."""
        file, number = self.tasks.pop(future)
        if not file.take(number, future.result()):
            return None
        self._close(file)
        return self._end(file.site) if len(file.site.made) == file.site.files else None

    def _has_part(self) -> bool:
        return self.file is not None and bool(self.file.waiting)

    def _has_file(self) -> bool:
        return self.site is not None and bool(self.site.waiting)

    def _begin(self, name: str) -> SiteProgress:
        lock = self.held.enter_context(lock_site(self.archive, name))
        recover_site(self.archive.warc_dir, name)
        remove_cross_page_units(self.archive, name)
        store_learned_templates(self.archive, name, self.workers)
        stems = largest_first(self.archive, self.archive.warc_names_of(name))
        return SiteProgress(name, lock, deque(stems), len(stems))

    def _open(self, site: SiteProgress, stem: WarcName) -> FileProgress:
        closing = ExitStack()
        self.held.push(closing)
        new = closing.enter_context(replace_files(self.archive, stem))
        return FileProgress(site, stem, closing, new, deque(parts(self.writer.offsets(stem.warc))))

    def _submit(self, file: FileProgress) -> None:
        future = self.pool.submit(reextract_part, self.archive, file.stem, file.waiting.popleft())
        self.tasks[future] = file, file.begun
        file.begun += 1

    def _close(self, file: FileProgress) -> None:
        """Put the new files in place, and index them."""
        file.closing.close()
        job_of(self.archive, file.stem).mark_extracted(self.archive, file.stem, rules_revision())
        index_documents(self.archive, self.writer, file.stem)
        file.site.made.append(ReextractedFile(file.stem, file.new.number))
        self.report(file.site.made[-1])

    def _end(self, site: SiteProgress) -> SiteProgress:
        """Make the cross-page units of a site, with the help of the workers."""
        join_pages(self.archive, site.name, pool=self.pool if self.workers > 1 else None)
        index_cross_page_units(self.archive, self.writer, site.name, cross_page_state(self.archive, site.name))
        site.lock.close()
        return site


def reextract_sites(
    archive: Archive,
    sites: Sequence[str],
    workers: int,
    report: Callable[[ReextractedFile], None] = lambda file: None,
) -> Iterator[SiteProgress]:
    """Make all documents of these sites again, and index them; each site is yielded when it is complete.

    There are fewer workers than asked for if there is not a part for each, since a process takes a second to start.
    ``report`` is called with each file. The WARC files must be in the index. Raises ArchiveLocked if a site is being
    crawled; the documents of unfinished files then stay as they were.
    """
    sizes = _sizes(archive)
    workers = min(workers, sum(sizes[site] for site in sites) // PART) or 1
    with ExitStack() as held, IndexWriter(archive) as writer, worker_pool(workers) as pool:
        under_way = _Run(archive, writer, pool, workers, deque(sites), held, report)
        while under_way.has_tasks(_AHEAD * workers):
            for future in wait(under_way.tasks, return_when=FIRST_COMPLETED).done:
                site = under_way.take(future)
                if site:
                    yield site


def parts(offsets: Iterable[int]) -> Iterator[Part]:
    """The parts of a WARC file with records at these offsets, in order; together the whole file, at least one part.

    >>> list(parts([300, 200_000, 600_000, 700_000]))
    [Part(start=0, end=600000), Part(start=600000, end=None)]
    """
    start = 0
    for offset in offsets:
        if offset - start >= PART:
            yield Part(start, offset)
            start = offset
    yield Part(start)


def sites_by_size(archive: Archive) -> list[str]:
    """The sites that have a WARC file, by the total size of their files, the largest first."""
    sizes = _sizes(archive)
    return sorted(sizes, key=lambda site: (-sizes[site], site))


def _sizes(archive: Archive) -> Counter[str]:
    """The bytes of each site's WARC files."""
    sizes: Counter[str] = Counter()
    for path in archive.warc_paths():
        sizes[WarcName.parse(path.name).site] += path.stat().st_size
    return sizes
