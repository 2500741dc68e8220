"""``archive concordance`` and ``archive terms``: occurrences and terms."""

import shutil
import sys
from enum import StrEnum
from typing import Annotated

import typer

from archive.cli import options_and_output as options
from archive.cli.open_archive import open_filtered_archive
from archive.cli.options_and_output import print_answer, require_writable, write_parts
from archive.errors import UsageError
from archive.export.formats_and_export_of_units import TERM_FORMATS, TermExport, TermFormat
from archive.export.provenance import PageLookup
from archive.export.tmx_xliff_tbx import tmx_of_units
from archive.index import Filters
from archive.layout import Archive
from archive.model.language_codes import LanguageCodes, language_range
from archive.query.concordance.concordance import (
    LINES,
    MOST_COUNTED,
    MOST_LINES,
    Concordance,
    ConcordanceOptions,
    Sample,
    find_concordance,
)
from archive.query.concordance.concordance_forms import concordance_csv, concordance_json, concordance_text
from archive.query.concordance.line_order import MOST_CONTEXT, NO_PINYIN, LineOrder, lacks_pinyin, parse_order
from archive.query.terminal_output_columns_json_and_csv import counted, report_line
from archive.query.terms_of_an_archive import archive_terms
from archive.terms.term_extraction import LIMIT


class ConcordanceFormat(StrEnum):
    """Output formats of a concordance."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    TMX = "tmx"


@options.with_filters
def concordance(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    filters: Filters,
    text: Annotated[
        str,
        typer.Argument(
            metavar="QUERY",
            help='Query, as in archive query: a word, "a phrase", *tion, a NEAR/5 b.',
            show_default=False,
        ),
    ],
    sort: Annotated[
        str,
        typer.Option(
            "--sort",
            metavar="ORDER",
            help="Sort by score, left, right, date, or by words to the left and right: 1L,1R,2R; Chinese by pinyin.",
        ),
    ] = LineOrder.SCORE,
    sample: Annotated[
        int | None, typer.Option("--sample", metavar="N", min=1, max=MOST_LINES, help="N hits at random, out of all.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="S", help="Another random sample for another S; by default 1.")
    ] = None,
    words: Annotated[
        int | None,
        typer.Option(
            "--context", metavar="N", min=0, max=MOST_CONTEXT, help="N words on either side; by default the sentence."
        ),
    ] = None,
    hit_lang: Annotated[
        str | None,
        typer.Option("--hit-lang", metavar="L", help="Only hits in text in this language: zh, zh-Hans, en."),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help=f"Most lines to print; by default {LINES}, or the whole sample."),
    ] = None,
    form: Annotated[ConcordanceFormat, typer.Option("--format", help="Output format.")] = ConcordanceFormat.TEXT,
    archive: options.ArchiveOption = None,
) -> None:
    """Print every occurrence of a word in its sentence, beside the sentence that translates it."""
    order = parse_order(sort)
    if seed is not None and sample is None:
        raise UsageError("--seed is for a random sample; give its size with --sample")
    place = open_filtered_archive(context, archive, filters)
    chosen = ConcordanceOptions(
        order,
        limit or sample or LINES,
        most_counted=MOST_COUNTED,
        sample=None if sample is None else Sample(sample, 1 if seed is None else seed),
        context=words,
        hit_lang=hit_lang and language_range(hit_lang),
    )
    found = find_concordance(place, text, filters, chosen)
    if lacks_pinyin(order, (one.line for one in found.lines)):
        report_line(NO_PINYIN)
    _print(place, found, form)


def _print(archive: Archive, found: Concordance, form: ConcordanceFormat) -> None:
    if form is ConcordanceFormat.TMX:
        sys.stdout.flush()
        with PageLookup.open(archive) as pages:
            sys.stdout.buffer.writelines(piece.encode() for piece in tmx_of_units(found.units, pages.facts_of))
    elif form is ConcordanceFormat.JSON:
        print_answer(concordance_json(found))
    elif form is ConcordanceFormat.CSV:
        print_answer(concordance_csv(found))
    else:
        print_answer(concordance_text(found, shutil.get_terminal_size((100, 24)).columns))


TermFormName = StrEnum("TermFormName", list(TERM_FORMATS))  # type: ignore[misc] # the names are those of the registry


@options.with_filters
def terms(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    filters: Filters,
    min_count: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="Only terms that translate each other in at least N sentences; by default 2 or more.",
        ),
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Most results to print.")] = LIMIT,
    general: Annotated[bool, typer.Option("--general", help="General words too.")] = False,
    form: Annotated[TermFormName, typer.Option("--format", help="How to write them.")] = TermFormName.text,  # type: ignore[attr-defined]
    output: options.OutputOption = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="L", help="The first language of an omegat glossary: zh or en.")
    ] = None,
    codes: options.CodesOption = LanguageCodes.BCP47,
    bom: options.BomOption = False,
    archive: options.ArchiveOption = None,
) -> None:
    """Print Chinese and English terms that probably translate each other, the best first."""
    format_ = TERM_FORMATS[form]
    _require_fitting(format_, source, codes, bom)
    require_writable(form, format_.is_binary, output)
    place = open_filtered_archive(context, archive, filters)
    found = archive_terms(place, filters, min_count, limit, general)
    parts = format_.write(TermExport(found, codes, source is not None and language_range(source) == "en", bom))
    if output is None and not format_.is_binary and sys.stdout.isatty():
        print_answer("".join(str(part) for part in parts))
        return
    write_parts(output, parts)
    if output is not None:
        report_line(f"{counted(len(found), 'term')} written")


def _require_fitting(form: TermFormat, source: str | None, codes: LanguageCodes, bom: bool) -> None:
    """Raise UsageError for an option that the form has no place for."""
    if bom and form.name != "csv":
        raise UsageError("--bom is for csv")
    if codes is not LanguageCodes.BCP47 and form.name not in ("tbx", "tbx2"):
        raise UsageError("--codes is for tbx and tbx2")
    if source is None:
        return
    if form.name != "omegat":
        raise UsageError("--source is for omegat, whose glossaries have a direction")
    if language_range(source).partition("-")[0] not in ("zh", "en"):
        raise UsageError(f"terms are Chinese and English; --source {source} is neither")
