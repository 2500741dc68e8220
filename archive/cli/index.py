"""``archive index``."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from archive.cli.options import ArchiveOption, chosen_archive
from archive.cli.output import print_answer
from archive.index import update_index
from archive.memory import Tell
from archive.warc import catalogue_file


def index(
    context: typer.Context,
    rebuild: Annotated[
        bool,
        typer.Option("--rebuild", help="Forget the index and make it anew; searches see the old one until then."),
    ] = False,
    archive: ArchiveOption = None,
) -> None:
    """Bring the index up to date with the WARC and documents files; makes missing translation units first."""
    with _progress() as tell:
        update = update_index(chosen_archive(context, archive), catalogue_file, rebuild=rebuild, tell=tell)
    read = f"{update.captures} captures, {update.documents} documents, {update.units} translation units"
    print_answer(f"read {update.files} files: {read}")


@contextmanager
def _progress() -> Iterator[Tell]:
    """A bar for each file whose units are made, on a terminal; elsewhere nothing."""
    console = Console(stderr=True)
    columns = (TextColumn("units of {task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:

        def tell(file: str, done: float) -> None:
            if file not in tasks:
                tasks[file] = progress.add_task(file, total=1)
            progress.update(tasks[file], completed=done)

        yield tell
