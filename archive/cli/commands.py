"""The commands by name. Each is loaded when it is asked for, since all together take long to load."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

NAMES = (
    "query", "concordance", "show", "history", "changes", "stats", "replay", "serve", "check", "index", "add",
    "align", "export", "terms", "withdraw", "merge", "split", "store",
)  # fmt: skip
"""In the order of the help; each is a function in the module of its name."""

STYLE: dict[str, Any] = {"add_completion": False, "rich_markup_mode": None, "pretty_exceptions_enable": False}


class Commands(TyperGroup):
    """A group of commands that holds those which were asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(NAMES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in NAMES and cmd_name not in self.commands:
            self.commands[cmd_name] = _load(cmd_name)
        return self.commands.get(cmd_name)


def _load(name: str) -> Any:
    single = typer.Typer(**STYLE)
    single.command(name)(getattr(import_module(f"archive.cli.{name}"), name))
    return typer.main.get_command(single)
