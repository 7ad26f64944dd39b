"""Between the site and PostgreSQL: a proxy on loopback that cuts connections when told, as a network or a fail-over does."""

import socket
import threading
from contextlib import contextmanager, suppress


class Proxy:
    """`cut_at` are bytes of a statement: the connection that sends them is cut, before they reach the server, or after
    with the answer lost when `is_after`. `is_away` cuts everybody and lets nobody in."""

    def __init__(self, upstream: tuple[str, int]):
        self.upstream = upstream
        self.cut_at, self.is_after, self.is_away = b"", False, False
        self.cuts, self.pairs = 0, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.welcome, daemon=True).start()

    def welcome(self):
        with suppress(OSError):
            while True:
                client, _address = self.listener.accept()
                if self.is_away:
                    client.close()
                    continue
                pair = (client, socket.create_connection(self.upstream))
                self.pairs.append(pair)
                for source, target in (pair, pair[::-1]):
                    threading.Thread(target=self.carry, args=(source, target, source is client), daemon=True).start()

    def carry(self, source, target, is_asking: bool):
        with suppress(OSError):
            while data := source.recv(65_536):
                is_cut = is_asking and self.cut_at and self.cut_at in data
                if is_cut and self.is_after:
                    # The server does it; nobody is there any more to hear that it is done.
                    source.close()
                    target.sendall(data)
                    target.shutdown(socket.SHUT_WR)
                if is_cut:
                    self.cuts += 1
                    self.cut_at = b""
                    break
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def go_away(self):
        self.is_away = True
        for pair in self.pairs:
            for end in pair:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        self.pairs.clear()

    def come_back(self):
        self.is_away = False


@contextmanager
def proxy_before(host: str, port: int):
    proxy = Proxy((host, port))
    try:
        yield proxy
    finally:
        proxy.go_away()
        proxy.listener.close()
