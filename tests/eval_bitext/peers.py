"""Gale-Church (lengths alone) as the package galechurch has it, where it is installed."""

import importlib
import importlib.util
from collections.abc import Sequence
from typing import Any

from tests.eval_bitext.gold import GoldBead

NAME = "galechurch"


def installed() -> bool:
    return importlib.util.find_spec(NAME) is not None


def gale_church(source: Sequence[str], target: Sequence[str]) -> list[GoldBead]:
    """The beads that the package finds, told how much longer one side is; else by its defaults."""
    ratio = sum(map(len, source)) / max(1, sum(map(len, target)))
    found: Any = importlib.import_module(NAME).align(list(source), list(target), mean_xy=ratio)
    return [
        (tuple(range(bead.source_start, bead.source_end)), tuple(range(bead.target_start, bead.target_end)))
        for bead in found.beads
    ]
