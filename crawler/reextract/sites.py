"""All documents of many sites made again: by several processes at once, and taken into the index as they are made.

A task of a worker is a part of a WARC file, so that one large file keeps all workers busy; what they give is written
in the order of the records. Workers take parts from one file and one site after another; what is left to this
process, the files and the index, is done while they go on. A site is locked from its first part on, until its
documents are indexed and the units that join its pages are made.
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
from crawler.reextract.documents import Part
from crawler.reextract.files import Lines, NewFiles, Remade, made_anew, remake_part
from crawler.reextract.settling import prepare_templates
from crawler.reextract.workers import largest_first, processes
from crawler.rules import rules_revision

PART = 512 * 1024
"""Bytes of a WARC file that a part has at least: some fifty pages."""

_AHEAD = 2
"""Tasks for each worker that are handed out before they are needed."""


@dataclass(slots=True)
class Site:
    """A site whose documents are made again: what is still to do, and what has been done."""

    name: str
    lock: IO[bytes]
    waiting: deque[WarcName]
    files: int
    made: list[Remade] = field(default_factory=list)

    @property
    def documents(self) -> int:
        return sum(each.documents for each in self.made)


@dataclass(slots=True)
class File:
    """A WARC file of which the documents are made again, part by part, in whatever order the parts are done."""

    site: Site
    stem: WarcName
    closing: ExitStack
    new: NewFiles
    waiting: deque[Part]
    begun: int = 0
    written: int = 0
    done: dict[int, Lines] = field(default_factory=dict)

    def take(self, number: int, lines: Lines) -> bool:
        """Take what a part has given, and writes what is next in order; whether the file is whole."""
        self.done[number] = lines
        while self.written in self.done:
            self.new.append(self.done.pop(self.written))
            self.written += 1
        return not self.waiting and self.written == self.begun


@dataclass(slots=True)
class Sites:
    """The sites that are under way and the tasks of the workers, each a part of a file, by its number."""

    archive: Archive
    writer: IndexWriter
    pool: Executor
    workers: int
    coming: deque[str]
    held: ExitStack
    tell: Callable[[Remade], None]
    site: Site | None = None
    file: File | None = None
    tasks: dict["Future[Lines]", tuple[File, int]] = field(default_factory=dict)

    def has_tasks(self, number: int) -> bool:
        """Hand out out parts of files until so many tasks are under way or none is left; whether any is."""
        while len(self.tasks) < number and (self._has_part() or self._has_file() or self.coming):
            if self.file and self._has_part():
                self._hand_out(self.file)
            elif self.site and self._has_file():
                self.file = self._open(self.site, self.site.waiting.popleft())
            else:
                self.site = self._begin(self.coming.popleft())
        return bool(self.tasks)

    def take(self, future: "Future[Lines]") -> Site | None:
        """Take in what a task has made; the site, when it is done with."""
        file, number = self.tasks.pop(future)
        if not file.take(number, future.result()):
            return None
        self._close(file)
        return self._end(file.site) if len(file.site.made) == file.site.files else None

    def _has_part(self) -> bool:
        return self.file is not None and bool(self.file.waiting)

    def _has_file(self) -> bool:
        return self.site is not None and bool(self.site.waiting)

    def _begin(self, name: str) -> Site:
        lock = self.held.enter_context(lock_site(self.archive, name))
        recover_site(self.archive.warc_dir, name)
        remove_cross_page_units(self.archive, name)
        prepare_templates(self.archive, name, self.workers)
        stems = largest_first(self.archive, self.archive.stems_of(name))
        return Site(name, lock, deque(stems), len(stems))

    def _open(self, site: Site, stem: WarcName) -> File:
        closing = ExitStack()
        self.held.push(closing)
        new = closing.enter_context(made_anew(self.archive, stem))
        return File(site, stem, closing, new, deque(parts(self.writer.offsets(stem.warc))))

    def _hand_out(self, file: File) -> None:
        future = self.pool.submit(remake_part, self.archive, file.stem, file.waiting.popleft())
        self.tasks[future] = file, file.begun
        file.begun += 1

    def _close(self, file: File) -> None:
        """Put the files in their places and into the index."""
        file.closing.close()
        job_of(self.archive, file.stem).mark_extracted(self.archive, file.stem, rules_revision())
        index_documents(self.archive, self.writer, file.stem)
        file.site.made.append(Remade(file.stem, file.new.number))
        self.tell(file.site.made[-1])

    def _end(self, site: Site) -> Site:
        """Join the pages of a site, with the help of the workers."""
        join_pages(self.archive, site.name, pool=self.pool if self.workers > 1 else None)
        index_cross_page_units(self.archive, self.writer, site.name, cross_page_state(self.archive, site.name))
        site.lock.close()
        return site


def remake_sites(
    archive: Archive, sites: Sequence[str], workers: int, tell: Callable[[Remade], None] = lambda file: None
) -> Iterator[Site]:
    """Make all documents of these sites again, and indexes them; each site when it is done, in the order given.

    There are fewer workers than asked for where there is not a part for each: a process takes a second to begin.
    ``tell`` is told of each file. The WARC files are in the index. Raises ArchiveLocked when a site is
    being crawled; the documents of the files that were under way are then as they were.
    """
    sizes = _sizes(archive)
    workers = min(workers, sum(sizes[site] for site in sites) // PART) or 1
    with ExitStack() as held, IndexWriter(archive) as writer, processes(workers) as pool:
        under_way = Sites(archive, writer, pool, workers, deque(sites), held, tell)
        while under_way.has_tasks(_AHEAD * workers):
            for future in wait(under_way.tasks, return_when=FIRST_COMPLETED).done:
                site = under_way.take(future)
                if site:
                    yield site


def parts(offsets: Iterable[int]) -> Iterator[Part]:
    """The parts of a WARC file with records at these offsets, in order; all of it, and one at least.

    >>> list(parts([300, 200_000, 600_000, 700_000]))
    [Part(start=0, end=600000), Part(start=600000, end=None)]
    """
    start = 0
    for offset in offsets:
        if offset - start >= PART:
            yield Part(start, offset)
            start = offset
    yield Part(start)


def by_size(archive: Archive) -> list[str]:
    """The sites that have a WARC file, those whose files are largest together first."""
    sizes = _sizes(archive)
    return sorted(sizes, key=lambda site: (-sizes[site], site))


def _sizes(archive: Archive) -> Counter[str]:
    """The bytes of each site's WARC files."""
    sizes: Counter[str] = Counter()
    for path in archive.warc_paths():
        sizes[WarcName.parse(path.name).site] += path.stat().st_size
    return sizes
