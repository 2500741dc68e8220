"""``python -m tests.eval``: scores extraction on the corpus, beside the peers that are installed."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.eval.floors import below, read_floors
from tests.eval.gold import Case, read_corpus
from tests.eval.peers import available
from tests.eval.report import page_lines, results_file, table
from tests.eval.run import Result, run_ours, run_peer

RESULTS = Path(__file__).parent / "RESULTS.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when done, 1 when ``--check`` finds a mean below its floor, 2 on wrong usage."""
    options = _parser().parse_args(arguments)
    if options.pages and (options.check or options.write):
        _parser().error("--check and --write are about the whole corpus: name no pages")
    cases = [case for case in read_corpus() if not options.pages or case.name in options.pages]
    if not cases:
        _parser().error(f"no page of the corpus is named {' or '.join(options.pages)}")
    results = _results(cases, peers=not options.no_peers)
    if options.verbose:
        print(page_lines(results[0].pages), end="\n\n")
    print(table(results))
    if options.write:
        RESULTS.write_text(results_file(results, date.today()), encoding="utf-8")
    return _check(results[0]) if options.check else 0


def _results(cases: Sequence[Case], peers: bool) -> list[Result]:
    others = available() if peers else []
    return [run_ours(cases), *(run_peer(peer, cases) for peer in others)]


def _check(ours: Result) -> int:
    lines = below(ours.means(), read_floors())
    for line in lines:
        print(line, file=sys.stderr)
    return 1 if lines else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.eval", description=__doc__)
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="only these pages of the corpus")
    parser.add_argument("-v", "--verbose", action="store_true", help="what is wrong with each page")
    parser.add_argument("--check", action="store_true", help="fail when a mean is below its floor")
    parser.add_argument("--write", action="store_true", help="write the table to RESULTS.md")
    parser.add_argument("--no-peers", action="store_true", help="leave the other extractors out")
    return parser


if __name__ == "__main__":
    sys.exit(main())
