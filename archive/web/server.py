"""The server process of the reading room and the replay: two origins that run until they are told to stop.

Connections that would keep other readers out are closed: too many of one client, too slow, or with too long a head.
"""

import asyncio
import gc
import signal
import socket
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from archive.errors import AddressTaken, UsageError
from archive.layout import Archive
from archive.replay.app import create_replay_app
from archive.replay.origins_and_security_policies import is_site_host
from archive.web.app import create_app, warm_up
from archive.web.host_guard_and_security_headers import HostGuard, host_name, is_wildcard, server_hosts
from archive.web.request_limits_and_priority import ClientLimiter

MOST_CONNECTIONS = 800
"""Open connections of one origin, below the usual limit of open files per process; further ones get 503."""
_PATIENCE = 2
"""Seconds that responses in progress have when the server stops."""
_KEPT_ALIVE = 75
"""Seconds that an idle connection stays open: longer than most readers read a page."""
_BACKLOG = 512
_SWITCH = 0.0005
"""Seconds that a thread which makes a page may delay the others, among them the one that serves readers."""

LONGEST_HEAD = 32 * 1024
"""Most bytes of a request head that the server waits for, cookies aside."""
LONGEST_COOKIES = 768 * 1024
"""Most bytes of cookies that the server waits for: other programs on this machine set them, browsers send all."""
HEAD_SECONDS = 15.0
"""Time limit for a request head, from the start of the connection or the first byte of the head."""
BODY_SECONDS = 15.0
"""Time limit for a request body, which no request here needs."""
MOST_BY_CLIENT = 256
"""Open connections of one IP address to one origin; a browser opens six."""

_COOKIE = b"cookie:"
_TOO_MANY = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 26\r\n"
    b"connection: close\r\n\r\nToo many open connections."
)


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

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset(host_name(urlsplit(url).netloc) for url in (self.room_url, self.replay_url))


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


class BoundedProtocol(HttpToolsProtocol):
    """The HTTP protocol of a connection, closed if its client has too many, or if a request is not completed in time.

    It answers 400 if a request head is too long or names another server. The length limit applies while waiting: a
    longer head that arrives in one piece is read.
    """

    by_client: ClassVar[Counter[str] | None] = Counter()
    """Open connections by IP address; None behind a proxy, where one address stands for everyone."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._in_head = True
        self._waited_for = 0
        self._line = b""
        self._timer: asyncio.TimerHandle | None = None
        self._counted: str | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._restart_timer(HEAD_SECONDS)
        if self.by_client is not None and self.client:
            self._counted = self.client[0]
            self.by_client[self._counted] += 1
            if self.by_client[self._counted] > MOST_BY_CLIENT:
                self.transport.write(_TOO_MANY)
                self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._restart_timer(None)
        if self.by_client is not None and self._counted:
            self.by_client[self._counted] -= 1
            if not self.by_client[self._counted]:
                del self.by_client[self._counted]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        self._waited_for += len(data)
        super().data_received(data)
        if self._in_head and self._timer is None:
            self._restart_timer(HEAD_SECONDS)
        _, end, begun = data.rpartition(b"\n")
        self._line = (b"" if end else self._line) + begun[: len(_COOKIE)]
        longest = LONGEST_COOKIES if self._line.lower().startswith(_COOKIE) else LONGEST_HEAD
        if self._in_head and self._waited_for > longest and not self.transport.is_closing():
            self.send_400_response("The request head is too long.")

    def on_message_begin(self) -> None:
        self._in_head, self._waited_for = True, 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == _COOKIE[:-1]:
            self._waited_for -= len(value)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Reject a request whose target is not a path, by raising ValueError."""
        self._in_head = False
        self._restart_timer(BODY_SECONDS)
        if not self.url.startswith(b"/"):
            raise ValueError("no path")
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._restart_timer(None)
        super().on_message_complete()

    def _restart_timer(self, seconds: float | None) -> None:
        """Close the client's connection after this many seconds unless called again before."""
        if self._timer:
            self._timer.cancel()
        self._timer = self.loop.call_later(seconds, self._abort) if seconds else None

    def _abort(self) -> None:
        if not self.transport.is_closing():
            self.transport.abort()


def protocol_of_server(connections: Counter[str] | None) -> type[BoundedProtocol]:
    """Return the HTTP protocol class of one server, which counts its open connections by IP address, if it does."""

    class Counting(BoundedProtocol):
        by_client: ClassVar[Counter[str] | None] = connections

    return Counting


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
