"""Export of WARC files with their index and pages as one package: Web Archive Collection Zipped (WACZ 1.1.1).

The index of captures is CDXJ in compressed blocks, ``index.cdx.gz``, with an index of the blocks, ``index.idx``.

A package can be signed with a key of its maker (WACZ Signing and Verification 0.1.0, anonymous signature).
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from archive import __version__
from archive.disk import replacing
from archive.document_and_unit_files import StoredDocument, salvage_documents
from archive.errors import ArchiveMissing, UsageError
from archive.export import bag_and_warc_copies
from archive.export.cdxj import captures_in, cdxj_lines, index_of_blocks, write_compressed_blocks
from archive.index import Index
from archive.jobs_and_locks import find_jobs
from archive.layout import OPEN_SUFFIX, Archive, WarcName
from archive.model.capture import CatalogueEntry
from archive.model.document import Document
from archive.model.times import format_stamp, parse_time, utc_now
from archive.query.terminal_output_columns_json_and_csv import clean, counted
from archive.warc.open_warc_file_and_recovery import whole_records
from archive.withdrawal import Withdrawals

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey


SOFTWARE = f"agency-archive/{__version__}"
_VERSION = "1.1.1"
_INDEX = "index.cdx.gz"
_DATA = "datapackage.json"
_SIGNATURE_VERSION = "0.1.0"
_SIZES = {"secp256r1": 32, "secp384r1": 48, "secp521r1": 66}
"""Bytes of r and of s in a signature, by curve."""


@dataclass(frozen=True, slots=True)
class PackageSigner:
    """The private key that signs a WACZ, on an elliptic curve of NIST; readers of WACZ accept P-384."""

    key: "EllipticCurvePrivateKey"

    @classmethod
    def read(cls, path: Path) -> "PackageSigner":
        """Read the signing key of a WACZ from a PEM file without a password, as 'openssl ecparam -genkey' writes it.

        Raises UsageError when the file cannot be read or holds no such key.
        """
        from cryptography.exceptions import UnsupportedAlgorithm  # long to load, and few packages are signed
        from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            key = load_pem_private_key(path.read_bytes(), password=None)
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror or error}; name a file with a private key") from error
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise UsageError(f"{path}: no private key in PEM form without password ({error})") from error
        if not isinstance(key, EllipticCurvePrivateKey) or key.curve.name not in _SIZES:
            raise UsageError(f"{path}: not a key for ECDSA on P-384; make one with 'openssl ecparam -name secp384r1'")
        return cls(key)

    def sign(self, digest: str, created: str, software: str) -> dict[str, str]:
        """Sign a WACZ: return the values of ``signedData``, a labelled digest, its signature and the public key, in
        Base64.

        The signature is that of the digest's text in UTF-8 by ECDSA with SHA-256, as r and s of the curve's size.
        """
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        size = _SIZES[self.key.curve.name]
        r, s = decode_dss_signature(self.key.sign(digest.encode(), ECDSA(SHA256())))
        public = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return {
            "hash": digest,
            "signature": base64.b64encode(r.to_bytes(size, "big") + s.to_bytes(size, "big")).decode("ascii"),
            "publicKey": base64.b64encode(public).decode("ascii"),
            "created": created,
            "software": software,
            "version": _SIGNATURE_VERSION,
        }


@dataclass(frozen=True, slots=True)
class PackageSummary:
    """The numbers of WARC files, captures and pages in a WACZ, and what was left out, a line each."""

    warcs: int
    captures: int
    pages: int
    left_out: tuple[str, ...]


def export_wacz(
    archive: Archive, output: Path | None, site: str | None, key: Path | None, report: Callable[[str], None]
) -> None:
    """Export the archive, or one site, as a WACZ, and report each line about what is left out of it.

    Raises UsageError without a file to write to, or when the key cannot be used.
    """
    if output is None:
        raise UsageError("a WACZ is a file for other programs; name it with --output FILE")
    summary = write_wacz(archive, output, site, PackageSigner.read(key) if key else None)
    for line in summary.left_out:
        report(f"left out: {clean(line)}")
    packed = (summary.warcs, "WARC file"), (summary.captures, "capture"), (summary.pages, "page")
    report(f"{', '.join(counted(number, noun) for number, noun in packed)} written")


def write_wacz(
    archive: Archive, target: Path, site: str | None = None, signer: PackageSigner | None = None
) -> PackageSummary:
    """Pack the archive, or one site of it, into a WACZ file, which is replaced in one step.

    WARC files are packed byte for byte; of a file that is still being written, the whole records. Records of other
    files that a revisit refers to are packed too, but nothing that is withdrawn. A ``signer`` signs the package.

    Raises ArchiveMissing when there is nothing to pack, ArchiveUnusable when the target cannot be written.
    """
    stems = archive.require().warc_names_of(site) if site else archive.require().warc_names()
    if not stems:
        what = f"no WARC file of {site!r}" if site else "no WARC file"
        raise ArchiveMissing(f"the archive at {archive.root} holds {what}; 'archive stats' shows what is there")
    with Index(archive) as index, replacing(target) as stream, ZipFile(stream, "w", allowZip64=True) as zipped:
        return _Package(archive, index, zipped, Withdrawals.of_archive(archive)).fill(stems, signer)


@dataclass(slots=True)
class _Package:
    """A WACZ being written; ``places`` has the new offsets of records in files that lack withdrawn records."""

    archive: Archive
    index: Index
    zipped: ZipFile
    withdrawals: Withdrawals
    resources: list[dict[str, Any]] = field(default_factory=list)
    places: dict[str, dict[int, int]] = field(default_factory=dict)

    def fill(self, stems: list[WarcName], signer: PackageSigner | None) -> PackageSummary:
        for stem in stems:
            self._put_warc(stem)
        packed = frozenset(stem.warc for stem in stems)
        withdrawals = self.withdrawals
        referred = bag_and_warc_copies.find_referred_records(
            self.index, captures_in(self.index, stems), packed, withdrawals.covers_capture
        )
        moved = self._put_originals(referred.records)
        captures = self._put_index(chain(map(self._at_new_offset, captures_in(self.index, stems)), moved))
        pages = self._put_pages(stems)
        self._put_description(stems, signer)
        left_out = tuple(
            f"{capture.uri} at {capture.date}: the record that it refers to is not in the archive"
            for capture in referred.missing
        )
        return PackageSummary(len(stems) + bool(moved), captures, pages, left_out)

    def _put_warc(self, stem: WarcName) -> None:
        path = self.archive.warc_file(stem)
        withdrawn = [entry for entry in self.index.entries_in(stem.warc) if self.withdrawals.covers_capture(entry)]
        if withdrawn:
            with self._resource(f"archive/{stem.warc}", ZIP_STORED) as target:
                self.places[stem.warc] = bag_and_warc_copies.copy_without_withdrawn(path, withdrawn, target)
            return
        is_open = path.name.endswith(OPEN_SUFFIX)
        length = whole_records(path)[1] if is_open else path.stat().st_size
        with path.open("rb") as source:
            self._copy(source, length, f"archive/{stem.warc}", ZIP_STORED)

    def _at_new_offset(self, entry: CatalogueEntry) -> CatalogueEntry:
        """Return the capture with the offset that its record has in the package."""
        places = self.places.get(entry.capture.warc or "")
        if places is None:
            return entry
        return replace(entry, capture=replace(entry.capture, offset=places[entry.capture.offset or 0]))

    def _put_originals(self, records: tuple[CatalogueEntry, ...]) -> list[CatalogueEntry]:
        if not records:
            return []
        with self._resource(f"archive/{bag_and_warc_copies.ORIGINALS}", ZIP_STORED) as target:
            return list(bag_and_warc_copies.copy_records(self.archive, records, target))

    def _put_index(self, entries: Iterable[CatalogueEntry]) -> int:
        with self._resource(f"indexes/{_INDEX}", ZIP_STORED) as target:
            blocks = write_compressed_blocks(cdxj_lines(entries), target)
        with self._resource("indexes/index.idx", ZIP_DEFLATED) as target:
            target.write(index_of_blocks(blocks, _INDEX).encode())
        return sum(block.lines for block in blocks)

    def _put_pages(self, stems: list[WarcName]) -> int:
        number = 0
        head = {"format": "json-pages-1.0", "id": "pages", "title": "Articles", "hasText": True}
        rights = self.index.site_rights()
        with self._resource("pages/pages.jsonl", ZIP_DEFLATED) as target:
            target.write(_json_line(head))
            for document in self._documents(stems):
                target.write(_json_line(_page(document, dict(rights.of_document(document).lines))))
                number += 1
        return number

    def _documents(self, stems: list[WarcName]) -> Iterator[Document]:
        for stem in stems:
            path = self.archive.documents_file(stem)
            if path.exists():
                for stored in salvage_documents(path):
                    if isinstance(stored, StoredDocument) and not self.withdrawals.covers_document(stored.document):
                        yield stored.document

    def _put_description(self, stems: list[WarcName], signer: PackageSigner | None) -> None:
        created = utc_now().strftime("%Y-%m-%dT%H:%M:%SZ")
        sites = sorted({stem.site for stem in stems})
        values = {
            "profile": "data-package",
            "wacz_version": _VERSION,
            "software": SOFTWARE,
            "created": created,
            "title": ", ".join(sites),
            **self._main_page(sites),
            "resources": self.resources,
        }
        content = json.dumps(values, ensure_ascii=False, indent=2).encode()
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        stated: dict[str, Any] = {"path": _DATA, "hash": digest}
        if signer:
            stated["signedData"] = signer.sign(digest, created, SOFTWARE)
        self.zipped.writestr(_zip_info(_DATA, ZIP_DEFLATED), content)
        self.zipped.writestr(_zip_info("datapackage-digest.json", ZIP_DEFLATED), json.dumps(stated, indent=2))

    def _main_page(self, sites: list[str]) -> dict[str, str]:
        """The page that a reader shows first: where the last crawl of the only site started, if it was captured."""
        jobs = sorted(find_jobs(self.archive).values(), key=lambda job: job.began)
        starts = [str(job.asked["start_url"]) for job in jobs if [job.site] == sites and job.asked.get("start_url")]
        entry = self.index.capture(starts[-1]) if starts else None
        return (
            {"mainPageUrl": entry.capture.uri, "mainPageDate": _javascript_time(entry.capture.date)} if entry else {}
        )

    @contextmanager
    def _resource(self, path: str, method: int) -> Iterator[BinaryIO]:
        """A stream whose content is put into the package when the block ends without an error."""
        with TemporaryFile() as content:
            yield content
            length = content.tell()
            content.seek(0)
            self._copy(content, length, path, method)

    def _copy(self, source: BinaryIO, length: int, path: str, method: int) -> None:
        """Put a file into the package and describe it.

        Its length must be known before: for an unknown length a ZIP64 field is written into the file's own header,
        and some readers do not find the content after it.
        """
        info = _zip_info(path, method)
        info.file_size = length
        with self.zipped.open(info, "w") as member:
            hashed = _HashingStream(member)
            bag_and_warc_copies.copy_bytes(source, cast(BinaryIO, hashed), length)
        name, digest = path.rpartition("/")[2], hashed.digest.hexdigest()
        self.resources.append({"name": name, "path": path, "hash": f"sha256:{digest}", "bytes": hashed.size})


class _HashingStream:
    """A stream that passes on what is written and keeps its size and digest."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self.digest, self.size = hashlib.sha256(), 0

    def write(self, content: bytes) -> int:
        self.digest.update(content)
        self.size += len(content)
        return self._target.write(content)


def _zip_info(path: str, method: int) -> ZipInfo:
    info = ZipInfo(path, utc_now().timetuple()[:6])
    info.compress_type = method
    info.external_attr = 0o644 << 16
    return info


def _page(document: Document, rights: dict[str, str]) -> dict[str, Any]:
    text = "\n".join(block.text for block in document.blocks)
    page = {"id": f"{document.id}-{format_stamp(parse_time(document.version))}", "url": document.capture.uri}
    page |= {"ts": _javascript_time(document.version), "title": document.title or document.url, "text": text}
    return {**page, "rights": rights} if rights else dict(page)


def _javascript_time(date: str) -> str:
    """Format a time of the archive to the millisecond, as JavaScript writes it.

    >>> _javascript_time("2026-11-24T09:32:26.481203Z")
    '2026-11-24T09:32:26.481Z'
    """
    return f"{date[:23]}Z"


def _json_line(values: dict[str, Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
