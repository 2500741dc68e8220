"""How strongly two terms belong together: by how often they are in the same units, and by the dictionary."""

import math
from dataclasses import dataclass
from functools import lru_cache

from archive.bitext.lexicon.cedict import LONGEST_WORD, english_meanings, is_chinese_word
from archive.bitext.lexicon.english_words import FUNCTION_WORDS, stem_english


@dataclass(frozen=True, slots=True)
class CoOccurrence:
    """The numbers of units, of ``total``, that have both terms, the first, and the second."""

    both: float
    first: float
    second: float
    total: float

    @property
    def log_likelihood(self) -> float:
        """Dunning's log-likelihood ratio G² (Dunning 1993); 0 where they meet no more often than by chance.

        >>> round(CoOccurrence(5, 5, 5, 100).log_likelihood, 1), CoOccurrence(1, 10, 10, 100).log_likelihood
        (39.7, 0.0)
        """
        if self.both * self.total <= self.first * self.second:
            return 0.0
        alone, other = self.first - self.both, self.second - self.both
        neither = self.total - self.first - other
        rest = self.total - self.first
        return 2 * (
            _likelihood_part(self.both, self.first * self.second / self.total)
            + _likelihood_part(alone, self.first * (self.total - self.second) / self.total)
            + _likelihood_part(other, rest * self.second / self.total)
            + _likelihood_part(neither, rest * (self.total - self.second) / self.total)
        )

    @property
    def dice(self) -> float:
        """Dice's coefficient: 1 where both terms are in the same units and no others."""
        return 2 * self.both / (self.first + self.second)

    @property
    def exceeds_chance(self) -> bool:
        """Whether the terms meet more often than some terms do by chance in this number of units.

        Two terms that occur once, in the same unit, must not pass (Moore 2004): the bound is twice their ratio.
        """
        return self.log_likelihood > chance_bound(self.total)


def chance_bound(total: float) -> float:
    """The log-likelihood ratio of two terms that occur once, in the same one of ``total`` units."""
    return 2 * (math.log(total) + 1) if total > 1 else 0.0


@lru_cache(maxsize=1 << 15)
def dictionary_agreement(chinese: tuple[str, ...], english: tuple[str, ...]) -> float:
    """The share of the words of both terms that CC-CEDICT translates by a word of the other, from 0 to 1.

    >>> dictionary_agreement(("产能", "合作"), ("capacity", "cooperation"))
    1.0
    >>> dictionary_agreement(("产能",), ("bird",))
    0.0
    """
    stems = [stem_english(word) for word in english if word not in FUNCTION_WORDS]
    meanings = [_meanings_with_parts(word) for word in chinese]
    if not stems:
        return 0.0
    translated = sum(1 for meaning in meanings if not meaning.isdisjoint(stems))
    all_meanings = frozenset().union(*meanings)
    return (translated + sum(1 for stem in stems if stem in all_meanings)) / (len(chinese) + len(stems))


@lru_cache(maxsize=1 << 16)
def _meanings_with_parts(word: str) -> frozenset[str]:
    """The meanings of a word, with those of its two-character parts where it is long."""
    parts = [word[at : at + 2] for at in range(len(word) - 1)] if 2 < len(word) <= LONGEST_WORD else []
    return english_meanings(word).union(*(english_meanings(part) for part in parts if is_chinese_word(part)))


def _likelihood_part(found: float, expected: float) -> float:
    return found * math.log(found / expected) if found > 0 and expected > 0 else 0.0
