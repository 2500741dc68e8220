"""The check of documents files against their WARC files, and of files of translation units against their
documents.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from archive.bitext.translation_units import (
    Origin,
    TranslationUnit,
    document_of_unit,
    side_faults,
    unit_faults,
    unit_values,
)
from archive.check.warc_files import FileCheck
from archive.document_and_unit_files import (
    StoredDocument,
    StoredUnit,
    is_torn,
    newest_versions,
    read_document,
    read_documents,
    read_stored_units,
    read_units_by_document,
)
from archive.errors import ArchiveDamaged
from archive.layout import Archive, WarcName
from archive.manifest_and_seals import seal_fault
from archive.model.capture import CatalogueEntry
from archive.model.document import Document, document_faults, to_json
from archive.translation_memory.missing_and_cross_page_units import make_units

_REPAIR = "repair it with 'archive check --repair'"
_REMAKE = "'archive reextract' makes it again from the WARC file"


def seal_faults(archive: Archive, found: FileCheck, is_extracted: bool) -> Iterator[str]:
    """Check the documents and units files of a WARC file by their seals, if documents were extracted from it."""
    stem = WarcName.parse(found.warc)
    path, bitext = archive.documents_file(stem), archive.bitext_file(stem)
    if not is_extracted:
        return
    fault = seal_fault(path)
    if fault is None and not path.exists() and found.entries:
        fault = "is missing"
    if fault:
        yield f"documents/{path.name}: {fault}; {_REMAKE}"
    fault = seal_fault(bitext)
    if fault:
        yield f"bitext/{bitext.name}: {fault}; {_REPAIR}"


def check_documents(path: Path, found: FileCheck) -> Iterator[str]:
    """Check one documents file: documents that are invalid, or do not match the WARC record they came from, a line
    each.

    ``found`` is the check of the WARC file. Documents whose records are damaged, or were cut off a finished file, are
    kept; one line states their number.
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
    if is_torn(path):
        yield f"{path.name}: the last line is torn; {_REPAIR}"


def _faults(stored: StoredDocument, by_offset: Mapping[int | None, CatalogueEntry]) -> Iterator[str]:
    document = stored.document
    yield from (f"violates the schema: {fault}" for fault in document_faults(to_json(document)))
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


def check_units(documents: Path, bitext: Path) -> Iterator[str]:
    """Check one file of translation units: units that are invalid, missing, or do not match their blocks, a line
    each.

    Units are written in the order of the documents, so every document before the last one with units is complete;
    for that one, and for documents without units, the units are computed again.
    """
    return _to_first_damage(_units_faults(documents, bitext), bitext, bitext.name)


def check_cross_page_units(archive: Archive, site: str) -> Iterator[str]:
    """Check the cross-page units of a site: each must match the blocks of both pages.

    The file does not show whether further pages could be joined.
    """
    path = archive.cross_page_file(site)
    fault = seal_fault(path)
    if fault:
        yield f"bitext/{path.name}: {fault}; {_REPAIR}"
    yield from _to_first_damage(_cross_page_faults(archive, path, site), path, f"bitext/{path.name}")


def _to_first_damage(faults: Iterator[str], path: Path, name: str) -> Iterator[str]:
    """The faults of a file's lines up to the first damaged one, that line's fault, and whether the end is torn."""
    try:
        yield from faults
    except ArchiveDamaged as error:
        yield str(error)
    if is_torn(path):
        yield f"{name}: the last line is torn; {_REPAIR}"


def _cross_page_faults(archive: Archive, path: Path, site: str) -> Iterator[str]:
    places = _newest_versions(archive, site) if path.exists() else {}
    for pages, group in groupby(read_stored_units(path), key=lambda stored: _pages(stored.value)):
        if not pages <= places.keys():
            gone = ", ".join(f"{id_} of {version}" for id_, version in sorted(pages - places.keys()))
            yield f"bitext/{path.name}: joins {gone}, which is not the newest version of a document; {_REPAIR}"
            continue
        documents = {page: read_document(*places[page]) for page in pages}
        for stored in group:
            sides = stored.value.source, stored.value.target
            faults = [f"violates the schema: {fault}" for fault in unit_faults(unit_values(stored.value))]
            faults += [fault for side in sides for fault in side_faults(side, documents[_page(side.origin)])]
            yield from (f"{_where(path.name, stored)}: {fault}" for fault in faults)


def _pages(unit: TranslationUnit) -> frozenset[tuple[str, str]]:
    return frozenset({_page(unit.source.origin), _page(unit.target.origin)})


def _page(origin: Origin) -> tuple[str, str]:
    return origin.document, origin.version


def _newest_versions(archive: Archive, site: str) -> dict[tuple[str, str], tuple[Path, int]]:
    """The file and offset of the newest version of each document of a site, by id and version."""
    newest = newest_versions(archive, site, lambda path, stored: (stored.document.version, (path, stored.offset)))
    return {(id_, version): place for id_, (version, place) in newest.items()}


def _units_faults(documents: Path, bitext: Path) -> Iterator[str]:
    groups = read_units_by_document(bitext)
    group = next(groups, None)
    for stored in read_documents(documents):
        there: list[StoredUnit] = []
        if group and document_of_unit(group[0].value) == (stored.document.id, stored.document.version):
            yield from _unit_faults(bitext.name, group, stored.document)
            there, group = group, next(groups, None)
        if (group is None or (stored.document.pairs and not there)) and _lacks_units(stored.document, there):
            yield f"bitext/{bitext.name}: units are missing, from those of {stored.document.id} on; {_REPAIR}"
            return
    if group:
        yield f"{_where(bitext.name, group[0])}: its document is not in {documents.name}, or out of order; {_REPAIR}"


def _lacks_units(document: Document, there: list[StoredUnit]) -> bool:
    """Return whether the document has translation units after those that are stored."""
    made = make_units(document)
    return len(made) > len(there) and made[: len(there)] == [stored.value for stored in there]


def _unit_faults(name: str, group: list[StoredUnit], document: Document) -> Iterator[str]:
    for stored in group:
        faults = [f"violates the schema: {fault}" for fault in unit_faults(unit_values(stored.value))]
        for side in (stored.value.source, stored.value.target):
            faults += side_faults(side, document)
        yield from (f"{_where(name, stored)}: {fault}" for fault in faults)


def _where(name: str, stored: StoredUnit) -> str:
    return f"bitext/{name}: byte {stored.offset}: unit of {stored.value.document}"
