"""``archive add``: WARC and WACZ files of other tools, from disk or object storage, into the archive."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from typer.exceptions import Exit

from archive.cli.open_archive import named_archive
from archive.cli.options_and_output import ArchiveOption, print_answer
from archive.errors import ArchiveError, SiteUnknown
from archive.intake.add_files import AddedFile, ReportFor, add_file
from archive.intake.candidates import ImportCandidate, ReportBytes
from archive.keeping.object_storage_and_uploads import fetch, found_at, is_storage_address
from archive.layout import Archive
from archive.query.terminal_output_columns_json_and_csv import clean, counted

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...", help="WARC or WACZ files of other tools; paths, or URLs such as s3://…", show_default=False
    ),
]


def add(
    context: typer.Context,
    files: Files,
    site: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The site's name in the archive; by default the host of most pages."),
    ] = None,
    partial: Annotated[
        bool,
        typer.Option("--partial", help="Import the intact records of a damaged file, and list what is left out."),
    ] = False,
    archive: ArchiveOption = None,
) -> None:
    """Import WARC and WACZ files of other tools into the archive."""
    place = named_archive(context, archive)
    with _progress() as report_for:
        adding = _Adding(place, partial, report_for)
        adding.add([Path(each) for each in files if not is_storage_address(each)], site)
        for each in filter(is_storage_address, files):
            adding.add_from_storage(each, site)
    if adding.added:
        print_answer(_advice(adding.added, place, archive or context.obj))
    if adding.failures:
        raise Exit(max(failure.exit_code for failure in adding.failures))


@dataclass(slots=True)
class _Adding:
    """The files of one command line; each is reported as soon as it is imported or refused."""

    archive: Archive
    partial: bool
    report_for: ReportFor
    added: list[AddedFile] = field(default_factory=list)
    failures: list[ArchiveError] = field(default_factory=list)

    def add(self, files: list[Path], site: str | None) -> None:
        """Import the files; those without a site, such as wget's logs, come last and join the site of the others."""
        unknown: list[tuple[Path, SiteUnknown]] = []
        for path in files:
            try:
                self._add(path, site)
            except SiteUnknown as error:
                unknown.append((path, error))
        for path, reason in unknown:
            if self.added:
                self._add(path, self.added[0].stem.site)
            else:
                self._fail(reason)

    def add_from_storage(self, url: str, site: str | None) -> None:
        """Import the files at a URL or a glob of one; each is on disk only while it is read."""
        try:
            for found in found_at(url):
                with TemporaryDirectory() as directory:
                    path = Path(directory) / found.rpartition("/")[2]
                    fetch(found, path)
                    self.add([path], site)
        except ArchiveError as error:
            self._fail(error)

    def _add(self, path: Path, site: str | None) -> None:
        try:
            added = add_file(self.archive, path, self.report_for, site=site, partial=self.partial)
        except SiteUnknown:
            raise
        except ArchiveError as error:
            self._fail(error)
            return
        self.added += added
        for each in added:
            print_answer("\n".join(_lines(each)))

    def _fail(self, error: ArchiveError) -> None:
        self.failures.append(error)
        print(f"archive: {clean(str(error))}", file=sys.stderr)


def _lines(added: AddedFile) -> Iterator[str]:
    holds = f"{counted(added.records, 'record')}, {counted(added.captures, 'capture')}"
    state = "taken as" if added.is_new else "in the archive already, as"
    yield clean(f"{added.label}: {holds}, {state} {added.stem}")
    for each in added.left_out:
        yield clean(f"{added.label}: left out: {each}")


def _advice(added: list[AddedFile], place: Archive, given: Path | None) -> str:
    """Return the command to run next."""
    if not any(each.pages for each in added):
        return "no pages in it: nothing to make documents of"
    option = f" --archive {quote(str(place.root.absolute()))}" if given else ""
    return f"next, make documents of the pages: archive reextract{option}"


@contextmanager
def _progress() -> Iterator[ReportFor]:
    """Show a progress bar for each file on a terminal, until all are done; elsewhere nothing."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:

        def report_for(candidate: ImportCandidate) -> ReportBytes:
            task = progress.add_task(clean(candidate.name).replace("[", "\\["), total=candidate.size)
            return lambda read: progress.update(task, completed=read)

        yield report_for
