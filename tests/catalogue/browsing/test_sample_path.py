"""A path on the home page: the one that was published last, when there is one."""

import pytest
from wagtail.models import PageViewRestriction

from tests.catalogue.factories import module, path

pytestmark = pytest.mark.django_db


def test_a_young_site_shows_no_path(client):
    assert "sample-title" not in client.get("/").text


def test_the_path_published_last_shows_its_first_blocks(client):
    path("Ancien")
    path("Récent", blocks=[(f"Bloc {n}", [module(f"Module {n}")]) for n in range(4)])
    text = client.get("/").text
    assert [name in text for name in ("Récent", "Bloc 0", "Bloc 2", "Bloc 3", "Ancien")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_LEAK_a_private_path_is_not_the_sample(client):
    private = path("Confidentiel")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert "Confidentiel" not in client.get("/").text
