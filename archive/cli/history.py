"""``archive history``."""

from typing import Annotated

import typer

from archive.cli.options import ArchiveOption, SummaryFormat
from archive.cli.output import print_answer
from archive.cli.ready import ready_archive
from archive.query.history.history_forms import find_history, history_json, history_text


def history(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="ID|URL", help="A document's id or its page's address.", show_default=False)
    ],
    form: Annotated[SummaryFormat, typer.Option("--format", help="How to print it.")] = SummaryFormat.TEXT,
    archive: ArchiveOption = None,
) -> None:
    """Print the versions of a page: when each was seen, and what changed in it."""
    found, told = find_history(ready_archive(context, archive), name)
    print_answer(history_json(found, told) if form is SummaryFormat.JSON else history_text(found, told))
