"""Keys that sign: made, replaced, retired, declared compromised. Their public half stays published for ever."""

from datetime import datetime

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from badges.issuing.addresses import key_url, method_of
from badges.issuing.events import key_compromised
from badges.issuing.models import Issuer, SigningKey
from badges.issuing.permanence import check_may_sign
from badges.issuing.sealing import seal, unseal
from badges.openbadges import integrity, tokens
from badges.openbadges.values import PublicKey
from outillerie.errors import Refused

ED25519, RSA = SigningKey.Kind.ED25519, SigningKey.Kind.RSA
ACTIVE, RETIRED, COMPROMISED = SigningKey.State.ACTIVE, SigningKey.State.RETIRED, SigningKey.State.COMPROMISED
# What the audit log calls these deeds.
KEY_CREATED, KEYS_ROTATED, KEY_COMPROMISED = "badges.key_created", "badges.keys_rotated", "badges.key_compromised"
KEY_REQUEST_DECLINED, KEYS_RESTORED = "badges.key_request_declined", "badges.keys_restored"
PrivateKey = Ed25519PrivateKey | RSAPrivateKey


class NoSigningKey(Refused):
    pass


class NotDone(Refused):
    pass


def lock_issuer(issuer: Issuer) -> Issuer:
    """Return `issuer` as it is now, locked until the transaction ends. Whoever signs or changes keys goes through it."""
    return Issuer.objects.select_for_update(no_key=True).get(pk=issuer.pk)


def new_pair() -> dict[str, PrivateKey]:
    """Return one key of each kind. Making them takes up to a second: do it before a lock."""
    return {ED25519: integrity.new_key(), RSA: tokens.new_rsa_key()}


def create_keys(issuer: Issuer, *, pair: dict[str, PrivateKey] | None = None, by=None) -> list[SigningKey]:
    """Give `issuer` a key of each kind that it does not sign with yet, and return those that were made."""
    if not missing_kinds(issuer):
        return []
    pair = pair or new_pair()
    with transaction.atomic():
        lock_issuer(issuer)
        # Somebody else may have made them meanwhile.
        made = [add_key(issuer, kind, pair[kind]) for kind in missing_kinds(issuer)]
        for key in made:
            log(issuer, KEY_CREATED, user=by, data={"key": key.number, "kind": key.kind})
    return made


def missing_kinds(issuer: Issuer) -> list[str]:
    """Return the kinds of keys that `issuer` does not sign with."""
    has = set(issuer.keys.filter(state=ACTIVE).values_list("kind", flat=True))
    return [kind for kind in SigningKey.Kind if kind not in has]


def add_key(issuer: Issuer, kind: str, private: PrivateKey) -> SigningKey:
    public = public_text(private)
    return SigningKey.objects.create(
        issuer=issuer,
        number=(issuer.keys.aggregate(last=Max("number"))["last"] or 0) + 1,
        kind=kind,
        public=public,
        secret=seal(secret_bytes(private), about=public),
        active_from=timezone.now(),
    )


def public_text(private: PrivateKey) -> str:
    """Return the public half as rows keep it: `z…` of an Ed25519 key, PEM of an RSA one."""
    is_ed25519 = isinstance(private, Ed25519PrivateKey)
    return integrity.public_multibase(private) if is_ed25519 else tokens.public_pem(private)


def secret_bytes(private: PrivateKey) -> bytes:
    """Return what to keep secret: the seed of an Ed25519 key, the PKCS #8 of an RSA one."""
    if isinstance(private, Ed25519PrivateKey):
        return integrity.seed_of(private)
    return private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def signing_keys(issuer: Issuer) -> dict[str, SigningKey]:
    """Return the keys that sign for `issuer` now, by kind, inside a transaction.

    The issuer is locked until that transaction ends, so that a key cannot be retired between this and what it signs
    (RACE-08). Raise MayNotSign, or NoSigningKey when a kind misses.
    """
    check_may_sign()
    locked = lock_issuer(issuer)
    keys = {key.kind: key for key in SigningKey.objects.filter(issuer=locked, state=ACTIVE)}
    if set(keys) != set(SigningKey.Kind):
        raise NoSigningKey(
            _("%(issuer)s has no key to sign with. Create its keys: manage.py badge_keys create %(slug)s.")
            % {"issuer": locked.name, "slug": locked.slug}
        )
    for key in keys.values():
        key.issuer = locked
    return keys


def signing_key(issuer: Issuer, kind: str) -> SigningKey:
    """Return the key of `kind` that signs for `issuer` now, as `signing_keys` does."""
    return signing_keys(issuer)[kind]


def ed25519_of(key: SigningKey) -> Ed25519PrivateKey:
    return integrity.key_from_seed(unseal(key.secret, about=key.public))


def rsa_of(key: SigningKey) -> RSAPrivateKey:
    # What opens is what was sealed: its numbers need no proof again, which would cost more than the signature.
    secret = unseal(key.secret, about=key.public)
    return serialization.load_der_private_key(secret, password=None, unsafe_skip_rsa_key_validation=True)


def public_key_of(key: SigningKey) -> PublicKey:
    """Return `key`, fetched with its issuer, as documents publish it."""
    return PublicKey(
        method=method_of(key),
        hosted_id=key_url(key),
        kind=key.kind,
        multibase=key.public if key.kind == ED25519 else "",
        pem=key.public if key.kind == RSA else "",
        compromised_since=key.compromised_since,
    )


@transaction.atomic
def rotate_keys(issuer: Issuer, *, by, pair: dict[str, PrivateKey] | None = None, data: dict | None = None) -> list:
    """Replace the keys of `issuer`: from now on it signs with new ones. What the former ones signed stays valid."""
    pair = pair or new_pair()
    lock_issuer(issuer)
    issuer.keys.filter(state=ACTIVE).update(state=RETIRED, retired_at=timezone.now())
    made = [add_key(issuer, kind, private) for kind, private in pair.items()]
    log(issuer, KEYS_ROTATED, user=by, data={"keys": [key.number for key in made], **(data or {})})
    return made


@transaction.atomic
def declare_compromised(key: SigningKey, *, since: datetime, by, private: PrivateKey | None = None, data=None) -> None:
    """Say that somebody else may have `key` since a moment: nobody should trust what it signed from then on.

    It leaves what the issuer asserts, a new one takes its place, status lists are signed again now, and the worker
    signs again every badge that it had signed. Raise NotDone.
    """
    private = private or (integrity.new_key() if key.kind == ED25519 else tokens.new_rsa_key())
    key.issuer = lock_issuer(key.issuer)
    key.refresh_from_db(fields=["state", "compromised_since", "retired_at"])
    check_compromise(key, since)
    was_active = key.state == ACTIVE
    key.state, key.compromised_since = COMPROMISED, since
    key.retired_at = key.retired_at or timezone.now()
    key.save(update_fields=["state", "compromised_since", "retired_at"])
    if was_active:
        add_key(key.issuer, key.kind, private)
    log(key.issuer, KEY_COMPROMISED, user=by, data={"key": key.number, "since": since.isoformat(), **(data or {})})
    key_compromised.send(SigningKey, key=key)


def check_compromise(key: SigningKey, since: datetime) -> None:
    if key.state == COMPROMISED:
        raise NotDone(_("This key is already declared compromised."))
    if since > timezone.now():
        raise NotDone(_("A key cannot be compromised from a moment to come. Give the moment when it may have begun."))
