"""A CDXJ index cut into compressed blocks with an index of its own, so that readers fetch only what they look up.

The form is that of pywb and WACZ ("ZipNum"): ``index.cdx.gz`` holds a gzip member for each block of lines,
and ``index.idx`` a line for each block.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

LINES = 3000
"""In one block; what readers expect."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block: key and time of its first line, its place in bytes, and its SHA-256 in hexadecimal digits."""

    key: str
    offset: int
    length: int
    digest: str

    def line(self, name: str) -> str:
        """Its line in the index of blocks; ``name`` is the file of blocks."""
        values = {
            "offset": self.offset,
            "length": self.length,
            "digest": f"sha256:{self.digest}",
            "filename": name,
        }
        return f"{self.key} {json.dumps(values)}\n"


def write_blocks(lines: Iterable[str], target: BinaryIO) -> list[Block]:
    """Writes sorted lines as blocks to the stream, and gives them in order."""
    source, offset, blocks = iter(lines), 0, []
    while piece := list(islice(source, LINES)):
        member = gzip.compress("".join(piece).encode(), mtime=0)
        target.write(member)
        blocks.append(Block(piece[0].partition(" {")[0], offset, len(member), hashlib.sha256(member).hexdigest()))
        offset += len(member)
    return blocks


def index_of(blocks: Iterable[Block], name: str) -> str:
    """The text of the index of the blocks in the file ``name``."""
    head = f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': name})}\n"
    return head + "".join(block.line(name) for block in blocks)
