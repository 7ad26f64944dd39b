"""A badge goes to a wallet, on a phone: its holder presses, the wallet asks, for a quarter of an hour.

Learner Credential Wallet reads https://lcw.app/request?request= and a request: where it comes from, and the address of
a VC-API exchange (https://w3c-ccg.github.io/vc-api/#exchange-examples). It posts there, and receives a presentation
(Verifiable Credentials Data Model 2.0, 4.13, https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations), which
nobody has to sign: what it holds is signed.
"""

import json
from datetime import timedelta
from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse

from badges.awarding.models import Credential, CredentialDocument
from badges.issuing.addresses import permanent
from outillerie.pages.queries import absolute

WALLET = "https://lcw.app/request"
SALT = "badge-wallet"
HELD_FOR = timedelta(minutes=15)
CONTEXT = "https://www.w3.org/ns/credentials/v2"


def exchange_token(credential: Credential) -> str:
    """Return what lets a wallet fetch this badge, and nothing else, for `HELD_FOR`."""
    return signing.dumps(str(credential.uuid), salt=SALT)


def presentation_for(token: str) -> bytes | None:
    """Return the answer of the exchange that `token` opens, as JSON: the bytes of the badge stand in it as they were
    signed. None when the token is too old, was made up, or when the badge is gone."""
    try:
        uuid = signing.loads(token, salt=SALT, max_age=HELD_FOR)
    except signing.BadSignature:
        return None
    standing = {"credential__uuid": uuid, "credential__state": Credential.State.ISSUED}
    signed = CredentialDocument.objects.filter(**standing, form=CredentialDocument.Form.OB3).order_by("-serial").first()
    if signed is None:
        return None
    opening = f'{{"verifiablePresentation":{{"@context":["{CONTEXT}"],"type":["VerifiablePresentation"],'
    return opening.encode() + b'"verifiableCredential":[' + bytes(signed.content) + b"]}}"


def exchange_url(token: str) -> str:
    return absolute(reverse("badge-wallet-exchange", args=[token]))


def wallet_url(token: str) -> str:
    """Return the address that opens the wallet of a phone."""
    request = {"credentialRequestOrigin": permanent(""), "protocols": {"vcapi": exchange_url(token)}}
    return f"{WALLET}?{urlencode({'request': json.dumps(request, separators=(',', ':'))})}"
