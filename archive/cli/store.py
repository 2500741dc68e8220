"""``archive store``."""

import os
import sys
from typing import Annotated

import typer
from typer.exceptions import Exit

from archive.cli.options import ArchiveOption, chosen_archive
from archive.cli.output import print_answer
from archive.errors import UsageError
from archive.keeping import faults_in_store, upload
from archive.query.terminal import clean
from archive.storage import Storage

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
    place = chosen_archive(context, archive).require()
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
