"""Profiles of sites, facts that their pages do not state, and the files that hold them: ``sites/NAME.toml`` in an
archive, and those that come with the program.

A profile has selectors for parts that the heuristics get wrong: XPath or CSS, each with a period in which it is
valid. A file has the fields of ``Profile`` but its name, which is the file's, and each ``[[selectors]]`` table the
fields of ``Selectors``. A field of an archive's file takes the place of the same field of the program's.
"""

import json
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from archive.disk import replace_file
from archive.errors import UsageError, disk_errors
from archive.layout import Archive, check_site_name, site_name
from archive.model.json_shape import keywords, reader_of, schema_of
from archive.model.url import is_page_url
from archive.query.terminal_output_columns_json_and_csv import report_line
from archive.word_lists_and_character_tables import word_list

_XPATH = re.compile(r"\.?/|\(")
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_FUNCTION = re.compile(r"([A-Za-z_][\w:.-]*)\s*\(")
_FUNCTIONS = word_list("crawler.sites", "xpath", "functions")
FIELDS = ("body", "title", "subtitle", "published", "source", "author")
"""The fields that can have a selector; the first match with text is used, for ``body`` all matches."""


@dataclass(frozen=True, slots=True)
class Selectors:
    """Selectors for the pages of a site that were captured in a period, whose first and last day are included.

    A selector that begins with ``/``, ``./`` or ``(`` is XPath, any other CSS, with parsel's ``::text`` and
    ``::attr(NAME)``; None leaves the field to the heuristics, and so does a selector that finds no text. Matches of
    ``remove`` do not belong to the article. ``valid_from`` and ``valid_until`` are days (``YYYY-MM-DD``, in UTC),
    None for no limit.
    """

    DEFAULTS_MAY_BE_ABSENT: ClassVar = True

    body: str | None = None
    title: str | None = None
    subtitle: str | None = None
    published: str | None = None
    source: str | None = None
    author: str | None = None
    remove: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_until: str | None = None

    def hold_at(self, moment: str) -> bool:
        """Return whether a site's selectors are valid for a capture at this time, as in documents.

        >>> old = Selectors(valid_until="2024-03-31")
        >>> old.hold_at("2024-03-31T23:59:59Z"), old.hold_at("2024-04-01T00:00:00Z")
        (True, False)
        """
        day = moment[:10]
        return (self.valid_from or "") <= day and (self.valid_until is None or day <= self.valid_until)

    def check(self) -> None:
        """Check all selectors and days of a site's profile. Raises UsageError for an unusable one."""
        for field in FIELDS:
            selector = getattr(self, field)
            if selector is not None:
                expression(selector, field)
        for selector in self.remove:
            expression(selector, "remove")
        for field in ("valid_from", "valid_until"):
            _check_day(getattr(self, field), field)


@lru_cache(maxsize=1024)
def expression(selector: str, field: str) -> etree.XPath:
    """Compile a site's selector (XPath or CSS). Raises UsageError, with the field's name, for one that is neither
    XPath nor CSS.

    >>> expression("article > p", "body").path
    'descendant-or-self::article/p'
    """
    from parsel.csstranslator import HTMLTranslator  # slow to import, and it teaches lxml the function has-class

    try:
        is_xpath = _XPATH.match(selector)
        compiled = etree.XPath(selector if is_xpath else HTMLTranslator().css_to_xpath(selector))
        _check_functions(compiled.path)
    except (etree.XPathError, ValueError, SyntaxError) as error:  # SyntaxError: what cssselect raises
        form = "XPath" if is_xpath else "CSS selector"
        raise UsageError(f"selector {field}: {selector!r} is no {form} that can be used: {error}") from error
    return compiled


def _check_functions(path: str) -> None:
    """Raise ValueError for an unknown function, which XPath itself would report only at the call."""
    names = _FUNCTION.findall(_LITERAL.sub("''", path))
    unknown = next((name for name in names if name not in _FUNCTIONS), None)
    if unknown:
        raise ValueError(f"no function {unknown}")


def _check_day(day: str | None, field: str) -> None:
    try:
        if day is not None and date.fromisoformat(day).isoformat() != day:
            raise ValueError
    except ValueError as error:
        raise UsageError(f"{field}: {day!r} is not a day; write it as YYYY-MM-DD") from error


_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|[^\x00-\x7f/:@]+")


@dataclass(frozen=True, slots=True)
class Profile:
    """A site's profile: its start pages and hosts, and how its pages are read.

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
        """Return the label of the site's profile in documents that were extracted with it.

        >>> Profile("daxinya").label
        'daxinya/1'
        """
        return f"{self.name}/{self.revision}"

    @property
    def all_hosts(self) -> frozenset[str]:
        """Return the names of the site's hosts, those of its start pages too."""
        return frozenset([*self.hosts, *(urlsplit(url).hostname or "" for url in self.start_urls)])

    def selectors_at(self, moment: str) -> Selectors | None:
        """Return the site's selectors that are valid for a capture at this time (as in documents), or None."""
        return next((each for each in self.selectors if each.hold_at(moment)), None)

    def check(self) -> None:
        """Check the values of a site's profile: raise UsageError for the first that cannot be used, which names the
        field.
        """
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


SUFFIX = ".toml"
_SECTIONS = re.compile(r"^sections\s*=\s*\[[^\]]*\]", re.MULTILINE)
_REVISION = re.compile(r"^revision\s*=\s*(\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SiteFile:
    """One site's file: its text, where it lies, and whether that is in the archive or in the program."""

    name: str
    text: str
    place: str
    is_of_archive: bool

    @property
    def values(self) -> dict[str, Any]:
        """Return what a site's file says, by field; the program's own are held valid by a test.

        Raises UsageError for a faulty one, in one line that names file and field.
        """
        return _checked_values(self.name, self.text, self.place) if self.is_of_archive else _values(self.text)


class KnownSites:
    """The profiles of known sites, in an archive and in the program or, without an archive, in the program alone."""

    def __init__(self, archive: Archive | None = None) -> None:
        self._archive = archive

    def named(self, name: str) -> Profile:
        """Return the profile of the site of that name, or one that leaves everything to the heuristics.

        Raises UsageError for a faulty file.

        >>> KnownSites().named("daxinya").zone, KnownSites().named("example.com").label
        ('Asia/Shanghai', 'example.com/1')
        """
        program, own = _program_files().get(name), self.file(name)
        values = {**(program.values if program else {}), **(own.values if own and own.is_of_archive else {})}
        return _profile(name, values)

    def file(self, name: str) -> SiteFile | None:
        """Return the file of a site, the archive's before the program's; None where there is none. Raises UsageError
        where it cannot be read.
        """
        if self._archive and (own := _archive_file(self._archive, name)):
            return own
        return _program_files().get(name)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """List the names of all known sites that have a file, sorted."""
        own = self._archive.sites_dir.glob(f"*{SUFFIX}") if self._archive else ()
        return tuple(sorted({*_program_files(), *(path.stem for path in own)}))

    def profiles(self) -> list[Profile]:
        """List the profiles of all known sites that have a file. Raises UsageError for the first faulty one."""
        return list(map(self.named, self.names))

    def site_at(self, url: str) -> str:
        """Return the name of the site at an address: that of the profile which claims its host, or the host's own.

        >>> KnownSites().site_at("https://www.daxinya.com/news/1.html"), KnownSites().site_at("http://www.example.com/")
        ('daxinya', 'example.com')
        """
        return self._site_of_host.get(urlsplit(url).hostname or "") or site_name(url)

    @cached_property
    def _site_of_host(self) -> dict[str, str]:
        return {host: profile.name for profile in reversed(self.profiles()) for host in profile.all_hosts}


def parse_profile(name: str, text: str, place: str) -> Profile:
    """Parse the profile of a site from its file's text (TOML). Raises UsageError for a faulty one; ``place`` names it
    there.
    """
    return _profile(name, _checked_values(name, text, place))


def _checked_values(name: str, text: str, place: str) -> dict[str, Any]:
    """What a file's text says, by field. Raises UsageError for a faulty one; ``place`` names it there."""
    try:
        values = _values(text)
        _check_fields(values)
        _profile(check_site_name(name), values).check()
    except (tomllib.TOMLDecodeError, UsageError) as error:
        raise UsageError(f"{place}: {error}; correct it with 'archive site edit {name}'") from error
    return values


def new_site_text(name: str, url: str) -> str:
    """Return the text of a new site's file, with its start page and hosts, and every other field as a comment."""
    hosts = ", ".join(f'"{host}"' for host in _hosts(url))
    template = files("crawler").joinpath("templates/spiders/agency.tmpl").read_text(encoding="utf-8")
    return Template(template).substitute(name=name, url=url, hosts=hosts)


def store_site_file(archive: Archive, name: str, text: str) -> Path:
    """Write a site's file after it was checked, and return its path.

    Raises UsageError for a faulty text, and ArchiveUnusable when the disk does not take it.
    """
    path = archive.sites_dir / f"{name}{SUFFIX}"
    parse_profile(name, text, str(path))
    with disk_errors(path):
        archive.create(report=report_line).sites_dir.mkdir(exist_ok=True)
    replace_file(path, [text.encode()])
    return path


def with_sections(text: str, sections: Sequence[str]) -> str:
    """Set the ``sections`` in the text of a site's file.

    >>> with_sections('sections = ["News"]\\nrevision = 2\\n', ["News", "-Prices"])
    'sections = ["News", "-Prices"]\\nrevision = 2\\n'
    """
    line = f"sections = {json.dumps(list(sections), ensure_ascii=False)}"
    return _SECTIONS.sub(lambda _: line, text, count=1) if _SECTIONS.search(text) else f"{line}\n{text}"


def revision_of(text: str) -> int:
    """Return the revision that the text of a site's file names; 1 where it names none."""
    found = _REVISION.search(text)
    return int(found[1]) if found else 1


def with_revision(text: str, revision: int) -> str:
    """Set the revision in the text of a site's file.

    >>> with_revision('zone = "Asia/Shanghai"', 2)
    'revision = 2\\nzone = "Asia/Shanghai"'
    """
    line = f"revision = {revision}"
    return _REVISION.sub(line, text, count=1) if _REVISION.search(text) else f"{line}\n{text}"


def _hosts(url: str) -> list[str]:
    """The host of an address, with and without ``www.`` where it is a name."""
    host = urlsplit(url).hostname or ""
    bare = host.removeprefix("www.")
    return [host] if host.replace(".", "").isdigit() or "." not in bare else [bare, f"www.{bare}"]


def _archive_file(archive: Archive, name: str) -> SiteFile | None:
    path = archive.sites_dir / f"{name}{SUFFIX}"
    try:
        return SiteFile(name, path.read_text(encoding="utf-8"), str(path), is_of_archive=True)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: cannot be read ({error}); write it as UTF-8 with 'archive site edit {name}'"
        ) from error


@cache
def _program_files() -> dict[str, SiteFile]:
    place = files("crawler.sites").joinpath("known")
    found = sorted((each for each in place.iterdir() if each.name.endswith(SUFFIX)), key=lambda each: each.name)
    names = [each.name.removesuffix(SUFFIX) for each in found]
    return {
        name: SiteFile(
            name, each.read_text(encoding="utf-8"), f"crawler/sites/known/{each.name}", is_of_archive=False
        )
        for name, each in zip(names, found, strict=True)
    }


def _values(text: str) -> dict[str, Any]:
    values: dict[str, Any] = _plain(tomllib.loads(text))
    return values


def _profile(name: str, values: dict[str, Any]) -> Profile:
    profile: Profile = reader_of(Profile)({"name": name, **values})
    return profile


def _plain(value: Any) -> Any:
    """TOML values as JSON has them: days as text."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return list(map(_plain, value))
    return value.isoformat() if isinstance(value, date) else value


def _check_fields(values: dict[str, Any]) -> None:
    """Raise UsageError for an unknown field and for a value of another type."""
    _check_names("", values, [name for name in schema_of(Profile)["properties"] if name != "name"])
    tables = values.get("selectors", [])
    for number, table in enumerate(tables if isinstance(tables, list) else [], 1):
        if isinstance(table, dict):
            _check_names(f"selectors {number}: ", table, list(schema_of(Selectors)["properties"]))
    from jsonschema import Draft202012Validator  # long to load, and needed only where a site has a file

    fault = next(Draft202012Validator(schema_of(Profile)).iter_errors({"name": "", **values}), None)
    if fault:
        raise UsageError(f"{fault.json_path.removeprefix('$.')}: {fault.message}")


def _check_names(where: str, values: dict[str, Any], names: list[str]) -> None:
    unknown = next((name for name in values if name not in names), None)
    if unknown:
        raise UsageError(f"{where}unknown field {unknown!r}; there are {', '.join(names)}")
