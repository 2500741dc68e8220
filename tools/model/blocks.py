"""The model of blocks: learned from the articles of all sets, cross-validated by domain."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import Any

from crawler.extraction.model.learned_verdicts_on_article_body_and_page_kind import overruled
from tools.model.alignment import tokens
from tools.model.boosting import Table, fit, odds, trees
from tools.model.samples import Sample

FOLDS = 5
TREES, RATE = 150, 0.1
_COVERED = 0.7
_LEAST, _MOST = 20, 420  # characters that a block counts as, when it is learned from

Odds = Mapping[int, float]


def learn(samples: Sequence[Sample]) -> list[dict[str, Any]]:
    """Trees that were learned from all samples."""
    table, owners = _table(samples)
    return trees(fit(table, [True] * len(owners), TREES, RATE))


def taught(samples: Iterable[Sample]) -> list[Sample]:
    """The articles to learn from: those whose gold text is nearly all in the blocks that were found for it."""
    return [sample for sample in samples if sample.page.is_article and _coverage(sample) >= _COVERED]


def cross_validated(samples: Sequence[Sample], judged: Sequence[Sample]) -> dict[str, Odds]:
    """The odds of the blocks of each judged page, by trees that know no page of its domain.

    ``samples`` are those that are learned from.
    """
    table, owners = _table(samples)
    found: dict[str, Odds] = {}
    for fold in range(FOLDS):
        booster = fit(table, [fold_of(samples[owner]) != fold for owner in owners], TREES, RATE)
        held = [sample for sample in judged if fold_of(sample) == fold and sample.vectors]
        apart, of = _table(held)
        values = iter(odds(booster, apart, [True] * len(of)))
        for sample in held:
            found[name_of(sample)] = {n: next(values) for n in sample.vectors}
    return found


def body_of(sample: Sample, odds: Odds) -> tuple[int, ...]:
    """The blocks that the program would keep with these odds."""
    both = overruled(sample.ruled, odds, sample.guarded.__contains__, sample.wide)
    return tuple(sorted((set(both) - sample.dropped) | sample.added))


def name_of(sample: Sample) -> str:
    return f"{sample.page.set}/{sample.page.id}"


def fold_of(sample: Sample) -> int:
    """The fold of the page's domain."""
    return int(hashlib.sha256(sample.domain.encode()).hexdigest(), 16) % FOLDS


def _coverage(sample: Sample) -> float:
    """The share of the gold's tokens that the blocks have which are said to be in it."""
    found = sum(len(tokens(text)) for text, inside in zip(sample.texts, sample.gold, strict=True) if inside)
    return found / (len(tokens(sample.page.body)) or 1)


def _table(samples: Sequence[Sample]) -> tuple[Table, list[int]]:
    """The blocks as examples, and whose each is. A page counts as its number of blocks' root, long ones the most."""
    vectors, answers, weights, owners = [], [], [], []
    for owner, sample in enumerate(samples):
        sizes = {n: min(len(sample.texts[n]) + _LEAST, _MOST) for n in sample.vectors}
        whole = sum(sizes.values())
        for n, vector in sample.vectors.items():
            vectors.append(vector)
            answers.append(sample.gold[n])
            weights.append(sqrt(sizes[n] / whole))
            owners.append(owner)
    return Table(vectors, answers, weights), owners
