"""``python -m tests.eval_terms``: scores the terms that are found in templated news of translation agencies."""

import argparse
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.eval_terms.agency_news import read_news
from tests.eval_terms.score import Scores, score_terms

FLOORS = Path(__file__).with_name("floors.toml")
HALVES = ("tuned", "held")


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when done, 1 when ``--check`` finds a score beyond its bound."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval_terms", description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail when a score is beyond its bound")
    options = parser.parse_args(arguments)
    scores = {half: score_terms(read_news(half)) for half in HALVES}
    for half, values in scores.items():
        print(half, *(f"{name} {value:.3f}" for name, value in values.items()))
    lines = beyond(scores) if options.check else []
    print(*lines, sep="\n", end="\n" if lines else "", file=sys.stderr)
    return 1 if lines else 0


def beyond(scores: Mapping[str, Scores]) -> list[str]:
    """A line for each score that is below its floor, or above its ceiling for shares of what should not be found."""
    bounds = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    lines = []
    for half, values in scores.items():
        for name, least in bounds[half]["floors"].items():
            lines += [f"{half} {name}: {values[name]:.3f} is below {least}"] if values[name] < least else []
        for name, most in bounds[half]["ceilings"].items():
            lines += [f"{half} {name}: {values[name]:.3f} is above {most}"] if values[name] > most else []
    return lines


if __name__ == "__main__":
    sys.exit(main())
