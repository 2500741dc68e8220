"""The form in which a term is shown."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from archive.terms.candidates import MOST_CHARACTERS, Language

_POSSESSIVE = re.compile(r"['’][sS]\Z")


def commonest_form(language: Language, words: tuple[str, ...], texts: Iterable[str]) -> str:
    """The form in which words stand in texts most often, but not at their beginning, where all have a capital.

    Of forms as often the one with fewer capitals.
    """
    forms = [form for text in texts for form in _forms(language, words, text)]
    inside = Counter(form for at, form in forms if at)
    everywhere = Counter(form for _, form in forms)

    def rank(form: str) -> tuple[int, int, int, str]:
        return -inside[form], -everywhere[form], sum(map(str.isupper, form)), form

    return min(everywhere, key=rank)


def _forms(language: Language, words: tuple[str, ...], text: str) -> Iterator[tuple[int, str]]:
    """The forms in which words stand in a text, and where."""
    for run in language.runs(text[:MOST_CHARACTERS]):
        keys = [token.key for token in run]
        for at in range(len(keys) - len(words) + 1):
            if tuple(keys[at : at + len(words)]) == words:
                start = run[at].start
                form = " ".join(text[start : run[at + len(words) - 1].end].split())
                yield start, _POSSESSIVE.sub("", form)
