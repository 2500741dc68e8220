"""A capture: one exchange as it lies in the archive."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Capture:
    """Where a response record lies and what it holds.

    ``uri`` is what was asked for. ``warc`` is the file's name without directory and without ``.open``;
    ``offset`` and ``length`` are the record's gzip member in bytes. ``date`` is WARC-Date.
    ``payload_digest`` is ``sha1:`` and Base32 of the entity body, transfer coding removed, content coding kept
    (WARC/1.1, 5.9). ``charset`` is what the text was decoded with, known once a document is extracted.
    A page that was read from a plain file has no record: ``warc`` and its companions are None.
    """

    uri: str
    warc: str | None
    offset: int | None
    length: int | None
    record_id: str | None
    date: str
    status: int
    payload_digest: str | None
    charset: str | None = None
