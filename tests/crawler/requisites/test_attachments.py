"""The files that articles offer are captured with them, each once, within limits."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.document_and_unit_files import find_documents
from archive.index import Index
from archive.layout import Archive
from archive.query.document_as_text_html_and_markdown import document_text
from archive.query.lookup_of_documents_pages_and_attachments import find_context
from tests.crawler.extraction.article.test_template import page_of
from tests.crawler.spiders.odd_server import run_scrapy
from tests.eval_sites.server import Served, served

FEES, PLAN, MOST = "/files/fees.xls", "/files/plan.pdf", "2"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Served]:
    folder = tmp_path / "site"
    for name in ("news", "files"):
        (folder / name).mkdir(parents=True)
    for number in range(3):
        named = {FEES: "Fees", f"{PLAN}#page=2": "Plan.pdf", f"/files/{number}.zip": "All"}
        offered = f"<p>{' '.join(f'<a href={path}>{text}</a>' for path, text in named.items())}</p>"
        page = page_of(number, offered, "").payload.decode()
        (folder / "news" / f"{number}.html").write_text(page)
        (folder / "files" / f"{number}.zip").write_bytes(b"PK")
    links = "".join(
        f"<li><a href='/news/{number}.html'>Letter {number} of the harbour</a></li>" for number in range(3)
    )
    (folder / "index.html").write_text(f"<title>Harbour</title><ul>{links}</ul>")
    (folder / FEES[1:]).write_bytes(b"fees" * 500)
    (folder / PLAN[1:]).write_bytes(b"%PDF" * 50_000)
    with served(folder) as server:
        yield server


def crawl(site: Served, archive: Archive, *settings: str) -> Counter[str]:
    options = [part for setting in (f"ARCHIVE_DIR={archive.root}", *settings) for part in ("-s", setting)]
    done = run_scrapy("crawl", "agency", "-a", f"start_url={site.url}/", *options)
    assert done.returncode == 0, done.stderr
    return Counter(path for path, _ in site.log if path.startswith("/files/"))


def test_each_is_captured_once_within_limits(site: Served, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "data")
    asked = crawl(site, archive, f"ATTACHMENTS_MAX_PAGE={MOST}", "ATTACHMENTS_MAX_SIZE=100000")
    assert asked == {FEES: 1, PLAN: 1}
    documents = [line.document for line in find_documents(archive)]
    assert len(documents) == 3
    assert [each.type for each in documents[0].attachments] == ["xls", "pdf", "zip"]
    with Index(archive) as index:
        assert [index.capture(site.url + path) is not None for path in (FEES, PLAN, "/files/0.zip")] == [
            True,
            True,
            False,
        ]
    told = document_text(documents[0], find_context(archive, documents[0]))
    assert f"Attachment  Fees (xls, 2.0 kB) {site.url}{FEES}" in told
    assert f"All (zip, not captured) {site.url}" in told


def test_they_can_be_left(site: Served, tmp_path: Path) -> None:
    assert crawl(site, Archive(tmp_path / "data"), "ATTACHMENTS=0") == {}
