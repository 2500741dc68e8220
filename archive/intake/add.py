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
from archive.intake.cdxj import is_cdxj, open_index
from archive.intake.examine import Examined, Tell, examine
from archive.intake.offered import ZIP_MAGIC, Offered, Package, magic_of, warc_at
from archive.intake.take import stem_with, take
from archive.intake.wacz import open_package
from archive.jobs import find_jobs
from archive.layout import Archive, Stem, check_site_name, site_name
from archive.warc import catalogue_whole

TellOf = Callable[[Offered], Tell]
"""Gives what is to be told of the progress through a file."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How files are taken: for which site (None: by their addresses), and whether damaged ones in part."""

    site: str | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one WARC file: its stem in the archive, whether it was there before, what it holds.

    ``left_out`` says, a line each, what is not whole and was not taken; ``pages`` counts those that may be articles.
    """

    label: str
    stem: Stem
    is_new: bool
    records: int
    captures: int
    pages: int
    left_out: tuple[str, ...]


def add_file(archive: Archive, path: Path, choice: Choice, tell_of: TellOf) -> list[Added]:
    """Takes one file into the archive and its index: WARC, WACZ, or a CDXJ with the WARC files that it names.

    A package, and what an index names, is taken as a whole, or not at all.

    Raises UsageError when it cannot be read, is no WARC, or holds captures that the archive has; SiteUnknown when it
    names no site; ArchiveDamaged when it is damaged, and ``choice`` is not to take a part; ArchiveLocked or
    ArchiveUnusable when the archive cannot take it. Nothing of it is in the archive then.
    """
    package = _package(path)
    if package.faults and not choice.partial:
        raise ArchiveDamaged(_refusal(str(path), package.faults))
    examined = [_examined(offered, tell_of) for offered in package.warcs]
    if not choice.partial:
        _check_whole(package, examined, path)
    kept = [each for each in examined if each.kept]
    if not kept:
        raise ArchiveDamaged(f"{path}: holds no whole record; get it again from where it came from")
    site = check_site_name(choice.site) if choice.site else _site_of(archive, kept, path)
    stems = [stem_with(archive, each) for each in kept]
    new = [each for each, stem in zip(kept, stems, strict=True) if stem is None]
    _check_unknown(archive, new, path)
    added = [_taken(archive, each, stem, site, tell_of) for each, stem in zip(kept, stems, strict=True)]
    update_index(archive, catalogue_whole)
    return added


def _package(path: Path) -> Package:
    if is_cdxj(path):
        return open_index(path)
    return open_package(path) if magic_of(path).startswith(ZIP_MAGIC) else Package((warc_at(path),))


def _check_whole(package: Package, examined: list[Examined], path: Path) -> None:
    """Raises ArchiveDamaged where a file is damaged, or a record does not begin where the package says so."""
    for each in examined:
        if each.damage:
            raise ArchiveDamaged(_refusal(_label(path, each), each.damage))
        missing = sorted(package.begins.get(each.offered.name, frozenset()) - {at for at, _ in each.spans})
        if missing:
            fault = f"{each.offered.name}: no record begins at offset {missing[0]}, where the index says so"
            raise ArchiveDamaged(_refusal(str(path), [fault]))


def _examined(offered: Offered, tell_of: TellOf) -> Examined:
    try:
        return examine(offered, tell_of(offered))
    except (BadZipFile, zlib.error, EOFError) as error:
        raise ArchiveDamaged(f"{offered.label}: cannot be read ({error}); get it again") from error
    except OSError as error:
        raise UsageError(
            f"{offered.label}: cannot be read ({error.strerror or error}); mend its rights or its disk"
        ) from error


def _label(path: Path, examined: Examined) -> str:
    return f"{path}: {examined.offered.name}" if examined.offered.package else str(path)


def _refusal(label: str, faults: tuple[str, ...] | list[str]) -> str:
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{label}: {faults[0]}{more}; nothing was taken: get it again, or take what is whole with --partial"


def _site_of(archive: Archive, examined: list[Examined], path: Path) -> str:
    """The site that most pages are of, else most records; under the name by which it was crawled, if it was."""
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


def _check_unknown(archive: Archive, examined: list[Examined], path: Path) -> None:
    """Raises UsageError where captures are in the archive already: each would stand there twice."""
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


def _taken(archive: Archive, examined: Examined, stem: Stem | None, site: str, tell_of: TellOf) -> Added:
    try:
        chosen = stem or take(archive, examined, site, tell_of(examined.offered))
    except OSError as error:
        raise ArchiveError(f"{examined.offered.label}: cannot be read ({error.strerror or error})") from error
    return Added(
        examined.offered.label,
        chosen,
        stem is None,
        len(examined.kept),
        len(examined.captures),
        examined.pages.total(),
        tuple(examined.damage),
    )
