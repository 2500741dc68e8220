"""Output of commands: answers, with colours on a terminal only and lines of any length, and a progress bar."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from archive.translation_memory.completion import ReportProgress


def print_answer(answer: str | Text) -> None:
    """Print an answer on standard output, with a line end if it has none."""
    if isinstance(answer, str):
        sys.stdout.write(answer if answer.endswith("\n") else f"{answer}\n")
    else:
        Console(file=sys.stdout, soft_wrap=True, markup=False, highlight=False, emoji=False).print(answer)


@contextmanager
def index_progress() -> Iterator[ReportProgress]:
    """Show a progress bar for each file that is read, on a terminal; elsewhere nothing."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:

        def report(file: str, done: float) -> None:
            if file not in tasks:
                tasks[file] = progress.add_task(file, total=1)
            progress.update(tasks[file], completed=done)

        yield report
