"""The address that only the holder of a registration knows: it came by mail, signed, and opens that registration alone."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from catalogue.registering.models import Registration
from outillerie.pages.queries import absolute

SIGNER = Signer(sep=".", salt="session-registration")


def key_of(registration: Registration) -> str:
    """Return what proves that its bearer received the mails of `registration`. Never printed, never shown to others."""
    return SIGNER.sign(str(registration.pk))


def registration_by_key(key: str) -> Registration | None:
    """Return the registration that `key` opens; None when nobody here signed it, or when it is gone."""
    try:
        pk = int(SIGNER.unsign(key))
    except (BadSignature, ValueError):
        return None
    return Registration.objects.select_related("session", "place").filter(pk=pk).first()


def own_address(registration: Registration) -> str:
    """Return the full address where its holder reads, confirms or cancels `registration`."""
    return absolute(reverse("registration", args=[key_of(registration)]))
