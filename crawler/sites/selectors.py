"""Selectors of a site's pages (XPath or CSS) for parts that the heuristics get wrong, with their period."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import ClassVar

from lxml import etree
from parsel.csstranslator import HTMLTranslator

from archive.errors import UsageError

_XPATH = re.compile(r"\.?/|\(")
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_FUNCTION = re.compile(r"([A-Za-z_][\w:.-]*)\s*\(")
_FUNCTIONS = frozenset([
    "last", "position", "count", "id", "local-name", "namespace-uri", "name", "string", "concat", "starts-with",
    "contains", "substring-before", "substring-after", "substring", "string-length", "normalize-space", "translate",
    "boolean", "not", "true", "false", "lang", "number", "sum", "floor", "ceiling", "round", "node", "text",
    "comment", "processing-instruction", "and", "or", "div", "mod", "has-class",
])  # fmt: skip
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
        """Return whether the selectors are valid for a capture at this time, as in documents.

        >>> old = Selectors(valid_until="2024-03-31")
        >>> old.hold_at("2024-03-31T23:59:59Z"), old.hold_at("2024-04-01T00:00:00Z")
        (True, False)
        """
        day = moment[:10]
        return (self.valid_from or "") <= day and (self.valid_until is None or day <= self.valid_until)

    def check(self) -> None:
        """Check all selectors and days. Raises UsageError for an unusable one."""
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
    """The compiled selector. Raises UsageError, with the field's name, for one that is neither XPath nor CSS.

    >>> expression("article > p", "body").path
    'descendant-or-self::article/p'
    """
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
