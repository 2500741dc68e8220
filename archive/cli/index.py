"""``archive index``."""

from typing import Annotated

import typer

from archive.cli.options import ArchiveOption, chosen_archive
from archive.cli.output import print_answer
from archive.index import update_index
from archive.warc import catalogue_file


def index(
    context: typer.Context,
    rebuild: Annotated[
        bool,
        typer.Option("--rebuild", help="Forget the index and make it anew; searches see the old one until then."),
    ] = False,
    archive: ArchiveOption = None,
) -> None:
    """Bring the index up to date with the WARC and documents files."""
    update = update_index(chosen_archive(context, archive), catalogue_file, rebuild=rebuild)
    print_answer(f"read {update.files} files: {update.captures} captures, {update.documents} documents")
