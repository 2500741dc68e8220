"""The archive that a command reads: its index made anew where it must be, and what is left out told in one line."""

import sys
from pathlib import Path

import typer

from archive.cli.output import index_progress
from archive.errors import ArchiveError, IndexMissing, IndexOutdated
from archive.index import Index, update_index
from archive.index.tables.captures import damage_summary
from archive.layout import Archive
from archive.query.terminal_and_csv import clean
from archive.warc import catalogue_whole


def named_archive(context: typer.Context, given: Path | None) -> Archive:
    """The archive named after the command, else before it, else by the environment."""
    return Archive.at(given or context.obj)


def open_archive(context: typer.Context, given: Path | None) -> Archive:
    """The archive named on the command line, with an index of this version.

    A missing index, and one of another version, is made anew. What is damaged and so left out is told on standard
    error. What else is wrong with the index, the command says when it opens it.
    """
    archive = named_archive(context, given)
    try:
        damage = _damage(archive)
    except (IndexMissing, IndexOutdated) as reason:
        damage = (
            _made_anew(archive, reason) if archive.stems() or any(archive.documents_dir.glob("*.jsonl")) else None
        )
    except ArchiveError:
        return archive
    if damage:
        print(f"archive: {clean(damage)}", file=sys.stderr)
    return archive


def _damage(archive: Archive) -> str | None:
    with Index(archive) as index:
        return damage_summary(index.damage())


def _made_anew(archive: Archive, reason: ArchiveError) -> str | None:
    why = "there was no index" if isinstance(reason, IndexMissing) else "the index was of another version"
    with index_progress() as tell:
        update_index(archive, catalogue_whole, rebuild=True, report=tell)
    print(f"archive: {why}; it was made from the files", file=sys.stderr)
    return _damage(archive)
