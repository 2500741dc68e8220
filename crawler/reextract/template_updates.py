"""Updates of a site's templates, and of the documents that they change, and no others."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path

from archive.document_and_unit_files import (
    DOCUMENT_LINES,
    UNIT_LINES,
    gzip_member,
    read_documents,
    read_units,
    replace_files,
)
from archive.errors import ArchiveDamaged
from archive.index import Index
from archive.jobs_and_locks import Jobs, group_by_job, outdated
from archive.layout import Archive, WarcName
from archive.manifest_and_seals import seal_fault
from archive.model.capture import Damage
from archive.model.document import Document
from archive.translation_memory.missing_and_cross_page_units import make_units, remove_cross_page_units
from archive.warc.captures_and_pages import catalogue_whole
from archive.warc.warc_writer import FindOriginal
from crawler.documents_of_captures import may_hold_article, page_of_capture, read_document
from crawler.extraction.article.site_sections_page_places_and_user_choices import SectionChoices
from crawler.extraction.article.site_template_page_sketch_and_selectors import Template
from crawler.extraction.document_extraction import sketch_page
from crawler.reextract.reextraction_of_files_and_worker_processes import (
    ReextractedFile,
    for_each_file,
    marked,
    reextract_file,
)
from crawler.rules_revision_of_documents_and_sketches import rules_revision, sketching_rules
from crawler.sites import KnownSites, Profile
from crawler.template_files_and_learning import (
    LearnedTemplate,
    SketchedPage,
    has_all_sketches,
    jobs_of_template,
    learn_outdated,
    read_template,
    sketches_file,
    sketches_part,
    store_sketches,
    store_template,
    stored_sketches,
    template_file,
    template_of,
)

ChangedDocuments = tuple[WarcName, list[Document], list[Document]]
"""A WARC file with the documents that a new template removed or changed, and those that replace them."""


_BATCH = 200
"""Pages that a process reads again at a time."""


def learn_templates(
    archive: Archive, site: str, workers: int = 1, *, renew: bool = True, live: Collection[str] = ()
) -> Iterator[LearnedTemplate]:
    """Learn the site's templates that do not match its WARC files; pages without sketches are read.

    With ``renew``, sketches made by other rules than the current ones are made again; without, crawls whose documents
    were made by other rules are left out. The caller holds the site's lock, or names the ``live`` jobs. ``workers``
    is the number of processes.
    """
    jobs = group_by_job([stem for stem in archive.warc_names_of(site) if stem.job not in live])
    if not renew:
        older = {stem.job for stem in outdated(archive, rules_revision(), site)}
        jobs = {job: stems for job, stems in jobs.items() if job not in older or _is_sketched(archive, site, job)}
    profile = KnownSites(archive).named(site)
    _sketch_missing(archive, profile, jobs, workers, renew=renew)
    choices = SectionChoices.of_names(profile.sections)
    known = {job: jobs_of_template(template_file(archive, site, job), choices) for job in jobs}
    return learn_outdated(profile, jobs, stored_sketches(archive, site), known)


def store_learned_templates(archive: Archive, site: str, workers: int) -> None:
    """Learn and store the site's templates before all of its documents are made again."""
    for each in learn_templates(archive, site, workers):
        store_template(archive, each.template, each.jobs)


def unsketched_jobs(archive: Archive, site: str) -> Jobs:
    """List the crawl jobs of a site whose page sketches are missing or by other rules, if all of its jobs have a
    template.

    Their documents can then be made by the old templates while the pages are sketched: new ones change few of them.
    """
    jobs = group_by_job(archive.warc_names_of(site))
    if not all(template_file(archive, site, job).exists() for job in jobs):
        return {}
    rules = sketching_rules(KnownSites(archive).named(site).selectors)
    return _without_sketches(archive, site, jobs, rules)


def reextract_and_sketch(archive: Archive, site: str, workers: int) -> Iterator[ReextractedFile]:
    """Re-extract the documents of unsketched jobs by their old templates, and sketch their pages meanwhile.

    Nothing is made where some of their documents are by the current rules. The caller updates the templates then.
    """
    jobs = unsketched_jobs(archive, site)
    stems = [stem for job in jobs.values() for stem in job]
    if not jobs or not set(outdated(archive, rules_revision(), site)).issuperset(stems):
        return
    remove_cross_page_units(archive, site)  # the index update makes them again
    yield from marked(archive, for_each_file(_reextract_and_sketch_file, archive, stems, workers))
    store_sketches(archive, KnownSites(archive).named(site), jobs)


def _reextract_and_sketch_file(archive: Archive, stem: WarcName, find_original: FindOriginal) -> int:
    with sketches_part(archive, stem).open("wb") as sketches:
        return reextract_file(archive, stem, find_original, sketches=sketches)


def update_templates(
    archive: Archive,
    site: str,
    workers: int = 1,
    *,
    renew: bool = True,
    pool: Executor | None = None,
) -> Iterator[ChangedDocuments]:
    """Learn and store the templates of a site, and re-extract the documents that they change.

    With ``renew``, files made by other rules are left out: the caller makes all their documents again. The processes
    of a ``pool`` read the pages.
    """
    jobs = group_by_job(archive.warc_names_of(site))
    left = set(outdated(archive, rules_revision(), site)) if renew else set[WarcName]()
    for each in learn_templates(archive, site, workers, renew=renew):
        job = each.template.name.rpartition("/")[2]
        path = template_file(archive, site, job)
        for stem in jobs[job]:
            if stem not in left and archive.documents_file(stem).exists():
                found = (
                    _affected_offsets(archive, stem, read_template(path), each.template) if path.exists() else None
                )
                if found is None or found:
                    yield _remake_documents(archive, stem, each.template, found, pool)
        store_template(archive, each.template, each.jobs)


def _is_sketched(archive: Archive, site: str, job: str) -> bool:
    return sketches_file(archive, site, job).exists()


def _sketch_missing(archive: Archive, profile: Profile, jobs: Jobs, workers: int, *, renew: bool) -> None:
    """Make the sketches that are missing or of other files, with ``renew`` also those of other rules."""
    missing = _without_sketches(archive, profile.name, jobs, sketching_rules(profile.selectors) if renew else None)
    stems = [stem for job in sorted(missing) for stem in jobs[job]]
    for _ in for_each_file(_sketch_file, archive, stems, workers):
        pass
    if missing:
        store_sketches(archive, profile, missing)


def _without_sketches(archive: Archive, site: str, jobs: Jobs, rules: str | None) -> Jobs:
    """The jobs of which not all pages are sketched by these rules, or by any if None."""
    return {
        job: stems
        for job, stems in jobs.items()
        if not has_all_sketches(sketches_file(archive, site, job), stems, rules)
    }


def _sketch_file(archive: Archive, stem: WarcName, find_original: FindOriginal) -> int:
    """Sketch the pages of one WARC file, into a part file beside those of the jobs; return their number."""
    part = sketches_part(archive, stem)
    part.parent.mkdir(exist_ok=True)
    number = 0
    with part.open("wb") as stream:
        for page in sketches_of(archive, stem, find_original, template_of(archive, stem)):
            stream.write(page.encode())
            number += 1
    return number


def _affected_offsets(archive: Archive, stem: WarcName, old: Template, new: Template) -> frozenset[int]:
    """The offsets of the records of a file whose pages the new template may change."""
    changed = old.lines ^ new.lines
    pages = (page for page in stored_sketches(archive, stem.site)(stem.job) if page.serial == stem.serial)
    return frozenset(
        page.offset
        for page in pages
        if page.sketch.telling & changed or old.leaves_out(page.sketch.place) != new.leaves_out(page.sketch.place)
    )


def _remake_documents(
    archive: Archive, stem: WarcName, template: Template, offsets: Collection[int] | None, pool: Executor | None
) -> ChangedDocuments:
    """Make the documents of these records of a file again, or all of them if ``offsets`` is None."""
    path = archive.documents_file(stem)
    if offsets is None or seal_fault(path):
        before = _by_offset(path)
        with Index(archive) as index:
            reextract_file(archive, stem, index.capture_with_digest, template)
        after = _by_offset(path)
        changed = {at for at in {*before, *after} if before.get(at) != after.get(at)}
        return stem, [before[at] for at in before if at in changed], [after[at] for at in after if at in changed]
    ordered = sorted(offsets)
    batches = [frozenset(ordered[at : at + _BATCH]) for at in range(0, len(ordered), _BATCH)]
    read = partial(_read_documents, archive, stem, template)
    made = chain.from_iterable(pool.map(read, batches) if pool else map(read, batches))
    return stem, *_replace_documents(archive, stem, dict(made))


def _read_documents(
    archive: Archive, stem: WarcName, template: Template, offsets: Collection[int]
) -> list[tuple[int, Document | None]]:
    """The documents of the readable records at these offsets of a file."""
    made = []
    with Index(archive) as index:
        for entry in index.entries_in(stem.warc):
            if entry.capture.offset in offsets and may_hold_article(entry):
                with suppress(ArchiveDamaged):  # its stored document is kept
                    page = page_of_capture(archive, entry, index.capture_with_digest)
                    made.append((entry.capture.offset or 0, read_document(page, template) if page else None))
    return made


def _replace_documents(
    archive: Archive, stem: WarcName, made: Mapping[int, Document | None]
) -> tuple[list[Document], list[Document]]:
    """Replace the documents of records in a file; return the former documents, and the new ones."""
    units = defaultdict[tuple[str, str], bytes](bytes)
    for unit in read_units(archive.bitext_file(stem)):
        units[unit.document, unit.version] += UNIT_LINES.line(unit)
    kept = _by_offset(archive.documents_file(stem))
    new = {offset: document for offset, document in made.items() if document and document.is_article}
    whole = {offset: document for offset, document in kept.items() if offset not in made} | new
    with replace_files(archive, stem) as files:
        for offset, document in sorted(whole.items()):
            known = units[document.id, document.version]
            own = b"".join(map(UNIT_LINES.line, make_units(document))) if offset in new else known
            files.append(gzip_member(DOCUMENT_LINES.line(document)), own, 1)
    return [document for offset, document in kept.items() if offset in made], list(new.values())


def _by_offset(path: Path) -> dict[int, Document]:
    """The documents of a file by the offsets of their records, up to the first damaged line."""
    found = {}
    with suppress(ArchiveDamaged):  # a torn part is made again
        for line in read_documents(path):
            found[line.document.capture.offset or 0] = line.document
    return found


def sketches_of(
    archive: Archive, stem: WarcName, find_original: FindOriginal, template: Template
) -> Iterator[SketchedPage]:
    """Yield the sketches of the pages of one WARC file, read with the template, in the order of their records."""
    for entry in catalogue_whole(archive.warc_file(stem)):
        if isinstance(entry, Damage) or not may_hold_article(entry):
            continue
        with suppress(ArchiveDamaged):  # 'archive check' reports it
            page = page_of_capture(archive, entry, find_original)
            sketch = sketch_page(page, template) if page else None
            if sketch:
                yield SketchedPage.of_capture(entry.capture, sketch)
