"""The model of pages: learned from pages of all kinds, with what a model of blocks says of those it did not know."""

from collections.abc import Mapping, Sequence
from typing import Any

from crawler.extraction.model.block_features import Vector
from crawler.extraction.model.page_features import text_facts
from tools.model.blocks import FOLDS, Odds, body_of, fold_of, name_of
from tools.model.boosting import Table, fit, odds, trees
from tools.model.samples import Sample

TREES, RATE = 160, 0.05
_FORM = {"num_leaves": 8, "min_data_in_leaf": 15}


def learn(samples: Sequence[Sample], blocks: Mapping[str, Odds]) -> list[dict[str, Any]]:
    """Trees that were learned from all samples, given the cross-validated odds of their blocks."""
    table = _table(samples, blocks)
    return trees(fit(table, [True] * len(samples), TREES, RATE, **_FORM))


def cross_validated(samples: Sequence[Sample], blocks: Mapping[str, Odds]) -> dict[str, float]:
    """The log-odds of each page, by trees that know no page of its domain."""
    table, folds = _table(samples, blocks), [fold_of(sample) for sample in samples]
    found: dict[str, float] = {}
    for fold in range(FOLDS):
        booster = fit(table, [one != fold for one in folds], TREES, RATE, **_FORM)
        held = [sample for sample, one in zip(samples, folds, strict=True) if one == fold]
        values = odds(booster, table, [one == fold for one in folds])
        found.update((name_of(sample), value) for sample, value in zip(held, values, strict=True))
    return found


def _table(samples: Sequence[Sample], blocks: Mapping[str, Odds]) -> Table:
    vectors = [_vector(sample, blocks.get(name_of(sample), {})) for sample in samples]
    return Table(vectors, [sample.page.is_article for sample in samples], [1.0] * len(samples))


def _vector(sample: Sample, known: Odds) -> Vector:
    return (*sample.facts, *text_facts(sample.vectors, known, body_of(sample, known)))
