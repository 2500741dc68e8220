"""The profile of a site: facts that its pages do not state, and selectors for parts that the heuristics get wrong.

Selectors are XPath or CSS, and have a period in which they are valid.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from archive.errors import UsageError
from archive.model.json_shape import keywords
from archive.model.url import is_page_url
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
