import pytest
from slugify import slugify

from badges.awarding.models import Credential
from outillerie.accounts.actions import trust_address
from tests import factories
from tests.badges import factories as made

HIDDEN, PUBLIC = "hidden", "public"


@pytest.fixture
def lea(db):
    return holder("lea@example.org", first_name="Léa", last_name="Martin")


@pytest.fixture
def stranger(db):
    return holder("noe@example.org", first_name="Noé", last_name="Petit")


@pytest.fixture
def given(db):
    """Return what gives a badge, signed: `given(lea, "Trier ses photos", visibility="public")`."""
    return give


def holder(email, **facts):
    person = factories.person(email, **facts)
    trust_address(person)
    return person


def give(person=None, name="Accueillir", *, visibility=HIDDEN, email="", facts=None, **achievement):
    achievement.setdefault("slug", slugify(name))
    version = made.published(name, **achievement)
    credential = made.credential(person, version, email=email)
    # Not `save()`: what was signed never changes, and the database says so.
    Credential.objects.filter(pk=credential.pk).update(visibility=visibility, **(facts or {}))
    return Credential.objects.get(pk=credential.pk)
