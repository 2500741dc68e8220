"""The data of each language for reading speeches: words, patterns and rules for titles, in ``languages/CODE.toml``.

A file has up to four tables. ``words`` are lists of words, each an expression with ``|`` between its words; most are
read together over all languages, such as the labels of a date. ``patterns`` are regular expressions for which the
readers of speeches ask by name. ``titles`` and ``press_titles`` are rules for titles (see below). In a pattern or a
rule ``{name}`` stands for the words or the pattern of that name.

At the top of a file stand settings. A file that is ``like`` another takes from it what it has not itself, as most
languages of Europe do from ``latin.toml``; a language whose titles are read ``together_with`` others has its words
joined with theirs. ``shared.toml`` has patterns for all languages: names in them stand for the words of all.
``more.toml`` is of languages of which only lines of address are known.
Begin with ``latin.toml`` and ``de.toml``.

A rule for titles is a pattern for a whole line or part, and settings. The groups of the pattern say what they hold:

- ``who``: a person to be read; ``said``: a person and perhaps an occasion after it
- ``name``, ``role``, ``office``, ``own_office``: as they stand
- ``at``: an occasion with the word before it; ``occasion``, ``attended``: one without;
  ``event``: one that must name an event
- ``form``: the form; ``then``: the rest of the line, to be read further

The settings:

- ``person``: the ways of reading ``who`` or ``said`` (see ``speech_titles``), of which one must read a person
- ``spoken``: the rule is for titles whose text is known to be a speech
- ``last``: the rule is tried when all else is
- ``news``: the rule holds for titles that the pattern ``news`` finds, even where the text is no speech;
  ``quiet``: the rule never holds for those
- ``asked_nowhere``: interviews have no occasion
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from crawler.extraction.text.word_lists_and_patterns import lazy_pattern

_FOLDER = files("crawler.extraction.speech") / "languages"
_FILES = (re.fullmatch("([a-z]{2})[.]toml", path.name) for path in _FOLDER.iterdir())
LANGUAGES = ("en", *sorted(found[1] for found in _FILES if found and found[1] != "en"))
"""The codes of the languages that have a file; English titles are tried before others in Latin letters."""
_PLACE = lazy_pattern(r"\{([a-z][a-z_]*)\}")
_NEVER = lazy_pattern("(?!)")
_LATIN = lazy_pattern("[A-Za-z]")


class Language:
    """The data of one language for reading speeches, or of several that are read together.

    ``pattern(name)`` is the pattern of a name, or one that matches nothing; ``patterns(name)`` are those of a list.
    Each is compiled when it is first used.
    """

    def __init__(self, codes: tuple[str, ...]) -> None:
        self.codes = codes
        like = [_file(code)["like"] for code in codes if "like" in _file(code)]
        self._files = (*codes, *dict.fromkeys(like))
        self.pattern: Callable[[str], re.Pattern[str]] = cache(self._pattern)
        self.patterns: Callable[[str], tuple[re.Pattern[str], ...]] = cache(self._patterns)

    def has(self, name: str) -> bool:
        """Return whether the language's data have a pattern of this name."""
        return any(name in _file(code).get("patterns", {}) for code in self._files)

    def writes(self, line: str) -> bool:
        """Return whether a line has letters in which the language is written."""
        own = self.pattern("letters") if self.has_letters else _LATIN
        return own.search(line) is not None or self.pattern("rare_letters").search(line) is not None

    @cached_property
    def has_letters(self) -> bool:
        """Return whether the language has letters of its own."""
        return self.has("letters")

    def entry(self, name: str, default: Any) -> Any:
        """Return the setting of this name at the top of the language's data file."""
        return next((_file(code)[name] for code in self._files if name in _file(code)), default)

    def expanded(self, text: str) -> str:
        """Expand a pattern of a language's data: ``{name}`` becomes the words or pattern of that name."""
        return _PLACE.sub(lambda found: self._text(found[1]), text)

    def _pattern(self, name: str) -> re.Pattern[str]:
        return lazy_pattern(self._text(name)) if self.has(name) else _NEVER

    def _patterns(self, name: str) -> tuple[re.Pattern[str], ...]:
        return tuple(lazy_pattern(self.expanded(each)) for each in self._entry("patterns", name, ()))

    def _entry(self, table: str, name: str, default: Any) -> Any:
        tables: list[Mapping[str, Any]] = [_file(code).get(table, {}) for code in self._files]
        return next((each[name] for each in tables if name in each), default)

    def _text(self, name: str) -> str:
        own = self._entry("patterns", name, None)
        if own is not None:
            return self.expanded(own)
        return words(name) if self.entry("words_of_all", False) else words(name, *self.codes)


@cache
def language(*codes: str) -> Language:
    """Return the data of these languages for reading speeches, read together."""
    return Language(codes)


@cache
def words(name: str, *codes: str) -> str:
    """Return a regular expression for a word list of the speech languages' data; without languages of all of them.

    KeyError where none has the list.

    >>> words("heard", "ja"), words("day_labels", "de", "es")
    ('(?:拍手|笑い)', '(?:datum|fecha)')
    """
    found = [row for code in codes or LANGUAGES for row in _file(code)["words"].get(name, ())]
    if not found:
        raise KeyError(f"speech/languages: no list {name} in {', '.join(codes or LANGUAGES)}")
    return f"(?:{'|'.join(found)})"


@cache
def _file(code: str) -> dict[str, Any]:
    text = (_FOLDER / f"{code}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


FORM = "{form}"
"""The place of the forms of its language in a rule or in the patterns of forms; a line that holds has one of them."""


@dataclass(frozen=True)
class TitleRule:
    """A rule for titles of speeches, as a language's data file has it."""

    own: Language
    text: str
    person: tuple[str, ...] = ()
    spoken: bool = False
    last: bool = False
    news: bool = False
    quiet: bool = False
    asked_nowhere: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.own.expanded(self.text))

    @property
    def has_form(self) -> bool:
        """Whether a line must name a form of speech for the rule to hold."""
        return FORM in self.text


_SPACED = [own for own in map(language, LANGUAGES) if own.entry("spaced", False)]


def spaced_language(line: str) -> Language | None:
    """Return the language that writes words apart in letters of its own (Korean, Russian) that the line has.

    >>> spaced_language("Анна Речная") == language("ru"), spaced_language("Ada Quill"), spaced_language("顾南星")
    (True, None, None)
    """
    return next((own for own in _SPACED if own.pattern("letters").search(line)), None)
