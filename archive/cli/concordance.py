"""``archive concordance``."""

import shutil
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
from archive.export.page_rights import PageRights
from archive.export.tmx import tmx_of_units
from archive.index import Filters
from archive.layout import Archive
from archive.query.concordance.concordance import Concordance, ConcordanceOptions, LineOrder, find_concordance
from archive.query.concordance.concordance_forms import concordance_csv, concordance_json, concordance_text


class ConcordanceFormat(StrEnum):
    """Forms of a concordance."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    TMX = "tmx"


def concordance(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    text: Annotated[
        str,
        typer.Argument(
            metavar="QUERY", help='What to look for, as in query: a word, "a phrase", begin*.', show_default=False
        ),
    ],
    lang: LangOption = None,
    site: SiteOption = None,
    kind: KindOption = None,
    speaker: SpeakerOption = None,
    since: FromOption = None,
    until: ToOption = None,
    rights: RightsOption = None,
    sort: Annotated[
        LineOrder, typer.Option("--sort", help="By relevance, the word before or after, or the day.")
    ] = LineOrder.SCORE,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Print at most so many lines.")] = 50,
    form: Annotated[ConcordanceFormat, typer.Option("--format", help="How to print it.")] = ConcordanceFormat.TEXT,
    archive: ArchiveOption = None,
) -> None:
    """Show a word wherever it stands, in its sentence, beside the sentence that translates it."""
    filters = Filters(lang, site, kind, speaker, since, until, rights)
    place = ready_archive(context, archive)
    _print(place, find_concordance(place, text, filters, ConcordanceOptions(sort, limit)), form)


def _print(archive: Archive, found: Concordance, form: ConcordanceFormat) -> None:
    if form is ConcordanceFormat.TMX:
        sys.stdout.flush()
        with PageRights.open(archive) as rights:
            sys.stdout.buffer.writelines(piece.encode() for piece in tmx_of_units(found.units, rights.of_origin))
    elif form is ConcordanceFormat.JSON:
        print_answer(concordance_json(found))
    elif form is ConcordanceFormat.CSV:
        print_answer(concordance_csv(found))
    else:
        print_answer(concordance_text(found, shutil.get_terminal_size((100, 24)).columns))
