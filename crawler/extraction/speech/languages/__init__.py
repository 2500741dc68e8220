"""The data of each language: words, patterns and rules for titles, in ``CODE.toml`` beside this file.

A file has up to four tables. ``words`` are lists of words, each an expression with ``|`` between its words; most are
read together over all languages, such as the labels of a date. ``patterns`` are regular expressions for which the
readers of speeches ask by name. ``titles`` and ``press_titles`` are rules for titles (see ``title_rules``). In a
pattern or a rule ``{name}`` stands for the words or the pattern of that name.

At the top of a file stand settings. A file that is ``like`` another takes from it what it has not itself, as most
languages of Europe do from ``latin.toml``; a language whose titles are read ``together_with`` others has its words
joined with theirs. ``shared.toml`` has patterns for all languages: names in them stand for the words of all.
``more.toml`` is of languages of which only lines of address are known.
Begin with ``latin.toml`` and ``de.toml``.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

_FOLDER = files(__name__)
_FILES = (re.fullmatch("([a-z]{2})[.]toml", path.name) for path in _FOLDER.iterdir())
LANGUAGES = ("en", *sorted(found[1] for found in _FILES if found and found[1] != "en"))
"""The codes of the languages that have a file; English titles are tried before others in Latin letters."""
_PLACE = re.compile(r"\{([a-z][a-z_]*)\}")
_NEVER = re.compile("(?!)")


@dataclass(frozen=True)
class Language:
    """The data of one language, or of several that are read together."""

    codes: tuple[str, ...]

    def has(self, name: str) -> bool:
        """Tell whether there is a pattern of this name."""
        return any(name in _file(code).get("patterns", {}) for code in self._files)

    def pattern(self, name: str) -> re.Pattern[str]:
        """Return the pattern of this name, compiled once; where there is none, one that matches nothing."""
        compiled = self._compiled.get(name)
        if compiled is None:
            compiled = re.compile(self._text(name)) if self.has(name) else _NEVER
            self._compiled[name] = compiled
        return compiled

    def patterns(self, name: str) -> tuple[re.Pattern[str], ...]:
        """Return the patterns of a list of this name, compiled once."""
        if name not in self._compiled_lists:
            listed = self._entry("patterns", name, ())
            self._compiled_lists[name] = tuple(re.compile(self.expanded(each)) for each in listed)
        return self._compiled_lists[name]

    def entry(self, name: str, default: Any) -> Any:
        """Return the value of this name at the top of the file."""
        return next((_file(code)[name] for code in self._files if name in _file(code)), default)

    def expanded(self, text: str) -> str:
        """Return a pattern with the words and patterns that its ``{name}`` stand for."""
        return _PLACE.sub(lambda found: self._text(found[1]), text)

    @cached_property
    def _compiled(self) -> dict[str, re.Pattern[str]]:
        return {}

    @cached_property
    def _compiled_lists(self) -> dict[str, tuple[re.Pattern[str], ...]]:
        return {}

    @cached_property
    def _files(self) -> tuple[str, ...]:
        like = [_file(code)["like"] for code in self.codes if "like" in _file(code)]
        return (*self.codes, *dict.fromkeys(like))

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
    """Return the data of these languages, read together."""
    return Language(codes)


@cache
def words(name: str, *codes: str) -> str:
    """Return a regular expression for the words of a list in these languages, without any in all of them.

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
