"""Whose request it is, by the address that it comes from."""

from __future__ import annotations

import ipaddress

IPV6_HOME = 64  # bits: whoever has one address of such a network has them all


def requester_address(peer: str, forwarded_for: str, proxies: int) -> str:
    """Return the address of whoever asks: what the last of our own proxies saw, else `peer`.

    `forwarded_for` is X-Forwarded-For as it came; of its entries only those count that our `proxies` added, the last
    ones. Ports and brackets are stripped (`9.9.9.9:5001`, `[2001:db8::1]:443`); where no address stands, `peer` is
    returned, so that nobody is counted as many by writing nonsense.
    """
    entries = forwarded_for.split(",")
    if proxies < 1 or len(entries) < proxies:
        return peer
    return _address_in(entries[-proxies]) or peer


def home_of(address: str) -> str:
    """Return what counts as one requester: an IPv4 address, or the whole network that a household gets in IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:  # as a socket for both kinds tells it
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, IPV6_HOME), strict=False))


def is_private(address: str) -> bool:
    """Whether an address is one of this machine or of a private network, as a proxy's in front of us is."""
    try:
        return ipaddress.ip_address(address).is_private
    except ValueError:
        return not address  # a socket of this machine has none


def _address_in(entry: str) -> str:
    text = entry.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        parsed = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return str(mapped or parsed)
