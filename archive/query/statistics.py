"""``archive stats``: what the archive holds, as text and JSON."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.filesize import decimal

from archive.index import Counts, Index
from archive.layout import Archive
from archive.query.terminal import clean, columns, escaped_json


@dataclass(frozen=True, slots=True)
class Files:
    """Some files: how many, and their bytes together."""

    number: int
    size: int

    @classmethod
    def of(cls, paths: Iterable[Path]) -> "Files":
        sizes = [path.stat().st_size for path in paths]
        return cls(len(sizes), sum(sizes))


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the index counts, and the files of the archive."""

    place: Path
    counts: Counts
    warc: Files
    documents: Files
    index_size: int


def read_statistics(archive: Archive) -> Statistics:
    """What the archive holds; all is zero where nothing was captured yet.

    Raises ArchiveMissing where there is no archive, and where there are files but no index.
    """
    archive.require()
    warc = Files.of(archive.warc_paths())
    documents = Files.of(archive.documents_dir.glob("*.jsonl"))
    there = archive.index_file.exists()
    if not there and not warc.number and not documents.number:
        return Statistics(archive.root, Counts(0, 0, 0), warc, documents, 0)
    with Index(archive) as index:
        counts = index.counts()
    return Statistics(archive.root, counts, warc, documents, archive.index_file.stat().st_size)


def statistics_json(statistics: Statistics) -> str:
    """The statistics as one JSON object; sizes are in bytes."""
    counts = statistics.counts
    values = {
        "archive": str(statistics.place),
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
    }
    return escaped_json(json.dumps(values, ensure_ascii=False, indent=2))


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
    if counts.earliest and counts.latest:
        overview += [("earliest publication", counts.earliest), ("latest publication", counts.latest)]
    tables = [
        ("site", counts.by_site),
        ("kind", counts.by_kind),
        ("language", counts.by_language),
        ("year", counts.by_year),
    ]
    parts = [clean(str(statistics.place)), "\n".join(columns([(name, value) for name, value in overview]))]
    parts += ["\n".join(_table(name, rows)) for name, rows in tables if rows]
    return "\n\n".join(parts)


def _table(name: str, rows: tuple[tuple[str, int], ...]) -> list[str]:
    return columns([(name, "documents"), *((clean(value), str(number)) for value, number in rows)])
