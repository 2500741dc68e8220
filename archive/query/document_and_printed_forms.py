"""Look-up of one document or captured page with parts, translations and attachments; documents as text, JSON, HTML,
Markdown.

The page of HTML stands alone: no script, and nothing is loaded from anywhere. In Markdown (CommonMark 0.31) the text
of the document stays text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from itertools import groupby

from rich.filesize import decimal

from archive.bitext.translation_units import TranslationUnit
from archive.errors import ArchiveDamaged, ArchiveMissing, UsageError
from archive.index import Filters, Index, SearchOptions
from archive.layout import Archive
from archive.model.capture import Capture, CatalogueEntry
from archive.model.document import Attachment, Block, Document, stated_facts, to_json
from archive.model.page import Page
from archive.model.url import is_web_url
from archive.query.terminal_and_csv import clean, printed_json
from archive.rights import StatedRights, rights_stated_by
from archive.warc.captures_and_pages import open_payload, read_page


def find_capture(index: Index, url: str, at: str | None) -> CatalogueEntry:
    """Look up the capture of an address, the newest or the one nearest in time to ``at``.

    Raises ArchiveMissing when the address was never captured, UsageError when ``at`` is no time.
    """
    entry = index.capture(url, at)
    if entry is None:
        index.check_withdrawn(url)
        raise ArchiveMissing(f"{url}: never captured; 'archive query' and 'archive stats' show what is there")
    return entry


def find_page(archive: Archive, url: str, at: str | None) -> Page:
    """Read the captured page of an address, the newest or the one nearest in time to ``at``, revisits resolved.

    Raises ArchiveMissing when the address was never captured, UsageError when ``at`` is no time.
    """
    with Index(archive) as index:
        entry = find_capture(index, url, at)
        original = index.original(entry) if entry.record_type == "revisit" else None
    return read_page(archive, entry, original)


MOST_TRANSLATIONS = 12
"""Translations of a page that are looked up."""
MOST_PARTS = 50
_MOST_HITS = 200
_LONGEST_TITLE = 300
MOST_SHOWN = 50
"""Attachments of one article that are looked up."""


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """An attachment of a document; ``capture`` is its newest successful capture, ``size`` the stored bytes.

    Both are None if it was not captured, or is unreadable.
    """

    attachment: Attachment
    capture: Capture | None = None
    size: int | None = None


def stored_attachments(archive: Archive, index: Index, document: Document) -> Iterator[StoredAttachment]:
    """Look up the captures of a document's first attachments, in order."""
    for attachment in document.attachments[:MOST_SHOWN]:
        entries = [entry for entry in index.captures(attachment.url) if entry.capture.status == 200]
        held = entries[-1] if entries else None
        if held and held.record_type == "revisit":
            held = index.original(held)
        size = _size(archive, held.capture) if held else None
        yield StoredAttachment(attachment, held.capture if held and size is not None else None, size)


def _size(archive: Archive, capture: Capture) -> int | None:
    with suppress(ArchiveMissing, ArchiveDamaged):
        return sum(map(len, open_payload(archive, capture)[2]))
    return None


def parts_of(index: Index, document: Document) -> list[Document]:
    """Find all parts of the article that a document is a part of, in order; the document alone if it is no part.

    They are searched by their common title, and identified by the address of their first part.
    """
    part, title = document.part, document.title
    if part is None or not title or len(title) > _LONGEST_TITLE:
        return [document]
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    try:
        hits = index.search(
            f'title:"{quoted}"', Filters(site=document.site), _MOST_HITS, options=SearchOptions(apart=True)
        ).hits
    except UsageError:  # a title of nothing but punctuation
        return [document]
    found = {
        each.document.part.number: each.document
        for each in hits
        if each.document.part and each.document.part.first == part.first
    }
    found[part.number] = document
    return [found[number] for number in sorted(found)[:MOST_PARTS]]


def translations_of(index: Index, document: Document) -> list[tuple[str, Document]]:
    """Find the translations of a document in the archive, each with its language.

    Those that the page names come first, then those joined to it by translation units.
    """
    named = (
        (each.lang, index.document(each.url))
        for each in document.alternates[:MOST_TRANSLATIONS]
        if each.lang != "x-default"
    )
    units = index.units_of(document.id, document.version)
    joined = ((_main_language(each), each) for each in pages_joined_by_units(index, document, units))
    found: dict[str, tuple[str, Document]] = {}
    for lang, page in (*named, *joined):
        if page and page.id != document.id:
            found.setdefault(page.id, (lang, page))
    return list(found.values())


def pages_joined_by_units(index: Index, document: Document, units: Iterable[TranslationUnit]) -> list[Document]:
    """Find the other documents that translation units join to a document, those with most units first."""
    sides = (side.origin.document for unit in units for side in (unit.source, unit.target))
    others = Counter(id_ for id_ in sides if id_ != document.id)
    pages = (index.document(id_) for id_, _ in others.most_common(MOST_TRANSLATIONS))
    return [page for page in pages if page]


def _main_language(document: Document) -> str:
    """The language of most of a document, ``und`` where none is known."""
    return max(document.languages, key=lambda lang: document.languages[lang], default="und")


@dataclass(frozen=True, slots=True)
class DocumentContext:
    """What is shown beside a document: parts of the article, translations, rights and attachments.

    ``parts`` are all parts of its article, in order, itself included; empty if it is no part. ``translations`` are
    the language and address of each translation. ``rights`` are the rights stated for its text, None for those on its
    page alone. ``attachments`` are the files linked from the article.
    """

    parts: tuple[Document, ...] = ()
    translations: tuple[tuple[str, str], ...] = ()
    rights: StatedRights | None = None
    attachments: tuple[StoredAttachment, ...] = ()


NO_CONTEXT = DocumentContext()


def find_document(archive: Archive, id_or_url: str, at: str | None) -> Document:
    """Find the document with this id or address, in its newest version or the one nearest in time to ``at``.

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
    """Find what is shown beside a document: parts of the article, translations, rights, attachments."""
    with Index(archive) as index:
        parts = parts_of(index, document)
        others = translations_of(index, document)
        rights = index.site_rights().of_document(document)
        attachments = tuple(stored_attachments(archive, index, document))
    translations = tuple((lang, page.url) for lang, page in others)
    return DocumentContext(tuple(parts) if len(parts) > 1 else (), translations, rights, attachments)


_RIGHTS = {
    "license": "Licence",
    "copyright": "Copyright",
    "noarchive": "No archive",
    "tdm-reservation": "Reserved",
    "tdm-policy": "Terms",
    "robots-kept-out": "Robots",
}
_HEADING = ("title", "subtitle")
_MARKS = {"heading": "## ", "list-item": "- ", "quote": "> "}
"""Marks that text and Markdown write before a block."""


def document_json(document: Document) -> str:
    """Print a document as one JSON object, as docs/formats.md describes it."""
    return printed_json(to_json(document))


def facts(document: Document, context: DocumentContext) -> list[tuple[str, str]]:
    """List the facts of a document for people to read, as name and value: kind, site, day, speaker, rights."""
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
        *((_RIGHTS[name], value) for name, value in (context.rights or rights_stated_by(document)).lines),
        ("Captured", document.version),
        ("Id", document.id),
    ]
    return [(name, value) for name, value in found if value]


def _stated(document: Document) -> Iterator[tuple[str, str | None]]:
    """List the facts that the page states of itself, by name; the section is the whole trail where there is one."""
    for name, value in stated_facts(document).items():
        if name == "section":
            yield "Section", " > ".join(document.breadcrumb) or value
        elif name not in _HEADING:
            yield name.removeprefix("speech.").capitalize(), value


def texts(document: Document, context: DocumentContext) -> Iterator[tuple[str | None, tuple[Block, ...]]]:
    """Return the blocks of each part of an article, each with a heading of the part, None for a single part."""
    for each in context.parts or (document,):
        part = each.part if context.parts else None
        yield (f"Part {part.number} of {part.count}: {each.url}" if part else None), each.blocks


def document_text(document: Document, context: DocumentContext = NO_CONTEXT) -> str:
    """Print a document with its facts for reading on a terminal."""
    head = [clean(text) for text in (document.title or "(no title)", document.subtitle) if text]
    known = [(clean(name), clean(value)) for name, value in facts(document, context)]
    width = max(9, *(len(name) for name, _ in known))
    facts_lines = [f"{name:<{width}}  {value}" for name, value in known]
    body = []
    for part, blocks in texts(document, context):
        body += [f"[{clean(part)}]"] if part else []
        body += (_MARKS.get(block.kind, "") + clean(block.text) for block in blocks)
    return "\n\n".join(["\n".join(head), "\n".join(facts_lines), *body])


def _attachment_text(stored: StoredAttachment) -> str:
    size = "not captured" if stored.size is None else decimal(stored.size)
    return f"{stored.attachment.text} ({stored.attachment.type}, {size}) {stored.attachment.url}"


_STYLE = (
    "body{max-width:40em;margin:2em auto;padding:0 1em;line-height:1.7;font-family:Georgia,'Noto Serif CJK SC',"
    "'Songti SC',SimSun,serif;color:#222;background:#fff}h1{line-height:1.3}.subtitle{font-style:italic}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.1em 1em;font-size:.85em;color:#555}"
    "dd{margin:0;overflow-wrap:anywhere}"
    "@media(prefers-color-scheme:dark){body{color:#ddd;background:#161616}dl{color:#aaa}a{color:#8ab4f8}}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_TAGS = {"heading": "h2", "quote": "blockquote", "caption": "figcaption", "list-item": "li"}


def document_html(document: Document, context: DocumentContext = NO_CONTEXT) -> str:
    """Print a document as a whole HTML page in UTF-8; all text of the document is escaped."""
    title = _html_text(document.title or "(no title)")
    subtitle = f'<p class="subtitle" dir="auto">{_html_text(document.subtitle)}</p>\n' if document.subtitle else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{_html_text(_main_language(document))}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<article>\n"
        f'<h1 dir="auto">{title}</h1>\n{subtitle}<dl>\n{"".join(_html_facts(document, context))}</dl>\n'
        f"{''.join(_html_parts(document, context))}</article>\n</body>\n</html>"
    )


def _html_text(text: str) -> str:
    return escape(clean(text))


def _html_facts(document: Document, context: DocumentContext) -> Iterator[str]:
    for name, value in facts(document, context):
        shown = _html_text(value)
        if (name == "Address" or name.startswith("In ")) and is_web_url(value):
            shown = f'<a href="{shown}" rel="noreferrer">{shown}</a>'
        yield f"<dt>{_html_text(name)}</dt><dd>{shown}</dd>\n"


def _html_parts(document: Document, context: DocumentContext) -> Iterator[str]:
    for part, blocks in texts(document, context):
        if part:
            yield f'<p class="subtitle">{_html_text(part)}</p>\n'
        yield from _html_blocks(blocks)


def _html_blocks(of_part: tuple[Block, ...]) -> Iterator[str]:
    for is_list, blocks in groupby(of_part, key=lambda block: block.kind == "list-item"):
        lines = "".join(map(_html_block, blocks))
        yield f"<ul>\n{lines}</ul>\n" if is_list else lines


def _html_block(block: Block) -> str:
    tag = _TAGS.get(block.kind, "p")
    inner = f'<{tag} lang="{_html_text(block.lang)}" dir="auto">{_html_text(block.text)}</{tag}>'
    return f"<figure>{inner}</figure>\n" if tag == "figcaption" else f"{inner}\n"


_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&#|~]")
_LINE_START = re.compile(r"^(\d{1,9})([.)])|^([-+=])")


def document_markdown(document: Document, context: DocumentContext = NO_CONTEXT) -> str:
    """Print a document as Markdown: its title as heading, its facts as a list, and then its blocks."""
    head = [f"# {escape_markdown(document.title or '(no title)')}"]
    if document.subtitle:
        head.append(f"*{escape_markdown(document.subtitle)}*")
    head.append(
        "\n".join(f"- {escape_markdown(name)}: {escape_markdown(value)}" for name, value in facts(document, context))
    )
    body = []
    for part, blocks in texts(document, context):
        body += [f"*{escape_markdown(part)}*"] if part else []
        body += _markdown_blocks(blocks)
    return "\n\n".join([*head, *body])


def escape_markdown(text: str) -> str:
    r"""Escape text for Markdown, on one line, with a backslash before what has a meaning there.

    >>> escape_markdown("1. <b>*bold*</b>")
    '1\\. \\<b\\>\\*bold\\*\\</b\\>'
    """
    return _LINE_START.sub(_escape_start, _SPECIAL.sub(r"\\\g<0>", clean(text)))


def _escape_start(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}"


def _markdown_blocks(blocks: tuple[Block, ...]) -> list[str]:
    """Print the blocks of a document in Markdown: a paragraph each; the items of a list stand in one."""
    parts: list[str] = []
    for number, block in enumerate(blocks):
        line = _MARKS.get(block.kind, "") + escape_markdown(block.text)
        if block.kind == "list-item" and number and blocks[number - 1].kind == "list-item":
            parts[-1] += f"\n{line}"
        else:
            parts.append(line)
    return parts
