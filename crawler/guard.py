"""The guard: a crawl connects to public addresses, and to the host and port of its own start page, to no others.

A name is judged by the addresses that it resolves to at the very moment of connecting: what the resolver gives is
what the connection is made to, so that a name cannot be public when looked at and private when used. Where a name
has public and private addresses, the public ones remain.

A start page that is itself private (an address, or a name that resolves to one when it is first asked for) may be
connected to at its host and port; one that was public then must stay so.

A proxy that the user has set (environment ``http_proxy``, ``https_proxy``; ``meta["proxy"]``) is connected to
wherever it is. It resolves names itself, so that behind a proxy only addresses written as such are refused.
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
Place = tuple[str, int]
"""A host name, in lower case and IDNA form, or an address, and a port."""

_NAT64 = ip_network("64:ff9b::/96")
_NUMBER = r"(?:0x[0-9a-f]+|\d+)"
_NUMBERS = re.compile(rf"{_NUMBER}(?:\.{_NUMBER}){{0,3}}", re.IGNORECASE)


class NotPublic(IgnoreRequest):
    """Raised for a request that would connect to an address that is not public; what it asks for is left out."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet (IANA's special-purpose registries, RFC 6890).

    Private, shared (RFC 6598), loopback, link-local, multicast, unspecified and reserved addresses are not; an
    IPv6 address that only carries an IPv4 address is judged by that. False too for what is no address.

    >>> [is_public(address) for address in ("93.184.216.34", "::ffff:10.0.0.1", "100.64.0.1", "localhost")]
    [True, False, False, False]
    """
    try:
        judged = _carried(ip_address(address))
    except ValueError:
        return False
    if isinstance(judged, IPv6Address) and judged.is_site_local:
        return False
    return judged.is_global and not (judged.is_multicast or judged.is_reserved or judged.is_unspecified)


def _carried(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address within an IPv6 address: mapped, 6to4 (RFC 3056), Teredo (RFC 4380) or NAT64 (RFC 6052)."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)


class Guard:
    """Which addresses a crawl may connect to, given where it starts.

    ``start`` are the places of its start pages. ``open_networks`` count as public, for set-ups in which public
    names have private addresses. ``refused`` has, for each place that was refused, the address it is at.
    """

    def __init__(self, start: Iterable[Place], open_networks: Sequence[Network] = ()) -> None:
        self.refused: dict[Place, str] = {}
        self._private: dict[Place, bool | None] = dict.fromkeys(start)
        self._open_networks = open_networks
        self._proxies: set[Place] = set()

    def trust_proxy(self, host: str, port: int) -> None:
        """Lets a proxy be connected to wherever it is; where only its name is looked up, the port is 0."""
        self._proxies.update({(host, port), (host, 0)})

    def admit(self, place: Place, addresses: Sequence[str]) -> list[bool]:
        """For each address of a place whether it may be connected to, and takes down those that are refused."""
        if place in self._proxies:
            return [True] * len(addresses)
        admitted = self._judge(place, addresses)
        if any(admitted) or not addresses:
            self.refused.pop(place, None)
        else:
            self.refused[place] = addresses[0]
        return admitted

    def check_written(self, place: Place) -> None:
        """Judges a place whose host is written as an address, or as a name of the loopback address.

        Raises NotPublic where it may not be connected to.
        """
        address = _written(place[0])
        if address and not all(self._judge(place, [address])):
            raise not_public(place, address)

    def _judge(self, place: Place, addresses: Sequence[str]) -> list[bool]:
        public = [self._is_public(address) for address in addresses]
        if place in self._private and addresses:
            if self._private[place] is None:
                self._private[place] = not all(public)
            if self._private[place]:
                return [True] * len(addresses)
        return public

    def _is_public(self, address: str) -> bool:
        return is_public(address) or any(ip_address(address) in network for network in self._open_networks)


def not_public(place: Place, address: str) -> NotPublic:
    """The error for a place at an address that is not public."""
    host, port = place
    return NotPublic(
        f"{host}:{port} is at {address}, no public address; a crawl goes there only when it starts there"
        " (setting PUBLIC_NETWORKS: networks that count as public)"
    )


def place_of(url: str) -> Place:
    """The host and port that an address on the web names.

    Raises ValueError when it names none.

    >>> place_of("https://Example.com/a"), place_of("http://[::1]:80/")
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
    """The address that a host is, however it is written (0x7f.1, 2130706433); None for a name to be looked up."""
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


class _Sieve:
    """Stands before the receiver of a name's addresses, and lets through those that one of the guards admits.

    It is an IResolutionReceiver of Twisted.
    """

    def __init__(self, receiver: Any, guards: Sequence[Guard], place: Place) -> None:
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
    """Resolves as the resolver behind it does; addresses that the guard refuses do not come out.

    Both are IHostnameResolvers of Twisted, which asks for every connection by host and port, also where the host is
    written as an address. Crawls that run together have a guard each: a connection made through ``GuardedEndpoint``
    is judged by its own, another (to a proxy whose name must be looked up) passes where any of them admits it.
    """

    def __init__(self, resolver: Any, *guards: Guard) -> None:
        self.resolver = resolver
        self.guards = list(guards)
        self._asking: Guard | None = None

    @contextmanager
    def asked_by(self, guard: Guard) -> Iterator[None]:
        """What is looked up inside is judged by this guard alone."""
        before, self._asking = self._asking, guard
        try:
            yield
        finally:
            self._asking = before

    def resolveHostName(self, receiver: Any, name: str, portNumber: int = 0, *rest: Any, **more: Any) -> Any:  # noqa: N802, N803 # Twisted's names
        guards = [self._asking] if self._asking else list(self.guards)
        sieve = _Sieve(receiver, guards, (_name(name), portNumber))
        return self.resolver.resolveHostName(sieve, name, portNumber, *rest, **more)


class GuardedEndpoint:
    """Connects as the endpoint behind it does (an IStreamClientEndpoint), judged by the guard of one crawl."""

    def __init__(self, endpoint: Any, resolver: GuardedResolver, guard: Guard) -> None:
        self._endpoint, self._resolver, self._guard = endpoint, resolver, guard

    def connect(self, factory: Any) -> Any:
        with self._resolver.asked_by(self._guard):
            return self._endpoint.connect(factory)


class GuardMiddleware:
    """Holds a crawl to the guard, and says of what was refused that it was (a downloader middleware, at 760).

    It stands behind the middlewares that set proxies (750) and retry (550). Settings: PUBLIC_NETWORKS, a list of
    networks (``198.18.0.0/15``) that count as public, for set-ups in which public names have such addresses.
    Stats: ``guard/refused``. A spider without a start page (``scrapy shell``, ``scrapy fetch``) is not guarded.

    Raises UsageError when built where a network cannot be read.
    """

    def __init__(self, crawler: Crawler, guard: Guard) -> None:
        self._crawler = crawler
        self._guard = guard
        self._resolver: GuardedResolver | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        places = [place_of(url) for url in _start_urls(crawler.spider)]
        if not places:
            raise NotConfigured
        guard = Guard(places, _networks(crawler.settings.getlist("PUBLIC_NETWORKS")))
        middleware = cls(crawler, guard)
        crawler.signals.connect(middleware.install, signals.spider_opened)
        crawler.signals.connect(middleware.remove, signals.spider_closed)
        return middleware

    def install(self) -> None:
        """Puts the guard before the reactor's resolver, as Scrapy has set it, beside the guards of other crawls."""
        from twisted.internet import reactor  # installed by Scrapy before this runs

        running: Any = reactor
        if not isinstance(running.nameResolver, GuardedResolver):
            running.installNameResolver(GuardedResolver(running.nameResolver))
        self._resolver = running.nameResolver
        self._resolver.guards.append(self._guard)

    def remove(self) -> None:
        """Takes the guard away; the reactor gets its resolver back when it was the last."""
        from twisted.internet import reactor  # installed by Scrapy before this runs

        running: Any = reactor
        if self._resolver is None or self._guard not in self._resolver.guards:
            return
        self._resolver.guards.remove(self._guard)
        if not self._resolver.guards and running.nameResolver is self._resolver:
            running.installNameResolver(self._resolver.resolver)

    def guarded(self, endpoint: Any) -> Any:
        """The endpoint, so that its connections are judged by this crawl's guard and by no other's."""
        return GuardedEndpoint(endpoint, self._resolver, self._guard) if self._resolver else endpoint

    def process_request(self, request: Request) -> None:
        if proxy := request.meta.get("proxy"):
            self._guard.trust_proxy(*place_of(proxy if "://" in proxy else f"http://{proxy}"))
        try:
            self._guard.check_written(place_of(request.url))
        except NotPublic:
            self._count()
            raise

    def process_exception(self, request: Request, exception: Exception) -> None:
        place = place_of(request.url)
        if isinstance(exception, CannotResolveHostError) and place in self._guard.refused:
            self._count()
            raise not_public(place, self._guard.refused[place]) from exception

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
