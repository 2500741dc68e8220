"""Packages and indexes for replay tools, and what comes back from them."""

import base64
import gzip
import hashlib
import json
import subprocess
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from warcio.archiveiterator import ArchiveIterator

from archive.errors import ArchiveMissing, UsageError
from archive.export.cdxj import sort_lines
from archive.export.wacz import PackageSigner, PackageSummary, write_wacz
from archive.index import Index, update_index
from archive.intake.add_files import add_file
from archive.layout import Archive
from archive.model.capture import CatalogueEntry
from tests.archive.export.crawled import crawl, exchange, two_sites, with_document

Line = tuple[str, str, dict[str, Any]]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "data")


@pytest.fixture
def captured(archive: Archive) -> tuple[CatalogueEntry, CatalogueEntry]:
    return two_sites(archive)


def pack(
    archive: Archive, site: str | None = None, signer: PackageSigner | None = None
) -> tuple[PackageSummary, Path]:
    target = archive.root.parent / "out.wacz"
    return write_wacz(archive, target, site, signer), target


def read(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def lines(content: bytes) -> list[Line]:
    found = [line.split(" ", 2) for line in gzip.decompress(content).decode().splitlines()]
    return [(key, time, json.loads(values)) for key, time, values in found]


@pytest.mark.usefixtures("captured")
def test_it_describes_what_it_holds(archive: Archive) -> None:
    packed, path = pack(archive)
    files = read(path)
    described = json.loads(files["datapackage.json"])
    assert (described["profile"], described["wacz_version"]) == ("data-package", "1.1.1")
    stated = {each["path"]: (each["bytes"], each["hash"]) for each in described["resources"]}
    assert stated == {
        name: (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        for name, content in files.items()
        if not name.startswith("datapackage")
    }
    digest = json.loads(files["datapackage-digest.json"])
    assert digest == {
        "path": "datapackage.json",
        "hash": f"sha256:{hashlib.sha256(files['datapackage.json']).hexdigest()}",
    }
    assert (packed.warcs, packed.captures, packed.left_out) == (2, 4, ())


@pytest.mark.usefixtures("captured")
def test_its_index_finds_each_record(archive: Archive) -> None:
    files = read(pack(archive)[1])
    found = lines(files["indexes/index.cdx.gz"])
    assert [(key, values["mime"]) for key, _, values in found] == [
        ("example,one)/", "text/html"),
        ("example,one)/a?a=1&b=2", "text/html"),
        ("example,two)/", "text/html"),
        ("example,two)/b", "warc/revisit"),
    ]
    for _, time, values in found:
        content = files[f"archive/{values['filename']}"][int(values["offset"]) :][: int(values["length"])]
        (record,) = ArchiveIterator(BytesIO(content))
        assert record.rec_headers["WARC-Target-URI"] == values["url"]
        assert record.rec_headers["WARC-Date"].startswith(f"{time[:4]}-{time[4:6]}-{time[6:8]}T{time[8:10]}")
    head, block = files["indexes/index.idx"].decode().splitlines()
    assert json.loads(head.removeprefix("!meta 0 ")) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    assert block.startswith("example,one)/ 20261124093226 {")
    assert json.loads(block.split(" ", 2)[2])["length"] == len(files["indexes/index.cdx.gz"])


def test_its_pages_are_the_documents(archive: Archive, captured: tuple[CatalogueEntry, CatalogueEntry]) -> None:
    with_document(archive, captured[0], "你好。", "Hello.")
    packed, path = pack(archive)
    head, page = map(json.loads, read(path)["pages/pages.jsonl"].splitlines())
    assert (head["format"], packed.pages) == ("json-pages-1.0", 1)
    assert (page["url"], page["text"]) == (captured[0].capture.uri, "你好。\nHello.")
    assert page["ts"] == "2026-11-24T09:32:27.000Z"


@pytest.mark.usefixtures("captured")
def test_what_a_revisit_points_to_elsewhere_is_packed_with_it(archive: Archive) -> None:
    packed, path = pack(archive, "two")
    files = read(path)
    assert (packed.warcs, packed.captures, packed.left_out) == (2, 3, ())
    (original,) = [
        values for key, _, values in lines(files["indexes/index.cdx.gz"]) if key.startswith("example,one)")
    ]
    record = files["archive/originals.warc.gz"][int(original["offset"]) :][: int(original["length"])]
    assert gzip.decompress(record).endswith(b"<p>same\r\n\r\n")


@pytest.mark.usefixtures("captured")
def test_what_a_revisit_points_to_nowhere_is_named(archive: Archive) -> None:
    for path in archive.warc_paths("one"):
        path.unlink()
    update_index(archive)
    packed, _ = pack(archive)
    (line,) = packed.left_out
    assert line.startswith("http://two.example/b at 2026-11-24T09:32:29")


@pytest.mark.usefixtures("captured")
def test_it_comes_back_as_the_same_archive(archive: Archive, tmp_path: Path) -> None:
    again = Archive(tmp_path / "again")
    added = add_file(again, pack(archive)[1], lambda offered: lambda size: None)
    assert [each.is_new for each in added] == [True, True]
    assert {path.name: path.read_bytes() for path in again.warc_paths()} == {
        path.name: path.read_bytes() for path in archive.warc_paths()
    }
    with Index(archive) as before, Index(again) as after:
        for name in before.warc_files():
            assert before.entries_in(name) == after.entries_in(name)


def test_a_file_being_written_goes_in_up_to_its_last_whole_record(archive: Archive) -> None:
    with crawl(archive, "one") as writer:
        writer.append(exchange("http://one.example/", b"<p>start", 0))
        writer.sync()
        (path,) = archive.warc_paths()
        with path.open("ab") as stream:
            stream.write(b"\x1f\x8b\x08torn")
        packed, target = pack(archive)
        path.write_bytes(path.read_bytes()[: -len(b"\x1f\x8b\x08torn")])
    (content,) = (content for name, content in read(target).items() if name.startswith("archive/"))
    assert len(list(ArchiveIterator(BytesIO(content)))) == 3
    assert packed.warcs == 1


@pytest.mark.usefixtures("captured")
def test_it_is_signed(archive: Archive, tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    make = ["openssl", "ecparam", "-name", "secp384r1", "-genkey", "-noout", "-out", str(key)]
    subprocess.run(make, check=True, capture_output=True)
    stated = json.loads(read(pack(archive, None, PackageSigner.read(key))[1])["datapackage-digest.json"])
    signed = stated["signedData"]
    raw = base64.b64decode(signed["signature"])
    signature = utils.encode_dss_signature(int.from_bytes(raw[:48], "big"), int.from_bytes(raw[48:], "big"))
    public = load_der_public_key(base64.b64decode(signed["publicKey"]))
    assert isinstance(public, ec.EllipticCurvePublicKey)
    public.verify(signature, stated["hash"].encode(), ec.ECDSA(SHA256()))
    assert signed["hash"] == stated["hash"]


def test_what_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    with pytest.raises(UsageError, match=r"No such file.*; name a file"):
        PackageSigner.read(path)
    path.write_text("no key")
    with pytest.raises(UsageError, match="no private key in PEM form"):
        PackageSigner.read(path)


@pytest.mark.usefixtures("captured")
def test_nothing_to_pack_leaves_no_file(archive: Archive) -> None:
    with pytest.raises(ArchiveMissing, match="no WARC file of 'three'"):
        pack(archive, "three")
    assert not (archive.root.parent / "out.wacz").exists()


def test_lines_are_sorted_beyond_memory() -> None:
    def given() -> Iterator[str]:
        return (f"{number * 7919 % 1000:04}\n" for number in range(1000))

    assert list(sort_lines(given(), in_memory=64)) == sorted(given())
