"""``python -m tools.model SETS``: makes the weights from the sets in a folder, and the cross-validated table."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tools.model import blocks
from tools.model.pages import read_aeb, read_own, read_wcxb
from tools.model.report import Figures, block_figures, table
from tools.model.samples import samples
from tools.model.writing import write_weights

FOLDER = Path(__file__).parents[2] / "crawler" / "extraction" / "model"


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the weights are written."""
    options = _parser().parse_args(arguments)
    pages = [*read_own(), *read_aeb(options.sets / "aeb"), *read_wcxb(options.sets / "wcxb")]
    found = list(samples([page for page in pages if page.is_article], options.workers))
    others = [sample for sample in found if sample.page.set != "own"]
    figures = [
        Figures("rules alone", block_figures(found, None)),
        Figures("rules and model, by domain", block_figures(found, blocks.cross_validated(found, found))),
        Figures("the same, our own pages left out", block_figures(found, blocks.cross_validated(others, found))),
    ]
    print(table(figures))
    write_weights(FOLDER, blocks.learn(found), found, table(figures), options.date)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.model", description=__doc__)
    parser.add_argument("sets", type=Path, metavar="SETS", help="the folder that holds 'aeb' and 'wcxb'")
    parser.add_argument("--workers", type=int, default=2, help="processes that read pages")
    parser.add_argument("--date", type=date.fromisoformat, default=date.today(), help="the day in the revision")
    return parser


if __name__ == "__main__":
    sys.exit(main())
