"""Options that several commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from archive.model.language_codes import LanguageCodes


class ListFormat(StrEnum):
    """Output formats of a list."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class SummaryFormat(StrEnum):
    """Output formats of a summary."""

    TEXT = "text"
    JSON = "json"


class DocumentFormat(StrEnum):
    """Output formats of a document."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "md"


ArchiveOption = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        metavar="DIR",
        help="The archive's directory; by default the environment's ARCHIVE_DIR, or data.",
        show_default=False,
    ),
]

AtOption = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        help="The version nearest in time: 2026-11-24, 2026-11-24T09:32:26Z or 20261124093226.",
    ),
]

LangOption = Annotated[
    str | None,
    typer.Option("--lang", metavar="L", help="Only documents that contain text in this language: zh, zh-Hans, en."),
]

SiteOption = Annotated[str | None, typer.Option("--site", metavar="S", help="Only documents from this site.")]

KindOption = Annotated[
    str | None,
    typer.Option(
        "--kind", metavar="K", help="Only documents of this kind: speech, interview, news, article or notice."
    ),
]

SpeakerOption = Annotated[
    str | None,
    typer.Option("--speaker", metavar="NAME", help="Only speeches by this speaker; part of the name is enough."),
]

FromOption = Annotated[
    str | None,
    typer.Option("--from", metavar="D", help="Only documents published in or after this year, month or day."),
]

RightsOption = Annotated[
    str | None,
    typer.Option(
        "--rights",
        metavar="R",
        help="Only documents with these rights: reserved, unreserved, cc, licensed, none, or the URL of a licence.",
    ),
]

ToOption = Annotated[
    str | None,
    typer.Option("--to", metavar="D", help="Only documents published up to the end of this year, month or day."),
]

OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file; by default to standard output."),
]

CodesOption = Annotated[LanguageCodes, typer.Option("--codes", help="Write zh-Hans and zh-Hant, or zh-CN and zh-TW.")]

BomOption = Annotated[
    bool, typer.Option("--bom", help="Begin a csv with a byte order mark, by which a spreadsheet knows UTF-8.")
]
