"""How a captured page becomes a document, which captures have one, and the templates of sites on disk.

A crawl and a re-extraction both use these functions, so their documents cannot differ.

``templates/SITE-JOB.json`` is the template by which the documents of a crawl are made. It follows from the pages of
all crawls of the site that began before the crawl's last page came: from the WARC files and their names alone.

``templates/SITE-JOB.jsonl`` has the sketches of a crawl's pages, one a line. Its last line marks the file as
complete, with the rules and the WARC files that it was made from.
"""

import json
import logging
import re
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path
from shutil import copyfileobj
from typing import IO, TYPE_CHECKING

from archive.disk import disk_errors, replace_file
from archive.errors import ArchiveDamaged, ArchiveMissing, ContentCodingError, ContentTooLarge
from archive.layout import Archive, WarcName
from archive.model.capture import Capture, CatalogueEntry
from archive.model.document import Document
from archive.model.page import MAX_READ, Page
from archive.model.url import canonical, document_id
from crawler.extraction.article.sections import PagePlace, SectionChoices, Sections
from crawler.extraction.article.site_template_and_selectors import Sketch, Template, learn
from crawler.extraction.decoding.html_and_script_json import is_too_large
from crawler.extraction.document import extract_with_sketch
from crawler.rules import rules_revision
from crawler.sites import KnownSites, Profile
from crawler.sites.site_files import store_site_file, with_sections

if TYPE_CHECKING:
    from archive.warc.warc_writer import FindOriginal

# Sec-Fetch-Dest values of requests that may return a page; None for a request without one.
_PAGE_DESTINATIONS = frozenset({None, "document", "frame", "iframe", "embed", "object"})
_PAGE_TYPES = frozenset({None, "text/html", "application/xhtml+xml", "application/xml+html"})
_INDEX_PAGE = re.compile(r"/(?:index|default)\.(?:s?html?|php|aspx?|jsp)(?=\?|$)", re.IGNORECASE)

logger = logging.getLogger(__name__)


def is_page(entry: CatalogueEntry) -> bool:
    """Return whether a capture is a page to extract: status 200, and HTML or no media type.

    HTML in answer to a request for an image, a style sheet or the like is not a page.
    """
    is_asked_for = entry.fetched_as in _PAGE_DESTINATIONS
    return is_asked_for and entry.capture.status == 200 and entry.mime in _PAGE_TYPES


def may_hold_article(entry: CatalogueEntry) -> bool:
    """Return whether a capture may give a document that the archive does not have yet.

    A revisit of a URL whose payload is already stored brings nothing new, nor does one of its directory, or of the
    directory's index page.
    """
    return is_page(entry) and (entry.record_type == "response" or _earlier_url(entry) is None)


def _earlier_url(entry: CatalogueEntry) -> str | None:
    """The canonical URL under which a revisit's page was captured before; None if that was a different page.

    A directory and its index page with the same bytes are one page.
    """
    address, other = canonical(entry.capture.uri), canonical(entry.refers_to_uri or "")
    is_one = entry.record_type == "revisit" and _directory(address) == _directory(other)
    return other if is_one else None


def read_document(page: Page, template: Template | None = None) -> Document | None:
    """Extract the document of a page, of any kind; None, and a line in the log, if it is too large or extraction
    failed.

    Raises MemoryError: a documents file has all its documents, or is not written.
    """
    return read_document_and_sketch(page, template, MemoryError)[0]


def read_document_and_sketch(
    page: Page, template: Template | None = None, *raised: type[Exception]
) -> tuple[Document | None, Sketch | None]:
    """Extract a page's document, and its sketch for the site's template; None, and a line in the log, if there is
    none.

    Errors of the types ``raised`` are not logged but raised.
    """
    try:
        return (None, None) if _is_too_large(page) else extract_with_sketch(page, template)
    except raised:
        raise
    except Exception:  # our error on one page must not end a crawl; the capture is kept and can be read again
        logger.exception("%s: extraction failed; 'archive reextract --all' reads the page again", page.url)
        return None, None


def _is_too_large(page: Page) -> bool:
    try:
        too_large = is_too_large(page.content(MAX_READ).decode("latin-1").replace("\0", ""))
    except ContentTooLarge:
        too_large = True
    except ContentCodingError:  # extraction handles it
        return False
    if too_large:
        logger.info("%s: too large for extraction; the capture is kept", page.url)
    return too_large


def page_of_capture(archive: Archive, entry: CatalogueEntry, find_original: "FindOriginal") -> Page | None:
    """Read the page of a capture to extract; None if it is too large to read, or its payload is not in the archive.

    Raises ArchiveDamaged if the record that holds its payload cannot be read.
    """
    from archive.warc.captures_and_pages import read_page  # slow to import, and not needed to extract a file

    original = find_original(entry.capture.payload_digest or "") if entry.record_type == "revisit" else None
    try:
        return read_page(archive, entry, original, MAX_READ)
    except (ArchiveMissing, ContentTooLarge):
        return None


def with_known_url(document: Document | None, entry: CatalogueEntry) -> Document | None:
    """Give a capture's document the id and URL under which its page was captured before, if it was."""
    known = _earlier_url(entry)
    if document is None or known in (None, document.url):
        return document
    return replace(document, id=document_id(document.site, known), url=known)


def _directory(url: str) -> str:
    """The URL without the name of an index page at the end of its path."""
    return _INDEX_PAGE.sub("/", url)


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


def sketching_rules(profile: Profile | None) -> str:
    """Return the rules by which a site's pages are sketched: the program's, and the site's selectors where it has
    some.
    """
    if profile is None or not profile.selectors:
        return rules_revision()
    return f"{rules_revision()}:{sha256(repr(profile.selectors).encode()).hexdigest()[:12]}"


def sketches_file(archive: Archive, site: str, job: str) -> Path:
    return archive.templates_dir / f"{site}-{job}.jsonl"


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


Jobs = Mapping[str, Sequence[WarcName]]
"""The WARC files of a site by the job that wrote them; the jobs in the order in which they began."""

ReadPages = Callable[[str], Iterator[SketchedPage]]
"""Returns the sketched pages of a crawl, by the name of its job."""


@dataclass(frozen=True, slots=True)
class LearnedTemplate:
    """A site template, and the jobs whose pages it was learned from."""

    template: Template
    jobs: tuple[str, ...]


def jobs_of(stems: Sequence[WarcName]) -> Jobs:
    """Group the WARC files of one site by their jobs, in the order in which these began."""
    found: defaultdict[str, list[WarcName]] = defaultdict(list)
    for stem in sorted(stems, key=lambda stem: (stem.time, stem.job, stem.serial)):
        found[stem.job].append(stem)
    return dict(found)


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
    paths = (template_file(archive, site, each) for each in reversed(list(jobs_of(archive.warc_names_of(site)))))
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
