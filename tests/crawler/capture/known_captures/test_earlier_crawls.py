"""What a crawl knows of earlier ones is looked up when it is needed, and its own captures do not count."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.signalmanager import SignalManager

from archive.index import IndexWriter
from archive.index.reader_of_captures_documents_and_units import Index
from archive.jobs_and_locks import Job
from archive.layout import Archive, WarcName
from archive.model.document import document_id
from crawler.capture.known_captures import find_earlier_crawls
from crawler.discovery.link_selection import EarlierCrawls
from tests.archive.index.sample_documents import make_document, make_entry

SITE, START = "sample", "http://sample.example/"
TIME = "20260102030405"


def warc_of(job: Job, site: str = SITE) -> str:
    return WarcName(site, TIME, job.job, 0).warc


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path).create()


def earlier_crawls(archive: Archive, job: Job) -> EarlierCrawls | None:
    """What the crawl of a job knows of those before."""
    recorder = SimpleNamespace(job=job, interrupted=())
    crawler: Any = SimpleNamespace(
        get_extension=lambda _: recorder, settings={"ARCHIVE_DIR": str(archive.root)}, signals=SignalManager()
    )
    return find_earlier_crawls(crawler, SITE, START)


def test_urls_are_known_from_complete_crawls_alone(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Job.begin(archive, SITE, {"start_url": START})
    assert earlier_crawls(archive, Job.begin(archive, SITE, {})) is None
    before.end(archive, "finished", {})
    now = Job.begin(archive, SITE, {"start_url": START})
    document = make_document("中国", path="1")
    article = document.url
    with IndexWriter(archive) as writer:
        writer.add([make_entry(article, warc=warc_of(before))], [document])
        writer.add([make_entry(f"{START}list", warc=warc_of(before), offset=1)], ())
        writer.add([make_entry(f"{START}new", warc=warc_of(now))], ())
        writer.add([make_entry(f"{START}elsewhere", warc=warc_of(before, "other"))], ())
    assert document.id == document_id(SITE, article)
    monkeypatch.setattr(Index, "entries_in", lambda *_: pytest.fail("all captures of a file are read"))
    known = earlier_crawls(archive, now)
    assert known
    urls = (article, f"{START}list", f"{START}new", f"{START}elsewhere", f"{START}never")
    assert [known.was_captured(url) for url in urls] == [True, True, False, False, False]
    assert [known.is_article(url) for url in urls] == [True, False, False, False, False]
