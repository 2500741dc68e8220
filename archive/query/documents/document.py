"""``archive show``: one document, as text and JSON."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.filesize import decimal

from archive.errors import ArchiveMissing
from archive.index import Index
from archive.layout import Archive
from archive.model.document import Block, Document, stated_facts, to_json
from archive.query.documents.related import StoredAttachment, parts_of, stored_attachments, translations_of
from archive.query.terminal import clean, printed_json
from archive.rights import Stated, stated_by


@dataclass(frozen=True, slots=True)
class DocumentContext:
    """What is shown with a document.

    ``parts`` are all parts of its article, in order, itself included; empty if it is no part. ``translations`` are
    the language and address of each translation. ``rights`` are the rights stated for its text, None for those on its
    page alone. ``attachments`` are the files linked from the article.
    """

    parts: tuple[Document, ...] = ()
    translations: tuple[tuple[str, str], ...] = ()
    rights: Stated | None = None
    attachments: tuple[StoredAttachment, ...] = ()


NO_CONTEXT = DocumentContext()
_HEADING = ("title", "subtitle")
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


def find_context(archive: Archive, document: Document) -> DocumentContext:
    """The context of a document in the archive."""
    with Index(archive) as index:
        parts = parts_of(index, document)
        others = translations_of(index, document)
        rights = index.site_rights().of(document)
        attachments = tuple(stored_attachments(archive, index, document))
    translations = tuple((lang, page.url) for lang, page in others)
    return DocumentContext(tuple(parts) if len(parts) > 1 else (), translations, rights, attachments)


def document_json(document: Document) -> str:
    """The document as one JSON object, as docs/formats.md describes it."""
    return printed_json(to_json(document))


def facts(document: Document, context: DocumentContext) -> list[tuple[str, str]]:
    """The facts of a document, as name and value, for people to read."""
    found = [
        ("Kind", document.kind),
        ("Site", document.site),
        *_stated(document),
        ("Part", f"{document.part.number} of {document.part.count}" if document.part else None),
        ("Languages", ", ".join(f"{lang} {share:.0%}" for lang, share in document.languages.items())),
        ("Address", document.url),
        *((f"In {lang}", url) for lang, url in context.translations),
        *(
            ("Attachment", _attachment_text(each))
            for each in context.attachments or map(StoredAttachment, document.attachments)
        ),
        *((_RIGHTS[name], value) for name, value in (context.rights or stated_by(document)).lines),
        ("Captured", document.version),
        ("Id", document.id),
    ]
    return [(name, value) for name, value in found if value]


def _stated(document: Document) -> Iterator[tuple[str, str | None]]:
    """The page's own facts below its heading, by name; the section is the whole trail where there is one."""
    for name, value in stated_facts(document).items():
        if name == "section":
            yield "Section", " > ".join(document.breadcrumb) or value
        elif name not in _HEADING:
            yield name.removeprefix("speech.").capitalize(), value


def texts(document: Document, context: DocumentContext) -> Iterator[tuple[str | None, tuple[Block, ...]]]:
    """The blocks of each part of an article, each with a heading of the part, None for a single part."""
    for each in context.parts or (document,):
        part = each.part if context.parts else None
        yield (f"Part {part.number} of {part.count}: {each.url}" if part else None), each.blocks


def document_text(document: Document, context: DocumentContext = NO_CONTEXT) -> str:
    """The document for reading on a terminal."""
    head = [clean(text) for text in (document.title or "(no title)", document.subtitle) if text]
    known = [(clean(name), clean(value)) for name, value in facts(document, context)]
    width = max(9, *(len(name) for name, _ in known))
    facts_lines = [f"{name:<{width}}  {value}" for name, value in known]
    body = []
    for part, blocks in texts(document, context):
        body += [f"[{clean(part)}]"] if part else []
        body += map(_block_text, blocks)
    return "\n\n".join(["\n".join(head), "\n".join(facts_lines), *body])


def _attachment_text(stored: StoredAttachment) -> str:
    size = "not captured" if stored.size is None else decimal(stored.size)
    return f"{stored.attachment.text} ({stored.attachment.type}, {size}) {stored.attachment.url}"


def _block_text(block: Block) -> str:
    marks = {"list-item": "- ", "quote": "> ", "heading": "## "}
    return marks.get(block.kind, "") + clean(block.text)
