"""An archive on disk with a few pages, made as a crawl makes it."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from archive.document_and_unit_files import DocumentsWriter
from archive.index import IndexWriter
from archive.layout import Archive
from archive.warc.http_exchange_and_conditional_requests import Exchange
from archive.warc.warc_writer import WarcWriter
from tests.archive.index.sample_documents import make_document, make_speech
from tests.archive_files import made_once

SPEECH = make_speech(
    "Wang Yi",
    "China steps up industrial cooperation.",
    "中国加强国际产能合作。",
    path="speech",
    published="2025-03-03T09:32:26+08:00",
)
NEWS = make_document("兩國合作的新聞", title="新闻", path="news")
PAYLOAD = b"<p>\xd6\xd0\x00\r\n</p>"


def _exchange(url: str, day: int) -> Exchange:
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAYLOAD
    return Exchange(url, b"GET / HTTP/1.1\r\n\r\n", BytesIO(response), datetime(2026, 1, day, tzinfo=UTC))


@made_once
def make_archive(directory: Path) -> Archive:
    """An archive of a speech and a news item, and two captures of another address, the second a revisit."""
    archive = Archive(directory).create()
    with WarcWriter(archive, "sample", "job1", {"software": "test"}, lambda digest: None) as writer:
        entries = [writer.append(_exchange("http://sample.example/list", day)) for day in (1, 5)]
    documents = [replace(one, capture=replace(one.capture, warc=f"{writer.stem}.warc.gz")) for one in (SPEECH, NEWS)]
    with DocumentsWriter(archive.documents_file(writer.stem)) as stored:
        stored.append(documents)
    with IndexWriter(archive) as index:
        index.add(entries, documents)
    return archive
