"""Citations of a document: plain text, BibTeX, RIS and CSL-JSON.

The captured page is cited: its address, day of publication, and the time and payload digest of the capture, by which
a copy can be identified. Names are given as on the page, since the surname is not known. Missing facts are left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.model.document import Document
from archive.query.terminal_output_columns_json_and_csv import clean, printed_json
from archive.rights_of_pages_and_sites import StatedRights, rights_stated_by

ENDING_MARKS = ".!?…。！？"
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9._-]+")
_NOT_IN_URL = re.compile(r"[\\{} ]")
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{character: f"\\{character}" for character in "&%$#_"},
}  # fmt: skip
"""Characters that TeX reads as commands. Braces are named, since BibTeX counts those with a backslash too."""


@dataclass(frozen=True, slots=True)
class CitedFacts:
    """The facts of a document that all citation forms have, each on one line."""

    key: str
    url: str
    captured: str
    note: str
    author: str | None
    title: str | None
    subtitle: str | None
    form: str | None
    occasion: str | None
    delivered: str | None
    source: str | None
    published: str | None
    license: str | None


def citation_text(document: Document, rights: StatedRights | None = None) -> str:
    """Cite a document in plain text on one line. ``rights`` are those stated for it, else those on its page.
    ``rights`` is what is said of it; else what its page says.
    """
    cited = facts_to_cite(document, rights)
    title = f"{cited.author}: {cited.title}" if cited.author and cited.title else cited.title or cited.author
    place = ", ".join(part for part in (cited.source, cited.published) if part)
    parts = [part for part in (title, cited.subtitle, _occasion(cited), place, cited.url) if part]
    return f"{_sentences(parts)} ({cited.note})"


def _sentences(parts: Sequence[str]) -> str:
    """Join the parts of a citation, with a full stop behind each but the last that ends without a mark of its own.

    >>> _sentences(["会议。", "Why?", "News", "https://example.com/"])
    '会议。 Why? News. https://example.com/'
    """
    *before, last = parts
    return " ".join([*map(ended, before), last])


def ended(text: str) -> str:
    """Add a full stop to a part of a citation, unless it is empty or ends with a mark of its own."""
    return text if not text or text[-1] in ENDING_MARKS else f"{text}."


def citation_bibtex(document: Document, rights: StatedRights | None = None) -> str:
    """Cite a document as a BibTeX entry in UTF-8, of the type ``online`` that biblatex and reference managers know.

    The key is the document's id, whatever the version. Names and titles stand in braces of their own, so that no
    style changes their letters or their order, or takes an 'and' in them for one between two names.
    """
    cited = facts_to_cite(document, rights)
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _bibtex_fields(cited) if value)
    return f"@online{{{cited.key},\n{fields}}}\n"


def citation_ris(document: Document, rights: StatedRights | None = None) -> str:
    """Cite a document as a RIS record of the type ``ELEC``; lines end by CRLF, as the format's description asks."""
    return "".join(
        f"{tag}  - {value}\r\n" for tag, value in _ris_lines(facts_to_cite(document, rights)) if value is not None
    )


def citation_csl(document: Document, rights: StatedRights | None = None) -> str:
    """Cite a document as CSL-JSON (Citation Style Language 1.0.2): an array of one item."""
    values = {name: value for name, value in _csl_values(document, rights).items() if value}
    return printed_json([values])


def facts_to_cite(document: Document, rights: StatedRights | None = None) -> CitedFacts:
    """Return the facts of a document to cite (author, title, days, address); its speaker is the author of a
    speech.
    """
    speech = document.speech
    rights = rights or rights_stated_by(document)
    return CitedFacts(
        key=_NOT_IN_KEY.sub("_", document.id),
        url=_NOT_IN_URL.sub(lambda found: f"%{ord(found[0]):02X}", clean(document.url)),
        captured=_day(document.version) or clean(document.version),
        note=", ".join((*_note(document), *_rights_notes(rights))),
        author=_line(speech.speaker if speech and speech.speaker else document.author),
        title=_line(document.title),
        subtitle=_line(document.subtitle),
        form=_line(speech.form) if speech else None,
        occasion=_line(speech.occasion) if speech else None,
        delivered=_day(speech.delivered or "") if speech else None,
        source=_line(document.source),
        published=_day(document.published or ""),
        license=_line(rights.page.license),
    )


def _note(document: Document) -> Iterator[str]:
    if document.part:
        yield f"part {document.part.number} of {document.part.count}"
    yield f"captured {clean(document.version)}"
    if document.capture.payload_digest:
        yield f"payload digest {clean(document.capture.payload_digest)}"
    yield f"document {clean(document.id)}"


def _rights_notes(rights: StatedRights) -> Iterator[str]:
    """Return the citation's notes on rights: the statements about the use of the text."""
    if rights.page.license:
        yield f"licence {clean(rights.page.license)}"
    elif rights.page.copyright:
        yield clean(rights.page.copyright)
    if rights.page.noarchive:
        yield "noarchive"
    if rights.reserved:
        yield "text and data mining reserved" + (f" ({clean(rights.policy)})" if rights.policy else "")


def _occasion(cited: CitedFacts) -> str | None:
    return ", ".join(part for part in (cited.form, cited.occasion, cited.delivered) if part) or None


def _line(text: str | None) -> str | None:
    return clean(text or "") or None


def _day(text: str) -> str | None:
    """The day that a time begins with, None where it begins with none."""
    found = _DAY.match(text)
    return found[0] if found else None


def _bibtex_fields(cited: CitedFacts) -> Iterator[tuple[str, str | None]]:
    yield "author", cited.author and f"{{{_tex(cited.author)}}}"
    yield "title", cited.title and f"{{{_tex(cited.title)}}}"
    yield "subtitle", cited.subtitle and f"{{{_tex(cited.subtitle)}}}"
    yield "titleaddon", _tex(_occasion(cited) or "") or None
    yield "organization", cited.source and f"{{{_tex(cited.source)}}}"
    yield "date", cited.published
    yield "url", cited.url
    yield "urldate", cited.captured
    yield "note", _tex(cited.note)


def _tex(text: str) -> str:
    """Escape text for TeX in a BibTeX entry.

    >>> print(_tex("R&D {50%"))
    R\\&D \\textbraceleft{}50\\%
    """
    return "".join(_TEX.get(character, character) for character in text)


def _ris_lines(cited: CitedFacts) -> Iterator[tuple[str, str | None]]:
    yield "TY", "ELEC"
    yield "ID", cited.key
    yield "AU", cited.author
    yield "TI", cited.title
    yield "M3", _occasion(cited)
    yield "PB", cited.source
    yield "PY", cited.published and cited.published[:4]
    yield "DA", cited.published and cited.published.replace("-", "/")
    yield "UR", cited.url
    yield "Y2", cited.captured.replace("-", "/")
    yield "N1", cited.note
    yield "ER", ""


def _csl_values(document: Document, rights: StatedRights | None) -> dict[str, Any]:
    cited = facts_to_cite(document, rights)
    return {
        "id": cited.key,
        "type": "webpage",
        "author": cited.author and [{"literal": cited.author}],
        "title": cited.title,
        "genre": cited.form,
        "event": cited.occasion,
        "event-date": _csl_day(cited.delivered),
        "publisher": cited.source,
        "issued": _csl_day(cited.published),
        "URL": cited.url,
        "accessed": _csl_day(cited.captured),
        "license": cited.license,
        "note": cited.note,
    }


def _csl_day(day: str | None) -> dict[str, Any] | None:
    found = _DAY.match(day or "")
    return {"date-parts": [[int(part) for part in found.groups()]]} if found else None
