import pytest

from outillerie.collections.actions import add_kit, make_collection
from outillerie.collections.models import CollectionCurator, KitCollection
from tests import factories


@pytest.fixture
def owner(db):
    return factories.person("odile@example.org", first_name="Odile")


@pytest.fixture
def curator(db):
    return factories.person("samir@example.org", first_name="Samir")


@pytest.fixture
def stranger(db):
    return factories.person("inconnue@example.org", first_name="Inconnue")


@pytest.fixture
def kits(db):
    return [factories.kit(slug=slug, title=title) for slug, title in (("a", "Kit A"), ("b", "Kit B"), ("c", "Kit C"))]


@pytest.fixture
def collection(owner, curator, kits):
    """A public collection of three kits, that its owner and a curator take care of."""
    made = make_collection(
        KitCollection(title="Pour l’automne", introduction="Dans **cet** ordre.", is_public=True, owner=owner)
    )
    CollectionCurator.objects.create(collection=made, person=curator)
    for kit in kits:
        add_kit(made, kit, by=owner)
    return made
