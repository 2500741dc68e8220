"""Prints a command's answer: colours on a terminal only, lines never broken for a width."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from archive.translation_memory.completion import ReportProgress


def print_answer(answer: str | Text) -> None:
    """The answer on standard output, with a line end where it has none."""
    if isinstance(answer, str):
        sys.stdout.write(answer if answer.endswith("\n") else f"{answer}\n")
    else:
        Console(file=sys.stdout, soft_wrap=True, markup=False, highlight=False, emoji=False).print(answer)


@contextmanager
def index_progress() -> Iterator[ReportProgress]:
    """A bar for each file that is read, on a terminal; elsewhere nothing."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:

        def tell(file: str, done: float) -> None:
            if file not in tasks:
                tasks[file] = progress.add_task(file, total=1)
            progress.update(tasks[file], completed=done)

        yield tell
