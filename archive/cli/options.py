"""Options that several commands take, and the archive that they are about."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class ListFormat(StrEnum):
    """Forms of a list."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class SummaryFormat(StrEnum):
    """Forms of one summary."""

    TEXT = "text"
    JSON = "json"


class DocumentFormat(StrEnum):
    """Forms of one document."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "md"


ArchiveOption = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        metavar="DIR",
        help="The archive's directory; else environment ARCHIVE_DIR, else data.",
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
    str | None, typer.Option("--lang", metavar="L", help="Only with text in this language: zh, zh-Hans, en.")
]

SiteOption = Annotated[str | None, typer.Option("--site", metavar="S", help="Only of this site.")]

KindOption = Annotated[
    str | None, typer.Option("--kind", metavar="K", help="Only speech, interview, news, article or notice.")
]

SpeakerOption = Annotated[
    str | None, typer.Option("--speaker", metavar="NAME", help="Only speeches of this speaker.")
]

FromOption = Annotated[
    str | None, typer.Option("--from", metavar="D", help="Only published on or after this year, month or day.")
]

RightsOption = Annotated[
    str | None,
    typer.Option(
        "--rights",
        metavar="R",
        help="Only what is reserved, unreserved, cc, licensed, none, or under the licence at an address.",
    ),
]

ToOption = Annotated[
    str | None, typer.Option("--to", metavar="D", help="Only published on or before this year, month or day.")
]
