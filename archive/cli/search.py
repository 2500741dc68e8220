"""``archive query``, ``archive concordance`` and ``archive terms``: documents, occurrences and terms."""

import shutil
import sys
from enum import StrEnum
from typing import Annotated

import typer

from archive.cli.open_archive import open_archive
from archive.cli.options import (
    ArchiveOption,
    FromOption,
    KindOption,
    LangOption,
    ListFormat,
    RightsOption,
    SiteOption,
    SpeakerOption,
    ToOption,
)
from archive.cli.output import print_answer
from archive.export.selection import PageLookup
from archive.export.tmx_xliff_tbx import tmx_of_units
from archive.index import Filters, SearchOptions
from archive.layout import Archive
from archive.query.concordance.concordance import Concordance, ConcordanceOptions, LineOrder, find_concordance
from archive.query.concordance.concordance_forms import concordance_csv, concordance_json, concordance_text
from archive.query.filter_values import require_known_values
from archive.query.search_results import find_hits, hits_csv, hits_json, hits_text


def query(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    text: Annotated[
        str,
        typer.Argument(
            metavar="QUERY",
            help='Words that must all occur; "a phrase", a OR b, NOT a or -a, (a b), begin*, plural~, title:a.',
            show_default=False,
        ),
    ],
    lang: LangOption = None,
    site: SiteOption = None,
    kind: KindOption = None,
    speaker: SpeakerOption = None,
    since: FromOption = None,
    until: ToOption = None,
    rights: RightsOption = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Most results to print.")] = 20,
    tolerant: Annotated[
        bool, typer.Option("--tolerant", help="Ignore plurals and diacritics, as if ~ followed each word.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="List each copy of a text that was posted more than once.")
    ] = False,
    form: Annotated[ListFormat, typer.Option("--format", help="Output format.")] = ListFormat.TEXT,
    archive: ArchiveOption = None,
) -> None:
    """Search the title, subtitle and text of all documents; prints the best matches first."""
    filters = Filters(lang, site, kind, speaker, since, until, rights)
    place = open_archive(context, archive)
    require_known_values(place, filters)
    result = find_hits(place, text, filters, limit, SearchOptions(tolerant, apart=every))
    if form is ListFormat.JSON:
        print_answer(hits_json(result))
    elif form is ListFormat.CSV:
        print_answer(hits_csv(result))
    else:
        print_answer(hits_text(result, text))


class ConcordanceFormat(StrEnum):
    """Output formats of a concordance."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    TMX = "tmx"


def concordance(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    text: Annotated[
        str,
        typer.Argument(
            metavar="QUERY", help='Query, as in archive query: a word, "a phrase", begin*.', show_default=False
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
        LineOrder, typer.Option("--sort", help="Sort by relevance, by the word before or after, or by date.")
    ] = LineOrder.SCORE,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Most lines to print.")] = 50,
    form: Annotated[ConcordanceFormat, typer.Option("--format", help="Output format.")] = ConcordanceFormat.TEXT,
    archive: ArchiveOption = None,
) -> None:
    """Print every occurrence of a word in its sentence, beside the sentence that translates it."""
    filters = Filters(lang, site, kind, speaker, since, until, rights)
    place = open_archive(context, archive)
    require_known_values(place, filters)
    _print(place, find_concordance(place, text, filters, ConcordanceOptions(sort, limit)), form)


def _print(archive: Archive, found: Concordance, form: ConcordanceFormat) -> None:
    if form is ConcordanceFormat.TMX:
        sys.stdout.flush()
        with PageLookup.open(archive) as pages:
            sys.stdout.buffer.writelines(piece.encode() for piece in tmx_of_units(found.units, pages.facts_of))
    elif form is ConcordanceFormat.JSON:
        print_answer(concordance_json(found))
    elif form is ConcordanceFormat.CSV:
        print_answer(concordance_csv(found))
    else:
        print_answer(concordance_text(found, shutil.get_terminal_size((100, 24)).columns))
