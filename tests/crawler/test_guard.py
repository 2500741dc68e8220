"""The guard: what counts as public, what a crawl may connect to, and when a name is judged."""

import ipaddress
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Request
from scrapy.settings import Settings
from scrapy.spiders import Spider
from scrapy.statscollectors import StatsCollector
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IHostnameResolver, IProtocolFactory, IReactorPluggableNameResolver
from twisted.internet.protocol import Factory, Protocol
from twisted.internet.testing import MemoryReactorClock
from zope.interface import directlyProvides, providedBy  # type: ignore[import-untyped] # it carries no types

from archive.errors import UsageError
from crawler.guard import (
    Guard,
    GuardedEndpoint,
    GuardedResolver,
    GuardMiddleware,
    NotPublic,
    host_and_port_of,
    is_public,
)

NOT_PUBLIC = (
    "0.0.0.0",  # noqa: S104 # nothing is bound
    "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1", "192.0.0.1",
    "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a00:1", "2002:7f00:1::1", "2002:0a00:0001::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0",
    "fec0::1", "ff02::1", "2001:db8::1", "localhost", "", "nonsense",
)  # fmt: skip
PUBLIC = ("93.184.216.34", "1.1.1.1", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:1.1.1.1", "64:ff9b::101:101")
START = ("start.example", 80)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_is_judged_alike_however_it_is_carried(address: ipaddress.IPv4Address) -> None:
    mapped, nat64 = ipaddress.IPv6Address(f"::ffff:{address}"), ipaddress.IPv6Address(f"64:ff9b::{address}")
    assert is_public(str(address)) == is_public(str(mapped)) == is_public(str(nat64))


def test_a_public_start_stays_public() -> None:
    guard = Guard([START])
    assert guard.admit(START, ["1.1.1.1"]) == [True]
    assert guard.admit(START, ["127.0.0.1"]) == [False]


def test_a_private_start_allows_its_own_host_and_port_alone() -> None:
    guard = Guard([START])
    assert guard.admit(START, ["10.0.0.7"]) == [True]
    assert guard.admit(START, ["10.0.0.8"]) == [True]
    assert guard.admit(("start.example", 8080), ["10.0.0.7"]) == [False]
    assert guard.admit(("other.example", 80), ["10.0.0.7"]) == [False]
    assert guard.admit(("other.example", 80), ["1.1.1.1"]) == [True]


def test_networks_can_be_declared_public() -> None:
    guard = Guard([START], [ipaddress.ip_network("198.18.0.0/15")])
    assert guard.admit(("a.example", 80), ["198.18.3.4", "10.0.0.1"]) == [True, False]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "[::1]", "[::ffff:7f00:1]", "localhost",
     "a.localhost", "LOCALHOST.", "10.0.0.1", "169.254.169.254", "0"],
)  # fmt: skip
def test_addresses_as_they_are_written_are_refused_before_anything_is_looked_up(host: str) -> None:
    with pytest.raises(NotPublic, match="no public address"):
        Guard([START]).check_written(host_and_port_of(f"http://{host}/"))


@pytest.mark.parametrize("host", ["example.com", "1.1.1.1", "[2606:4700::1111]", "127.example", "0x7f.example"])
def test_other_hosts_pass(host: str) -> None:
    Guard([START]).check_written(host_and_port_of(f"http://{host}/"))


def test_a_start_page_written_as_a_private_address_passes() -> None:
    guard = Guard([host_and_port_of("http://127.0.0.1:8600/")])
    guard.check_written(("127.0.0.1", 8600))
    for place in (("127.0.0.1", 80), ("127.0.0.2", 8600), ("localhost", 8600)):
        with pytest.raises(NotPublic):
            guard.check_written(place)


def crawler_with(settings: dict[str, Any]) -> Any:
    """What a middleware needs of a crawler whose spider starts at http://start.example/."""
    spider = Spider("a", start_urls=["http://start.example/"])
    crawler = SimpleNamespace(settings=Settings(settings), spider=spider)
    crawler.stats = StatsCollector(cast(Crawler, crawler))
    return crawler


class Names:
    """A resolver that gives a name's addresses in turn, one answer each time that it is asked."""

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self._answers: dict[str, Iterator[Sequence[str]]] = {
            name.replace("_", "."): iter(given) for name, given in answers.items()
        }

    def resolveHostName(self, receiver: Any, name: str, portNumber: int = 0, *rest: Any) -> None:  # noqa: N802, N803 - Twisted's names
        receiver.resolutionBegan(None)
        for address in next(self._answers[name]) if name in self._answers else [name]:
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, portNumber))
        receiver.resolutionComplete()


class Reactor(MemoryReactorClock):
    """A reactor that connects to nothing and takes down to what it was to connect."""

    def __init__(self, names: Names, *guards: Guard) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # Twisted leaves it untyped
        self.nameResolver = cast(IHostnameResolver, GuardedResolver(names, *guards))
        directlyProvides(self, providedBy(self), IReactorPluggableNameResolver)

    def connect(self, host: str, port: int = 80, guard: Guard | None = None) -> Any:
        """The result of Twisted's own way to connect to a host: a Deferred. ``guard`` is that of who asks."""
        endpoint: Any = HostnameEndpoint(self, host, port)
        if guard:
            endpoint = GuardedEndpoint(endpoint, cast(GuardedResolver, self.nameResolver), guard)
        return endpoint.connect(cast(IProtocolFactory, Factory.forProtocol(Protocol)))

    @property
    def connected(self) -> list[str]:
        return [client[0] for client in self.tcpClients]


def test_a_name_is_judged_each_time_by_the_address_that_is_connected_to() -> None:
    guard = Guard([START])
    reactor = Reactor(Names(turn_example=[["1.1.1.1"], ["127.0.0.1"], ["fe80::1"], ["1.1.1.2"]]), guard)
    for _ in range(4):
        reactor.connect("turn.example").addErrback(lambda failure: failure.trap(DNSLookupError))
    assert reactor.connected == ["1.1.1.1", "1.1.1.2"]
    assert guard.refused == {}


def test_of_several_addresses_the_public_ones_remain() -> None:
    reactor = Reactor(Names(both_example=[["10.0.0.1", "1.1.1.1", "::1"]]), Guard([START]))
    reactor.connect("both.example")
    assert reactor.connected == ["1.1.1.1"]


def test_crawls_that_run_together_are_each_held_to_their_own_start() -> None:
    first, second = Guard([host_and_port_of("http://10.0.0.1:81/")]), Guard([host_and_port_of("http://10.0.0.2:82/")])
    reactor = Reactor(Names(), first, second)
    for guard, host, port in (
        (first, "10.0.0.1", 81), (first, "10.0.0.2", 82), (second, "10.0.0.1", 81), (second, "10.0.0.2", 82),
    ):  # fmt: skip
        reactor.connect(host, port, guard).addErrback(lambda failure: failure.trap(DNSLookupError))
    assert reactor.connected == ["10.0.0.1", "10.0.0.2"]
    assert first.refused == {("10.0.0.2", 82): "10.0.0.2"}
    assert second.refused == {("10.0.0.1", 81): "10.0.0.1"}


def test_addresses_pass_the_resolver_too() -> None:
    guard = Guard([START])
    reactor = Reactor(Names(), guard)
    for host in ("127.0.0.1", "1.1.1.1"):
        reactor.connect(host).addErrback(lambda failure: failure.trap(DNSLookupError))
    assert reactor.connected == ["1.1.1.1"]
    assert guard.refused == {("127.0.0.1", 80): "127.0.0.1"}


def test_a_name_beyond_ascii_is_told_by_its_idna_form() -> None:
    guard = Guard([host_and_port_of("http://翻译.example/")])
    reactor = Reactor(Names(**{"翻译_example": [["10.0.0.1"], ["10.0.0.1"]]}), guard)
    reactor.connect("翻译.example")
    reactor.connect("翻译.example", 81).addErrback(lambda failure: failure.trap(DNSLookupError))
    assert reactor.connected == ["10.0.0.1"]
    assert host_and_port_of("http://xn--pw0a95v.example:81/") in guard.refused


def test_a_proxy_that_was_set_is_connected_to_wherever_it_is() -> None:
    guard = Guard([START])
    middleware = GuardMiddleware(crawler_with({}), guard)
    middleware.process_request(Request("http://example.com/", meta={"proxy": "http://127.0.0.1:3128"}))
    middleware.process_request(Request("https://example.com/", meta={"proxy": "proxy.lan:3129"}))
    reactor = Reactor(Names(proxy_lan=[["10.0.0.9"]]), guard)
    reactor.connect("127.0.0.1", 3128)
    reactor.connect("proxy.lan", 3129)
    reactor.connect("127.0.0.1", 8080).addErrback(lambda failure: failure.trap(DNSLookupError))
    assert reactor.connected == ["127.0.0.1", "10.0.0.9"]
    with pytest.raises(NotPublic):
        middleware.process_request(Request("http://127.0.0.1:3128/", meta={"proxy": "http://127.0.0.1:3128"}))


def test_what_was_refused_is_said_to_be_and_counted() -> None:
    guard = Guard([START])
    crawler = crawler_with({})
    middleware = GuardMiddleware(crawler, guard)
    guard.admit(("inside.example", 443), ["10.0.0.1"])
    middleware.process_exception(Request("http://inside.example/"), CannotResolveHostError("nothing"))
    middleware.process_exception(Request("https://inside.example/"), TimeoutError())
    with pytest.raises(NotPublic, match=r"inside\.example:443 is at 10\.0\.0\.1"):
        middleware.process_exception(Request("https://inside.example/a"), CannotResolveHostError("nothing"))
    with pytest.raises(NotPublic):
        middleware.process_request(Request("http://127.0.0.1/"))
    assert crawler.stats.get_value("guard/refused") == 2


def test_a_network_that_cannot_be_read_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="PUBLIC_NETWORKS"):
        GuardMiddleware.from_crawler(crawler_with({"PUBLIC_NETWORKS": "10.0.0.0/8,nonsense"}))
