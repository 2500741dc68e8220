"""One document as Markdown (CommonMark 0.31), in which its text stays text."""

import re

from archive.model.document import Block, Document
from archive.query.documents.document import NO_CONTEXT, DocumentContext, facts, texts
from archive.query.terminal import clean

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&#|~]")
_LINE_START = re.compile(r"^(\d{1,9})([.)])|^([-+=])")

_MARKS = {"heading": "## ", "list-item": "- ", "quote": "> "}


def document_markdown(document: Document, context: DocumentContext = NO_CONTEXT) -> str:
    """The document with its title as heading, its facts as a list, and then its blocks."""
    head = [f"# {escaped(document.title or '(no title)')}"]
    if document.subtitle:
        head.append(f"*{escaped(document.subtitle)}*")
    head.append("\n".join(f"- {escaped(name)}: {escaped(value)}" for name, value in facts(document, context)))
    body = []
    for part, blocks in texts(document, context):
        body += [f"*{escaped(part)}*"] if part else []
        body += _blocks(blocks)
    return "\n\n".join([*head, *body])


def escaped(text: str) -> str:
    r"""The text on one line, with a backslash before what Markdown would take as its own.

    >>> escaped("1. <b>*bold*</b>")
    '1\\. \\<b\\>\\*bold\\*\\</b\\>'
    """
    return _LINE_START.sub(_escape_start, _SPECIAL.sub(r"\\\g<0>", clean(text)))


def _escape_start(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}"


def _blocks(blocks: tuple[Block, ...]) -> list[str]:
    """A paragraph each; the items of a list stand in one."""
    parts: list[str] = []
    for number, block in enumerate(blocks):
        line = _MARKS.get(block.kind, "") + escaped(block.text)
        if block.kind == "list-item" and number and blocks[number - 1].kind == "list-item":
            parts[-1] += f"\n{line}"
        else:
            parts.append(line)
    return parts
