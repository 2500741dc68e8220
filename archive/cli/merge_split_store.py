"""``archive merge``, ``archive split`` and ``archive store``: archives merged, split and copied to object storage."""

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
        list[Path], typer.Argument(metavar="DIR...", help="Archives to copy from.", show_default=False)
    ],
    archive: ArchiveOption = None,
) -> None:
    """Copy everything in other archives into this one; they stay unchanged, and repeating it changes nothing."""
    place = named_archive(context, archive)
    for directory in directories:
        taken = merge_archives(place, Archive(directory))
        there = f", {taken.known} there before" if taken.known else ""
        print_answer(f"{taken.source}: {taken.files} WARC files{there}, {taken.withdrawals} withdrawals")


def split(
    context: typer.Context,
    site: Annotated[str, typer.Option("--site", metavar="S", help="The site to copy.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The new archive's directory.")],
    archive: ArchiveOption = None,
) -> None:
    """Copy a site with everything that it needs into an archive of its own; this archive stays unchanged."""
    taken = split_archive(named_archive(context, archive), site, Archive(output))
    print_answer(f"{output}: {taken.files} WARC files of {site}")


_FAULTS_FOUND = 1


def store(
    context: typer.Context,
    url: Annotated[
        str | None,
        typer.Argument(
            metavar="URL",
            help="The store, as s3://BUCKET/PREFIX; by default the environment's ARCHIVE_STORE.",
            show_default=False,
        ),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Then read every stored file and compare it with the manifest.")
    ] = False,
    archive: ArchiveOption = None,
) -> None:
    """Upload finished WARC files that object storage does not have yet; each is verified there."""
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
    """Return the URL of the object store. Raises UsageError if none is given."""
    if url := given or os.environ.get("ARCHIVE_STORE"):
        return url
    raise UsageError("no store given; run archive store s3://BUCKET/PREFIX, or set ARCHIVE_STORE in the environment")
