"""The writer of the WARC files of one crawl: exchanges in, catalogue entries out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import BinaryIO, Self

from archive.errors import ArchiveError
from archive.layout import Archive, WarcName
from archive.model.capture import Capture, CatalogueEntry
from archive.model.times import format_stamp, format_time, parse_time, utc_now
from archive.warc.http_exchange_and_conditional_requests import (
    NOT_MODIFIED,
    Conditions,
    Exchange,
    FindUnmodified,
    ResponseHead,
    fetch_destination,
    payload_pieces,
)
from archive.warc.open_warc_file_and_recovery import OpenFile
from archive.warc.warc_records_and_digests import (
    WARC_FIELDS,
    Fields,
    NewRecord,
    field_lines,
    new_record_id,
    sha1_digest,
)

MAX_FILE_SIZE = 1_000_000_000
"""Bytes after which a file is finished and the next one begun."""

FindOriginal = Callable[[str], CatalogueEntry | None]
"""Returns the response record that holds the payload with a digest, or None."""

_IDENTICAL_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_SERVER_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_RESPONSE = "application/http; msgtype=response"
_REQUEST = "application/http; msgtype=request"
_SURPLUS = "application/octet-stream; msgtype=surplus"


class WarcWriter:
    """Writes the exchanges of one crawl job to WARC files of its own, one after the other.

    ``info`` are the fields of each file's ``warcinfo`` record. ``find_original`` looks up a response record by the
    payload's digest, so that a payload is stored once and later captures are ``revisit`` records;
    ``find_unmodified`` looks up the one that a 304 refers to: without it, a 304 is a response like others.
    A file is locked while it is written and named ``.open`` until it is complete.

    Every method raises ArchiveUnusable if the disk rejects a write; the file then ends with its last whole exchange.
    """

    def __init__(
        self,
        archive: Archive,
        site: str,
        job: str,
        info: Mapping[str, str],
        find_original: FindOriginal,
        find_unmodified: FindUnmodified | None = None,
    ) -> None:
        self._archive = archive
        self._made = utc_now()
        self._stem = WarcName(site, format_stamp(self._made), job, 0)
        self._info = info
        self._find_original = find_original
        self._find_unmodified = find_unmodified
        self._originals: dict[tuple[str, str | None], CatalogueEntry] = {}
        self._file: OpenFile | None = None
        self._files = 0

    def follow(self, after: str) -> None:
        """Name the WARC files by a time after the end of the site's earlier crawls (``after``), whatever the clock
        says.

        Call it before anything is written.
        """
        if after > format_time(self._made):
            later = parse_time(after) + timedelta(seconds=1)
            self._stem = replace(self._stem, time=format_stamp(later))

    @property
    def clock_behind(self) -> int:
        """Return the seconds by which the clock was behind the time that the WARC files are named by."""
        return max(0, round((parse_time(self._stem.began) - self._made).total_seconds()))

    @property
    def stem(self) -> WarcName:
        """Return the name of the WARC file being written, or written last; of the first if there is none yet."""
        return self._stem

    def append(self, exchange: Exchange) -> CatalogueEntry:
        """Write an exchange's WARC records and return its capture; only ``sync`` makes sure that they are on disk."""
        file = self._open_file()
        head = exchange.head
        exchange.response.seek(head.length)
        stated = sha1_digest(payload_pieces(head, exchange.response))
        fetched_as = fetch_destination(BytesIO(exchange.request))
        original = self._earlier(exchange, head, stated, fetched_as)
        digest = original.capture.payload_digest or stated if original else stated
        common = _common_fields(exchange, file)
        response = _response_record(exchange, (*common, ("WARC-Payload-Digest", digest)), head, original)
        (place, *_) = file.append([response, *_companions(exchange, common, response.record_id, original)])
        date = format_time(exchange.began)
        capture = Capture(exchange.uri, file.name, *place, response.record_id, date, head.status, digest)
        entry = _entry(capture, head.mime, original, fetched_as)
        if original is None:
            self._originals.setdefault((digest, fetched_as), entry)
        return entry

    def append_unanswered(self, exchange: Exchange) -> None:
        """Write the WARC records of an exchange without a response: the request, and interim responses if any.

        Interim responses are marked as truncated for the exchange's reason. A request record without a response
        record is how the archive states that no response came (WARC/1.1, 6.4, requires none).
        """
        file = self._open_file()
        common = _common_fields(exchange, file)
        request, *interim = _companions(exchange, common, None)
        cut: Fields = (("WARC-Truncated", exchange.truncated),) if exchange.truncated else ()
        linked = (*common, ("WARC-Concurrent-To", request.record_id), *cut)
        file.append([request, *(replace(record, fields=linked) for record in interim)])

    def append_outlinks(self, capture: Capture, urls: Iterable[str]) -> None:
        """Write the URLs that a captured page links to, as a WARC ``metadata`` record that refers to the page."""
        file = self._open_file()
        fields: Fields = (
            ("WARC-Target-URI", capture.uri),
            ("WARC-Date", capture.date),
            ("WARC-Refers-To", capture.record_id or ""),
            ("WARC-Warcinfo-ID", file.info_id),
        )
        lines = field_lines(("outlink", url) for url in urls)
        file.append([NewRecord.of_bytes("metadata", fields, WARC_FIELDS, lines)])

    def sync(self) -> None:
        """Sync the WARC file: return when everything appended is on disk; a full file is finished."""
        if self._file is not None:
            try:
                self._file.sync()
            except ArchiveError:
                self._originals.clear()  # some of them are cut off again
                raise
            if self._file.size >= MAX_FILE_SIZE:
                self.close()

    def close(self) -> None:
        """Finish the crawl's WARC file: synced, unlocked and renamed. Later exchanges go into the next file."""
        file, self._file = self._file, None
        if file is not None:
            file.finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _earlier(
        self, exchange: Exchange, head: ResponseHead, digest: str, fetched_as: str | None
    ) -> CatalogueEntry | None:
        """Return the stored record with this payload, or the one that the server reports unchanged; None if it is
        new.
        """
        has_payload = exchange.response.tell() > head.length
        if exchange.truncated or has_payload == (head.status == NOT_MODIFIED):
            return None
        return self._original(digest, fetched_as) if has_payload else self._unmodified(exchange)

    def _unmodified(self, exchange: Exchange) -> CatalogueEntry | None:
        conditions = Conditions.of_request(exchange.request)
        return (
            self._find_unmodified(exchange.uri, conditions) if self._find_unmodified and conditions.are_any else None
        )

    def _original(self, digest: str, fetched_as: str | None) -> CatalogueEntry | None:
        """The record with the payload; a page whose payload was fetched as an image before is stored again."""
        known = self._originals.get((digest, fetched_as)) or self._find_original(digest)
        return known if known and known.fetched_as == fetched_as else None

    def _open_file(self) -> OpenFile:
        if self._file is None:
            stem = replace(self._stem, serial=self._files)
            self._file = OpenFile(self._archive, stem, self._info, utc_now())
            self._stem = stem
            self._files += 1
        return self._file


def _response_record(
    exchange: Exchange, fields: Fields, head: ResponseHead, original: CatalogueEntry | None
) -> NewRecord:
    """Make the WARC record of a response, or a ``revisit`` if its payload is stored already.

    The block of a revisit is the response's head. For a 304 it is empty, since readers would return that 304 in
    place of the response that it refers to; the head is kept in a record beside it.
    """
    if original is not None:
        block = BytesIO(b"" if head.status == NOT_MODIFIED else _rewound(exchange.response).read(head.length))
        revisit = _revisit_fields(original, head.status)
        return NewRecord("revisit", new_record_id(), fields + revisit, _RESPONSE, block)
    if exchange.truncated:
        fields += (("WARC-Truncated", exchange.truncated),)
    return NewRecord("response", new_record_id(), fields, _RESPONSE, exchange.response)


def _companions(
    exchange: Exchange, common: Fields, response_id: str | None, original: CatalogueEntry | None = None
) -> list[NewRecord]:
    """Make the WARC records beside a response: request, interim responses, surplus bytes, and provenance.

    With an ``original``, also the head of a 304, which its revisit does not hold.
    """
    linked = (*common, ("WARC-Concurrent-To", response_id)) if response_id else common
    records = [NewRecord.of_bytes("request", linked, _REQUEST, exchange.request)]
    if original and exchange.head.status == NOT_MODIFIED:
        head = _rewound(exchange.response).read(exchange.head.length)
        records.append(NewRecord.of_bytes("metadata", linked, _RESPONSE, head))
    if exchange.interim:
        records.append(NewRecord.of_bytes("metadata", linked, _RESPONSE, exchange.interim))
    if exchange.surplus:
        records.append(NewRecord.of_bytes("metadata", linked, _SURPLUS, exchange.surplus))
    if exchange.found:
        records.append(NewRecord.of_bytes("metadata", linked, WARC_FIELDS, field_lines(exchange.found)))
    return records


def _entry(
    capture: Capture, mime: str | None, original: CatalogueEntry | None, fetched_as: str | None
) -> CatalogueEntry:
    """Return the capture as the catalogue reads it back: a 304's revisit has no head, and so no media type."""
    if original is None:
        return CatalogueEntry(capture, "response", mime, fetched_as=fetched_as)
    mime = None if capture.status == NOT_MODIFIED else mime
    return CatalogueEntry(capture, "revisit", mime, original.capture.uri, original.capture.date, fetched_as)


def _rewound(stream: BinaryIO) -> BinaryIO:
    stream.seek(0)
    return stream


def _common_fields(exchange: Exchange, file: OpenFile) -> Fields:
    address: Fields = (("WARC-IP-Address", exchange.ip),) if exchange.ip else ()
    return (
        ("WARC-Target-URI", exchange.uri),
        ("WARC-Date", format_time(exchange.began)),
        *address,
        ("WARC-Warcinfo-ID", file.info_id),
    )


def _revisit_fields(original: CatalogueEntry, status: int) -> Fields:
    """Return the WARC fields by which a revisit refers to its original (profiles of WARC/1.1, 6.7.2 and 6.7.3)."""
    unmodified = status == NOT_MODIFIED
    return (
        ("WARC-Profile", _SERVER_NOT_MODIFIED if unmodified else _IDENTICAL_PAYLOAD),
        ("WARC-Refers-To", original.capture.record_id or ""),
        ("WARC-Refers-To-Target-URI", original.capture.uri),
        ("WARC-Refers-To-Date", original.capture.date),
        *(() if unmodified else (("WARC-Truncated", "length"),)),
    )
