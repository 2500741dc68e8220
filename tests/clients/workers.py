"""Several workers of one crawl, as processes, and what must hold of what they made together."""

import signal
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from archive.index import Index
from archive.layout import Archive
from tests.clients.redis_server import RedisServer
from tests.crawler.capture.crawling import assert_sound, documents_in, start_crawl

PATIENCE = "-s", "FRONTIER_PATIENCE=3"
_ENDED_IN = 180

Worker = subprocess.Popen[str]


@dataclass(frozen=True, slots=True)
class Made:
    """What crawls made: by the address of each document the digest of its payload and all that was extracted, and the
    requisites with the digests of theirs."""

    documents: dict[str, tuple[str | None, str]]
    requisites: frozenset[tuple[str, str | None]]


def start_worker(archive: Path, url: str, redis: RedisServer | str, *more: str) -> Worker:
    where = redis if isinstance(redis, str) else redis.url
    return start_crawl(archive, url, "-s", f"FRONTIER_REDIS={where}", *PATIENCE, *more)


def ended(worker: Worker) -> tuple[int, list[str]]:
    """The exit code of a worker, and its lines on standard error without those of its progress."""
    _, errors = worker.communicate(timeout=_ENDED_IN)
    return worker.returncode, [line for line in errors.splitlines() if not line.endswith("pages/s")]


def all_ended_well(workers: Sequence[Worker]) -> None:
    for worker in workers:
        code, errors = ended(worker)
        assert (code, errors) == (0, []), "\n".join(errors)


def wait_until_asked(log: Sequence[object], count: int) -> None:
    """Returns when a server's log has so many requests."""
    until = time.monotonic() + _ENDED_IN
    while len(log) < count and time.monotonic() < until:
        time.sleep(0.01)
    assert len(log) >= count


def kill(worker: Worker) -> None:
    worker.send_signal(signal.SIGKILL)
    worker.communicate()


def made_in(root: Path) -> Made:
    """What an archive holds, without where captures lie, when they were made, and by which job."""
    documents = {}
    for document in documents_in(root):
        plain = asdict(document)
        capture = plain.pop("capture")
        plain.pop("version")
        plain["extractor"].pop("template")
        documents[document.url] = (capture["payload_digest"], repr(plain))
    with Index(Archive(root)) as index:
        entries = [entry for warc in index.warc_files() for entry in index.entries_in(warc)]
    requisites = (entry.capture for entry in entries if entry.fetched_as and entry.capture.status == 200)
    return Made(documents, frozenset((capture.uri, capture.payload_digest) for capture in requisites))


def assert_once(root: Path) -> None:
    """The archive is sound, no job is left alive, and no article was stored twice."""
    assert_sound(root)
    archive = Archive(root)
    assert list(archive.jobs_dir.glob("*.alive")) == []
    assert [path.suffix for path in archive.warc_dir.iterdir()] == [".gz"] * len(archive.warc_paths())
    counts = Counter(document.url for document in documents_in(root))
    assert set(counts.values()) == {1}
