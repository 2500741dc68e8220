"""The floors: the means below which the evaluation fails. They only rise."""

import tomllib
from pathlib import Path

from tests.eval.columns import Scores

FLOORS = Path(__file__).parent / "floors.toml"


def read_floors(path: Path = FLOORS) -> dict[str, float]:
    """The floor of each column. Raises OSError or ValueError when the file cannot be read."""
    floors = tomllib.loads(path.read_text(encoding="utf-8"))["floors"]
    return {name: float(floor) for name, floor in floors.items()}


def below(means: Scores, floors: dict[str, float]) -> list[str]:
    """A line for each mean that is below its floor or not there.

    >>> below({"title": 0.9, "lang": 1.0}, {"title": 0.92, "lang": 0.98})
    ['title: 0.9000 is below its floor of 0.9200']
    """
    return [
        _line(name, means.get(name), floor) for name, floor in floors.items() if not _holds(means.get(name), floor)
    ]


def _holds(mean: float | None, floor: float) -> bool:
    return mean is not None and mean >= floor


def _line(name: str, mean: float | None, floor: float) -> str:
    if mean is None:
        return f"{name}: not measured, its floor is {floor:.4f}"
    return f"{name}: {mean:.4f} is below its floor of {floor:.4f}"
