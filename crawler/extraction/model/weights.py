"""The weights that are shipped: read once, with what they were made of."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from crawler.extraction.model.features import FEATURES
from crawler.extraction.model.forest import Forest

FILE = "weights.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned: ``revision`` names it in documents, ``made_of`` are the sets with commits and licences."""

    revision: str
    made_of: tuple[dict[str, Any], ...]
    blocks: Forest


@cache
def weights() -> Weights:
    """The weights in ``weights.json``. Raises ValueError when they are made for other features than are measured."""
    return read_weights(files("crawler.extraction.model").joinpath(FILE).read_text(encoding="utf-8"))


def read_weights(text: str) -> Weights:
    """The weights that a JSON text holds."""
    values = json.loads(text)
    if values["blocks"]["features"] != list(FEATURES):
        raise ValueError(f"{FILE} was made for other features: make it anew with 'make model'")
    return Weights(values["revision"], tuple(values["made_of"]), Forest(values["blocks"]["trees"], len(FEATURES)))
