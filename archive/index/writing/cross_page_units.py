"""Keeps the cross-page units of a site up to date with its documents, on disk and in the index."""

from archive.index.tables.source_files import FileState
from archive.index.writing.writer import IndexWriter
from archive.layout import Archive
from archive.translation_memory.completion import ReportProgress, report_nothing
from archive.translation_memory.cross_page_units import documents_files_of_site, join_pages
from archive.translation_memory.unit_files import read_valid_units


def cross_page_state(archive: Archive, site: str) -> FileState:
    """The total size of a site's documents files, and the change time of its cross-page units.

    The units are out of date if either differs from the state in the index.
    """
    documents = sum(path.stat().st_size for path in documents_files_of_site(archive, site))
    return FileState(documents, FileState.of_optional(archive.cross_page_file(site)).changed)


def is_cross_page_pending(archive: Archive, writer: IndexWriter, site: str) -> bool:
    """Whether the site's cross-page units are out of date."""
    return writer.sources.units_state(archive.cross_page_file(site).name) != cross_page_state(archive, site)


def index_cross_page_units(archive: Archive, writer: IndexWriter, site: str, state: FileState) -> int:
    """Index the cross-page units in a site's file; returns their number."""
    path = archive.cross_page_file(site)
    with writer.transaction():
        count = writer.replace_cross_page_units(site, read_valid_units(path))
        writer.sources.mark_units_indexed(path.name, state)
    return count


def update_cross_page_units(
    archive: Archive, writer: IndexWriter, site: str, report: ReportProgress = report_nothing
) -> None:
    """Make and index the cross-page units of a site if its documents changed.

    The caller holds the site's lock, and the documents are in the index.
    """
    if is_cross_page_pending(archive, writer, site):
        join_pages(archive, site, report)
        index_cross_page_units(archive, writer, site, cross_page_state(archive, site))
