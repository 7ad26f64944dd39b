import uuid

import pytest

from catalogue.building.actions import begin_path, gesture
from catalogue.building.exports import structure_of
from catalogue.paths.models import LearningPathPage
from catalogue.paths.queries import draft_of
from tests import factories


@pytest.fixture
def odile(db):
    """Someone who trains."""
    return factories.person("odile@example.org", first_name="Odile", group="trainer")


@pytest.fixture
def wenceslas(db):
    """Somebody else who trains."""
    return factories.person("wenceslas@example.org", first_name="Wenceslas", group="trainer")


@pytest.fixture
def staff(db):
    return factories.person("ines@example.org", first_name="Inès", group="hub staff")


@pytest.fixture
def path(odile):
    """A path that Odile has just begun."""
    return begin_path("Aidant numérique", by=odile)


@pytest.fixture
def trainer(client, odile):
    """The browser of Odile, in English: the language of the code."""
    client.force_login(odile)
    client.cookies["affichage"] = "language=en"
    return client


def built(path):
    """Return the blocks of the newest draft."""
    return structure_of(draft_of(LearningPathPage.objects.get(pk=path.pk)))


def with_block(path, title="Accueillir", *, modules=(), by):
    """Add a block with `modules`; return its key."""
    key = str(uuid.uuid4())
    gesture(path.pk, "add_block", by=by, key=key, title=title)
    for module in modules:
        gesture(path.pk, "add_module", by=by, block=key, module=str(module.key))
    return key


def titles(structure):
    """Return the titles of the modules of each block, from its keys."""
    from catalogue.building.wording import titles_of

    named = titles_of(structure.modules())
    return [[named[place.module] for place in block.places] for block in structure.blocks]
