"""An archive with articles that are extracted from their records, made without a network."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from archive.index import Index, update_index
from archive.jobs_and_locks import Job
from archive.layout import Archive, WarcName
from archive.model.times import format_time
from archive.warc.http_exchange_and_conditional_requests import Exchange
from archive.warc.warc_writer import FindOriginal, WarcWriter
from crawler.reextract.reextraction_of_files_and_worker_processes import reextract_missing
from crawler.rules_revision_of_documents_and_sketches import rules_revision
from tests.archive_files import made_once
from tests.crawler.spiders.odd_site import article

BEGAN = datetime(2026, 11, 24, 9, 32, 26, tzinfo=UTC)
SITE = "sample"
BOTH = (
    "<p>我们明天去北京开会。新图书馆的窗户朝着河。</p>"
    "<p>We will go to Beijing tomorrow for a meeting. The windows of the new library face the river.</p>"
)


def exchange(number: int, day: int = 0) -> Exchange:
    """The exchange in which an article is fetched, with paragraphs in both languages, on a day after the first."""
    body = article(number).replace("<p>Nobody", f"{BOTH}<p>Nobody").encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body)
    began = BEGAN + timedelta(days=day, seconds=number)
    uri = f"http://sample.example/news/{number}.html"
    return Exchange(uri, b"GET / HTTP/1.1\r\n\r\n", BytesIO(head + body), began, "192.0.2.1")


def write_warc(
    archive: Archive, job: str, exchanges: Sequence[Exchange], *, began: datetime = BEGAN, ended: bool = True
) -> WarcName:
    """A WARC file of a job; one that ended has its documents and is indexed."""
    begun = Job(job, SITE, {}, format_time(began)).save(archive)
    info = {"software": "test"}
    with _original(archive) as original, WarcWriter(archive, SITE, job, info, original) as writer:
        for each in exchanges:
            writer.append(each)
        writer.sync()
    if ended:
        update_index(archive)
        list(reextract_missing(archive, SITE))
        begun.end(archive, "finished", {}, rules_revision())
        update_index(archive)
    return writer.stem


@made_once
def make_archive(root: Path) -> Archive:
    """Two files: four articles; then two of them unchanged and a new one."""
    archive = Archive(root).create()
    write_warc(archive, "first", [exchange(number) for number in range(4)])
    write_warc(archive, "second", [exchange(1, 1), exchange(2, 1), exchange(7, 1)])
    return archive


@contextmanager
def _original(archive: Archive) -> Iterator[FindOriginal]:
    if not archive.index_file.exists():
        yield lambda digest: None
        return
    with Index(archive) as index:
        yield index.capture_with_digest


def content_of(archive: Archive) -> dict[str, bytes]:
    """All files but the index's, by their paths."""
    return {
        str(path.relative_to(archive.root)): path.read_bytes()
        for path in sorted(archive.root.rglob("*"))
        if path.is_file() and "index" not in path.parts
    }
