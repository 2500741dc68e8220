"""The guard: a crawl connects only to public addresses, and to the host and port of its own start page.

A name is judged by the addresses that it resolves to when connecting, and the connection is made to those addresses,
so that a name cannot be public when checked and private when used (DNS rebinding). Of a name with public and private
addresses, only the public ones are used.

If the start page itself is private (an address, or a name that resolves to one at the first request), its host and
port may be connected to; one that was public then must stay public.

A proxy that the user has set (environment ``http_proxy``, ``https_proxy``; ``meta["proxy"]``) may have any address.
It resolves names itself, so that behind a proxy only IP addresses in URLs are refused.
"""

import ipaddress
import re
import socket
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest, NotConfigured
from scrapy.http import Request

from archive.errors import UsageError
from archive.model.url import DEFAULT_PORTS

Network = IPv4Network | IPv6Network
HostAndPort = tuple[str, int]
"""A host name, in lower case and IDNA form, or an IP address; and a port."""

_NUMBER = r"(?:0x[0-9a-f]+|\d+)"
_NUMBERS = re.compile(rf"{_NUMBER}(?:\.{_NUMBER}){{0,3}}", re.IGNORECASE)


class NotPublic(IgnoreRequest):
    """Raised for a request that would connect to an address that is not public; its URL is left out."""


class Guard:
    """The guard of a crawl: which addresses it may connect to, given its start pages.

    ``start`` are the hosts and ports of the start pages. ``open_networks`` count as public, for set-ups in which
    public names have private addresses. ``refused`` maps each refused host and port to its address.
    """

    def __init__(self, start: Iterable[HostAndPort], open_networks: Sequence[Network] = ()) -> None:
        self.refused: dict[HostAndPort, str] = {}
        self._private: dict[HostAndPort, bool | None] = dict.fromkeys(start)
        self._open_networks = open_networks
        self._proxies: set[HostAndPort] = set()

    def trust_proxy(self, host: str, port: int) -> None:
        """Allow connections to a proxy at any address; the port is 0 when only its name is looked up."""
        self._proxies.update({(host, port), (host, 0)})

    def admit(self, place: HostAndPort, addresses: Sequence[str]) -> list[bool]:
        """Return whether the crawl may connect to each address of a host; a host with none is recorded as refused."""
        if place in self._proxies:
            return [True] * len(addresses)
        admitted = self._judge(place, addresses)
        if any(admitted) or not addresses:
            self.refused.pop(place, None)
        else:
            self.refused[place] = addresses[0]
        return admitted

    def check_written(self, place: HostAndPort) -> None:
        """Judge a host in a URL that is written as an IP address, or as a name of the loopback address.

        Raises NotPublic if it may not be connected to.
        """
        address = _written(place[0])
        if address and not all(self._judge(place, [address])):
            raise _not_public(place, address)

    def _judge(self, place: HostAndPort, addresses: Sequence[str]) -> list[bool]:
        public = [self._is_public(address) for address in addresses]
        if place in self._private and addresses:
            if self._private[place] is None:
                self._private[place] = not all(public)
            if self._private[place]:
                return [True] * len(addresses)
        return public

    def _is_public(self, address: str) -> bool:
        return is_public(address) or any(ip_address(address) in network for network in self._open_networks)


def _not_public(place: HostAndPort, address: str) -> NotPublic:
    """The error for a host at an address that is not public."""
    host, port = place
    return NotPublic(
        f"{host}:{port} is at {address}, no public address; a crawl goes there only when it starts there"
        " (setting PUBLIC_NETWORKS: networks that count as public)"
    )


def host_and_port_of(url: str) -> HostAndPort:
    """Return the host and port of a URL, to guard connections to it.

    Raises ValueError if it has no host.

    >>> host_and_port_of("https://Example.com/a"), host_and_port_of("http://[::1]:80/")
    (('example.com', 443), ('::1', 80))
    """
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError(f"{url!r} has no host")
    return _name(parts.hostname), parts.port or DEFAULT_PORTS.get(parts.scheme, 0)


def _name(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        return host.lower().rstrip(".")


def _written(host: str) -> str | None:
    """The IP address that a host is written as, in any notation (0x7f.1, 2130706433); None for a name."""
    if host == "localhost" or host.endswith(".localhost"):
        return "127.0.0.1"
    try:
        return str(ip_address(host))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host)) if _NUMBERS.fullmatch(host) else None
    except OSError:
        return None


class _AddressFilter:
    """Passes on those addresses of a name that at least one of the guards admits (Twisted's IResolutionReceiver)."""

    def __init__(self, receiver: Any, guards: Sequence[Guard], place: HostAndPort) -> None:
        self._receiver, self._guards, self._place = receiver, guards, place
        self._addresses: list[Any] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 # Twisted's name
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802 # Twisted's name
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802 # Twisted's name
        hosts = [address.host for address in self._addresses]
        judged = [guard.admit(self._place, hosts) for guard in self._guards]
        for address, *admitted in zip(self._addresses, *judged, strict=True):
            if any(admitted):
                self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()


class GuardedResolver:
    """A DNS resolver for crawls that leaves out the addresses that the guard refuses.

    Both are IHostnameResolvers of Twisted, which calls them for every connection, also for a host written as an
    address. Crawls that run together have a guard each: a connection through ``GuardedEndpoint`` is judged by its own
    guard, any other (to a proxy whose name must be looked up) is allowed if one of them admits it.
    """

    def __init__(self, resolver: Any, *guards: Guard) -> None:
        self.resolver = resolver
        self.guards = list(guards)
        self._judging: Guard | None = None

    @contextmanager
    def judged_by(self, guard: Guard) -> Iterator[None]:
        """Let DNS lookups within this context be judged by this guard alone."""
        before, self._judging = self._judging, guard
        try:
            yield
        finally:
            self._judging = before

    def resolveHostName(self, receiver: Any, name: str, portNumber: int = 0, *rest: Any, **more: Any) -> Any:  # noqa: N802, N803 # Twisted's names
        guards = [self._judging] if self._judging else list(self.guards)
        address_filter = _AddressFilter(receiver, guards, (_name(name), portNumber))
        return self.resolver.resolveHostName(address_filter, name, portNumber, *rest, **more)


class GuardedEndpoint:
    """Connects as the wrapped IStreamClientEndpoint does, judged by the guard of one crawl."""

    def __init__(self, endpoint: Any, resolver: GuardedResolver, guard: Guard) -> None:
        self._endpoint, self._resolver, self._guard = endpoint, resolver, guard

    def connect(self, factory: Any) -> Any:
        with self._resolver.judged_by(self._guard):
            return self._endpoint.connect(factory)


class GuardMiddleware:
    """Enforces the guard on a crawl, and reports refusals (a downloader middleware, at 760).

    It stands after the middlewares that set proxies (750) and retry (550). Settings: PUBLIC_NETWORKS, a list of
    networks (``198.18.0.0/15``) that count as public, for set-ups in which public names have such addresses.
    Stats: ``guard/refused``. A spider without a start page (``scrapy shell``, ``scrapy fetch``) is not guarded.

    Raises UsageError when constructed if a network cannot be read.
    """

    def __init__(self, crawler: Crawler, guard: Guard) -> None:
        self._crawler = crawler
        self._guard = guard
        self._resolver: GuardedResolver | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        places = [host_and_port_of(url) for url in _start_urls(crawler.spider)]
        if not places:
            raise NotConfigured
        guard = Guard(places, _networks(crawler.settings.getlist("PUBLIC_NETWORKS")))
        middleware = cls(crawler, guard)
        crawler.signals.connect(middleware.install, signals.spider_opened)
        crawler.signals.connect(middleware.remove, signals.spider_closed)
        return middleware

    def install(self) -> None:
        """Wrap the reactor's DNS resolver, as set by Scrapy, and add the guard to those of other crawls."""
        from twisted.internet import reactor  # installed by Scrapy before this runs

        running: Any = reactor
        if not isinstance(running.nameResolver, GuardedResolver):
            running.installNameResolver(GuardedResolver(running.nameResolver))
        self._resolver = running.nameResolver
        self._resolver.guards.append(self._guard)

    def remove(self) -> None:
        """Remove the crawl's guard; with the last one, restore the reactor's DNS resolver."""
        from twisted.internet import reactor  # installed by Scrapy before this runs

        running: Any = reactor
        if self._resolver is None or self._guard not in self._resolver.guards:
            return
        self._resolver.guards.remove(self._guard)
        if not self._resolver.guards and running.nameResolver is self._resolver:
            running.installNameResolver(self._resolver.resolver)

    def guarded(self, endpoint: Any) -> Any:
        """Wrap an endpoint so that its connections are judged by this crawl's guard alone."""
        return GuardedEndpoint(endpoint, self._resolver, self._guard) if self._resolver else endpoint

    def process_request(self, request: Request) -> None:
        if proxy := request.meta.get("proxy"):
            self._guard.trust_proxy(*host_and_port_of(proxy if "://" in proxy else f"http://{proxy}"))
        try:
            self._guard.check_written(host_and_port_of(request.url))
        except NotPublic:
            self._count()
            raise

    def process_exception(self, request: Request, exception: Exception) -> None:
        place = host_and_port_of(request.url)
        if isinstance(exception, CannotResolveHostError) and place in self._guard.refused:
            self._count()
            raise _not_public(place, self._guard.refused[place]) from exception

    def _count(self) -> None:
        if self._crawler.stats:
            self._crawler.stats.inc_value("guard/refused")


def _start_urls(spider: Any) -> list[str]:
    arguments = getattr(spider, "arguments", None)
    return [arguments.start_url] if arguments else list(getattr(spider, "start_urls", ()))


def _networks(written: Iterable[str]) -> list[Network]:
    networks: list[Network] = []
    for text in written:
        try:
            networks.append(ipaddress.ip_network(text.strip(), strict=False))
        except ValueError as error:
            raise UsageError(f"PUBLIC_NETWORKS: {text!r} is no network; write it as 198.18.0.0/15") from error
    return networks


_NAT64 = ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Return whether an IP address belongs to the public internet (IANA's special-purpose registries, RFC 6890).

    Private, shared (RFC 6598), loopback, link-local, multicast, unspecified and reserved addresses are not. An IPv6
    address with an embedded IPv4 address is judged by that one. False for text that is no address.

    >>> [is_public(address) for address in ("93.184.216.34", "::ffff:10.0.0.1", "100.64.0.1", "localhost")]
    [True, False, False, False]
    """
    try:
        judged = _embedded(ip_address(address))
    except ValueError:
        return False
    if isinstance(judged, IPv6Address) and judged.is_site_local:
        return False
    return judged.is_global and not (judged.is_multicast or judged.is_reserved or judged.is_unspecified)


def _embedded(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address in an IPv6 address: mapped, 6to4 (RFC 3056), Teredo (RFC 4380) or NAT64 (RFC 6052)."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)
