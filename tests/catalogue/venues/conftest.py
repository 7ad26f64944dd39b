import pytest

from catalogue.venues.geography import load_territories


@pytest.fixture
def territories(db):
    """The territories that ship with the site."""
    load_territories()
