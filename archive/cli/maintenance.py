"""``archive check``, ``index``, ``withdraw``, ``merge``, ``split`` and ``store``: what keeps an archive in order."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import Exit

from archive.check import consistency_and_repair
from archive.check.warc_files import Scope, missing_files
from archive.cli.open_archive import named_archive, open_archive
from archive.cli.options_and_output import (
    ArchiveOption,
    SummaryFormat,
    SummaryFormatOption,
    index_progress,
    print_answer,
)
from archive.corpus.tokens_file_writer_and_postings import update_tokens
from archive.errors import UsageError
from archive.index import update_index
from archive.index.update import create_missing_seals
from archive.keeping import merge_and_split, withdrawal_and_erasure
from archive.keeping.object_storage_and_uploads import Storage, faults_in_store, upload
from archive.keeping.withdrawal_and_erasure import WithdrawalResult, restore_withdrawn
from archive.layout import Archive
from archive.manifest_and_seals import accept_loss, read_manifest
from archive.model.times import parse_moment
from archive.query.terminal_output_columns_json_and_csv import clean
from archive.withdrawal import Withdrawal, Withdrawals

FAULTS_FOUND = 1


def check(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair", help="First repair what a crash left: torn files and lines, missing units, the index."
        ),
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(metavar="D", help="Read only WARC files that have not been read completely since this day."),
    ] = None,
    sample: Annotated[
        str | None, typer.Option(metavar="N%", help="Read only a random sample of the WARC files, of this size.")
    ] = None,
    accept_loss: Annotated[
        str | None,
        typer.Option("--accept-loss", metavar="FILE", help="Acknowledge that a missing WARC file is lost for good."),
    ] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why it is lost.")] = None,
    form: SummaryFormatOption = SummaryFormat.TEXT,
    archive: ArchiveOption = None,
) -> None:
    """Check digests, offsets, provenance and index against each other; the exit code is 1 if there are faults."""
    scope = Scope(parse_moment(since) if since else None, _share(sample))
    place = named_archive(context, archive).require()
    if os.access(place.root, os.W_OK):  # not a backup on a read-only medium
        create_missing_seals(place)
    if accept_loss or reason:
        print_answer(_acknowledge_loss(place, accept_loss, reason))
    repaired = list(consistency_and_repair.repair(place)) if repair else []
    report = consistency_and_repair.check(place, scope)
    if form is SummaryFormat.JSON:
        print_answer(json.dumps({**asdict(report), "mended": repaired}, ensure_ascii=False, indent=2))
    else:
        for line in (*repaired, *report.faults):
            print_answer(line)
        print(_summary(report), file=sys.stderr if report.faults else sys.stdout)
    if report.faults:
        raise Exit(FAULTS_FOUND)


def _acknowledge_loss(archive: Archive, warc: str | None, reason: str | None) -> str:
    """Acknowledge that a missing WARC file is lost for good; return the line to print.

    Raises UsageError if no file of that name is missing, or no reason is given.
    """
    if not warc or not (reason or "").strip():
        raise UsageError("a loss needs a file and a reason: --accept-loss FILE --reason TEXT")
    name = warc.rpartition("/")[2]
    if name not in missing_files(archive, read_manifest(archive)):
        raise UsageError(f"{warc}: not a missing WARC file of this archive; 'archive check' lists the missing ones")
    loss = accept_loss(archive, name, str(reason))
    return f"{loss.warc}: its loss is acknowledged: {loss.reason}"


def _share(sample: str | None) -> float:
    try:
        share = float((sample or "100%").removesuffix("%")) / 100
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise UsageError(f"--sample {sample}: give a share of the files, such as 5%")
    return share


def _summary(report: consistency_and_repair.Report) -> str:
    pending = f", {report.unextracted} captures not extracted yet ('archive reextract')" if report.unextracted else ""
    pending += f", {report.under_way} WARC files being written by a crawl" if report.under_way else ""
    pending += f", {report.skipped} WARC files not read" if report.skipped else ""
    pending += f", {report.losses} acknowledged as lost" if report.losses else ""
    read = f"{report.files} WARC files, {report.records} records, {report.captures} captures"
    faults = "1 fault" if len(report.faults) == 1 else f"{len(report.faults) or 'no'} faults"
    made = f"{report.documents} documents, {report.units} translation units"
    return f"{read}, {made}{pending}: {faults}"


def index(
    context: typer.Context,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Rebuild the index from scratch; searches use the old one meanwhile.")
    ] = False,
    archive: ArchiveOption = None,
) -> None:
    """Bring the index and its words up to date with the files; creates missing translation units first."""
    with index_progress() as report:
        place = named_archive(context, archive)
        update = update_index(place, rebuild=rebuild, report=report)
        update_tokens(place, report)
    read = f"{update.captures} captures, {update.documents} documents, {update.units} translation units"
    print_answer(f"read {update.files} files: {read}")


def withdraw(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="URL|ID|SITE", help="What to withdraw.", show_default=False)
    ] = None,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why; shown to everyone who requests it.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="D", help="Only captures on or after this day or time.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="D", help="Only captures before this day or time.")
    ] = None,
    copies: Annotated[bool, typer.Option("--copies", help="Withdraw URLs whose text is a copy, too.")] = False,
    list_all: Annotated[bool, typer.Option("--list", help="List withdrawals, the latest first.")] = False,
    restore: Annotated[bool, typer.Option("--restore", help="Restore what was withdrawn.")] = False,
    erase: Annotated[
        bool,
        typer.Option("--erase", help="Erase the records from the WARC files, for good, where the law requires it."),
    ] = False,
    archive: ArchiveOption = None,
) -> None:
    """Withdraw captures from search, replay, exports and everything that is shown; no crawl fetches them again."""
    place = open_archive(context, archive)
    if list_all:
        print_answer(
            "\n".join(map(clean, _withdrawal_lines(Withdrawals.of_archive(place.require()).all)))
            or "nothing was withdrawn"
        )
    elif name is None:
        raise UsageError("nothing to withdraw; give a URL, a document's id or a site, or use --list")
    elif restore:
        for each in restore_withdrawn(place, name):
            print_answer(clean(f"restored {each.name}: {each.site or ' '.join(each.urls)}"))
    else:
        done = withdrawal_and_erasure.withdraw(
            place, name, reason or "", since=_moment(since), until=_moment(until), copies=copies
        )
        _print_withdrawal(done)
        if erase:
            files = withdrawal_and_erasure.erase(place, done.withdrawal)
            print_answer(f"erased from {len(files)} WARC files: {' '.join(files)}".rstrip(": "))


def _withdrawal_lines(withdrawals: Sequence[Withdrawal]) -> Iterator[str]:
    """Format a line for each withdrawal for ``archive withdraw --list``, the latest first."""
    for each in reversed(withdrawals):
        what = f"site {each.site}" if each.site else " ".join(each.urls)
        span = "".join(f" {word} {time[:10]}" for word, time in (("from", each.since), ("to", each.until)) if time)
        state = f" (restored {each.restored[:10]})" if each.restored else ""
        erased = f" (erased {each.erased[:10]})" if each.erased else ""
        yield f"{each.name}  {what}{span}: {each.reason}{erased}{state}"


def _print_withdrawal(done: WithdrawalResult) -> None:
    made = done.withdrawal
    print_answer(clean(f"withdrawn as {made.name}: {made.site or ' '.join(made.urls)}"))
    for url in done.copies:
        line = f"archive: {url} has a copy of its text and is shown still; --copies withdraws it too"
        print(clean(line), file=sys.stderr)


def _moment(day: str | None) -> str | None:
    return parse_moment(day) if day else None


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
        taken = merge_and_split.merge(place, Archive(directory))
        there = f", {taken.known} there before" if taken.known else ""
        print_answer(f"{taken.source}: {taken.files} WARC files{there}, {taken.withdrawals} withdrawals")


def split(
    context: typer.Context,
    site: Annotated[str, typer.Option("--site", metavar="S", help="The site to copy.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The new archive's directory.")],
    archive: ArchiveOption = None,
) -> None:
    """Copy a site with everything that it needs into an archive of its own; this archive stays unchanged."""
    taken = merge_and_split.split(named_archive(context, archive), site, Archive(output))
    print_answer(f"{output}: {taken.files} WARC files of {site}")


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
        raise Exit(FAULTS_FOUND)


def _address(given: str | None) -> str:
    """Return the URL of the object store. Raises UsageError if none is given."""
    if url := given or os.environ.get("ARCHIVE_STORE"):
        return url
    raise UsageError("no store given; run archive store s3://BUCKET/PREFIX, or set ARCHIVE_STORE in the environment")
