from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.agenda.actions import write_facets
from catalogue.sessions.models import PeerSession
from tests.catalogue.session_factories import peer_session, territory, venue


@pytest.fixture
def announced(db):
    """Return what makes a published session and tells the agenda of it, as publishing does."""

    def make(title="Tester un kit", **facts) -> PeerSession:
        themes, audiences = facts.pop("themes", ()), facts.pop("audiences", ())
        made = peer_session(title, **facts)
        made.themes.set(themes)
        made.audiences.set(audiences)
        write_facets(made)
        return made

    return make


@pytest.fixture
def amiens(db):
    """Return a venue of Amiens, a hundred kilometres from Roubaix."""
    region = territory("region", "32", "Hauts-de-France")
    somme = territory("department", "80", "Somme", region=region)
    place = {"latitude": 49.894, "longitude": 2.296, "postcodes": ["80000"], "population": 133_000}
    commune = territory("commune", "80021", "Amiens", department=somme, region=region, **place)
    facts = {"latitude": 49.894, "longitude": 2.296, "insee_code": "80021"}
    return venue("Maison des Hortillons", commune="Amiens", postcode="80000", territory=commune, **facts)


@pytest.fixture
def in_days():
    """Return what gives the moment in so many days, at ten."""

    def moment(days: int, hour: int = 10):
        day = timezone.localtime() + timedelta(days=days)
        return day.replace(hour=hour, minute=0, second=0, microsecond=0)

    return moment
