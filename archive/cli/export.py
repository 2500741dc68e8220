"""``archive export``."""

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from archive.cli.options import (
    ArchiveOption,
    FromOption,
    KindOption,
    LangOption,
    SiteOption,
    SpeakerOption,
    ToOption,
    chosen_archive,
)
from archive.disk import replace_file
from archive.errors import UsageError
from archive.export import Chosen, export_units, tmx_memory, tsv_lines
from archive.index import Filters


class ExportFormat(StrEnum):
    """Forms of translation units."""

    TMX = "tmx"
    TSV = "tsv"


_WRITERS = {ExportFormat.TMX: tmx_memory, ExportFormat.TSV: tsv_lines}


def export(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    form: Annotated[
        ExportFormat, typer.Argument(metavar="tmx|tsv", help="A translation memory, or a table.", show_default=False)
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to this file; else to standard output."),
    ] = None,
    lang: LangOption = None,
    site: SiteOption = None,
    kind: KindOption = None,
    speaker: SpeakerOption = None,
    since: FromOption = None,
    until: ToOption = None,
    min_score: Annotated[
        float, typer.Option(metavar="X", min=0, max=1, help="Only units with at least this score, 0 to 1.")
    ] = 0.0,
    dedupe: Annotated[bool, typer.Option("--dedupe", help="Of units with the same texts only the first.")] = False,
    archive: ArchiveOption = None,
) -> None:
    """Write translation units, sentences with their translations, for other programs."""
    chosen = Chosen(Filters(lang, site, kind, speaker, since, until), min_score, dedupe)
    if output is not None:
        _require_writable(output)
    text = _WRITERS[form](export_units(chosen_archive(context, archive), chosen))
    _write(output, (piece.encode() for piece in text))


def _require_writable(output: Path) -> None:
    """Raises UsageError when the place for the file is none, before any work is done."""
    if output.is_dir() or (output.exists() and not output.is_file()):
        raise UsageError(f"{output} is no file; name one, or leave out --output for standard output")
    if not output.parent.is_dir():
        raise UsageError(f"{output}: there is no directory {output.parent}; make it first")


def _write(output: Path | None, pieces: Iterable[bytes]) -> None:
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(pieces)
        return
    replace_file(output, pieces)
