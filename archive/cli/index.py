"""``archive index``."""

from typing import Annotated

import typer

from archive.cli.options import ArchiveOption, chosen_archive
from archive.cli.output import print_answer
from archive.cli.ready import index_progress
from archive.index import update_index
from archive.warc import catalogue_whole


def index(
    context: typer.Context,
    rebuild: Annotated[
        bool,
        typer.Option("--rebuild", help="Forget the index and make it anew; searches see the old one until then."),
    ] = False,
    archive: ArchiveOption = None,
) -> None:
    """Bring the index up to date with the WARC and documents files; makes missing translation units first."""
    with index_progress() as tell:
        update = update_index(chosen_archive(context, archive), catalogue_whole, rebuild=rebuild, report=tell)
    read = f"{update.captures} captures, {update.documents} documents, {update.units} translation units"
    print_answer(f"read {update.files} files: {read}")
