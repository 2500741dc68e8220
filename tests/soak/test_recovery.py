"""A WARC file cut at each of 200 offsets is recovered to exactly its whole records."""

import random
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from archive.layout import OPEN_SUFFIX, Archive
from archive.warc.http_exchange_and_conditional_requests import Exchange
from archive.warc.open_warc_file_and_recovery import recover_file
from archive.warc.warc_records_and_digests import read_records
from archive.warc.warc_writer import WarcWriter

BEGAN = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.soak
def test_cut_at_200_offsets(tmp_path: Path) -> None:
    archive, chance = Archive(tmp_path).create(), random.Random(200)
    with WarcWriter(archive, "a", "j", {"software": "test"}, lambda digest: None) as writer:
        for number in range(60):
            body = chance.randbytes(chance.randrange(40_000))
            head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body)
            uri = f"http://example.com/{number}"
            writer.append(Exchange(uri, b"GET", BytesIO(head + body), BEGAN + timedelta(seconds=number)))
    whole = archive.warc_file(writer.stem)
    content = whole.read_bytes()
    ends = [record.offset + record.length for record in read_records(whole)]
    left_open = whole.with_name(whole.name + OPEN_SUFFIX)
    for cut in chance.sample(range(1, len(content)), 200):
        whole.unlink(missing_ok=True)
        left_open.write_bytes(content[:cut])
        recovery = recover_file(archive, left_open)
        end = max((end for end in ends if end <= cut), default=0)
        assert recovery.records == sum(each <= cut for each in ends)
        assert (whole.read_bytes() if end else b"") == content[:end]
        assert (recovery.cut.read_bytes() if recovery.cut else b"") == content[end:cut]
