"""A client that costs little: one kept-open connection, whole answers read, times in milliseconds."""

import random
import socket
import threading
import time


class Client:
    def __init__(self, port, source="127.0.0.1"):
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30, source_address=(source, 0))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")
        # Of the last answer, by name in small letters.
        self.headers: dict[str, str] = {}

    def get(self, path) -> tuple[int, bytes]:
        return self.ask("GET", path)

    def post(self, path, body: str, *, cookies: str) -> tuple[int, bytes]:
        """Send a form, already encoded, with the cookies of a session."""
        kind = "Content-Type: application/x-www-form-urlencoded"
        return self.ask("POST", path, f"Cookie: {cookies}", kind, f"Content-Length: {len(body)}", body=body)

    def ask(self, verb, path, *headers, body="") -> tuple[int, bytes]:
        head = [f"{verb} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Accept-Encoding: identity", *headers]
        self.socket.sendall(("\r\n".join(head) + "\r\n\r\n" + body).encode())
        status = int(self.file.readline().split()[1])
        self.headers = {}
        while (line := self.file.readline()) != b"\r\n":
            name, _, value = line.decode("latin-1").partition(":")
            self.headers[name.lower()] = value.strip()
        length, is_chunked = int(self.headers.get("content-length", 0)), "transfer-encoding" in self.headers
        return status, self._chunks() if is_chunked else self.file.read(length)

    def _chunks(self) -> bytes:
        parts = []
        while size := int(self.file.readline(), 16):
            parts.append(self.file.read(size))
            self.file.readline()
        self.file.readline()
        return b"".join(parts)


def times_of(port, paths, *, expected=200) -> list[float]:
    """Return the milliseconds that each of `paths` took, one after the other."""
    times = []
    for number, path in enumerate(paths):
        if number % 100 == 0:
            # The site bounds what one address may search in a minute: these are several readers.
            client = Client(port, f"127.0.{random.randrange(256)}.{random.randrange(1, 255)}")
        start = time.perf_counter()
        status, _body = client.get(path)
        times.append((time.perf_counter() - start) * 1000)
        if status != expected:
            raise SystemExit(f"{path} answered {status}, not {expected}.")
    return times


def throughput(port, path, *, seconds, connections=4) -> float:
    """Return how many answers a second `path` gives to a few connections that never wait."""
    stop, counts = time.monotonic() + seconds, [0] * connections

    def ask(index):
        client = Client(port)
        while time.monotonic() < stop:
            client.get(path)
            counts[index] += 1

    threads = [threading.Thread(target=ask, args=(index,)) for index in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]
