"""Check documents: each valid, and each pointing at the very record that it was extracted from."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from archive.check.warc_files import FileCheck
from archive.documents import StoredDocument, read_documents
from archive.errors import ArchiveDamaged
from archive.model.capture import CatalogueEntry
from archive.model.document import to_json
from archive.model.schema import faults as schema_faults


def check_documents(path: Path, found: FileCheck) -> Iterator[str]:
    """The faults of one documents file, given what was found in the WARC file that it follows from.

    Documents whose records are damaged, or were cut off a finished file, are kept: one line says how many.
    """
    by_offset = {entry.capture.offset: entry for entry in found.entries}
    held = 0
    last = -1
    try:
        for stored in read_documents(path):
            where = f"{path.name}: byte {stored.offset}: document {stored.document.id}"
            offset = stored.document.capture.offset or 0
            if any(damage.holds(offset) for damage in found.damage):
                held += 1
            else:
                yield from (f"{where}: {fault}" for fault in _faults(stored, by_offset))
            if offset <= last:
                yield f"{where}: out of the order of its records"
            last = offset
    except ArchiveDamaged as error:
        yield str(error)
    if held:
        yield f"{path.name}: the records of {held} documents are damaged; the documents are kept"
    if not path.read_bytes().endswith(b"\n") and path.stat().st_size:
        yield f"{path.name}: the last line is torn; mend it with 'archive check --repair'"


def _faults(stored: StoredDocument, by_offset: Mapping[int | None, CatalogueEntry]) -> Iterator[str]:
    document = stored.document
    yield from (f"not as the schema has it: {fault}" for fault in schema_faults(to_json(document)))
    entry = by_offset.get(document.capture.offset)
    if entry is None:
        yield f"there is no capture at offset {document.capture.offset} of {document.capture.warc}"
        return
    capture = entry.capture
    for name in ("uri", "warc", "length", "record_id", "date", "status", "payload_digest"):
        if getattr(document.capture, name) != getattr(capture, name):
            yield f"its capture has {name} {getattr(capture, name)!r}, not {getattr(document.capture, name)!r}"
    if document.version != capture.date:
        yield f"its version is not its capture's time, {capture.date}"
