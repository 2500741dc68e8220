"""Two hundred readers at once while a crawl writes: nothing fails. How fast it is, benchmarks/serve.py says."""

import asyncio
from pathlib import Path
from urllib.parse import quote

from archive.index import IndexWriter
from tests.archive.cli.sample_archive import make_archive
from tests.archive.index.sample_documents import make_document
from tests.archive.web.load import Crawl, read
from tests.archive.web.served import serving

READERS = 200
ROUNDS = 8


def test_no_reader_meets_an_error_while_a_crawl_writes(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "data")
    documents = [make_document(f"国际产能合作 {n}", f"cooperation {n}", path=f"read{n}") for n in range(100)]
    with IndexWriter(archive) as writer:
        writer.add((), documents)
    paths = [
        "/", "/statistics", "/sites", "/api/statistics",
        *(f"/?q={quote(query)}" for query in ("产能", "合作", "cooperation", "crawl", "爬取")),
        *(f"/api/search?q={quote(query)}" for query in ("产能", "crawl")),
        *(f"/document/{document.id}" for document in documents[:20]),
        *(f"/api/history?id={document.id}" for document in documents[:5]),
    ]  # fmt: skip
    with serving(archive.root) as served, Crawl(archive, pause=0.01) as crawl:
        begun = crawl.written
        reading = asyncio.run(read(served.room, paths, READERS, ROUNDS))
        written = crawl.written - begun
        code, out, err = served.end()
    assert reading.faults == []
    assert len(reading.seconds) == READERS * ROUNDS
    assert written
    assert (code, out, err) == (0, "", "")
