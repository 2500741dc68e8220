"""``python -m tests.eval_public``: scores extraction on two public sets, beside the peers that are installed."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.eval_public.extractors import ANY_KIND, OURS, names, version_of
from tests.eval_public.figures import (
    KINDS,
    Extractor,
    Figures,
    called_articles,
    means_of,
    rules_digest,
    shares_called,
    write_figures,
)  # fmt: skip
from tests.eval_public.formulas import shingle_means, shingles
from tests.eval_public.kept_rows import peer_rows
from tests.eval_public.pages import PublicPage, read_aeb, read_aeb_outputs, read_wcxb
from tests.eval_public.report import results_file, with_part
from tests.eval_public.rows import Row, differences, read_rows, write_rows
from tests.eval_public.run import run, unreadable_days
from tests.eval_public.sets import AEB, HOME, WCXB, SetUnusable, folder_of

RESULTS = Path(__file__).parent / "RESULTS.md"
README = Path(__file__).parents[2] / "README.md"

_BEST = 3  # of the outputs that AEB keeps


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when done, 2 on wrong usage or when a set cannot be used."""
    options = _parser().parse_args(arguments)
    if options.write and (options.every > 1 or options.no_peers):
        _parser().error("--write is about all pages and peers")
    try:
        aeb, wcxb = (folder_of(wanted, options.sets) for wanted in (AEB, WCXB))
        before = read_rows(options.compare) if options.compare else []
    except (SetUnusable, OSError, ValueError, TypeError) as error:
        print(f"eval_public: {error}", file=sys.stderr)
        return 2
    pages = [*read_aeb(aeb), *read_wcxb(wcxb)][:: options.every]
    rows = run(pages, [OURS])
    if not options.no_peers:
        rows += peer_rows(pages, lambda: run(pages, names()[1:]), HOME)
    if options.rows:
        write_rows(options.rows, rows)
    for line in differences(before, rows, ANY_KIND if options.any_kind else OURS):
        print(line)
    figures = figures_of(pages, rows, published(pages, aeb))
    print(results_file(figures))
    if options.write:
        _write(figures)
    return 0


def figures_of(pages: Sequence[PublicPage], rows: Sequence[Row], outputs: dict[str, float]) -> Figures:
    """The figures of a run."""
    called = called_articles(rows)
    names = dict.fromkeys(row.extractor for row in rows)
    articles = [page for page in pages if page.set == "wcxb" and page.kind == "article"]
    dated = [page for page in articles if page.day]
    return Figures(
        rules=rules_digest(),
        commits={wanted.name: wanted.commit for wanted in (AEB, WCXB)},
        pages={wanted.name: sum(page.set == wanted.name for page in pages) for wanted in (AEB, WCXB)},
        kinds={kind: sum(page.set == "wcxb" and page.kind == kind for page in pages) for kind in KINDS},
        called=shares_called(rows),
        days={
            "all": len(dated),
            "called": sum(page.id in called for page in dated),
            "nowhere": unreadable_days(dated),
        },
        published=outputs,
        extractors=tuple(
            Extractor(name, version_of(name), means_of([row for row in rows if row.extractor == name], called))
            for name in names
        ),
    )


def published(pages: Sequence[PublicPage], aeb: Path) -> dict[str, float]:
    """The F1 of the best extractors whose outputs AEB keeps, the best first."""
    gold = {page.id: page.body for page in pages if page.set == "aeb"}
    scores = {
        name: round(shingle_means([shingles(texts.get(key, ""), body) for key, body in gold.items()]).f1, 4)
        for name, texts in read_aeb_outputs(aeb).items()
    }
    return dict(sorted(scores.items(), key=lambda score: -score[1])[:_BEST])


def _write(figures: Figures) -> None:
    write_figures(figures)
    RESULTS.write_text(results_file(figures), encoding="utf-8")
    README.write_text(with_part(README.read_text(encoding="utf-8"), figures), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.eval_public", description=__doc__)
    parser.add_argument("--sets", type=Path, metavar="DIR", help="a folder that holds the sets as 'aeb' and 'wcxb'")
    parser.add_argument("--write", action="store_true", help="write figures.json, RESULTS.md and the README's table")
    parser.add_argument("--no-peers", action="store_true", help="leave the other extractors out")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each N-th page, for a quick look")
    parser.add_argument("--rows", type=Path, metavar="FILE", help="write a row for each page and extractor")
    parser.add_argument("--compare", type=Path, metavar="FILE", help="say what is better or worse than those rows")
    parser.add_argument("--any-kind", action="store_true", help="compare the text whatever the kind of the page")
    return parser


if __name__ == "__main__":
    sys.exit(main())
