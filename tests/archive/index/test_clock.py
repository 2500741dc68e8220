"""Where the clock was set back between two crawls, what the later crawl captured is the newer."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from archive import jobs_and_locks
from archive.index import Index, update_index
from archive.jobs_and_locks import Job, captured_until
from archive.layout import Archive
from archive.model.times import format_time
from archive.warc import warc_writer
from archive.warc.http_exchange_and_conditional_requests import Exchange
from archive.warc.warc_writer import WarcWriter
from crawler.reextract.reextraction_of_files_and_worker_processes import reextract_missing
from tests.archive.check.archive_with_articles import SITE, exchange

NOW = datetime(2026, 11, 24, 9, 0, 0, 250_000, tzinfo=UTC)
URL = "http://sample.example/news/1.html"


def crawl(archive: Archive, monkeypatch: pytest.MonkeyPatch, now: datetime, word: bytes) -> WarcWriter:
    """A crawl that finds the article with a word in it, by a clock that says ``now``."""
    for module in (warc_writer, jobs_and_locks):
        monkeypatch.setattr(module, "utc_now", lambda: now)
    after = captured_until(archive, SITE)
    job = Job.begin(archive, SITE, {})
    whole = exchange(1)
    _, _, body = whole.response.read().partition(b"\r\n\r\n")
    response = BytesIO(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body.replace(b"Nobody", word))
    found = Exchange(URL, whole.request, response, now + timedelta(seconds=1), "192.0.2.1")
    info = {"software": "test"}
    with WarcWriter(archive, SITE, job.job, info, lambda digest: None) as writer:
        writer.follow(after)
        writer.append(found)
    update_index(archive)
    list(reextract_missing(archive, SITE))
    update_index(archive)
    monkeypatch.setattr(jobs_and_locks, "utc_now", lambda: now + timedelta(seconds=9))
    job.end(archive, "finished", {})
    return writer


def test_the_later_crawl_has_the_newest_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path).create()
    first = crawl(archive, monkeypatch, NOW, b"Before")
    assert first.clock_behind == 0
    back = NOW - timedelta(days=400)
    second = crawl(archive, monkeypatch, back, b"Later")
    assert second.clock_behind == 400 * 24 * 3600 + 10
    with Index(archive) as index:
        newest = index.document(URL)
        assert newest
        assert "Later" in str(newest.blocks)
        assert newest.version == format_time(back + timedelta(seconds=1))
        assert index.versions(URL)[-1] == newest.version
    crawl(archive, monkeypatch, NOW + timedelta(days=1), b"Latest")
    with Index(archive) as index:
        latest = index.document(URL)
        assert latest
        assert "Latest" in str(latest.blocks)
