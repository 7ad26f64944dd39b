"""The keys of an issuer in one file, to be kept elsewhere: whoever has it and BADGE_KEYS_SECRET can sign, nobody else.

Its secrets are sealed as they are in the database (`sealing.py`); what is public is readable, to know what it is.
"""

import json
from base64 import b64decode, b64encode
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from badges.issuing import keys
from badges.issuing.addresses import did_of
from badges.issuing.models import Issuer, SigningKey
from badges.issuing.sealing import NotUnsealed, seal, unseal
from outillerie.errors import Refused

FORM = "outillerie badge keys 1"
MOMENTS = ("active_from", "retired_at", "compromised_since")


class NotABackup(Refused):
    pass


def backup_of(issuer: Issuer) -> str:
    """Return the keys of `issuer`, retired ones included, as JSON."""
    rows = [saved(key) for key in issuer.keys.order_by("number")]
    return json.dumps({"form": FORM, "issuer": did_of(issuer), "keys": rows}, indent=1)


def saved(key: SigningKey) -> dict:
    return {
        "number": key.number,
        "kind": key.kind,
        "state": key.state,
        "public": key.public,
        "sealed": b64encode(bytes(key.secret)).decode(),
        **{name: getattr(key, name).isoformat() if getattr(key, name) else None for name in MOMENTS},
    }


def read_backup(text: str, issuer: Issuer) -> list[SigningKey]:
    """Return the keys of a backup, each opened once to be sure. Raise NotABackup, or NotUnsealed."""
    try:
        found = json.loads(text)
        if found["form"] != FORM:
            raise ValueError(found["form"])
        read = [restored(row, issuer) for row in found["keys"]]
    except (ValueError, KeyError, TypeError) as error:
        raise NotABackup(_("This file is not a backup of keys made by “manage.py badge_keys export”.")) from error
    if found["issuer"] != did_of(issuer):
        raise NotABackup(
            _("This backup is of %(theirs)s, and this issuer is %(ours)s. Nothing is changed.")
            % {"theirs": found["issuer"], "ours": did_of(issuer)}
        )
    for key in read:
        check_opens(key)
    return read


def restored(row: dict, issuer: Issuer) -> SigningKey:
    moments = {name: datetime.fromisoformat(row[name]) if row[name] else None for name in MOMENTS}
    return SigningKey(
        issuer=issuer,
        number=int(row["number"]),
        kind=SigningKey.Kind(row["kind"]),
        state=SigningKey.State(row["state"]),
        public=str(row["public"]),
        secret=b64decode(row["sealed"], validate=True),
        **moments,
    )


def check_opens(key: SigningKey) -> None:
    """Open the secret of `key` and compare: a backup whose public half is another's would sign in vain."""
    private = keys.ed25519_of(key) if key.kind == keys.ED25519 else keys.rsa_of(key)
    if keys.public_text(private) != key.public:
        raise NotABackup(_("Key %(number)s of this backup is not the one that it says.") % {"number": key.number})


@transaction.atomic
def restore(issuer: Issuer, backup: list[SigningKey]) -> int:
    """Give `issuer` the keys of `backup` that it does not have, and return how many. Raise NotABackup on two stories."""
    keys.lock_issuer(issuer)
    held = {key.number: key for key in issuer.keys.all()}
    signing = {key.kind for key in held.values() if key.state == keys.ACTIVE}
    missing = [key for key in backup if key.number not in held]
    if any(key.number in held and held[key.number].public != key.public for key in backup):
        raise NotABackup(_("A key of this backup has the number of another key of this issuer. Nothing is changed."))
    if any(key.state == keys.ACTIVE and key.kind in signing for key in missing):
        raise NotABackup(_("This issuer already signs with keys that this backup does not know. Nothing is changed."))
    for key in missing:
        key.save()
    if missing:
        log(issuer, keys.KEYS_RESTORED, data={"keys": [key.number for key in missing]})
    return len(missing)


def is_open_to_us(key: SigningKey) -> bool:
    try:
        unseal(key.secret, about=key.public)
    except NotUnsealed:
        return False
    return True


@transaction.atomic
def reseal(former: str) -> int:
    """Close again with BADGE_KEYS_SECRET the keys that the secret `former` opens, and return how many. All, or none.

    Keys made since the secret changed are closed with the new one already.
    """
    rows = SigningKey.objects.select_for_update(no_key=True).order_by("pk")
    sealed = [key for key in rows if not is_open_to_us(key)]
    for key in sealed:
        key.secret = seal(unseal(key.secret, about=key.public, with_secret=former), about=key.public)
        key.save(update_fields=["secret"])
    return len(sealed)
