"""``archive site``: what is known of a site, in the archive's ``sites/NAME.toml``.

The ``archive`` program finds it by the entry point ``archive.commands``.
"""

import os
import shlex
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Any

import typer

from archive.cli.app import STYLE
from archive.cli.open_archive import named_archive
from archive.cli.options_and_output import ArchiveOption, SummaryFormat
from archive.errors import UsageError
from archive.layout import Archive, check_site_name, site_name
from archive.query.terminal_output_columns_json_and_csv import columns, printed_json
from crawler.sites import KnownSites, Profile
from crawler.sites.profile_and_site_files import (
    SUFFIX,
    SiteFile,
    new_site_text,
    parse_profile,
    revision_of,
    store_site_file,
    with_revision,
)

app = typer.Typer(
    help="What is known of a site: where a crawl starts, what belongs to it, and how its pages are read.",
    no_args_is_help=True,
    **STYLE,
)

FormatOption = Annotated[SummaryFormat, typer.Option("--format", help="How to print it.")]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The site's name in the archive.")]


@app.command("add")
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="The page where a crawl begins.")],
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="The site's name in the archive; its host's unless given.")
    ] = None,
    archive: ArchiveOption = None,
) -> None:
    """Write the file of a new site."""
    chosen = named_archive(context, archive)
    site = check_site_name(name or site_name(url))
    if KnownSites(chosen).file(site):
        raise UsageError(
            f"{site} is known already; see 'archive site show {site}', change it with 'archive site edit'"
        )
    print(f"{store_site_file(chosen, site, new_site_text(site, url))}: written")
    print(f"next: archive crawl {site}")


@app.command("list")
def list_sites(
    context: typer.Context, form: FormatOption = SummaryFormat.TEXT, archive: ArchiveOption = None
) -> None:
    """List the sites that have a file, in the archive or in the program."""
    known = KnownSites(named_archive(context, archive))
    found = [file for name in known.names if (file := known.file(name))]
    rows = [_row(file, known.named(file.name)) for file in found]
    lines = columns([tuple(map(str, row.values())) for row in rows])
    print(printed_json(rows) if form is SummaryFormat.JSON else "\n".join(lines))


@app.command("show")
def show(context: typer.Context, name: NameArgument, archive: ArchiveOption = None) -> None:
    """Print a site's file."""
    print(_known(named_archive(context, archive), name).text, end="")


@app.command("edit")
def edit(
    context: typer.Context,
    name: NameArgument,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Take this text (- for standard input), open no editor."),
    ] = None,
    archive: ArchiveOption = None,
) -> None:
    """Change a site's file in an editor (VISUAL or EDITOR); a change is checked and counts its revision up."""
    chosen = named_archive(context, archive)
    known = _known(chosen, name)
    text = _edited(known) if source is None else _read(source)
    if text == known.text:
        print(f"{known.place}: unchanged")
        return
    revision = revision_of(known.text) + 1
    profile = parse_profile(name, text, str(source or "the edited text"))
    place = store_site_file(chosen, name, with_revision(text, max(profile.revision, revision)))
    print(f"{place}: revision {max(profile.revision, revision)} written")
    print(f"next: archive site test {name}; then: archive reextract --all --site {name}")


@app.command("test")
def compare(
    context: typer.Context,
    name: NameArgument,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Read at most so many pages, the newest.")] = 20,
    form: FormatOption = SummaryFormat.TEXT,
    archive: ArchiveOption = None,
) -> None:
    """Show what a site's file changes: captured pages read by it, beside the heuristics alone."""
    from crawler.reextract.site_comparison import compare_with_heuristics, comparison_json, comparison_text

    chosen = named_archive(context, archive).require()
    found = compare_with_heuristics(chosen, KnownSites(chosen).named(_known(chosen, name).name), limit)
    print(comparison_json(found) if form is SummaryFormat.JSON else comparison_text(found))


def _known(archive: Archive, name: str) -> SiteFile:
    """The file of a site. Raises UsageError where there is none."""
    found = KnownSites(archive).file(name)
    if found is None:
        known = ", ".join(KnownSites(archive).names)
        raise UsageError(f"no file of a site {name!r}; there are {known}; 'archive site add URL' writes one")
    return found


def _row(file: SiteFile, profile: Profile) -> dict[str, Any]:
    return {
        "name": file.name,
        "revision": profile.revision,
        "start_url": next(iter(profile.start_urls), ""),
        "selectors": len(profile.selectors),
        "in": "archive" if file.is_of_archive else "program",
    }


def _read(source: Path) -> str:
    try:
        return sys.stdin.read() if str(source) == "-" else source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{source} cannot be read ({error}); name a TOML file in UTF-8, or -") from error


def _edited(known: SiteFile) -> str:
    """The text as the editor leaves it. Raises UsageError for a faulty one, which is kept, and without an editor."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with NamedTemporaryFile("w", encoding="utf-8", suffix=SUFFIX, prefix=f"{known.name}-", delete=False) as draft:
        draft.write(known.text)
    path = Path(draft.name)
    try:
        subprocess.run([*shlex.split(editor), str(path)], check=True)  # noqa: S603 - the user's own editor
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise UsageError(
            f"the editor {editor!r} failed ({error}); set EDITOR, or give the text by --from FILE"
        ) from error
    text = _read(path)
    try:
        parse_profile(known.name, text, "the edited text")
    except UsageError as error:
        raise UsageError(f"{error}; your text is kept: archive site edit {known.name} --from {path}") from error
    path.unlink()
    return text
