"""Packages to import that hold or name WARC files: WACZ (1.1.1), verified against its digests, and CDXJ indexes.

Names in a package are never used as paths; uncompressed members are read in place.
"""

import io
import json
import posixpath
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from archive.disk import read_pieces
from archive.errors import ArchiveDamaged, UsageError
from archive.intake.candidates import ImportCandidate, ImportPackage, candidate_at, readable
from archive.layout import WarcName, is_warc_name
from archive.warc.warc_records_and_digests import algorithm_of, digest_of, labelled, states

PACKAGE = "datapackage.json"

_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError)
"""Errors of reading an invalid or damaged ZIP file; the last is of a name that is no UTF-8."""
_MAX_PACKAGE = 64 * 1024 * 1024
_MAX_RATIO = 200
_ENCRYPTED = 0x1
_LOCAL_HEADER = 30
_LOCAL_MAGIC = b"PK\x03\x04"


def open_wacz(path: Path) -> ImportPackage:
    """Open a WACZ to import; every resource that it names is verified by size and digest.

    Raises ArchiveDamaged when it is no WACZ, or unsafe: names that lead out of it, duplicate names, encrypted
    content, or excessive compression.
    """
    try:
        with readable(path), ZipFile(path) as archive:
            members = _members(archive, path)
            stated = _resources(archive, members, path)
    except _BROKEN as error:
        raise ArchiveDamaged(f"{path}: no whole ZIP file ({error}); get it again from where it came from") from error
    candidates = {
        name: ImportCandidate(name, path.name, info.file_size, partial(_open_member, path, info))
        for name, info in members.items()
    }
    warcs = tuple(candidates[name] for name in sorted(candidates) if _is_warc(name))
    if not warcs:
        raise ArchiveDamaged(f"{path}: holds no WARC file below archive/; nothing was taken")
    return ImportPackage(warcs, tuple(_resource_faults(candidates, stated)))


def _is_warc(name: str) -> bool:
    return name.startswith("archive/") and name.lower().endswith((".warc.gz", ".warc"))


def _members(archive: ZipFile, path: Path) -> dict[str, ZipInfo]:
    """The files of the package by name."""
    found: dict[str, ZipInfo] = {}
    for info in archive.infolist():
        if info.filename.endswith("/"):  # is_dir() fails for an empty name
            continue
        fault = _member_fault(info) or ("stands twice" if info.filename in found else None)
        if fault:
            raise ArchiveDamaged(f"{path}: {info.filename!r} {fault}; nothing was taken")
        found[info.filename] = info
    return found


def _member_fault(info: ZipInfo) -> str | None:
    name = info.filename
    if name.startswith("/") or "\\" in name or ".." in name.split("/") or posixpath.normpath(name) != name:
        return "has a name that leads out of the package"
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return f"is compressed by a method that is not read here ({info.compress_type})"
    if info.file_size > _MAX_RATIO * info.compress_size + _MAX_PACKAGE:
        return f"inflates from {info.compress_size} to {info.file_size} bytes"
    return None


def _resources(archive: ZipFile, members: dict[str, ZipInfo], path: Path) -> list[dict[str, Any]]:
    """The package's resources as listed in ``datapackage.json``."""
    info = members.get(PACKAGE)
    if info is None:
        raise ArchiveDamaged(f"{path}: a ZIP file without {PACKAGE}, so no WACZ; nothing was taken")
    if info.file_size > _MAX_PACKAGE:
        raise ArchiveDamaged(f"{path}: its {PACKAGE} has {info.file_size} bytes; nothing was taken")
    try:
        resources = json.loads(archive.read(info))["resources"]
        if all(isinstance(each, dict) and isinstance(each["path"], str) for each in resources):
            return list(resources)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ArchiveDamaged(f"{path}: its {PACKAGE} names no resources ({error}); nothing was taken") from error
    raise ArchiveDamaged(f"{path}: its {PACKAGE} names resources without a path; nothing was taken")


def _resource_faults(candidates: dict[str, ImportCandidate], resources: list[dict[str, Any]]) -> Iterator[str]:
    for each in resources:
        name, (size, digest) = str(each["path"]), _stated_size_and_digest(each)
        resource = candidates.get(name)
        if resource is None:
            yield f"{name}: is named by {PACKAGE}, but is not there"
            continue
        if isinstance(size, int) and size != resource.size:
            yield f"{name}: has {resource.size} bytes, {PACKAGE} states {size}"
        yield from _digest_faults(resource, digest)
    for name in sorted(set(candidates) - {str(each["path"]) for each in resources}):
        if _is_warc(name):
            yield f"{name}: is not named by {PACKAGE}"


def _stated_size_and_digest(resource: dict[str, Any]) -> tuple[object, str]:
    """The stated size and labelled digest of a resource, in the form of WACZ 1.1.1 or 1.0.0."""
    stats = resource.get("stats")
    if isinstance(stats, dict):
        return stats.get("bytes"), f"{resource.get('hashing')}:{stats.get('hash')}"
    return resource.get("bytes"), str(resource.get("hash") or "")


def _digest_faults(resource: ImportCandidate, stated: str) -> Iterator[str]:
    algorithm = algorithm_of(stated)
    if not algorithm:
        yield f"{resource.name}: {PACKAGE} states no digest of it that is known here ({stated!r})"
        return
    try:
        with resource.open() as stream:
            digest = digest_of(algorithm, read_pieces(stream))
    except _BROKEN as error:
        yield f"{resource.name}: cannot be read ({error})"
        return
    if not states(stated, digest):
        yield f"{resource.name}: its digest is {labelled(algorithm, digest)}, {PACKAGE} states {stated}"


def _open_member(path: Path, info: ZipInfo) -> BinaryIO:
    if info.compress_type == ZIP_STORED:
        return _open_stored(path, info)
    with ZipFile(path) as archive:
        return cast(BinaryIO, archive.open(info))


def _open_stored(path: Path, info: ZipInfo) -> BinaryIO:
    """Open a member in place, without its checksum, so that undamaged parts of a damaged one can be read."""
    stream = path.open("rb")
    stream.seek(info.header_offset)
    header = stream.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or not header.startswith(_LOCAL_MAGIC):
        stream.close()
        raise BadZipFile(f"no file begins at offset {info.header_offset}")
    start = info.header_offset + _LOCAL_HEADER + int.from_bytes(header[26:28], "little")
    return io.BufferedReader(_Window(stream, start + int.from_bytes(header[28:30], "little"), info.file_size))


class _Window(io.RawIOBase):
    """A read-only file over a part of another; closing it closes the other."""

    def __init__(self, stream: BinaryIO, start: int, size: int) -> None:
        self._stream, self._start, self._size = stream, start, size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)[: max(0, self._size - self._at)]
        self._stream.seek(self._start + self._at)
        read = cast(io.BufferedReader, self._stream).readinto(view)
        self._at += read
        return read

    def close(self) -> None:
        self._stream.close()
        super().close()


_CDXJ_LINE = re.compile(rb"\S+ \d{14} (\{.*\})\s*")
_CDXJ_META = b"!meta "
_LONGEST_LINE = 256 * 1024
_DIRECTORIES = (".", "warc", "archive")
"""Directories of the files that an index names, relative to its own."""


def is_cdxj(path: Path) -> bool:
    """Return whether a file to import begins like a CDXJ index; False for an unreadable file."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            first = stream.readline(_LONGEST_LINE)
    except OSError:
        return False
    return first.startswith(_CDXJ_META) or _CDXJ_LINE.fullmatch(first) is not None


def open_cdxj(path: Path) -> ImportPackage:
    """Open the WARC files that a CDXJ index to import names, with the offsets of their records.

    They are beside it, or in ``warc/``, ``archive/`` or ``warc/SITE/YEAR/`` there.

    Raises ArchiveDamaged at a line that is no CDXJ, UsageError when it names a missing file or none.
    """
    offsets: defaultdict[str, set[int]] = defaultdict(set)
    with readable(path), path.open("rb") as stream:
        for number, line in enumerate(iter(lambda: stream.readline(_LONGEST_LINE), b""), 1):
            if not line.startswith(_CDXJ_META):
                name, offset = _record_place(line, f"{path}: line {number}")
                offsets[name].add(offset)
    if not offsets:
        raise UsageError(f"{path}: names no WARC file; nothing was taken")
    warcs = tuple(candidate_at(_named_file(path, name)) for name in sorted(offsets))
    return ImportPackage(warcs, begins={Path(name).name: frozenset(found) for name, found in offsets.items()})


def _record_place(line: bytes, where: str) -> tuple[str, int]:
    found = _CDXJ_LINE.fullmatch(line)
    try:
        values: Any = json.loads(found[1]) if found else None
        return str(values["filename"]), int(values["offset"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ArchiveDamaged(f"{where}: no CDXJ line with a filename and an offset; nothing was taken") from error


def _named_file(index: Path, name: str) -> Path:
    """Find the WARC file that a CDXJ names; only the last part of the name is used, so that it cannot leave the
    directory.
    """
    base = Path(name).name
    folders = (*_DIRECTORIES, f"warc/{WarcName.parse(base).folder}") if is_warc_name(base) else _DIRECTORIES
    tried = [index.parent / folder / base for folder in folders]
    for path in tried:
        if path.is_file():
            return path
    raise UsageError(f"{index}: names {name}, which does not lie beside it or in warc/ or archive/ there")
