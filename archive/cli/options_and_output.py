"""Options that several commands share, and the output of commands: answers, with colours on a terminal only, and
progress.
"""

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from archive.disk import replace_file
from archive.errors import UsageError
from archive.model.language_codes import LanguageCodes
from archive.query.terminal_output_columns_json_and_csv import StyledText


class ListFormat(StrEnum):
    """Output formats of commands that print a list (text, JSON, CSV)."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class SummaryFormat(StrEnum):
    """Output formats of commands that print a summary (text, JSON)."""

    TEXT = "text"
    JSON = "json"


class DocumentFormat(StrEnum):
    """Output formats of commands that print a document."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "md"


ArchiveOption = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        metavar="DIR",
        help="The archive's directory; by default the environment's ARCHIVE_DIR, or data.",
        show_default=False,
    ),
]

AtOption = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        help="The version nearest in time: 2026-11-24, 2026-11-24T09:32:26Z or 20261124093226.",
    ),
]

SummaryFormatOption = Annotated[SummaryFormat, typer.Option("--format", help="Output format.")]

ListFormatOption = Annotated[ListFormat, typer.Option("--format", help="Output format.")]

NameArgument = Annotated[
    str, typer.Argument(metavar="ID|URL", help="A document's id or its page's URL.", show_default=False)
]

SiteOption = Annotated[str | None, typer.Option("--site", metavar="S", help="Only documents from this site.")]

OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file; by default to standard output."),
]

CodesOption = Annotated[LanguageCodes, typer.Option("--codes", help="Write zh-Hans and zh-Hant, or zh-CN and zh-TW.")]

BomOption = Annotated[
    bool, typer.Option("--bom", help="Begin a csv with a byte order mark, by which a spreadsheet knows UTF-8.")
]


def print_answer(answer: str | StyledText) -> None:
    """Print a command's answer on standard output, with a line end if it has none; with styles on a terminal only."""
    if isinstance(answer, StyledText) and sys.stdout.isatty():
        from rich.console import Console  # slow to import
        from rich.text import Text

        console = Console(file=sys.stdout, soft_wrap=True, markup=False, highlight=False, emoji=False)
        console.print(Text.assemble(*answer.parts))
    else:
        plain = answer if isinstance(answer, str) else f"{answer.plain}\n"
        sys.stdout.write(plain if plain.endswith("\n") else f"{plain}\n")


@contextmanager
def index_progress() -> Iterator[Callable[[str, float], None]]:
    """Show a progress bar for each file that is read, on a terminal; elsewhere nothing."""
    from rich.console import Console  # slow to import
    from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

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
    """Raise UsageError, before a command does any work, if the output cannot be written in this form."""
    if output is None:
        if is_binary and sys.stdout.isatty():
            raise UsageError(f"{form} is binary and cannot be shown on a terminal; give a file with --output")
        return
    if output.is_dir() or (output.exists() and not output.is_file()):
        raise UsageError(f"{output} is not a file; give one, or leave out --output for standard output")
    if not output.parent.is_dir():
        raise UsageError(f"{output}: there is no directory {output.parent}; create it first")


def write_parts(output: Path | None, parts: Iterable[str] | Iterable[bytes]) -> None:
    """Write a command's output to the file in one step, or to standard output, texts in UTF-8."""
    content = (part.encode() if isinstance(part, str) else part for part in parts)
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(content)
    else:
        replace_file(output, content)


_FILTERS = (
    ("lang", "lang", "L", "Only documents that contain text in this language: zh, zh-Hans, en."),
    ("site", "site", "S", "Only documents from this site."),
    ("kind", "kind", "K", "Only documents of this kind: speech, interview, news, article or notice."),
    ("speaker", "speaker", "NAME", "Only speeches by this speaker; part of the name is enough."),
    ("since", "from", "D", "Only documents published in or after this year, month or day."),
    ("until", "to", "D", "Only documents published up to the end of this year, month or day."),
    ("rights", "rights", "R",
     "Only documents with these rights: reserved, unreserved, cc, licensed, none, or the URL of a licence."),
)  # fmt: skip
"""The filters as in ``Filters``, and the names, values and help of their options."""
_FILTER_OPTIONS: dict[str, Any] = {
    name: Annotated[str | None, typer.Option(f"--{option}", metavar=metavar, help=help_)]
    for name, option, metavar, help_ in _FILTERS
}


def with_filters(command: Callable[..., None], **others: Any) -> Callable[..., None]:
    """Add the options of all search filters to a command, in the place of its parameter ``filters``.

    ``others`` are the options of filters that have another help than usual.
    """
    filter_options = _FILTER_OPTIONS | others
    signature = inspect.signature(command)

    @wraps(command)
    def run(**given: Any) -> None:
        from archive.index import Filters  # slow to import

        command(filters=Filters(**{name: given.pop(name) for name in filter_options}), **given)

    parameters = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for each in signature.parameters.values()
        for parameter in (_options(filter_options) if each.name == "filters" else [each])
    ]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined] # which typer reads
    return run


def _options(annotations: Mapping[str, Any]) -> list[inspect.Parameter]:
    kind = inspect.Parameter.KEYWORD_ONLY
    return [inspect.Parameter(name, kind, default=None, annotation=each) for name, each in annotations.items()]
