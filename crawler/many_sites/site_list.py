"""The list of sites to crawl, read from a file, and ordered: those whose last crawl is longest ago come first."""

import re
import tomllib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from archive.errors import UsageError
from archive.jobs_and_locks import last_crawls
from archive.layout import Archive, check_site_name
from crawler.sites import KnownSites, Profile
from crawler.spiders.agency import Arguments

if TYPE_CHECKING:
    from crawler.many_sites.site_statistics_and_run_summary import SiteResult


_MOST_TOLD = 20
"""Faults of one file that are reported at once."""

_FIELDS = ("name", "start_urls", "hosts", "sections", "articles", "excluded", "every")
_READING = ("revision", "zone", "selectors")
_EVERY = re.compile(r"(\d+)\s*([smhdw])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400}


@dataclass(frozen=True, slots=True)
class Site:
    """A site of the list to crawl. ``where`` is its place in the file, ``profile`` what that file or the site's own
    file says.

    ``every`` is the number of seconds from one crawl to the next, for a site in a queue.
    """

    name: str
    start_url: str
    profile: Profile
    where: str
    every: float | None = None

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return the names of a listed site's hosts, without ``www.``, in order."""
        found = {urlsplit(self.start_url).hostname or "", *self.profile.hosts}
        return tuple(sorted({host.lower().removeprefix("www.") for host in found}))


def read_sites(path: Path, arguments: Mapping[str, str], known: KnownSites) -> list[Site]:
    """Read the sites to crawl from a file, in its order; ``arguments`` are the spider arguments for all of them.

    A file named ``*.toml`` holds tables ``[[site]]``; any other file holds an address a line, or the name of a site
    that is ``known``, in UTF-8. Blank lines, and comments that begin with ``#`` at the start of a line or after a
    space, are ignored.

    Raises UsageError for unusable arguments, and for a file that is unreadable, or has sites that cannot be crawled
    or occur twice: the message lists all of them, each with its line.
    """
    if "start_url" in arguments:
        raise UsageError("-a start_url= is for one site; sites= names the start pages of many")
    Arguments.read({**arguments, "start_url": "http://localhost/"}, None)
    found = list(_of_toml(path, known) if path.suffix == ".toml" else _of_lines(path, known))
    faults = [each for each in found if isinstance(each, str)]
    sites = [each for each in found if isinstance(each, Site)]
    faults += _twice(sites)
    if faults:
        more = f"; and {len(faults) - _MOST_TOLD} more" if len(faults) > _MOST_TOLD else ""
        raise UsageError(f"{path}: {'; '.join(faults[:_MOST_TOLD])}{more}")
    if not sites:
        raise UsageError(f"{path}: has no site; write an address a line")
    return sites


def seconds_in(every: str) -> float | None:
    """Parse a period between crawls such as ``30m``, ``12h`` or ``7d`` to seconds; None for the empty string.

    Raises UsageError for anything else.

    >>> seconds_in("12h")
    43200.0
    """
    found = _EVERY.fullmatch(every.strip())
    if every and (not found or not int(found[1])):
        raise UsageError(f"every: {every!r} is not a period; write it as 30m, 12h or 7d")
    return float(int(found[1]) * _SECONDS[found[2]]) if found else None


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}; sites= takes a file of addresses") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 (byte {error.start}); save it so") from error


def _of_lines(path: Path, known: KnownSites) -> Iterator[Site | str]:
    """The sites of a file of lines, and a message for each unusable line."""
    for number, line in enumerate(_text_of(path).splitlines(), 1):
        written = re.sub(r"(^|\s)#.*", "", line).strip()
        if written:
            yield _or_fault(f"line {number}", partial(_site, known, written))


def _of_toml(path: Path, known: KnownSites) -> Iterator[Site | str]:
    """The sites of a TOML file, and a message for each unusable table."""
    try:
        tables = tomllib.loads(_text_of(path))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: {error}") from error
    sites = tables.pop("site", [])
    if tables or not isinstance(sites, list) or not all(isinstance(table, dict) for table in sites):
        raise UsageError(f"{path}: only tables [[site]] are allowed in it")
    for number, table in enumerate(sites, 1):
        yield _or_fault(f"site {number} ({table.get('name')!r})", partial(_profiled, known, table))


def _or_fault(where: str, read: Callable[[str], Site]) -> Site | str:
    try:
        return read(where)
    except UsageError as error:
        return f"{where}: {error}"


def _site(known: KnownSites, written: str, where: str) -> Site:
    if written in known.names:
        profile = known.named(written)
        if not profile.start_urls:
            raise UsageError(f"{written} has no start_urls; add one with 'archive site edit {written}'")
        return Site(written, profile.start_urls[0], profile, where)
    start_url = Arguments.read({"start_url": written}, None).start_url
    name = check_site_name(known.site_at(start_url))
    return Site(name, start_url, known.named(name), where)


def _profiled(known: KnownSites, table: Mapping[str, Any], where: str) -> Site:
    reading = sorted(set(table) & set(_READING))
    if reading:
        raise UsageError(
            f"{reading[0]} decides how pages are read, which 'archive reextract' must know too: put it into the "
            "site's own file with 'archive site edit NAME', and give its name in a file of lines"
        )
    unknown = sorted(set(table) - set(_FIELDS))
    if unknown:
        raise UsageError(f"unknown field {unknown[0]!r}; the fields are {', '.join(_FIELDS)}")
    name = table.get("name")
    if not isinstance(name, str):
        raise UsageError("it has no name")
    if name in known.names:
        raise UsageError(
            f"{name} has a file of its own ('archive site show {name}'); give its name in a file of lines"
        )
    start_urls, hosts, listings, articles, excluded = (_strings(table, field) for field in _FIELDS[1:-1])
    profile = Profile(
        check_site_name(name),
        start_urls=start_urls,
        hosts=hosts,
        listings=listings,
        articles=articles,
        excluded=excluded,
    )
    if len(start_urls) != 1:
        raise UsageError(f"start_urls has {len(start_urls)} addresses; a crawl begins at exactly one")
    profile.check()
    every = table.get("every", "")
    start_url = Arguments.read({"start_url": start_urls[0]}, None).start_url
    return Site(name, start_url, profile, where, seconds_in(every if isinstance(every, str) else repr(every)))


def _strings(table: Mapping[str, Any], field: str) -> tuple[str, ...]:
    values = table.get(field, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise UsageError(f"{field} is not a list of strings")
    return tuple(values)


def _twice(sites: Iterable[Site]) -> list[str]:
    """Return a message for each site that the list has a second time: a site is crawled by one crawl at a time."""
    first: dict[str, Site] = {}
    faults = []
    for site in sites:
        before = first.setdefault(site.name, site), first.setdefault(site.start_url, site)
        same = next((other for other in before if other is not site), None)
        if same:
            faults.append(f"{site.where}: {site.start_url} is the same site ({site.name}) as {same.where}")
    return faults


def sites_by_last_crawl(archive: Archive, sites: Iterable[Site]) -> list[Site]:
    """Order sites by the time when their last crawl began, those never crawled first.

    So a run that is cut short is fair to all sites over several runs.
    """
    last = last_crawls(archive)
    return sorted(sites, key=lambda site: last[site.name].began if site.name in last else "")


class ListedSites:
    """Gives out the sites of a list to crawl, each once, in its order; ``left`` is the number still to be taken."""

    def __init__(self, sites: Iterable[Site]) -> None:
        self._waiting = deque(sites)
        self._is_stopped = False

    @property
    def left(self) -> int:
        return len(self._waiting)

    def start(self) -> None:
        """Do nothing: a list of sites needs no start, unlike a queue."""

    async def take(self) -> Site | None:
        """Take the next site to crawl from the list, for the caller to crawl; None if there is none, or after
        ``stop``.
        """
        return None if self._is_stopped or not self._waiting else self._waiting.popleft()

    def end(self, site: Site, result: "SiteResult | None") -> None:
        """Note the result of a site's crawl; None means that it was not begun after all."""
        if result is None:
            self._waiting.appendleft(site)

    def stop(self) -> None:
        """Give out no more sites."""
        self._is_stopped = True

    async def close(self) -> None:
        """Do nothing: a list of sites has nothing to wait for."""
