"""``archive export``: translation units, documents or captures as a file for other programs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from archive.cli import options_and_output as options
from archive.cli.open_archive import open_archive, require_known_site, require_known_values
from archive.cli.options_and_output import require_writable, write_parts
from archive.corpus.words import has_lemmas
from archive.disk import remove_unfinished, replace_file
from archive.errors import UsageError
from archive.export.formats_and_export_of_units import FORMATS, CaptureExport, Content, ExportFormat, TextExport
from archive.export.provenance import PageLookup
from archive.export.selection_counts_and_language_pairs import (
    ExportCounts,
    UnitSelection,
    count_documents_left_out,
    require_documents,
)
from archive.export.unit_filters_templates_and_corpus_splits import (
    DocumentSplits,
    SplitShares,
    UnitFilter,
    parse_unit_filters,
    path_of_split,
)
from archive.index import Filters
from archive.model.language_codes import LanguageCodes
from archive.query.terminal_output_columns_json_and_csv import counted, printed_json, report_line

FormName = StrEnum("FormName", list(FORMATS))  # type: ignore[misc] # the names are those of the registry

FormArgument = Annotated[
    FormName,
    typer.Argument(
        metavar="|".join(FORMATS),
        help="The format: a translation memory, lines, a table, a corpus, references or captures.",
        show_default=False,
    ),
]
ContentOption = Annotated[
    Content | None,
    typer.Option(
        metavar="units|documents",
        help="Units, or documents, where a form holds both; vertical, conllu, tei and text begin with documents.",
        show_default=False,
    ),
]
SourceOption = Annotated[
    str | None, typer.Option("--source", metavar="L", help="From this language: zh, zh-CN, Chinese, en …")
]
TargetOption = Annotated[
    str | None, typer.Option("--target", metavar="L", help="Into this language; units are turned where needed.")
]
MinScoreOption = Annotated[
    float, typer.Option(metavar="X", min=0, max=1, help="Only units with at least this score, from 0 to 1.")
]
UnflaggedOption = Annotated[bool, typer.Option("--unflagged", help="Only units that no check has flagged.")]
DedupeOption = Annotated[
    bool, typer.Option("--dedupe", help="Only the first of units, or documents, with the same text.")
]
FilterOption = Annotated[
    str | None,
    typer.Option(
        "--filter", metavar="NAME[,NAME...]", help=f"Leave units out by these filters: {', '.join(UnitFilter)}."
    ),
]
CapOption = Annotated[
    int | None,
    typer.Option(
        metavar="N", min=1, help="At most N units of one sentence, numbers and names apart, on either side."
    ),
]
ReportOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write what was written and left out, by each filter, as JSON.")
]
SplitOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME=SHARE,...", help="Split units by document: train=.98,dev=.01,test=.01; alike together."
    ),
]
SignOption = Annotated[
    Path | None, typer.Option("--sign", metavar="KEY", help="Sign a wacz with the key in this PEM file.")
]


@options.with_filters
def export(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    form: FormArgument,
    *,
    output: options.OutputOption = None,
    what: ContentOption = None,
    filters: Filters,
    source: SourceOption = None,
    target: TargetOption = None,
    min_score: MinScoreOption = 0.0,
    unflagged: UnflaggedOption = False,
    dedupe: DedupeOption = False,
    filter_: FilterOption = None,
    cap: CapOption = None,
    split: SplitOption = None,
    report: ReportOption = None,
    codes: options.CodesOption = LanguageCodes.BCP47,
    bom: options.BomOption = False,
    sign: SignOption = None,
    archive: options.ArchiveOption = None,
) -> None:
    """Export translation units (sentences with their translations), documents or captures for other programs."""
    selection = UnitSelection(
        filters, min_score, source, target, unflagged, dedupe, codes,
        parse_unit_filters(filter_) if filter_ is not None else (), cap,
    )  # fmt: skip
    format_ = FORMATS[form]
    content = _content(format_, what, selection)
    if sign and not format_.can_be_signed:
        raise UsageError("--sign is for wacz; other formats cannot be signed")
    if report and content is Content.CAPTURES:
        raise UsageError("--report counts units or documents, not captures")
    if bom and not format_.can_have_byte_order_mark:
        raise UsageError("--bom is for csv")
    shares = SplitShares.parse(split) if split is not None else None
    if shares:
        _require_splittable(format_, content, output)
    if format_.has_lemmas and not has_lemmas():
        report_line("base forms are left out; for them: pip install 'agency-archive[corpus]'")
    if not format_.has_many_files:
        require_writable(format_.name, format_.is_binary, output)
    place = open_archive(context, archive)
    if output:
        remove_unfinished(output)
    if content is Content.CAPTURES:
        require_known_site(place, filters.site)
        _export_captures(format_, CaptureExport(place, filters.site, output, sign, report_line))
    else:
        require_documents(place)
        require_known_values(place, selection.filters, selection.source, selection.target)
        with PageLookup.open(place) as pages:
            splits = DocumentSplits.of_archive(place, shares) if shares else None
            texts = TextExport(place, selection, pages, output, bom, splits=splits)
            _export_texts(format_, content, texts, report)


def _export_captures(form: ExportFormat, export: CaptureExport) -> None:
    parts = form.captures(export) if form.captures else None
    if parts is not None:
        write_parts(export.output, parts)


def _require_splittable(form: ExportFormat, content: Content, output: Path | None) -> None:
    """Raise UsageError if --split does not apply."""
    if content is not Content.UNITS or not form.can_be_split:
        forms = ", ".join(each.name for each in FORMATS.values() if each.can_be_split)
        raise UsageError(f"--split is for units as {forms}")
    if output is None:
        raise UsageError("--split writes files of each split; name them with --output")


def _export_texts(form: ExportFormat, content: Content, export: TextExport, report: Path | None) -> None:
    write = form.units if content is Content.UNITS else form.documents
    if write:
        for part in _each_split(form, export):
            parts = write(part)
            if parts is not None:
                write_parts(part.output, parts)
        left_out = count_documents_left_out(export.archive, export.selection.filters)
        report_line(_summary(content, export.counts, left_out))
        if report:
            replace_file(report, [_report(form, content, export.counts, left_out)])


def _each_split(form: ExportFormat, export: TextExport) -> Iterator[TextExport]:
    """The export with the output of each split, or the export itself."""
    if form.splits_itself or export.output is None or export.splits is None:
        yield export
        return
    for name, part in export.by_split().items():
        output = path_of_split(export.output, name, None if form.has_many_files else form.name)
        remove_unfinished(output)
        yield replace(part, output=output)


def _report(form: ExportFormat, content: Content, counts: ExportCounts, documents_left_out: Counter[str]) -> bytes:
    """What was written and left out, as JSON in UTF-8; each step of the selection has its number, if only 0."""
    values = {
        "form": form.name,
        "content": str(content),
        "written": counts.written,
        **({"splits": counts.splits} if counts.splits else {}),
        "left_out": dict(counts.left_out),
        "documents_left_out": dict(documents_left_out),
    }
    return f"{printed_json(values)}\n".encode()


def _summary(content: Content, counts: ExportCounts, documents_left_out: Counter[str]) -> str:
    """How much was written and left out, as ``12 units written; left out: 1 document by --site``."""
    noun = str(content).removesuffix("s")
    left_out = [f"{counted(number, noun)} by {name}" for name, number in counts.left_out.items() if number]
    left_out += [f"{counted(number, 'document')} by {name}" for name, number in documents_left_out.items() if number]
    written = f"{counted(counts.written, noun)} written"
    if counts.splits:
        written += f" ({', '.join(f'{name} {number}' for name, number in counts.splits.items())})"
    return f"{written}; left out: {', '.join(left_out)}" if left_out else written


def _content(form: ExportFormat, what: Content | None, selection: UnitSelection) -> Content:
    """Return the content of the file. Raises UsageError if the format cannot hold it or the options do not apply."""
    possible = form.contents
    content = what or possible[0]
    if content not in possible:
        forms = ", ".join(each.name for each in FORMATS.values() if content in each.contents)
        raise UsageError(f"{form.name} holds {possible[0]}, not {content}; export those as {forms}")
    dedupe = selection.dedupe and content is Content.DOCUMENTS
    if content is not Content.UNITS and selection != UnitSelection(selection.filters, dedupe=dedupe):
        options = "--source, --target, --min-score, --unflagged, --filter, --cap and --codes"
        if content is Content.CAPTURES:
            options = options.replace("--filter", "--dedupe, --filter")
        raise UsageError(f"{options} apply to units, not to {content}")
    if content is Content.CAPTURES and selection.filters != Filters(site=selection.filters.site):
        raise UsageError(f"{form.name} holds captures of whole sites: --site is the only filter for it")
    return content
