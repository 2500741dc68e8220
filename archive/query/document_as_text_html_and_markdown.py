"""The printed forms of one document: text, JSON, HTML, Markdown.

The page of HTML stands alone: no script, and nothing is loaded from anywhere. In Markdown (CommonMark 0.31) the text
of the document stays text.
"""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from rich.filesize import decimal

from archive.model.document import Block, Document, stated_facts, to_json
from archive.model.url import is_web_url
from archive.query.lookup_of_documents_pages_and_attachments import (
    NO_CONTEXT,
    DocumentContext,
    StoredAttachment,
    main_language,
)
from archive.query.terminal_output_columns_json_and_csv import clean, printed_json
from archive.rights_of_pages_and_sites import rights_stated_by

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


def _facts(document: Document, context: DocumentContext) -> list[tuple[str, str]]:
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


def _blocks_by_part(document: Document, context: DocumentContext) -> Iterator[tuple[str | None, tuple[Block, ...]]]:
    """Return the blocks of each part of an article, each with a heading of the part, None for a single part."""
    for each in context.parts or (document,):
        part = each.part if context.parts else None
        yield (f"Part {part.number} of {part.count}: {each.url}" if part else None), each.blocks


def document_text(document: Document, context: DocumentContext = NO_CONTEXT) -> str:
    """Print a document with its facts for reading on a terminal."""
    head = [clean(text) for text in (document.title or "(no title)", document.subtitle) if text]
    known = [(clean(name), clean(value)) for name, value in _facts(document, context)]
    width = max(9, *(len(name) for name, _ in known))
    facts_lines = [f"{name:<{width}}  {value}" for name, value in known]
    body = []
    for part, blocks in _blocks_by_part(document, context):
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
        f'<!DOCTYPE html>\n<html lang="{_html_text(main_language(document))}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<article>\n"
        f'<h1 dir="auto">{title}</h1>\n{subtitle}<dl>\n{"".join(_html_facts(document, context))}</dl>\n'
        f"{''.join(_html_parts(document, context))}</article>\n</body>\n</html>"
    )


def _html_text(text: str) -> str:
    return escape(clean(text))


def _html_facts(document: Document, context: DocumentContext) -> Iterator[str]:
    for name, value in _facts(document, context):
        shown = _html_text(value)
        if (name == "Address" or name.startswith("In ")) and is_web_url(value):
            shown = f'<a href="{shown}" rel="noreferrer">{shown}</a>'
        yield f"<dt>{_html_text(name)}</dt><dd>{shown}</dd>\n"


def _html_parts(document: Document, context: DocumentContext) -> Iterator[str]:
    for part, blocks in _blocks_by_part(document, context):
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
        "\n".join(f"- {escape_markdown(name)}: {escape_markdown(value)}" for name, value in _facts(document, context))
    )
    body = []
    for part, blocks in _blocks_by_part(document, context):
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
