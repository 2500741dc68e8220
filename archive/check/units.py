"""Check translation units: each valid, each saying what its blocks say, and none missing."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from archive.bitext.units import Origin, TranslationUnit
from archive.documents import read_document, read_documents
from archive.errors import ArchiveDamaged
from archive.fixity import seal_fault
from archive.layout import Archive, version_order
from archive.model.document import Document
from archive.translation_memory.completion import make_units, side_faults
from archive.translation_memory.cross_page_units import documents_files_of_site
from archive.translation_memory.unit_files import (
    StoredUnit,
    document_of_unit,
    read_stored_units,
    read_units_by_document,
    unit_faults,
    unit_values,
)

_MEND = "mend it with 'archive check --repair'"


def check_units(documents: Path, bitext: Path) -> Iterator[str]:
    """The faults of one file of units, given the documents file that it follows from.

    That a document before the last that has units has all of its own is known, since they are written in order; of
    that one and of those that have none the units are found again.
    """
    try:
        yield from _check(documents, bitext)
    except ArchiveDamaged as error:
        yield str(error)
    if bitext.exists() and bitext.stat().st_size and not bitext.read_bytes().endswith(b"\n"):
        yield f"{bitext.name}: the last line is torn; {_MEND}"


def check_across(archive: Archive, site: str) -> Iterator[str]:
    """The faults of the units that join two pages of a site: each must say what the blocks of both pages say.

    That no pages are left to be joined is not known from the file.
    """
    path = archive.cross_page_file(site)
    fault = seal_fault(path)
    if fault:
        yield f"bitext/{path.name}: {fault}; {_MEND}"
    try:
        yield from _across_faults(archive, path, site)
    except ArchiveDamaged as error:
        yield str(error)
    if path.exists() and not path.read_bytes().endswith(b"\n"):
        yield f"bitext/{path.name}: the last line is torn; {_MEND}"


def _across_faults(archive: Archive, path: Path, site: str) -> Iterator[str]:
    places = _places(archive, site) if path.exists() else {}
    for pages, group in groupby(read_stored_units(path), key=lambda stored: _pages(stored.value)):
        if not pages <= places.keys():
            gone = ", ".join(f"{id_} of {version}" for id_, version in sorted(pages - places.keys()))
            yield f"bitext/{path.name}: joins {gone}, which is no newest version of a document; {_MEND}"
            continue
        documents = {page: read_document(*places[page]) for page in pages}
        for stored in group:
            sides = stored.value.source, stored.value.target
            faults = [f"not as the schema has it: {fault}" for fault in unit_faults(unit_values(stored.value))]
            faults += [fault for side in sides for fault in side_faults(side, documents[_page(side.origin)])]
            yield from (f"{_where(path.name, stored)}: {fault}" for fault in faults)


def _pages(unit: TranslationUnit) -> frozenset[tuple[str, str]]:
    return frozenset({_page(unit.source.origin), _page(unit.target.origin)})


def _page(origin: Origin) -> tuple[str, str]:
    return origin.document, origin.version


def _places(archive: Archive, site: str) -> dict[tuple[str, str], tuple[Path, int]]:
    """Where the newest version of each document of a site stands."""
    newest: dict[str, tuple[str, str, tuple[Path, int]]] = {}
    for path in documents_files_of_site(archive, site):
        for stored in read_documents(path):
            document = stored.document
            order = version_order(document.version, document.capture.warc)
            if document.id not in newest or newest[document.id][0] <= order:
                newest[document.id] = order, document.version, (path, stored.offset)
    return {(id_, version): place for id_, (_, version, place) in newest.items()}


def units_in(bitext: Path) -> Iterator[TranslationUnit]:
    """The units of a file, up to the first line that is none; what is wrong with it is told elsewhere."""
    try:
        yield from (stored.value for stored in read_stored_units(bitext))
    except ArchiveDamaged:
        return


def _check(documents: Path, bitext: Path) -> Iterator[str]:
    groups = read_units_by_document(bitext)
    group = next(groups, None)
    for stored in read_documents(documents):
        there: list[StoredUnit] = []
        if group and document_of_unit(group[0].value) == (stored.document.id, stored.document.version):
            yield from _faults(bitext.name, group, stored.document)
            there, group = group, next(groups, None)
        if (group is None or (stored.document.pairs and not there)) and _owes(stored.document, there):
            yield f"bitext/{bitext.name}: units are missing from those of {stored.document.id} on; {_MEND}"
            return
    if group:
        yield f"{_where(bitext.name, group[0])}: its document is not in {documents.name}, or out of order; {_MEND}"


def _owes(document: Document, there: list[StoredUnit]) -> bool:
    """Return whether there are units behind those that are there."""
    made = make_units(document)
    return len(made) > len(there) and made[: len(there)] == [stored.value for stored in there]


def _faults(name: str, group: list[StoredUnit], document: Document) -> Iterator[str]:
    for stored in group:
        faults = [f"not as the schema has it: {fault}" for fault in unit_faults(unit_values(stored.value))]
        for side in (stored.value.source, stored.value.target):
            faults += side_faults(side, document)
        yield from (f"{_where(name, stored)}: {fault}" for fault in faults)


def _where(name: str, stored: StoredUnit) -> str:
    return f"bitext/{name}: byte {stored.offset}: unit of {stored.value.document}"
