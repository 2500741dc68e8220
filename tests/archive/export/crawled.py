"""An archive of two sites, the second of which revisits a payload of the first."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

from archive.document_and_unit_files import DocumentsWriter
from archive.index import IndexWriter, update_index
from archive.jobs_and_locks import Job
from archive.layout import Archive, WarcName
from archive.model.capture import CatalogueEntry
from archive.warc.http_exchange_and_conditional_requests import Exchange
from archive.warc.warc_writer import WarcWriter
from tests.archive.index.sample_documents import make_document

BEGAN = datetime(2026, 11, 24, 9, 32, 26, tzinfo=UTC)
INFO = {"software": "agency-archive/0.1.0"}


def exchange(url: str, body: bytes, at: int, *, kind: bytes = b"text/html") -> Exchange:
    response = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s" % (kind, len(body), body)
    request = b"GET / HTTP/1.1\r\nHost: example.com\r\n\r\n"
    return Exchange(url, request, BytesIO(response), BEGAN + timedelta(seconds=at))


@contextmanager
def crawl(archive: Archive, site: str) -> Iterator[WarcWriter]:
    """A writer of one job of the site; what it wrote is in the index in the end."""
    archive.create()
    job = Job.begin(archive, site, {"start_url": f"http://{site}.example/"})
    with (
        IndexWriter(archive) as index,
        WarcWriter(archive, site, job.job, INFO, index.capture_with_digest) as writer,
    ):
        yield writer
    job.end(archive, "finished", {})
    update_index(archive)


def two_sites(archive: Archive) -> tuple[CatalogueEntry, CatalogueEntry]:
    """Captures of ``one`` and ``two``: a page of the first, and the second's page with the very same payload."""
    with crawl(archive, "one") as writer:
        writer.append(exchange("http://one.example/", b"<p>start", 0))
        first = writer.append(exchange("http://one.example/a?b=2&a=1", b"<p>same", 1))
    with crawl(archive, "two") as writer:
        writer.append(exchange("http://two.example/", b"<p>other", 2))
        second = writer.append(exchange("http://two.example/b", b"<p>same", 3))
    return first, second


def with_document(archive: Archive, entry: CatalogueEntry, *texts: str) -> None:
    """Stores a document of the capture."""
    document = replace(
        make_document(*texts), url=entry.capture.uri, version=entry.capture.date, capture=entry.capture
    )
    stem = WarcName.parse(entry.capture.warc or "")
    with DocumentsWriter(archive.documents_file(stem)) as writer:
        writer.append([document])
    update_index(archive)
