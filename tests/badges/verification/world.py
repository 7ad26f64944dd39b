"""What an invented hub publishes, by address: the outside of a verification, without any network."""

import copy
from dataclasses import replace
from datetime import UTC, datetime

from badges.openbadges import credential, did, hosted, integrity, status_list, tokens
from badges.openbadges.serialising import serialise
from badges.openbadges.values import PublicKey
from badges.verification.formats.outside import Answer, NotRead
from tests.badges.openbadges.samples import AWARDED, BADGE, ED25519, HOST, HUB, KEY, METHOD

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DID = did.did_url(HUB.id)
LIST = BADGE.status.list_url
INDEX = BADGE.status.index
RSA_METHOD = f"{HUB.id}#key-2"


class World:
    """Addresses and what they answer: `pages[url] = (status, bytes)`. What is asked is remembered."""

    def __init__(self):
        self.pages, self.asked = {}, []

    def read(self, url, accept):
        self.asked.append(url)
        if url not in self.pages:
            raise NotRead("unreachable", url)
        return Answer(*self.pages[url])

    def put(self, url, document, status=200):
        self.pages[url] = (status, document if isinstance(document, bytes) else serialise(document))

    def documents(self):
        return {url: body for url, (status, body) in self.pages.items() if status == 200}


def rsa_public(key) -> PublicKey:
    return PublicKey(method=RSA_METHOD, hosted_id=HUB.rsa_key_id, kind="rsa", pem=tokens.public_pem(key))


def signed(document: dict, *, method=METHOD, key=KEY, created=AWARDED) -> dict:
    return integrity.sign(document, method=method, key=key, created=created)


def listed(*revoked: int, valid_from=AWARDED, **changes) -> dict:
    """Return the status list of the hub, unsigned, with `changes` made to it."""
    bits = status_list.empty_bits()
    for index in revoked:
        bits = status_list.with_bit(bits, index)
    return status_list.status_credential(id=LIST, issuer=HUB, bits=bits, valid_from=valid_from) | changes


def badge(**facts) -> dict:
    """Return a badge of the hub, unsigned."""
    return credential.open_badge(replace(BADGE, **facts))


def changed(document: dict, path: str, value) -> dict:
    """Return `document` with the member at `path` (dots, and numbers for lists) changed, or taken away by None."""
    made = copy.deepcopy(document)
    *folders, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = made
    for folder in folders:
        place = place[folder]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return made


def published(rsa_key) -> World:
    """Return the world where the hub published everything that its badges name."""
    world, public = World(), rsa_public(rsa_key)
    world.put(DID, did.did_document(HUB, [ED25519, public]))
    world.put(LIST, signed(listed()))
    world.put(HUB.hosted_id, hosted.issuer_profile(HUB))
    world.put(HUB.rsa_key_id, hosted.cryptographic_key(HUB, public))
    world.put(HUB.revocations_id, hosted.revocation_list(HUB, []))
    world.put(BADGE.achievement.hosted_id, hosted.badge_class(BADGE.achievement))
    world.put(BADGE.hosted_id, hosted.hosted_assertion(BADGE))
    return world


def laid_out(world: World, folder) -> None:
    """Write what a world publishes in `folder`, each document under the path of its address."""
    for url, body in world.documents().items():
        place = folder / url.removeprefix(f"{HOST}/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(body)
