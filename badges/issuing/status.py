"""Which badges are revoked: one bit each, at a place drawn at random, in lists signed each time one changes."""

import secrets

from django.db import transaction
from django.utils import timezone

from badges.issuing.addresses import method_of, profile_of, status_url
from badges.issuing.keys import ED25519, RSA, ed25519_of, lock_issuer, rsa_of, signing_keys
from badges.issuing.models import Issuer, StatusList
from badges.openbadges import integrity, tokens
from badges.openbadges import status_list as lists
from badges.openbadges.serialising import serialise

# Past that, drawing a free place takes more and more tries, and places would say who came last.
MOST_IN_A_LIST = lists.SIZE // 2


def allot(issuer: Issuer) -> tuple[StatusList, int]:
    """Return the status list and the free bit of the next badge of `issuer`, inside the transaction that writes it.

    The issuer stays locked until then: two badges cannot draw the same bit. It is never used again.
    """
    issuer = lock_issuer(issuer)
    newest = issuer.status_lists.defer("bits", "document", "token").order_by("-number").first()
    if newest is None or newest.credentials.count() >= MOST_IN_A_LIST:
        newest = new_list(issuer, number=newest.number + 1 if newest else 1)
    while True:
        index = secrets.randbelow(lists.SIZE)
        if not newest.credentials.filter(status_index=index).exists():
            return newest, index


def new_list(issuer: Issuer, *, number: int) -> StatusList:
    made = StatusList(issuer=issuer, number=number, bits=lists.empty_bits())
    return sign_list(made)


@transaction.atomic
def set_revoked(credential) -> None:
    """Set the bit of a badge that is revoked or erased, for ever, and sign its list again."""
    lock_issuer(credential.issuer)
    # Lock the list: two badges of the same byte may be revoked at once.
    found = StatusList.objects.select_for_update(no_key=True).get(pk=credential.status_list_id)
    found.bits = lists.with_bit(bytes(found.bits), credential.status_index)
    sign_list(found)


def sign_lists(issuer: Issuer) -> None:
    """Sign again every list of `issuer`: one of its keys is not to be trusted any more."""
    lock_issuer(issuer)
    for found in issuer.status_lists.select_for_update(no_key=True).order_by("number"):
        sign_list(found)


def sign_list(status_list: StatusList) -> StatusList:
    """Sign what the bits of `status_list` say now, and keep it: the JSON with its proof, and the token."""
    issuer = status_list.issuer
    keys = signing_keys(issuer)
    ed25519, rsa = keys[ED25519], keys[RSA]
    status_list.signed_at = timezone.now().replace(microsecond=0)
    document = lists.status_credential(
        id=status_url(status_list),
        issuer=profile_of(issuer),
        bits=bytes(status_list.bits),
        valid_from=status_list.signed_at,
    )
    signed = integrity.sign(document, method=method_of(ed25519), key=ed25519_of(ed25519), created=status_list.signed_at)
    status_list.document = serialise(signed)
    status_list.token = tokens.vc_jwt(document, kid=method_of(rsa), key=rsa_of(rsa))
    status_list.save()
    return status_list
