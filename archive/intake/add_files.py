"""Adds files of other tools to an archive, each wholly or not at all."""

import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import BadZipFile

from archive.errors import ArchiveDamaged, ArchiveError, SiteUnknown, UsageError
from archive.index import Index, update_index
from archive.intake.candidates import (
    ZIP_MAGIC,
    ExaminedFile,
    ImportCandidate,
    ImportPackage,
    ReportBytes,
    candidate_at,
    examine,
    leading_bytes,
)
from archive.intake.import_records import find_warc_name, import_records
from archive.intake.wacz_and_cdxj import is_cdxj, open_cdxj, open_wacz
from archive.jobs import find_jobs
from archive.layout import Archive, WarcName, check_site_name, site_name
from archive.warc import catalogue_whole

ReportFor = Callable[[ImportCandidate], ReportBytes]
"""Returns the progress callback of a candidate."""


@dataclass(frozen=True, slots=True)
class AddOptions:
    """Options: the site (None: by the addresses), and whether undamaged records of damaged files are added."""

    site: str | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class AddedFile:
    """The result for one WARC file: its stem in the archive, whether it is new there, and what it holds.

    ``left_out`` lists damaged parts that were not added, a line each; ``pages`` counts pages that may be articles.
    """

    label: str
    stem: WarcName
    is_new: bool
    records: int
    captures: int
    pages: int
    left_out: tuple[str, ...]


def add_file(archive: Archive, path: Path, options: AddOptions, report_for: ReportFor) -> list[AddedFile]:
    """Add one file to the archive and its index: WARC, WACZ, or a CDXJ with the WARC files that it names.

    A package, or all files of a CDXJ, is added as a whole or not at all.

    Raises UsageError when it cannot be read, is no WARC, or holds captures that the archive has; SiteUnknown when it
    names no site; ArchiveDamaged when it is damaged, and ``options`` exclude partial files; ArchiveLocked or
    ArchiveUnusable when the archive cannot take it. Nothing of it is in the archive then.
    """
    package = _package(path)
    if package.faults and not options.partial:
        raise ArchiveDamaged(_refusal(str(path), package.faults))
    examined = [_examined(candidate, report_for) for candidate in package.warcs]
    if not options.partial:
        _check_whole(package, examined, path)
    kept = [each for each in examined if each.kept]
    if not kept:
        raise ArchiveDamaged(f"{path}: holds no whole record; get it again from where it came from")
    site = check_site_name(options.site) if options.site else _site_of(archive, kept, path)
    stems = [find_warc_name(archive, each) for each in kept]
    new = [each for each, stem in zip(kept, stems, strict=True) if stem is None]
    _check_unknown(archive, new, path)
    added = [_add_candidate(archive, each, stem, site, report_for) for each, stem in zip(kept, stems, strict=True)]
    update_index(archive, catalogue_whole)
    return added


def _package(path: Path) -> ImportPackage:
    if is_cdxj(path):
        return open_cdxj(path)
    return open_wacz(path) if leading_bytes(path).startswith(ZIP_MAGIC) else ImportPackage((candidate_at(path),))


def _check_whole(package: ImportPackage, examined: list[ExaminedFile], path: Path) -> None:
    """Raise ArchiveDamaged if a file is damaged, or no record begins where the package says so."""
    for each in examined:
        if each.damage:
            raise ArchiveDamaged(_refusal(_label(path, each), each.damage))
        missing = sorted(package.begins.get(each.candidate.name, frozenset()) - {at for at, _ in each.spans})
        if missing:
            fault = f"{each.candidate.name}: no record begins at offset {missing[0]}, where the index says so"
            raise ArchiveDamaged(_refusal(str(path), [fault]))


def _examined(candidate: ImportCandidate, report_for: ReportFor) -> ExaminedFile:
    try:
        return examine(candidate, report_for(candidate))
    except (BadZipFile, zlib.error, EOFError) as error:
        raise ArchiveDamaged(f"{candidate.label}: cannot be read ({error}); get it again") from error
    except OSError as error:
        raise UsageError(
            f"{candidate.label}: cannot be read ({error.strerror or error}); check permissions and disk"
        ) from error


def _label(path: Path, examined: ExaminedFile) -> str:
    return f"{path}: {examined.candidate.name}" if examined.candidate.package else str(path)


def _refusal(label: str, faults: tuple[str, ...] | list[str]) -> str:
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{label}: {faults[0]}{more}; nothing was taken: get it again, or take what is whole with --partial"


def _site_of(archive: Archive, examined: list[ExaminedFile], path: Path) -> str:
    """The site of most pages, else of most records; under the name by which it was crawled, if it was."""
    pages: Counter[str] = sum((each.pages for each in examined), Counter())
    sites = pages or sum((each.sites for each in examined), Counter())
    if not sites:
        raise SiteUnknown(f"{path}: no record has a web address to name its site by; name it with --site NAME")
    host = min(sites, key=lambda site: (-sites[site], site))
    crawled = {_host_crawled(job.asked.get("start_url")): job.site for job in find_jobs(archive).values()}
    return check_site_name(crawled.get(host, host))


def _host_crawled(start_url: object) -> str | None:
    try:
        return site_name(start_url) if isinstance(start_url, str) and urlsplit(start_url).hostname else None
    except ValueError:
        return None


def _check_unknown(archive: Archive, examined: list[ExaminedFile], path: Path) -> None:
    """Raise UsageError if captures are in the archive already, since they would be there twice."""
    if not examined or not archive.warc_dir.is_dir():
        return
    update_index(archive, catalogue_whole)
    ids = {record_id for each in examined for record_id in each.captures}
    with Index(archive) as index:
        known = index.holders(ids)
    if known:
        held = ", ".join(sorted(known))
        raise UsageError(
            f"{path}: {sum(known.values())} of its {len(ids)} captures are in the archive already, in {held}: nothing"
            " taken. Move that file and its documents out of the archive first, if this one is to take its place"
        )


def _add_candidate(
    archive: Archive, examined: ExaminedFile, stem: WarcName | None, site: str, report_for: ReportFor
) -> AddedFile:
    try:
        chosen = stem or import_records(archive, examined, site, report_for(examined.candidate))
    except OSError as error:
        raise ArchiveError(f"{examined.candidate.label}: cannot be read ({error.strerror or error})") from error
    return AddedFile(
        examined.candidate.label,
        chosen,
        stem is None,
        len(examined.kept),
        len(examined.captures),
        examined.pages.total(),
        tuple(examined.damage),
    )
