"""Output of commands: answers, with colours on a terminal only and lines of any length, and a progress bar."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from archive.disk import replace_file
from archive.errors import UsageError
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


def require_writable(form: str, is_binary: bool, output: Path | None) -> None:
    """Raise UsageError, before any work is done, if the output cannot be written in this form."""
    if output is None:
        if is_binary and sys.stdout.isatty():
            raise UsageError(f"{form} is binary and cannot be shown on a terminal; give a file with --output")
        return
    if output.is_dir() or (output.exists() and not output.is_file()):
        raise UsageError(f"{output} is not a file; give one, or leave out --output for standard output")
    if not output.parent.is_dir():
        raise UsageError(f"{output}: there is no directory {output.parent}; create it first")


def write_parts(output: Path | None, parts: Iterable[str] | Iterable[bytes]) -> None:
    """Write the parts to the file in one step, or to standard output, texts in UTF-8."""
    content = (part.encode() if isinstance(part, str) else part for part in parts)
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(content)
    else:
        replace_file(output, content)
