"""``archive show``, ``history``, ``changes`` and ``stats``: documents, their versions, and their numbers."""

from typing import Annotated

import typer

from archive.cli import options_and_output as options
from archive.cli.open_archive import open_archive
from archive.cli.options_and_output import print_answer
from archive.query.document_as_text_html_and_markdown import (
    document_html,
    document_json,
    document_markdown,
    document_text,
)
from archive.query.history.changes import changes_since
from archive.query.history.history import find_history
from archive.query.history.history_forms import changes_json, changes_text, history_json, history_text
from archive.query.lookup_of_documents_pages_and_attachments import find_context, find_document
from archive.query.statistics import read_statistics, statistics_json, statistics_text

_FORMS = {
    options.DocumentFormat.TEXT: document_text,
    options.DocumentFormat.HTML: document_html,
    options.DocumentFormat.MARKDOWN: document_markdown,
}


def show(
    context: typer.Context,
    name: options.NameArgument,
    at: options.AtOption = None,
    form: Annotated[
        options.DocumentFormat, typer.Option("--format", help="Output format.")
    ] = options.DocumentFormat.TEXT,
    archive: options.ArchiveOption = None,
) -> None:
    """Print one document: its details and its text."""
    chosen = open_archive(context, archive)
    document = find_document(chosen, name, at)
    if form is options.DocumentFormat.JSON:
        print_answer(document_json(document))
    else:
        print_answer(_FORMS[form](document, find_context(chosen, document)))


def history(
    context: typer.Context,
    name: options.NameArgument,
    form: options.SummaryFormatOption = options.SummaryFormat.TEXT,
    archive: options.ArchiveOption = None,
) -> None:
    """Print the versions of a page: when each was seen, and what changed in it."""
    found, told = find_history(open_archive(context, archive), name)
    print_answer(history_json(found, told) if form is options.SummaryFormat.JSON else history_text(found, told))


def changes(
    context: typer.Context,
    since: Annotated[
        str | None,
        typer.Option(metavar="D", help="Since this day or time; by default since the last crawl of each site began."),
    ] = None,
    site: options.SiteOption = None,
    form: options.SummaryFormatOption = options.SummaryFormat.TEXT,
    archive: options.ArchiveOption = None,
) -> None:
    """Print the articles that are new, changed, missing, gone or back again."""
    found = changes_since(open_archive(context, archive), since, site)
    print_answer(changes_json(found) if form is options.SummaryFormat.JSON else changes_text(found))


def stats(
    context: typer.Context,
    form: options.SummaryFormatOption = options.SummaryFormat.TEXT,
    archive: options.ArchiveOption = None,
) -> None:
    """Print the contents of the archive in numbers: captures, documents, sites, kinds, languages, years, bytes."""
    statistics = read_statistics(open_archive(context, archive))
    print_answer(statistics_json(statistics) if form is options.SummaryFormat.JSON else statistics_text(statistics))
