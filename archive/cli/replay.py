"""``archive replay``."""

import sys
from typing import Annotated

import typer

from archive.cli.options import ArchiveOption, AtOption, chosen_archive
from archive.errors import UsageError
from archive.query.captured import find_page


def replay(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="The address that was captured.", show_default=False)],
    at: AtOption = None,
    raw: Annotated[bool, typer.Option("--raw", help="Write the stored payload to standard output.")] = False,
    archive: ArchiveOption = None,
) -> None:
    """Give back the captured page, byte for byte as it was stored."""
    if not raw:
        raise UsageError("replay works with --raw only: the stored payload on standard output")
    page = find_page(chosen_archive(context, archive), url, at)
    sys.stdout.buffer.write(page.payload)
    sys.stdout.buffer.flush()
