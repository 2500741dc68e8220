"""The form in which a term is shown."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from archive.terms.candidates import Language

_POSSESSIVE = re.compile(r"['’][sS]\Z")


def commonest_form(language: Language, words: tuple[str, ...], texts: Iterable[str]) -> str:
    """The form in which words stand in texts most often; of forms as often the one with fewer capitals."""
    forms = Counter(form for text in texts for form in _forms(language, words, text))
    return min(forms, key=lambda form: (-forms[form], sum(map(str.isupper, form)), form))


def _forms(language: Language, words: tuple[str, ...], text: str) -> Iterator[str]:
    for run in language.runs(text):
        keys = [token.key for token in run]
        for at in range(len(keys) - len(words) + 1):
            if tuple(keys[at : at + len(words)]) == words:
                form = text[run[at].start : run[at + len(words) - 1].end]
                yield _POSSESSIVE.sub("", " ".join(form.split()))
