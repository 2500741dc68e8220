"""A capture: one exchange as it lies in the archive."""

from dataclasses import dataclass
from typing import Annotated, Literal

from archive.model.json_shape import keywords

Moment = Annotated[str, keywords(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$")]
"""A moment in UTC, as WARC/1.1 writes it."""


@dataclass(frozen=True, slots=True)
class Capture:
    """The place of a response record, and its content.

    ``uri`` is what was asked for. ``warc`` is the file's name without directory and without ``.open``;
    ``offset`` and ``length`` are the record's gzip member in bytes. ``date`` is WARC-Date.
    ``payload_digest`` is ``sha1:`` and Base32 of the entity body, transfer coding removed, content coding kept
    (WARC/1.1, 5.9). ``charset`` is what the text was decoded with, known once a document is extracted.
    A page that was read from a plain file has no record: ``warc`` and its companions are None.
    """

    uri: str
    warc: str | None
    offset: Annotated[int, keywords(minimum=0)] | None
    length: Annotated[int, keywords(minimum=1)] | None
    record_id: Annotated[str, keywords(pattern=r"^<?[^<>\s]+>?$")] | None
    date: Moment
    status: Annotated[int, keywords(minimum=0)]
    payload_digest: Annotated[str, keywords(pattern=r"^[^\s:]+:\S{8,}$")] | None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A capture in the catalogue of the index: the record's type, and for a revisit what it refers to.

    ``mime`` is the media type of the response without parameters, in lower case. ``refers_to_uri`` and
    ``refers_to_date`` are those of the record that holds the payload of a revisit (WARC/1.1, 6.7).
    ``fetched_as`` is what the request said that it was for, as browsers say it (Sec-Fetch-Dest: ``document``,
    ``image``, …), None where it did not.
    """

    capture: Capture
    record_type: Literal["response", "revisit"]
    mime: str | None = None
    refers_to_uri: str | None = None
    refers_to_date: str | None = None
    fetched_as: str | None = None


@dataclass(frozen=True, slots=True)
class Damage:
    """A part of a WARC file that holds no whole record: from one offset, in bytes, to another, and what is wrong."""

    offset: int
    end: int
    what: str

    def holds(self, offset: int | None) -> bool:
        """Return whether a WARC record that began at an offset is damaged."""
        return offset is not None and self.offset <= offset < self.end
