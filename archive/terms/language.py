"""A language as term extraction needs it: how it cuts texts into words, and which words a term may have where."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

MOST_CHARACTERS = 3_000
"""Characters of a text that are read; no sentence is longer."""

_POSSESSIVE = re.compile(r"['’][sS]\Z")


class Token(NamedTuple):
    """A word of a text: the key that it is counted as, and its characters from ``start`` up to ``end``."""

    key: str
    start: int
    end: int


Run = list[Token]
"""Words that follow each other without punctuation between them; a term does not extend beyond one run."""


@dataclass(frozen=True, slots=True)
class TermLanguage:
    """How the terms of a language are made: its runs of words, and the words that may begin, end or be in a term."""

    runs: Callable[[str], Iterable[Run]]
    longest: int
    may_begin: Callable[[str], bool]
    may_end: Callable[[str], bool]
    may_be_inside: Callable[[str], bool]
    is_term: Callable[[tuple[str, ...]], bool]


def commonest_form(language: TermLanguage, words: tuple[str, ...], texts: Iterable[str]) -> str:
    """The form of words that is commonest in the texts, except at their beginning, where all forms have a capital.

    Of equally common forms the one with fewer capitals.
    """
    forms = [form for text in texts for form in _forms(language, words, text)]
    inside = Counter(form for at, form in forms if at)
    everywhere = Counter(form for _, form in forms)

    def rank(form: str) -> tuple[int, int, int, str]:
        return -inside[form], -everywhere[form], sum(map(str.isupper, form)), form

    return min(everywhere, key=rank)


def _forms(language: TermLanguage, words: tuple[str, ...], text: str) -> Iterator[tuple[int, str]]:
    """The forms of words in a text, each with its place."""
    for run in language.runs(text[:MOST_CHARACTERS]):
        keys = [token.key for token in run]
        for at in range(len(keys) - len(words) + 1):
            if tuple(keys[at : at + len(words)]) == words:
                start = run[at].start
                form = " ".join(text[start : run[at + len(words) - 1].end].split())
                yield start, _POSSESSIVE.sub("", form)
