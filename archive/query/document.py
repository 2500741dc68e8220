"""``archive show``: one document, as text and JSON."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from rich.filesize import decimal

from archive.errors import ArchiveMissing
from archive.index import Index
from archive.layout import Archive
from archive.model.document import Block, Document, to_json
from archive.query.attachments import Offered, offered_by
from archive.query.parts import parts_of
from archive.query.terminal import clean, escaped_json
from archive.query.translated import in_other_languages
from archive.rights import Stated, stated_by


@dataclass(frozen=True, slots=True)
class Beside:
    """What is read with a document.

    ``parts`` are all parts of its article, in order, itself among them; none where it is no part. ``translations``
    are language and address of the pages that say the same in another language. ``rights`` is what is said of the use
    of its text, None for what its page says alone. ``offered`` are the files that the article offers.
    """

    parts: tuple[Document, ...] = ()
    translations: tuple[tuple[str, str], ...] = ()
    rights: Stated | None = None
    offered: tuple[Offered, ...] = ()


ALONE = Beside()
_RIGHTS = {
    "license": "Licence",
    "copyright": "Copyright",
    "noarchive": "No archive",
    "tdm-reservation": "Reserved",
    "tdm-policy": "Terms",
    "robots-kept-out": "Robots",
}


def find_document(archive: Archive, id_or_url: str, at: str | None) -> Document:
    """The document with this id or address, in its newest version or the one nearest in time to ``at``.

    Raises ArchiveMissing when there is none, UsageError when ``at`` is no time.
    """
    with Index(archive) as index:
        document = index.document(id_or_url, at)
        captured = None if document else index.capture(id_or_url)
        if document is None:
            index.check_withdrawn(id_or_url)
    if document:
        return document
    if captured:
        raise ArchiveMissing(
            f"{id_or_url}: captured, but no article; its page is printed by 'archive replay --raw {id_or_url}'"
        )
    raise ArchiveMissing(f"{id_or_url}: no document with this id or address; find it with 'archive query'")


def find_beside(archive: Archive, document: Document) -> Beside:
    """What the archive has to read with a document."""
    with Index(archive) as index:
        parts = parts_of(index, document)
        others = in_other_languages(index, document)
        rights = index.site_rights().of(document)
        offered = tuple(offered_by(archive, index, document))
    translations = tuple((lang, page.url) for lang, page in others)
    return Beside(tuple(parts) if len(parts) > 1 else (), translations, rights, offered)


def document_json(document: Document) -> str:
    """The document as one JSON object, as docs/formats.md describes it."""
    return escaped_json(json.dumps(to_json(document), ensure_ascii=False, indent=2))


def facts(document: Document, beside: Beside) -> list[tuple[str, str]]:
    """What is known of a document besides its text, name and value, for people to read."""
    speech = document.speech
    found = [
        ("Kind", document.kind),
        ("Site", document.site),
        ("Section", " > ".join(document.breadcrumb) or document.section),
        ("Published", document.published),
        ("Source", document.source),
        ("Author", document.author),
        ("Speaker", speech.speaker if speech else None),
        ("Role", speech.role if speech else None),
        ("Occasion", speech.occasion if speech else None),
        ("Form", speech.form if speech else None),
        ("Delivered", speech.delivered if speech else None),
        ("Part", f"{document.part.number} of {document.part.count}" if document.part else None),
        ("Languages", ", ".join(f"{lang} {share:.0%}" for lang, share in document.languages.items())),
        ("Address", document.url),
        *((f"In {lang}", url) for lang, url in beside.translations),
        *(("Attachment", _attachment_text(each)) for each in beside.offered or map(Offered, document.attachments)),
        *((_RIGHTS[name], value) for name, value in (beside.rights or stated_by(document)).lines),
        ("Captured", document.version),
        ("Id", document.id),
    ]
    return [(name, value) for name, value in found if value]


def texts(document: Document, beside: Beside) -> Iterator[tuple[str | None, tuple[Block, ...]]]:
    """The blocks of each part of an article, and a line that says which part it is, None where there is one alone."""
    for each in beside.parts or (document,):
        part = each.part if beside.parts else None
        yield (f"Part {part.number} of {part.count}: {each.url}" if part else None), each.blocks


def document_text(document: Document, beside: Beside = ALONE) -> str:
    """The document for reading on a terminal."""
    head = [clean(text) for text in (document.title or "(no title)", document.subtitle) if text]
    known = [(clean(name), clean(value)) for name, value in facts(document, beside)]
    width = max(9, *(len(name) for name, _ in known))
    facts_lines = [f"{name:<{width}}  {value}" for name, value in known]
    body = []
    for part, blocks in texts(document, beside):
        body += [f"[{clean(part)}]"] if part else []
        body += map(_block_text, blocks)
    return "\n\n".join(["\n".join(head), "\n".join(facts_lines), *body])


def _attachment_text(offered: Offered) -> str:
    size = "not captured" if offered.size is None else decimal(offered.size)
    return f"{offered.attachment.text} ({offered.attachment.type}, {size}) {offered.attachment.url}"


def _block_text(block: Block) -> str:
    marks = {"list-item": "- ", "quote": "> ", "heading": "## "}
    return marks.get(block.kind, "") + clean(block.text)
