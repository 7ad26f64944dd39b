"""The addresses that stand in signed badges and on paper: those of every past release still answer."""

import re
from pathlib import Path

import pytest

from badges.awarding.models import Credential
from badges.endorsing.actions import endorse
from badges.hosting.urls import urlpatterns
from tests.badges import factories
from tests.badges.hosting.conftest import given

LISTS = sorted((Path(__file__).parents[2] / "data" / "open-badges").glob("addresses-*.txt"))


def addresses(path):
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("/")]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_PERM_02_every_address_of_a_past_release_still_answers(client, version, path):
    credential = given(version)
    Credential.objects.filter(pk=credential.pk).update(visibility="public")
    partner = factories.issuer("partenaire", name="La Fabrique")
    facts = {
        "issuer": "hub",
        "key": 1,
        "rsa": 2,
        "achievement": "accueillir",
        "version": 1,
        "language": "en",
        "uuid": credential.uuid,
        "list": credential.status_list.number,
        "png": version.png.sha256,
        "svg": version.svg.sha256,
        "endorsement": endorse(endorser=partner, comment="Oui.", by=None, achievement=version.achievement).uuid,
        "code": credential.code,
    }
    asked = [address.format(**facts) for address in addresses(path)]
    assert [address for address in asked if client.get(address).status_code != 200] == []


def test_PERM_02_every_address_of_machines_is_in_the_newest_list():
    def shape(address):
        return re.sub(r"<[^>]*>|\{[^}]*\}", "*", address)

    listed = {shape(address) for address in addresses(LISTS[-1])}
    assert sorted({shape(f"/{route.pattern}") for route in urlpatterns} - listed) == []


def test_PERM_02_an_address_that_disappears_is_seen(client, version):
    """The control: what is not there is not taken for an answer."""
    assert client.get("/openbadges/issuers/hub/gone.json").status_code == 404
