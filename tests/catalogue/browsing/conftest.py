from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.paths.actions import index_facets
from catalogue.paths.models import PathRun
from outillerie.accounts.models import Membership, Organisation
from tests.catalogue.factories import module, path
from tests.factories import person


def run_of(page, *, begins_in=10, **facts):
    """Return a session of `page` that begins in so many days, counted by the search."""
    made = PathRun.objects.create(path=page, starts_on=timezone.localdate() + timedelta(days=begins_in), **facts)
    index_facets(page.versions.first())
    return made


@pytest.fixture
def organisation(db):
    return Organisation.objects.create(name="Atelier du Canal")


@pytest.fixture
def manager(organisation):
    made = person("manager@example.org", first_name="Aline")
    Membership.objects.create(person=made, organisation=organisation, role="manager", state="active")
    return made


@pytest.fixture
def two_paths(db):
    return [
        path("Aidant numérique", summary="Accompagner sans faire à la place.", level=3),
        path("Animer un Café IA", level=1, mode="onsite", blocks=[("Préparer", [module("Café", minutes=90)])]),
    ]
