"""``archive serve``."""

import os
import sys
from threading import Thread
from typing import Annotated

import typer

from archive.cli.options import ArchiveOption
from archive.cli.ready import ready_archive
from archive.index import Index

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
    from archive.web.security_host import is_loopback  # the web takes long to load, and no other command needs it
    from archive.web.server import Proxy, listen
    from archive.web.server import serve as answer

    chosen = ready_archive(context, archive)
    Index(chosen).close()
    proxy = Proxy.of(public_url, public_replay_url, client_header)
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
