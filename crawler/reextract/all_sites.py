"""Re-extraction of many sites in several processes at once, indexed as documents are made.

A worker's task is a part of a WARC file, so that one large file keeps all workers busy; results are written in the
order of the records. Workers take parts from one file and one site after another; this process writes files and index
meanwhile. A site is locked from its first part until its documents are indexed and its cross-page units made.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import IO

from archive.bitext.alignment.kept_alignments import KeptAlignments
from archive.document_and_unit_files import ReplacementFiles, replace_files
from archive.index import IndexWriter
from archive.index.update import index_cross_page_units, index_documents
from archive.jobs_and_locks import Jobs, job_of, lock_site
from archive.layout import Archive, WarcName
from archive.query.statistics import warc_sizes
from archive.translation_memory.missing_and_cross_page_units import (
    cross_page_state,
    join_pages,
    remove_cross_page_units,
)
from archive.warc.open_warc_file_and_recovery import recover_site
from crawler.reextract.reextraction_of_files_and_worker_processes import (
    FileLines,
    ReextractedFile,
    largest_first,
    parts,
    reextract_part,
    worker_pool,
)
from crawler.reextract.template_updates import store_learned_templates, unsketched_jobs, update_templates
from crawler.rules_revision_of_documents_and_sketches import rules_revision
from crawler.sites import KnownSites
from crawler.template_files_and_learning import sketches_part, store_sketches

PART = 512 * 1024
"""The least bytes of a part of a WARC file: some fifty pages."""

_AHEAD = 2
"""Tasks per worker that are submitted before they are needed."""


@dataclass(slots=True)
class SiteProgress:
    """A site that is being re-extracted: its WARC files, and those that are finished.

    The pages of the jobs ``unsketched`` are sketched on the way, and its templates learned at its end.
    """

    name: str
    lock: IO[bytes]
    stems: Sequence[WarcName]
    unsketched: Jobs
    made: dict[WarcName, int] = field(default_factory=dict)

    @property
    def files(self) -> int:
        return len(self.stems)

    @property
    def documents(self) -> int:
        return sum(self.made.values())


@dataclass(frozen=True, slots=True)
class _OpenFile:
    """A WARC file whose documents are made again, and the new files that they are written to."""

    site: SiteProgress
    stem: WarcName
    closing: ExitStack
    new: ReplacementFiles
    sketches: IO[bytes] | None
    alignments: KeptAlignments = field(default_factory=KeptAlignments)

    def append(self, lines: FileLines) -> None:
        self.new.append(lines.documents, lines.units, lines.number)
        self.alignments.used.update(lines.alignments)
        if self.sketches:
            self.sketches.write(lines.sketches)


@dataclass(frozen=True, slots=True)
class _Task:
    """A part of a WARC file that a worker re-extracts; ``is_last``: the file has no part after it."""

    file: _OpenFile
    is_last: bool
    lines: "Future[FileLines]"


@dataclass(frozen=True, slots=True)
class _Run:
    """What all sites of a re-extraction share; ``held`` releases the locks and open files if it fails."""

    archive: Archive
    writer: IndexWriter
    pool: Executor
    workers: int
    held: ExitStack
    report: Callable[[ReextractedFile], None]

    def tasks(self, sites: Iterable[str]) -> Iterator[_Task]:
        """Submit the parts of the sites' WARC files, one at a time; a site is locked when its first part is next."""
        for name in sites:
            site = self._begin(name)
            for stem in site.stems:
                file = self._open(site, stem)
                *others, last = parts(self.writer.offsets(stem.warc), PART)
                for part in (*others, last):
                    lines = self.pool.submit(reextract_part, self.archive, stem, part, file.sketches is not None)
                    yield _Task(file, part is last, lines)

    def take(self, task: _Task) -> SiteProgress | None:
        """Write the documents of a task, in the order of the tasks; return the site once it is complete."""
        file, site = task.file, task.file.site
        file.append(task.lines.result())
        if not task.is_last:
            return None
        self._close(file)
        return self._end(site) if len(site.made) == site.files else None

    def _begin(self, name: str) -> SiteProgress:
        lock = self.held.enter_context(lock_site(self.archive, name))
        recover_site(self.archive, name)
        remove_cross_page_units(self.archive, name)
        unsketched = unsketched_jobs(self.archive, name)
        if not unsketched:
            store_learned_templates(self.archive, name, self.workers)
        stems = largest_first(self.archive, self.archive.warc_names_of(name))
        return SiteProgress(name, lock, stems, unsketched)

    def _open(self, site: SiteProgress, stem: WarcName) -> _OpenFile:
        closing = ExitStack()
        self.held.push(closing)
        new = closing.enter_context(replace_files(self.archive, stem))
        sketches = None
        if stem.job in site.unsketched:
            sketches = closing.enter_context(sketches_part(self.archive, stem).open("wb"))
        return _OpenFile(site, stem, closing, new, sketches)

    def _close(self, file: _OpenFile) -> None:
        """Put the new files in place, and index them."""
        file.closing.close()
        file.alignments.store(self.archive.alignments_file(file.stem))
        job_of(self.archive, file.stem).mark_extracted(self.archive, file.stem, rules_revision())
        index_documents(self.archive, self.writer, file.stem)
        file.site.made[file.stem] = file.new.number
        self.report(ReextractedFile(file.stem, file.new.number))

    def _update_templates(self, site: SiteProgress) -> None:
        """Learn the templates of a site from its new sketches, and make the documents again that they change."""
        store_sketches(self.archive, KnownSites(self.archive).named(site.name), site.unsketched)
        for stem, before, after in update_templates(self.archive, site.name, self.workers, pool=self.pool):
            index_documents(self.archive, self.writer, stem)
            site.made[stem] += len(after) - len(before)

    def _end(self, site: SiteProgress) -> SiteProgress:
        """Update the templates and make the cross-page units of a site, with the help of the workers."""
        if site.unsketched:
            self._update_templates(site)
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
    """Re-extract all documents of these sites, and index them; each site is yielded when it is complete.

    There are fewer workers than asked for if there is not a part for each, since a process takes a second to start.
    ``report`` is called with each file. The WARC files must be in the index. Raises ArchiveLocked if a site is being
    crawled; the documents of unfinished files then stay as they were.
    """
    sizes = warc_sizes(archive)
    workers = min(workers, sum(sizes[site] for site in sites) // PART) or 1
    with ExitStack() as held, IndexWriter(archive) as writer, worker_pool(workers) as pool:
        run = _Run(archive, writer, pool, workers, held, report)
        for task in _in_order(run.tasks(sites), _AHEAD * workers):
            if site := run.take(task):
                yield site


def _in_order(tasks: Iterator[_Task], ahead: int) -> Iterator[_Task]:
    """The tasks, each after ``ahead`` later ones were submitted, so that workers do not wait for its result."""
    waiting: deque[_Task] = deque()
    for task in tasks:
        waiting.append(task)
        if len(waiting) > ahead:
            yield waiting.popleft()
    yield from waiting
