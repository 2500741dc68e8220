"""``archive show``."""

from typing import Annotated

import typer

from archive.cli.options import ArchiveOption, AtOption, DocumentFormat
from archive.cli.output import print_answer
from archive.cli.ready import ready_archive
from archive.query.documents.document import document_json, document_text, find_context, find_document
from archive.query.documents.html_page import document_html
from archive.query.documents.markdown import document_markdown

_FORMS = {
    DocumentFormat.TEXT: document_text,
    DocumentFormat.HTML: document_html,
    DocumentFormat.MARKDOWN: document_markdown,
}


def show(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="ID|URL", help="A document's id or its page's address.", show_default=False)
    ],
    at: AtOption = None,
    form: Annotated[DocumentFormat, typer.Option("--format", help="How to print it.")] = DocumentFormat.TEXT,
    archive: ArchiveOption = None,
) -> None:
    """Print one document: its facts and its text."""
    chosen = ready_archive(context, archive)
    document = find_document(chosen, name, at)
    if form is DocumentFormat.JSON:
        print_answer(document_json(document))
    else:
        print_answer(_FORMS[form](document, find_context(chosen, document)))
