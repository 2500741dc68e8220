"""``python -m tools.model``: makes the weights from the public sets, and the cross-validated table."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.eval_public.sets import SetUnusable
from tools.model import blocks, judging
from tools.model.pages import OWN, read_pages
from tools.model.report import BLOCKS, PAGES, Row, block_figures, page_figures, table
from tools.model.samples import Sample, samples
from tools.model.writing import Learned, write_weights

FOLDER = Path(__file__).parents[2] / "crawler" / "extraction" / "model"


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the weights are written, 2 when a set cannot be used."""
    options = _parser().parse_args(arguments)
    try:
        pages = read_pages(options.sets)
    except SetUnusable as error:
        print(f"model: {error}", file=sys.stderr)
        return 2
    write_weights(FOLDER, learned(list(samples(pages, options.workers)), options.date))
    return 0


def learned(known: Sequence[Sample], day: date) -> Learned:
    """Both models, and the tables that show how good they are."""
    articles = blocks.taught(known)
    others = [one for one in articles if one.page.set != OWN]
    odds, apart = blocks.cross_validated(articles, known), blocks.cross_validated(others, known)
    pages = judging.cross_validated(known, odds)
    texts: list[Row] = [
        ("rules alone", block_figures(known, None)),
        ("rules and model", block_figures(known, odds)),
        ("the same, captions left out", block_figures(known, odds, without_captions=True)),
        ("rules and model, our own pages left out of training", block_figures(known, apart)),
    ]
    kinds: list[Row] = [
        ("rules alone", page_figures(known, None, None)),
        ("rules and model", page_figures(known, odds, pages)),
    ]
    tables = (table(BLOCKS, texts), table(PAGES, kinds))
    print(*tables, sep="\n\n")
    return Learned(blocks.learn(articles), judging.learn(known, odds), known, tables, day)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.model", description=__doc__)
    parser.add_argument("--sets", type=Path, metavar="DIR", help="the folder that holds 'aeb' and 'wcxb'")
    parser.add_argument("--workers", type=int, default=2, help="processes that read pages")
    parser.add_argument("--date", type=date.fromisoformat, default=date.today(), help="the day in the revision")
    return parser


if __name__ == "__main__":
    sys.exit(main())
