"""``archive merge``."""

from pathlib import Path
from typing import Annotated

import typer

from archive.cli.options import ArchiveOption, chosen_archive
from archive.cli.output import print_answer
from archive.keeping import merge as merge_archives
from archive.layout import Archive


def merge(
    context: typer.Context,
    directories: Annotated[
        list[Path], typer.Argument(metavar="DIR...", help="Archives to take over.", show_default=False)
    ],
    archive: ArchiveOption = None,
) -> None:
    """Take all of other archives into this one; they stay as they are, and twice gives the same."""
    place = chosen_archive(context, archive)
    for directory in directories:
        taken = merge_archives(place, Archive(directory))
        there = f", {taken.known} there before" if taken.known else ""
        print_answer(f"{taken.source}: {taken.files} WARC files{there}, {taken.withdrawals} withdrawals")
