"""``python -m tests.eval_bitext``: scores alignment on the corpus, beside Gale-Church where it is installed."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.eval_bitext.floors import below, read_floors
from tests.eval_bitext.gold import read_corpus, read_intertext
from tests.eval_bitext.report import results_file, table
from tests.eval_bitext.run import run, run_peer

RESULTS = Path(__file__).parent / "RESULTS.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when done, 1 when ``--check`` finds a score below its floor, 2 on wrong usage."""
    options = _parser().parse_args(arguments)
    if options.intertext and (options.check or options.write):
        _parser().error("--check and --write are about the corpus of this project")
    texts = read_intertext(options.intertext) if options.intertext else read_corpus()
    if not texts:
        _parser().error(f"no texts in {options.intertext}")
    ours, peer = run(texts), run_peer(texts)
    print(table(ours, peer))
    if options.write:
        RESULTS.write_text(results_file(texts, ours, peer, date.today()), encoding="utf-8")
    lines = below(ours.scores, read_floors()) if options.check else []
    print(*lines, sep="\n", end="\n" if lines else "", file=sys.stderr)
    return 1 if lines else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.eval_bitext", description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail when a score is below its floor")
    parser.add_argument("--write", action="store_true", help="write the table to RESULTS.md")
    parser.add_argument("--intertext", type=Path, metavar="DIR", help="score another corpus, of InterText files")
    return parser


if __name__ == "__main__":
    sys.exit(main())
