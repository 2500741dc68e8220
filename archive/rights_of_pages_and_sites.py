"""Rights statements: what a page and its site say of the use of its text, as far as the archive has captured them.

Those of the page are in ``Document.rights``. Those of the site apply to all of its pages, and are looked up on demand
in the captures of two files: ``tdmrep.json`` (TDM Reservation Protocol, 2024) and ``robots.txt`` (RFC 9309).
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from archive.errors import ArchiveError
from archive.layout import Archive
from archive.model.capture import CatalogueEntry
from archive.model.document import Document, Rights
from archive.model.times import format_time, parse_time

if TYPE_CHECKING:
    from protego import Protego

RESERVATION_FILE = "/.well-known/tdmrep.json"
ROBOTS_FILE = "/robots.txt"

FindCaptures = Callable[[str], list[CatalogueEntry]]
"""Returns the captures of a URL, earliest first."""
FindOriginal = Callable[[CatalogueEntry], CatalogueEntry | None]
"""Returns the record that holds the payload of a revisit."""

_MOST_READ = 512 * 1024
_MOST_RULES = 1_000
_MOST_ROBOTS = 100
_ROBOT = re.compile(r"^\s*user-agent\s*:\s*([\w.-]+)", re.IGNORECASE | re.MULTILINE)
_EVER, _NEVER = "", "~"  # before all times, and after


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule on rights for some paths of a host (tdmrep.json); ``location`` is a pattern as in robots.txt."""

    location: str
    reserved: bool
    policy: str | None

    def holds(self, path: str) -> bool:
        """Return whether a rule on rights applies to a path with its query."""
        whole = self.location.endswith("$")
        pattern = ".*".join(map(re.escape, self.location.removesuffix("$").split("*")))
        return bool((re.fullmatch if whole else re.match)(pattern, path, re.DOTALL))


@dataclass(frozen=True, slots=True)
class _Period:
    """The rules on rights of a host for pages captured from ``since`` on and before ``until``."""

    since: str
    until: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class StatedRights:
    """The rights statements on a page's text: by the page, and by its site if the page has none on data mining.

    ``robots`` are the user agents that robots.txt disallows for the page, as it names them.
    """

    page: Rights
    reserved: bool | None = None
    policy: str | None = None
    robots: tuple[str, ...] = ()

    @property
    def lines(self) -> Iterator[tuple[str, str]]:
        """Yield the rights statements as names and values, for people and for formats with free fields."""
        if self.page.license:
            yield "license", self.page.license
        if self.page.copyright:
            yield "copyright", self.page.copyright
        if self.page.noarchive:
            yield "noarchive", "yes"
        if self.reserved is not None:
            yield "tdm-reservation", "1" if self.reserved else "0"
        if self.policy:
            yield "tdm-policy", self.policy
        if self.robots:
            yield "robots-kept-out", " ".join(self.robots)


def rights_stated_by(document: Document) -> StatedRights:
    """Return the rights statements of a document's page alone, for citations and exports, without its site's."""
    page = document.rights or Rights()
    return StatedRights(page, page.tdm_reservation, page.tdm_policy)


class SiteRights:
    """Looks up the rights statements of sites in the captures of an archive, by the capture nearest in time to the
    page.

    Damaged captures, and files that are malformed, count as no statement; nothing is raised for them.
    """

    def __init__(self, archive: Archive, captures: FindCaptures, original: FindOriginal) -> None:
        self._archive, self._captures, self._original = archive, captures, original
        self._periods: dict[str, list[_Period]] = {}
        self._robots: dict[str, list[tuple[str, bytes]]] = {}

    def of_document(self, document: Document) -> StatedRights:
        """Look up the rights statements on a document's text, of its page and its site."""
        own = rights_stated_by(document)
        robots = self._kept_out(document)
        found = replace(own, robots=robots) if robots else own
        rule = self._rule(document.url, document.version) if own.reserved is None else None
        return replace(found, reserved=rule.reserved, policy=own.policy or rule.policy) if rule else found

    def reserves(self, url: str, version: str) -> bool | None:
        """Return whether the site reserves its rights in a page as captured at a time; None if it says nothing
        of it.
        """
        rule = self._rule(url, version)
        return rule.reserved if rule else None

    def _rule(self, url: str, version: str) -> Rule | None:
        try:
            parts = urlsplit(url)
        except ValueError:  # an address that is malformed has no site
            return None
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        for period in self._periods_of(f"{parts.scheme}://{parts.netloc}"):
            if period.since <= version < period.until:
                return next((rule for rule in period.rules if rule.holds(path)), None)
        return None

    def _periods_of(self, origin: str) -> list[_Period]:
        if origin not in self._periods:
            said = [(date, read_rules(content)) for date, content in self._contents(origin + RESERVATION_FILE)]
            turns = (_middle(one, other) for (one, _), (other, _) in pairwise(said))
            spans = pairwise([_EVER, *turns, _NEVER])
            self._periods[origin] = [
                _Period(since, until, rules) for (_, rules), (since, until) in zip(said, spans, strict=False)
            ]
        return self._periods[origin]

    def _kept_out(self, document: Document) -> tuple[str, ...]:
        said: list[tuple[str, bytes]] = []
        with suppress(ValueError):
            parts = urlsplit(document.url)
            file = f"{parts.scheme}://{parts.netloc}{ROBOTS_FILE}"
            if file not in self._robots:
                self._robots[file] = self._contents(file)
            said = self._robots[file]
        if not said:
            return ()
        goal = parse_time(document.version)
        _, content = min(said, key=lambda each: abs(parse_time(each[0]) - goal))
        return kept_out(content, document.url)

    def _contents(self, file: str) -> list[tuple[str, bytes]]:
        """Read the captured contents of a site's rights file with their times, earliest first, without server
        errors.
        """
        try:
            entries = self._captures(file)
        except (ArchiveError, ValueError):
            return []
        found = [(entry.capture.date, self._content(entry)) for entry in entries if entry.capture.status in _TELLING]
        return [(date, content) for date, content in found if content is not None]

    def _content(self, entry: CatalogueEntry) -> bytes | None:
        if entry.capture.status not in (200, 304):
            return b""
        with suppress(ArchiveError):
            original = self._original(entry) if entry.record_type == "revisit" else None
            return _payload(self._archive, entry, original)
        return None


_TELLING = frozenset((200, 304, 404, 410))
"""Statuses that show whether a site has a statement; others, such as errors and refusals, do not."""


def read_rules(content: bytes) -> tuple[Rule, ...]:
    """Parse the rules on rights in a ``tdmrep.json``, of which the first that matches a path counts; none if
    malformed.

    >>> read_rules(b'[{"location": "/news/*", "tdm-reservation": 1, "tdm-policy": "https://a.example/p"}]')
    (Rule(location='/news/*', reserved=True, policy='https://a.example/p'),)
    >>> read_rules(b"<html>Not found")
    ()
    """
    try:
        values = json.loads(content.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return ()
    given = values if isinstance(values, list) else [values]
    return tuple(rule for value in given[:_MOST_RULES] if (rule := _rule_in(value)))


@lru_cache(maxsize=4096)
def kept_out(robots: bytes, url: str) -> tuple[str, ...]:
    """Return the user agents that a robots.txt names, each once and ``*`` among them, and disallows for a URL.

    >>> kept_out(b"User-agent: GPTBot\\nDisallow: /\\n\\nUser-agent: *\\nDisallow: /x/", "http://a.example/1.html")
    ('GPTBot',)
    """
    text = robots[:_MOST_READ].decode("utf-8-sig", "replace")
    named = list(dict.fromkeys(["*", *_ROBOT.findall(text)]))[:_MOST_ROBOTS]
    rules = _parsed(text)
    return tuple(name for name in named if not rules.can_fetch(url, name)) if text else ()


@lru_cache(maxsize=64)
def _parsed(text: str) -> "Protego":
    from protego import Protego  # slow to import

    return Protego.parse(text)


@lru_cache(maxsize=32)
def _payload(archive: Archive, entry: CatalogueEntry, original: CatalogueEntry | None) -> bytes:
    from archive.warc.captures_and_pages import read_page  # slow to import

    return read_page(archive, entry, original).content(_MOST_READ)


def _rule_in(value: Any) -> Rule | None:
    if not isinstance(value, dict) or not isinstance(value.get("location"), str):
        return None
    said, policy = value.get("tdm-reservation"), value.get("tdm-policy")
    if str(said) not in ("0", "1"):
        return None
    location = value["location"][:1000]
    location = location if location.startswith(("/", "*")) else f"/{location}"
    return Rule(location, str(said) == "1", policy if isinstance(policy, str) else None)


def _middle(one: str, other: str) -> str:
    """Return the time in the middle between two captures."""
    first = parse_time(one)
    return format_time(first + (parse_time(other) - first) / 2)
