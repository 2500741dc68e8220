"""Counts of a crawl, from Scrapy's stats, and how the crawl changed the documents of its site, from the archive."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.index import Index
from archive.jobs import find_jobs
from archive.layout import Archive
from archive.query.history.changes import find_changes

_KIND, _LANGUAGE = "archive/documents/kind/", "archive/documents/lang/"
_UNITS = ("bytes", "kB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class CrawlCounts:
    """Pages and documents of a crawl. ``size`` is in bytes on the wire, ``seconds`` since it began."""

    pages: int
    documents: int
    size: int
    seconds: float
    kinds: Mapping[str, int]
    languages: Mapping[str, int]

    @classmethod
    def of_stats(cls, stats: Mapping[str, Any], seconds: float) -> "CrawlCounts":
        """The counts in Scrapy's stats; without capture, they are the items and the bytes of the downloader."""
        captured = "archive/captures" in stats
        return cls(
            pages=stats.get("crawl/pages", 0),
            documents=stats.get("archive/documents" if captured else "item_scraped_count", 0),
            size=stats.get("archive/bytes" if captured else "downloader/response_bytes", 0),
            seconds=seconds,
            kinds=_below(stats, _KIND),
            languages=_below(stats, _LANGUAGE),
        )

    def line(self) -> str:
        """The counts in one line.

        >>> CrawlCounts(120, 80, 3_100_000, 60.0, {}, {}).line()
        '120 pages, 80 documents, 3.1 MB, 2.0 pages/s'
        """
        rate = self.pages / self.seconds if self.seconds else 0.0
        return f"{self.pages} pages, {self.documents} documents, {format_size(self.size)}, {rate:.1f} pages/s"


def format_size(size: int) -> str:
    """A number of bytes in a suitable unit (1 kB is 1000 bytes).

    >>> format_size(999), format_size(1_234_567)
    ('999 bytes', '1.2 MB')
    """
    amount, unit = float(size), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{amount:.{1 if unit else 0}f} {_UNITS[unit]}"


def format_duration(seconds: float) -> str:
    """A duration in hours, minutes and seconds.

    >>> format_duration(3.2), format_duration(75), format_duration(7300)
    ('3 s', '1 min 15 s', '2 h 1 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"


def _below(stats: Mapping[str, Any], prefix: str) -> dict[str, int]:
    return {key.removeprefix(prefix): count for key, count in stats.items() if key.startswith(prefix)}


_COUNTED = ("new", "changed", "unchanged", "missing", "gone", "back")


@dataclass(frozen=True, slots=True)
class CrawlDiff:
    """Changes of a site's documents in one crawl, including the stopped crawls that it continued.

    ``new`` documents came for the first time, ``changed`` have a version with another text, ``unchanged`` were seen
    with the same text, ``missing`` were no longer there, ``gone`` are missing for good, ``back`` were missing before.
    ``is_later`` means that the site had been crawled before.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0
    gone: int = 0
    back: int = 0
    is_later: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """The counts by kind of change."""
        return {name: getattr(self, name) for name in _COUNTED}

    def line(self) -> str:
        """The counts that are not zero, in words.

        >>> CrawlDiff(new=3, changed=10, unchanged=42).line(), CrawlDiff().line()
        ('3 new, 10 changed, 42 unchanged', '0')
        """
        return ", ".join(f"{count} {name}" for name, count in self.counts.items() if count) or "0"


def diff_of_crawl(archive: Archive, site: str, began: str, seen: set[str]) -> CrawlDiff:
    """The changes of a site's documents since a moment; ``seen`` are the ids of documents that the crawl met.

    A first crawl's documents are all new, without a look at the index. Changes are counted as in ``archive changes``.
    Raises ArchiveError if the archive cannot be read.
    """
    if not any(job.site == site and job.began < began for job in find_jobs(archive).values()):
        return CrawlDiff(new=len(seen))
    with Index(archive) as index, index.snapshot():
        changes = [(change.kind, change.document.id) for change in find_changes(archive, index, began, site)]
    kinds = Counter[str](kind for kind, _ in changes)
    touched = {id_ for kind, id_ in changes if kind in ("new", "changed")}
    kinds["unchanged"] = len(seen - touched)
    return CrawlDiff(**{name: kinds[name] for name in _COUNTED}, is_later=True)
