"""The guard against foreign Host headers (DNS rebinding), and the security headers of every response.

A page of another site can make its host name resolve to the loopback address and then read what answers there (DNS
rebinding); the browser still sends that name as Host, which the guard rejects.
"""

import ipaddress
import socket
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from archive.model.url import is_ip_address

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


class HostGuard:
    """Middleware that accepts requests for the server's own host names, and answers 400 to others.

    ``hosts`` are names and addresses without port, IPv6 in brackets. ``any_address`` accepts every numeric address
    too: a server that listens on all addresses cannot know them, and a number cannot be rebound. ``is_name`` tells
    whether another host is the server's.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: frozenset[str] = LOOPBACK,
        any_address: bool = False,
        is_name: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._any_address = any_address
        self._is_name = is_name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self._is_ours(scope):
            await self._app(scope, receive, send)
            return
        names = ", ".join(sorted(self._hosts))
        refusal = PlainTextResponse(
            f"This server does not answer to that host name, only to {names}; set another one with --host.\n"
            f"本服务器不响应此主机名，只响应 {names}；可用 --host 指定其他名称。\n",
            400,
        )
        await refusal(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(given) != 1:
            return False
        host = host_name(given[0])
        return host in self._hosts or (self._any_address and is_ip_address(host)) or self._is_name(host)


def host_name(host: str) -> str:
    """Return the name or address in a Host header, without port, in lower case; empty if it is invalid.

    >>> host_name("LocalHost:8000"), host_name("[::1]:8000"), host_name("a@b:1"), host_name("[::1")
    ('localhost', '[::1]', '', '')
    """
    name, port = host, ""
    if not host.endswith("]"):
        before, colon, after = host.rpartition(":")
        name, port = (before, after) if colon else (host, "")
    plain = name[1:-1] if name.startswith("[") and name.endswith("]") else name.replace(":", "@")
    if not (port.isascii() and (port.isdigit() or not port)) or set(plain) & set("@/[]?#\\ \t"):
        return ""
    return name.lower()


def server_hosts(bound: str) -> frozenset[str]:
    """Return the host names that a server answers to which listens on ``bound``, a name or an address without
    brackets.

    >>> sorted(server_hosts("archive.example"))
    ['127.0.0.1', '[::1]', 'archive.example', 'localhost']
    """
    names = {f"[{bound}]" if ":" in bound else bound.lower()}
    if is_wildcard(bound):
        names = {socket.gethostname().lower()}
    return LOOPBACK | names


def is_wildcard(bound: str) -> bool:
    """Return whether a server bound to this address listens on every address of the machine."""
    return is_ip_address(bound) and ipaddress.ip_address(bound).is_unspecified


def is_loopback(bound: str) -> bool:
    """Return whether a server bound to this address is reachable from this machine alone."""
    return bound.lower() == "localhost" or (is_ip_address(bound) and ipaddress.ip_address(bound).is_loopback)


_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    ("content-security-policy", _POLICY),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("cache-control", "no-cache"),
)


def add_security_headers(headers: MutableHeaders) -> None:
    """Add the security headers that a response has not set itself."""
    for name, value in _HEADERS:
        headers.setdefault(name, value)
