"""The words of the interface, in English and in Chinese."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request

PARAMETER = "ui"
LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""What the interface speaks: the name in addresses, and the language by BCP 47."""

_RANGE = re.compile(r"\s*([A-Za-z*]+)[\w-]*\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*")
_LONGEST_HEADER = 1000


@dataclass(frozen=True, slots=True)
class Words:
    """The interface's texts in one language. ``name`` is ``en`` or ``zh``, ``lang`` the language by BCP 47."""

    name: str
    lang: str
    texts: Mapping[str, str]

    @property
    def other(self) -> str:
        """The name of the other language."""
        return next(name for name in LANGUAGES if name != self.name)

    def __call__(self, key: str, **values: str | int) -> str:
        """The text with this key, the values put in; numbers with their thousands apart.

        Raises KeyError when there is none.
        """
        shown = {name: number(value) if isinstance(value, int) else value for name, value in values.items()}
        return self.texts[key].format(**shown)

    def count(self, key: str, n: int, **values: str | int) -> str:
        """The text of something counted, as its number asks, the other values put in: 1 document, 2 documents."""
        return self(f"{key}.{'one' if n == 1 else 'other'}", n=n, **values)

    def number(self, value: int) -> str:
        """A number with its thousands apart."""
        return number(value)

    def term(self, group: str, name: str) -> str:
        """The word for one of a group that pages name (a language, a kind); the name itself where there is none."""
        return self.texts.get(f"{group}.{name}", name)

    def day(self, text: str | None) -> str:
        """The day that a time begins with, as people write it; the text itself where it begins with none."""
        found = re.match(r"(\d{4})-(\d{2})-(\d{2})", text or "", re.ASCII)
        if not found or not 1 <= int(found[2]) <= 12:
            return text or ""
        year, month, day = found.groups()
        return self("date", year=year, month=self.texts[f"month.{int(month)}"], day=str(int(day)))

    def moment(self, text: str) -> str:
        """A time in the archive's form: its day, hour, minute and second, in UTC."""
        clock = re.match(r".{10}T(\d{2}:\d{2}:\d{2})", text)
        return self("moment", day=self.day(text), clock=clock[1]) if clock else self.day(text)


def number(value: int) -> str:
    """A number with its thousands apart.

    >>> number(12345)
    '12,345'
    """
    return f"{value:,}"


@cache
def words(name: str) -> Words:
    """The words in ``en`` or ``zh``."""
    text = (Path(__file__).parent / f"{name}.toml").read_text("utf-8")
    return Words(name, LANGUAGES[name], dict(_flat(tomllib.loads(text))))


def words_for(request: Request) -> Words:
    """The words in the language that the address names, else in the one that the browser prefers."""
    return words(language_named(request) or preferred(request.headers.get("accept-language", "")))


def language_named(request: Request) -> str | None:
    """The language of the interface that the address names with ``ui=``; None where it names none that there is."""
    named = request.query_params.get(PARAMETER)
    return named if named in LANGUAGES else None


def preferred(header: str) -> str:
    """The language of the interface that an Accept-Language header asks for first (RFC 9110, 12.5.4).

    >>> preferred("fr, zh-TW;q=0.8, en;q=0.5"), preferred("de")
    ('zh', 'en')
    """
    weights: dict[str, float] = {}
    for part in header[:_LONGEST_HEADER].split(","):
        found = _RANGE.fullmatch(part)
        if found and found[1].lower() in LANGUAGES:
            weights.setdefault(found[1].lower(), float(found[2] or 1))
    return max(weights, key=lambda name: weights[name], default="en")


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", str(value)
