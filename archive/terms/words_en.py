"""English words as terms are made of them: plurals as singulars, and no verb or small word at an edge."""

import re
from collections.abc import Iterator
from functools import lru_cache

from archive.terms.small_words_en import SMALL
from archive.terms.tokens import Run, Token

LONGEST = 6
"""Words of a term."""

_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ž]+(?:\.[A-Za-z]\b\.?)*(?:['’-][A-Za-zÀ-ÖØ-öø-ž]+)*|[^\W_]+(?:[.,][^\W_]+)*")
_LETTERS = re.compile(r"[A-Za-zÀ-ÖØ-öø-ž]")

_LY_NOUNS = {"family", "italy", "assembly", "supply", "anomaly", "monopoly", "reply", "july", "friendly", "daily"}
_SAME_IN_PLURAL = {
    "news",
    "series",
    "species",
    "perhaps",
    "across",
    "towards",
    "economics",
    "politics",
    "gas",
    "bias",
}
_NO_PLURAL = ("ss", "us", "is")
INNER = {"of", "the", "and", "for", "in", "on", "to", "with", "at", "by", "a", "an"}
"""Small words that may stand inside a term."""


def runs(text: str) -> Iterator[Run]:
    """The words between punctuation, in order.

    >>> [[token.key for token in run] for run in runs("China’s go-global efforts, in Africa")]
    [['china', 'go-global', 'effort'], ['in', 'africa']]
    """
    run: Run = []
    for word in _WORD.finditer(text):
        if run and not text[run[-1].end : word.start()].isspace():
            yield run
            run = []
        run.append(Token(key(word[0]), *word.span()))
    if run:
        yield run


@lru_cache(maxsize=1 << 16)
def key(word: str) -> str:
    """What a word is counted as: in lower case, without the possessive, a plural as its singular.

    >>> [key(word) for word in ("Countries", "News", "businesses", "Women’s")]
    ['country', 'news', 'business', 'women']
    """
    lower = word.lower().replace("’", "'").removesuffix("'s").rstrip(".'-")
    if (
        len(lower) < 4
        or not lower.endswith("s")
        or lower in _SAME_IN_PLURAL
        or lower.endswith(("ss", "us", "is", "'s"))
    ):
        return lower
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    return lower[:-2] if lower.endswith(("sses", "shes", "ches", "xes")) else lower[:-1]


@lru_cache(maxsize=1 << 16)
def may_stand_at_edge(word: str) -> bool:
    """Whether a term may begin or end with a word, given as ``key`` gives it."""
    return _LETTERS.match(word) is not None and not _is_small(word)


@lru_cache(maxsize=1 << 16)
def may_stand_inside(word: str) -> bool:
    """Whether a term may have a word between two others."""
    return word in INNER or may_stand_at_edge(word)


def is_term(words: tuple[str, ...]) -> bool:
    """Whether words that fit together are more than a letter or two."""
    return any(len(word) > 2 for word in words)


def _is_small(word: str) -> bool:
    adverb = word.endswith("ly") and len(word) > 4 and word not in _LY_NOUNS
    return adverb or word in SMALL or key(word) in SMALL
