"""What the dictionary says of two terms: how much of each the other's words explain."""

from functools import lru_cache

from archive.bitext.lexicon.cedict import LONGEST, is_word, meanings
from archive.bitext.lexicon.english_words import GLUE, stem


@lru_cache(maxsize=1 << 15)
def explained(chinese: tuple[str, ...], english: tuple[str, ...]) -> float:
    """The share of words, on both sides, that answer to a word of the other by CC-CEDICT: from 0 to 1.

    >>> explained(("产能", "合作"), ("capacity", "cooperation")), explained(("产能",), ("bird",))
    (1.0, 0.0)
    """
    stems = [stem(word) for word in english if word not in GLUE]
    told = [_told(word) for word in chinese]
    if not stems:
        return 0.0
    answered = sum(1 for meaning in told if not meaning.isdisjoint(stems))
    everything = frozenset().union(*told)
    return (answered + sum(1 for one in stems if one in everything)) / (len(chinese) + len(stems))


@lru_cache(maxsize=1 << 16)
def _told(word: str) -> frozenset[str]:
    """The stems that a word is explained with, with those of its two-character parts where it is long."""
    parts = [word[at : at + 2] for at in range(len(word) - 1)] if 2 < len(word) <= LONGEST else []
    return meanings(word).union(*(meanings(part) for part in parts if is_word(part)))
