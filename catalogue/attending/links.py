"""The address in the QR code of a person: whoever welcomes scans it. It gives no other right than to be marked present.

It is printed on a sheet that the whole room sees: the key of a registration (`registering.links`) could not be.
"""

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from catalogue.registering.models import Registration
from outillerie.pages.queries import absolute

SIGNER = Signer(salt="presence-of-a-person")
# 22 signs of base64 are 132 bits: a shorter address makes larger squares in the code on paper.
SIGNS = 22


def presence_key_of(registration: Registration) -> str:
    return f"{registration.pk}-{seal(registration.pk)}"


def seal(pk: int) -> str:
    return SIGNER.signature(str(pk))[:SIGNS]


def registration_by_presence_key(key: str) -> Registration | None:
    """Return the registration that `key` names; None when nobody here signed it, or when it is gone."""
    pk, _dash, sealed = key.partition("-")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19 and constant_time_compare(sealed, seal(int(pk)))):
        return None
    rows = Registration.objects.select_related("session", "place", "person")
    return rows.filter(pk=int(pk)).first()


def presence_url(registration: Registration) -> str:
    """Return the full address that the QR code of a person holds."""
    return absolute(reverse("presence-person", args=[presence_key_of(registration)]))


def choice_key(code: str, pk: int) -> str:
    """Return what names a registration in the choices that the code of the room opens: nobody may count upwards."""
    return Signer(salt=f"presence-choice-{code}").sign(str(pk))


def chosen(code: str, key: str) -> int | None:
    try:
        return int(Signer(salt=f"presence-choice-{code}").unsign(key))
    except (BadSignature, ValueError):
        return None
