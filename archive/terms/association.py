"""How surely two things that stand in the same units belong together, and do not meet by chance."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meetings:
    """In how many of ``total`` units one thing stands, the other, and both."""

    both: float
    first: float
    second: float
    total: float

    @property
    def log_likelihood(self) -> float:
        """Dunning's log-likelihood ratio G² (Dunning 1993), 0 where they meet no more often than by chance.

        >>> round(Meetings(5, 5, 5, 100).log_likelihood, 1), Meetings(1, 10, 10, 100).log_likelihood
        (39.7, 0.0)
        """
        if self.both * self.total <= self.first * self.second:
            return 0.0
        alone, other = self.first - self.both, self.second - self.both
        neither = self.total - self.first - other
        rest = self.total - self.first
        return 2 * (
            _part(self.both, self.first * self.second / self.total)
            + _part(alone, self.first * (self.total - self.second) / self.total)
            + _part(other, rest * self.second / self.total)
            + _part(neither, rest * (self.total - self.second) / self.total)
        )

    @property
    def likeness(self) -> float:
        """Dice's coefficient: 1 where they stand in the same units and no others."""
        return 2 * self.both / (self.first + self.second)

    @property
    def beyond_chance(self) -> bool:
        """Whether so many meetings tell more than those that turn up by chance among so many units.

        Two things that stand once, in the same unit, must not pass (Moore 2004): the bound is twice theirs.
        """
        return self.log_likelihood > chance_bound(self.total)


def chance_bound(total: float) -> float:
    """The log-likelihood ratio of two things that stand once, in the same one of ``total`` units."""
    return 2 * (math.log(total) + 1) if total > 1 else 0.0


def _part(found: float, expected: float) -> float:
    return found * math.log(found / expected) if found > 0 and expected > 0 else 0.0
