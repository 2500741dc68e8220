"""One document as a page of HTML that stands alone: no script, nothing loaded from anywhere."""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from urllib.parse import urlsplit

from archive.model.document import Block, Document
from archive.query.documents.document import NO_CONTEXT, DocumentContext, facts, texts
from archive.query.terminal import clean

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
    """The document as a whole page in UTF-8; all text of the document is escaped."""
    title = _text(document.title or "(no title)")
    subtitle = f'<p class="subtitle" dir="auto">{_text(document.subtitle)}</p>\n' if document.subtitle else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{_text(_language(document))}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<article>\n"
        f'<h1 dir="auto">{title}</h1>\n{subtitle}<dl>\n{"".join(_facts(document, context))}</dl>\n'
        f"{''.join(_parts(document, context))}</article>\n</body>\n</html>"
    )


def _language(document: Document) -> str:
    return max(document.languages, key=lambda lang: document.languages[lang], default="und")


def _text(text: str) -> str:
    return escape(clean(text))


def _facts(document: Document, context: DocumentContext) -> Iterator[str]:
    for name, value in facts(document, context):
        shown = _text(value)
        if (name == "Address" or name.startswith("In ")) and _is_web(value):
            shown = f'<a href="{shown}" rel="noreferrer">{shown}</a>'
        yield f"<dt>{_text(name)}</dt><dd>{shown}</dd>\n"


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def _parts(document: Document, context: DocumentContext) -> Iterator[str]:
    for part, blocks in texts(document, context):
        if part:
            yield f'<p class="subtitle">{_text(part)}</p>\n'
        yield from _blocks(blocks)


def _blocks(of_part: tuple[Block, ...]) -> Iterator[str]:
    for is_list, blocks in groupby(of_part, key=lambda block: block.kind == "list-item"):
        lines = "".join(map(_block, blocks))
        yield f"<ul>\n{lines}</ul>\n" if is_list else lines


def _block(block: Block) -> str:
    tag = _TAGS.get(block.kind, "p")
    inner = f'<{tag} lang="{_text(block.lang)}" dir="auto">{_text(block.text)}</{tag}>'
    return f"<figure>{inner}</figure>\n" if tag == "figcaption" else f"{inner}\n"
