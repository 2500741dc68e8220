"""The profile of a site: facts that cannot be found out from its pages."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from archive.errors import UsageError
from archive.model.json_shape import keywords
from archive.model.url import is_page_url
from crawler.sites.selectors import Selectors

_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|[^\x00-\x7f/:@]+")


@dataclass(frozen=True, slots=True)
class Profile:
    """A site's start pages and hosts, and how its pages are read.

    ``name`` is the site's name in the archive; ``revision`` counts changes of the profile. ``listings`` and
    ``articles`` are regular expressions on the path and query of an address, ``excluded`` on addresses that are never
    requested; empty tuples leave it to the heuristics. ``sections`` names sections that hold articles and, after a
    minus, those that hold none, where its pages do not tell. ``zone`` is the IANA time zone in which the site writes
    its times; None for that of its country, where domain and language tell it. ``delay`` is the time between two
    requests to the site, in seconds, where it is longer than the setting's. ``selectors`` say where its pages have
    what the heuristics get wrong; of several, which differ in their days, the first that holds on the day of a
    capture is used.
    """

    DEFAULTS_MAY_BE_ABSENT: ClassVar = True

    name: str
    revision: Annotated[int, keywords(minimum=1)] = 1
    start_urls: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    zone: str | None = None
    delay: Annotated[float, keywords(minimum=0, maximum=3600)] | None = None
    selectors: tuple[Selectors, ...] = ()

    @property
    def label(self) -> str:
        """The label of the profile in documents that were extracted with it.

        >>> Profile("daxinya").label
        'daxinya/1'
        """
        return f"{self.name}/{self.revision}"

    @property
    def all_hosts(self) -> frozenset[str]:
        """The names of its hosts, those of its start pages too."""
        return frozenset([*self.hosts, *(urlsplit(url).hostname or "" for url in self.start_urls)])

    def selectors_at(self, moment: str) -> Selectors | None:
        """The selectors that are valid for a capture at this time (as in documents), or None."""
        return next((each for each in self.selectors if each.hold_at(moment)), None)

    def check(self) -> None:
        """Raise UsageError for the first value that cannot be used; it names the field."""
        for name in ("listings", "articles", "excluded"):
            _check_each(name, getattr(self, name), re.compile, "a regular expression")
        _check_each("hosts", self.hosts, _check_host, "a host name; write it as www.example.com")
        _check_each("start_urls", self.start_urls, _check_address, "the address of a page; write it as https://HOST/")
        _check_each("zone", (self.zone,) if self.zone else (), ZoneInfo, "a time zone; write it as Asia/Shanghai")
        for each in self.selectors:
            each.check()


def _check_each(field: str, values: tuple[str, ...], check: Callable[[str], Any], what: str) -> None:
    for value in values:
        try:
            check(value)
        except (ValueError, KeyError, OSError, re.error) as error:
            raise UsageError(f"{field}: {value!r} is not {what} ({error})".replace(" ()", "")) from error


def _check_host(host: str) -> None:
    if not _HOST.fullmatch(host):
        raise ValueError


def _check_address(url: str) -> None:
    if not is_page_url(url):
        raise ValueError
