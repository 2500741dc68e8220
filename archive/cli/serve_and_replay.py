"""``archive serve`` and ``archive replay``."""

import os
import sys
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from threading import Thread
from typing import Annotated

import typer

from archive.cli.open_archive import open_archive
from archive.cli.options import ArchiveOption, AtOption
from archive.index import Index
from archive.layout import Archive
from archive.query.document import find_page

PORT = 8640


HostOption = Annotated[str, typer.Option("--host", metavar="H", help="The address or name to listen on.")]
PortOption = Annotated[
    int, typer.Option("--port", metavar="P", min=0, max=65535, help="The reading room's port; 0 is a free one.")
]
ReplayPortOption = Annotated[
    int | None,
    typer.Option(
        "--replay-port", metavar="R", min=0, max=65535, help="The replay's port; else the one after --port."
    ),
]
PublicUrlOption = Annotated[
    str | None,
    typer.Option("--public-url", metavar="URL", help="The reading room's address at a proxy on this machine."),
]
PublicReplayUrlOption = Annotated[
    str | None, typer.Option("--public-replay-url", metavar="URL", help="The replay's address at that proxy.")
]
ClientHeaderOption = Annotated[
    str, typer.Option("--client-header", metavar="NAME", help="The header in which that proxy says who asks.")
]
ContactOption = Annotated[
    str | None,
    typer.Option(
        "--contact", metavar="TEXT", envvar="CONTACT", show_envvar=False,
        help="Who keeps the archive, for the foot of the pages; else environment CONTACT.",
    ),
]  # fmt: skip
BrowserOption = Annotated[
    bool | None,
    typer.Option("--open/--no-browser", help="Open the reading room in a browser; else where there is a screen."),
]


def serve(  # noqa: PLR0913 - a parameter an option
    context: typer.Context,
    host: HostOption = "127.0.0.1",
    port: PortOption = PORT,
    replay_port: ReplayPortOption = None,
    public_url: PublicUrlOption = None,
    public_replay_url: PublicReplayUrlOption = None,
    client_header: ClientHeaderOption = "X-Forwarded-For",
    contact: ContactOption = None,
    browser: BrowserOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Serve the reading room, its API and the replay of captured pages, until Ctrl-C."""
    from archive.web.security import is_loopback  # the web takes long to load, and no other command needs it
    from archive.web.server import Proxy, listen
    from archive.web.server import serve as answer

    chosen = open_archive(context, archive)
    Index(chosen).close()
    proxy = Proxy.from_options(public_url, public_replay_url, client_header)
    listeners = listen(host, port, replay_port)
    if not is_loopback(listeners.host):
        print(f"archive: warning: whoever reaches {listeners.host} can read this archive", file=sys.stderr)

    def started() -> None:
        print(f"Reading room  {listeners.room_url}\nReplay        {listeners.replay_url}", flush=True)
        if has_screen() if browser is None else browser:
            Thread(
                target=typer.launch, args=(listeners.room_url,), daemon=True
            ).start()  # some browsers do not return

    answer(chosen, listeners, started, proxy, contact)


def has_screen() -> bool:
    """Whether somebody sits before this: a terminal, and a screen for a browser."""
    screen = sys.platform in ("darwin", "win32") or bool({"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ))
    return screen and sys.stdout.isatty()


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
    chosen = open_archive(context, archive)
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
    from archive.query.document import find_capture
    from archive.replay.replay_urls import ReplayUrl, full_stamp

    address, mark, fragment = url.partition("#")
    with Index(archive) as index:
        entry = find_capture(index, address, at)
    return f"/frame{ReplayUrl(entry.capture.uri, full_stamp(entry)).path}{mark}{fragment}"


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
