"""``archive check``."""

import sys
from typing import Annotated

import typer
from typer.exceptions import Exit

from archive.check import Report
from archive.check import check as check_archive
from archive.check import repair as repair_archive
from archive.cli.options import ArchiveOption, chosen_archive
from archive.cli.output import print_answer

FAULTS_FOUND = 1


def check(
    context: typer.Context,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair", help="First mend what a crash left: torn tails, torn lines, missing units, the index."
        ),
    ] = False,
    archive: ArchiveOption = None,
) -> None:
    """Hold digests, offsets, provenance and index against each other; ends with 1 where there are faults."""
    place = chosen_archive(context, archive).require()
    if repair:
        for line in repair_archive(place):
            print_answer(line)
    report = check_archive(place)
    for fault in report.faults:
        print_answer(fault)
    print(_summary(report), file=sys.stderr if report.faults else sys.stdout)
    if report.faults:
        raise Exit(FAULTS_FOUND)


def _summary(report: Report) -> str:
    owed = f", {report.unextracted} captures not extracted yet ('scrapy reextract')" if report.unextracted else ""
    owed += f", {report.under_way} WARC files being written by a crawl" if report.under_way else ""
    read = f"{report.files} WARC files, {report.records} records, {report.captures} captures"
    faults = "1 fault" if len(report.faults) == 1 else f"{len(report.faults) or 'no'} faults"
    made = f"{report.documents} documents, {report.units} translation units"
    return f"{read}, {made}{owed}: {faults}"
