"""``archive merge``, ``archive split`` and ``archive store``: copies of archives and of their WARC files."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import Exit

from archive.cli.open_archive import named_archive
from archive.cli.options import ArchiveOption
from archive.cli.output import print_answer
from archive.errors import UsageError
from archive.keeping import faults_in_store, upload
from archive.keeping import merge as merge_archives
from archive.keeping import split as split_archive
from archive.layout import Archive
from archive.query.terminal_and_csv import clean
from archive.storage import Storage


def merge(
    context: typer.Context,
    directories: Annotated[
        list[Path], typer.Argument(metavar="DIR...", help="Archives to take over.", show_default=False)
    ],
    archive: ArchiveOption = None,
) -> None:
    """Take all of other archives into this one; they stay as they are, and twice gives the same."""
    place = named_archive(context, archive)
    for directory in directories:
        taken = merge_archives(place, Archive(directory))
        there = f", {taken.known} there before" if taken.known else ""
        print_answer(f"{taken.source}: {taken.files} WARC files{there}, {taken.withdrawals} withdrawals")


def split(
    context: typer.Context,
    site: Annotated[str, typer.Option("--site", metavar="S", help="The site that is copied.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The new archive's directory.")],
    archive: ArchiveOption = None,
) -> None:
    """Copy a site into an archive of its own, with all that it needs; this one stays as it is."""
    taken = split_archive(named_archive(context, archive), site, Archive(output))
    print_answer(f"{output}: {taken.files} WARC files of {site}")


_FAULTS_FOUND = 1


def store(
    context: typer.Context,
    url: Annotated[
        str | None,
        typer.Argument(metavar="URL", help="As s3://BUCKET/PREFIX; else ARCHIVE_STORE.", show_default=False),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Then read all that should be there, and hold it against the manifest.")
    ] = False,
    archive: ArchiveOption = None,
) -> None:
    """Upload finished WARC files to object storage, those that it does not have, each verified there."""
    place = named_archive(context, archive).require()
    target = Storage(_address(url))
    done, size, failed = 0, 0, []
    for each in upload(place, target):
        if each.fault:
            failed.append(each.fault)
            print(f"archive: {clean(str(each.fault))}", file=sys.stderr)
        else:
            done, size = done + 1, size + each.entry.bytes
            print_answer(f"{each.entry.warc}: {each.entry.bytes} bytes, verified")
    print_answer(f"{done} WARC files uploaded to {target.url}, {size} bytes")
    if failed:
        raise Exit(failed[0].exit_code)
    faults = list(faults_in_store(place, target)) if verify else []
    for fault in faults:
        print_answer(clean(fault))
    if faults:
        raise Exit(_FAULTS_FOUND)


def _address(given: str | None) -> str:
    """Raises UsageError where no store is named."""
    if url := given or os.environ.get("ARCHIVE_STORE"):
        return url
    raise UsageError("name the store: archive store s3://BUCKET/PREFIX, or environment ARCHIVE_STORE")
