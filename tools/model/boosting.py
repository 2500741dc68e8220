"""Boosted trees by LightGBM, and how they are written for extraction (``model.decision_trees_and_verdicts``)."""

from collections.abc import Sequence
from typing import Any

import lightgbm
import numpy as np

from tools.model import SEED

_PARAMETERS = {
    "objective": "binary",
    "num_leaves": 15,
    "min_data_in_leaf": 40,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "feature_fraction": 0.5,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "seed": SEED,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


class Table:
    """Examples to learn from: vectors, answers and weights, as LightGBM takes them."""

    def __init__(self, vectors: Sequence[Sequence[float]], answers: Sequence[bool], weights: Sequence[float]) -> None:
        self.vectors = np.array(vectors, dtype=np.float64)
        self.answers = np.array(answers, dtype=np.int8)
        self.weights = np.array(weights, dtype=np.float64)

    def __len__(self) -> int:
        return len(self.answers)


def fit(table: Table, rows: Sequence[bool], trees: int, rate: float, **other: Any) -> lightgbm.Booster:
    """Trees that were learned from the rows that are marked."""
    chosen = np.array(rows)
    weights = table.weights[chosen]
    data = lightgbm.Dataset(table.vectors[chosen], table.answers[chosen], weight=weights / weights.mean())
    return lightgbm.train({**_PARAMETERS, "learning_rate": rate, **other}, data, num_boost_round=trees)


def odds(booster: lightgbm.Booster, table: Table, rows: Sequence[bool]) -> list[float]:
    """The log-odds of the rows that are marked, in order."""
    return [float(value) for value in booster.predict(table.vectors[np.array(rows)], raw_score=True)]


def trees(booster: lightgbm.Booster) -> list[dict[str, Any]]:
    """The trees as ``Forest`` takes them, numbers rounded to what matters."""
    return [_tree(info["tree_structure"]) for info in booster.dump_model()["tree_info"]]


def _tree(root: dict[str, Any]) -> dict[str, Any]:
    nodes: list[list[Any]] = []
    leaves: list[float] = []

    def add(node: dict[str, Any]) -> int:
        if "leaf_value" in node and "split_feature" not in node:
            leaves.append(round(node["leaf_value"], 4))
            return -len(leaves)
        at = len(nodes)
        nodes.append([node["split_feature"], float(f"{node['threshold']:.6g}")])
        nodes[at] += [add(node["left_child"]), add(node["right_child"])]
        return at

    add(root)
    return {"nodes": nodes, "leaves": leaves}
