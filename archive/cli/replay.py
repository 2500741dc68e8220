"""``archive replay``."""

import sys
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from typing import Annotated

import typer

from archive.cli.options import ArchiveOption, AtOption
from archive.cli.ready import ready_archive
from archive.cli.serve import PORT, has_screen
from archive.layout import Archive
from archive.query.captured_page import find_page

_LOOPBACK = "127.0.0.1"
_PATIENCE = 1.0
_LONGEST_ANSWER = 200


def replay(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="The address that was captured.", show_default=False)],
    at: AtOption = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="Write the stored payload to standard output, compressed where it came so.")
    ] = False,
    decoded: Annotated[
        bool, typer.Option("--decoded", help="Write the payload to standard output without its content coding.")
    ] = False,
    browser: Annotated[
        bool | None,
        typer.Option("--open/--no-browser", help="Open the capture in a browser; else where there is a screen."),
    ] = None,
    archive: ArchiveOption = None,
) -> None:
    """Open the captured page in a browser; with --raw or --decoded, give its bytes."""
    chosen = ready_archive(context, archive)
    if raw or decoded:
        page = find_page(chosen, url, at)
        sys.stdout.buffer.write(page.content() if decoded else page.payload)
        sys.stdout.buffer.flush()
        return
    path = _path_of(chosen, url, at)
    running = f"http://{_LOOPBACK}:{PORT + 1}"
    if _replays(chosen):
        _show(running + path, browser)
    else:
        _serve(chosen, path, browser)


def _path_of(archive: Archive, url: str, at: str | None) -> str:
    """The path at which the capture nearest to ``at`` stands in its frame, with the fragment that was asked for.

    Raises ArchiveMissing when the address was never captured, UsageError when ``at`` is no time.
    """
    from archive.index import Index  # what a command needs is loaded when it is asked for
    from archive.query.captured_page import find_capture
    from archive.replay.addresses import Address, full_stamp

    address, mark, fragment = url.partition("#")
    with Index(archive) as index:
        entry = find_capture(index, address, at)
    return f"/frame{Address(entry.capture.uri, full_stamp(entry)).path}{mark}{fragment}"


def _replays(archive: Archive) -> bool:
    """Whether ``archive serve`` runs with this archive, at its usual port."""
    from archive.replay.app import identity

    try:
        with closing(HTTPConnection(_LOOPBACK, PORT + 1, timeout=_PATIENCE)) as connection:
            connection.request("GET", "/-/archive")
            return connection.getresponse().read(_LONGEST_ANSWER) == identity(archive).encode()
    except (OSError, HTTPException):
        return False


def _serve(archive: Archive, path: str, browser: bool | None) -> None:
    """Serves the archive at free ports until Ctrl-C, and shows the path once it does."""
    from archive.web.server import listen, serve

    listeners = listen(_LOOPBACK, 0, 0)

    def started() -> None:
        _show(listeners.replay_url.rstrip("/") + path, browser)
        print("Ctrl-C ends the replay.", file=sys.stderr)

    serve(archive, listeners, started)


def _show(address: str, browser: bool | None) -> None:
    print(address, flush=True)
    if has_screen() if browser is None else browser:
        typer.launch(address)
