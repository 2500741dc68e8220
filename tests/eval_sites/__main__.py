"""``python -m tests.eval_sites TREES``: crawls whole public sites without a profile, and scores what was found."""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.document_and_unit_files import find_documents
from archive.layout import Archive
from archive.model.document import Document
from tests.eval.report import markdown
from tests.eval_sites.score import Scores, score
from tests.eval_sites.server import served
from tests.eval_sites.sites import HERE, PublicSite, sites_in

_SCRAPY = Path(sys.executable).with_name("scrapy")
_HEAD = ["site", "recall", "precision", "articles", "documents", "invented", "requests", "dead"]


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when done, 2 when there is none of the sites, 4 when a crawl failed."""
    options = _parser().parse_args(arguments)
    sites = [site for site in sites_in(options.trees, options.lists) if options.site in (None, site.name)]
    if not sites:
        print(f"eval_sites: {options.trees} has none of the trees that sites.toml names", file=sys.stderr)
        return 2
    try:
        scores = [crawled(site, options.archives) for site in sites]
    except subprocess.CalledProcessError as error:
        print(f"eval_sites: {error}", file=sys.stderr)
        return 4
    for line in (line for each in scores for line in (_faults(each) if options.pages else ())):
        print(line)
    print(table(scores))
    return 0


def crawled(site: PublicSite, archives: Path | None = None) -> Scores:
    """A site crawled into an archive of its own, which is kept below ``archives`` where that is named.

    Raises CalledProcessError when the crawl fails.
    """
    with TemporaryDirectory() as directory, served(site.folder) as server:
        archive = Archive((archives or Path(directory)) / site.name)
        subprocess.run(
            [_SCRAPY, "crawl", "agency", "-a", f"start_url={server.url}{site.start}",
             "-s", f"ARCHIVE_DIR={archive.root}", "-s", "REQUISITES=0", "-s", "PROGRESS_INTERVAL=0"],
            check=True,
        )  # fmt: skip
        return score(site, documents_of(archive), server.log)


def documents_of(archive: Archive) -> list[Document]:
    """The newest version of each document of an archive."""
    found = [stored.document for stored in find_documents(archive)]
    return list({document.id: document for document in sorted(found, key=lambda each: each.version)}.values())


def table(scores: Sequence[Scores]) -> str:
    """The scores as a table in Markdown."""
    return markdown([_HEAD, *map(_row, scores)])


def _row(scores: Scores) -> list[str]:
    precision = "-" if scores.precision is None else f"{scores.precision:.3f}"
    counts = (scores.articles, scores.documents, len(scores.invented), scores.requests, scores.dead)
    return [scores.site, f"{scores.recall:.3f}", precision, *map(str, counts)]


def _faults(scores: Scores) -> Iterator[str]:
    for name in ("missed", "wrong", "invented"):
        yield from (f"{scores.site}: {name}: {path}" for path in getattr(scores, name))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.eval_sites", description=__doc__.partition(": ")[2])
    parser.add_argument("trees", type=Path, help="the folder with the sites' trees")
    parser.add_argument("--site", help="only this site")
    parser.add_argument("--pages", action="store_true", help="name each page that is missed, wrong or invented")
    parser.add_argument("--archives", type=Path, help="a folder that keeps the archives")
    parser.add_argument("--lists", type=Path, default=HERE, help="the folder with sites.toml and articles/")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
