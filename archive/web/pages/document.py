"""``/document/ID``: a document, Chinese beside English."""

from typing import Any

from rich.filesize import decimal
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.index import Index
from archive.model.document import Document
from archive.query.citation import citation_bibtex, citation_csl, citation_ris, citation_text
from archive.query.documents.related import StoredAttachment, parts_of, stored_attachments, translations_of
from archive.query.history.history import read_history
from archive.rights import Stated
from archive.web.access import access, reading, replay_origin
from archive.web.pages.addresses import address, capture_address, document_address, history_address, replay_address
from archive.web.pages.beside import find_beside
from archive.web.pages.card import card, posted_again
from archive.web.pages.changed import absence_note
from archive.web.pages.leaf import joined_leaf, known, leaf
from archive.web.pages.shown import cut, shown, web_address
from archive.web.pages.view import asked, show
from archive.web.words import words_for

MOST_LISTED = 200
"""Links, images and removed texts of a page that are shown."""
MOST_REMOVED = 2000
"""Characters of one removed text that are shown."""

_CITATIONS = {
    "bibtex": (citation_bibtex, "application/x-bibtex", "bib"),
    "ris": (citation_ris, "application/x-research-info-systems", "ris"),
    "csl": (citation_csl, "application/vnd.citationstyles.csl+json", "json"),
    "text": (citation_text, "text/plain", "txt"),
}


def document(request: Request) -> Response:
    """A document in its newest version, or the one that ``at`` asks for; the parts of an article as one."""
    with reading(request) as index:
        found = _find(request, index)
        told = read_history(access(request).archive, index, found.id)
        parts = parts_of(index, found)
        copies = index.duplicates_of(found.id)
        beside = None if asked(request, "alone") else find_beside(index, found)
        alternates = [(lang, document_address(page.id)) for lang, page in translations_of(index, found)]
        rights = index.site_rights().of(found)
        offered = list(stored_attachments(access(request).archive, index, found))
    origin = replay_origin(request)
    return show(
        request,
        "document.html",
        document=found,
        card=card(found),
        leaves=[joined_leaf(found, beside, origin)]
        if beside
        else [leaf(part, origin, _prefix(part, found)) for part in parts],
        beside=card(beside.other) if beside else None,
        alone=_here(request, found, "1"),
        together=_here(request, found, None) if asked(request, "alone") else None,
        versions=told.versions,
        newest=document_address(found.id) if found.version != told.document.version else None,
        absence=told.absence,
        absence_note=absence_note(told.absence, words_for(request)) if told.absence else "",
        capture=replay_address(origin, found),
        history=history_address(found.url),
        copies=[posted_again(copy) for copy in copies[:MOST_LISTED]],
        alternates=alternates,
        offered=[_offered(each, found, origin) for each in offered],
        **_apparatus(found, rights, found.version if asked(request, "at") else None),
    )


def _offered(each: StoredAttachment, found: Document, origin: str | None) -> tuple[Any, ...]:
    """What is shown of an attachment: text, type, size, where it is replayed, and its address."""
    size = None if each.size is None else decimal(each.size)
    place = capture_address(origin, each.capture) if each.capture else None
    return shown(each.attachment.text, found.languages), each.attachment.type, size, place, cut(each.attachment.url)


def _here(request: Request, found: Document, alone: str | None) -> str:
    """The address of this page, alone or beside what translates it."""
    return address(document_address(found.id), at=asked(request, "at"), alone=alone)


def _prefix(part: Document, found: Document) -> str:
    """What stands before the ids of blocks: nothing for those of the document that was asked for."""
    return "" if part is found or part.part is None else f"p{part.part.number}-"


def _apparatus(found: Document, rights: Stated, at: str | None) -> dict[str, Any]:
    """What stands below the text: as much of it as can be shown. ``at`` is the version that citations are of."""
    langs = found.languages
    links, images = found.links[:MOST_LISTED], found.images[:MOST_LISTED]
    return {
        "known": known(found),
        "rights": [(name, web_address(value), cut(value)) for name, value in rights.lines],
        "url": web_address(found.url),
        "shown_url": cut(found.url),
        "citation": shown(citation_text(found, rights), (), MOST_REMOVED).text,
        "citations": [(form, address(f"{document_address(found.id)}/cite/{form}", at=at)) for form in _CITATIONS],
        "removed": [(each.reason, shown(each.text, langs, MOST_REMOVED)) for each in found.removed[:MOST_LISTED]],
        "links": [(web_address(link.url), cut(link.url), shown(link.text, langs)) for link in links],
        "images": [(shown(image.alt, langs), cut(image.url)) for image in images],
    }


def cite(request: Request) -> Response:
    """The citation of a document as a file."""
    form = request.path_params["form"]
    if form not in _CITATIONS:
        raise HTTPException(404)
    write, media_type, suffix = _CITATIONS[form]
    with reading(request) as index:
        found = _find(request, index)
        rights = index.site_rights().of(found)
    body = write(found, rights).encode("utf-8", "replace")
    headers = {"content-disposition": f'attachment; filename="{_file_name(found.id)}.{suffix}"'}
    return Response(body, headers=headers, media_type=f"{media_type}; charset=utf-8")


def _find(request: Request, index: Index) -> Document:
    """Raises HTTPException 404 when there is no such document."""
    found = index.document(request.path_params["id"], asked(request, "at"))
    if found is None:
        index.check_withdrawn(request.path_params["id"])
        raise HTTPException(404, "No document has this id; it may have been read from an archive that has changed.")
    return found


def _file_name(id_: str) -> str:
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "_" for letter in id_)


routes = [
    Route("/document/{id}", document),
    Route("/document/{id}/cite/{form}", cite),
]
