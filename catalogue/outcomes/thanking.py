"""The mail after a session: asked once by who organised, written by the worker, one for each person who was there."""

from django.db import transaction

from catalogue.outcomes.emails import thanks_mail
from catalogue.outcomes.queries import present_registrations
from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession
from outillerie.outbox.actions import handles, schedule


@handles("session-thanks")
def ask_for_mails(payload: dict) -> None:
    """Ask for one mail for each person who was there: asked again after a crash, each is still asked once."""
    session = PeerSession.objects.filter(pk=payload["session"]).first()
    if session is None:
        return
    for pk in present_registrations(session).exclude(email="").values_list("pk", flat=True):
        with transaction.atomic():
            schedule("session-thanks-mail", {"registration": pk}, key=f"session-thanks-mail:{pk}")


@handles("session-thanks-mail")
def send_mail_of(payload: dict) -> None:
    """Write the mail of one person and hand it over, both in one transaction."""
    with transaction.atomic():
        rows = Registration.objects.select_related("person", "place__venue", "place__territory")
        registration = rows.filter(pk=payload["registration"], state=Registration.State.REGISTERED).first()
        # Whoever erased their account meanwhile has no address any more.
        if registration is not None and registration.email:
            thanks_mail(registration).send()
