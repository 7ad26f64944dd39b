import pytest

from tests import factories


@pytest.fixture
def author(db):
    return factories.person("autrice@example.org", first_name="Élise", last_name="Vasseur")


@pytest.fixture
def kit(author):
    """A published kit that `author` began."""
    page = factories.kit(slug="camille", by=author)
    page.owner = author
    page.save()
    return page


@pytest.fixture
def lea(db):
    return factories.person("lea@example.org", first_name="Léa")


@pytest.fixture
def theo(db):
    return factories.person("theo@example.org", first_name="Théo")


@pytest.fixture
def moderator(db):
    return factories.person("ines@example.org", first_name="Inès", group="moderator")
