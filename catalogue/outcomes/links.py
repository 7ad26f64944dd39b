"""The address where somebody answers the four questions: signed, and good for nothing else."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from catalogue.registering.models import Registration
from outillerie.pages.queries import absolute

SIGNER = Signer(sep=".", salt="session-feedback")


def feedback_key_of(registration: Registration) -> str:
    return SIGNER.sign(str(registration.pk))


def registration_to_ask(key: str) -> Registration | None:
    """Return the registration whose holder received `key`; None when nobody here signed it, or when it is gone."""
    try:
        pk = int(SIGNER.unsign(key))
    except (BadSignature, ValueError):
        return None
    return Registration.objects.select_related("session").filter(pk=pk).first()


def feedback_address(registration: Registration) -> str:
    return absolute(reverse("feedback", args=[feedback_key_of(registration)]))
