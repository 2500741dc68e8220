"""``archive withdraw``."""

import sys
from typing import Annotated

import typer

from archive.cli.options import ArchiveOption
from archive.cli.output import print_answer
from archive.cli.ready import ready_archive
from archive.errors import UsageError
from archive.index.tables.captures import parse_moment
from archive.keeping import erase as erase_records
from archive.query.terminal import clean
from archive.query.withdrawals import TimeSpan, WithdrawalResult, restore_withdrawn, withdrawal_lines
from archive.query.withdrawals import withdraw as withdraw_from
from archive.withdrawal import Withdrawals


def withdraw(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="URL|ID|SITE", help="What is withdrawn.", show_default=False)
    ] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why; whoever asks for it is told.")] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="D", help="Only what was captured on or after this day or time.")
    ] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="D", help="Only what was captured before it.")] = None,
    copies: Annotated[bool, typer.Option("--copies", help="Addresses whose text is a copy of it too.")] = False,
    list_all: Annotated[bool, typer.Option("--list", help="List what was withdrawn, the latest first.")] = False,
    restore: Annotated[bool, typer.Option("--restore", help="Take the withdrawal back.")] = False,
    erase: Annotated[
        bool,
        typer.Option("--erase", help="Erase the records from the WARC files, for good, where the law requires it."),
    ] = False,
    archive: ArchiveOption = None,
) -> None:
    """Take captures out of search, replay, exports and all else that is shown; no crawl fetches them again."""
    place = ready_archive(context, archive)
    if list_all:
        print_answer(
            "\n".join(map(clean, withdrawal_lines(Withdrawals.of(place.require()).all))) or "nothing was withdrawn"
        )
    elif name is None:
        raise UsageError("what is to be withdrawn? give an address, a document's id or a site; or --list")
    elif restore:
        for each in restore_withdrawn(place, name):
            print_answer(clean(f"restored {each.name}: {each.site or ' '.join(each.urls)}"))
    else:
        done = withdraw_from(place, name, reason or "", TimeSpan(_moment(since), _moment(until)), copies=copies)
        _tell(done)
        if erase:
            files = erase_records(place, done.withdrawal)
            print_answer(f"erased from {len(files)} WARC files: {' '.join(files)}".rstrip(": "))


def _tell(done: WithdrawalResult) -> None:
    made = done.withdrawal
    print_answer(clean(f"withdrawn as {made.name}: {made.site or ' '.join(made.urls)}"))
    for url in done.copies:
        line = f"archive: {url} has a copy of its text and is shown still; --copies withdraws it too"
        print(clean(line), file=sys.stderr)


def _moment(day: str | None) -> str | None:
    return parse_moment(day) if day else None
