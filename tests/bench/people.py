"""People who are signed in already: what a rush needs, without a thousand passwords."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.middleware.csrf import _get_new_csrf_string
from django.utils import timezone

from outillerie.accounts.models import TermsAcceptance, User
from outillerie.pages.models import HubSettings


@dataclass(frozen=True)
class SignedIn:
    pk: int
    token: str
    cookies: str


def signed_in(count: int, *, name="presse") -> list[SignedIn]:
    """Make `count` people who accepted the terms, were seen today and have a session open; return their cookies."""
    now = timezone.now()
    people = User.objects.bulk_create(
        User(
            email=f"{name}-{number}@example.org",
            first_name=f"Camille {number}",
            password="!",
            last_active_on=timezone.localdate(),
        )
        for number in range(count)
    )
    hub = HubSettings.objects.first()
    version = hub.terms_version if hub else HubSettings().terms_version
    TermsAcceptance.objects.bulk_create(
        TermsAcceptance(person=person, version=version, accepted_at=now) for person in people
    )
    store = SessionStore()
    rows = [
        Session(
            session_key=store._get_new_session_key(),
            session_data=store.encode(facts_of(person)),
            expire_date=now + timedelta(days=1),
        )
        for person in people
    ]
    Session.objects.bulk_create(rows)
    token = _get_new_csrf_string()
    return [
        SignedIn(
            person.pk, token, f"{settings.CSRF_COOKIE_NAME}={token}; {settings.SESSION_COOKIE_NAME}={row.session_key}"
        )
        for person, row in zip(people, rows, strict=True)
    ]


def facts_of(person: User) -> dict[str, str]:
    return {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: person.get_session_auth_hash(),
    }
