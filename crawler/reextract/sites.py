"""All documents of many sites made again: by several processes at once, and taken into the index as they are made.

A site is locked from its first file on, until its documents are indexed and the units that join its pages are made.
Workers take files from one site after another, so that none waits for a site's last file; what is left to this
process, the index, is done while they go on.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import IO

from archive.index import IndexWriter
from archive.index.across import across_state, take_across
from archive.index.update import take_documents
from archive.jobs import job_of, lock_site
from archive.layout import Archive, Stem
from archive.memory import forget_across, join_pages
from archive.warc import recover_site
from crawler.reextract.files import Remade, remake_file
from crawler.reextract.workers import done, largest_first, processes

_AHEAD = 2
"""Tasks for each worker that are handed out before they are needed."""


@dataclass(slots=True)
class Site:
    """A site whose documents are made again: what is still to do, and what has been done."""

    name: str
    lock: IO[bytes]
    waiting: deque[Stem]
    files: int
    made: list[Remade] = field(default_factory=list)

    @property
    def documents(self) -> int:
        return sum(each.documents for each in self.made)

    @property
    def is_made(self) -> bool:
        """Whether all its files are done, and only what joins its pages is not."""
        return len(self.made) == self.files


@dataclass(slots=True)
class Sites:
    """The sites that are under way, and the workers' tasks, each for a file or for what joins the pages of a site."""

    archive: Archive
    writer: IndexWriter
    pool: Executor
    coming: deque[str]
    locks: ExitStack
    tell: Callable[[Remade], None]
    begun: Site | None = None
    tasks: dict["Future[int]", tuple[Site, Stem | None]] = field(default_factory=dict)

    def has_tasks(self, number: int) -> bool:
        """Hands out files until so many tasks are under way or none is left; whether any is."""
        while len(self.tasks) < number and (self._has_file() or self.coming):
            if self._has_file() and self.begun:
                stem = self.begun.waiting.popleft()
                self.tasks[self.pool.submit(done, remake_file, self.archive, stem)] = self.begun, stem
            else:
                self.begun = self._begin(self.coming.popleft())
        return bool(self.tasks)

    def _has_file(self) -> bool:
        return self.begun is not None and bool(self.begun.waiting)

    def take(self, future: "Future[int]") -> Site | None:
        """Takes in what a task has made; the site, when it is done with."""
        site, stem = self.tasks.pop(future)
        number = future.result()
        if stem is None:
            take_across(self.archive, self.writer, site.name, across_state(self.archive, site.name))
            site.lock.close()
            return site
        job_of(self.archive, stem).mark_extracted(self.archive, stem)
        take_documents(self.archive, self.writer, stem)
        site.made.append(Remade(stem, number))
        self.tell(site.made[-1])
        if site.is_made:
            self._join(site)
        return None

    def _begin(self, name: str) -> Site:
        lock = self.locks.enter_context(lock_site(self.archive, name))
        recover_site(self.archive.warc_dir, name)
        forget_across(self.archive, name)
        stems = largest_first(self.archive, self.archive.stems_of(name))
        return Site(name, lock, deque(stems), len(stems))

    def _join(self, site: Site) -> None:
        self.tasks[self.pool.submit(join_pages, self.archive, site.name)] = site, None


def remake_sites(
    archive: Archive, sites: Iterable[str], workers: int, tell: Callable[[Remade], None] = lambda file: None
) -> Iterator[Site]:
    """Makes all documents of these sites again, and indexes them; each site when it is done, in the order given.

    ``tell`` is told of each file. Raises ArchiveLocked when a site is being crawled, ArchiveDamaged at a record that
    is torn; what was under way then is done, and the documents of that file are as they were.
    """
    with ExitStack() as locks, IndexWriter(archive) as writer, processes(workers) as pool:
        under_way = Sites(archive, writer, pool, deque(sites), locks, tell)
        while under_way.has_tasks(_AHEAD * workers):
            for future in wait(under_way.tasks, return_when=FIRST_COMPLETED).done:
                site = under_way.take(future)
                if site:
                    yield site


def by_size(archive: Archive) -> list[str]:
    """The sites that have a WARC file, those whose files are largest together first."""
    sizes: Counter[str] = Counter()
    for path in archive.warc_paths():
        sizes[Stem.parse(path.name).site] += path.stat().st_size
    return sorted(sizes, key=lambda site: (-sizes[site], site))
