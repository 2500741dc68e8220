"""The command line: commands that are loaded when used, global options, error messages and exit codes.

Other packages add commands by entry points of the group ``archive.commands``, each a ``typer.Typer`` app that holds
one command.
"""

import atexit
import gc
import os
import re
import sys
import traceback
from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import Abort, Exit, TyperException

from archive import __version__
from archive.cli.options_and_output import ArchiveOption
from archive.errors import ArchiveError
from archive.query.terminal_output_columns_json_and_csv import clean

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

MODULES = {
    "query": "query", "concordance": "concordance_and_terms", "words": "corpus", "collocations": "corpus",
    "keyness": "corpus", "trend": "corpus", "show": "show_history_changes_and_stats",
    "history": "show_history_changes_and_stats", "changes": "show_history_changes_and_stats",
    "stats": "show_history_changes_and_stats", "replay": "serve_and_replay", "serve": "serve_and_replay",
    "check": "maintenance", "index": "maintenance", "add": "add", "align": "align", "export": "export",
    "terms": "concordance_and_terms", "withdraw": "maintenance", "merge": "maintenance", "split": "maintenance",
    "store": "maintenance",
}  # fmt: skip
"""The module of each command, in the order of the help; in it, the command is the function of the same name."""

_ADDED = "archive.commands"

atexit.register(gc.freeze)  # as it ends, Python would look through all objects for cycles

STYLE: dict[str, Any] = {"add_completion": False, "rich_markup_mode": None, "pretty_exceptions_enable": False}


class Commands(TyperGroup):
    """The command group of ``archive`` that loads a command when it is used, since loading all takes long."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*(point.name for point in _added_commands()), *MODULES]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _with_plain_values(self, ctx)
        return super().parse_args(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.commands and (app := _app_of(cmd_name)):
            self.commands[cmd_name] = _with_plain_values(typer.main.get_command(app), ctx)
        return self.commands.get(cmd_name)


def _with_plain_values(command: Any, context: Any) -> Any:
    """Make a command convert plain values itself: typer would load pydantic, which takes as long as a query."""
    for parameter in command.get_params(context):
        parameter.process_value = partial(_process_value, parameter, parameter.process_value)
    return command


def _process_value(parameter: Any, process_otherwise: Any, context: typer.Context, value: Any) -> Any:
    """The value of an option or argument as its type; ``process_otherwise`` takes what is not plain, or wrong."""
    if value is None and parameter.nargs == 1 and not parameter.required:
        converted: Any = () if parameter.multiple else None
    elif (converted := _plain_value(parameter, value)) is None:
        return process_otherwise(context, value)
    return parameter.callback(context, parameter, converted) if parameter.callback else converted


def _plain_value(parameter: Any, value: Any) -> Any:
    """The value as the parameter's type; None if only typer knows."""
    kind = parameter.type_descriptor.annotation
    if not isinstance(kind, type) or type(value) is kind:
        return value if isinstance(kind, type) else None
    if issubclass(kind, StrEnum) and value in kind.__members__.values():
        return kind(value)
    if kind is int and re.fullmatch("[1-9][0-9]{,8}", value) and parameter.max is None and parameter.min in (None, 1):
        return int(value)
    return Path(value) if kind is Path and isinstance(value, str) and os.access(value, os.R_OK) else None


def _app_of(name: str) -> typer.Typer | None:
    """Return the app with one command, this package's or one that another package adds; None for an unknown name."""
    if name not in MODULES:
        return next((point.load() for point in _added_commands() if point.name == name), None)
    single = typer.Typer(**STYLE)
    single.command(name)(getattr(import_module(f"archive.cli.{MODULES[name]}"), name))
    return single


def _added_commands() -> "EntryPoints":
    from importlib.metadata import entry_points  # slow to import

    return entry_points(group=_ADDED)


INTERRUPTED = 130
USAGE = 2
FAILED = 3

app = typer.Typer(name="archive", cls=Commands, **STYLE | {"add_completion": True})


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"archive {__version__}")
        raise Exit


@app.callback()
def _globals(
    context: typer.Context,
    archive: ArchiveOption = None,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show a traceback for an error; may stand anywhere on the command line.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Search, read and check an archive of crawled news and speeches."""
    context.obj = archive


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    0 success, 1 faults found by ``check``, 2 wrong usage, 3 the archive is missing or damaged, 4 a port is in use or
    an object store cannot be used. An error is one line on standard error.
    """
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without Chinese gets escapes, not an error
    given, debug = _without_debug(list(sys.argv[1:] if arguments is None else arguments))
    try:
        code = app(given or ["--help"], prog_name="archive", standalone_mode=False)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # typer raises SystemExit when standard output is closed
        _discard_output()
        return 0
    except (KeyboardInterrupt, Abort):
        return INTERRUPTED
    except Exception as error:
        if debug:
            traceback.print_exc()
        return _report(error)
    return code if isinstance(code, int) else 0


def _without_debug(arguments: list[str]) -> tuple[list[str], bool]:
    """Return the arguments without any ``--debug`` before ``--``, and whether there was one."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    kept = [argument for argument in arguments[:end] if argument != "--debug"]
    return kept + arguments[end:], len(kept) < end


def _report(error: Exception) -> int:
    """Print the error on one line and return its exit code."""
    message, code = f"{type(error).__name__}: {error}; --debug shows where", FAILED
    if isinstance(error, ArchiveError):
        message, code = str(error), error.exit_code
    elif isinstance(error, TyperException):
        message, code = error.format_message().replace(": Value error, ", ": ", 1), USAGE
    elif isinstance(error, OSError) and error.strerror:
        message = f"{error.filename or 'the system'}: {error.strerror}; check permissions and disk, then try again"
    print(f"archive: {clean(message)}", file=sys.stderr)
    return code


def _discard_output() -> None:
    """Redirect further output to nowhere, so that the interpreter does not fail on the closed pipe when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
