"""Penalties for words that nothing in the whole other text answers.

Such a word does not show where in the other text its segment is translated, but it shows whether it is translated at
all, since most words of a translated text are answered. The weights were fitted to paragraphs beside their
translations and beside other paragraphs of the same length, and reduced a little, since a page may translate a
paragraph in part.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate

from archive.bitext.lexicon.chinese_words import OMISSIBLE_CHARACTERS
from archive.bitext.lexicon.english_words import COMMON_STEMS, WEAK_STEMS
from archive.bitext.lexicon.punctuation import PUNCTUATION_KINDS
from archive.bitext.scoring.word_links import LinkedTexts, Links, reverse_links

Penalties = Sequence[float]
"""The penalties of a text's words without links, as running sums over its segments."""

_CHINESE_CHARACTER = -0.42
_NUMBER = -0.95
_COMMON_ENGLISH = -0.6
_ENGLISH = -0.17


def unanswered_penalties(texts: LinkedTexts, links: Links) -> tuple[Penalties, Penalties]:
    """The penalties of the words before each segment, and of all, that have no link.

    The source is Chinese, the target English.
    """
    return (
        _running_sums(texts.source, links, _chinese_penalty),
        _running_sums(texts.target, reverse_links(links), _english_penalty),
    )


def no_penalties(texts: LinkedTexts, links: Links) -> tuple[Penalties, Penalties]:
    """Zeros. Where every segment has a translation, unanswered words do not show where it is."""
    return [0.0] * (len(texts.source) + 1), [0.0] * (len(texts.target) + 1)


def _running_sums(
    rows: Iterable[Iterable[str]], links: Mapping[str, object], penalty: Callable[[str], float]
) -> list[float]:
    return list(
        accumulate((sum(penalty(word) for word in set(row) if word not in links) for row in rows), initial=0.0)
    )


def _chinese_penalty(word: str) -> float:
    if word[0] > "\u3000":
        return 0.0 if word in OMISSIBLE_CHARACTERS else _CHINESE_CHARACTER * len(word)
    return _number_penalty(word)


def _english_penalty(word: str) -> float:
    if word in WEAK_STEMS or word in PUNCTUATION_KINDS:
        return 0.0
    if word[0].isdigit():
        return _number_penalty(word)
    return _COMMON_ENGLISH if word in COMMON_STEMS else _ENGLISH


def _number_penalty(word: str) -> float:
    return _NUMBER if word[0].isdigit() and len(word) > 1 else 0.0
