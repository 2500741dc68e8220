"""``archive changes``."""

from typing import Annotated

import typer

from archive.cli.options import ArchiveOption, SiteOption, SummaryFormat
from archive.cli.output import print_answer
from archive.cli.ready import ready_archive
from archive.query.history.changes_forms import changes_json, changes_since, changes_text


def changes(
    context: typer.Context,
    since: Annotated[
        str | None,
        typer.Option(metavar="D", help="Since this day or time; else since the last crawl of each site began."),
    ] = None,
    site: SiteOption = None,
    form: Annotated[SummaryFormat, typer.Option("--format", help="How to print them.")] = SummaryFormat.TEXT,
    archive: ArchiveOption = None,
) -> None:
    """Print the articles that are new, changed, missing, gone or back again."""
    found = changes_since(ready_archive(context, archive), since, site)
    print_answer(changes_json(found) if form is SummaryFormat.JSON else changes_text(found))
