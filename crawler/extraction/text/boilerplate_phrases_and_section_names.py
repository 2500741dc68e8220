"""Boilerplate phrases: the words by which lines that pages put around an article's text are recognised.

Patterns hold for all languages. Phrases stand in ``phrases/LANGUAGE.toml``: a phrase covers its whole line, without
regard to case and to marks around it. In it ``{a|b}`` stands for either, ``*`` for up to 80 characters that end no
sentence and no word, ``…`` for up to 240 of any kind, ``#`` for a number, a space for white space or a dash, and
``\\`` before a character for that character.

A file of phrases has three tables. ``lines`` has phrases by the reason for which their lines are left out;
``headings`` what heads related articles; ``calls`` the beginnings of sentences that call on the reader, and by reason
the words for what he is called to: at an article's edge a line with both is no part of it.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from archive.model.document import Reason
from crawler.extraction.text.text_blocks_normalisation_and_links import SENTENCE_END, cached_if_short
from crawler.extraction.text.word_lists_and_patterns import any_of, lazy_pattern

SHARE = lazy_pattern(rf"^[\W_]*(?:{any_of('page', 'share')}[\W_]*)+$", re.IGNORECASE)
SHARING = lazy_pattern(any_of("page", "sharing"), re.IGNORECASE)
SCRIPT_NOTICE = lazy_pattern(any_of("page", "script notice"), re.IGNORECASE)
SITE_NOTICE = lazy_pattern(any_of("page", "site notice"), re.IGNORECASE)
COOKIES = lazy_pattern(r"\bcookies?\b", re.IGNORECASE | re.ASCII)
CONSENT = lazy_pattern(rf"^\W*{any_of('page', 'consent')}(?:\b|(?=[a-z]))", re.IGNORECASE)
"""The beginning of a line that mentions cookies and asks for consent."""
ADVERTISEMENT = lazy_pattern(rf"^\W*{any_of('page', 'advertisement')}(?:\W|$)", re.IGNORECASE)
RELATED = lazy_pattern(rf"^\W*{any_of('page', 'related')}(?:\s*[::]?\W*$|\s*[::])", re.IGNORECASE)
NEIGHBOUR = lazy_pattern(any_of("page", "neighbour line"), re.IGNORECASE)
PAGER = lazy_pattern(rf"^[\W_]*(?:{any_of('page', 'pager')}[\W_]*)+$", re.IGNORECASE)
COMMENTS = lazy_pattern(any_of("page", "comments line"), re.IGNORECASE)
CREDIT_NOTICE = lazy_pattern(any_of("page", "credit notice line"), re.IGNORECASE)
HOME = lazy_pattern(rf"^\W*{any_of('page', 'home')}\W*$", re.IGNORECASE)
TRAIL_LABEL = lazy_pattern(rf"^\W*{any_of('page', 'trail label')}\s*[::>»]*\s*", re.IGNORECASE)
PAGE_ITSELF = lazy_pattern(rf"^\W*{any_of('page', 'page itself')}\W*$", re.IGNORECASE)
ERROR = lazy_pattern(any_of("page", "error"), re.IGNORECASE)
ABOUT = lazy_pattern(rf"^\W*{any_of('page', 'about')}\W*$", re.IGNORECASE)
ABOUT_ADDRESS = lazy_pattern(rf"/{any_of('page', 'about address')}(?:\.\w{{2,5}})?/?$", re.IGNORECASE)
LIST_ADDRESS = lazy_pattern(any_of("page", "list address"), re.IGNORECASE)
COMMENTS_ADDRESS = lazy_pattern(r"/(?:comments?|pinglun|feedback|reply|replies)(?:[-_/.?]|$)", re.IGNORECASE)
LIST_TITLE = lazy_pattern(rf"^\W*(?:{any_of('page', 'list title')})", re.IGNORECASE)
_SECTION = lazy_pattern(rf"\W*{any_of('page', 'section names')}\W*", re.IGNORECASE)
GREETING = lazy_pattern(rf"[,,\s]{any_of('page', 'greeting')}\W*$", re.IGNORECASE)
"""How the line ends that greets the listeners of a speech."""
COMMENTS_TITLE = lazy_pattern(any_of("page", "comments title"), re.IGNORECASE)


def is_section_name(text: str) -> bool:
    """Return whether a line is only a name that many sites give to a section, and so no article's title.

    >>> is_section_name("新闻动态"), is_section_name("Press releases"), is_section_name("新闻发布会在京举行")
    (True, True, False)
    """
    return len(text) <= 40 and bool(_SECTION.fullmatch(text))


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
_NUMBER = "#"
_CHOICE_MARK = lazy_pattern(r"\\.|[{|}]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A boilerplate phrase as written, and why its line is left out; ``heads`` says that related articles follow."""

    written: str
    reason: Reason
    heads: bool


def phrase_reason(text: str) -> Reason | None:
    """Return why a line, as ``narrow`` gives it, is boilerplate, by the phrase that it is as a whole; else None.

    >>> phrase_reason("Lesezeit: 3 Minuten"), phrase_reason("공유하기"), phrase_reason("Die Lesezeit war lang.")
    ('byline', 'share', None)
    """
    found = find_phrase(text)
    return found.reason if found else None


def is_standalone_phrase(text: str) -> bool:
    """Return whether a line, as ``narrow`` gives it, is a boilerplate phrase that says nothing of what stands below
    it.
    """
    found = find_phrase(text)
    return found is not None and not found.heads and not text.endswith(":")


def heads_related(text: str) -> bool:
    """Return whether a line, as ``narrow`` gives it, is the heading of related articles.

    >>> heads_related("À lire aussi"), heads_related("À lire aussi : deux lignes"), heads_related("Lire et écrire")
    (True, False, False)
    """
    found = find_phrase(text)
    return found is not None and found.heads


def find_phrase(text: str) -> Phrase | None:
    """Find the boilerplate phrase that a line, as ``narrow`` gives it, is as a whole; None for a long line."""
    return _found(text) if len(text) <= _MAX else None


@cached_if_short(_MAX, 8192)  # menus and such lines say the same on every page of a site
def _found(text: str) -> Phrase | None:
    letters = "".join(re.findall(r"\w", text[:24])[:_LETTERS]).casefold()
    if not letters:
        return None
    number = (_NUMBER,) if letters[0].isdigit() else ()
    folded = _fold(text)
    for opening in (letters, letters[:2], letters[:1], *number, *(("",) if len(text) <= _SHORT else ())):
        for signs, phrase in _signed(opening):
            if all(any(sign in folded for sign in choice) for choice in signs):
                found = _compiled(phrase.written).search(text)
                if found and not SENTENCE_END.search(text, 0, found.start()):
                    return phrase
    return None


def _fold(text: str) -> str:
    """Return the text as letters are compared without regard to case, in which the four letters i are one."""
    return text.casefold().replace("i\u0307", "i").replace("\u0131", "i")


@cache
def _signed(opening: str) -> tuple[tuple[tuple[tuple[str, ...], ...], Phrase], ...]:
    """Return the boilerplate phrases that begin with these letters, each with its signs."""
    return tuple((tuple(_signs(phrase.written)), phrase) for phrase in _phrases().get(opening, ()))


@cache
def _compiled(phrase: str) -> re.Pattern[str]:
    """Return the expression of a boilerplate phrase, compiled when a line first needs it."""
    return re.compile(_expression(phrase), re.IGNORECASE)


@cache
def _phrases() -> dict[str, list[Phrase]]:
    """Read the boilerplate phrases of all languages by their first letters, those that begin with ``*`` under ''."""
    found: dict[str, list[Phrase]] = {}
    for table in phrase_files():
        for heads in (True, False):
            for reason, phrases in table["headings" if heads else "lines"].items():
                for phrase in phrases:
                    entry = Phrase(phrase, cast(Reason, reason), heads)
                    for opening in sorted(set(_openings(phrase))):
                        found.setdefault(opening, []).append(entry)
    return found


@cache
def phrase_files() -> tuple[Mapping[str, Mapping[str, list[str]]], ...]:
    """Read the files of boilerplate phrases, one a language, in the order of their names."""
    folder = files("crawler.extraction") / "phrases"
    named = sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)
    return tuple(tomllib.loads(each.read_text("utf-8")) for each in named)


def _expression(phrase: str) -> str:
    """Convert a boilerplate phrase to a regular expression for ``search``; one with ``*`` first may begin
    anywhere.
    """
    parts = ["" if phrase.startswith("*") else r"^\W*" if re.match(r"[\w{]", phrase) else r"^\W*?"]
    escaped = False
    for character in phrase.removeprefix("*").lstrip():
        parts.append(re.escape(character) if escaped else _SIGNS.get(character, re.escape(character)))
        escaped = character == "\\" and not escaped
        if escaped:
            parts.pop()
    return "".join(parts) + r"\W*$"


def _signs(phrase: str) -> Iterator[tuple[str, ...]]:
    """Yield words of which each line that is the phrase has at least one, as ``_fold`` gives them: to look for them
    costs less than to compile the phrase.

    >>> list(_signs("see our {guide {to|on} *|map}{| here}"))
    [('see',), ('our',), ('guide', 'map'), ('', 'here')]
    """
    before, brace, after = phrase.partition("{")
    yield from ((word,) for word in re.findall(r"\w+", _fold(before)))
    if brace:
        choices, rest = zip(*_choices(after), strict=True)
        yield tuple(max(re.findall(r"\w+", _fold(each.partition("{")[0])), key=len, default="") for each in choices)
        yield from _signs(rest[0])


def _openings(phrase: str) -> Iterator[str]:
    """Yield the letters with which a line that is the phrase may begin, three where it has as many before a ``*``."""
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
    for mark in _CHOICE_MARK.finditer(rest):
        depth += (mark[0] == "{") - (mark[0] == "}")
        if depth == 0 or (depth == 1 and mark[0] == "|"):
            found.append(rest[start : mark.start()])
            start = mark.end()
        if depth == 0:
            yield from ((choice, rest[start:]) for choice in found)
            return
