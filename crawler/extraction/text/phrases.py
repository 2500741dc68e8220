"""Recognise the lines that pages put around an article's text by their words: ``phrases/LANGUAGE.toml``.

A phrase covers its whole line, without regard to case and to marks around it. In it ``{a|b}`` stands for either,
``*`` for up to 80 characters that end no sentence and no word, ``…`` for up to 240 of any kind, ``#`` for a number, a
space for white space or a dash, and ``\\`` before a character for that character.

A file has three tables. ``lines`` has phrases by the reason for which their lines are left out; ``headings`` what
heads related articles; ``calls`` the beginnings of sentences that call on the reader, and by reason the words for
what he is called to: at an article's edge a line with both is no part of it.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import cast

from archive.model.document import Reason
from crawler.extraction.text.normalise_and_measure import SENTENCE_END

_ANY = r"(?:[^.!?。]|[.?](?=\S))"
_LETTER = "[a-zà-ÿа-яё]"
_SIGNS = {
    "{": "(?:",
    "|": "|",
    "}": ")",
    "*": rf"(?:(?<!{_LETTER})|(?!{_LETTER})){_ANY}{{0,80}}?(?![.。!?])",
    "…": ".{0,240}?",
    "#": r"\d[\d.,:/-]*",
    " ": r"[\s–—-]+",
    ":": r"\s*:\s*",
}
_MAX = 300
_SHORT = 120  # characters of a line that may begin with anything
_LETTERS = 3
_STOP = re.compile("[.!?。]")
_NUMBER = "#"
_RELATED: Reason = "related"


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase as an expression, and why its line is left out; ``heads`` says that related articles follow."""

    expression: str
    reason: Reason
    heads: bool


def phrase_reason(text: str) -> Reason | None:
    """Return why a line, as ``narrow`` gives it, is no part of an article, by the phrase that it is; else None.

    >>> phrase_reason("Lesezeit: 3 Minuten"), phrase_reason("공유하기"), phrase_reason("Die Lesezeit war lang.")
    ('byline', 'share', None)
    """
    found = _found(text) if len(text) <= _MAX else None
    return found.reason if found else None


def heads_related(text: str) -> bool:
    """Return whether a line, as ``narrow`` gives it, is the heading of related articles.

    >>> heads_related("À lire aussi"), heads_related("À lire aussi : deux lignes"), heads_related("Lire et écrire")
    (True, False, False)
    """
    found = _found(text) if len(text) <= _MAX else None
    return found is not None and found.heads


def is_line(text: str) -> bool:
    """Return whether a line, as ``narrow`` gives it, is a phrase and says nothing of what stands below it."""
    found = _found(text) if len(text) <= _MAX else None
    return found is not None and not found.heads and not text.endswith(":")


def call_reason(text: str) -> Reason | None:
    """Return what a sentence of the line, as ``narrow`` gives it, calls on the reader to do, as a reason; else None.

    >>> call_reason("Follow Newsbeat on Instagram and YouTube."), call_reason("They follow her on Instagram.")
    ('share', None)
    """
    if len(text) > _MAX:
        return None
    starts = (0, *(stop.end() for stop in _STOP.finditer(text)))
    if not any(_called().match(text, start) for start in starts):
        return None
    return next((reason for reason, words in _channels() if words.search(text)), None)


@lru_cache(maxsize=8192)  # menus and such lines say the same on every page of a site
def _found(text: str) -> _Phrase | None:
    letters = "".join(re.findall(r"\w", text[:24])[:_LETTERS]).casefold()
    if not letters:
        return None
    number = (_NUMBER,) if letters[0].isdigit() else ()
    for opening in (letters, letters[:2], letters[:1], *number, *(("",) if len(text) <= _SHORT else ())):
        for expression, phrase in _compiled(opening):
            found = expression.search(text)
            if found and not SENTENCE_END.search(text, 0, found.start()):
                return phrase
    return None


@cache
def _compiled(opening: str) -> tuple[tuple[re.Pattern[str], _Phrase], ...]:
    """Return the phrases that begin with these letters, compiled when a line first needs them."""
    return tuple((re.compile(each.expression, re.IGNORECASE), each) for each in _phrases().get(opening, ()))


@cache
def _phrases() -> dict[str, list[_Phrase]]:
    """Return the phrases of all languages by their first letters, those that begin with ``*`` under ''."""
    found: dict[str, list[_Phrase]] = {}
    for table in _languages():
        for heads in (True, False):
            for reason, phrases in table["headings" if heads else "lines"].items():
                for phrase in phrases:
                    entry = _Phrase(_expression(phrase), cast(Reason, reason), heads)
                    for opening in sorted(set(_openings(phrase))):
                        found.setdefault(opening, []).append(entry)
    return found


@cache
def _languages() -> tuple[Mapping[str, Mapping[str, list[str]]], ...]:
    folder = files("crawler.extraction") / "phrases"
    named = sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)
    return tuple(tomllib.loads(each.read_text("utf-8")) for each in named)


def _expression(phrase: str) -> str:
    """Return the phrase as a regular expression for ``search``; one that begins with ``*`` may begin anywhere."""
    parts = ["" if phrase.startswith("*") else r"^\W*" if re.match(r"[\w{]", phrase) else r"^\W*?"]
    escaped = False
    for character in phrase.removeprefix("*").lstrip():
        parts.append(re.escape(character) if escaped else _SIGNS.get(character, re.escape(character)))
        escaped = character == "\\" and not escaped
        if escaped:
            parts.pop()
    return "".join(parts) + r"\W*$"


def _openings(phrase: str) -> Iterator[str]:
    """Yield the letters that a line may begin with that is the phrase, three where it has as many before a ``*``."""
    letters = ""
    for at, character in enumerate(phrase):
        if character == "{":
            for choice, rest in _choices(phrase[at + 1 :]):
                yield from _openings(letters + choice + rest)
            return
        if character == "#" and not letters:
            letters = _NUMBER
        if character in "*…#":
            break
        if character.isalnum() or character == "_":
            letters += character
            if len(letters) == _LETTERS:
                break
    yield letters.casefold()


def _choices(rest: str) -> Iterator[tuple[str, str]]:
    """Yield the alternatives of a phrase from behind its first brace, each with what follows the brace that
    closes.
    """
    depth, start, found = 1, 0, []
    for at, character in enumerate(rest):
        if rest[at - 1 : at] == "\\":
            continue
        depth += (character == "{") - (character == "}")
        if depth == 0 or (depth == 1 and character == "|"):
            found.append(rest[start:at])
            start = at + 1
        if depth == 0:
            yield from ((choice, rest[start:]) for choice in found)
            return


@cache
def _called() -> re.Pattern[str]:
    """Return the beginning of a sentence that calls on the reader."""
    return re.compile(rf"[^\w.“”\"„«「『]*{_one_of('verbs')}", re.IGNORECASE)


@cache
def _channels() -> tuple[tuple[Reason, re.Pattern[str]], ...]:
    reasons = sorted(
        {reason for table in _languages() for reason in cast(dict[str, object], table["calls"]["channels"])}
    )
    return tuple((cast(Reason, reason), re.compile(_one_of(reason), re.IGNORECASE)) for reason in reasons)


def _one_of(name: str) -> str:
    """Return the words of all languages for the verbs of calls, or for what a reason's calls are to."""
    calls = [table["calls"] for table in _languages()]
    words = {
        word
        for call in calls
        for word in (call["verbs"] if name == "verbs" else cast(dict[str, list[str]], call["channels"]).get(name, ()))
    }
    return (
        "(?:"
        + "|".join(
            rf"\b{word}\b" if word.isascii() and word != "@" else word for word in sorted(map(re.escape, words))
        )
        + ")"
    )
