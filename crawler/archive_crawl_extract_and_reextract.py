"""``archive crawl``, ``archive extract`` and ``archive reextract``: the crawler's commands in any folder.

The ``archive`` program finds them by the entry points ``archive.commands``. They are the commands of the Scrapy
project, run with its settings by name, so that they need no ``scrapy.cfg`` and heed none that stands in the folder.
"""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from archive.cli.app import STYLE
from archive.cli.options_and_output import ArchiveOption
from archive.errors import UsageError
from archive.layout import Archive
from archive.model.url import is_web_url
from crawler.sites import KnownSites

if TYPE_CHECKING:
    from scrapy.commands import ScrapyCommand

_ARCHIVE_HELP = "The archive's directory; else environment ARCHIVE_DIR, else data."
_TAKES_ALL = {"allow_extra_args": True, "ignore_unknown_options": True}

crawl_app = typer.Typer(**STYLE)
extract_app = typer.Typer(**STYLE)
reextract_app = typer.Typer(**STYLE)


@crawl_app.command("crawl")
def crawl(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    target: Annotated[
        str,
        typer.Argument(
            metavar="URL|SITE|FILE",
            help="Where to begin, a site that is known by name, or a file of many sites.",
            show_default=False,
        ),
    ],
    since: Annotated[
        str | None, typer.Option("--since", metavar="D", help="Leave out what was published before this day.")
    ] = None,
    max_pages: Annotated[int | None, typer.Option("--max-pages", metavar="N", help="Fetch no more pages.")] = None,
    sections: Annotated[
        str | None,
        typer.Option(metavar="NAMES", help="Sections that hold articles; after a minus, those that hold none."),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Fetch known pages again too.")] = False,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", "-s", metavar="NAME=VALUE", help="A setting of the crawler, such as CONTACT=ADDRESS."),
    ] = None,
    archive: ArchiveOption = None,
) -> None:
    """Crawl a site into the archive: find its articles, capture every exchange, store and index the documents."""
    from crawler.commands.crawl import Command

    place = archive or context.obj
    spider, argument = _spider_for(target, KnownSites(Archive.at(place)))
    given = {"since": since, "max_pages": max_pages, "sections": sections, "full": "1" if full else None}
    arguments = [f"-a{name}={value}" for name, value in {**argument, **given}.items() if value is not None]
    arguments += [part for pair in settings or () for part in ("-s", pair)]
    _run("crawl", Command(), [spider, *arguments], place)


@extract_app.command("extract", add_help_option=False, context_settings=_TAKES_ALL)
def extract(context: typer.Context) -> None:
    """Print the document that a page makes, as JSON."""
    from crawler.extract_command_options_and_page_files import add_extract_options, print_documents

    parser = _Parser(prog="archive extract", add_help=False)
    add_extract_options(parser)
    parser.add_argument("--archive")
    options, rest = parser.parse_known_args(context.args)
    if not any(argument.startswith("-") for argument in rest):
        raise typer.Exit(print_documents(rest, options, options.archive or context.obj))
    from crawler.commands.extract import Command  # knows Scrapy's options and the help, and takes long to load

    _run("extract", Command(), context.args, context.obj)


@reextract_app.command("reextract", add_help_option=False, context_settings=_TAKES_ALL)
def reextract(context: typer.Context) -> None:
    """Make documents from WARC files, without the network: those that are missing, or all again."""
    from crawler.commands.reextract import Command

    _run("reextract", Command(), context.args, context.obj)


def _spider_for(target: str, known: KnownSites) -> tuple[str, dict[str, str]]:
    """The spider that crawls a target, and the argument that names the target to it.

    Raises UsageError for what is neither an address nor a file nor a known site.
    """
    if is_web_url(target):
        return "agency", {"start_url": target}
    if target in known.names:
        return target, {}
    if Path(target).is_file():
        return "agency", {"sites": target}
    names = ", ".join(known.names)
    raise UsageError(f"{target!r} is no address (https://...), no file and no known site; known are {names}")


class _Parser(ArgumentParser):
    """A parser whose errors and end are those of the ``archive`` program."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see '{self.prog} --help'")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        raise typer.Exit(status)


def _run(name: str, command: "ScrapyCommand", arguments: Sequence[str], archive: Path | None) -> NoReturn:
    """Runs a command of the Scrapy project and exits with its code.

    Raises UsageError for options that cannot be used.
    """
    from scrapy.commands import ScrapyHelpFormatter
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.exceptions import UsageError as ScrapyUsageError
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(command.default_settings, priority="command")
    command.settings = settings
    parser = _Parser(
        prog=f"archive {name}",
        usage=f"archive {name} {command.syntax()}",
        description=command.long_desc(),
        formatter_class=ScrapyHelpFormatter,
        conflict_handler="resolve",
    )
    command.add_options(parser)
    parser.add_argument("--archive", metavar="DIR", help=_ARCHIVE_HELP)
    options, rest = parser.parse_known_args(list(arguments))
    try:
        command.process_options(rest, options)
        if place := options.archive or archive:
            settings.set("ARCHIVE_DIR", str(place), priority="cmdline")
        if command.requires_crawler_process:
            command.crawler_process = AsyncCrawlerProcess(settings)
        command.run(rest, options)
    except ScrapyUsageError as error:
        raise UsageError(str(error)) from error
    raise typer.Exit(command.exitcode)
