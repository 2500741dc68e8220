"""A document: the cleaned text of one page with its facts, and where it came from.

The JSON form is described in docs/formats.md and by ``document.schema.json``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, is_dataclass
from typing import Any, Literal, get_args

from archive.model.capture import Capture

SCHEMA_VERSION = 1

ArticleKind = Literal["speech", "interview", "news", "article", "notice"]
OtherKind = Literal["list", "error", "page", "other"]
Kind = ArticleKind | OtherKind
BlockKind = Literal["paragraph", "heading", "salutation", "list-item", "quote", "table-row", "caption", "date"]
Reason = Literal[
    "copyright", "icp", "public-security", "technical-support", "breadcrumb", "navigation", "share", "byline",
    "pagination", "related", "comments", "advertisement", "contact", "notice", "script-notice", "template", "other",
]  # fmt: skip

ARTICLE_KINDS: frozenset[str] = frozenset(get_args(ArticleKind))
"""The kinds that are stored; the others say why a page is no article."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the cleaned body. ``lang`` is BCP 47; ``confidence`` is from 0 to 1; ``n`` counts from 0."""

    n: int
    kind: BlockKind
    text: str
    lang: str
    confidence: float
    xpath: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Blocks that translate each other, by ``n``; ``source`` is the Chinese side where there is one."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Removed:
    """Visible text that is neither block nor field, and why."""

    reason: Reason
    text: str
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
    type: str


@dataclass(frozen=True, slots=True)
class Alternate:
    """A page that this one names as the same in another language; ``lang`` is BCP 47, ``url`` canonical."""

    lang: str
    url: str


@dataclass(frozen=True, slots=True)
class Speech:
    """Who said it, as what, where, in which form and when; ``delivered`` is a day, ``YYYY-MM-DD``."""

    speaker: str | None
    role: str | None
    occasion: str | None
    form: str | None
    delivered: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of an article over several pages this is; ``first`` is the canonical URL of part 1."""

    number: int
    count: int
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

    version: str
    profile: str
    template: str | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One version of one page's document. A fact that the page does not give is None, never guessed.

    ``confidence`` is the probability that the page is an article; None where nothing was judged. ``rights`` is None
    where they were not looked for: in documents made before there was this field, and without text.
    """

    id: str
    version: str
    url: str
    site: str
    kind: Kind
    title: str | None
    capture: Capture
    extractor: Extractor
    confidence: float | None = None
    subtitle: str | None = None
    breadcrumb: tuple[str, ...] = ()
    section: str | None = None
    source: str | None = None
    author: str | None = None
    published: str | None = None
    speech: Speech | None = None
    part: Part | None = None
    languages: Mapping[str, float] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    pairs: tuple[Pair, ...] = ()
    removed: tuple[Removed, ...] = ()
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    rights: Rights | None = None

    @property
    def is_article(self) -> bool:
        """Whether the document is one that is stored."""
        return self.kind in ARTICLE_KINDS


_KEYS = (
    "id", "version", "url", "site", "kind", "confidence", "title", "subtitle", "breadcrumb", "section", "source",
    "author", "published", "speech", "part", "languages", "blocks", "pairs", "removed", "images", "links",
    "attachments", "alternates", "rights", "capture", "extractor",
)  # fmt: skip


def to_json(document: Document) -> dict[str, Any]:
    """The document as JSON values, keys in the published order."""
    return {key: _json_value(value) for key, value in _values(document).items()}


def _values(document: Document) -> dict[str, Any]:
    return {"schema": SCHEMA_VERSION, **{key: getattr(document, key) for key in _KEYS}}


def _json_value(value: Any) -> Any:
    """The value with its tuples as lists and its dataclasses as objects, as JSON has them."""
    if isinstance(value, tuple):
        return [_json_value(each) for each in value]
    if is_dataclass(value) or isinstance(value, Mapping):
        return {name: _json_value(entry) for name, entry in _entries(value).items()}
    return value


def _entries(value: Any) -> dict[str, Any]:
    """The fields of a dataclass, or the entries of a mapping."""
    return dict(value) if isinstance(value, Mapping) else {name: getattr(value, name) for name in value.__slots__}


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_entries)


def encode(document: Document) -> str:
    """The document as one line of JSON, without line end; the same document gives the same line."""
    return _encoder.encode(_values(document))


def decode(line: str | bytes) -> Document:
    """The document that a line of ``documents/*.jsonl`` holds.

    Raises ValueError when the line is not JSON or of another schema version, KeyError or TypeError when a field
    is missing.
    """
    values = json.loads(line)
    if values.get("schema") != SCHEMA_VERSION:
        raise ValueError(f"document schema {values.get('schema')!r}, this program reads {SCHEMA_VERSION}")
    absent = {"alternates": (), "attachments": (), "confidence": None, "rights": None}  # in the first documents
    values = absent | values
    fields = {key: values[key] for key in _KEYS}
    fields["breadcrumb"] = tuple(fields["breadcrumb"])
    fields["speech"] = Speech(**fields["speech"]) if fields["speech"] else None
    fields["part"] = Part(**fields["part"]) if fields["part"] else None
    fields["blocks"] = tuple(Block(**block) for block in fields["blocks"])
    fields["pairs"] = tuple(Pair(tuple(p["source"]), tuple(p["target"]), p["score"]) for p in fields["pairs"])
    fields["removed"] = tuple(Removed(**removed) for removed in fields["removed"])
    fields["images"] = tuple(Image(**image) for image in fields["images"])
    fields["links"] = tuple(Link(**link) for link in fields["links"])
    fields["attachments"] = tuple(Attachment(**attachment) for attachment in fields["attachments"])
    fields["alternates"] = tuple(Alternate(**alternate) for alternate in fields["alternates"])
    fields["rights"] = Rights(**fields["rights"]) if fields["rights"] else None
    fields["capture"] = Capture(**fields["capture"])
    extractor = {key: value for key, value in fields["extractor"].items() if key != "fingerprint"}  # before templates
    fields["extractor"] = Extractor(**extractor)
    return Document(**fields)
