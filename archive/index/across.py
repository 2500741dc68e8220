"""Keeps the units that join two pages of a site in step with its documents, on disk and in the index."""

from archive.index.sources import FileState
from archive.index.writer import IndexWriter
from archive.layout import Archive
from archive.translation_memory.completion import ReportProgress, report_nothing
from archive.translation_memory.cross_page_units import documents_files_of_site, join_pages
from archive.translation_memory.unit_files import read_valid_units


def across_state(archive: Archive, site: str) -> FileState:
    """What the file of a site's units across pages follows from, and its own change time: other means owed."""
    documents = sum(path.stat().st_size for path in documents_files_of_site(archive, site))
    return FileState(documents, FileState.of_any(archive.cross_page_file(site)).changed)


def is_across_owed(archive: Archive, writer: IndexWriter, site: str) -> bool:
    """Whether the units that join two pages of a site are not those of its documents as they are."""
    return writer.sources.units_state(archive.cross_page_file(site).name) != across_state(archive, site)


def take_across(archive: Archive, writer: IndexWriter, site: str, state: FileState) -> int:
    """Takes the units that join two pages of a site into the index, as they are in their file; how many."""
    path = archive.cross_page_file(site)
    with writer.transaction():
        count = writer.replace_units_across(site, read_valid_units(path))
        writer.sources.note_units(path.name, state)
    return count


def join_owed(archive: Archive, writer: IndexWriter, site: str, tell: ReportProgress = report_nothing) -> None:
    """Makes the units that join two pages of a site, where documents changed, and takes them into the index.

    The caller holds the site's lock, and the documents are in the index.
    """
    if is_across_owed(archive, writer, site):
        join_pages(archive, site, tell)
        take_across(archive, writer, site, across_state(archive, site))
