"""``scrapy sites``: show the queue of sites, or retry, pause or drop sites in it."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from archive.errors import ArchiveError, UsageError
from archive.query.terminal_output_columns_json_and_csv import clean

if TYPE_CHECKING:
    from crawler.many_sites.redis_site_queue_and_host_slots import Action, QueuedSite

_ACTIONS: "tuple[Action, ...]" = ("retry", "pause", "drop")


class Command(ScrapyCommand):
    """Shows or changes the queue of sites; ends with 0 done, 2 wrong usage, 4 Redis cannot be used."""

    requires_project = True

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Show the queue of sites (SITES_QUEUE), or retry, pause or drop sites of it"

    def long_desc(self) -> str:
        return "Shows which sites of the queue wait, run, are done, have failed or rest, and by which worker."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="show a JSON object a line instead of a table")
        for name, text in (
            ("retry", "crawl these sites (again) as soon as a worker is free, paused ones too"),
            ("pause", "let these sites rest; a running one is left in good order"),
            ("drop", "take these sites out of the queue; a file that names them puts them up again"),
        ):
            parser.add_argument(f"--{name}", nargs="+", metavar="SITE", default=[], help=text)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from crawler.many_sites.redis_site_queue_and_host_slots import Connection, apply_action, queued_sites

        try:
            if args:
                raise UsageError(f"unknown argument {args[0]}; see 'scrapy sites --help'")
            url = self.settings.get("SITES_QUEUE") if self.settings else None
            if not url:
                raise UsageError("name the queue: -s SITES_QUEUE=redis://HOST:PORT/DATABASE")
            connection = Connection(url)
            for name in _ACTIONS:
                if named := getattr(opts, name):
                    apply_action(connection, name, named)
            found = queued_sites(connection)
            print("\n".join(json.dumps(asdict(site)) for site in found) if opts.json else "\n".join(_table(found)))
        except ArchiveError as error:
            print(f"error: {clean(str(error))}", file=sys.stderr)
            self.exitcode = error.exit_code


def _table(sites: "list[QueuedSite]") -> Iterator[str]:
    """A line with the counts, and a line for each site."""
    counts = Counter(site.state for site in sites)
    yield f"{len(sites)} sites" + "".join(f", {number} {state}" for state, number in sorted(counts.items()))
    widest = max((len(site.name) for site in sites), default=0)
    for site in sites:
        counted = f"{site.pages} pages, {site.documents} documents"
        more = [site.worker, counted if site.worker else "", _next(site), site.error or site.reason]
        details = clean("; ".join(filter(None, more)))
        yield f"{site.state:<8} {clean(site.name):<{widest}}  {_moment(site.since)}  {details}".rstrip()


def _next(site: "QueuedSite") -> str:
    return f"again {_moment(site.due)}" if site.due and site.state in ("done", "failed") else ""


def _moment(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S}"
