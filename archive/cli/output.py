"""Prints a command's answer: colours on a terminal only, lines never broken for a width."""

import sys

from rich.console import Console
from rich.text import Text


def print_answer(answer: str | Text) -> None:
    """The answer on standard output, with a line end where it has none."""
    if isinstance(answer, str):
        sys.stdout.write(answer if answer.endswith("\n") else f"{answer}\n")
    else:
        Console(file=sys.stdout, soft_wrap=True, markup=False, highlight=False, emoji=False).print(answer)
