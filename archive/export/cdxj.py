"""Export of the catalogue of captures as CDXJ, the index of pywb and of WACZ packages.

The lines are those of IIPC's "CDXJ: OpenWayback" 1.0, sorted by the SURT of the address. In a WACZ they stand in
compressed blocks with an index of the blocks (the "ZipNum" form of pywb), so that a reader fetches only the blocks
that it looks up: a gzip member for each block of lines, and in the index a line for each block.
"""

import gzip
import hashlib
import heapq
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from tempfile import TemporaryFile
from typing import BinaryIO
from urllib.parse import SplitResult, urlsplit

from archive.errors import ArchiveMissing
from archive.index import Index
from archive.layout import Archive, WarcName
from archive.model.capture import CatalogueEntry
from archive.model.times import format_stamp, parse_time
from archive.query.terminal_output_columns_json_and_csv import counted

_CONTROLS = re.compile(r"[\t\r\n]")
_ESCAPED = re.compile(rb"%([0-9a-fA-F]{2})")
_WWW = re.compile(r"^www\d*\.")
_ID = r"[0-9a-z]{32}"
_SESSIONS_IN_PATH = (
    re.compile(r"^(.*/)(?:\(?s\([0-9a-z]{24}\)\)?/)([^?]+\.aspx.*)$"),
    re.compile(r"^(.*/)(?:\([0-9a-z]{24}\)/)([^?]+\.aspx.*)$"),
)
_SESSIONS_IN_QUERY = (
    re.compile(rf"^(.*)(?:jsessionid={_ID})(?:&(.*))?$"),
    re.compile(rf"^(.*)(?:phpsessid={_ID})(?:&(.*))?$"),
    re.compile(rf"^(.*)(?:sid={_ID})(?:&(.*))?$"),
    re.compile(r"^(.*)(?:aspsessionid[a-z]{8}=[a-z]{24})(?:&(.*))?$"),
    re.compile(r"^(.*)(?:cfid=[^&]+&cftoken=[^&]+)(?:&(.*))?$"),
)
_PORTS = {"http": 80, "https": 443}


def surt(url: str) -> str:
    """Return the SURT of a web URL, the key that CDXJ lines are sorted by, in ASCII; other URLs are returned as they
    are.

    >>> surt("http://www.Example.com:80/News//show.asp?ID=2&b=%E4%B8%AD#top")
    'com,example)/news/show.asp?b=%e4%b8%ad&id=2'
    """
    try:
        parts = urlsplit(_CONTROLS.sub("", url.strip()))
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        return url
    if scheme not in _PORTS or not host:
        return url
    number = f":{port}" if port and port != _PORTS[scheme] else ""
    return f"{_surt_host(host)}{number}){_surt_path(parts)}{_surt_query(parts)}"


def _surt_host(host: str) -> str:
    """Return the labels of a host name from the last to the first, as SURT has them; an IPv6 address unchanged."""
    if ":" in host:
        return host
    return ",".join(reversed(_WWW.sub("", _ascii(host.rstrip("."))).split(".")))


def _ascii(host: str) -> str:
    """Return a host name as DNS has it (RFC 3490), or with escapes where it cannot be a name."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return _escaped(host)


def _surt_path(parts: SplitResult) -> str:
    path = _escaped(parts.path).lower()
    for session in _SESSIONS_IN_PATH:
        path = session.sub(r"\1\2", path)
    path = _without_dots(path)
    return path.rstrip("/") or "/"


def _without_dots(path: str) -> str:
    """Drop ``.``, ``..`` and empty segments from a URL's path; a ``..`` with nothing before it stays."""
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == ".." and kept:
            kept.pop()
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(filter(None, kept))


def _surt_query(parts: SplitResult) -> str:
    query = _escaped(parts.query).lower()
    for session in _SESSIONS_IN_QUERY:
        query = session.sub(lambda found: found[1] + (found[2] or ""), query)
    query = "&".join(sorted(query.split("&")))
    return f"?{query}" if query else ""


def _escaped(text: str) -> str:
    """Decode all escapes of a URL, and encode the necessary ones again."""
    raw = text.encode("utf-8", "surrogatepass")
    while (bare := _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), raw)) != raw:
        raw = bare
    return "".join(chr(byte) if 0x20 < byte < 0x7F and byte not in b"%#" else f"%{byte:02x}" for byte in raw)


_REVISIT = "warc/revisit"
_LINES_IN_MEMORY = 200_000
"""Lines that are sorted at once: some 100 MB of them."""


def export_cdxj(archive: Archive, site: str | None, report: Callable[[str], None]) -> Iterator[bytes]:
    """Export the catalogue of the archive, or of one site, as CDXJ line by line; reports the number of lines in the
    end.

    Raises ArchiveMissing, before the first line is read, where there is no WARC file.
    """
    stems = archive.require().warc_names_of(site) if site else archive.require().warc_names()
    if not stems:
        raise ArchiveMissing(f"the archive at {archive.root} holds no WARC file to export; see 'archive stats'")
    return _export_lines(archive, stems, report)


def _export_lines(archive: Archive, stems: list[WarcName], report: Callable[[str], None]) -> Iterator[bytes]:
    number = 0
    with Index(archive) as index:
        for line in cdxj_lines(captures_in(index, stems)):
            yield line.encode()
            number += 1
    report(f"{counted(number, 'capture')} written")


def captures_in(index: Index, stems: Iterable[WarcName]) -> Iterator[CatalogueEntry]:
    """Yield the captures to export from these WARC files that are not withdrawn, file after file."""
    for stem in stems:
        yield from index.shown_in(stem.warc)


def cdxj_lines(entries: Iterable[CatalogueEntry]) -> Iterator[str]:
    """Yield a CDXJ line for each capture, sorted as readers look them up, in ASCII, with its line feed.

    A line has the key of the URL (``surt``), the capture's time in UTC as 14 digits, and a JSON object: ``url``,
    ``mime``, ``status``, ``digest``, ``length``, ``offset``, ``filename``. A revisit's ``mime`` is ``warc/revisit``.
    """
    return sort_lines(map(_cdxj_line, entries))


def _cdxj_line(entry: CatalogueEntry) -> str:
    """Return the CDXJ line of one capture, which has a record."""
    capture = entry.capture
    values = {
        "url": capture.uri,
        "mime": _REVISIT if entry.record_type == "revisit" else entry.mime or "unk",
        "status": str(capture.status),
        "digest": capture.payload_digest,
        "length": str(capture.length),
        "offset": str(capture.offset),
        "filename": capture.warc,
    }
    known = {name: value for name, value in values.items() if value is not None}
    return f"{surt(capture.uri)} {format_stamp(parse_time(capture.date))} {json.dumps(known)}\n"


def sort_lines(lines: Iterable[str], in_memory: int = _LINES_IN_MEMORY) -> Iterator[str]:
    """Sort CDXJ lines, each with its line feed, by code points; beyond ``in_memory`` lines they are sorted in files.

    >>> list(sort_lines(["b\\n", "a\\n", "c\\n"], in_memory=2))
    ['a\\n', 'b\\n', 'c\\n']
    """
    source = iter(lines)
    with ExitStack() as files:
        runs: list[Iterable[str]] = []
        while run := sorted(islice(source, in_memory)):
            if len(run) == in_memory:
                stored = files.enter_context(TemporaryFile("w+", encoding="utf-8", newline="\n"))
                stored.writelines(run)
                stored.seek(0)
                runs.append(stored)
            else:
                runs.append(run)
        yield from heapq.merge(*runs)


LINES_IN_BLOCK = 3000
"""Lines in a compressed block: the number that readers expect."""


@dataclass(frozen=True, slots=True)
class CompressedBlock:
    """A compressed block of CDXJ lines: key and time of the first, place in bytes, SHA-256 in hexadecimal digits,
    lines.
    """

    key: str
    offset: int
    length: int
    digest: str
    lines: int

    def index_line(self, name: str) -> str:
        """Return the line of a CDXJ block in the index of blocks; ``name`` is the file of blocks."""
        values = {"offset": self.offset, "length": self.length, "digest": f"sha256:{self.digest}", "filename": name}
        return f"{self.key} {json.dumps(values)}\n"


def write_compressed_blocks(lines: Iterable[str], target: BinaryIO) -> list[CompressedBlock]:
    """Write sorted CDXJ lines to the stream as compressed blocks (ZipNum); returns the blocks in order."""
    source, offset, blocks = iter(lines), 0, []
    while block := list(islice(source, LINES_IN_BLOCK)):
        member = gzip.compress("".join(block).encode(), mtime=0)
        target.write(member)
        digest = hashlib.sha256(member).hexdigest()
        blocks.append(CompressedBlock(block[0].partition(" {")[0], offset, len(member), digest, len(block)))
        offset += len(member)
    return blocks


def index_of_blocks(blocks: Iterable[CompressedBlock], name: str) -> str:
    """Return the text of the index (``index.idx``) of the CDXJ blocks in the file ``name``."""
    head = f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': name})}\n"
    return head + "".join(block.index_line(name) for block in blocks)
