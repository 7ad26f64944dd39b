"""The only door to the outside: one GET, over https, to a public address, bounded in bytes and in seconds.

The name is resolved once; every address that it gives must be public; the connection goes to one of those very
addresses, with the certificate of the name. Nothing is followed, nothing is sent that says who asks, and no proxy of
the environment is used. Standard library only, no Django: a child process may go out by this door too.
"""

import http.client
import io
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import SplitResult, urlsplit

from outillerie.gate import addresses

MOST_BYTES = 262_144
SECONDS = 5
LONGEST_URL = 2048
USER_AGENT = "Outillerie-en-commun"


class NotFetched(Exception):
    """Nothing was read. `code` says why: bad-address, not-https, refused-address, unreachable, bad-certificate,
    redirect, too-big, too-slow, unreadable."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Fetched:
    """What answered: any status but a redirection, its media type without parameters, its whole body."""

    status: int
    content_type: str
    body: bytes


@cache
def trusted_certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


def addresses_of(host: str) -> list[str]:
    return [found[4][0] for found in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]


@dataclass(frozen=True)
class Door:
    """What the door relies on, named so that a test can put a listener of its own behind it."""

    resolve: Callable[[str], list[str]] = addresses_of
    is_allowed: Callable[[str], bool] = addresses.is_public
    certificates: Callable[[], ssl.SSLContext] = trusted_certificates
    port: int = 443


@dataclass
class Clock:
    """What remains of the time given to one request, all of it together."""

    seconds: float
    started: float = field(default_factory=time.monotonic)

    def remaining(self) -> float:
        left = self.started + self.seconds - time.monotonic()
        if left <= 0:
            raise NotFetched("too-slow")
        return left


def fetch(
    url: str, *, accept: str, most_bytes: int = MOST_BYTES, seconds: float = SECONDS, door: Door | None = None
) -> Fetched:
    """GET `url` and return what answered, at most `most_bytes` once unpacked, within `seconds`. Raises `NotFetched`."""
    door = door or Door()
    clock = Clock(seconds)
    parts, host = _checked(url)
    if addresses.is_a_number(host):
        raise NotFetched("refused-address")
    found = _resolved(host, door, clock)
    if not found or not all(door.is_allowed(address) for address in found):
        raise NotFetched("refused-address" if found else "unreachable")
    try:
        with _connected(found, host, door, clock) as connection:
            return _asked(connection, parts, host, accept, most_bytes, clock)
    except TimeoutError:
        raise NotFetched("too-slow") from None
    except ssl.SSLCertVerificationError:
        raise NotFetched("bad-certificate") from None
    except OSError:
        raise NotFetched("unreachable") from None
    except (http.client.HTTPException, ValueError):
        # ValueError is what http.client raises for a length that is no number.
        raise NotFetched("unreadable") from None


def _checked(url: str) -> tuple[SplitResult, str]:
    """Return the parts of `url` and its host as DNS writes it."""
    if len(url) > LONGEST_URL or "\\" in url or any(sign <= " " or sign == "\x7f" for sign in url):
        raise NotFetched("bad-address")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode("ascii").lower(), parts.port
        (parts.path + parts.query).encode("ascii")
    except ValueError:
        raise NotFetched("bad-address") from None
    if parts.scheme != "https":
        raise NotFetched("not-https")
    if not host or "@" in parts.netloc or port not in (None, 443):
        raise NotFetched("bad-address" if not host else "refused-address")
    return parts, host


def _resolved(host: str, door: Door, clock: Clock) -> list[str]:
    """Resolve once. The system's resolver knows no deadline: it is waited for, and left behind when it is late."""
    found: list[str] = []

    def resolve():
        try:
            found.extend(door.resolve(host))
        except OSError:
            # A name that nobody knows is an empty answer.
            found.clear()

    waiting = threading.Thread(target=resolve, daemon=True)
    waiting.start()
    waiting.join(clock.remaining())
    if waiting.is_alive():
        raise NotFetched("too-slow")
    return list(found)


def _connected(found: list[str], host: str, door: Door, clock: Clock) -> ssl.SSLSocket:
    """Connect to the first of the checked addresses that answers, and ask it for the certificate of `host`."""
    refusal: OSError | None = None
    for address in dict.fromkeys(found):
        try:
            plain = socket.create_connection((address, door.port), timeout=clock.remaining())
        except TimeoutError:
            raise
        except OSError as error:
            refusal = error
            continue
        try:
            plain.settimeout(clock.remaining())
            return door.certificates().wrap_socket(plain, server_hostname=host.removesuffix("."))
        except BaseException:
            plain.close()
            raise
    raise refusal or OSError()


class _Incoming(io.RawIOBase):
    """The bytes of a connection: each reading waits for no more than what remains of the whole."""

    def __init__(self, connection: ssl.SSLSocket, clock: Clock):
        self.connection, self.clock = connection, clock

    def readable(self):
        return True

    def readinto(self, buffer):
        self.connection.settimeout(self.clock.remaining())
        return self.connection.recv_into(buffer)

    def makefile(self, *_):
        return io.BufferedReader(self)


def _asked(connection, parts: SplitResult, host: str, accept: str, most_bytes: int, clock: Clock) -> Fetched:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    head = (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\nAccept-Encoding: identity\r\n"
        f"User-Agent: {USER_AGENT}\r\nConnection: close\r\n\r\n"
    )
    connection.settimeout(clock.remaining())
    connection.sendall(head.encode("ascii"))
    with http.client.HTTPResponse(_Incoming(connection, clock), method="GET") as answer:
        answer.begin()
        if 300 <= answer.status < 400:
            raise NotFetched("redirect")
        return Fetched(answer.status, answer.headers.get_content_type(), _body(answer, most_bytes))


def _body(answer: http.client.HTTPResponse, most_bytes: int) -> bytes:
    body = answer.read(most_bytes + 1)
    if len(body) > most_bytes:
        raise NotFetched("too-big")
    if answer.length:
        # The connection was cut before the length that was announced.
        raise NotFetched("unreachable")
    match answer.getheader("Content-Encoding", "identity").strip().lower():
        case "identity" | "":
            return body
        case "gzip":
            return unpacked(body, most_bytes=most_bytes)
    raise NotFetched("unreadable")


def unpacked(packed: bytes, *, most_bytes: int) -> bytes:
    """Return the bytes of a gzip member, at most `most_bytes` of them. Raises `NotFetched`."""
    reading = zlib.decompressobj(wbits=31)
    try:
        body = reading.decompress(packed, most_bytes + 1)
    except zlib.error:
        raise NotFetched("unreadable") from None
    if len(body) > most_bytes:
        raise NotFetched("too-big")
    if not reading.eof:
        raise NotFetched("unreadable")
    return body
