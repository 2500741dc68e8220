"""``scrapy fingerprint``: what a site's pages have from its template, stored as an input of extraction."""

import argparse
import sys

from scrapy.commands import ScrapyCommand

from archive.errors import ArchiveError
from archive.index import Index, update_index
from archive.jobs import lock_site
from archive.layout import Archive
from archive.warc import catalogue_whole
from crawler.extraction.template import LEAST_PAGES, LEAST_SHARE
from crawler.reextract import count_lines, path_of, store_fingerprint
from crawler.sites import check_profiles


class Command(ScrapyCommand):
    """Reads the articles of each site from the WARC files, and stores the lines that they have in common."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 # as Scrapy's commands declare it

    def syntax(self) -> str:
        return "[--site SITE] [--least PAGES] [--share SHARE]"

    def short_desc(self) -> str:
        return "Find what a site's pages have from its template"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--site", metavar="SITE", help="only this site's")
        parser.add_argument("--least", metavar="PAGES", type=int, default=LEAST_PAGES, help="articles in common")
        parser.add_argument(
            "--share", metavar="SHARE", type=float, default=LEAST_SHARE, help="share of the articles, 0 to 1"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args or opts.least < 2 or not 0 <= opts.share <= 1:
            self._fail("fingerprint takes --site SITE, --least of 2 or more, --share from 0 to 1", 2)
            return
        try:
            check_profiles()
            self._run(Archive.at(self.settings.get("ARCHIVE_DIR") if self.settings else None).require(), opts)
        except ArchiveError as error:
            self._fail(str(error), error.exit_code)

    def _run(self, archive: Archive, opts: argparse.Namespace) -> None:
        update_index(archive, catalogue_whole)
        for site in archive.sites():
            if opts.site not in (None, site):
                continue
            with lock_site(archive, site), Index(archive) as index:
                tally = count_lines(archive, site, index.capture_with_digest)
                if tally.pages < opts.least:
                    print(f"{site}: {tally.pages} articles, too few to tell a template by; nothing was stored")
                    continue
                made = tally.fingerprint(site, 1, opts.least, opts.share)
                stored, is_new = store_fingerprint(archive, made)
            state = "stored as" if is_new else "unchanged,"
            print(f"{site}: {len(stored.lines)} lines of {stored.pages} articles, {state} {path_of(archive, stored)}")

    def _fail(self, line: str, code: int) -> None:
        print(f"scrapy: {line}", file=sys.stderr)
        self.exitcode = code
