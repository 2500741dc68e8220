"""The reading room's interface texts and error messages in each language, and the choice of the language for a
request.

The program words error messages and API descriptions in English where they arise. A language file translates them in
its table ``[messages]``: the English wording, with placeholders in braces for what the program fills in, and the
translation with the same placeholders. A message that no entry matches stays in English.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request

PARAMETER = "ui"
"""The URL parameter that names the language of the interface."""
DIRECTORY = Path(__file__).parent
DEFAULT = "en"
LANGUAGES = (DEFAULT, *sorted(file.stem for file in DIRECTORY.glob("*.toml") if file.stem != DEFAULT))
"""The interface languages by the names of their files, the default first."""

_LANGUAGE_RANGE = re.compile(r"\s*([A-Za-z*]+)[\w-]*\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*")
_LONGEST_HEADER = 1000


@dataclass(frozen=True, slots=True)
class InterfaceTexts:
    """The interface's texts in one language, as a file of ``interface_languages`` has them.

    ``name`` is the name of the language's file, ``lang`` its BCP 47 tag. ``messages`` are the translations of error
    messages and API descriptions by their English wording.
    """

    name: str
    lang: str
    texts: Mapping[str, str]
    messages: Mapping[str, str]

    @property
    def others(self) -> tuple["InterfaceTexts", ...]:
        """Return the interface's texts in the other languages, to switch to."""
        return tuple(texts_in(name) for name in LANGUAGES if name != self.name)

    def __call__(self, key: str, **values: str | int) -> str:
        """Return the interface text with this key, with the values filled in and numbers grouped by thousands.

        Raises KeyError when there is no such text.
        """
        filled = {name: self.number(value) if isinstance(value, int) else value for name, value in values.items()}
        return self.texts[key].format(**filled)

    def count(self, key: str, n: int, **values: str | int) -> str:
        """Return the interface text for a number of things, in the singular or plural, with the other values filled
        in.
        """
        one = f"{key}.one"
        return self(one if n == 1 and one in self.texts else f"{key}.other", n=n, **values)

    @staticmethod
    def number(value: int) -> str:
        """Write out a number for an interface text, grouped by thousands, the same in all languages.

        >>> InterfaceTexts.number(12345)
        '12,345'
        """
        return f"{value:,}"

    @staticmethod
    def decimal(value: float) -> str:
        """Write out a number for an interface text with one digit after the point, in all languages alike.

        >>> InterfaceTexts.decimal(12345.67)
        '12,345.7'
        """
        return f"{value:,.1f}"

    def term(self, group: str, name: str) -> str:
        """Return the interface's word for a value that pages show (a language, a kind); the value itself if there is
        none.
        """
        return self.texts.get(f"{group}.{name}", name)

    def day(self, text: str | None) -> str:
        """Write out the day that an ISO 8601 time begins with, in the interface language; other text stays."""
        found = re.match(r"(\d{4})-(\d{2})-(\d{2})", text or "", re.ASCII)
        if not found or not 1 <= int(found[2]) <= 12:
            return text or ""
        year, month, day = found.groups()
        return self("date", year=year, month=self.texts[f"month.{int(month)}"], day=str(int(day)))

    def moment(self, text: str) -> str:
        """Write out a time in the interface language: day, hour, minute and second in UTC."""
        clock = re.match(r".{10}T(\d{2}:\d{2}:\d{2})", text)
        return self("moment", day=self.day(text), clock=clock[1]) if clock else self.day(text)


@cache
def texts_in(name: str) -> InterfaceTexts:
    """Read the interface texts of the language file with this name, such as ``en`` or ``zh``."""
    table = tomllib.loads((DIRECTORY / f"{name}.toml").read_text("utf-8"))
    messages: dict[str, dict[str, str]] = table.pop("messages", {})
    by_wording = {english: text for group in messages.values() for english, text in group.items()}
    return InterfaceTexts(name, table.pop("lang"), dict(_flatten(table)), by_wording)


def texts_for(request: Request) -> InterfaceTexts:
    """Choose the interface texts for a request: the language that its URL names, otherwise the one the browser
    prefers.
    """
    return texts_in(language_in_url(request) or preferred_language(request.headers.get("accept-language", "")))


def texts_for_browser(request: Request) -> InterfaceTexts:
    """Choose the interface texts in the language that the browser prefers, whatever the URL says."""
    return texts_in(preferred_language(request.headers.get("accept-language", "")))


def language_in_url(request: Request) -> str | None:
    """Return the interface language that a request's URL names with ``ui=``; None if it names none or an
    unknown one.
    """
    named = request.query_params.get(PARAMETER)
    return named if named in LANGUAGES else None


def preferred_language(header: str) -> str:
    """Choose the interface language that an Accept-Language header prefers (RFC 9110, 12.5.4).

    >>> preferred_language("xx, zh-TW;q=0.8, en;q=0.5"), preferred_language("xx")
    ('zh', 'en')
    """
    weights: dict[str, float] = {}
    for part in header[:_LONGEST_HEADER].split(","):
        found = _LANGUAGE_RANGE.fullmatch(part)
        if found and found[1].lower() in LANGUAGES:
            weights.setdefault(found[1].lower(), float(found[2] or 1))
    return max(weights, key=lambda name: weights[name], default=DEFAULT)


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)


_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Message:
    """An error message in English and its translation, both with placeholders; ``pattern`` matches the English
    one.
    """

    english: str
    translation: str
    pattern: re.Pattern[str]

    @classmethod
    def from_wording(cls, english: str, translation: str) -> "Message":
        """Make an error message with the pattern that matches its English wording."""
        parts = _PLACEHOLDER.split(english)
        pattern = "".join(f"(?P<{part}>.*?)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
        return cls(english, translation, re.compile(pattern, re.DOTALL))

    def may_match(self, text: str) -> bool:
        """Return whether a text begins and ends as the message does, a quick test before the pattern."""
        parts = _PLACEHOLDER.split(self.english)
        return text.startswith(parts[0]) and text.endswith(parts[-1])


@cache
def messages_in(language: str) -> tuple[Message, ...]:
    """List a language's translated messages, the longest wording first, so that the most specific one matches."""
    every = [Message.from_wording(*pair) for pair in texts_in(language).messages.items()]
    return tuple(sorted(every, key=lambda message: len(_PLACEHOLDER.sub("", message.english)), reverse=True))


def localized(t: InterfaceTexts, message: str) -> tuple[str, str]:
    """Translate an error message to the language of the interface, if it can be; returns also the language's BCP 47
    tag.

    >>> localized(texts_in("zh"), "a quotation mark is not closed in '合作'")
    ("'合作' 中有引号没有闭合。", 'zh-Hans')
    >>> localized(texts_in("zh"), "nobody knows this")
    ('nobody knows this', 'en')
    """
    translation = translate(t.name, message)
    return (translation, t.lang) if translation else (message, DEFAULT)


def translate(language: str, message: str) -> str | None:
    """Translate an English error message; None if the language has no translation or the message is very long."""
    if len(message) > _LONGEST:
        return None
    for known in messages_in(language):
        found = known.pattern.fullmatch(message) if known.may_match(message) else None
        if found:
            parts = _PLACEHOLDER.split(known.translation)
            return "".join(found[part] if at % 2 else part for at, part in enumerate(parts))
    return None
