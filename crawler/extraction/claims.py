"""Which part of which piece was read as what."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of piece ``n`` that stand in a field."""

    n: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A field's value and where the page shows it; nowhere when it was only in the head."""

    value: str
    spans: tuple[Span, ...] = ()


def numbers(facts: Iterable[Fact | None]) -> set[int]:
    """The pieces in which any of the facts stands."""
    return {span.n for fact in facts if fact for span in fact.spans}
