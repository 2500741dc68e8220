"""Fixity: digests by which files are compared with their state when they were written.

The manifest has an entry for each finished WARC file, written once (``manifest/STEM.json``); an acknowledged loss of
a file is stored with its time and reason (``manifest/STEM.lost.json``).

A seal is a digest beside a file of documents or units (``NAME.sha256``), in the form of ``sha256sum``. It is removed
before its file is changed and written when the change is complete: a file without one is being written, or was being
written when its writer died.
"""

import json
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from archive.disk import digest_of_file, replace_file, sync_directory
from archive.errors import ArchiveDamaged, disk_errors
from archive.layout import WARC_SUFFIX, Archive
from archive.model.times import format_time, utc_now

_ENTRY, _LOST = ".json", ".lost.json"


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """The manifest entry of a finished WARC file: its name, size in bytes, SHA-256 in hexadecimal digits, and
    records.

    ``before`` are the digests that it had before records were erased from it, earliest first.
    """

    warc: str
    bytes: int
    sha256: str
    records: int
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AcknowledgedLoss:
    """The acknowledged loss of a WARC file, with time and reason, in the manifest."""

    warc: str
    reason: str
    date: str


@dataclass(slots=True)
class Manifest:
    """The manifest of WARC files: entries and acknowledged losses by name, and the damaged files of the manifest.

    ``is_kept`` is False for an archive that has no manifest yet.
    """

    is_kept: bool
    entries: dict[str, ManifestEntry] = field(default_factory=dict)
    losses: dict[str, AcknowledgedLoss] = field(default_factory=dict)
    damaged: list[Path] = field(default_factory=list)


def add_to_manifest(archive: Archive, path: Path, warc: str, records: int) -> ManifestEntry:
    """Add a complete WARC file, now at ``path``, to the manifest: it will not change any more.

    An equal entry stays as it is. Raises ArchiveDamaged if there is a different one, ArchiveUnusable if the entry
    cannot be written.
    """
    entry = ManifestEntry(warc, path.stat().st_size, digest_of_file(path), records)
    place = manifest_file(archive, warc)
    known = manifest_entry(archive, warc)
    if known and known != entry:
        raise ArchiveDamaged(f"{path}: not the file that {place} describes; see 'archive check'")
    if known is None:
        _write(place, asdict(entry))
    return entry


def replace_manifest_entry(archive: Archive, entry: ManifestEntry) -> None:
    """Replace the manifest entry of a WARC file from which records were erased."""
    _write(manifest_file(archive, entry.warc), asdict(entry))


def accept_loss(archive: Archive, warc: str, reason: str) -> AcknowledgedLoss:
    """Store in the manifest that a WARC file is lost for good."""
    loss = AcknowledgedLoss(warc, reason, format_time(utc_now()))
    _write(archive.manifest_dir / f"{warc.removesuffix(WARC_SUFFIX)}{_LOST}", asdict(loss))
    return loss


def manifest_file(archive: Archive, warc: str) -> Path:
    """Return the path of the manifest entry of a WARC file."""
    return archive.manifest_dir / f"{warc.removesuffix(WARC_SUFFIX)}{_ENTRY}"


def read_manifest(archive: Archive) -> Manifest:
    """Read the manifest of an archive's WARC files; files changed after they were written are listed as damaged, not
    read.
    """
    found = Manifest(archive.manifest_dir.is_dir())
    for path in sorted(archive.manifest_dir.glob(f"*{_ENTRY}")):
        try:
            values = _read(path)
            if path.name.endswith(_LOST):
                found.losses[values["warc"]] = AcknowledgedLoss(**values)
            else:
                entry = _entry(values)
                if manifest_file(archive, entry.warc) != path:
                    raise ValueError(path)
                found.entries[entry.warc] = entry
        except (OSError, ValueError, KeyError, TypeError):
            found.damaged.append(path)
    return found


def manifest_entry(archive: Archive, warc: str) -> ManifestEntry | None:
    """Read the manifest entry of one WARC file; None if there is none, or it was changed after it was written."""
    try:
        return _entry(_read(manifest_file(archive, warc)))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _entry(values: dict[str, Any]) -> ManifestEntry:
    return ManifestEntry(**{**values, "before": tuple(values["before"])})


def _write(path: Path, values: dict[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    replace_file(path, [json.dumps({**values, "check": _check(values)}, ensure_ascii=False).encode() + b"\n"])


def _read(path: Path) -> dict[str, Any]:
    """Read the values of a manifest file. Raises ValueError if it was changed after it was written."""
    content = path.read_bytes()
    values: dict[str, Any] = json.loads(content)
    check = values.pop("check")
    whole = json.dumps({**values, "check": check}, ensure_ascii=False).encode() + b"\n"
    if check != _check(values) or content != whole:
        raise ValueError(path)
    return values


def encode_with_digest(values: dict[str, Any]) -> bytes:
    """Encode values (a job, a withdrawal) as indented JSON, whose last value is the SHA-256 of the JSON without
    it.
    """
    digest = sha256(json.dumps(values, ensure_ascii=False, indent=1).encode()).hexdigest()
    return json.dumps({**values, "sha256": digest}, ensure_ascii=False, indent=1).encode()


def decode_with_digest(content: bytes) -> dict[str, Any]:
    """Decode values from a file that ``encode_with_digest`` made, and verify its digest; a file without one is
    accepted.

    Raises ValueError or AttributeError if it was changed, or is no JSON object.
    """
    values: dict[str, Any] = json.loads(content)
    if values.pop("sha256", None) and encode_with_digest(values) != content:
        raise ValueError("it is not what was written")
    return values


def _check(values: dict[str, Any]) -> str:
    return sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()[:16]


_SUFFIX = ".sha256"


def seal_file(path: Path) -> Path:
    """Return the path of the seal (digest) beside a documents or units file."""
    return path.with_name(path.name + _SUFFIX)


def write_seal(path: Path) -> None:
    """Write the seal (digest) of a documents or units file in its present state."""
    replace_file(seal_file(path), [f"{digest_of_file(path)}  {path.name}\n".encode()])


def remove_seal(path: Path) -> None:
    """Delete the seal of a documents or units file, durably, before the file changes."""
    with disk_errors(path):
        if seal_file(path).exists():
            seal_file(path).unlink()
            sync_directory(path.parent)


def seal_fault(path: Path) -> str | None:
    """Verify a documents or units file by its seal: missing, changed, or without a seal; None if it is unchanged."""
    if not seal_file(path).exists():
        return "has no digest beside it" if path.exists() else None
    if not path.exists():
        return "is missing"
    if seal_file(path).read_bytes() != f"{digest_of_file(path)}  {path.name}\n".encode():
        return "is not what was written"
    return None
