"""Searches go on while another process writes."""

import subprocess
import sys
import threading
import time
from pathlib import Path

from archive.index import Filters, Index, IndexWriter, Readers
from archive.layout import Archive
from tests.archive.index.sample_documents import make_document

WRITER = """
import sys
from pathlib import Path
from archive.index import IndexWriter
from archive.layout import Archive
from tests.archive.index.sample_documents import make_document

with IndexWriter(Archive(Path(sys.argv[1]))) as writer:
    print("writing", flush=True)
    for number in range(int(sys.argv[2])):
        texts = "产能合作 " + "the text " * 50, f"第{number}篇"
        same = make_document(*texts, path="same", day=2 + number % 20)
        writer.add((), [make_document(*texts, path=f"new{number}"), same])
"""
WRITTEN = 150
READERS = 8


def test_many_readers_see_whole_states_while_a_process_writes(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("产能合作 text", path="same")])
    readers, errors, seen = Readers(archive), list[BaseException](), list[int]()
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                with readers.borrow() as index, index.snapshot():
                    result = index.search("产能 text", Filters(), 5)
                    facets = index.facets("产能 text", Filters())
                    assert facets.counted == result.documents == index.counts().documents
                    assert len(result.hits) == min(5, result.total)
                    seen.append(result.documents)
        except BaseException as error:
            errors.append(error)

    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(archive.root), str(WRITTEN)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    assert process.stdout is not None
    process.stdout.readline()
    threads = [threading.Thread(target=ask) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    assert process.wait() == 0
    time.sleep(0.1)
    done.set()
    for thread in threads:
        thread.join()
    process.stdout.close()
    readers.close()
    assert errors == []
    assert len(set(seen)) > 3
    with Index(archive) as index:
        assert index.counts().documents == WRITTEN + 1
