"""``scrapy crawl``: Scrapy's own command, with the exit codes of this project and errors in one line.

What crawls is imported when it runs: Scrapy imports the modules of all commands to run one.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import crawl
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from archive.errors import ArchiveError, UsageError
from archive.layout import Archive
from archive.query.terminal_output_columns_json_and_csv import clean
from crawler.sites import KnownSites

if TYPE_CHECKING:
    from crawler.progress.crawl_result_and_summary import CrawlResult

_AGENCY = "agency"


class Command(crawl.Command):
    """Runs a spider; ends with 0 done, 2 wrong usage, 3 archive unusable, 4 network or site failed."""

    def short_desc(self) -> str:
        return "Crawl a site into the archive, by its name or that of its spider, or many sites"

    def long_desc(self) -> str:
        return (
            "Crawls a site into the archive. Spider arguments: -a start_url=URL (where to begin), -a since=YYYY-MM-DD"
            " (nothing published before), -a max_pages=N (no more pages), -a full=1 (known pages too),"
            " -a sections=NAMES (those that hold articles, or none after a minus), and for agency"
            " -a sites=FILE (many sites together: an address a line, or TOML)."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from crawler.reextract.reextraction_of_files_and_worker_processes import collect_garbage_seldom

        try:
            name = self._spider_name(args)
            collect_garbage_seldom()
            if "sites" in opts.spargs:
                self.exitcode = self._crawl_many(name, opts)
            else:
                self._crawl_one(name, opts.spargs)
        except ArchiveError as error:
            self._tell(error)

    def _spider_name(self, args: list[str]) -> str:
        """The spider named in the arguments.

        Raises UsageError when there is not exactly one, when it is not known, and for options that are not known.
        """
        unknown = [arg for arg in args if arg.startswith("-")]
        if unknown:
            raise UsageError(f"unknown option {unknown[0]}; see --help")
        names = {*self._process().spider_loader.list(), *self._known_sites().names}
        if len(args) != 1 or args[0] not in names:
            said = f"no spider or site {args[0]!r}" if len(args) == 1 else "name one spider"
            raise UsageError(f"{said}; there are {', '.join(sorted(names))}")
        return args[0]

    def _crawl_one(self, name: str, arguments: dict[str, str]) -> None:
        """Crawl one site, and write the summaries however the crawl ends.

        Raises UsageError for arguments that cannot be used.
        """
        from crawler.many_sites.crawls_and_uploads import BackgroundUploads
        from crawler.progress.crawl_result_and_summary import CrawlResult, error_of_crawl, store_summary, summary_text
        from crawler.spiders.agency import spider_of

        is_spider = name in self._process().spider_loader.list()
        crawler = self._create_crawler(name if is_spider else spider_of(self._known_sites().named(name)))
        archive = Archive.at(crawler.settings.get("ARCHIVE_DIR"))
        uploads = BackgroundUploads(archive, crawler.settings.get("ARCHIVE_STORE"), _print)
        error = self._run_to_end(crawler, arguments) or error_of_crawl(crawler)
        if isinstance(error, UsageError):
            raise error
        ended = CrawlResult.of_crawler(crawler, error)
        if _is_shown(crawler.settings, ended):
            print(summary_text(ended), flush=True)
        if error:
            self._tell(error)
        store_summary(ended, crawler.settings.get("SUMMARY_FILE"))
        uploads.begin(ended.site)
        failed = uploads.end()
        self.exitcode = self.exitcode or failed

    def _run_to_end(self, crawler: Crawler, arguments: dict[str, str]) -> ArchiveError | None:
        """Run the crawl to its end; return the error that kept it from starting, if any."""
        process = self._process()
        task = process.crawl(crawler, **arguments)
        process.start()
        if not task.done() or task.cancelled() or not task.exception():
            return None
        error = task.exception()
        if isinstance(error, ArchiveError):
            return error
        raise error

    def _crawl_many(self, name: str, opts: argparse.Namespace) -> int:
        """Crawl all sites in a file, and return the exit code.

        Raises UsageError for a file or arguments that cannot be used, ArchiveError where the archive cannot be.
        """
        from crawler.many_sites.crawls_and_uploads import ManyCrawls
        from crawler.many_sites.site_list import read_sites

        if name != _AGENCY:
            raise UsageError(f"-a sites=FILE goes with the spider {_AGENCY}, which crawls any site, not with {name}")
        if opts.output or opts.overwrite_output:
            raise UsageError("-o and -O take what one crawl gives; export from the archive instead (archive export)")
        arguments = {key: value for key, value in opts.spargs.items() if key != "sites"}
        sites = read_sites(Path(opts.spargs["sites"]), arguments, self._known_sites())
        return ManyCrawls(self._process(), sites, arguments).run()

    def _tell(self, error: ArchiveError) -> None:
        _print(error)
        self.exitcode = error.exit_code

    def _known_sites(self) -> KnownSites:
        return KnownSites(Archive.at(self._process().settings.get("ARCHIVE_DIR")))

    def _process(self) -> Any:
        """Scrapy's crawler process, an AsyncCrawlerProcess as the reactor is asyncio's."""
        return self.crawler_process


def _print(error: ArchiveError) -> None:
    print(f"error: {clean(str(error))}", file=sys.stderr)


def _is_shown(settings: BaseSettings, ended: "CrawlResult") -> bool:
    """Return whether the summary is printed: only for a crawl that began."""
    began = ended.reason is not None and ended.report.unreachable is None
    return began and settings.getfloat("PROGRESS_INTERVAL") > 0
