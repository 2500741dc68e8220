"""Cuts English texts into words for terms: plurals as singulars, and no verbs or small words at an edge."""

import re
from collections.abc import Iterator
from functools import lru_cache

from archive.bitext.lexicon.word_lists import word_list
from archive.terms.language import Run, TermLanguage, Token

_MOST_WORDS = 6
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ž]+(?:\.[A-Za-z]\b\.?)*(?:['’-][A-Za-zÀ-ÖØ-öø-ž]+)*|[^\W_]+(?:[.,][^\W_]+)*")
_LETTERS = re.compile(r"[A-Za-zÀ-ÖØ-öø-ž]")
_LISTS = ("archive.terms", "english")
_LY_NOUNS = word_list(*_LISTS, "nouns in ly")
_SAME_IN_PLURAL = word_list(*_LISTS, "same in the plural")
_INSIDE = word_list(*_LISTS, "inside")


def english_runs(text: str) -> Iterator[Run]:
    """The words between punctuation, in order.

    >>> [[token.key for token in run] for run in english_runs("China’s go-global efforts, in Africa")]
    [['china', 'go-global', 'effort'], ['in', 'africa']]
    """
    run: Run = []
    for word in _WORD.finditer(text):
        if run and not text[run[-1].end : word.start()].isspace():
            yield run
            run = []
        run.append(Token(english_key(word[0]), *word.span()))
    if run:
        yield run


@lru_cache(maxsize=1 << 16)
def english_key(word: str) -> str:
    """The key that a word is counted as: in lower case, without the possessive, a plural as its singular.

    >>> [english_key(word) for word in ("Countries", "News", "businesses", "Women’s")]
    ['country', 'news', 'business', 'women']
    """
    lower = word.lower().replace("’", "'").removesuffix("'s").rstrip(".'-")
    is_plural = len(lower) > 3 and lower.endswith("s") and not lower.endswith(("ss", "us", "is", "'s"))
    if not is_plural or lower in _SAME_IN_PLURAL:
        return lower
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    return lower[:-2] if lower.endswith(("sses", "shes", "ches", "xes")) else lower[:-1]


@lru_cache(maxsize=1 << 16)
def _may_be_at_edge(word: str) -> bool:
    """Whether a term may begin or end with a word, given by its key."""
    return _LETTERS.match(word) is not None and not _is_excluded(word)


@lru_cache(maxsize=1 << 16)
def _may_be_inside(word: str) -> bool:
    return word in _INSIDE or _may_be_at_edge(word)


def _is_term(words: tuple[str, ...]) -> bool:
    """Whether the words are more than a letter or two."""
    return any(len(word) > 2 for word in words)


def _is_excluded(word: str) -> bool:
    is_adverb = word.endswith("ly") and len(word) > 4 and word not in _LY_NOUNS
    return is_adverb or word in _NOT_AT_EDGE or english_key(word) in _NOT_AT_EDGE


def _verb_forms(verb: str) -> Iterator[str]:
    """The possible forms of a regular verb, some of which do not exist."""
    stem = verb.removesuffix("e")
    yield from (verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{stem}ing", f"{verb[:-1]}ies", f"{verb[:-1]}ied")
    yield from (f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing")


_NOT_AT_EDGE = (
    word_list(*_LISTS, "not at the edge")
    | {form for verb in word_list(*_LISTS, "verbs") for form in _verb_forms(verb)}
    | word_list(*_LISTS, "irregular verb forms")
) - word_list(*_LISTS, "nouns too")

ENGLISH = TermLanguage(english_runs, _MOST_WORDS, _may_be_at_edge, _may_be_at_edge, _may_be_inside, _is_term)
"""English, with terms of up to six words."""
