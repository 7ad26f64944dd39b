"""A session as search engines read it: what its page says to everyone, and nothing else."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.calendars.structured import session_json_ld
from catalogue.sessions.actions import cancel_session, move_session
from catalogue.sessions.models import PeerSession
from catalogue.sessions.queries import with_places
from tests import factories
from tests.catalogue import session_factories as made

pytestmark = pytest.mark.django_db


def said(session):
    return session_json_ld(with_places(PeerSession.objects.all()).get(pk=session.pk))


def test_an_event_says_when_where_and_how_many_seats_are_left(settings):
    jeanne = factories.person(email="jeanne@example.org", public_name="Jeanne", is_public=True)
    hidden = factories.person(email="cachee@example.org", public_name="Cachée", is_public=False)
    session = made.peer_session(
        starts_at=made.paris(2035, 3, 2, 14), intention="Essayer ensemble.", facilitators=[jeanne, hidden, "Paul"]
    )
    made.registration(session)
    address = f"{settings.BASE_URL}/seances/{session.slug}/"
    venue = session.places.get().venue
    assert said(session) == {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "@id": address,
        "url": address,
        "name": session.title,
        "description": "Essayer ensemble.",
        "inLanguage": "fr",
        "startDate": "2035-03-02T14:00:00+01:00",
        "endDate": "2035-03-02T16:00:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": [
            {
                "@type": "Place",
                "name": "Médiathèque des Tisserands",
                "url": f"{settings.BASE_URL}/lieux/{venue.slug}/",
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": "12 rue Exemple",
                    "postalCode": "59100",
                    "addressLocality": "Roubaix",
                },
                "geo": {"@type": "GeoCoordinates", "latitude": 50.692, "longitude": 3.178},
            }
        ],
        "performer": [{"@type": "Person", "name": "Jeanne"}, {"@type": "Person", "name": "Paul"}],
        "maximumAttendeeCapacity": 12,
        "remainingAttendeeCapacity": 11,
        "isAccessibleForFree": True,
        "offers": {
            "@type": "Offer",
            "url": address,
            "price": "0",
            "priceCurrency": "EUR",
            "availability": "https://schema.org/InStock",
        },
    }


def test_LEAK_09_a_hybrid_session_leads_to_its_page_and_never_to_the_video_room(settings):
    session = made.peer_session(places=[{"venue": made.venue()}, made.online(capacity=5)])
    values = said(session)
    assert (values["eventAttendanceMode"], values["maximumAttendeeCapacity"]) == (
        "https://schema.org/MixedEventAttendanceMode", 17,
    )  # fmt: skip
    assert (values["location"][1]["@type"], values["location"][1]["url"]) == (
        "VirtualLocation", f"{settings.BASE_URL}/seances/{session.slug}/",
    )  # fmt: skip
    assert "salle-secrete" not in json.dumps(values)


def test_a_moved_session_says_when_it_was_to_start_and_a_cancelled_one_that_it_is():
    session = made.peer_session(starts_at=made.paris(2035, 3, 2, 14), time_zone="Indian/Reunion")
    move_session(session, starts_at=made.paris(2035, 4, 6, 14), ends_at=made.paris(2035, 4, 6, 15), by=None)
    values = said(session)
    assert (values["eventStatus"], values["previousStartDate"], values["startDate"]) == (
        "https://schema.org/EventRescheduled", "2035-03-02T17:00:00+04:00", "2035-04-06T16:00:00+04:00",
    )  # fmt: skip
    cancel_session(session, reason="La salle est fermée.", by=None)
    assert (said(session)["eventStatus"], said(session)["offers"]["availability"]) == (
        "https://schema.org/EventCancelled", "https://schema.org/SoldOut",
    )  # fmt: skip


def test_a_session_that_one_pays_for_gives_no_price_of_zero():
    values = said(made.peer_session(price="5 € par personne"))
    assert ("offers" in values, values["isAccessibleForFree"]) == (False, False)


def test_a_session_without_names_says_no_number_of_seats():
    values = said(made.peer_session(is_anonymous=True))
    assert ("maximumAttendeeCapacity" in values, "remainingAttendeeCapacity" in values) == (False, False)


def test_the_kit_is_named_while_everyone_may_read_it():
    kit = factories.kit()
    session = made.peer_session(kit_version=kit.versions.first())
    assert said(session)["workFeatured"]["name"] == kit.versions.first().title
    kit.unpublish()
    assert "workFeatured" not in said(session)


def test_closed_registration_sells_nothing():
    session = made.peer_session(registration_closes_at=timezone.now() - timedelta(hours=1))
    assert said(session)["offers"]["availability"] == "https://schema.org/SoldOut"
