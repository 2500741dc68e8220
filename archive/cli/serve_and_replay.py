"""``archive serve`` and ``archive replay``: the reading room, and a captured page in a browser."""

import os
import sys
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from threading import Thread
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from archive.cli.open_archive import open_archive
from archive.cli.options_and_output import ArchiveOption, AtOption
from archive.errors import UsageError
from archive.index import Index
from archive.layout import Archive
from archive.query.lookup_of_documents_pages_and_attachments import find_page

if TYPE_CHECKING:
    from archive.web.server import Proxy

PORT = 8640


HostOption = Annotated[str, typer.Option("--host", metavar="H", help="The address or name to listen on.")]
PortOption = Annotated[
    int, typer.Option("--port", metavar="P", min=0, max=65535, help="The reading room's port; 0 for any free port.")
]
ReplayPortOption = Annotated[
    int | None,
    typer.Option(
        "--replay-port", metavar="R", min=0, max=65535, help="The replay's port; by default the one after --port."
    ),
]
PublicUrlOption = Annotated[
    str | None,
    typer.Option("--public-url", metavar="URL", help="The reading room's URL behind a proxy on this machine."),
]
PublicReplayUrlOption = Annotated[
    str | None, typer.Option("--public-replay-url", metavar="URL", help="The replay's URL behind that proxy.")
]
ClientHeaderOption = Annotated[
    str, typer.Option("--client-header", metavar="NAME", help="The header in which that proxy names the client.")
]
ContactOption = Annotated[
    str | None,
    typer.Option(
        "--contact", metavar="TEXT", envvar="CONTACT", show_envvar=False,
        help="The operator of the archive, for the footer; by default the environment's CONTACT.",
    ),
]  # fmt: skip
BrowserOption = Annotated[
    bool | None,
    typer.Option("--open/--no-browser", help="Open the reading room in a browser; by default if there is a screen."),
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
    # The web packages load slowly, and no other command needs them.
    from archive.web.host_guard_and_security_headers import is_loopback
    from archive.web.server import listen
    from archive.web.server import serve as answer

    chosen = open_archive(context, archive)
    Index(chosen).close()
    proxy = _proxy_of_options(public_url, public_replay_url, client_header)
    listeners = listen(host, port, replay_port)
    if not is_loopback(listeners.host):
        print(f"archive: warning: everyone who can reach {listeners.host} can read this archive", file=sys.stderr)

    def started() -> None:
        print(f"Reading room  {listeners.room_url}\nReplay        {listeners.replay_url}", flush=True)
        if _has_screen() if browser is None else browser:
            Thread(target=typer.launch, args=(listeners.room_url,), daemon=True).start()  # some browsers block

    answer(chosen, listeners, started, proxy, contact)


def _proxy_of_options(room_url: str | None, replay_url: str | None, client_header: str) -> "Proxy | None":
    """Check the public URLs of reading room and replay behind a reverse proxy; None if no URL is given.

    Raises UsageError if only one is given, one is not an origin, or both are the same.
    """
    from archive.web.server import Proxy  # slow to import

    if not room_url and not replay_url:
        return None
    room, replayed = _parse_origin(room_url or ""), _parse_origin(replay_url or "")
    if room == replayed:
        raise UsageError("the replay needs its own origin: give it another host name or port than the reading room")
    return Proxy(room, replayed, client_header)


def _parse_origin(url: str) -> str:
    from archive.web.host_guard_and_security_headers import host_name  # slow to import

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not host_name(parts.netloc) or parts.path.strip("/") or parts.query:
        raise UsageError(
            f"{url!r} is no origin; give both --public-url and --public-replay-url, as https://archive.example"
        )
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _has_screen() -> bool:
    """Tell whether somebody uses this program at a terminal with a screen, where a browser can open."""
    screen = sys.platform in ("darwin", "win32") or bool({"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ))
    return screen and sys.stdout.isatty()


_LOOPBACK = "127.0.0.1"
_PATIENCE = 1.0
_LONGEST_ANSWER = 200


def replay(  # noqa: PLR0913 - a command's options are its parameters
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="The URL that was captured.", show_default=False)],
    at: AtOption = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="Write the payload to standard output as it was sent, possibly compressed.")
    ] = False,
    decoded: Annotated[
        bool, typer.Option("--decoded", help="Write the decompressed payload to standard output.")
    ] = False,
    browser: Annotated[
        bool | None,
        typer.Option("--open/--no-browser", help="Open the capture in a browser; by default if there is a screen."),
    ] = None,
    archive: ArchiveOption = None,
) -> None:
    """Open the captured page in a browser, or write its bytes with --raw or --decoded."""
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
    """Return the path of the capture nearest to ``at`` in its frame, with the fragment of the URL.

    Raises ArchiveMissing if the URL was never captured, UsageError if ``at`` is no time.
    """
    from archive.index import Index  # only needed to open a browser
    from archive.query.lookup_of_documents_pages_and_attachments import find_capture
    from archive.replay.replay_urls import ReplayUrl, full_stamp

    address, mark, fragment = url.partition("#")
    with Index(archive) as index:
        entry = find_capture(index, address, at)
    return f"/frame{ReplayUrl(entry.capture.uri, full_stamp(entry)).path}{mark}{fragment}"


def _replays(archive: Archive) -> bool:
    """Tell whether ``archive serve`` runs with this archive at its default port."""
    from archive.replay.app import identity

    try:
        with closing(HTTPConnection(_LOOPBACK, PORT + 1, timeout=_PATIENCE)) as connection:
            connection.request("GET", "/-/archive")
            return connection.getresponse().read(_LONGEST_ANSWER) == identity(archive).encode()
    except (OSError, HTTPException):
        return False


def _serve(archive: Archive, path: str, browser: bool | None) -> None:
    """Serve the archive at free ports until Ctrl-C, and show the path as soon as it is ready."""
    from archive.web.server import listen, serve

    listeners = listen(_LOOPBACK, 0, 0)

    def started() -> None:
        _show(listeners.replay_url.rstrip("/") + path, browser)
        print("Press Ctrl-C to stop the replay.", file=sys.stderr)

    serve(archive, listeners, started)


def _show(address: str, browser: bool | None) -> None:
    print(address, flush=True)
    if _has_screen() if browser is None else browser:
        typer.launch(address)
