"""`openvc-core`, a third verifier of Open Badges 3.0, in Python. It reads one object as `proof`, never an array."""

import json
from collections.abc import Mapping
from functools import partial

from openvc import VerificationPolicy, verify_credential
from openvc.did.base import DidResolverRegistry
from openvc.did.did_web import DidWebResolver
from openvc.errors import OpenvcError
from openvc.resolvers import default_status_list_resolver

from tests.judges.world import Answer, standards

# What it does not bring itself. Others may not be given: a word of 2.0 in full would then have to be shortened.
OPEN_BADGES = [address for address in standards() if "/ob/v3p0/" in address and "/schema/" not in address]
# It says «revoked» and «expired» rather than failing: a signature that does not hold fails.
PATIENT = VerificationPolicy(require_not_expired=False, require_not_revoked=False, require_status_issuer_binding=True)


def openvc_verdict(given: dict, world: Mapping[str, Answer]) -> str:
    """Return valid, revoked, expired or refused, of a credential, its proof taken out of its array."""
    known = standards() | dict(world)
    contexts = {address: read(known, address) for address in OPEN_BADGES}
    options = {
        "resolver": DidResolverRegistry([DidWebResolver(partial(read, known))]),
        "extra_contexts": contexts,
    }
    status = default_status_list_resolver(fetch=lambda url: json.dumps(alone(read(known, url))), **options)
    try:
        result = verify_credential(alone(given), policy=PATIENT, resolve_status_list=status, **options)
    except OpenvcError:
        return "refused"
    if result.status is not None and result.status.revoked:
        return "revoked"
    return "expired" if result.expired else "valid"


def read(known: Mapping[str, Answer], url: str) -> dict:
    return json.loads(known[url][2])


def alone(document: dict) -> dict:
    if not isinstance(document.get("proof"), list):
        return document
    (proof,) = document["proof"]
    return document | {"proof": proof}
