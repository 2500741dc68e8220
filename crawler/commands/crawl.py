"""``scrapy crawl``: Scrapy's own command, with the exit codes of this project and errors in one line."""

import argparse
import sys
from typing import Any

from scrapy.commands import crawl
from scrapy.crawler import Crawler

from archive.errors import ArchiveError, SiteUnreachable, UsageError


class Command(crawl.Command):
    """Runs a spider; ends with 0 done, 2 wrong usage, 3 archive unusable, 4 network or site failed."""

    def short_desc(self) -> str:
        return "Crawl a site into the archive, by the name of its spider"

    def long_desc(self) -> str:
        return (
            "Crawls a site into the archive. Spider arguments: -a start_url=URL (where to begin), -a since=YYYY-MM-DD"
            " (nothing published before), -a max_pages=N (no more pages), -a full=1 (known pages too)."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            crawler = self._create_crawler(self._spider_name(args))
            self._crawl(crawler, opts.spargs)
            _check_end(crawler)
        except ArchiveError as error:
            print(f"error: {' '.join(str(error).split())}", file=sys.stderr)
            self.exitcode = error.exit_code

    def _spider_name(self, args: list[str]) -> str:
        """The one spider that is named.

        Raises UsageError when there is not exactly one, when it is not known, and for options that are not known.
        """
        unknown = [arg for arg in args if arg.startswith("-")]
        if unknown:
            raise UsageError(f"unknown option {unknown[0]}; see 'scrapy crawl --help'")
        names = self._process().spider_loader.list()
        if len(args) != 1 or args[0] not in names:
            said = f"no spider {args[0]!r}" if len(args) == 1 else "name one spider"
            raise UsageError(f"{said}; there are {', '.join(sorted(names))}")
        return args[0]

    def _crawl(self, crawler: Crawler, arguments: dict[str, str]) -> None:
        """Runs the crawl to its end.

        Raises what kept it from starting: ArchiveError, UsageError.
        """
        process = self._process()
        task = process.crawl(crawler, **arguments)
        process.start()
        if task.done() and not task.cancelled() and task.exception():
            raise task.exception()

    def _process(self) -> Any:
        """Scrapy's crawler process, an AsyncCrawlerProcess as the reactor is asyncio's."""
        return self.crawler_process


def _check_end(crawler: Crawler) -> None:
    """Raises what the crawl came to grief by: ArchiveError for the archive, SiteUnreachable for the site."""
    failed = crawler.stats.get_value("archive/error")
    if failed:
        raise ArchiveError(failed)
    report = getattr(crawler.spider, "report", None)
    start = getattr(getattr(crawler.spider, "arguments", None), "start_url", "")
    if report is not None and report.unreachable is not None:
        raise SiteUnreachable(
            f"{start} cannot be crawled: {report.unreachable}; name another start page with -a start_url=URL, or try "
            "the sample site with 'make crawl'"
        )
    if report is not None and report.kept_out is not None:
        raise SiteUnreachable(f"the crawl of {start} was kept out: {report.kept_out}; what was captured is kept")
