"""Which IP addresses belong to the public internet."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_NAT64 = ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public internet (IANA's special-purpose registries, RFC 6890).

    Private, shared (RFC 6598), loopback, link-local, multicast, unspecified and reserved addresses are not. An IPv6
    address with an embedded IPv4 address is judged by that one. False for text that is no address.

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
    """The IPv4 address in an IPv6 address: mapped, 6to4 (RFC 3056), Teredo (RFC 4380) or NAT64 (RFC 6052)."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)
