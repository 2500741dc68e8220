"""``archive stats``."""

from typing import Annotated

import typer

from archive.cli.options import ArchiveOption, SummaryFormat
from archive.cli.output import print_answer
from archive.cli.ready import ready_archive
from archive.query.statistics import read_statistics, statistics_json, statistics_text


def stats(
    context: typer.Context,
    form: Annotated[SummaryFormat, typer.Option("--format", help="How to print them.")] = SummaryFormat.TEXT,
    archive: ArchiveOption = None,
) -> None:
    """Count what the archive holds: captures, documents, sites, kinds, languages, years, bytes."""
    statistics = read_statistics(ready_archive(context, archive))
    print_answer(statistics_json(statistics) if form is SummaryFormat.JSON else statistics_text(statistics))
