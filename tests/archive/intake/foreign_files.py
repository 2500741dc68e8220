"""WARC and WACZ files as other tools write them."""

import gzip
import hashlib
import json
import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.crawler.spiders.odd_site import article

HOST = "foreign.example"


def address(number: int) -> str:
    return f"http://{HOST}/news/{number}.html"


def by_warcio(path: Path, numbers: Iterable[int], *, version: str = "WARC/1.1", compressed: bool = True) -> Path:
    """A file of articles as warcio writes it: warcinfo, and response and request for each."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=compressed, warc_version=version)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "warcio"}))
        for number in numbers:
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            request = StatusAndHeaders("GET / HTTP/1.1", [("Host", HOST)], is_http_request=True)
            response = writer.create_warc_record(
                address(number), "response", BytesIO(article(number).encode()), http_headers=headers,
                warc_headers_dict={"WARC-Date": f"2026-11-24T09:32:{number:02}Z"},
            )  # fmt: skip
            writer.write_request_response_pair(
                writer.create_warc_record(address(number), "request", http_headers=request), response
            )
    return path


def record(kind: str, block: bytes, *fields: tuple[str, str], content_type: str = "text/plain") -> bytes:
    """One record as raw bytes; its id follows from its content."""
    digest = hashlib.sha1(block + repr(fields).encode(), usedforsecurity=False).hexdigest()
    named = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}>",
        "WARC-Date": "2026-11-24T09:32:26Z",
        **dict(fields),
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def page(number: int, *fields: tuple[str, str], head: bytes = b"", body: bytes | None = None) -> bytes:
    """A response record of an article."""
    content = article(number).encode() if body is None else body
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + head + b"\r\n" + content
    named = (("WARC-Target-URI", address(number)), *fields)
    return record("response", block, *named, content_type="application/http; msgtype=response")


def members(records: Iterable[bytes]) -> bytes:
    """The records, each a gzip member of its own."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)


def package(path: Path, files: dict[str, bytes], *, stated: dict[str, bytes] | None = None) -> Path:
    """A WACZ file; its datapackage.json describes the files, or what is ``stated`` in their place."""
    resources = [
        {
            "name": name.rpartition("/")[2],
            "path": name,
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
            "bytes": len(content),
        }
        for name, content in (files if stated is None else stated).items()
    ]
    described = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": resources})
    with zipfile.ZipFile(path, "w") as written:
        for name, content in files.items():
            written.writestr(zipfile.ZipInfo(name), content)
        written.writestr(zipfile.ZipInfo("datapackage.json"), described)
    return path
