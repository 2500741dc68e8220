"""``scrapy extract``: print the document of a page, or of each page in a list."""

import argparse
from collections.abc import Sequence

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError as ScrapyUsageError

from archive.errors import UsageError
from crawler.extract_command_options_and_page_files import add_extract_options, print_documents


class Command(ScrapyCommand):
    """Extracts one page, from a file or from the network, or the pages of a list, and stores nothing."""

    requires_crawler_process = False  # nothing is crawled: no reactor, no log

    def syntax(self) -> str:
        return "FILE|URL|--batch LIST [--url URL] [--content-type TYPE] [--site SITE] [--template FILE] [--explain]"

    def short_desc(self) -> str:
        return "Print the document that a page makes, as JSON"

    def long_desc(self) -> str:
        return (
            "Extract one page, from a file or from its address, and print its document as one JSON object on "
            "standard output. Nothing is stored. A page that is no article gives a document without blocks, whose "
            "kind says what it is."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_extract_options(parser)

    def run(self, args: Sequence[str], opts: argparse.Namespace) -> None:
        """Print the document; exit code 2 when the file or list cannot be read, 4 when the address cannot."""
        try:
            self.exitcode = print_documents(args, opts, self.settings.get("ARCHIVE_DIR") if self.settings else None)
        except UsageError as error:
            raise ScrapyUsageError(str(error), print_help=False) from error
