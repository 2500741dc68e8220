"""A document: the cleaned text of one page with its facts, and where it came from.

The classes below are the one declaration of its JSON form (``archive.model.json_shape`` says how); docs/formats.md
describes it, and ``document.schema.json`` is written from it by ``make schema``. JSON values are checked by such
schemas (draft 2020-12); ``python -m archive.model.document`` prints that of a document.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, get_args

from archive.model.capture import Capture, Moment
from archive.model.json_shape import (
    ADDED_LATER,
    entries,
    keywords,
    line_encoder,
    reader_of,
    schema_faults,
    schema_of,
    to_values,
)

SCHEMA_VERSION = 1

ArticleKind = Literal["speech", "interview", "news", "article", "notice"]
OtherKind = Literal["list", "error", "page", "other"]
Kind = Literal[ArticleKind, OtherKind]
BlockKind = Literal["paragraph", "heading", "salutation", "list-item", "quote", "table-row", "caption", "date"]
Reason = Literal[
    "copyright", "icp", "public-security", "technical-support", "breadcrumb", "navigation", "share", "byline",
    "pagination", "related", "comments", "advertisement", "contact", "notice", "script-notice", "template", "other",
]  # fmt: skip

ARTICLE_KINDS: frozenset[str] = frozenset(get_args(ArticleKind))
"""The kinds that are stored; the others say why a page is no article."""


Text = Annotated[str, keywords(minLength=1)]
Language = Annotated[str, keywords(pattern="^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")]
Share = Annotated[float, keywords(minimum=0, maximum=1)]
Number = Annotated[int, keywords(minimum=0)]
Count = Annotated[int, keywords(minimum=1)]
Numbers = Annotated[tuple[Number, ...], keywords(minItems=1)]
Day = Annotated[str, keywords(pattern=r"^\d{4}-\d{2}-\d{2}$")]
PublishedTime = Annotated[str, keywords(pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?([+-]\d{2}:\d{2})?)?$")]
SiteName = Annotated[str, keywords(pattern="^[a-z0-9][a-z0-9_.]*$")]
DocumentId = Annotated[
    str,
    keywords(
        pattern="^[a-z0-9][a-z0-9_.]*-[0-9a-f]{12}$",
        description="site name and the first 12 hex digits of SHA-256 of url",
    ),
]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the cleaned body. ``lang`` is BCP 47; ``confidence`` is from 0 to 1; ``n`` counts from 0."""

    n: Number
    kind: BlockKind
    text: Text
    lang: Language
    confidence: Share
    xpath: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Blocks that translate each other, by ``n``; ``source`` is the Chinese side where there is one."""

    source: Numbers
    target: Numbers
    score: Share


@dataclass(frozen=True, slots=True)
class Removed:
    """Visible text that is neither block nor field, and why."""

    reason: Reason
    text: Text
    xpath: str


@dataclass(frozen=True, slots=True)
class Image:
    """An image of the article; ``url`` is absolute."""

    url: str
    alt: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the article; ``url`` is absolute."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that the article offers: absolute address, text of the link, type by the ending of its name ('pdf')."""

    url: str
    text: str
    type: Annotated[str, keywords(pattern="^[a-z0-9]{1,5}$", description="the ending of its name")]


@dataclass(frozen=True, slots=True)
class Alternate:
    """A page that this one names as the same in another language; ``lang`` is BCP 47, ``url`` canonical."""

    lang: Language
    url: str


@dataclass(frozen=True, slots=True)
class Speech:
    """Who said it, as what, where, in which form and when; ``delivered`` is a day, ``YYYY-MM-DD``."""

    speaker: str | None
    role: str | None
    occasion: str | None
    form: str | None
    delivered: Day | None


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of an article over several pages this is; ``first`` is the canonical URL of part 1."""

    number: Count
    count: Count
    first: str


@dataclass(frozen=True, slots=True)
class Rights:
    """What a page says of the use of its text; what its site says is looked up where it is read.

    ``license`` is an absolute address, ``copyright`` the line that the page shows. ``tdm_reservation`` says whether
    the rights of text and data mining are reserved (TDM Reservation Protocol), None where nothing is said;
    ``tdm_policy`` is the address of the terms.
    """

    license: str | None = None
    copyright: str | None = None
    noarchive: bool = False
    tdm_reservation: bool | None = None
    tdm_policy: str | None = None


@dataclass(frozen=True, slots=True)
class Extractor:
    """What extracted the document: package version, site profile (``daxinya/1``), the site's template, model.

    ``template`` is ``SITE/JOB``, the crawl as of which it holds; None where none was used. ``model`` is the revision
    of the model's weights; None in documents that were made before there were any.
    """

    FORMER_KEYS: ClassVar = ("fingerprint",)  # in documents made before there were templates

    version: str
    profile: str
    template: str | None = field(default=None, metadata=ADDED_LATER)
    model: str | None = field(default=None, metadata=ADDED_LATER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The cleaned text of one page with its facts, and where it came from.

    It is one version of one page. A fact that the page does not give is None, never guessed. ``confidence`` is the
    probability that the page is an article; None where nothing was judged. ``rights`` is None where they were not
    looked for: in documents made before there was this field, and without text. The fields stand in the order in
    which JSON has them.
    """

    id: DocumentId
    version: Annotated[Moment, keywords(description="the capture's time")]
    url: Annotated[str, keywords(description="canonical address")]
    site: SiteName
    kind: Kind
    confidence: Share | None = field(default=None, metadata=ADDED_LATER)
    title: str | None
    subtitle: str | None = None
    breadcrumb: tuple[str, ...] = ()
    section: str | None = None
    source: str | None = None
    author: str | None = None
    published: PublishedTime | None = None
    speech: Speech | None = None
    part: Part | None = None
    languages: Mapping[Language, Share] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    pairs: tuple[Pair, ...] = ()
    removed: tuple[Removed, ...] = ()
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = field(default=(), metadata=ADDED_LATER)
    alternates: tuple[Alternate, ...] = field(default=(), metadata=ADDED_LATER)
    rights: Rights | None = field(default=None, metadata=ADDED_LATER)
    capture: Capture
    extractor: Extractor

    @property
    def is_article(self) -> bool:
        """Return whether a page's document is an article, which is stored."""
        return self.kind in ARTICLE_KINDS


def stated_facts(document: Document) -> dict[str, str | None]:
    """Return what a page states of itself, by name: each text of its document (``title``) and speech
    (``speech.role``).

    A field of type ``str | None`` is such a fact; a new one is compared, shown and exported without further ado.
    """
    speech = document.speech
    return {name: getattr(document, name) for name in _fact_names(Document)} | {
        f"speech.{name}": getattr(speech, name) if speech else None for name in _fact_names(Speech)
    }


@cache
def _fact_names(class_: type) -> tuple[str, ...]:
    properties = schema_of(class_)["properties"]
    return tuple(name for name in properties if properties[name].get("type") == ["string", "null"])


def to_json(document: Document) -> dict[str, Any]:
    """Return a document as JSON values, keys in the published order."""
    return {"schema": SCHEMA_VERSION, **to_values(document)}


_encoder = line_encoder()


def encode_document(document: Document) -> str:
    """Encode a document as one line of JSON, without line end; the same document gives the same line."""
    return _encoder.encode({"schema": SCHEMA_VERSION, **entries(document)})


def decode_document(line: str | bytes) -> Document:
    """Decode a document from a line of a documents file.

    Raises ValueError when the line is not JSON or of another schema version, KeyError or TypeError when a field
    is missing.
    """
    values = json.loads(line)
    if values.get("schema") != SCHEMA_VERSION:
        raise ValueError(f"document schema {values.get('schema')!r}, this program reads {SCHEMA_VERSION}")
    document: Document = reader_of(Document)(values)
    return document


def document_schema() -> dict[str, Any]:
    """Return the JSON Schema of a document."""
    schema = schema_of(Document)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Document",
        **schema,
        "required": ["schema", *schema["required"]],
        "properties": {"schema": {"const": SCHEMA_VERSION}, **schema["properties"]},
    }


def document_faults(values: Any) -> list[str]:
    """Check a document's JSON values by the published schema: a line for each fault with the path to it; empty when
    it is valid.
    """
    return schema_faults(values, "archive.model", "document.schema.json")


def document_id(site: str, url: str) -> str:
    """Make the id of a document: the site's name and the first 12 hex digits of the SHA-256 of the canonical URL.

    >>> document_id("daxinya", "http://example.com/")
    'daxinya-2a1b402420ef'
    """
    return f"{site}-{hashlib.sha256(url.encode()).hexdigest()[:12]}"


if __name__ == "__main__":
    print(json.dumps(document_schema(), ensure_ascii=False, indent=1))
