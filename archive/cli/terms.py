"""``archive terms``."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from archive.cli.options import (
    ArchiveOption,
    FromOption,
    KindOption,
    LangOption,
    RightsOption,
    SiteOption,
    SpeakerOption,
    ToOption,
)
from archive.cli.output import print_answer
from archive.cli.ready import ready_archive
from archive.export.tbx import tbx_of_terms
from archive.index import Filters
from archive.query.terms import archive_terms, terms_csv, terms_text
from archive.terms import LIMIT


class TermFormat(StrEnum):
    """Forms of terms."""

    TEXT = "text"
    CSV = "csv"
    TBX = "tbx"


def terms(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    lang: LangOption = None,
    site: SiteOption = None,
    kind: KindOption = None,
    speaker: SpeakerOption = None,
    since: FromOption = None,
    until: ToOption = None,
    rights: RightsOption = None,
    min_count: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="Only what translates each other in so many sentences; else 2 or more."
        ),
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Print at most so many.")] = LIMIT,
    form: Annotated[TermFormat, typer.Option("--format", help="How to print them.")] = TermFormat.TEXT,
    archive: ArchiveOption = None,
) -> None:
    """List Chinese and English terms that probably translate each other; prints the best first."""
    filters = Filters(lang, site, kind, speaker, since, until, rights)
    found = archive_terms(ready_archive(context, archive), filters, min_count, limit)
    if form is TermFormat.TBX:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(piece.encode() for piece in tbx_of_terms(found))
    elif form is TermFormat.CSV:
        print_answer(terms_csv(found))
    else:
        print_answer(terms_text(found))
