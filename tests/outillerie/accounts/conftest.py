import pytest
from django.core.cache import cache

from outillerie.accounts.actions import trust_address
from tests.factories import person


@pytest.fixture
def lea(db):
    """A reader whose address is confirmed."""
    cache.clear()
    lea = person("lea@example.org", first_name="Léa")
    trust_address(lea)
    return lea
