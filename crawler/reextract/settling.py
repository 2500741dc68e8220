"""Bring the templates of a site up to date, and with them the documents that they change, and no others."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from archive.documents import DOCUMENT_LINES, read_documents
from archive.errors import ArchiveDamaged
from archive.fixity import seal_fault
from archive.index import Index
from archive.jobs import outdated
from archive.layout import Archive, WarcName
from archive.model.capture import Damage
from archive.model.document import Document
from archive.translation_memory.completion import make_units
from archive.translation_memory.unit_files import UNIT_LINES, read_units
from archive.warc import FindOriginal, catalogue_whole
from crawler.extraction.body.site_template import Template
from crawler.extraction.document import sketch_page
from crawler.reextract.documents import may_hold_article, page_of, read_document
from crawler.reextract.files import Lines, made_anew, remake_file
from crawler.reextract.section_choices import choices_of
from crawler.reextract.sketches import SketchedPage, SketchWriter, are_of, sketches_file
from crawler.reextract.templates import (
    Jobs,
    Learned,
    jobs_of,
    known_jobs,
    learned,
    read_template,
    store_template,
    stored_pages,
    template_file,
    template_of,
)
from crawler.reextract.workers import each_file
from crawler.rules import rules_revision

Change = tuple[WarcName, list[Document], list[Document]]
"""A WARC file with the documents that a template took from it, or changed, and those that it has in their place."""


def learn_templates(
    archive: Archive, site: str, workers: int = 1, *, renew: bool = True, live: Collection[str] = ()
) -> Iterator[Learned]:
    """The templates of a site that are not as its WARC files have them; pages are read where they were not sketched.

    With ``renew`` also where that was done by other rules than today's; without, crawls whose documents were made by
    other rules are left out. The caller holds the site's lock, or names the jobs that are ``live``. ``workers`` are
    processes.
    """
    jobs = jobs_of([stem for stem in archive.stems_of(site) if stem.job not in live])
    if not renew:
        older = {stem.job for stem in outdated(archive, rules_revision())}
        jobs = {job: stems for job, stems in jobs.items() if job not in older or _is_sketched(archive, site, job)}
    fresh = _sketch_missing(archive, site, jobs, workers, rules_revision() if renew else None)
    choices = choices_of(archive, site)
    known = {job: known_jobs(template_file(archive, site, job), choices) for job in jobs}
    current = {job: before for job, before in known.items() if not fresh.intersection(before)}
    return learned(site, jobs, stored_pages(archive, site), current, choices)


def prepare_templates(archive: Archive, site: str, workers: int) -> None:
    """Store the templates of a site, whose documents are all made anew after that."""
    for each in learn_templates(archive, site, workers):
        store_template(archive, each.template, each.jobs)


def settle_templates(archive: Archive, site: str, workers: int = 1, *, renew: bool = True) -> Iterator[Change]:
    """Store the templates of a site, and makes those documents anew that they change.

    With ``renew`` the files that were made by other rules than today's are left to whoever makes all of them anew.
    """
    jobs = jobs_of(archive.stems_of(site))
    left = set(outdated(archive, rules_revision())) if renew else set[WarcName]()
    for each in learn_templates(archive, site, workers, renew=renew):
        job = each.template.name.rpartition("/")[2]
        path = template_file(archive, site, job)
        for stem in jobs[job]:
            if stem not in left and archive.documents_file(stem).exists():
                found = None if not path.exists() else _told(archive, stem, read_template(path), each.template)
                if found is None or found:
                    yield _renew(archive, stem, each.template, found)
        store_template(archive, each.template, each.jobs)


def _is_sketched(archive: Archive, site: str, job: str) -> bool:
    return sketches_file(archive, site, job).exists()


def _sketch_missing(archive: Archive, site: str, jobs: Jobs, workers: int, rules: str | None) -> set[str]:
    """Make the sketches that are missing or of other files or rules; the names of the jobs that had none."""
    missing = {job for job, stems in jobs.items() if not are_of(sketches_file(archive, site, job), stems, rules)}
    stems = [stem for job in sorted(missing) for stem in jobs[job]]
    for _ in each_file(sketch_file, archive, stems, workers):
        pass
    for job in missing:
        writer = SketchWriter(archive, site, job)
        for stem in jobs[job]:
            part = _part_file(archive, stem)
            writer.copy(part)
            part.unlink()
        writer.finish(jobs[job], rules_revision())
    return missing


def sketch_file(archive: Archive, stem: WarcName, find_original: FindOriginal) -> int:
    """Sketch the pages of one WARC file, into a file beside those of jobs; how many there are."""
    part = _part_file(archive, stem)
    part.parent.mkdir(exist_ok=True)
    number = 0
    with part.open("wb") as stream:
        for page in sketches_of(archive, stem, find_original, template_of(archive, stem)):
            stream.write(page.encode())
            number += 1
    return number


def sketches_of(
    archive: Archive, stem: WarcName, find_original: FindOriginal, template: Template
) -> Iterator[SketchedPage]:
    """The sketches of the pages of one WARC file, as they are read by the template, in the order of their records."""
    for entry in catalogue_whole(archive.warc_file(stem)):
        if isinstance(entry, Damage) or not may_hold_article(entry):
            continue
        with suppress(ArchiveDamaged):  # 'archive check' tells of it
            page = page_of(archive, entry, find_original)
            sketch = sketch_page(page, template) if page else None
            if sketch:
                yield SketchedPage.of(entry.capture, sketch)


def _part_file(archive: Archive, stem: WarcName) -> Path:
    return archive.templates_dir / f"{stem}.part"


def _told(archive: Archive, stem: WarcName, old: Template, new: Template) -> frozenset[int]:
    """The offsets of the records of a file whose pages may be read otherwise by the new template."""
    changed = old.lines ^ new.lines
    pages = (page for page in stored_pages(archive, stem.site)(stem.job) if page.serial == stem.serial)
    return frozenset(
        page.offset
        for page in pages
        if page.sketch.telling & changed or old.leaves_out(page.sketch.place) != new.leaves_out(page.sketch.place)
    )


def _renew(archive: Archive, stem: WarcName, template: Template, offsets: Collection[int] | None) -> Change:
    """Make the documents of these records of a file anew, or all of them."""
    path = archive.documents_file(stem)
    with Index(archive) as index:
        if offsets is None or seal_fault(path):
            before = _by_offset(path)
            remake_file(archive, stem, index.capture_with_digest, template)
            after = _by_offset(path)
            changed = {at for at in {*before, *after} if before.get(at) != after.get(at)}
            return stem, [before[at] for at in before if at in changed], [after[at] for at in after if at in changed]
        made: dict[int, Document | None] = {}
        for entry in index.entries_in(stem.warc):
            if entry.capture.offset in offsets and may_hold_article(entry):
                with suppress(ArchiveDamaged):  # what was extracted from it stands
                    page = page_of(archive, entry, index.capture_with_digest)
                    made[entry.capture.offset or 0] = read_document(page, template) if page else None
    return stem, *_put(archive, stem, made)


def _put(
    archive: Archive, stem: WarcName, made: Mapping[int, Document | None]
) -> tuple[list[Document], list[Document]]:
    """Put documents into a file in the place of those of the same records; what was there, and what is."""
    units = defaultdict[tuple[str, str], bytes](bytes)
    for unit in read_units(archive.bitext_file(stem)):
        units[unit.document, unit.version] += UNIT_LINES.line(unit)
    kept = _by_offset(archive.documents_file(stem))
    new = {offset: document for offset, document in made.items() if document and document.is_article}
    whole = {offset: document for offset, document in kept.items() if offset not in made} | new
    with made_anew(archive, stem) as files:
        for offset, document in sorted(whole.items()):
            known = units[document.id, document.version]
            own = b"".join(map(UNIT_LINES.line, make_units(document))) if offset in new else known
            files.append(Lines(DOCUMENT_LINES.line(document), own, 1))
    return [document for offset, document in kept.items() if offset in made], list(new.values())


def _by_offset(path: Path) -> dict[int, Document]:
    """The documents of a file by the offsets of their records, up to a line that is none."""
    found = {}
    with suppress(ArchiveDamaged):  # what is torn is made anew
        for line in read_documents(path):
            found[line.document.capture.offset or 0] = line.document
    return found
