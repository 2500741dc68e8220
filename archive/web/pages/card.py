"""What a list says of a document."""

from dataclasses import dataclass, replace

from archive.index import Copy, Hit
from archive.model.document import Document
from archive.web.pages.addresses import document_address, speaker_address
from archive.web.pages.shown import Piece, Shown, cut, marked, shown

MOST_AGAIN = 50


@dataclass(frozen=True, slots=True)
class Found:
    """A snippet in pieces, and the language that it is in."""

    pieces: tuple[Piece, ...]
    lang: str


@dataclass(frozen=True, slots=True)
class AgainPosted:
    """Another document with the same text; ``published`` is a day."""

    href: str
    url: str
    site: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """A document in a list; ``published`` is a day, ``part`` its number among so many.

    ``also`` are the first of the ``also_count`` documents with the same text.
    """

    href: str
    title: Shown
    subtitle: Shown
    kind: str
    site: str
    published: str | None
    speaker: Shown | None
    speaker_href: str | None
    part: tuple[int, int] | None
    found: tuple[Found, ...] = ()
    also: tuple[AgainPosted, ...] = ()
    also_count: int = 0


def card(document: Document) -> Card:
    """The document as lists show it."""
    langs = list(document.languages)
    speaker = document.speech.speaker if document.speech else None
    return Card(
        href=document_address(document.id),
        title=shown(document.title, langs),
        subtitle=shown(document.subtitle, langs),
        kind=document.kind,
        site=document.site,
        published=document.published and document.published[:10],
        speaker=shown(speaker, langs) if speaker else None,
        speaker_href=speaker_address(speaker) if speaker else None,
        part=(document.part.number, document.part.count) if document.part else None,
    )


def hit_card(hit: Hit) -> Card:
    """A hit with the places that were found in it, and where else its text was posted."""
    langs = list(hit.document.languages)
    found = tuple(Found(marked(snippet), shown(snippet.text, langs).lang) for snippet in hit.snippets)
    also = tuple(map(posted_again, hit.also[:MOST_AGAIN]))
    return replace(card(hit.document), found=found, also=also, also_count=len(hit.also))


def posted_again(copy: Copy) -> AgainPosted:
    """Where else a text was posted."""
    return AgainPosted(document_address(copy.id), cut(copy.url), copy.site, copy.published and copy.published[:10])
