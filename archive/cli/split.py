"""``archive split``."""

from pathlib import Path
from typing import Annotated

import typer

from archive.cli.options import ArchiveOption, chosen_archive
from archive.cli.output import print_answer
from archive.keeping import split as split_archive
from archive.layout import Archive


def split(
    context: typer.Context,
    site: Annotated[str, typer.Option("--site", metavar="S", help="The site that is copied.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The new archive's directory.")],
    archive: ArchiveOption = None,
) -> None:
    """Copy a site into an archive of its own, with all that it needs; this one stays as it is."""
    taken = split_archive(chosen_archive(context, archive), site, Archive(output))
    print_answer(f"{output}: {taken.files} WARC files of {site}")
