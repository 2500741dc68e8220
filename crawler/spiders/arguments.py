"""The arguments of the spiders (``-a NAME=VALUE``), checked before the first request."""

import ipaddress
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from archive.errors import UsageError
from archive.model.url import canonical_url, is_page_url
from crawler.extraction.article.sections import NO_CHOICES, SectionChoices

NAMES = ("start_url", "since", "max_pages", "full", "sections")


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of one crawl.

    ``since`` is a day, ``full`` requests known pages again too, ``sections`` are choices among the site's sections.
    """

    start_url: str
    since: date | None = None
    max_pages: int | None = None
    full: bool = False
    sections: SectionChoices = NO_CHOICES

    @classmethod
    def read(cls, given: dict[str, str], default_start: str | None) -> "Arguments":
        """The arguments as given on the command line.

        Raises UsageError for an argument that is unknown, cannot be read, or is missing.

        >>> Arguments.read({"max_pages": "10"}, "https://example.com").max_pages
        10
        """
        unknown = sorted(set(given) - set(NAMES))
        if unknown:
            raise UsageError(f"unknown spider argument {unknown[0]!r}; there are {', '.join(NAMES)}")
        start = given.get("start_url", default_start)
        if not start:
            raise UsageError("no start page: give its address with -a start_url=http://...")
        return cls(
            _address(start),
            _day(given.get("since")),
            _number(given.get("max_pages")),
            _flag(given.get("full")),
            _sections(given.get("sections")),
        )


def is_loopback(url: str) -> bool:
    """Return whether the URL is on this machine, where a crawl disturbs nobody else.

    >>> is_loopback("http://127.0.0.1:8600/"), is_loopback("http://localhost/"), is_loopback("http://example.com/")
    (True, True, False)
    """
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _address(text: str) -> str:
    try:
        if is_page_url(text.strip()):
            return canonical_url(text)
    except ValueError:
        pass
    raise UsageError(f"start_url={text!r} is not the address of a page; write it as http://HOST/ or https://HOST/")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"since={text!r} is not a day; write it as YYYY-MM-DD") from error


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdecimal() or int(text) < 1:
        raise UsageError(f"max_pages={text!r} is not a number of pages; write 1 or more")
    return int(text)


def _flag(text: str | None) -> bool:
    if text not in (None, "0", "1"):
        raise UsageError(f"full={text!r} is not 1 or 0")
    return text == "1"


def _sections(text: str | None) -> SectionChoices:
    names = [] if text is None else [name.strip() for name in text.split(",")]
    if not all(name.strip("+-").strip() for name in names):
        raise UsageError(f"sections={text!r} names no section; write names as a summary has them, 'Products,-Notes'")
    return SectionChoices.of_names(names)
