"""Templates of sites on disk: ``templates/SITE-JOB.json``, by which the documents of a crawl's pages are made.

The template of a crawl follows from the pages of all crawls of the site that began before its last page came: from
the WARC files and their names alone.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from archive.disk import disk_errors, replace_file
from archive.errors import ArchiveDamaged, ArchiveMissing
from archive.layout import Archive, WarcName
from crawler.extraction.body.site_template import Sketch, Template, learn
from crawler.extraction.kind.sections import SectionChoices, Sections
from crawler.reextract.sketches import SketchedPage, read_sketches, sketches_file

Jobs = Mapping[str, Sequence[WarcName]]
"""The WARC files of a site by the crawl that wrote them, the crawls in the order in which they began."""

ReadPages = Callable[[str], Iterator[SketchedPage]]
"""Gives the pages of a crawl, by the name of its job."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A template, and the crawls whose pages it was learned from."""

    template: Template
    jobs: tuple[str, ...]


def jobs_of(stems: Sequence[WarcName]) -> Jobs:
    """The files of one site by their jobs, in the order in which these began."""
    found: defaultdict[str, list[WarcName]] = defaultdict(list)
    for stem in sorted(stems, key=lambda stem: (stem.time, stem.job, stem.serial)):
        found[stem.job].append(stem)
    return dict(found)


def learned(
    site: str, jobs: Jobs, pages: ReadPages, known: Mapping[str, tuple[str, ...]], choices: SectionChoices
) -> Iterator[Learned]:
    """The template of each crawl whose pages are not learned from yet, as ``known`` has it by job.

    ``choices`` is what somebody said of the site's sections.
    """
    counts, ends = {}, {}
    for job, stems in jobs.items():
        dates = [page.date for page in pages(job)]
        counts[job], ends[job] = len(dates), max([*map(_digits, dates), stems[0].time])
    for job in jobs:
        before = tuple(each for each, stems in jobs.items() if stems[0].time <= ends[job])
        if known.get(job) != before:
            sections = Sections(choices)
            sketches = _placed(chain.from_iterable(map(pages, before)), sections)
            lines = learn(sketches, sum(counts[each] for each in before))
            yield Learned(Template(f"{site}/{job}", lines, sections.left_out(), choices), before)


def _placed(pages: Iterable[SketchedPage], sections: Sections) -> Iterator[Sketch]:
    """The sketches of pages, whose places are counted on the way."""
    for page in pages:
        sections.add(page.sketch.place)
        yield page.sketch


def template_of(archive: Archive, stem: WarcName) -> Template:
    """The template by which the documents of a WARC file are made; one without lines where none is known yet.

    Raises ArchiveDamaged when its file holds none.
    """
    path = template_file(archive, stem.site, stem.job)
    return read_template(path) if path.exists() else Template(f"{stem.site}/{stem.job}")


def newest_template(archive: Archive, site: str, job: str) -> Template:
    """What a crawl begins with: what the template of the last crawl of the site has.

    Raises ArchiveDamaged when its file holds none.
    """
    paths = (template_file(archive, site, each) for each in reversed(list(jobs_of(archive.stems_of(site)))))
    last = next((path for path in paths if path.exists()), None)
    name = f"{site}/{job}"
    return replace(read_template(last), name=name) if last else Template(name)


def read_template(path: Path) -> Template:
    """The template that a file holds.

    Raises ArchiveMissing when there is no such file, ArchiveDamaged when it holds none.
    """
    try:
        return Template.decode(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ArchiveMissing(f"{path}: {error.strerror or error}; crawls write them to templates/") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveDamaged(f"{path}: no template ({error}); remove it, and 'scrapy reextract' makes it") from error


def known_jobs(path: Path, choices: SectionChoices) -> tuple[str, ...]:
    """The crawls that the template in a file was learned from; none where something else was said by then."""
    try:
        values = json.loads(path.read_bytes())
        return tuple(values["jobs"]) if values["choices"] == choices.names else ()
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def store_template(archive: Archive, template: Template, jobs: Sequence[str] = ()) -> None:
    """Write a template, with the crawls that it was learned from: none where it is that of an earlier one.

    Raises ArchiveUnusable when it cannot be written.
    """
    with disk_errors(archive.templates_dir):
        archive.templates_dir.mkdir(exist_ok=True)
    site, _, job = template.name.rpartition("/")
    replace_file(template_file(archive, site, job), [template.encode(jobs).encode()])


def stored_pages(archive: Archive, site: str) -> ReadPages:
    return lambda job: read_sketches(sketches_file(archive, site, job))


def template_file(archive: Archive, site: str, job: str) -> Path:
    return archive.templates_dir / f"{site}-{job}.json"


def _digits(date: str) -> str:
    """The first 14 digits of a time, as they stand in a file's name."""
    return "".join(filter(str.isdigit, date))[:14]
