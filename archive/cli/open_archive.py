"""The archive that a command line names, opened with an up-to-date index, and its check for mistyped filters."""

import sys
from pathlib import Path

import typer

from archive.cli.options_and_output import index_progress
from archive.errors import ArchiveError, IndexMissing, IndexOutdated
from archive.index import Filters, Index
from archive.index.tables.captures_and_change_events import damage_summary
from archive.layout import Archive
from archive.query.search_results_and_known_filter_values import check_known_values, filters_apart, unknown_value
from archive.query.terminal_output_columns_json_and_csv import clean


def named_archive(context: typer.Context, given: Path | None) -> Archive:
    """Return the archive named after the command, otherwise before it, otherwise by the environment variable."""
    return Archive.at(given or context.obj)


def open_archive(context: typer.Context, given: Path | None) -> Archive:
    """Return the archive named on the command line, with an index of this version.

    A missing index, and one of another version, is rebuilt. Damaged files that the index leaves out are reported on
    standard error. Any other fault of the index is reported by the command when it opens it.
    """
    archive = named_archive(context, given)
    try:
        damage = _damage(archive)
    except (IndexMissing, IndexOutdated) as reason:
        damage = _rebuilt(archive, reason) if archive.warc_names() or archive.documents_paths() else None
    except ArchiveError:
        return archive
    if damage:
        print(f"archive: {clean(damage)}", file=sys.stderr)
    return archive


def open_filtered_archive(context: typer.Context, given: Path | None, filters: Filters) -> Archive:
    """Return the archive as ``open_archive`` does. Raises UsageError for a filter's value that it does not have."""
    archive = open_archive(context, given)
    require_known_values(archive, filters)
    return archive


def require_known_values(archive: Archive, filters: Filters, *languages: str | None) -> None:
    """Check for mistyped filters: that documents have the site, the language and the speaker, and the other
    languages.

    Raises UsageError for the first that none has, with those that there are; an archive without documents has any.
    """
    if any(True for _ in filters_apart(filters, languages)):
        with Index(archive) as index, index.snapshot():
            check_known_values(index, filters, *languages)


def require_known_site(archive: Archive, site: str | None) -> None:
    """Check for a mistyped site: that the archive has WARC files of the site; any passes if it has none at all.
    Raises UsageError.
    """
    sites = archive.sites()
    if site is not None and sites and site not in sites:
        raise unknown_value("site", site, sites)


def _damage(archive: Archive) -> str | None:
    with Index(archive) as index:
        return damage_summary(index.damage())


def _rebuilt(archive: Archive, reason: ArchiveError) -> str | None:
    from archive.index import update_index  # slow to import

    why = "there was no index" if isinstance(reason, IndexMissing) else "the index was of another version"
    with index_progress() as report:
        update_index(archive, rebuild=True, report=report)
    print(f"archive: {why}; it was made from the files", file=sys.stderr)
    return _damage(archive)
