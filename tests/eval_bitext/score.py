"""Counts what is right: beads strictly and laxly, as alignment is scored since Véronis and Langlais (2000)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.eval_bitext.gold import GoldBead


@dataclass(frozen=True, slots=True)
class Counts:
    """Right ones among those given, and among those that there are."""

    right_given: int = 0
    given: int = 0
    right_known: int = 0
    known: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.right_given + other.right_given,
            self.given + other.given,
            self.right_known + other.right_known,
            self.known + other.known,
        )

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there is nothing to find and nothing was given."""
        if not self.given and not self.known:
            return 1.0
        precision = self.right_given / self.given if self.given else 0.0
        recall = self.right_known / self.known if self.known else 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def strict(gold: Iterable[GoldBead], found: Iterable[GoldBead]) -> Counts:
    """A bead is right when it is exactly one of the others; what has no translation need not be found."""
    known, given = set(gold), set(found)
    both = known & given
    return Counts(len(both), len(given), len(_full(both)), len(_full(known)))


def lax(gold: Iterable[GoldBead], found: Iterable[GoldBead]) -> Counts:
    """A bead is right when it has a pair of sentences in common with one of the others."""
    known, given = set(gold), set(found)
    return Counts(
        sum(bead in known or touches for bead, touches in _touching(given, known)),
        len(given),
        sum(touches for _, touches in _touching(_full(known), given)),
        len(_full(known)),
    )


def _full(beads: set[GoldBead]) -> set[GoldBead]:
    return {bead for bead in beads if all(bead)}


def _touching(beads: set[GoldBead], others: set[GoldBead]) -> list[tuple[GoldBead, bool]]:
    pairs = {(source, target) for bead in others for source in bead[0] for target in bead[1]}
    return [(bead, any((source, target) in pairs for source in bead[0] for target in bead[1])) for bead in beads]


def total(counts: Sequence[Counts]) -> Counts:
    """The counts together."""
    return sum(counts, Counts())
