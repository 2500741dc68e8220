"""``archive query``."""

from typing import Annotated

import typer

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
from archive.cli.ready import ready_archive
from archive.index import Filters, SearchOptions
from archive.query.search_results import find_hits, hits_csv, hits_json, hits_text


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
    result = find_hits(ready_archive(context, archive), text, filters, limit, SearchOptions(tolerant, apart=every))
    if form is ListFormat.JSON:
        print_answer(hits_json(result))
    elif form is ListFormat.CSV:
        print_answer(hits_csv(result))
    else:
        print_answer(hits_text(result, text))
