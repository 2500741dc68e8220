"""``archive query``: documents. It starts fast, since scripts call it often: imports are for this command alone."""

from typing import Annotated

import typer

from archive.cli import options_and_output as options
from archive.cli.open_archive import open_filtered_archive
from archive.cli.options_and_output import print_answer
from archive.index import Filters, SearchOptions
from archive.query.search_results_and_known_filter_values import find_hits, hits_csv, hits_json, hits_text


@options.with_filters
def query(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    filters: Filters,
    text: Annotated[
        str,
        typer.Argument(
            metavar="QUERY",
            help='Words that must all occur; "a phrase", a OR b, NOT a or -a, (a b), *tion, c?t, plural~, '
            "a NEAR/5 b, lemma:a, title:a.",
            show_default=False,
        ),
    ],
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Most results to print.")] = 20,
    tolerant: Annotated[
        bool, typer.Option("--tolerant", help="Ignore plurals and diacritics, as if ~ followed each word.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="List each copy of a text that was posted more than once.")
    ] = False,
    form: options.ListFormatOption = options.ListFormat.TEXT,
    archive: options.ArchiveOption = None,
) -> None:
    """Search the title, subtitle and text of all documents; prints the best matches first."""
    place = open_filtered_archive(context, archive, filters)
    result = find_hits(place, text, filters, limit, SearchOptions(tolerant, apart=every))
    if form is options.ListFormat.JSON:
        print_answer(hits_json(result))
    elif form is options.ListFormat.CSV:
        print_answer(hits_csv(result))
    else:
        print_answer(hits_text(result, text))
