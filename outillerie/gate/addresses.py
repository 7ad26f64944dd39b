"""Which addresses of the network are public: those that anybody on the Internet could reach, and no other.

IANA special-purpose registries (RFC 6890), as `ipaddress` knows them; forms of IPv6 that carry an IPv4 address are
judged by the address that they carry: mapped (RFC 4291), 6to4 (RFC 3056), NAT64 (RFC 6052).
"""

import ipaddress
import re

UNICAST_6 = ipaddress.ip_network("2000::/3")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
# As the URL standard says it, a host whose last label is a number is an address, however it is written.
NUMERIC = re.compile(r"(^|\.)(0x[0-9a-f]*|[0-9]+)$")


def is_public(address: str) -> bool:
    """Say whether `address`, as `getaddrinfo` gives it, is public."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if found.version == 6:
        if carried := _carried(found):
            return is_public(str(carried))
        if found not in UNICAST_6:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def is_a_number(host: str) -> bool:
    """Say whether `host` is an address rather than a name: `127.1`, `0x7f000001`, `[::1]`."""
    return ":" in host or NUMERIC.search(host.lower().removesuffix(".")) is not None


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
