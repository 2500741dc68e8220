"""A directory and its index page that are answered with the same bytes are one page."""

from pathlib import Path

import pytest

from archive.document_and_unit_files import find_documents
from archive.layout import Archive
from tests.crawler.spiders.odd_server import run_scrapy
from tests.eval_sites.server import served

TEXT = "The ferry to the island will run again from Thursday morning, the harbour office said after the storm."


def page(title: str, text: str) -> str:
    return (
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>"
        f"<p>Published: 2024-05-06</p><p>{text}</p><p>{text[::-1].capitalize()}.</p></body></html>"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    links = ""
    for name in ("ferry", "bridge"):
        directory = tmp_path / "site" / "news" / name
        directory.mkdir(parents=True)
        text = TEXT.replace("ferry", name)
        (directory / "index.html").write_text(page(f"The {name} is open again", text), encoding="utf-8")
        links += (
            f"<li>2024-05-06 <a href=/news/{name}/>The {name} is open again</a> <a href=/news/{name}/index.html>…</a>"
        )
    (tmp_path / "site" / "index.html").write_text(f"<title>Harbour</title><ul>{links}</ul>", encoding="utf-8")
    return tmp_path / "site"


def documents(archive: Archive) -> bytes:
    return b"".join(path.read_bytes() for path in archive.documents_paths())


def test_it_makes_one_document_and_makes_it_again(folder: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    with served(folder) as server:
        told = run_scrapy("crawl", "agency", "-a", f"start_url={server.url}/", "-s", f"ARCHIVE_DIR={archive.root}")
        asked = {target for target, _ in server.log}
    assert {"/news/ferry/", "/news/ferry/index.html"} <= asked
    made = [stored.document for stored in find_documents(archive)]
    assert sorted(document.title or "" for document in made) == [
        "The bridge is open again",
        "The ferry is open again",
    ]
    assert "documents  2: " in told.stdout + told.stderr
    before = documents(archive)
    run_scrapy("reextract", "--all", "-s", f"ARCHIVE_DIR={archive.root}")
    assert documents(archive) == before
