"""``archive check``."""

import json
import os
import sys
from dataclasses import asdict
from typing import Annotated

import typer
from typer.exceptions import Exit

from archive.check import Report, Scope, accept
from archive.check import check as check_archive
from archive.check import repair as repair_archive
from archive.cli.options import ArchiveOption, SummaryFormat, chosen_archive
from archive.cli.output import print_answer
from archive.errors import UsageError
from archive.index.tables.captures import parse_moment
from archive.index.writing.missing_seals import create_missing_seals

FAULTS_FOUND = 1


def check(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair", help="First mend what a crash left: torn tails, torn lines, missing units, the index."
        ),
    ] = False,
    since: Annotated[
        str | None, typer.Option(metavar="D", help="Read only WARC files that were not read whole since this day.")
    ] = None,
    sample: Annotated[
        str | None, typer.Option(metavar="N%", help="Of the WARC files to be read, read this share, by chance.")
    ] = None,
    accept_loss: Annotated[
        str | None,
        typer.Option("--accept-loss", metavar="FILE", help="Acknowledge that a missing WARC file is gone for good."),
    ] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why it is gone.")] = None,
    form: Annotated[SummaryFormat, typer.Option("--format", help="How to print what is found.")] = SummaryFormat.TEXT,
    archive: ArchiveOption = None,
) -> None:
    """Hold digests, offsets, provenance and index against each other; ends with 1 where there are faults."""
    scope = Scope(parse_moment(since) if since else None, _share(sample))
    place = chosen_archive(context, archive).require()
    if os.access(place.root, os.W_OK):  # not a back-up on a medium that cannot be written
        create_missing_seals(place)
    if accept_loss or reason:
        print_answer(accept(place, accept_loss, reason))
    mended = list(repair_archive(place)) if repair else []
    report = check_archive(place, scope)
    if form is SummaryFormat.JSON:
        print_answer(json.dumps({**asdict(report), "mended": mended}, ensure_ascii=False, indent=2))
    else:
        for line in (*mended, *report.faults):
            print_answer(line)
        print(_summary(report), file=sys.stderr if report.faults else sys.stdout)
    if report.faults:
        raise Exit(FAULTS_FOUND)


def _share(sample: str | None) -> float:
    try:
        share = float((sample or "100%").removesuffix("%")) / 100
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise UsageError(f"--sample {sample}: give a share of the files, like 5%")
    return share


def _summary(report: Report) -> str:
    owed = f", {report.unextracted} captures not extracted yet ('scrapy reextract')" if report.unextracted else ""
    owed += f", {report.under_way} WARC files being written by a crawl" if report.under_way else ""
    owed += f", {report.skipped} WARC files not read" if report.skipped else ""
    owed += f", {report.losses} acknowledged as lost" if report.losses else ""
    read = f"{report.files} WARC files, {report.records} records, {report.captures} captures"
    faults = "1 fault" if len(report.faults) == 1 else f"{len(report.faults) or 'no'} faults"
    made = f"{report.documents} documents, {report.units} translation units"
    return f"{read}, {made}{owed}: {faults}"
