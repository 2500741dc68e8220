"""The page ``/document/ID``: a document, Chinese beside its translation, its details, and its citation as a file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.filesize import decimal
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.index import Index
from archive.interface_languages.texts_and_language_choice import texts_for
from archive.model.document import Block, Document, Part, stated_facts
from archive.query.citation import citation_bibtex, citation_csl, citation_ris, citation_text, facts_to_cite
from archive.query.citation_styles_and_names import CITATION_STYLES, CitationPart
from archive.query.history.history import read_history
from archive.query.lookup_of_documents_pages_and_attachments import (
    check_withdrawn,
    parts_of,
    stored_attachments,
    translations_of,
)
from archive.rights_of_pages_and_sites import StatedRights
from archive.web.app_state_search_and_term_caches import open_index, replay_origin, room_state
from archive.web.pages.history_and_changes import absence_note
from archive.web.pages.links_url_parameters_and_snippets import document_url, page_url, query_parameter, shorten
from archive.web.pages.parallel_text import CompanionPage, ParallelText, find_companion, parallel_text
from archive.web.rendering_and_error_responses import file_response, show_page

_SET_EVEN = ("paragraph", "quote")
_WORDED_ELSEWHERE = ("title", "subtitle", "published", "speech.delivered")
_FOREIGN = re.compile(r"[A-Za-z]{7}")


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document or a part of an article as its page shows it: in two columns, or its blocks in one.

    ``place`` returns the page of a block, the block as it stands there, and its id.
    """

    part: Part | None
    sides: ParallelText
    blocks: tuple[Block, ...]
    place: Callable[[Block], tuple[Document, Block, str]]


def _document_view(document: Document, prefix: str = "") -> DocumentView:
    """Prepare a document for its page; ``prefix`` begins the ids of blocks."""
    return DocumentView(
        document.part,
        parallel_text(document),
        document.blocks,
        lambda block: (document, block, f"{prefix}b{block.n}"),
    )


def _companion_view(document: Document, companion: CompanionPage) -> DocumentView:
    """Prepare a document beside the page that translates it, whose blocks have ids that begin with ``o-``."""

    def place(block: Block) -> tuple[Document, Block, str]:
        page, each = companion.origin(document, block)
        return page, each, f"{'' if page is document else 'o-'}b{each.n}"

    return DocumentView(None, parallel_text(companion.joined(document)), (), place)


def _is_set_even(block: Block) -> bool:
    """Return whether a block's lines are justified on the page, which suits Chinese text without long foreign
    words.
    """
    return block.lang.startswith(("zh", "ja")) and block.kind in _SET_EVEN and not _FOREIGN.search(block.text)


def document_facts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the details of a document that pages state of themselves, by label, in the order of a title page."""
    facts = stated_facts(document) | {"section": " › ".join(document.breadcrumb) or document.section}
    for name in sorted(facts, key=lambda name: not name.startswith("speech.")):
        if name not in _WORDED_ELSEWHERE and (value := facts[name]):
            yield name.removeprefix("speech."), value


MOST_LISTED = 200
"""Most links, images and removed texts of a page that are shown."""
MOST_REMOVED = 2000
"""Most characters of a removed text that are shown."""

_CITATIONS = {
    "bibtex": (citation_bibtex, "application/x-bibtex", "bib"),
    "ris": (citation_ris, "application/x-research-info-systems", "ris"),
    "csl": (citation_csl, "application/vnd.citationstyles.csl+json", "json"),
    "text": (citation_text, "text/plain", "txt"),
}


def document(request: Request) -> Response:
    """Show the page of a document in its newest version or the one that ``at`` names; the parts of an article
    together.
    """
    with open_index(request) as index:
        found = _find(request, index)
        page_history = read_history(room_state(request).archive, index, found.id)
        parts = parts_of(index, found)
        copies = index.duplicates_of(found.id)
        companion = None if query_parameter(request, "alone") else find_companion(index, found)
        alternates = [(lang, document_url(page.id)) for lang, page in translations_of(index, found)]
        rights = index.site_rights().of_document(found)
        offered = list(stored_attachments(room_state(request).archive, index, found))
    cited = found.version if query_parameter(request, "at") else None
    return show_page(
        request,
        "document.html",
        document=found,
        views=[_companion_view(found, companion)]
        if companion
        else [_document_view(part, _id_prefix(part, found)) for part in parts],
        is_set_even=_is_set_even,
        companion=companion.other if companion else None,
        alone=_this_page(request, found, "1"),
        together=_this_page(request, found, None) if query_parameter(request, "alone") else None,
        versions=page_history.versions,
        newest=document_url(found.id) if found.version != page_history.document.version else None,
        absence=page_history.absence,
        absence_note=absence_note(page_history.absence, texts_for(request)) if page_history.absence else "",
        origin=replay_origin(request),
        copies=copies,
        alternates=alternates,
        offered=offered,
        decimal=decimal,
        facts=document_facts(found),
        rights=rights.lines,
        citation=citation_text(found, rights),
        styled=_styled_citations(found, rights),
        citations=[(form, page_url(f"{document_url(found.id)}/cite/{form}", at=cited)) for form in _CITATIONS],
        most_listed=MOST_LISTED,
        most_removed=MOST_REMOVED,
    )


def _this_page(request: Request, found: Document, alone: str | None) -> str:
    """Return the URL of this document page, alone or beside its translation."""
    return page_url(document_url(found.id), at=query_parameter(request, "at"), alone=alone)


def _id_prefix(part: Document, found: Document) -> str:
    """Return the prefix of block ids: empty for the requested document, the part's number for other parts."""
    return "" if part is found or part.part is None else f"p{part.part.number}-"


def _styled_citations(found: Document, rights: StatedRights) -> list[tuple[str, list[CitationPart]]]:
    """Cite the document in each style for its page, in parts."""
    facts = facts_to_cite(found, rights)
    return [
        (style, [CitationPart(shorten(part.text, MOST_REMOVED), part.italic) for part in write(facts)])
        for style, write in CITATION_STYLES.items()
    ]


def cite(request: Request) -> Response:
    """Return the citation of a document as a file to download."""
    form = request.path_params["form"]
    if form not in _CITATIONS:
        raise HTTPException(404)
    write, media_type, suffix = _CITATIONS[form]
    with open_index(request) as index:
        found = _find(request, index)
        rights = index.site_rights().of_document(found)
    return file_response(write(found, rights), f"{_file_name(found.id)}.{suffix}", media_type)


def _find(request: Request, index: Index) -> Document:
    """Look up the document that the URL asks for. Raises HTTPException 404 if there is none."""
    found = index.document(request.path_params["id"], query_parameter(request, "at"))
    if found is None:
        check_withdrawn(index, request.path_params["id"])
        raise HTTPException(404, "No document has this id; the archive may have changed since the link was made.")
    return found


def _file_name(id_: str) -> str:
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "_" for letter in id_)


routes = [Route("/document/{id}", document), Route("/document/{id}/cite/{form}", cite)]
