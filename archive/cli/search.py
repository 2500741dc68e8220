"""``archive query``, ``archive concordance`` and ``archive terms``."""

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
from archive.export.selection import PageRights
from archive.export.tmx_xliff_tbx import tbx_of_terms, tmx_of_units
from archive.index import Filters, SearchOptions
from archive.layout import Archive
from archive.query.concordance.concordance import Concordance, ConcordanceOptions, LineOrder, find_concordance
from archive.query.concordance.concordance_forms import concordance_csv, concordance_json, concordance_text
from archive.query.filter_values import require_known_values
from archive.query.search_results import find_hits, hits_csv, hits_json, hits_text
from archive.query.terms import archive_terms, terms_csv, terms_text
from archive.terms import LIMIT


def query(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    text: Annotated[
        str,
        typer.Argument(
            metavar="QUERY",
            help='Words that must all be there; "a phrase", a OR b, NOT a or -a, (a b), begin*, plural~, title:a.',
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
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Print at most so many.")] = 20,
    tolerant: Annotated[
        bool, typer.Option("--tolerant", help="Find plurals and diacritics too, as if ~ stood behind each word.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="List each copy of a text that was posted more than once by itself.")
    ] = False,
    form: Annotated[ListFormat, typer.Option("--format", help="How to print them.")] = ListFormat.TEXT,
    archive: ArchiveOption = None,
) -> None:
    """Search title, subtitle and text of all documents; prints the best first."""
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
    place = open_archive(context, archive)
    require_known_values(place, filters)
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
    place = open_archive(context, archive)
    require_known_values(place, filters)
    found = archive_terms(place, filters, min_count, limit)
    if form is TermFormat.TBX:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(piece.encode() for piece in tbx_of_terms(found))
    elif form is TermFormat.CSV:
        print_answer(terms_csv(found))
    else:
        print_answer(terms_text(found))
