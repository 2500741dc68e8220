"""The floors: the scores below which the evaluation fails. They only rise."""

import tomllib
from pathlib import Path

from tests.eval_bitext.run import Scores

FLOORS = Path(__file__).parent / "floors.toml"


def read_floors(path: Path = FLOORS) -> Scores:
    """The floor of each measure. Raises OSError or ValueError when the file cannot be read."""
    floors = tomllib.loads(path.read_text(encoding="utf-8"))["floors"]
    return {name: float(floor) for name, floor in floors.items()}


def below(scores: Scores, floors: Scores) -> list[str]:
    """A line for each score that is below its floor or was not measured.

    >>> below({"strict": 0.9}, {"strict": 0.92, "lax": 0.9})
    ['strict: 0.9000 is below its floor of 0.9200', 'lax: 0.0000 is below its floor of 0.9000']
    """
    return [
        f"{name}: {scores.get(name, 0.0):.4f} is below its floor of {floor:.4f}"
        for name, floor in floors.items()
        if scores.get(name, 0.0) < floor
    ]
