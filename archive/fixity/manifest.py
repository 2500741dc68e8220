"""The manifest: ``manifest/STEM.json`` says what a finished WARC file is, and is written once.

``manifest/STEM.lost.json`` says that the loss of a file is acknowledged, when and why.
"""

import json
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from archive.disk import digest_of_file, replace_file
from archive.errors import ArchiveDamaged
from archive.layout import WARC_SUFFIX, Archive
from archive.model.times import format_time, utc_now

_ENTRY, _LOST = ".json", ".lost.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished WARC file: its name, its size in bytes, its SHA-256 in hexadecimal digits, and its records.

    ``before`` are the digests that it had before records were erased from it, the first first.
    """

    warc: str
    bytes: int
    sha256: str
    records: int
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """The acknowledged loss of a WARC file: when, and why."""

    warc: str
    reason: str
    date: str


@dataclass(slots=True)
class Manifest:
    """The entries and the acknowledged losses by the names of WARC files, and what of the manifest is damaged.

    ``is_kept`` is False for an archive that has no manifest yet.
    """

    is_kept: bool
    entries: dict[str, Entry] = field(default_factory=dict)
    losses: dict[str, Loss] = field(default_factory=dict)
    damaged: list[Path] = field(default_factory=list)


def enter(archive: Archive, path: Path, warc: str, records: int) -> Entry:
    """Make the entry of a WARC file that is whole and will not change, which lies at ``path`` now.

    An entry that says the same stays as it is. Raises ArchiveDamaged where one says something else,
    ArchiveUnusable when it cannot be written.
    """
    entry = Entry(warc, path.stat().st_size, digest_of_file(path), records)
    place = entry_file(archive, warc)
    known = _known(place)
    if known and known != entry:
        raise ArchiveDamaged(f"{path}: not the file that {place} tells of; see 'archive check'")
    if known is None:
        _write(place, asdict(entry))
    return entry


def replace_entry(archive: Archive, entry: Entry) -> None:
    """Write the entry of a file from which records were erased, in place of the one before."""
    _write(entry_file(archive, entry.warc), asdict(entry))


def accept_loss(archive: Archive, warc: str, reason: str) -> Loss:
    """Write down that a WARC file is gone for good."""
    loss = Loss(warc, reason, format_time(utc_now()))
    _write(archive.manifest_dir / f"{warc.removesuffix(WARC_SUFFIX)}{_LOST}", asdict(loss))
    return loss


def entry_file(archive: Archive, warc: str) -> Path:
    """Where the entry of a WARC file stands."""
    return archive.manifest_dir / f"{warc.removesuffix(WARC_SUFFIX)}{_ENTRY}"


def read_manifest(archive: Archive) -> Manifest:
    """The manifest of an archive; files that were changed since they were written are named, not read."""
    found = Manifest(archive.manifest_dir.is_dir())
    for path in sorted(archive.manifest_dir.glob(f"*{_ENTRY}")):
        try:
            values = _read(path)
            if path.name.endswith(_LOST):
                found.losses[values["warc"]] = Loss(**values)
            else:
                entry = _entry(values)
                if entry_file(archive, entry.warc) != path:
                    raise ValueError(path)
                found.entries[entry.warc] = entry
        except (OSError, ValueError, KeyError, TypeError):
            found.damaged.append(path)
    return found


def _known(path: Path) -> Entry | None:
    try:
        return _entry(_read(path))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _entry(values: dict[str, Any]) -> Entry:
    return Entry(**{**values, "before": tuple(values["before"])})


def _write(path: Path, values: dict[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    replace_file(path, [json.dumps({**values, "check": _check(values)}, ensure_ascii=False).encode() + b"\n"])


def _read(path: Path) -> dict[str, Any]:
    """What a file says. Raises ValueError where it is not as it was written."""
    content = path.read_bytes()
    values: dict[str, Any] = json.loads(content)
    check = values.pop("check")
    whole = json.dumps({**values, "check": check}, ensure_ascii=False).encode() + b"\n"
    if check != _check(values) or content != whole:
        raise ValueError(path)
    return values


def _check(values: dict[str, Any]) -> str:
    return sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()[:16]
