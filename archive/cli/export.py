"""``archive export``."""

import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from archive.cli.captures import captures_cdxj, export_bag, export_wacz
from archive.cli.options import (
    ArchiveOption,
    FromOption,
    KindOption,
    LangOption,
    RightsOption,
    SiteOption,
    SpeakerOption,
    ToOption,
)
from archive.cli.ready import ready_archive
from archive.disk import remove_unfinished, replace_file
from archive.errors import UsageError
from archive.export import (
    Chosen,
    ChosenUnits,
    LanguagePair,
    bibtex_entries,
    block_table,
    chosen_documents,
    csv_table,
    document_lines,
    require_documents,
    tmx_memory,
    tsv_lines,
    unit_lines,
    unit_table,
    xliff_file,
)
from archive.export.page_rights import PageRights
from archive.export.parquet import parquet_table
from archive.index import Filters
from archive.layout import Archive


class ExportFormat(StrEnum):
    """Forms of what is exported."""

    TMX = "tmx"
    XLIFF = "xliff"
    TSV = "tsv"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    BIBTEX = "bibtex"
    WACZ = "wacz"
    CDXJ = "cdxj"
    BAG = "bag"


class What(StrEnum):
    """What is exported."""

    UNITS = "units"
    DOCUMENTS = "documents"
    CAPTURES = "captures"


_HOLDS = {
    ExportFormat.TMX: (What.UNITS,),
    ExportFormat.XLIFF: (What.UNITS,),
    ExportFormat.TSV: (What.UNITS,),
    ExportFormat.BIBTEX: (What.DOCUMENTS,),
    ExportFormat.WACZ: (What.CAPTURES,),
    ExportFormat.CDXJ: (What.CAPTURES,),
    ExportFormat.BAG: (What.CAPTURES,),
}
"""Forms that hold one kind of thing."""

_TEXT = (What.UNITS, What.DOCUMENTS)
"""What the others hold."""


FormArgument = Annotated[
    ExportFormat,
    typer.Argument(
        metavar="|".join(ExportFormat),
        help="A translation memory, lines, a table, references, or captures.",
        show_default=False,
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file; else to standard output."),
]
WhatOption = Annotated[
    What | None,
    typer.Option(
        metavar="units|documents",
        help="Translation units (unless told), or documents as jsonl, csv or parquet.",
        show_default=False,
    ),
]
SourceOption = Annotated[
    str | None, typer.Option("--source", metavar="L", help="Only units whose source is in this language.")
]
TargetOption = Annotated[
    str | None, typer.Option("--target", metavar="L", help="Only units whose target is in this language.")
]
MinScoreOption = Annotated[
    float, typer.Option(metavar="X", min=0, max=1, help="Only units with at least this score, 0 to 1.")
]
UnflaggedOption = Annotated[bool, typer.Option("--unflagged", help="Only units that no check has flagged.")]
DedupeOption = Annotated[bool, typer.Option("--dedupe", help="Of units with the same texts only the first.")]
SignOption = Annotated[
    Path | None, typer.Option("--sign", metavar="KEY", help="Sign a wacz with the key in this PEM file.")
]


def export(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    form: FormArgument,
    output: OutputOption = None,
    what: WhatOption = None,
    lang: LangOption = None,
    site: SiteOption = None,
    kind: KindOption = None,
    speaker: SpeakerOption = None,
    since: FromOption = None,
    until: ToOption = None,
    rights: RightsOption = None,
    source: SourceOption = None,
    target: TargetOption = None,
    min_score: MinScoreOption = 0.0,
    unflagged: UnflaggedOption = False,
    dedupe: DedupeOption = False,
    sign: SignOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Write translation units (sentences with their translations), documents or captures for other programs."""
    filters = Filters(lang, site, kind, speaker, since, until, rights)
    chosen = Chosen(filters, min_score, source, target, unflagged, dedupe)
    held = _held(form, what, chosen)
    if sign and form is not ExportFormat.WACZ:
        raise UsageError("--sign is for wacz: other forms bear no signature")
    if form is not ExportFormat.BAG:
        _require_writable(form, output)
    place = ready_archive(context, archive)
    if output:
        remove_unfinished(output)
    if held is What.CAPTURES:
        _captures(form, place, output, site, sign)
        return
    require_documents(place)
    with PageRights.opened(place) as said:
        given = (place, said)
        _write(output, _units(form, chosen, *given) if held is What.UNITS else _documents(form, filters, *given))


def _captures(form: ExportFormat, archive: Archive, output: Path | None, site: str | None, sign: Path | None) -> None:
    if form is ExportFormat.WACZ:
        export_wacz(archive, output, site, sign)
    elif form is ExportFormat.BAG:
        export_bag(archive, output, site)
    else:
        _write(output, captures_cdxj(archive, site))


def _held(form: ExportFormat, what: What | None, chosen: Chosen) -> What:
    """What the file will hold. Raises UsageError when the form cannot hold it, or the options do not fit it."""
    possible = _HOLDS.get(form, _TEXT)
    held = what or possible[0]
    if held not in possible:
        raise UsageError(f"{form} holds {possible[0]}, no {held}; these go into {_forms_of(held)}")
    if held is not What.UNITS and chosen != Chosen(chosen.filters):
        raise UsageError(f"--source, --target, --min-score, --unflagged and --dedupe are for units, not for {held}")
    if held is What.CAPTURES and chosen.filters != Filters(site=chosen.filters.site):
        raise UsageError(f"{form} holds captures of whole sites: of the filters it takes --site alone")
    return held


def _forms_of(what: What) -> str:
    return ", ".join(form for form in ExportFormat if what in _HOLDS.get(form, _TEXT))


def _require_writable(form: ExportFormat, output: Path | None) -> None:
    """Raises UsageError when the place for the file is none, before any work is done."""
    if output is None:
        if form is ExportFormat.PARQUET and sys.stdout.isatty():
            raise UsageError("parquet is no text for a terminal; name a file with --output")
        return
    if output.is_dir() or (output.exists() and not output.is_file()):
        raise UsageError(f"{output} is no file; name one, or leave out --output for standard output")
    if not output.parent.is_dir():
        raise UsageError(f"{output}: there is no directory {output.parent}; make it first")


def _units(form: ExportFormat, chosen: Chosen, archive: Archive, rights: PageRights) -> Iterator[bytes]:
    units = ChosenUnits(archive, chosen)
    match form:
        case ExportFormat.TMX:
            return _encoded(tmx_memory(units, rights.of_origin))
        case ExportFormat.XLIFF:
            return _encoded(xliff_file(units, _language_pair(units), rights.of_origin))
        case ExportFormat.TSV:
            return _encoded(tsv_lines(units))
        case ExportFormat.CSV:
            return _encoded(csv_table(unit_table(units, rights.of_origin)))
        case ExportFormat.PARQUET:
            return parquet_table(unit_table(units, rights.of_origin))
        case _:
            return unit_lines(units)


def _documents(form: ExportFormat, filters: Filters, archive: Archive, rights: PageRights) -> Iterator[bytes]:
    documents = chosen_documents(archive, filters)
    match form:
        case ExportFormat.BIBTEX:
            return _encoded(bibtex_entries(documents, rights.of_document))
        case ExportFormat.CSV:
            return _encoded(csv_table(block_table(documents, rights.of_document)))
        case ExportFormat.PARQUET:
            return parquet_table(block_table(documents, rights.of_document))
        case _:
            return document_lines(documents)


def _language_pair(units: ChosenUnits) -> LanguagePair:
    """The languages of the file; a line on standard error says how many units are in others."""
    pair = LanguagePair.of(units)
    if pair.others:
        left_out = "1 unit in others is not" if pair.others == 1 else f"{pair.others} units in others are not"
        print(
            f"an XLIFF file has one pair of languages: {pair.source} to {pair.target} is written, {left_out}; "
            "name others with --source and --target",
            file=sys.stderr,
        )
    return pair


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    return (piece.encode() for piece in pieces)


def _write(output: Path | None, pieces: Iterable[bytes]) -> None:
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(pieces)
        return
    replace_file(output, pieces)
