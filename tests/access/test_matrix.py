"""Who may go where: every route of the site, for every kind of person, read and written.

`matrix.txt` has one line a route. Its two words say what GET, then POST, answer to each role, in the order of `ROLES`:
`I` in, `G` sent elsewhere once it is done or needless, `S` sent to sign in, `N` no such page or not allowed, `-` no such
verb. A new route without a line fails; so does any answer that changes. To write the lines of new routes:
`pytest tests/access/write_matrix.py`, then read what changed.
"""

from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client

from tests.access.routes import routes
from tests.access.world import ROLES, World, as_role

MATRIX = Path(__file__).with_name("matrix.txt")
# Wagtail's own doors, which are judged elsewhere, and what only a debugging server has.
ELSEWHERE = {
    "wagtaildocs_serve",
    "wagtaildocs_authenticate_with_password",
    "wagtailcore_authenticate_with_password",
    "wagtail_serve",
    "^static/(?P<path>.*)$",
}
# Those who post there send no token. The signature of the address proves who asks, from a mail program (RFC 8058) or
# from a wallet; and what any program may ask says nothing of who is signed in.
WITHOUT_TOKEN = {"unsubscribe", "badge-wallet-exchange", "api-verify"}
VERBS = ("get", "post")


@pytest.fixture
def world(db):
    return World()


def known_routes():
    return {name: arguments for name, arguments in routes().items() if name not in ELSEWHERE}


def outcome(response) -> str:
    if response.streaming:
        list(response.streaming_content)
    if response.status_code in (301, 302, 303):
        return "S" if "/compte/connexion/" in response.url else "G"
    assert response.status_code < 500
    return {401: "S", 403: "N", 404: "N", 405: "-", 410: "N"}.get(response.status_code, "I")


def answers(world: World, role: str, verb: str) -> dict[str, str]:
    """Return what each route answers to `role`. Whatever it changes is undone before the next."""
    found = {}
    for name, arguments in known_routes().items():
        caches["throttle"].clear()
        client = Client()
        as_role(client, world, role)
        with transaction.atomic():
            found[name] = outcome(getattr(client, verb)(world.address(name, arguments)))
            transaction.set_rollback(True)
    return found


def matrix() -> dict[str, list[str]]:
    lines = [line.split() for line in MATRIX.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return {name: cells for name, *cells in lines}


def test_every_route_has_a_line_and_every_line_a_route():
    assert sorted(matrix()) == sorted(known_routes())


@pytest.mark.parametrize("role", ROLES)
def test_ATK_IDOR_01_each_person_goes_where_they_may_and_nowhere_else(world, role):
    place = ROLES.index(role)
    for column, verb in enumerate(VERBS):
        expected = {name: cells[column][place] for name, cells in matrix().items()}
        assert answers(world, role, verb) == expected, verb


def test_ATK_CSRF_01_nothing_is_done_without_the_token_of_a_page(world):
    done = []
    for name, arguments in known_routes().items():
        client = Client(enforce_csrf_checks=True)
        as_role(client, world, "author")
        status = client.post(world.address(name, arguments)).status_code
        if status not in (403, 404, 405) and name not in WITHOUT_TOKEN:
            done.append(f"{name}: {status}")
    assert done == []
