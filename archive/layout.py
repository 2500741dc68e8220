"""The directories and file names of an archive on disk.

::

    data/
      warc/SITE/YEAR/       SITE-TIMESTAMP-JOB-SERIAL.warc.gz   ".open" is appended while it is being written
      documents/SITE/YEAR/  SITE-TIMESTAMP-JOB-SERIAL.jsonl.gz  same stem as its WARC file; ".sha256" beside it
      bitext/SITE/YEAR/     SITE-TIMESTAMP-JOB-SERIAL.jsonl     translation units of the documents of the same stem
      bitext/     SITE.across.jsonl                   units that join two pages of the site
      index/      archive.sqlite3, jobs.sqlite3, tokens.sqlite3
      jobs/       JOB.json
      manifest/   SITE-TIMESTAMP-JOB-SERIAL.json      size and digest of each finished WARC file, written once
      withdrawn/  DAY-DIGEST.json                     captures that are no longer shown, with date and reason
      summaries/  SITE.json                           the result of each site's last crawl, for monitors
      sites/      SITE.toml                           a user's choices for a site: which sections hold articles
      templates/  SITE-JOB.json                       a site's template as of a crawl; can be made again
                  SITE-JOB.jsonl                      sketches of the crawl's pages, from which it is learned

YEAR is that of the timestamp, so a file's name gives its folder. Earlier versions wrote WARC files, documents and
units directly into ``warc/``, ``documents/`` and ``bitext/``, and documents without compression (``.jsonl``). Such
files are read where they are; a file in its folder takes precedence over one of the same stem outside.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from archive.errors import ArchiveMissing, ArchiveUnusable, UsageError

DEFAULT_DIR = "data"
OPEN_SUFFIX = ".open"
WARC_SUFFIX = ".warc.gz"
LINES_SUFFIX = ".jsonl"
GZIP_SUFFIX = ".gz"
DOCUMENTS_SUFFIX = f"{LINES_SUFFIX}{GZIP_SUFFIX}"
ACROSS_SUFFIX = ".across.jsonl"

ADDED_JOB = 16
"""Characters in the job name of a file that another tool made; that of a crawl has 8."""
LONGEST_SITE = 120
"""The most characters of a site's name: a file name has 255 bytes, of which some sixty are not the site's."""
_LONGEST_HOST = 100
_YEAR_DIGITS = 4

_SITE = re.compile(r"[a-z0-9][a-z0-9_.]*")
_STEM = re.compile(r"(?P<site>[a-z0-9][a-z0-9_.]*)-(?P<time>\d{14})-(?P<job>[0-9a-z]+)-(?P<serial>\d{5,})")


@dataclass(frozen=True, slots=True)
class WarcName:
    """The name of a WARC file without suffix, called its stem; the documents and units made from it have the same
    stem.

    >>> str(WarcName.parse("daxinya-20261124093226-k3x9-00000"))
    'daxinya-20261124093226-k3x9-00000'
    """

    site: str
    time: str
    job: str
    serial: int

    def __str__(self) -> str:
        return f"{self.site}-{self.time}-{self.job}-{self.serial:05d}"

    @property
    def is_added(self) -> bool:
        """Return whether another tool made the WARC file: its job is then named by a part of the digest of its
        content.
        """
        return len(self.job) == ADDED_JOB

    @property
    def began(self) -> str:
        """Return the time in a WARC file's name, in the archive's form of times."""
        t = self.time
        return f"{t[:4]}-{t[4:6]}-{t[6:8]}T{t[8:10]}:{t[10:12]}:{t[12:]}.000000Z"

    @property
    def warc(self) -> str:
        """Return the name of the WARC file, as captures state it: the same while the file is written and after."""
        return f"{self}{WARC_SUFFIX}"

    @property
    def lines(self) -> str:
        """Return the name by which the index knows a WARC file's documents and units, whatever form they have on
        disk.
        """
        return f"{self}{LINES_SUFFIX}"

    @property
    def folder(self) -> str:
        """Return the path of a WARC file's folder below ``warc/``, ``documents/`` or ``bitext/``: SITE/YEAR.

        >>> WarcName.parse("daxinya-20261124093226-k3x9-00000.warc.gz").folder
        'daxinya/2026'
        """
        return f"{self.site}/{self.time[:4]}"

    @classmethod
    def parse(cls, name: str) -> "WarcName":
        """Parse the name of a WARC, documents or units file with any suffix into its stem.

        Raises UsageError if the name is not SITE-TIMESTAMP-JOB-SERIAL.
        """
        found = _STEM.match(name)
        if not found:
            raise UsageError(f"{name}: not named SITE-TIMESTAMP-JOB-SERIAL; add the file with 'archive add'")
        return cls(found["site"], found["time"], found["job"], int(found["serial"]))


def is_warc_name(name: str) -> bool:
    """Return whether a file's name begins as the archive names its WARC files: SITE-TIMESTAMP-JOB-SERIAL."""
    return _STEM.match(name) is not None


def documents_file_of(warc: str) -> str:
    """Return the name of the documents file of a WARC file, as the index lists it; the WARC file may be another
    tool's.
    """
    return warc.removesuffix(WARC_SUFFIX) + LINES_SUFFIX


def warc_file_of(documents_file: str) -> str:
    """Return the name of the WARC file of a documents file, as the index lists both."""
    return documents_file.removesuffix(LINES_SUFFIX) + WARC_SUFFIX


def site_of_warc(warc: str | None) -> str:
    """Return the site whose crawl wrote a WARC file, from the file's name; empty if the name has none."""
    return WarcName.parse(warc).site if warc and is_warc_name(warc) else ""


def version_order(version: str, warc: str | None) -> str:
    """Return the sort key of a page's versions by the names of their WARC files: that of the later crawl is newer.

    That holds whatever the clock said: the files of a crawl have a later time in their names than those of earlier
    crawls, so a capture before that time was dated by a clock that had been set back. Files of other tools keep
    their own dates.

    >>> version_order("2026-11-24T09:32:27.000000Z", "a-20261124093226-k3x9-00000.warc.gz")
    '2026-11-24T09:32:27.000000Z'
    >>> version_order("2020-01-01T00:00:00.000000Z", "a-20261124093226-k3x9-00000.warc.gz")
    '2026-11-24T09:32:26.000000Z 2020-01-01T00:00:00.000000Z'
    """
    stem = WarcName.parse(warc) if warc and is_warc_name(warc) else None
    if stem is None or stem.is_added or version >= stem.began:
        return version
    return f"{stem.began} {version}"


def check_site_name(site: str) -> str:
    """Check that a site's name can be in file names and document ids; returns the name itself.

    Raises UsageError for anything but lower-case letters, digits, '_' and '.', and for more than 120 of them.
    """
    if len(site) > LONGEST_SITE:
        raise UsageError(f"site name {site[:40]!r}...: {len(site)} characters; use {LONGEST_SITE} at most")
    if not _SITE.fullmatch(site):
        raise UsageError(
            f"site name {site!r}: use lower-case letters, digits, '_' and '.', starting with none of the last two"
        )
    return site


def site_name(url: str) -> str:
    """Make a name for a site without profile from its address: host and port, as file names can have them.

    A host of more than 100 characters is cut, and distinguished from others by a part of its SHA-256.

    >>> site_name("http://www.Example.com/news/"), site_name("http://127.0.0.1:8600/")
    ('example.com', '127.0.0.1_8600')
    """
    parts = urlsplit(url)
    host = re.sub(r"[^a-z0-9.]+", "_", (parts.hostname or "").lower().removeprefix("www.")).strip("_.") or "unknown"
    if len(host) > _LONGEST_HOST:
        digest = sha256(host.encode()).hexdigest()[:12]
        host = f"{host[: _LONGEST_HOST - 13].rstrip('_.')}_{digest}"
    return f"{host}_{parts.port}" if parts.port and parts.port not in (80, 443) else host


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive's directory on disk, and the paths of the files in it."""

    root: Path

    @classmethod
    def at(cls, given: str | os.PathLike[str] | None = None) -> "Archive":
        """Return the archive at ``given``, or at environment ARCHIVE_DIR, or at ``data`` below the working
        directory.
        """
        return cls(Path(given or os.environ.get("ARCHIVE_DIR") or DEFAULT_DIR))

    @property
    def warc_dir(self) -> Path:
        return self.root / "warc"

    @property
    def documents_dir(self) -> Path:
        return self.root / "documents"

    @property
    def bitext_dir(self) -> Path:
        return self.root / "bitext"

    @property
    def index_file(self) -> Path:
        return self.root / "index" / "archive.sqlite3"

    @property
    def tokens_file(self) -> Path:
        return self.root / "index" / "tokens.sqlite3"

    @property
    def jobs_dir(self) -> Path:
        return self.root / "jobs"

    @property
    def manifest_dir(self) -> Path:
        return self.root / "manifest"

    @property
    def withdrawn_dir(self) -> Path:
        return self.root / "withdrawn"

    @property
    def sites_dir(self) -> Path:
        return self.root / "sites"

    @property
    def templates_dir(self) -> Path:
        return self.root / "templates"

    @property
    def summaries_dir(self) -> Path:
        return self.root / "summaries"

    def new_warc_file(self, stem: WarcName) -> Path:
        """Return the path at which the finished WARC file of a stem is written."""
        return self.warc_dir / stem.folder / stem.warc

    def new_documents_file(self, stem: WarcName) -> Path:
        """Return the path at which the documents file of a stem is written."""
        return self.documents_dir / stem.folder / f"{stem}{DOCUMENTS_SUFFIX}"

    def new_bitext_file(self, stem: WarcName) -> Path:
        """Return the path at which the translation units of a stem are written."""
        return self.bitext_dir / stem.folder / stem.lines

    def warc_file(self, stem: WarcName) -> Path:
        """Return the path of a stem's WARC file: the finished one, or the one still open where that is what
        exists.
        """
        whole = self.new_warc_file(stem), self.warc_dir / stem.warc
        still_open = (path.with_name(path.name + OPEN_SUFFIX) for path in whole)
        return _first_existing(*whole, *still_open)

    def documents_file(self, stem: WarcName) -> Path:
        """Return the path of a stem's documents file: the existing one, else that of a new one."""
        return _first_existing(self.new_documents_file(stem), self.documents_dir / stem.lines)

    def bitext_file(self, stem: WarcName) -> Path:
        """Return the path of a stem's file of translation units: the existing one, else that of a new one."""
        return _first_existing(self.new_bitext_file(stem), self.bitext_dir / stem.lines)

    def cross_page_file(self, site: str) -> Path:
        """Return the path of a site's cross-page translation units."""
        return self.bitext_dir / f"{site}{ACROSS_SUFFIX}"

    def alignments_file(self, name: WarcName | str) -> Path:
        """Return the path of the kept alignments of a WARC file's documents, or of a site's cross-page units."""
        return self.index_file.parent / "alignments" / str(name)

    def warc_names(self) -> list[WarcName]:
        """List the stems of all WARC files in the archive, finished and open, in order of their names."""
        return list(map(WarcName.parse, self._warc_files()))

    def warc_names_of(self, site: str) -> list[WarcName]:
        """List the stems of one site's WARC files, in order of their names; folders of other sites are not read."""
        return list(map(WarcName.parse, self._warc_files(site)))

    def sites(self) -> list[str]:
        """List the sites that have a WARC file in the archive, in order of their names."""
        return sorted({stem.site for stem in self.warc_names()})

    def warc_paths(self, site: str | None = None) -> list[Path]:
        """List the paths of all WARC files, or those of one site, finished and open, in order of their names."""
        return [folder / name for folder, name in self._warc_files(site).values()]

    def documents_paths(self, site: str | None = None) -> list[Path]:
        """List the paths of all documents files, or those of one site, one a stem, in order of their stems."""
        return self._paths_of_lines(self.documents_dir, DOCUMENTS_SUFFIX, site)

    def bitext_paths(self) -> list[Path]:
        """List the paths of all files of translation units, one a stem, and cross-page ones, in order."""
        return self._paths_of_lines(self.bitext_dir, LINES_SUFFIX)

    def _warc_files(self, site: str | None = None) -> dict[str, tuple[Path, str]]:
        """Return the folder and present name of each WARC file by the name that captures state, in order."""
        found: dict[str, tuple[Path, str]] = {}
        for folder, names in _folders(self.warc_dir, site):
            for name in names:
                whole = name.removesuffix(OPEN_SUFFIX)
                if whole.endswith(WARC_SUFFIX) and (name == whole or whole not in found):
                    found[whole] = folder, name
        return dict(sorted(found.items()))

    def _paths_of_lines(self, top: Path, suffix: str, site: str | None = None) -> list[Path]:
        found: dict[str, Path] = {}
        for folder, names in _folders(top, site):
            end = LINES_SUFFIX if folder == top else suffix
            found.update((name.removesuffix(end), folder / name) for name in names if name.endswith(end))
        return [path for _, path in sorted(found.items())]

    def require(self) -> "Archive":
        """Return the archive itself, when there is one on disk.

        Raises ArchiveUnusable when its place is not a directory, ArchiveMissing when it is not there or empty.
        """
        if self.root.exists() and not self.root.is_dir():
            raise ArchiveUnusable(
                f"{self.root} is not a directory; name the archive with --archive DIR or ARCHIVE_DIR"
            )
        if not any(path.is_dir() for path in (self.warc_dir, self.documents_dir)):
            raise ArchiveMissing(
                f"no archive at {self.root}; crawl into it first, or name another with --archive DIR"
            )
        return self

    def no_documents(self) -> ArchiveMissing:
        """Return the error for an archive directory without documents, with advice: re-extract or crawl."""
        what = (
            "make them from its WARC files with 'archive reextract'" if self.warc_names() else "crawl into it first"
        )
        return ArchiveMissing(f"the archive at {self.root} holds no documents yet; {what}")

    def create(self, report: Callable[[str], None] | None = None) -> "Archive":
        """Create the archive's directories that are missing, and return the archive itself.

        ``report`` gets a line that says where a new archive will lie, before it is created. Raises ArchiveUnusable
        when a directory cannot be created or written.
        """
        if report and not self.root.exists():
            report(f"a new archive in {self.root.absolute()}")
        directories = (self.warc_dir, self.documents_dir, self.bitext_dir, self.index_file.parent, self.jobs_dir)
        try:
            for directory in directories:
                directory.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise ArchiveUnusable(
                f"{self.root} cannot hold an archive: {error.filename} is not a directory; choose another place with "
                "-s ARCHIVE_DIR=DIR or --archive DIR"
            ) from error
        except OSError as error:
            raise ArchiveUnusable(
                f"{self.root} cannot be written: {error.strerror}; choose another place or check permissions"
            ) from error
        for directory in directories:
            if not os.access(directory, os.W_OK | os.X_OK):
                raise ArchiveUnusable(f"{directory} cannot be written; choose another place or check permissions")
        return self


def _first_existing(*paths: Path) -> Path:
    """The first path at which there is a file; the first of all if there is none."""
    return next((path for path in paths if path.exists()), paths[0])


def _folders(top: Path, site: str | None = None) -> Iterator[tuple[Path, list[str]]]:
    """The folders that hold files of all sites, or of one, each with the names in it: ``top``, then each SITE/YEAR.

    No name of a site contains '-', and every name of a file that belongs to a site does. Files in a folder that is
    not theirs by name are left out.
    """
    entries = _names_in(top)
    if site is None:
        sites = [name for name in entries if "-" not in name and (top / name).is_dir()]
        yield top, sorted(set(entries).difference(sites))
    else:
        sites = [site]
        yield top, [name for name in entries if name.startswith(f"{site}-")]
    for each in sites:
        for year in _names_in(top / each):
            if len(year) == _YEAR_DIGITS:
                yield top / each / year, [n for n in _names_in(top / each / year) if n.startswith(f"{each}-{year}")]


def _names_in(folder: Path) -> list[str]:
    """The names in a folder, in order; none if it cannot be read.

    It is read twice: a file that gets its final name during a reading may be in neither place of it.
    """
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
        return sorted({*os.listdir(folder), *os.listdir(folder)})  # noqa: PTH208 - only the names are needed, of many files
    return []


def warc_name(path: Path) -> str:
    """Return the WARC file's name as captures state it: the same while the file is written and after."""
    return path.name.removesuffix(OPEN_SUFFIX)


def summary_file(archive: Archive, name: str) -> Path:
    """Return the path of the summary of a site's last crawl."""
    return archive.summaries_dir / f"{name}.json"
