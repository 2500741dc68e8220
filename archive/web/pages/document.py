"""``/document/ID``: a document, Chinese beside its translation, its details, and its citation as a file."""

import re
from dataclasses import dataclass
from typing import Any

from rich.filesize import decimal
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.index import Index
from archive.interface_languages.texts import texts_for
from archive.model.document import Block, Document, stated_facts
from archive.query.citation import citation_bibtex, citation_csl, citation_ris, citation_text, facts_to_cite
from archive.query.citation_styles import CITATION_STYLES, CitationPart
from archive.query.document import StoredAttachment, parts_of, stored_attachments, translations_of
from archive.query.history.history import read_history
from archive.rights import StatedRights
from archive.web.app_state import open_index, replay_origin, room_state
from archive.web.pages.changes_and_feed import absence_note
from archive.web.pages.links import (
    capture_url,
    document_url,
    history_url,
    page_url,
    query_parameter,
    replay_url,
)
from archive.web.pages.parallel_text import CompanionPage, ParallelRow, find_companion, parallel_text
from archive.web.pages.text_display import DisplayText, display_text, document_card, repost, shorten, web_url
from archive.web.rendering import show_page

_SET_EVEN = ("paragraph", "quote")
_WORDED_ELSEWHERE = ("title", "subtitle", "published", "speech.delivered")
_FOREIGN = re.compile(r"[A-Za-z]{7}")


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block as displayed. ``number`` counts from 1; ``href`` leads to its place in the capture or to itself.

    ``even`` justifies its lines, which suits Chinese text without long foreign words.
    """

    id: str
    number: int
    kind: str
    text: str
    lang: str
    href: str
    captured: bool
    even: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """Blocks side by side, or alone on their side, or across both."""

    left: tuple[BlockView, ...]
    right: tuple[BlockView, ...]
    across: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document, or a part of an article: ``rows`` side by side, or ``blocks`` in one column."""

    part: tuple[int, int] | None
    href: str
    left_lang: str
    right_lang: str
    rows: tuple[RowView, ...]
    blocks: tuple[BlockView, ...]


def document_view(document: Document, origin: str | None, prefix: str = "") -> DocumentView:
    """Prepare a document for display; ``origin`` is the replay's origin, ``prefix`` begins the ids of blocks."""
    sides = parallel_text(document)
    return DocumentView(
        part=(document.part.number, document.part.count) if document.part else None,
        href=document_url(document.id, document.version),
        left_lang=sides.left_lang or "",
        right_lang=sides.right_lang or "",
        rows=tuple(_row(document, row, origin, prefix) for row in sides.rows),
        blocks=() if sides.rows else _blocks(document, document.blocks, origin, prefix),
    )


def companion_view(document: Document, companion: CompanionPage, origin: str | None) -> DocumentView:
    """Prepare a document beside the page that translates it, whose blocks have ids that begin with ``o-``."""
    sides = parallel_text(companion.joined(document))

    def ready(blocks: tuple[Block, ...]) -> tuple[BlockView, ...]:
        found = (companion.origin(document, block) for block in blocks)
        return tuple(
            _block(page, each, f"{'' if page is document else 'o-'}b{each.n}", origin) for page, each in found
        )

    return DocumentView(
        part=None,
        href=document_url(document.id, document.version),
        left_lang=sides.left_lang or "",
        right_lang=sides.right_lang or "",
        rows=tuple(RowView(ready(row.left), ready(row.right), ready(row.across)) for row in sides.rows),
        blocks=(),
    )


def _row(document: Document, row: ParallelRow, origin: str | None, prefix: str) -> RowView:
    left, right, across = (_blocks(document, blocks, origin, prefix) for blocks in (row.left, row.right, row.across))
    return RowView(left, right, across)


def _blocks(document: Document, blocks: tuple[Block, ...], origin: str | None, prefix: str) -> tuple[BlockView, ...]:
    return tuple(_block(document, block, f"{prefix}b{block.n}", origin) for block in blocks)


def _block(document: Document, block: Block, id_: str, origin: str | None) -> BlockView:
    place = replay_url(origin, document, block.text)
    lang = "" if block.lang == "und" else block.lang
    even = lang.startswith(("zh", "ja")) and block.kind in _SET_EVEN and not _FOREIGN.search(block.text)
    return BlockView(id_, block.n + 1, block.kind, block.text, lang, place or f"#{id_}", place is not None, even)


@dataclass(frozen=True, slots=True)
class Fact:
    """A detail: the key of its label, its value, and a link."""

    key: str
    value: DisplayText
    href: str | None = None


def document_facts(document: Document) -> tuple[Fact, ...]:
    """Return the details that are worded by pages themselves, in the order of a title page."""
    facts = stated_facts(document) | {"section": " › ".join(document.breadcrumb) or document.section}
    langs = list(document.languages)
    of_speech = [name for name in facts if name.startswith("speech.")]
    in_order = (*of_speech, *(name for name in facts if name not in of_speech))
    found = ((name.removeprefix("speech."), facts[name]) for name in in_order if name not in _WORDED_ELSEWHERE)
    return tuple(Fact(name, display_text(value, langs)) for name, value in found if value)


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
    """Show a document in its newest version or the one that ``at`` names; the parts of an article together."""
    with open_index(request) as index:
        found = _find(request, index)
        page_history = read_history(room_state(request).archive, index, found.id)
        parts = parts_of(index, found)
        copies = index.duplicates_of(found.id)
        companion = None if query_parameter(request, "alone") else find_companion(index, found)
        alternates = [(lang, document_url(page.id)) for lang, page in translations_of(index, found)]
        rights = index.site_rights().of_document(found)
        offered = list(stored_attachments(room_state(request).archive, index, found))
    origin = replay_origin(request)
    return show_page(
        request,
        "document.html",
        document=found,
        card=document_card(found),
        views=[companion_view(found, companion, origin)]
        if companion
        else [document_view(part, origin, _id_prefix(part, found)) for part in parts],
        companion=document_card(companion.other) if companion else None,
        alone=_this_page(request, found, "1"),
        together=_this_page(request, found, None) if query_parameter(request, "alone") else None,
        versions=page_history.versions,
        newest=document_url(found.id) if found.version != page_history.document.version else None,
        absence=page_history.absence,
        absence_note=absence_note(page_history.absence, texts_for(request)) if page_history.absence else "",
        capture=replay_url(origin, found),
        history=history_url(found.url),
        copies=[repost(copy) for copy in copies[:MOST_LISTED]],
        alternates=alternates,
        offered=[_attachment_row(each, found, origin) for each in offered],
        **_details(found, rights, found.version if query_parameter(request, "at") else None),
    )


def _attachment_row(each: StoredAttachment, found: Document, origin: str | None) -> tuple[Any, ...]:
    """Return an attachment's text, type, size, replay URL and original URL for display."""
    size = None if each.size is None else decimal(each.size)
    place = capture_url(origin, each.capture) if each.capture else None
    return (
        display_text(each.attachment.text, found.languages),
        each.attachment.type,
        size,
        place,
        shorten(each.attachment.url),
    )


def _this_page(request: Request, found: Document, alone: str | None) -> str:
    """Return the URL of this page, alone or beside its translation."""
    return page_url(document_url(found.id), at=query_parameter(request, "at"), alone=alone)


def _id_prefix(part: Document, found: Document) -> str:
    """Return the prefix of block ids: empty for the requested document, the part's number for other parts."""
    return "" if part is found or part.part is None else f"p{part.part.number}-"


def _details(found: Document, rights: StatedRights, at: str | None) -> dict[str, Any]:
    """Return what stands below the text, shortened for display. ``at`` is the version that citations refer to."""
    langs = found.languages
    links, images = found.links[:MOST_LISTED], found.images[:MOST_LISTED]
    return {
        "facts": document_facts(found),
        "rights": [(name, web_url(value), shorten(value)) for name, value in rights.lines],
        "url": web_url(found.url),
        "shown_url": shorten(found.url),
        "citation": display_text(citation_text(found, rights), (), MOST_REMOVED).text,
        "styled": _styled_citations(found, rights),
        "citations": [(form, page_url(f"{document_url(found.id)}/cite/{form}", at=at)) for form in _CITATIONS],
        "removed": [
            (each.reason, display_text(each.text, langs, MOST_REMOVED)) for each in found.removed[:MOST_LISTED]
        ],
        "links": [(web_url(link.url), shorten(link.url), display_text(link.text, langs)) for link in links],
        "images": [(display_text(image.alt, langs), shorten(image.url)) for image in images],
    }


def _styled_citations(found: Document, rights: StatedRights) -> list[tuple[str, list[CitationPart]]]:
    """Return the citation in each style, in parts."""
    facts = facts_to_cite(found, rights)
    return [
        (style, [CitationPart(shorten(part.text, MOST_REMOVED), part.italic) for part in write(facts)])
        for style, write in CITATION_STYLES.items()
    ]


def cite(request: Request) -> Response:
    """Return the citation of a document as a file."""
    form = request.path_params["form"]
    if form not in _CITATIONS:
        raise HTTPException(404)
    write, media_type, suffix = _CITATIONS[form]
    with open_index(request) as index:
        found = _find(request, index)
        rights = index.site_rights().of_document(found)
    body = write(found, rights).encode("utf-8", "replace")
    headers = {"content-disposition": f'attachment; filename="{_file_name(found.id)}.{suffix}"'}
    return Response(body, headers=headers, media_type=f"{media_type}; charset=utf-8")


def _find(request: Request, index: Index) -> Document:
    """Return the requested document. Raises HTTPException 404 if there is none."""
    found = index.document(request.path_params["id"], query_parameter(request, "at"))
    if found is None:
        index.check_withdrawn(request.path_params["id"])
        raise HTTPException(404, "No document has this id; the archive may have changed since the link was made.")
    return found


def _file_name(id_: str) -> str:
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "_" for letter in id_)


routes = [
    Route("/document/{id}", document),
    Route("/document/{id}/cite/{form}", cite),
]
