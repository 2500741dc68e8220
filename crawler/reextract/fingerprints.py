"""Fingerprints of sites on disk: ``fingerprints/SITE-REVISION.json``, of which the newest is used."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from archive.disk import disk_errors, replace_file
from archive.errors import ArchiveDamaged, ArchiveMissing
from archive.layout import Archive
from archive.warc import FindOriginal, catalogue_file
from crawler.extraction.document import read
from crawler.extraction.fingerprint import Fingerprint
from crawler.extraction.template import Tally
from crawler.reextract.documents import may_hold_article, page_of


def read_fingerprint(path: Path) -> Fingerprint:
    """The fingerprint that a file holds.

    Raises ArchiveMissing when there is no such file, ArchiveDamaged when it holds none.
    """
    try:
        return Fingerprint.decode(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ArchiveMissing(f"{path}: {error.strerror or error}; make one with 'scrapy fingerprint'") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveDamaged(f"{path}: no fingerprint ({error}); remove it, or put a copy in its place") from error


def fingerprint_of(archive: Archive, site: str) -> Fingerprint | None:
    """The newest fingerprint of a site, None where it has none.

    Raises ArchiveDamaged when the file holds none.
    """
    newest = max(archive.fingerprints_dir.glob(f"{site}-*.json"), key=_revision, default=None)
    return read_fingerprint(newest) if newest else None


def count_lines(archive: Archive, site: str, find_original: FindOriginal) -> Tally:
    """The lines of all whole articles of a site, read from the WARC files, without any fingerprint."""
    tally = Tally()
    for stem in archive.stems_of(site):
        for entry in filter(may_hold_article, catalogue_file(archive.warc_file(stem))):
            with suppress(ArchiveDamaged):  # 'archive check' tells of it
                page = page_of(archive, entry, find_original)
                reading = read(page) if page else None
                if reading:
                    tally.add(reading)
    return tally


def store_fingerprint(archive: Archive, made: Fingerprint) -> tuple[Fingerprint, bool]:
    """The fingerprint as it is stored, and whether that is new; the same lines again make no new revision.

    Raises ArchiveUnusable when it cannot be written.
    """
    last = fingerprint_of(archive, made.site)
    if last and replace(made, revision=last.revision) == last:
        return last, False
    new = replace(made, revision=last.revision + 1 if last else 1)
    with disk_errors(archive.fingerprints_dir):
        archive.fingerprints_dir.mkdir(exist_ok=True)
    replace_file(path_of(archive, new), [new.encode().encode()])
    return new, True


def path_of(archive: Archive, fingerprint: Fingerprint) -> Path:
    """Where a fingerprint is stored."""
    return archive.fingerprints_dir / f"{fingerprint.site}-{fingerprint.revision}.json"


def _revision(path: Path) -> int:
    digits = path.stem.rpartition("-")[2]
    return int(digits) if digits.isascii() and digits.isdigit() else 0
