"""Real TLS servers on loopback, for a name that exists nowhere, with a certificate of their own."""

import contextlib
import datetime
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from outillerie.gate.fetching import Door

NAME = "badges.example"


class Listener:
    """Something that listens on loopback, counts who comes, and answers with `answer(connection)`."""

    def __init__(self, answer=None, *, tls=None, address="127.0.0.1", port=0):
        self.answer, self.tls, self.came, self.requests = answer, tls, 0, []
        self.listening = socket.create_server((address, port))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            self.came += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection):
        # Whoever asks may leave in the middle: that is what most of these tests are about.
        with contextlib.suppress(OSError), connection:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            with connection:
                self.requests.append(connection.recv(65_536))
                if self.answer:
                    self.answer(connection)

    def close(self):
        # Closing alone would leave the thread in its accept.
        with contextlib.suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """Return the path of a certificate of `NAME` with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def listeners():
    made = []

    def listen(*arguments, **options):
        made.append(Listener(*arguments, **options))
        return made[-1]

    yield listen
    for listener in made:
        listener.close()


@pytest.fixture
def tls_server(listeners, certificate):
    def serve(answer):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        return listeners(answer, tls=context)

    return serve


@pytest.fixture
def door_to(certificate):
    """Return a door that finds `NAME` on loopback, and lets through what `is_allowed` says."""

    def door(listener, *, is_allowed=lambda address: True, resolve=lambda host: ["127.0.0.1"]):
        trusted = ssl.create_default_context(cafile=certificate)
        return Door(resolve=resolve, is_allowed=is_allowed, certificates=lambda: trusted, port=listener.port)

    return door
