import pytest
from django.core.cache import caches

from tests import factories

pytestmark = pytest.mark.django_db


def test_ATK_RATE_02_a_flood_of_searches_is_refused_for_a_minute(client):
    caches["throttle"].add("throttle|kits|127.0.0.1", 119, 60)
    assert client.get("/kits/?q=mdp").status_code == 200
    refused = client.get("/kits/?q=wifi")
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert client.get("/kits/").status_code == 200, "reading the shelf costs little: it stays open"


def test_ATK_RATE_02_another_address_is_not_refused(client):
    caches["throttle"].add("throttle|kits|127.0.0.1", 500, 60)
    assert client.get("/kits/?q=mdp", REMOTE_ADDR="127.0.0.2").status_code == 200


def test_ATK_RATE_02_a_forged_address_does_not_escape(client):
    caches["throttle"].add("throttle|kits|127.0.0.1", 500, 60)
    assert client.get("/kits/?q=mdp", HTTP_X_FORWARDED_FOR="203.0.113.7").status_code == 429


def test_ATK_RATE_02_a_flood_of_prints_is_refused_for_a_minute(client):
    kit = factories.kit(slug="camille")
    caches["throttle"].add("throttle|printed|127.0.0.1", 60, 60)
    assert client.get(f"{kit.url}v1/fiche-a4.pdf").status_code == 429
