"""The figures of a crawl, read from Scrapy's stats, and how they are written for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_KIND, _LANGUAGE = "archive/documents/kind/", "archive/documents/lang/"
_UNITS = ("bytes", "kB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class Figures:
    """How far a crawl is. ``size`` is in bytes as they crossed the wire, ``seconds`` since it began."""

    pages: int
    documents: int
    size: int
    seconds: float
    kinds: Mapping[str, int]
    languages: Mapping[str, int]

    @classmethod
    def read(cls, stats: Mapping[str, Any], seconds: float) -> "Figures":
        """The figures; without capture, documents are the items and bytes those of the downloader."""
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
        """The figures in one line.

        >>> Figures(120, 80, 3_100_000, 60.0, {}, {}).line()
        '120 pages, 80 documents, 3.1 MB, 2.0 pages/s'
        """
        rate = self.pages / self.seconds if self.seconds else 0.0
        return f"{self.pages} pages, {self.documents} documents, {in_units(self.size)}, {rate:.1f} pages/s"


def in_units(size: int) -> str:
    """A number of bytes in the unit that suits it (1 kB is 1000 bytes).

    >>> in_units(999), in_units(1_234_567)
    ('999 bytes', '1.2 MB')
    """
    amount, unit = float(size), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{amount:.{1 if unit else 0}f} {_UNITS[unit]}"


def in_time(seconds: float) -> str:
    """A time in hours, minutes and seconds.

    >>> in_time(3.2), in_time(75), in_time(7300)
    ('3 s', '1 min 15 s', '2 h 1 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"


def _below(stats: Mapping[str, Any], prefix: str) -> dict[str, int]:
    return {key.removeprefix(prefix): count for key, count in stats.items() if key.startswith(prefix)}
