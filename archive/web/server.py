"""The server process of the reading room and the replay: two origins that run until they are told to stop."""

import asyncio
import gc
import signal
import socket
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import uvicorn
from starlette.types import ASGIApp

from archive.errors import AddressTaken, UsageError
from archive.layout import Archive
from archive.replay.app import create_replay_app
from archive.replay.origins_and_security_policies import is_site_host
from archive.web.app import create_app, warm_up
from archive.web.host_guard_and_security_headers import HostGuard, host_name, is_wildcard, server_hosts
from archive.web.limits import ClientLimiter, protocol_of_server

MOST_CONNECTIONS = 800
"""Open connections of one origin, below the usual limit of open files per process; further ones get 503."""
_PATIENCE = 2
"""Seconds that responses in progress have when the server stops."""
_KEPT_ALIVE = 75
"""Seconds that an idle connection stays open: longer than most readers read a page."""
_BACKLOG = 512
_SWITCH = 0.0005
"""Seconds that a thread which makes a page may delay the others, among them the one that serves readers."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """The listening sockets of reading room and replay, and the host that was requested for them."""

    host: str
    room: socket.socket
    replay: socket.socket

    @property
    def room_url(self) -> str:
        return _url(self.host, self.room)

    @property
    def replay_url(self) -> str:
        return _url(self.host, self.replay)


@dataclass(frozen=True, slots=True)
class Proxy:
    """A reverse proxy on this machine: its origins of room and replay, as ``https://host``.

    ``client_header`` is the field in which it names the client.
    """

    room_url: str
    replay_url: str
    client_header: str

    @classmethod
    def from_options(cls, room_url: str | None, replay_url: str | None, client_header: str) -> "Proxy | None":
        """Read the reverse proxy from command line options; None if they give no URL.

        Raises UsageError if only one URL is given, or one is not an origin.
        """
        if not room_url and not replay_url:
            return None
        room, replay = _parse_origin(room_url or ""), _parse_origin(replay_url or "")
        if room == replay:
            raise UsageError(
                "the replay needs its own origin: give it another host name or port than the reading room"
            )
        return cls(room, replay, client_header)

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset(host_name(urlsplit(url).netloc) for url in (self.room_url, self.replay_url))


def _parse_origin(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not host_name(parts.netloc) or parts.path.strip("/") or parts.query:
        raise UsageError(
            f"{url!r} is no origin; give both --public-url and --public-replay-url, as https://archive.example"
        )
    return f"{parts.scheme}://{parts.netloc.lower()}"


def listen(host: str, port: int, replay_port: int | None) -> Listeners:
    """Open the ports of reading room and replay; 0 means any free port, and the replay's default is the next port.

    Raises UsageError if the host is no name or address of this machine, AddressTaken if a port is in use.
    """
    host = host.removeprefix("[").removesuffix("]")
    room = _listen(host, port)
    following = port and port + 1
    try:
        return Listeners(host, room, _listen(host, following if replay_port is None else replay_port))
    except BaseException:
        room.close()
        raise


def serve(
    archive: Archive,
    listeners: Listeners,
    started: Callable[[], None],
    proxy: Proxy | None = None,
    contact: str | None = None,
) -> None:
    """Run the server of reading room and replay until SIGINT or SIGTERM; a second signal stops at once. Calls
    ``started`` when ready.

    ``contact`` names the operator of the archive, for the footer.
    """
    hosts, any_address = server_hosts(listeners.host), is_wildcard(listeners.host)
    hosts |= proxy.hosts if proxy else frozenset()
    room_port, replay_port = (each.getsockname()[1] for each in (listeners.room, listeners.replay))
    room: ASGIApp = create_app(
        archive,
        hosts=hosts,
        any_address=any_address,
        replay_port=replay_port,
        replay_url=proxy.replay_url if proxy else None,
        contact=contact,
    )
    pages = create_replay_app(
        archive,
        room_port=room_port,
        public_url=proxy.replay_url if proxy else None,
        room_url=proxy.room_url if proxy else None,
    )
    replay: ASGIApp = HostGuard(pages, hosts, any_address, is_site_host)
    servers = [_server(app, proxy) for app in (room, replay)]
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(archive, servers, [listeners.room, listeners.replay], started))


class _Server(uvicorn.Server):
    """The uvicorn server of one origin, which leaves signals to the caller, since there are two servers."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _serve(
    archive: Archive, servers: Sequence[_Server], sockets: Sequence[socket.socket], started: Callable[[], None]
) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _stop, servers)
    running = [
        asyncio.create_task(server.serve(sockets=[each])) for server, each in zip(servers, sockets, strict=True)
    ]
    while not all(server.started for server in servers) and not any(task.done() for task in running):
        await asyncio.sleep(0.01)
    if all(server.started for server in servers):
        _tune_interpreter()
        started()
        await asyncio.to_thread(warm_up, archive)
    await asyncio.gather(*running)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """Return uvloop's event loop, which halves response times, if it is installed (not on Windows)."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        return asyncio.new_event_loop
    return new_event_loop


def _tune_interpreter() -> None:
    """Make threads yield to the server soon, and exclude loaded objects from garbage collection.

    Scanning these would take an eighth of a page's time.
    """
    sys.setswitchinterval(_SWITCH)
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _stop(servers: Sequence[_Server]) -> None:
    for server in servers:
        server.force_exit = server.should_exit
        server.should_exit = True


def _server(app: ASGIApp, proxy: Proxy | None) -> _Server:
    return _Server(
        uvicorn.Config(
            ClientLimiter(app, proxy.client_header) if proxy else app,
            http=protocol_of_server(None if proxy else Counter()), ws="none", loop="none", lifespan="on",
            log_config=None, log_level="error",
            access_log=False, server_header=False, proxy_headers=False,
            limit_concurrency=MOST_CONNECTIONS, backlog=_BACKLOG,
            timeout_keep_alive=_KEPT_ALIVE, timeout_graceful_shutdown=_PATIENCE,
        )
    )  # fmt: skip


def _listen(host: str, port: int) -> socket.socket:
    family, address = _address(host, port)
    listener = socket.socket(
        family, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )  # asyncio disables Nagle's algorithm only for IPPROTO_TCP
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise AddressTaken(
            f"cannot listen on {host}, port {port}: {error.strerror}; "
            "choose another address with --host, --port or --replay-port"
        ) from error
    return listener


def _address(host: str, port: int) -> tuple[socket.AddressFamily, tuple[object, ...]]:
    """Return the address of a host, IPv4 if it has both kinds."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, OverflowError) as error:
        raise UsageError(f"cannot listen on {host!r}: {error}") from error
    family, _, _, _, address = min(found, key=lambda each: each[0] != socket.AF_INET)
    return family, address


def _url(host: str, listener: socket.socket) -> str:
    """Return the URL to open; for a server that listens on all addresses, the one on this machine."""
    name = ("::1" if ":" in host else "127.0.0.1") if is_wildcard(host) else host
    bracketed = f"[{name}]" if ":" in name else name
    return f"http://{bracketed}:{listener.getsockname()[1]}/"
