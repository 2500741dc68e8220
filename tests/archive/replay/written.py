"""Archives of a few exchanges, written and indexed as a crawl does it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from archive.index import IndexWriter
from archive.layout import Archive
from archive.model.capture import CatalogueEntry
from archive.warc.http_exchange_and_conditional_requests import Exchange
from archive.warc.warc_writer import WarcWriter

NOON = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered to a request for ``url``; ``body`` is as it was sent, with its content coding."""

    url: str
    body: bytes = b""
    headers: tuple[str, ...] = ("Content-Type: text/html",)
    status: str = "200 OK"
    at: datetime = NOON

    @property
    def exchange(self) -> Exchange:
        chunked = any(header.lower().startswith("transfer-encoding") for header in self.headers)
        length = () if chunked else (f"Content-Length: {len(self.body)}",)
        head = "\r\n".join((f"HTTP/1.1 {self.status}", *self.headers, *length, "", "")).encode("latin-1")
        return Exchange(self.url, b"GET / HTTP/1.1\r\n\r\n", BytesIO(head + self.body), self.at)


def write_archive(root: Path, *files: Iterable[Answer]) -> Archive:
    """An archive with a WARC file for each run of answers; what was captured before becomes a revisit."""
    archive = Archive(root).create()
    known: dict[str, CatalogueEntry] = {}
    for number, answers in enumerate(files):
        with WarcWriter(archive, f"site{number}", "job", {}, known.get) as writer:
            entries = [writer.append(answer.exchange) for answer in answers]
        for entry in entries:
            known.setdefault(entry.capture.payload_digest or "", entry)
        with IndexWriter(archive) as index:
            index.add(entries, [])
    return archive
