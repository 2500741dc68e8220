"""The offset of a time that states none: that of the page's country, where its domain and language tell it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from archive.model.document import Removed
from crawler.extraction.table import read_rows

_REGISTRATIONS = frozenset(("icp", "public-security"))
_LEAST_SHARE = 0.2  # of a page's characters, for a language to be the page's


def country_zone(url: str, languages: Mapping[str, float]) -> str | None:
    """The IANA zone of the one country that address and languages (with their shares of the text) name, or None.

    A country with several offsets has none here.

    >>> country_zone("http://www.example.com.cn/1.html", {"zh-Hans": 0.6, "en": 0.4})
    'Asia/Shanghai'
    >>> country_zone("http://www.example.cn/", {"en": 1.0}), country_zone("http://example.com/", {"zh-Hans": 1.0})
    (None, None)
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    named = _zones().get(host.rstrip(".").rpartition(".")[2])
    if named is None:
        return None
    spoken = [lang for lang, share in languages.items() if share >= _LEAST_SHARE]
    return named[1] if any(_is_of(lang, own) for lang in spoken for own in named[0]) else None


def registration_zone(removed: Iterable[Removed]) -> str | None:
    """The zone of China, where the page's foot has the number under which China registers sites; else None."""
    return "Asia/Shanghai" if any(text.reason in _REGISTRATIONS for text in removed) else None


def with_offset(moment: str | None, zone: str | None) -> str | None:
    """A time with the offset of the zone on that day; a day, and a time that has an offset, as they are.

    >>> with_offset("2025-07-03T09:32", "Europe/London"), with_offset("2025-07-03", "Europe/London")
    ('2025-07-03T09:32+01:00', '2025-07-03')
    """
    if moment is None or zone is None or "T" not in moment:
        return moment
    at = datetime.fromisoformat(moment)
    if at.tzinfo is not None:
        return moment
    timespec = "seconds" if moment.count(":") > 1 else "minutes"
    return at.replace(tzinfo=ZoneInfo(zone)).isoformat(timespec=timespec)


@cache
def _zones() -> Mapping[str, tuple[tuple[str, ...], str]]:
    """Languages and zone of each country, by its top-level domain."""
    return {domain: (tuple(languages.split()), zone) for domain, languages, zone in read_rows("country_zones.tsv")}


def _is_of(language: str, own: str) -> bool:
    return language == own or language.startswith(f"{own}-")
