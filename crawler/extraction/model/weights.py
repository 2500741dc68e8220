"""The weights that are shipped: read once, with what they were made of."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from crawler.extraction.model.features import FEATURES
from crawler.extraction.model.forest import Forest
from crawler.extraction.model.page_features import PAGE_FEATURES

FILE = "weights.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned: ``revision`` names it in documents, ``made_of`` are the sets with commits and licences."""

    revision: str
    made_of: tuple[dict[str, Any], ...]
    blocks: Forest
    page: Forest


@cache
def weights() -> Weights:
    """The weights in ``weights.json``. Raises ValueError when they are made for other features than are measured."""
    return read_weights(files("crawler.extraction.model").joinpath(FILE).read_text(encoding="utf-8"))


def read_weights(text: str) -> Weights:
    """The weights that a JSON text holds. Raises ValueError as ``weights`` does."""
    values = json.loads(text)
    forests = (_forest(values[name], features) for name, features in (("blocks", FEATURES), ("page", PAGE_FEATURES)))
    return Weights(values["revision"], tuple(values["made_of"]), *forests)


def _forest(values: dict[str, Any], features: Mapping[str, str]) -> Forest:
    if values["features"] != list(features):
        raise ValueError(f"{FILE} was made for other features: make it anew with 'make model'")
    return Forest(values["trees"], len(features))
