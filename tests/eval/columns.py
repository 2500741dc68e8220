"""The columns of the evaluation: what each is called, what it measures and who can be measured in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One measure from 0 to 1. ``label`` is how tables name it; ``peers`` says whether other extractors have it."""

    name: str
    label: str
    peers: bool = False


COLUMNS = (
    Column("body_f1", "body F1", peers=True),
    Column("exact", "exact blocks", peers=True),
    Column("precision", "block precision", peers=True),
    Column("short", "short lines kept", peers=True),
    Column("kept_out", "boilerplate kept out", peers=True),
    Column("title", "title", peers=True),
    Column("day", "day published", peers=True),
    Column("published", "published, exactly"),
    Column("subtitle", "subtitle"),
    Column("source", "source"),
    Column("author", "author"),
    Column("breadcrumb", "breadcrumb"),
    Column("section", "section"),
    Column("part", "part of an article"),
    Column("speech", "speech facts"),
    Column("removed", "boilerplate in removed"),
    Column("reason", "with an accepted reason"),
    Column("accounted", "visible text accounted for"),
    Column("lang", "language of blocks"),
    Column("kinds", "kinds of blocks"),
    Column("grounded", "nothing hidden or invented"),
    Column("once", "nothing both kept and removed"),
    Column("kind", "kind of page"),
    Column("empty", "no article, no blocks", peers=True),
    Column("pairs", "block pairs F1"),
)

Scores = dict[str, float | None]
"""A value for each column that applies to the page; None where the page says nothing about it."""
