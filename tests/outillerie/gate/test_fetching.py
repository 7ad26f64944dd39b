import gzip
import socket
import time

import pytest

from outillerie.gate.fetching import Door, Fetched, NotFetched, fetch
from tests.outillerie.gate.conftest import NAME

URL = f"https://{NAME}/badge.json"
# ATK-SSRF-01: everything that leads to this machine or to its neighbours, written in every way.
FORBIDDEN = [
    "https://127.0.0.1/", "https://127.0.0.1./", "https://127.1/", "https://0/", "https://2130706433/",
    "https://0x7f000001/", "https://0x7f.0.0.1/", "https://017700000001/", "https://0177.0.0.1/", "https://[::1]/",
    "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[::]/", "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/", "https://[fe80::1]/", "https://[fd00::1]/", "https://169.254.169.254/latest/meta-data/",
    "https://10.0.0.1/", "https://192.168.0.1/", "https://172.16.0.1/", "https://100.64.0.1/", "https://localhost/",
    "https://localhost./", "https://LOCALHOST/", "https://①②⑦.⓪.⓪.①/", "https://127。0。0。1/",
    "https://badges.example@localhost/", "https://user:secret@localhost/", "https://localhost#@badges.example/",
    "https://localhost:22/", "https://localhost:6379/", "https://badges.example:8443/", "https://badges.example:0/",
]  # fmt: skip
NOT_HTTPS = [
    "http://localhost/", "file:///etc/passwd", "gopher://localhost/", "ftp://localhost/", "dict://localhost/",
    "unix:///run/docker.sock", "//localhost/", "localhost", "data:application/json,{}", "javascript:0",
]  # fmt: skip
MALFORMED = [
    "https://", "https:///x", "https://a..b/", "https://[::1/", "https://badges.example\\@localhost/",
    "https://badges.example/\r\nX-Evil: 1", "https://badges.example/ x", "https://badges.example:99999999/",
    f"https://badges.example/{'a' * 2048}",
]  # fmt: skip


def answer(*, status="200 OK", body=b"{}", headers=()):
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Content-Type: application/json; charset=utf-8"]
    whole = "\r\n".join([*head, *headers]).encode() + b"\r\n\r\n" + body
    return lambda connection: connection.sendall(whole)


def drip(first, piece, *, times):
    def send(connection):
        connection.sendall(first)
        for _ in range(times):
            connection.sendall(piece)
            time.sleep(0.02)

    return send


def refusal(url, **options):
    with pytest.raises(NotFetched) as refused:
        fetch(url, accept="application/json", **options)
    return refused.value.code


def test_what_answers_comes_back_with_its_status_and_its_type(tls_server, door_to):
    server = tls_server(answer(status="410 Gone", body=b'{"revoked": true}'))
    found = fetch(f"{URL}?a=1", accept="application/json", door=door_to(server))
    assert found == Fetched(410, "application/json", b'{"revoked": true}')
    assert server.requests == [
        b"GET /badge.json?a=1 HTTP/1.1\r\nHost: badges.example\r\nAccept: application/json\r\n"
        b"Accept-Encoding: identity\r\nUser-Agent: Outillerie-en-commun\r\nConnection: close\r\n\r\n"
    ]


def test_no_proxy_of_the_environment_is_used(tls_server, door_to, listeners, monkeypatch):
    proxy = listeners()
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    fetch(URL, accept="*/*", door=door_to(tls_server(answer())))
    assert proxy.came == 0


@pytest.mark.parametrize(
    ("urls", "codes"), [(FORBIDDEN, {"refused-address"}), (NOT_HTTPS, {"not-https"}), (MALFORMED, {"bad-address"})]
)
def test_ATK_SSRF_01_nothing_of_this_machine_is_reached(listeners, urls, codes):
    canary = listeners()
    # Names of the documentation are nobody's here: they lead to loopback, as a hostile resolver would say.
    door = Door(port=canary.port, resolve=lambda host: ["127.0.0.1"])
    assert {refusal(url, door=door) for url in urls} == codes
    assert canary.came == 0


def test_ATK_SSRF_01_control_without_the_check_of_addresses_the_listener_is_reached(listeners):
    canary = listeners(lambda connection: None)
    door = Door(port=canary.port, resolve=lambda host: ["127.0.0.1"], is_allowed=lambda address: True)
    refusal("https://localhost/", door=door)
    assert canary.came == 1


WRITTEN_OTHERWISE = [
    f"https://user:secret@{NAME}/", f"https://@{NAME}/", f"https://localhost@{NAME}/", f"https://{NAME}:8443/",
    f"https://{NAME}:0/", "https://127.0.0.1/", "https://2130706433/", "https://0x7f000001/", "https://8.8.8.8/",
    "https://[::1]/", "https://[2606:4700::1111]/", "https://①②⑦.⓪.⓪.①/",
]  # fmt: skip


@pytest.mark.parametrize("url", WRITTEN_OTHERWISE)
def test_ATK_SSRF_01_what_is_not_a_plain_name_is_refused_as_it_is_written(tls_server, door_to, url):
    """The door lets every address through: another name, another port and numbers are refused by themselves."""
    server = tls_server(answer())
    assert refusal(url, door=door_to(server)) == "refused-address"
    assert server.came == 0


@pytest.mark.parametrize("found", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["2606:4700::1111", "::ffff:10.0.0.1"]])
def test_ATK_SSRF_01_one_address_that_is_not_public_refuses_the_name(listeners, found):
    canary = listeners()
    assert refusal(URL, door=Door(port=canary.port, resolve=lambda host: found)) == "refused-address"
    assert canary.came == 0


def test_ATK_SSRF_02_a_redirection_is_not_followed(tls_server, door_to, listeners):
    canary = listeners()
    server = tls_server(answer(status="302 Found", headers=[f"Location: https://127.0.0.1:{canary.port}/"]))
    assert refusal(URL, door=door_to(server)) == "redirect"
    assert (server.came, canary.came) == (1, 0)


class Changing:
    """A resolver whose second answer is not the first: DNS rebinding."""

    def __init__(self):
        self.answers = iter([["127.0.0.1"], ["127.0.0.2"]])
        self.asked = 0

    def __call__(self, host):
        self.asked += 1
        return next(self.answers)


def test_ATK_SSRF_02_the_connection_goes_to_the_address_that_was_checked(tls_server, door_to, listeners):
    server = tls_server(answer())
    inside = listeners(address="127.0.0.2", port=server.port)
    changing = Changing()
    door = door_to(server, resolve=changing, is_allowed=lambda address: address == "127.0.0.1")
    assert fetch(URL, accept="*/*", door=door).status == 200
    assert (changing.asked, server.came, inside.came) == (1, 1, 0)


def test_ATK_SSRF_02_control_asking_the_name_again_leads_inside(tls_server, listeners):
    server = tls_server(answer())
    inside = listeners(address="127.0.0.2", port=server.port)
    changing = Changing()
    assert changing(NAME) == ["127.0.0.1"]
    socket.create_connection((changing(NAME)[0], server.port)).close()
    while not inside.came:
        time.sleep(0.01)
    assert server.came == 0


def test_a_certificate_of_another_name_is_refused(tls_server, door_to):
    server = tls_server(answer())
    assert refusal("https://other.example/", door=door_to(server)) == "bad-certificate"
    assert server.requests == []


def test_a_certificate_that_nobody_vouches_for_is_refused(tls_server):
    server = tls_server(answer())
    door = Door(port=server.port, resolve=lambda host: ["127.0.0.1"], is_allowed=lambda address: True)
    assert refusal(URL, door=door) == "bad-certificate"


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("first", "piece"),
    [(HEAD + b"\r\n", b"x"), (HEAD, b"X"), (b"", b"H"), (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
     (b"", b"HTTP/1.1 100 Continue\r\n\r\n")],
    ids=["body", "header", "status", "chunks", "continue"],
)  # fmt: skip
def test_ATK_SSRF_03_bytes_that_drip_do_not_last_longer_than_the_whole_time(tls_server, door_to, first, piece):
    server = tls_server(drip(first, piece, times=1000))
    assert refusal(URL, door=door_to(server), seconds=0.2) == "too-slow"


def test_ATK_SSRF_03_control_with_all_the_time_the_drip_is_read_to_its_end(tls_server, door_to):
    server = tls_server(drip(HEAD + b"\r\n", b"x", times=15))
    assert fetch(URL, accept="*/*", door=door_to(server), seconds=30).body == b"x" * 15


def test_ATK_SSRF_03_a_server_that_says_nothing_is_left(tls_server, door_to):
    assert refusal(URL, door=door_to(tls_server(lambda connection: connection.recv(1))), seconds=0.2) == "too-slow"


def test_ATK_SSRF_03_a_resolver_that_never_answers_is_left(tls_server, door_to):
    door = door_to(tls_server(answer()), resolve=lambda host: time.sleep(1) or ["127.0.0.1"])
    assert refusal(URL, door=door, seconds=0.2) == "too-slow"


def test_ATK_SSRF_03_a_body_without_end_is_left(tls_server, door_to):
    server = tls_server(drip(HEAD + b"\r\n", b"x" * 65_536, times=100_000))
    assert refusal(URL, door=door_to(server)) == "too-big"


def test_ATK_SSRF_03_a_body_as_large_as_allowed_is_read_and_one_byte_more_is_not(tls_server, door_to):
    door = door_to(tls_server(answer(body=b"x" * 100)))
    assert len(fetch(URL, accept="*/*", most_bytes=100, door=door).body) == 100
    assert refusal(URL, most_bytes=99, door=door) == "too-big"


def test_ATK_SSRF_03_a_gzip_bomb_is_not_unpacked(tls_server, door_to):
    bomb = gzip.compress(bytes(20_000_000))
    door = door_to(tls_server(answer(body=bomb, headers=["Content-Encoding: gzip"])))
    assert refusal(URL, door=door) == "too-big"
    assert len(fetch(URL, accept="*/*", most_bytes=20_000_000, door=door).body) == 20_000_000


def test_ATK_SSRF_03_a_hundred_redirections_are_one_request(tls_server, door_to):
    server = tls_server(answer(status="301 Moved", headers=[f"Location: {URL}"]))
    assert refusal(URL, door=door_to(server)) == "redirect"
    assert server.came == 1


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (HEAD + b"Content-Encoding: br\r\n\r\nxx", "unreadable"),
        (HEAD + b"Content-Encoding: gzip\r\n\r\nxx", "unreadable"),
        (HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"{}", mtime=0)[:-4], "unreadable"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "unreadable"),
        (HEAD + b"Content-Length: 10\r\n\r\nxx", "unreachable"),
        (b"SSH-2.0-OpenSSH\r\n", "unreadable"),
        (HEAD + b"X: y\r\n" * 200 + b"\r\n", "unreadable"),
    ],
)
def test_an_answer_that_makes_no_sense_is_not_read(tls_server, door_to, sent, code):
    assert refusal(URL, door=door_to(tls_server(lambda connection: connection.sendall(sent)))) == code


def test_a_name_that_nobody_knows_is_unreachable(tls_server, door_to):
    def unknown(host):
        raise socket.gaierror

    assert refusal(URL, door=door_to(tls_server(answer()), resolve=unknown)) == "unreachable"


def test_a_host_that_refuses_connections_is_unreachable(listeners, door_to):
    listener = listeners()
    listener.close()
    assert refusal(URL, door=door_to(listener)) == "unreachable"


def test_the_next_address_is_tried_when_one_refuses(tls_server, door_to):
    server = tls_server(answer())
    door = door_to(server, resolve=lambda host: ["127.0.0.3", "127.0.0.1"])
    assert fetch(URL, accept="*/*", door=door).status == 200
