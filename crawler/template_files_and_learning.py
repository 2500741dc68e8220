"""The templates of sites on disk, and the sketches of pages from which they are learned.

``templates/SITE-JOB.json`` is the template by which the documents of a crawl are made. It follows from the pages of
all crawls of the site that began before the crawl's last page came: from the WARC files and their names alone.

``templates/SITE-JOB.jsonl`` has the sketches of a crawl's pages, one a line. Its last line marks the file as
complete, with the rules and the WARC files that it was made from. ``templates/STEM.part`` has those of one WARC file
until they are put together.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import chain
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from archive.disk import replace_file
from archive.errors import ArchiveDamaged, ArchiveMissing, disk_errors
from archive.jobs_and_locks import Jobs, group_by_job
from archive.layout import Archive, WarcName
from archive.model.capture import Capture
from crawler.extraction.article.site_sections_page_places_and_user_choices import PagePlace, SectionChoices, Sections
from crawler.extraction.article.site_template_page_sketch_and_selectors import Sketch, Template, learn
from crawler.rules_revision_of_documents_and_sketches import sketching_rules
from crawler.sites import KnownSites, Profile
from crawler.sites.profile_and_site_files import store_site_file, with_sections


@dataclass(frozen=True, slots=True)
class SketchedPage:
    """The sketch of a page for the site's template, with its WARC file's serial number, its record's offset in bytes,
    and its time.
    """

    serial: int
    offset: int
    date: str
    sketch: Sketch

    @classmethod
    def of_capture(cls, capture: Capture, sketch: Sketch) -> "SketchedPage":
        return cls(WarcName.parse(capture.warc or "").serial, capture.offset or 0, capture.date, sketch)

    def encode(self) -> bytes:
        """Encode the sketch of a page as a line of a sketches file, with its line end."""
        sketch = self.sketch
        lines = [_packed(sketch.lines), _packed(sketch.telling)]
        values = [self.serial, self.offset, self.date, sketch.name, *lines, *astuple(sketch.place)]
        return json.dumps(values, separators=(",", ":")).encode() + b"\n"

    @classmethod
    def decode(cls, line: bytes) -> "SketchedPage":
        """Decode the sketch of a page from a line of a sketches file; a line of an older version has no place.

        Raises ValueError or TypeError if the line is malformed.
        """
        serial, offset, date, name, lines, telling, *place = json.loads(line)
        return cls(
            serial, offset, date, Sketch(name, _unpacked(lines), _unpacked(telling), PagePlace.of_values(place))
        )


class SketchWriter:
    """Writes the page sketches of a crawl while its pages are captured; they count only after ``finish``."""

    def __init__(self, archive: Archive, site: str, job: str) -> None:
        self._path = sketches_file(archive, site, job)
        with disk_errors(self._path):
            self._path.parent.mkdir(exist_ok=True)
            self._stream: IO[bytes] = self._open_file().open("wb")

    def append(self, pages: Iterable[SketchedPage]) -> None:
        with disk_errors(self._path):
            self._stream.writelines(page.encode() for page in pages)

    def copy(self, part: Path) -> None:
        """Append the page sketches of another file."""
        with disk_errors(self._path), part.open("rb") as stream:
            copyfileobj(stream, self._stream)

    def finish(self, stems: Sequence[WarcName], rules: str) -> None:
        """Mark the sketches file as complete: it has all pages of these WARC files."""
        with disk_errors(self._path), self._stream:
            self._stream.write(_end_of(stems, rules))
        self._open_file().replace(self._path)

    def _open_file(self) -> Path:
        return self._path.with_name(self._path.name + ".open")


def store_sketches(archive: Archive, profile: Profile, jobs: Jobs) -> None:
    """Store the page sketches of crawl jobs, whose files have their sketches in part files.

    Templates that were learned from other sketches of these jobs are outdated from then on, even after a crash.
    """
    site, rules = profile.name, sketching_rules(profile.selectors)
    choices = SectionChoices.of_names(profile.sections)
    for path in archive.templates_dir.glob(f"{site}-*.json"):
        if not jobs.keys().isdisjoint(jobs_of_template(path, choices)):
            store_template(archive, read_template(path))
    for job, stems in jobs.items():
        writer = SketchWriter(archive, site, job)
        for stem in stems:
            part = sketches_part(archive, stem)
            writer.copy(part)
            part.unlink()
        writer.finish(stems, rules)


def sketches_file(archive: Archive, site: str, job: str) -> Path:
    return archive.templates_dir / f"{site}-{job}.jsonl"


def sketches_part(archive: Archive, stem: WarcName) -> Path:
    """Return the path for the page sketches of one WARC file, until those of its job are put together."""
    return archive.templates_dir / f"{stem}.part"


def has_all_sketches(path: Path, stems: Sequence[WarcName], rules: str | None) -> bool:
    """Return whether a sketches file has all pages of these WARC files, made by these rules if given."""
    try:
        end = json.loads(_last_line(path))
        return end["files"] == [str(stem) for stem in stems] and rules in (None, end["rules"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def read_sketches(path: Path) -> Iterator[SketchedPage]:
    """Read the sketched pages of a complete sketches file, in its order."""
    with path.open("rb") as stream:
        for line in stream:
            if line.startswith(b"["):
                yield SketchedPage.decode(line)


def _end_of(stems: Sequence[WarcName], rules: str) -> bytes:
    return json.dumps({"rules": rules, "files": [str(stem) for stem in stems]}).encode() + b"\n"


def _last_line(path: Path) -> bytes:
    with path.open("rb") as stream:
        last = b""
        for line in stream:
            last = line
        return last


def _packed(lines: Iterable[int]) -> str:
    return b64encode(b"".join(line.to_bytes(8, "big") for line in sorted(lines))).decode()


def _unpacked(text: str) -> frozenset[int]:
    packed = b64decode(text)
    return frozenset(int.from_bytes(packed[at : at + 8], "big") for at in range(0, len(packed), 8))


def store_section_choices(archive: Archive, site: str, choices: SectionChoices) -> None:
    """Add choices of sections to those in the site's file, whose other lines stay.

    Raises ArchiveUnusable if the file cannot be written, UsageError if it is faulty.
    """
    known = KnownSites(archive)
    names = SectionChoices.of_names(known.named(site).sections).joined(choices).names
    file = known.file(site)
    store_site_file(archive, site, with_sections(file.text if file and file.is_of_archive else "", names))


ReadPages = Callable[[str], Iterator[SketchedPage]]
"""Returns the sketched pages of a crawl, by the name of its job."""


@dataclass(frozen=True, slots=True)
class LearnedTemplate:
    """A site template, and the jobs whose pages it was learned from."""

    template: Template
    jobs: tuple[str, ...]


def learn_outdated(
    profile: Profile, jobs: Jobs, pages: ReadPages, known: Mapping[str, tuple[str, ...]]
) -> Iterator[LearnedTemplate]:
    """Learn the template of each crawl that was not learned from the right jobs: ``known`` has those of each
    template.
    """
    choices = SectionChoices.of_names(profile.sections)
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
            yield LearnedTemplate(
                Template(f"{profile.name}/{job}", lines, sections.left_out(), choices, profile), before
            )


def _placed(pages: Iterable[SketchedPage], sections: Sections) -> Iterator[Sketch]:
    """The sketches of pages; the sections of the pages are counted on the way."""
    for page in pages:
        sections.add(page.sketch.place)
        yield page.sketch


def template_of(archive: Archive, stem: WarcName) -> Template:
    """Read the site template by which the documents of a WARC file are made; an empty one if there is none yet.

    Raises ArchiveDamaged if its file is malformed, UsageError if that of the site is.
    """
    path = template_file(archive, stem.site, stem.job)
    template = read_template(path) if path.exists() else Template(f"{stem.site}/{stem.job}")
    return replace(template, profile=KnownSites(archive).named(stem.site))


def newest_template(archive: Archive, site: str, job: str) -> Template:
    """Read the site template that a new crawl begins with: that of the site's last crawl.

    Raises ArchiveDamaged if its file is malformed, UsageError if that of the site is.
    """
    paths = (template_file(archive, site, each) for each in reversed(list(group_by_job(archive.warc_names_of(site)))))
    last = next((path for path in paths if path.exists()), None)
    template = read_template(last) if last else Template("")
    return replace(template, name=f"{site}/{job}", profile=KnownSites(archive).named(site))


def read_template(path: Path) -> Template:
    """Read a site template from its file.

    Raises ArchiveMissing if there is no such file, ArchiveDamaged if it is malformed.
    """
    try:
        return Template.decode(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ArchiveMissing(f"{path}: {error.strerror or error}; crawls write them to templates/") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveDamaged(
            f"{path}: not a template ({error}); remove it, and 'archive reextract' makes it again"
        ) from error


def jobs_of_template(path: Path, choices: SectionChoices) -> tuple[str, ...]:
    """Return the jobs that the site template in a file was learned from; none if the choices of sections were
    different.
    """
    try:
        values = json.loads(path.read_bytes())
        return tuple(values["jobs"]) if values["choices"] == choices.names else ()
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def store_template(archive: Archive, template: Template, jobs: Sequence[str] = ()) -> None:
    """Write a site template, with the jobs that it was learned from; none if it was taken from an earlier crawl.

    Raises ArchiveUnusable if it cannot be written.
    """
    with disk_errors(archive.templates_dir):
        archive.templates_dir.mkdir(exist_ok=True)
    site, _, job = template.name.rpartition("/")
    replace_file(template_file(archive, site, job), [template.encode(jobs).encode()])


def stored_sketches(archive: Archive, site: str) -> ReadPages:
    return lambda job: read_sketches(sketches_file(archive, site, job))


def template_file(archive: Archive, site: str, job: str) -> Path:
    return archive.templates_dir / f"{site}-{job}.json"


def _digits(date: str) -> str:
    """The first 14 digits of a time, as in the name of a WARC file."""
    return "".join(filter(str.isdigit, date))[:14]
