"""``archive query``."""

from typing import Annotated

import typer

from archive.cli.options import ArchiveOption, ListFormat, chosen_archive
from archive.cli.output import print_answer
from archive.index import Filters
from archive.query.hits import find_hits, hits_csv, hits_json, hits_text


def query(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    text: Annotated[
        str,
        typer.Argument(
            metavar="QUERY",
            help='Words that must all be there; "a phrase", a OR b, NOT a or -a, begin*.',
            show_default=False,
        ),
    ],
    lang: Annotated[
        str | None, typer.Option(metavar="L", help="Only with text in this language: zh, zh-Hans, en.")
    ] = None,
    site: Annotated[str | None, typer.Option(metavar="S", help="Only of this site.")] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="K", help="Only speech, interview, news, article or notice.")
    ] = None,
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Only speeches of this speaker.")] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="D", help="Only published on or after this year, month or day.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="D", help="Only published on or before this year, month or day.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Print at most so many.")] = 20,
    form: Annotated[ListFormat, typer.Option("--format", help="How to print them.")] = ListFormat.TEXT,
    archive: ArchiveOption = None,
) -> None:
    """Search title, subtitle and text of all documents; prints the best first."""
    filters = Filters(lang, site, kind, speaker, since, until)
    result = find_hits(chosen_archive(context, archive), text, filters, limit)
    if form is ListFormat.JSON:
        print_answer(hits_json(result))
    elif form is ListFormat.CSV:
        print_answer(hits_csv(result))
    else:
        print_answer(hits_text(result, text))
