"""``archive stats``: what the archive holds, as text and JSON."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rich.filesize import decimal

from archive.index import Counts, Index
from archive.jobs import installed_rules, outdated
from archive.layout import OPEN_SUFFIX, Archive
from archive.query.terminal_and_csv import clean, columns, printed_json

_MOST_YEARS = 100
"""Years that are drawn as a line of time; more come from a date that a page has wrong."""
_BAR, _BAR_WIDTH = "▇", 40


@dataclass(frozen=True, slots=True)
class LeftOutSection:
    """A section of a site: what it is called, how many pages it has, and the address of one."""

    site: str
    name: str
    pages: int
    example: str


@dataclass(frozen=True, slots=True)
class FileTotals:
    """The number and total bytes of some files."""

    number: int
    size: int

    @classmethod
    def of_files(cls, paths: Iterable[Path]) -> "FileTotals":
        """The files at these paths; one that a crawl closes meanwhile has its size taken under either name."""
        sizes = [size for path in paths if (size := _size(path)) is not None]
        return cls(len(sizes), sum(sizes))


@dataclass(frozen=True, slots=True)
class Statistics:
    """The counts of the index, and the files of the archive.

    ``outdated`` documents were made by other rules than those of the installed crawler. ``left_out`` are the sections
    of sites of which no documents are made.
    """

    place: Path
    counts: Counts
    warc: FileTotals
    documents: FileTotals
    index_size: int
    outdated: int = 0
    left_out: tuple[LeftOutSection, ...] = ()


def read_statistics(archive: Archive) -> Statistics:
    """Count what the archive holds; all is zero where nothing was captured yet.

    Raises ArchiveMissing where there is no archive, and where there are files but no index.
    """
    archive.require()
    files = count_files(archive, Counts(0, 0, 0))
    if not archive.index_file.exists() and not files.warc.number and not files.documents.number:
        return files
    rules = installed_rules(archive)
    with Index(archive) as index:
        older = sum(index.document_count(stem.warc) for stem in outdated(archive, rules)) if rules else 0
        return replace(files, counts=index.counts(), outdated=older, left_out=tuple(left_out_sections(archive)))


def left_out_sections(archive: Archive, site: str | None = None) -> Iterator[LeftOutSection]:
    """The sections that are left out, of one site or all, by site and name, without those of unreadable templates."""
    stems = archive.warc_names() if site is None else archive.warc_names_of(site)
    newest = {stem.site: stem for stem in sorted(stems, key=lambda stem: (stem.time, stem.job))}
    for stem in sorted(newest.values(), key=lambda stem: stem.site):
        with suppress(OSError, ValueError, KeyError, TypeError):
            values = json.loads((archive.templates_dir / f"{stem.site}-{stem.job}.json").read_bytes())
            for section in values["left_out"]:
                yield LeftOutSection(stem.site, section["name"], section["pages"], section["example"])


def count_files(archive: Archive, counts: Counts) -> Statistics:
    """The given counts, with the files of the archive."""
    warc, documents = (
        FileTotals.of_files(archive.warc_paths()),
        FileTotals.of_files(archive.documents_paths()),
    )
    index_size = archive.index_file.stat().st_size if archive.index_file.exists() else 0
    return Statistics(archive.root, counts, warc, documents, index_size)


def statistics_json(statistics: Statistics) -> str:
    """The statistics as one JSON object; sizes are in bytes."""
    values = {"archive": str(statistics.place), "outdated": statistics.outdated, **statistics_values(statistics)}
    values["left_out"] = [asdict(section) for section in statistics.left_out]
    return printed_json(values)


def statistics_values(statistics: Statistics) -> dict[str, Any]:
    """The statistics as JSON values, without the place; sizes are in bytes."""
    counts = statistics.counts
    return {
        "captures": counts.captures,
        "documents": counts.documents,
        "versions": counts.versions,
        "warc": {"files": statistics.warc.number, "bytes": statistics.warc.size},
        "documents_files": {"files": statistics.documents.number, "bytes": statistics.documents.size},
        "index": {"bytes": statistics.index_size},
        "published": {"earliest": counts.earliest, "latest": counts.latest},
        "sites": dict(counts.by_site),
        "kinds": dict(counts.by_kind),
        "languages": dict(counts.by_language),
        "years": dict(counts.by_year),
        "months": dict(counts.by_month),
    }


def statistics_text(statistics: Statistics) -> str:
    """The statistics for reading on a terminal."""
    counts = statistics.counts
    overview = [
        ("captures", str(counts.captures)),
        ("documents", str(counts.documents)),
        ("versions of documents", str(counts.versions)),
        ("WARC files", str(statistics.warc.number)),
        ("WARC size", decimal(statistics.warc.size)),
        ("documents size", decimal(statistics.documents.size)),
        ("index size", decimal(statistics.index_size)),
    ]
    if statistics.outdated:
        overview.append(("made by older rules", f"{statistics.outdated} ('archive reextract --outdated')"))
    if counts.earliest and counts.latest:
        overview += [("earliest publication", counts.earliest), ("latest publication", counts.latest)]
    tables = [("site", counts.by_site), ("kind", counts.by_kind), ("language", counts.by_language)]
    parts = [clean(str(statistics.place)), "\n".join(columns([(name, value) for name, value in overview]))]
    parts += ["\n".join(_table(name, rows)) for name, rows in tables if rows]
    if statistics.left_out:
        parts.append("\n".join(_sections(statistics.left_out)))
    if counts.by_year:
        parts.append("\n".join(_years(counts)))
    return "\n\n".join(parts)


def _size(path: Path) -> int | None:
    for named in (path, path.with_name(path.name.removesuffix(OPEN_SUFFIX))):
        with suppress(FileNotFoundError):
            return named.stat().st_size
    return None


def _years(counts: Counts) -> list[str]:
    """A line for each year from the first to the last: its documents, and a bar for them."""
    numbers = {int(year): number for year, number in counts.by_year if year.isdigit()}
    if not numbers or max(numbers) - min(numbers) > _MOST_YEARS:
        return _table("year", counts.by_year)
    most = max(numbers.values())
    years = range(min(numbers), max(numbers) + 1)
    lines = columns([("year", "documents"), *((str(year), str(numbers.get(year, 0))) for year in years)])
    bars = ["", *(_BAR * -(-numbers.get(year, 0) * _BAR_WIDTH // most) for year in years)]
    return [f"{line}  {bar}".rstrip() for line, bar in zip(lines, bars, strict=True)]


def _sections(sections: Sequence[LeftOutSection]) -> list[str]:
    """A line for each section that is left out, with an example."""
    head = ("section left out", "site", "pages", "for example")
    rows = ((clean(each.name), each.site, str(each.pages), clean(each.example)) for each in sections)
    return columns([head, *rows])


def _table(name: str, rows: tuple[tuple[str, int], ...]) -> list[str]:
    return columns([(name, "documents"), *((clean(value), str(number)) for value, number in rows)])
